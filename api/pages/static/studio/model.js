/** A pathway as plain JSON, and every change that the studio can make to it: each takes one and changes it in place. */

export const KINDS = {
  credential: "Credential", course: "Course", skill: "Skill", assessment: "Assessment",
  work: "Work experience", activity: "Activity", job: "Job", group: "Group",
};
export const ROLES = { "": "", milestone: "⚑ milestone", "off-ramp": "↪ off-ramp" };

/** A new pathway without steps. */
export function empty(id, name, issuer) {
  return { id, name, issuer, steps: [], ends: [], ordered: false };
}

export const stepOf = (pathway, id) => pathway.steps.find(step => step.id === id);
export const isGroup = step => step.kind === "group";

/** What a condition asks for, in two or three words: "2 of 3". */
export function conditionWords(condition) {
  if (condition.credits != null) return `${condition.credits} credits`;
  const there = (condition.steps || []).length + (condition.parts || []).length;
  if (condition.atLeast == null) return there === 1 ? "needed" : `all ${there}`;
  return `${condition.atLeast} of ${there}`;
}

/** What a step is besides its name. */
export function stepWords(pathway, step) {
  const parts = [KINDS[step.kind || "credential"]];
  if (step.condition) parts.push(isGroup(step) ? conditionWords(step.condition) : `needs ${conditionWords(step.condition)}`);
  if (step.optional) parts.push("optional");
  if (step.role) parts.push(ROLES[step.role]);
  if ((pathway.ends || []).includes(step.id)) parts.push("◎ end");
  return parts.join(" · ");
}

/** Of each step and part of a group's condition the box that it stands in; the first group that names a step has it. */
export function parentsOf(pathway) {
  const parents = new Map();
  const above = id => { const found = [id]; while (parents.has(found.at(-1))) found.push(parents.get(found.at(-1))); return found; };
  const within = (own, condition) => {
    for (const member of condition.steps || []) {
      if (stepOf(pathway, member) && !parents.has(member) && !above(own).includes(member)) parents.set(member, own);
    }
    (condition.parts || []).forEach((part, at) => { parents.set(`${own}/${at}`, own); within(`${own}/${at}`, part); });
  };
  for (const step of pathway.steps) if (isGroup(step) && step.condition) within(step.id, step.condition);
  return parents;
}

/** The steps in order, each with how deep it stands in groups. */
export function outlined(pathway) {
  const parents = parentsOf(pathway);
  const holder = id => { let at = parents.get(id); while (at && !stepOf(pathway, at)) at = parents.get(at); return at || ""; };
  const inside = new Map();
  for (const step of [...pathway.steps].sort((a, b) => a.position - b.position)) {
    const at = holder(step.id);
    inside.set(at, [...(inside.get(at) || []), step]);
  }
  const tree = at => (inside.get(at) || []).map(step => ({ step, children: tree(step.id) }));
  return tree("");
}

function fresh(pathway) {
  let number = pathway.steps.length + 1;
  while (stepOf(pathway, `s${number}`)) number += 1;
  return `s${number}`;
}

/** Add a step, at the end; give back its identifier. */
export function add(pathway, about) {
  const id = fresh(pathway);
  const last = Math.max(0, ...pathway.steps.map(step => step.position));
  const credential = about.credential || `${pathway.id}/${id}`;
  pathway.steps.push({ position: last + 1, optional: false, ...about, id, credential });
  return id;
}

/** Visit every condition of a step, the innermost first. */
function visit(condition, seen) {
  for (const part of condition.parts || []) visit(part, seen);
  seen(condition);
}

const count = condition => (condition.steps || []).length + (condition.parts || []).length;

/** Remove a step, and its name wherever it stands; a condition that is left without anything goes, too. */
export function remove(pathway, id) {
  pathway.steps = pathway.steps.filter(step => step.id !== id);
  pathway.ends = (pathway.ends || []).filter(one => one !== id);
  for (const step of pathway.steps) {
    if (step.after) step.after = step.after.filter(one => one !== id);
    if (step.condition) leave(step, id);
  }
}

function leave(step, id) {
  visit(step.condition, condition => {
    const before = count(condition);
    condition.steps = (condition.steps || []).filter(one => one !== id);
    condition.parts = (condition.parts || []).filter(part => count(part));
    if (count(condition) < before && condition.atLeast > count(condition)) condition.atLeast = count(condition);
  });
  if (!count(step.condition) && !isGroup(step)) delete step.condition;
}

/** Let one step come after another; what follows it moves along. */
export function follow(pathway, before, id) {
  const step = stepOf(pathway, id);
  if (!step || before === id || !stepOf(pathway, before)) return;
  step.after = [...new Set([...(step.after || []), before])];
  settle(pathway, before);
}

/** Positions that agree with the order, from one step on. */
function settle(pathway, from) {
  const waiting = [from], seen = new Set();
  while (waiting.length) {
    const at = waiting.shift();
    if (seen.has(at)) continue;
    seen.add(at);
    const position = stepOf(pathway, at).position;
    for (const step of pathway.steps) {
      if (!(step.after || []).includes(at)) continue;
      step.position = Math.max(step.position, position + 1);
      waiting.push(step.id);
    }
  }
}

export function unfollow(pathway, before, id) {
  const step = stepOf(pathway, id);
  step.after = (step.after || []).filter(one => one !== before);
}

/** The condition at a place of a step: [] its own, [0] its first part, and so on. */
export function conditionAt(step, place) {
  return place.reduce((condition, at) => condition.parts[at], step.condition);
}

/** Say what a condition asks for: "none", "all", "some" (with a number), "credits" (with a number). */
export function ask(pathway, id, place, kind, number = null) {
  const step = stepOf(pathway, id);
  if (kind === "none" && !place.length) { delete step.condition; return; }
  if (!step.condition) step.condition = { steps: [] };
  if (kind === "none") { conditionAt(step, place.slice(0, -1)).parts.splice(place.at(-1), 1); return; }
  const condition = conditionAt(step, place);
  delete condition.atLeast;
  delete condition.credits;
  if (kind === "some") condition.atLeast = number ?? 1;
  if (kind === "credits") condition.credits = number ?? 1;
}

/** Let a condition count a step. */
export function join(pathway, id, place, member) {
  const step = stepOf(pathway, id);
  if (member === id || !stepOf(pathway, member)) return;
  if (!step.condition) step.condition = { steps: [] };
  const condition = conditionAt(step, place);
  condition.steps = [...new Set([...(condition.steps || []), member])];
}

export function quit(pathway, id, place, member) {
  const condition = conditionAt(stepOf(pathway, id), place);
  condition.steps = condition.steps.filter(one => one !== member);
  if (condition.atLeast > count(condition)) condition.atLeast = count(condition);
}

export function addPart(pathway, id, place) {
  const condition = conditionAt(stepOf(pathway, id), place);
  condition.parts = [...(condition.parts || []), { steps: [], atLeast: 1 }];
}

/** Take a step out of the group that it stands in. */
export function leaveGroup(pathway, id) {
  const parents = parentsOf(pathway);
  let at = parents.get(id);
  while (at && !stepOf(pathway, at)) at = parents.get(at);
  if (at) leave(stepOf(pathway, at), id);
}

/** Put a step before or behind its neighbour of the same box. */
export function move(pathway, id, by) {
  const beside = siblings(outlined(pathway), id);
  const at = beside.findIndex(step => step.id === id), other = beside[at + by];
  if (!other) return;
  beside.forEach((step, place) => { step.position = place + 1; });
  [beside[at].position, other.position] = [other.position, beside[at].position];
}

function siblings(nodes, id) {
  if (nodes.some(node => node.step.id === id)) return nodes.map(node => node.step);
  return nodes.map(node => siblings(node.children, id)).find(found => found) || null;
}

/** Mark a step as one at which the pathway is done, or not. */
export function end(pathway, id, is) {
  pathway.ends = (pathway.ends || []).filter(one => one !== id);
  if (is) pathway.ends.push(id);
}

/** What a server takes: without where it was read from. */
export function sent(pathway) {
  const { evidence, provenance, version, ...rest } = pathway;
  return rest;
}
