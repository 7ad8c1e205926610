/** The studio's first page: the issuer's pathways, a new one, a draft from what the issuer offers. */

import * as calls from "./calls.js";
import { $, fill, h } from "./dom.js";
import { empty } from "./model.js";
import { askKey } from "./signing.js";

const DRAFT = "stackway-draft";

const slug = name => name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);

function edit(pathway) {
  sessionStorage.setItem(DRAFT, JSON.stringify(pathway));
  location.assign("/studio/new");
}

/** A name that no pathway has yet. */
function free(issuer, name, taken) {
  const stem = `${issuer}:${slug(name) || "pathway"}`;
  let id = stem;
  for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`;
  return id;
}

async function begin() {
  const who = await askKey();
  const { data } = await calls.pathways();
  const taken = new Set(data.pathways.map(one => one.id));
  const own = data.pathways.filter(one => one.issuer === who.issuer);
  fill($("#own"), own.length ? h("ul", { class: "pathways" }, own.map(one => h("li", {},
    h("a", { href: `/studio/${calls.path(one.id)}` }, one.name || one.id), h("span", { class: "hint" }, ` ${one.steps.length} steps`))))
    : h("p", { class: "hint" }, "None yet."));
  $("#still").hidden = true;
  $("#editor").hidden = false;
  $("#new-pathway").addEventListener("submit", event => {
    event.preventDefault();
    const name = $("#new-name").value.trim();
    if (name) edit(empty(free(who.issuer, name, taken), name, who.issuer));
  });
  $("#draft").addEventListener("submit", event => { event.preventDefault(); drafted(who, taken); });
}

async function drafted(who, taken) {
  const place = $("#draft-said"), goal = $("#draft-goal").value.trim();
  if (!goal) return;
  fill(place, h("p", { class: "hint" }, "Looking through the catalogue …"));
  try {
    const { data } = await calls.draft(/^[^\s:]+:\S+$/.test(goal) ? { credential: goal } : { goal });
    if (!data.pathway.steps.length) {
      fill(place, h("p", { class: "error" }, `Nothing in the catalogue leads there. Nobody teaches: ${(data.gaps || []).slice(0, 8).join(", ") || "what it asks for"}.`));
      return;
    }
    edit({ ...data.pathway, id: free(who.issuer, data.pathway.name, taken), issuer: who.issuer });
  } catch (problem) {
    fill(place, h("p", { class: "error" }, problem.missing ? "This server can't draft pathways yet." : problem.message));
  }
}

begin().catch(problem => { $("#trouble").textContent = problem.message; $("#trouble").hidden = false; });
