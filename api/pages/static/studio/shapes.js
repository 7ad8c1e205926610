/** The boxes and lines of a pathway as the drawing library wants them, and how they look. */

import { nameOf } from "./calls.js";
import { conditionWords, isGroup, parentsOf, stepOf, stepWords } from "./model.js";

export const STATES = {
  done: "✓ done", claimed: "✓ done, unconfirmed", enrolled: "◐ under way", expired: "↻ expired",
  open: "→ open", unclear: "? unclear", locked: "✕ locked",
};

const FEW = 6;
const ROOM = 26;

/** What a step is called: its own name, or that of what is earned by it. */
export const called = step => step.name || nameOf(step.credential);

function broken(name) {
  const rows = [""];
  for (const word of name.split(/\s+/)) {
    if (rows.at(-1) && `${rows.at(-1)} ${word}`.length > ROOM) rows.push("");
    rows[rows.length - 1] = `${rows.at(-1)} ${word}`.trim();
  }
  const short = rows.slice(0, 2).map(row => (row.length > ROOM + 2 ? `${row.slice(0, ROOM)}…` : row));
  return rows.length > 2 ? `${short.join("\n")}…` : short.join("\n");
}

/** All boxes and lines. */
export function elements(pathway, states) {
  const parents = parentsOf(pathway);
  const nodes = [], lines = [];
  const box = id => (stepOf(pathway, id) ? `step:${id}` : `part:${id}`);
  const parentOf = id => (parents.has(id) ? box(parents.get(id)) : undefined);
  for (const step of pathway.steps) {
    nodes.push(node(pathway, step, parentOf(step.id), states));
    for (const before of step.after || []) {
      if (stepOf(pathway, before)) lines.push([`step:${before}`, `step:${step.id}`, pathway.ordered ? "order" : "advice"]);
    }
    if (!step.condition) continue;
    if (isGroup(step)) within(pathway, step, step.condition, step.id, [], parents, nodes, lines);
    else before(pathway, step, step.condition, [], parentOf(step.id), nodes, lines);
  }
  if (!lines.length) byPosition(pathway, parents, lines);
  const seen = new Set();
  const edges = [];
  for (const [source, target, kind] of lines) {
    const id = `${source}→${target}`;
    if (source === target || seen.has(id)) continue;
    seen.add(id);
    edges.push({ group: "edges", data: { id, source, target }, classes: kind });
  }
  return [...sorted(nodes), ...edges];
}

function node(pathway, step, parent, states) {
  const state = STATES[states.get(step.id)];
  const words = [stepWords(pathway, step), state].filter(Boolean);
  const around = isGroup(step);
  const name = called(step);
  const label = around ? [name, ...words].join(" · ") : [broken(name), ...words].join("\n");
  const classes = [around ? "around" : "box", step.optional && "optional", step.role];
  if ((pathway.ends || []).includes(step.id)) classes.push("end");
  const data = { id: `step:${step.id}`, step: step.id, parent, label, name, around, position: step.position };
  return { group: "nodes", data, classes: classes.filter(Boolean).join(" ") };
}

/** What stands in a group; what stands elsewhere already is counted by a line. */
function within(pathway, step, condition, own, at, parents, nodes, lines) {
  const here = at.length ? `part:${own}` : `step:${own}`;
  for (const member of condition.steps || []) {
    if (stepOf(pathway, member) && parents.get(member) !== own) lines.push([`step:${member}`, here, "counts"]);
  }
  (condition.parts || []).forEach((part, number) => {
    const inner = `${own}/${number}`, place = [...at, number];
    const label = [part.name, conditionWords(part)].filter(Boolean).join(" · ");
    const data = { id: `part:${inner}`, owner: step.id, at: place, parent: here, label, name: label, around: true };
    nodes.push({ group: "nodes", data, classes: "around part" });
    within(pathway, step, part, inner, place, parents, nodes, lines);
  });
}

/** A condition as a small box before its step. */
function before(pathway, step, condition, at, parent, nodes, lines) {
  const id = `condition:${[step.id, ...at].join("/")}`;
  const target = at.length ? `condition:${[step.id, ...at.slice(0, -1)].join("/")}` : `step:${step.id}`;
  const data = { id, owner: step.id, at, parent, label: conditionWords(condition), position: step.position };
  nodes.push({ group: "nodes", data, classes: "condition" });
  lines.push([id, target, at.length ? "counts" : "needed"]);
  for (const member of condition.steps || []) {
    if (stepOf(pathway, member)) lines.push([`step:${member}`, id, "counts"]);
  }
  (condition.parts || []).forEach((part, number) => before(pathway, step, part, [...at, number], parent, nodes, lines));
}

/** Where nothing else says an order, lines from each position to the next, as long as they are few. */
function byPosition(pathway, parents, lines) {
  const rows = new Map();
  for (const step of pathway.steps) {
    if (!parents.has(step.id)) rows.set(step.position, [...(rows.get(step.position) || []), step.id]);
  }
  const order = [...rows.keys()].sort((a, b) => a - b);
  order.slice(1).forEach((position, at) => {
    const [above, below] = [rows.get(order[at]), rows.get(position)];
    if (above.length * below.length > FEW) return;
    for (const one of above) for (const other of below) lines.push([`step:${one}`, `step:${other}`, "advice"]);
  });
}

/** Boxes around others first, as the library asks for. */
function sorted(nodes) {
  const known = new Map(nodes.map(one => [one.data.id, one]));
  const depth = one => { let found = 0; for (let at = one; at?.data.parent; at = known.get(at.data.parent)) found += 1; return found; };
  return nodes.map(one => [depth(one), one]).sort((a, b) => a[0] - b[0]).map(([, one]) => one);
}

/** The look, in the colours of the page. */
export function style(look) {
  const colour = name => look.getPropertyValue(`--${name}`).trim();
  const text = { color: colour("ink"), "font-family": "system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif" };
  return [
    { selector: "node", style: { ...text, label: "data(label)", "font-size": 12.5, "text-wrap": "wrap", "text-max-width": 208,
      "text-valign": "center", "text-halign": "center", "line-height": 1.25, width: 220, height: 78, shape: "round-rectangle",
      "background-color": colour("surface"), "border-width": 1, "border-color": colour("edge"), "overlay-opacity": 0 } },
    { selector: ".around", style: { "background-color": colour("sunk"), "background-opacity": 0.6, "text-valign": "top",
      "text-margin-y": 22, padding: 34, "font-weight": 600, "text-max-width": 460 } },
    { selector: ".around:childless", style: { width: 220, height: 60, "text-valign": "center", "text-margin-y": 0, padding: 0 } },
    { selector: ".condition", style: { width: node => 24 + 8 * node.data("label").length, height: 34, "background-color": colour("tint"),
      "border-color": colour("accent"), "font-weight": 600 } },
    { selector: ".optional", style: { "border-style": "dashed", "border-width": 1.5 } },
    { selector: ".milestone", style: { "border-color": colour("accent"), "border-width": 2 } },
    { selector: ".end", style: { "border-style": "double", "border-width": 5, "border-color": colour("accent") } },
    { selector: ".selected", style: { "outline-width": 3, "outline-offset": 3, "outline-color": colour("focus"), "outline-style": "solid" } },
    { selector: ".source", style: { "background-color": colour("tint"), "outline-width": 2, "outline-offset": 3,
      "outline-color": colour("focus"), "outline-style": "dashed" } },
    { selector: "edge", style: { width: 1.6, "curve-style": "bezier", "line-color": colour("edge"), "target-arrow-color": colour("edge"),
      "target-arrow-shape": "triangle", "arrow-scale": 0.9, "overlay-opacity": 0 } },
    { selector: ".order", style: { "line-color": colour("ink"), "target-arrow-color": colour("ink") } },
    { selector: ".advice", style: { "line-style": "dashed" } },
    { selector: ".counts", style: { "line-style": "dotted", "target-arrow-shape": "none" } },
  ];
}
