/** What was read in texts or mapped: a person says whether it is right, and who was quicker is told. */

import * as calls from "./calls.js";
import { $, button, fill, h, later, say } from "./dom.js";
import { askKey } from "./signing.js";

const SAID = { accepted: "right", rejected: "wrong", corrected: "corrected", open: "undecided" };
let next = null;

/** The evidence with the skill's own words marked, where they stand in it. */
function evidence(one) {
  const at = one.evidence.toLowerCase().indexOf((one.label || "").toLowerCase());
  if (!one.label || at < 0) return h("q", {}, one.evidence);
  const end = at + one.label.length;
  return h("q", {}, one.evidence.slice(0, at), h("mark", {}, one.evidence.slice(at, end)), one.evidence.slice(end));
}

function sentence(one) {
  const what = one.kind === "mapping" ? ` – ${one.relation || "the same"}: ` : " teaches ";
  return h("p", {}, h("b", {}, one.name || one.subject), what, h("b", {}, one.label || one.skill),
    h("span", { class: "hint" }, ` ${Math.round(one.confidence * 100)} % sure`));
}

function standing(one) {
  const kept = one.decision;
  if (!kept || one.state === "open") return null;
  const instead = one.state === "corrected" ? `: ${kept.label || kept.skill}` : "";
  return h("p", { class: "hint" }, `${SAID[one.state]}${instead}, said ${kept.author}`);
}

/** One review, drawn into its place; drawn anew after each decision. */
function draw(place, one) {
  const name = `${one.name || one.subject}: ${one.label || one.skill}`;
  const decide = (state, more = {}) => decided(place, one, { decision: state, ...more });
  const act = (words, state) => button(words, () => decide(state), { "aria-label": `${words}: ${name}` });
  const other = h("div", { class: "other" });
  fill(place, sentence(one), one.evidence && h("p", { class: "hint" }, evidence(one)), standing(one),
    h("div", { class: "row" }, one.state !== "accepted" && act("Right", "accepted"), one.state !== "rejected" && act("Wrong", "rejected"),
      button("Another skill", () => choose(other, name, chosen => decide("corrected", chosen)), { "aria-label": `Another skill: ${name}` }),
      one.state !== "open" && act("Take it back", "open")), other);
}

/** Look for the skill that is right instead. */
function choose(place, name, picked) {
  const found = h("div", { role: "group", "aria-label": "Found" });
  const look = later(async words => {
    try {
      const skills = words ? await calls.search("skill", words) : [];
      fill(found, skills.map(one => button(one.label || one.name, () => picked({ skill: one.id }))));
      if (words && !skills.length) fill(found, h("p", { class: "hint" }, "No skill is called like that."));
    } catch (problem) { fill(found, h("p", { class: "error" }, problem.message)); }
  }, 250);
  const input = h("input", { "aria-label": `The skill that is right instead, of ${name}`, maxlength: 200, autocomplete: "off", oninput: event => look(event.target.value.trim()) });
  fill(place, input, found);
  input.focus();
}

async function decided(place, one, said) {
  try {
    const { data } = await calls.decide(one.id, one.version, said);
    draw(place, data);
    say(`${data.name || data.subject}: ${SAID[data.state]}.`);
    place.querySelector("button").focus();
  } catch (problem) {
    if (problem.status === 412 && problem.data.theirs) {
      draw(place, problem.data.theirs);
      say("Somebody else decided meanwhile: see what stands there now.", "error");
    } else say(problem.message, "error");
  }
}

async function show(after) {
  const { data } = await calls.reviews($("#which-state").value, $("#which-kind").value, after);
  const rows = data.reviews.map(one => { const place = h("li", { class: "panel" }); draw(place, one); return place; });
  if (!after) fill($("#list"), rows.length ? rows : h("li", { class: "hint" }, "There is nothing to show."));
  else $("#list").append(...rows);
  next = data.next_after;
  $("#more").hidden = !next;
  const left = data.counts.filter(one => one.state === "open").reduce((sum, one) => sum + one.count, 0);
  $("#counts").textContent = `${left} are undecided.`;
}

const trouble = problem => { $("#trouble").textContent = problem.message; $("#trouble").hidden = false; };

async function begin() {
  await askKey();
  $("#still").hidden = true;
  $("#reviews").hidden = false;
  $("#which").addEventListener("change", () => show("").catch(trouble));
  $("#which").addEventListener("submit", event => event.preventDefault());
  $("#more").addEventListener("click", () => show(next).catch(trouble));
  await show("");
}

begin().catch(trouble);
