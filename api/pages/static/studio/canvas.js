/** The drawing that is edited: boxes to select, to drag into groups and out of them, and to connect. */

import cytoscape from "../vendor/cytoscape.min.js";
import dagre from "../vendor/cytoscape-dagre.min.js";
import { elements, style } from "./shapes.js";
import { follow, isGroup, join, leaveGroup, parentsOf, stepOf } from "./model.js";
import { say } from "./dom.js";

cytoscape.use(dagre);

const LAYOUT = { name: "dagre", rankDir: "TB", nodeSep: 26, rankSep: 46, fit: false, animate: false };
const WIDEST = 5;

/** Draws into `place` what `editing` holds, and changes it. `states`: how far a learner is, by step. */
export class Canvas {
  constructor(place, editing) {
    this.place = place;
    this.editing = editing;
    this.states = new Map();
    this.connecting = "";
    this._moved = false;
    this._boxes = new Map();
    this.cy = cytoscape({ container: place, minZoom: 0.1, maxZoom: 2.5, boxSelectionEnabled: false });
    this.cy.on("tap", event => this._tapped(event.target === this.cy ? null : event.target));
    this.cy.on("grab", "node", () => this._grabbed());
    this.cy.on("dragfree", "node", event => this._dropped(event.target));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this._dress());
    new ResizeObserver(() => this.cy.resize()).observe(place);
    this._dress();
    this.draw();
    this.fit();
  }

  _dress() { this.cy.style(style(getComputedStyle(document.documentElement))); }

  /** Draw anew; boxes that were dragged stay where they are until somebody tidies up. */
  draw() {
    const before = new Map(this.cy.nodes(":childless").map(node => [node.id(), { ...node.position() }]));
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add(elements(this.editing.now, this.states));
    });
    this._lay();
    if (this._moved) this._back(before);
    this.mark();
  }

  _lay() {
    const drawn = this.cy.elements();
    if (this.cy.edges().length) drawn.layout(LAYOUT).run();
    else this._grid();
  }

  /** Without lines: rows by position, broken where they would be too wide. */
  _grid() {
    let row = 0, column = 0, last = null;
    const steps = this.cy.nodes(":childless").sort((a, b) => (a.data("position") || 0) - (b.data("position") || 0));
    steps.forEach(node => {
      const position = node.data("position") || 0;
      if (last !== null && (position !== last || column === WIDEST)) { row += 1; column = 0; }
      node.position({ x: column * 246, y: row * 120 });
      column += 1;
      last = position;
    });
  }

  _back(before) {
    for (const node of this.cy.nodes(":childless")) if (before.has(node.id())) node.position(before.get(node.id()));
  }

  /** Put everything in its place again. */
  tidy() {
    this._moved = false;
    this._lay();
    this.fit();
  }

  fit() {
    this.cy.fit(undefined, 24);
    if (this.cy.zoom() > 1) { this.cy.zoom(1); this.cy.center(); }
  }

  zoom(by) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Show which step is selected, and bring it into sight. */
  mark() {
    this.cy.nodes().removeClass("selected source");
    const node = this.cy.getElementById(`step:${this.editing.selected}`);
    if (this.connecting) this.cy.getElementById(`step:${this.connecting}`).addClass("source");
    if (node.empty()) return;
    node.addClass("selected");
    const box = node.renderedBoundingBox();
    const seen = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= this.cy.width() && box.y2 <= this.cy.height();
    if (!seen) this.cy.center(node);
  }

  /** Let the next box that is clicked come after this one, or its condition count it. */
  connect(id) {
    this.connecting = id;
    this.place.classList.toggle("connecting", Boolean(id));
    this.mark();
  }

  _tapped(target) {
    const to = target && target.isNode() ? target.data() : null;
    if (!this.connecting) { this.editing.select(to?.step || to?.owner || ""); return; }
    const from = this.connecting;
    this.connect("");
    if (!to || to.step === from) { say("Nothing was connected."); return; }
    this.editing.change(pathway => this._join(pathway, from, to));
    say("Connected.");
  }

  _join(pathway, from, to) {
    if (to.step && isGroup(stepOf(pathway, to.step))) join(pathway, to.step, [], from);
    else if (to.step) follow(pathway, from, to.step);
    else join(pathway, to.owner, to.at, from);
  }

  /** Where every group's box is when a drag begins: it grows with what is dragged. */
  _grabbed() {
    this._boxes = new Map(this.cy.nodes("[?around]").map(node => [node.id(), node.boundingBox({ includeLabels: false })]));
  }

  _dropped(node) {
    this._moved = true;
    const id = node.data("step");
    if (!id) return;
    const { x, y } = node.position();
    const inside = [...this._boxes].filter(([group, box]) =>
      group !== node.id() && x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2 &&
      !this.cy.getElementById(group).ancestors().contains(node));
    const innermost = inside.sort(([, a], [, b]) => a.w * a.h - b.w * b.h)[0]?.[0] || "";
    const group = innermost ? this.cy.getElementById(innermost).data() : null;
    if ((node.data("parent") || "") === innermost) return;
    this.editing.change(pathway => {
      if (parentsOf(pathway).has(id)) leaveGroup(pathway, id);
      if (group) join(pathway, group.step || group.owner, group.at || [], id);
    });
    const name = group && (group.name || "the group");
    say(group ? `Put into ${name}.` : "Taken out of the group.");
  }
}
