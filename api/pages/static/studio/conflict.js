/** Somebody else saved meanwhile: both versions side by side, and one's own choice between them. */

import { $, button, fill, h } from "./dom.js";
import { sent, stepOf, stepWords } from "./model.js";
import { called } from "./shapes.js";

const PLAIN = ["name", "description", "destination", "level", "language", "page_url", "note", "ordered"];
const AFTER = (pathway, step) => (step.after || []).map(id => stepOf(pathway, id)).filter(Boolean).map(called).join(", ");

const told = value => (value === undefined || value === "" || value === null ? "–" : value === true ? "yes" : value === false ? "no" : String(value));

function stepTold(pathway, id) {
  const step = stepOf(pathway, id);
  if (!step) return "not there";
  const after = AFTER(pathway, step);
  return `${called(step)} (${stepWords(pathway, step)})${after ? `, after ${after}` : ""}`;
}

/** What differs between two versions: rows of what, theirs, mine. */
export function differences(theirs, mine) {
  const rows = PLAIN.filter(name => told(theirs[name]) !== told(mine[name]) && (theirs[name] || mine[name]))
    .map(name => [name.replace("_", " "), told(theirs[name]), told(mine[name])]);
  const ids = [...new Set([...theirs.steps, ...mine.steps].map(step => step.id))];
  for (const id of ids) {
    const one = stepOf(theirs, id), other = stepOf(mine, id);
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    const [here, there] = [stepTold(theirs, id), stepTold(mine, id)];
    const name = called(other || one);
    rows.push([`Step “${name}”`, here, here === there ? `${there}, differing in detail` : there]);
  }
  return rows;
}

/** Show both; resolves to "theirs", "mine" or "" (decide later). `theirs` is null where it was withdrawn. */
export function decide(theirs, mine, who) {
  const dialog = $("#conflict");
  return new Promise(resolve => {
    let chosen = "";
    const choose = what => { chosen = what; dialog.close(); };
    const rows = theirs ? differences(sent(theirs), sent(mine)) : [];
    fill(dialog,
      h("h2", { id: "conflict-name" }, "Somebody else saved this pathway meanwhile"),
      h("p", {}, theirs ? `${who ? `Saved by ${who}. ` : ""}Nothing is lost: choose which version goes on. Either choice can be undone here.`
        : "It was withdrawn meanwhile. Keeping yours brings it back."),
      theirs && h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "What differs" }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "What"), h("th", { scope: "col" }, "Theirs"), h("th", { scope: "col" }, "Mine"))),
        h("tbody", {}, (rows.length ? rows : [["Nothing", "the same", "the same"]]).map(([what, one, other]) =>
          h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, one), h("td", {}, other)))))),
      h("div", { class: "chips" },
        theirs && button("Take theirs", () => choose("theirs"), { id: "take-theirs" }),
        button("Keep mine", () => choose("mine"), { id: "keep-mine" }),
        button("Decide later", () => choose(""), { class: "plain" })));
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    dialog.showModal();
  });
}
