/** One pathway being edited: what it is now, the way back and forward, and whether it is saved. */

export class Editing {
  /** `version` is the ETag that was read; null for a pathway that isn't on the server yet. */
  constructor(pathway, version) {
    this.now = pathway;
    this.version = version;
    this.selected = "";
    this._saved = version === null ? "" : JSON.stringify(pathway);
    this._back = [];
    this._forward = [];
    this._typing = "";
    this._listeners = [];
  }

  listen(heard) { this._listeners.push(heard); }
  tell(what) { for (const heard of this._listeners) heard(what); }

  get dirty() { return JSON.stringify(this.now) !== this._saved; }
  get canUndo() { return this._back.length > 0; }
  get canRedo() { return this._forward.length > 0; }

  /** Change it. Changes in a row with the same name (typing in one field) are undone as one. */
  change(how, typing = "") {
    const next = structuredClone(this.now);
    const found = how(next);
    if (JSON.stringify(next) === JSON.stringify(this.now)) return found;
    if (!typing || typing !== this._typing) this._back.push(this.now);
    this._typing = typing;
    this._forward = [];
    this.now = next;
    this.tell("changed");
    return found;
  }

  undo() { this._step(this._back, this._forward); }
  redo() { this._step(this._forward, this._back); }

  _step(from, to) {
    if (!from.length) return;
    to.push(this.now);
    this.now = from.pop();
    this._typing = "";
    this.tell("changed");
  }

  /** Select a step, or nothing. */
  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this._typing = "";
    this.tell("selected");
  }

  /** What stands on the server now, and its version. */
  saved(pathway, version) {
    this.version = version;
    this._saved = JSON.stringify(pathway);
    this.tell("saved");
  }
}
