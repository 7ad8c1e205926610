/** The form of the selected step, or of the pathway where none is selected: every change goes into the model at once. */

import { $, button, field, fill, h, pick, say, tick } from "./dom.js";
import { KINDS, addPart, ask, conditionAt, conditionWords, end, follow, isGroup, join, quit, stepOf, unfollow } from "./model.js";
import { called } from "./shapes.js";

export class Form {
  constructor(place, editing, removing, connect) {
    Object.assign(this, { place, editing, removing, connect });
    this._picked = new Map(); // what is picked and not yet added: it outlasts drawing anew
    this.draw();
  }

  get step() { return stepOf(this.editing.now, this.editing.selected); }

  draw() {
    fill(this.place, this.step ? this._step(this.step) : this._pathway());
  }

  _text(id, label, value, set, hint = "") {
    const input = h("input", { type: "text", value: value || "", autocomplete: "off", maxlength: 500,
      oninput: event => this.editing.change(pathway => set(pathway, event.target.value), `${this.editing.selected}:${id}`) });
    return field(id, label, input, hint);
  }

  _number(id, label, value, set) {
    const input = h("input", { type: "number", min: 0, step: "any", value: value ?? "", inputmode: "decimal",
      oninput: event => this.editing.change(
        pathway => set(pathway, event.target.value === "" ? null : Math.max(0, Number(event.target.value))),
        `${this.editing.selected}:${id}`) });
    return field(id, label, input);
  }

  _pathway() {
    const now = this.editing.now;
    const put = name => (pathway, value) => { pathway[name] = value.trim() ? value.trim() : ""; };
    return [
      h("h2", { id: "form-name" }, "The pathway"),
      h("p", { class: "hint" }, "Select a step to change it."),
      this._text("p-description", "Description", now.description, put("description")),
      this._text("p-destination", "Leads to", now.destination, put("destination"), "The identifier of a credential or an occupation."),
      this._text("p-level", "Level", now.level, put("level")),
      this._text("p-language", "Language", now.language, put("language"), "Such as en or fr."),
      this._text("p-page", "Its page", now.page_url, put("page_url"), "A web address, where there is one."),
      tick("p-ordered", "The order is enforced: a step is locked until those before it are done", now.ordered || false,
        event => this.editing.change(pathway => { pathway.ordered = event.target.checked; })),
    ];
  }

  _step(step) {
    const set = (name, absent) => (pathway, value) => {
      const one = stepOf(pathway, step.id);
      if (value === absent || value === null) delete one[name]; else one[name] = value;
    };
    const put = (name, absent, value) => this.editing.change(pathway => set(name, absent)(pathway, value));
    const now = this.editing.now;
    return [
      h("h2", { id: "form-name" }, "Step: ", called(step)),
      this._text("s-name", "Name", step.name, (pathway, value) => set("name", "")(pathway, value.trim()),
        step.name ? "" : `Empty: as its credential is called, “${called(step)}”.`),
      field("s-kind", "Kind", pick(Object.entries(KINDS), step.kind || "credential", event => put("kind", "credential", event.target.value))),
      !isGroup(step) && this._text("s-credential", "What is earned", step.credential,
        (pathway, value) => { if (value.trim()) stepOf(pathway, step.id).credential = value.trim(); }, "The identifier of a credential or skill."),
      field("s-role", "On the way", pick([["", "an ordinary step"], ["milestone", "⚑ a milestone"],
        ["off-ramp", "↪ an off-ramp: one may leave here with something in hand"]], step.role || "", event => put("role", "", event.target.value))),
      tick("s-optional", "Optional", step.optional || false, event => put("optional", null, event.target.checked)),
      tick("s-end", "The pathway is done here", (now.ends || []).includes(step.id),
        event => this.editing.change(pathway => end(pathway, step.id, event.target.checked))),
      h("div", { class: "pair" }, this._number("s-hours", "Hours", step.hours, set("hours", undefined)),
        this._number("s-credits", "Credits", step.credits, set("credits", undefined))),
      this._after(step),
      this._condition(step, []),
      h("div", { class: "chips" },
        button("Connect to …", () => this.connect(step.id), { id: "s-connect" }),
        button("Remove this step", () => this.removing(step.id), { id: "s-remove" })),
    ];
  }

  _after(step) {
    const add = id => { if (id) this.editing.change(pathway => follow(pathway, id, step.id)); };
    return h("fieldset", { class: "part" }, h("legend", {}, "Comes after"),
      this._chips(step.after || [], "after", id => this.editing.change(pathway => unfollow(pathway, id, step.id))),
      this._picker("s-after", "Add a step that comes before", [step.id, ...(step.after || [])], add));
  }

  _chips(ids, what, drop) {
    const named = ids.map(id => [id, stepOf(this.editing.now, id)]).map(([id, step]) => [id, step ? called(step) : id]);
    if (!named.length) return null;
    return h("div", { class: "chips" }, named.map(([id, name]) => h("span", { class: "chip" }, h("span", {}, name),
      h("button", { type: "button", "aria-label": `Remove ${name} from ${what}`, onclick: () => drop(id) }, "×"))));
  }

  /** A list of the other steps and a button, so that a keyboard can look before it adds. */
  _picker(id, label, without, add) {
    const others = this.editing.now.steps.filter(step => !without.includes(step.id)).map(step => [step.id, called(step)]);
    const held = `${this.editing.selected}:${id}`, before = this._picked.get(held);
    const select = pick([["", others.length ? "Pick a step" : "No other step"], ...others],
      others.some(([one]) => one === before) ? before : "", event => this._picked.set(held, event.target.value));
    select.id = id;
    select.setAttribute("aria-label", label);
    return h("div", { class: "row" }, select, button("Add", () => { const picked = select.value; this._picked.delete(held); add(picked); $(`#${CSS.escape(id)}`)?.focus(); },
      { id: `${id}-add`, "aria-label": label.replace("Add a", "Add the picked") }));
  }

  /** What a condition asks for, and of what; its parts stand in it. */
  _condition(step, at) {
    const condition = step.condition ? conditionAt(step, at) : null;
    const own = !at.length, id = `c${["", ...at].join("-")}`;
    const kind = !condition ? "none" : condition.credits != null ? "credits" : condition.atLeast != null ? "some" : "all";
    const change = how => this.editing.change(how);
    const chosen = pick([["none", own ? "nothing further" : "remove this part"], ["all", "all of"], ["some", "a number of"], ["credits", "credits from"]],
      kind, event => { change(pathway => ask(pathway, step.id, at, event.target.value)); say("The condition was changed."); });
    return h("fieldset", { class: "part" },
      h("legend", {}, own ? (isGroup(step) ? "Is done with" : "Needs before it") : "And as one of them"),
      field(`${id}-kind`, own ? "What it asks for" : "What this part asks for", chosen),
      ["some", "credits"].includes(kind) && this._number(`${id}-number`, kind === "some" ? "How many" : "How many credits",
        kind === "some" ? condition.atLeast : condition.credits,
        (pathway, value) => ask(pathway, step.id, at, kind, kind === "some" ? Math.round(value ?? 0) : value ?? 0)),
      condition && h("p", { class: "hint" }, `Now: ${conditionWords(condition)}.`),
      condition && this._chips(condition.steps || [], "the condition", one => change(pathway => quit(pathway, step.id, at, one))),
      condition && this._picker(`${id}-add`, "Add a step that counts", [step.id, ...(condition.steps || [])],
        one => one && change(pathway => join(pathway, step.id, at, one))),
      condition && (condition.parts || []).map((_, number) => this._condition(step, [...at, number])),
      condition && kind !== "credits" && at.length < 5 && button("Add a part", () => change(pathway => addPart(pathway, step.id, at)), { class: "plain", id: `${id}-part` }));
  }
}
