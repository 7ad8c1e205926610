/** What is said of a pathway while it is edited: findings, measures, how far a learner is, the plan to its end. */

import * as calls from "./calls.js";
import { $, button, fill, h, later } from "./dom.js";
import { sent, stepOf } from "./model.js";
import { STATES, called } from "./shapes.js";

const MARKS = { error: "✕ error", warning: "! warning", note: "i note" };
const ABSENT = "This server can't do that yet.";
const number = value => (value === null || value === undefined ? "not known" : Number(value).toLocaleString("en", { maximumFractionDigits: 1 }));

export class Checks {
  /** `show` is told the findings by step and a learner's states by step. */
  constructor(editing, show) {
    this.editing = editing;
    this.show = show;
    this._asked = 0;
    this._lintSoon = later(() => this.lint(), 500);
    $("#measure").addEventListener("click", () => this.measure());
    $("#ask-learner").addEventListener("submit", event => { event.preventDefault(); this.learner(); });
    $("#ask-plan").addEventListener("submit", event => { event.preventDefault(); this.plan(); });
    editing.listen(what => { if (what === "changed") this._lintSoon(); });
    this.lint();
  }

  _trouble(place, problem) {
    fill(place, h("p", { class: problem.missing ? "hint" : "error" }, problem.missing ? ABSENT : problem.message));
  }

  async lint() {
    const asked = ++this._asked;
    try {
      const { data } = await calls.lint(sent(this.editing.now));
      if (asked === this._asked) this._findings(data.flaws || []);
    } catch (problem) {
      if (asked === this._asked) { this._trouble($("#findings"), problem); this.show.findings(new Map()); }
    }
  }

  _findings(findings) {
    const count = new Map();
    for (const one of findings) for (const id of one.steps || []) count.set(id, (count.get(id) || 0) + 1);
    const rows = findings.map(one => h("li", { class: `finding ${one.severity}` },
      h("p", {}, h("b", {}, `${MARKS[one.severity] || one.severity} `), h("code", {}, one.code), " ", one.message),
      h("p", { class: "hint" }, `${one.why} ${one.fix}`),
      h("div", { class: "chips" }, (one.steps || []).map(id => stepOf(this.editing.now, id)).filter(Boolean).slice(0, 6)
        .map(step => button(called(step), () => { this.editing.select(step.id); $("#form-name")?.scrollIntoView({ block: "nearest" }); },
          { class: "pill", "aria-label": `Go to the step ${called(step)}` })))));
    fill($("#findings"), rows.length ? h("ol", { class: "findings" }, rows) : h("p", { class: "hint" }, "✓ Nothing found."));
    $("#findings-count").textContent = findings.length ? `(${findings.length})` : "";
    this.show.findings(count);
  }

  async measure() {
    const place = $("#measures");
    try {
      const { data } = await calls.measure(sent(this.editing.now), $("#occupation").value.trim());
      fill(place, this._measures(data));
    } catch (problem) { this._trouble(place, problem); }
  }

  _measures(data) {
    const facts = [["Structural complexity", number(data.complexity)], ["Longest chain", `${number(data.longest_chain)} steps`]];
    for (const one of data.lengths || []) {
      facts.push([`${one.measure[0].toUpperCase()}${one.measure.slice(1)}, a way through`,
        `${number(one.least)} at least, ${number(one.median)} in the middle, ${number(one.most)} at most${one.unstated?.length ? ` (not stated for ${one.unstated.length} steps)` : ""}`]);
    }
    if (data.coverage) facts.push([`Of what ${data.occupation || "the occupation"} asks for`, `${Math.round(data.coverage.share * 100)}%`]);
    if (data.coverage?.lacking?.length) facts.push(["Never taught", data.coverage.lacking.slice(0, 8).join(", ")]);
    const steps = (data.steps || []).map(one => [stepOf(this.editing.now, one.step), one]).filter(([step]) => step);
    return [
      h("dl", { class: "measures" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      steps.length > 0 && h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Measures by step" }, h("table", {},
        h("thead", {}, h("tr", {}, ["Step", "Delay", "Blocks", "Complexity"].map(one => h("th", { scope: "col" }, one)))),
        h("tbody", {}, steps.map(([step, one]) => h("tr", {}, h("th", { scope: "row" }, called(step)),
          [one.delay, one.blocking, one.complexity].map(value => h("td", {}, number(value)))))))),
    ];
  }

  async learner() {
    const place = $("#learner-said"), learner = $("#learner").value.trim(), holds = listed($("#holds").value);
    if (!learner && !holds.length) { this.show.states(new Map()); fill(place); return; }
    try {
      const asked = learner ? calls.progress(learner, this.editing.now.id) : calls.progressWith(sent(this.editing.now), holds);
      const { data } = await asked;
      this.show.states(new Map(data.steps.map(one => [one.id, one.state])));
      const count = data.steps.filter(one => one.state === "done").length;
      fill(place, h("p", {}, `${Math.round(data.share * 100)}% done, ${count} of ${data.steps.length} steps${learner ? ", in the pathway as it was last saved" : ""}.`),
        h("ul", { class: "reasons" }, data.steps.map(one => h("li", {},
          [`${this._named(one)}: ${STATES[one.state] || one.state}`, ...(one.state === "expired" ? one.begin : [])].join(". ")))));
    } catch (problem) {
      this.show.states(new Map());
      fill(place, h("p", { class: "error" }, problem.status === 404 && this.editing.version === null ? "Save the pathway first." : problem.message));
    }
  }

  _named(one) {
    const step = stepOf(this.editing.now, one.id);
    return step ? called(step) : one.name;
  }

  async plan() {
    const place = $("#plan-said"), least = $("#plan-least").value;
    try {
      const { data } = await calls.plan(sent(this.editing.now), listed($("#plan-holds").value), least);
      fill(place, data.plan ? planned(data.plan, least) : impossible(data.why));
    } catch (problem) { this._trouble(place, problem); }
  }
}

const listed = text => text.split(/[\s,]+/).filter(Boolean);

function planned(found, least) {
  if (!found.steps.length) return h("p", {}, "Nothing is left to do.");
  const proof = found.optimal ? "proven the least" : `within ${number(found.gap * 100)}% of the least, as far as there was time`;
  return [
    h("p", {}, `${number(found.totals[least])} ${least === "cost" ? "in cost" : least}, ${found.steps.length} steps: ${proof}.`),
    h("ol", { class: "numbered" }, found.steps.map(one => h("li", {}, one.name,
      one.assumed.length > 0 && h("span", { class: "hint" }, ` (${one.assumed.join(" and ")} not stated, assumed)`)))),
  ];
}

function impossible(why) {
  if (why.out_of_time) return h("p", {}, "No plan was found in the time there was.");
  return [
    h("p", {}, "There is no way through."),
    h("ul", { class: "reasons" }, why.lacking.map(one => h("li", {},
      one.nobody_offers ? `Nobody offers ${one.what}.` : `${one.what} can't be reached.`))),
  ];
}
