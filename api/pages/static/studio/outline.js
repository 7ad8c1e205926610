/** The same pathway as a nested list: every step can be reached, moved and removed from the keyboard. */

import { h, say } from "./dom.js";
import { move, outlined, remove, stepOf, stepWords } from "./model.js";
import { STATES, called } from "./shapes.js";

export class Outline {
  constructor(place, editing) {
    this.place = place;
    this.editing = editing;
    this.states = new Map();
    this.findings = new Map();
    place.addEventListener("keydown", event => this._key(event));
    this.draw();
  }

  draw() {
    const held = this.place.contains(document.activeElement) ? document.activeElement.dataset.step : null;
    const nodes = outlined(this.editing.now);
    const list = nodes.length ? this._list(nodes) : h("p", { class: "hint" }, "No steps yet. Add the first one above.");
    this.place.replaceChildren(list);
    if (held !== null && held !== undefined) this.focus(held) || this.focus(this.editing.selected);
  }

  focus(id) {
    const found = [...this.place.querySelectorAll("button[data-step]")].find(one => one.dataset.step === id);
    found?.focus();
    return Boolean(found);
  }

  _list(nodes) {
    return h("ol", { class: "steps" }, nodes.map(({ step, children }) =>
      h("li", {}, this._row(step), children.length > 0 && this._list(children))));
  }

  _row(step) {
    const count = this.findings.get(step.id) || 0;
    return h("button", {
      type: "button", class: "step", "data-step": step.id, "aria-current": step.id === this.editing.selected ? "true" : null,
      onclick: () => this.editing.select(step.id),
    },
    h("span", { class: "step-name" }, called(step)),
    h("span", { class: "step-words" }, stepWords(this.editing.now, step)),
    this.states.has(step.id) && h("span", { class: "step-words state" }, STATES[this.states.get(step.id)]),
    count > 0 && h("span", { class: "step-words found-here" }, count === 1 ? "! 1 finding" : `! ${count} findings`));
  }

  _key(event) {
    const id = event.target.dataset?.step;
    if (!id) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && event.altKey) {
      this.editing.change(pathway => move(pathway, id, by));
      say("Moved.");
    } else if (by) {
      const rows = [...this.place.querySelectorAll("button[data-step]")];
      rows[rows.indexOf(event.target) + by]?.focus();
    } else if (event.key === "Delete") {
      this.removing(id);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Remove a step and go on with its neighbour. */
  removing(id) {
    const rows = [...this.place.querySelectorAll("button[data-step]")].map(row => row.dataset.step);
    const at = rows.indexOf(id), near = rows[at + 1] || rows[at - 1] || "";
    const name = called(stepOf(this.editing.now, id));
    this.editing.change(pathway => remove(pathway, id));
    this.editing.select(near);
    if (near) this.focus(near);
    say(`“${name}” was removed. Undo brings it back.`);
  }
}
