/** The studio's page of one pathway: reads it, puts drawing, outline and forms together, saves and exports it. */

import * as calls from "./calls.js";
import { Canvas } from "./canvas.js";
import { Checks } from "./checks.js";
import { decide } from "./conflict.js";
import { $, fill, h, say } from "./dom.js";
import { Editing } from "./editing.js";
import { Finder } from "./find.js";
import { Form } from "./form.js";
import { Outline } from "./outline.js";
import { empty, sent, stepOf } from "./model.js";
import { called } from "./shapes.js";
import { askKey } from "./signing.js";

const main = $("#main");
const DRAFT = "stackway-draft";

/** What is edited: the pathway of the address, or the draft that the list of pathways made. */
async function opened() {
  if (main.dataset.pathway) {
    const { data, tag } = await calls.read(main.dataset.pathway);
    return new Editing(sent(data), tag);
  }
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
  return new Editing(draft ? sent(draft) : empty("", "", ""), null);
}

async function begin() {
  const who = await askKey();
  let editing;
  try {
    editing = await opened();
  } catch (problem) { $("#trouble").textContent = problem.message; $("#trouble").hidden = false; return; }
  if (!editing.now.id) { location.assign("/studio"); return; }
  if (!editing.now.issuer) editing.now.issuer = who.issuer;
  await calls.learnNames(editing.now.steps.map(step => step.credential)).catch(() => false);
  $("#still").hidden = true;
  $("#editor").hidden = false;
  together(editing, who);
}

function together(editing, who) {
  const outline = new Outline($("#outline"), editing);
  const canvas = new Canvas($("#canvas"), editing);
  const form = new Form($("#form"), editing, id => outline.removing(id), id => {
    canvas.connect(id);
    say("Now click the step that comes after it, or the group or condition that counts it.");
  });
  new Finder($("#finder"), editing);
  new Checks(editing, {
    findings: found => { outline.findings = found; outline.draw(); },
    states: found => { outline.states = canvas.states = found; outline.draw(); canvas.draw(); },
  });
  const name = $("#name");
  name.addEventListener("input", () => editing.change(pathway => { pathway.name = name.value.trim(); }, "name"));
  const show = what => {
    outline.draw();
    if (what === "selected") canvas.mark(); else if (what !== "saved") canvas.draw();
    if (what !== "changed" || !$("#form").contains(document.activeElement) || document.activeElement.type !== "text") form.draw();
    if (document.activeElement !== name) name.value = editing.now.name;
    bar(editing, who);
  };
  editing.listen(what => {
    show(what);
    if (what === "changed") calls.learnNames(editing.now.steps.map(step => step.credential)).then(any => any && show("names"), () => {});
  });
  show("names");
  wire(editing, canvas);
}

/** The buttons as they are now: what can be undone, whether there is something to save. */
function bar(editing, who) {
  const theirs = who.issuer === editing.now.issuer || who.scopes.includes("admin");
  const mayWrite = theirs && (who.scopes.includes("write") || who.scopes.includes("admin"));
  $("#undo").disabled = !editing.canUndo;
  $("#redo").disabled = !editing.canRedo;
  $("#save").disabled = !editing.dirty || !mayWrite;
  const saved = editing.version === null ? "Not saved yet" : `Saved, version ${editing.version.replaceAll('"', "")}`;
  $("#state").textContent = !mayWrite ? `Not yours to save: a pathway of ${editing.now.issuer}` : editing.dirty && editing.version !== null ? "Changed, not saved" : saved;
  const still = $("#picture");
  if (editing.version !== null) still.href = `/embed/pathways/${calls.path(editing.now.id)}.svg`;
  still.hidden = editing.version === null;
}

async function save(editing) {
  $("#save").disabled = true;
  try {
    await put(editing);
  } catch (problem) {
    if (problem.status === 412) await conflict(editing, problem);
    else say(problem.message, "error");
  }
  editing.tell("saved");
}

async function put(editing) {
  const pathway = sent(editing.now);
  const { tag } = await calls.save(pathway, editing.version);
  editing.saved(editing.now, tag);
  sessionStorage.removeItem(DRAFT);
  const address = `/studio/${calls.path(pathway.id)}`;
  if (location.pathname !== address) { history.replaceState(null, "", address); main.dataset.pathway = pathway.id; }
  say("Saved.");
}

/** Both versions; taking theirs can be undone, keeping mine saves over theirs. */
async function conflict(editing, problem) {
  const there = problem.data.theirs;
  const theirs = there?.pathway ? sent(there.pathway) : null;
  if (theirs) await calls.learnNames(theirs.steps.map(step => step.credential)).catch(() => false);
  const chosen = await decide(theirs, editing.now, there?.author || "");
  if (!chosen) { say("Not saved: somebody else saved meanwhile.", "error"); return; }
  if (chosen === "theirs") {
    editing.change(pathway => { Object.keys(pathway).forEach(key => delete pathway[key]); Object.assign(pathway, structuredClone(theirs)); });
    editing.saved(editing.now, `"${there.version}"`);
    say("Theirs was taken. Undo brings yours back.");
    return;
  }
  editing.version = there ? `"${there.version}"` : null;
  await save(editing);
}

async function exporting(editing) {
  const place = $("#export-said");
  try {
    const { data } = await calls.exported(sent(editing.now), $("#format").value);
    const link = h("a", { href: URL.createObjectURL(new Blob([data.text], { type: data.media_type })), download: data.file_name });
    link.click();
    URL.revokeObjectURL(link.href);
    fill(place, h("p", {}, `${data.file_name} was written. ${data.losses.length ? "What it can't keep:" : "Nothing is lost in it."}`),
      data.losses.length > 0 && h("ul", { class: "reasons" }, data.losses.map(one =>
        h("li", {}, `${one.step ? `${lostAt(editing, one.step)}: ` : ""}${one.field.replace("_", " ")}: ${one.why}; ${one.became}`))));
  } catch (problem) { fill(place, h("p", { class: "error" }, problem.message)); }
}

function lostAt(editing, id) {
  const step = stepOf(editing.now, id);
  return step ? called(step) : id;
}

function wire(editing, canvas) {
  $("#undo").addEventListener("click", () => editing.undo());
  $("#redo").addEventListener("click", () => editing.redo());
  $("#save").addEventListener("click", () => save(editing));
  $("#export").addEventListener("click", () => exporting(editing));
  $("#tidy").addEventListener("click", () => canvas.tidy());
  $("#closer").addEventListener("click", () => canvas.zoom(1.25));
  $("#wider").addEventListener("click", () => canvas.zoom(0.8));
  $("#whole").addEventListener("click", () => editing.select(""));
  addEventListener("beforeunload", event => { if (editing.dirty) event.preventDefault(); });
  addEventListener("keydown", event => keyed(event, editing, canvas));
}

function keyed(event, editing, canvas) {
  if (event.key === "Escape" && canvas.connecting) { canvas.connect(""); say("Nothing was connected."); return; }
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const pressed = event.key.toLowerCase();
  const typing = event.target.matches?.("input[type=text], input[type=number], input:not([type])");
  if (pressed === "s") { if (!$("#save").disabled) save(editing); }
  else if (typing) return;
  else if (pressed === "z") { if (event.shiftKey) editing.redo(); else editing.undo(); }
  else if (pressed === "y") editing.redo();
  else return;
  event.preventDefault();
}

begin();
