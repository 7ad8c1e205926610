/** Adding a step: found by name among credentials and skills, or made up here. */

import { button, h, later, say } from "./dom.js";
import { named, search } from "./calls.js";
import { KINDS, add } from "./model.js";

export class Finder {
  constructor(place, editing) {
    this.place = place;
    this.editing = editing;
    this.input = place.querySelector("#find");
    this.found = place.querySelector("#found");
    this._asked = 0;
    this.input.addEventListener("input", later(() => this.look(), 200));
    this.input.addEventListener("keydown", event => {
      if (event.key === "Escape") this._clear();
      if (event.key === "ArrowDown") { this.found.querySelector("button")?.focus(); event.preventDefault(); }
    });
    place.querySelector("#add-own").addEventListener("click", () => this._own());
  }

  async look() {
    const words = this.input.value.trim(), asked = ++this._asked;
    if (!words) { this._clear(); return; }
    try {
      const [credentials, skills] = await Promise.all([search("credential", words), search("skill", words)]);
      if (asked !== this._asked) return;
      this._show(credentials.slice(0, 8), "credential");
      this._show(skills.slice(0, 4), "skill", true);
      if (!credentials.length && !skills.length) this.found.replaceChildren(h("p", { class: "hint" }, "Nothing is called that. It can be added as a step of its own."));
    } catch (problem) {
      this.found.replaceChildren(h("p", { class: "error" }, problem.message));
    }
  }

  _show(hits, kind, more = false) {
    const rows = hits.map(hit => button(`${hit.label} · ${KINDS[kind]}`, () => this._add(kind, hit),
      { class: "pill", title: hit.id }));
    if (more) this.found.append(...rows); else this.found.replaceChildren(...rows);
  }

  _add(kind, hit) {
    named(hit.id, hit.label);
    this._added(kind === "skill" ? { kind: "skill", credential: hit.id } : { credential: hit.id }, hit.label);
  }

  _own() {
    const kind = this.place.querySelector("#own-kind").value;
    const name = this.input.value.trim() || `New ${KINDS[kind].toLowerCase()}`;
    const about = { kind, name };
    if (kind === "group") about.condition = { steps: [] };
    this._added(about, name);
  }

  _added(about, name) {
    const id = this.editing.change(pathway => add(pathway, about));
    this.editing.select(id);
    this._clear();
    this.input.focus();
    say(`“${name}” was added.`);
  }

  _clear() {
    this._asked += 1;
    this.input.value = "";
    this.found.replaceChildren();
  }
}
