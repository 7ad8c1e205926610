/** What the studio asks the server: the key goes in a header, and is kept for this tab alone. */

const KEPT = "stackway-key";

export const key = () => sessionStorage.getItem(KEPT) || "";
export const keep = secret => sessionStorage.setItem(KEPT, secret);
export const forget = () => sessionStorage.removeItem(KEPT);

/** Why an answer isn't what was wanted; `data` is the server's problem detail. */
export class Problem extends Error {
  constructor(status, data) {
    super([data.detail || data.title || `The server answers ${status}.`, data.hint].filter(Boolean).join(" "));
    this.status = status;
    this.data = data;
  }

  /** Whether this server doesn't have what was asked for. */
  get missing() { return this.status === 405 || (this.status === 404 && !this.data.hint); }
}

export const path = id => id.split("/").map(encodeURIComponent).join("/");

export async function call(method, address, body, headers = {}) {
  const sent = { ...headers };
  if (key()) sent.Authorization = `Bearer ${key()}`;
  if (body !== undefined) sent["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(address, {
      method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body), credentials: "omit", cache: "no-store",
    });
  } catch {
    throw new Problem(0, { detail: "The server can't be reached.", hint: "What you changed is still here: try again." });
  }
  const text = await answer.text();
  let data = {};
  try { data = text ? JSON.parse(text) : {}; } catch { data = { text }; }
  if (!answer.ok) throw new Problem(answer.status, data);
  return { data, text, tag: answer.headers.get("ETag") };
}

export const me = () => call("GET", "/v1/studio/me");
export const pathways = () => call("GET", "/v1/pathways");
export const read = id => call("GET", `/v1/pathways/${path(id)}`);
export const save = (pathway, version) =>
  call("PUT", `/v1/pathways/${path(pathway.id)}`, pathway, version === null ? { "If-None-Match": "*" } : { "If-Match": version });
export const search = async (kind, words) => {
  const { data } = await call("GET", `/v1/${kind}s?limit=12&q=${encodeURIComponent(words)}`);
  return data[`${kind}s`];
};
export const lint = pathway => call("POST", "/v1/pathways/lint", { pathway });
export const measure = (pathway, occupation) => call("POST", "/v1/pathways/measure", { pathway, occupation });
export const draft = wanted => call("POST", "/v1/pathways/draft", wanted);
export const exported = (pathway, format) => call("POST", `/v1/pathways/export?to=${encodeURIComponent(format)}`, { pathway });
export const progress = (learner, id) => call("GET", `/v1/learners/${encodeURIComponent(learner)}/pathways/${path(id)}`);
export const progressWith = (pathway, holds) => call("POST", "/v1/pathways/progress", { pathway, holds });
export const plan = (pathway, holds, minimise) => call("POST", "/v1/pathways/plan", { pathway, holds, minimise });
export const reviews = (state, kind, after) => call("GET",
  `/v1/reviews?limit=20&state=${state}${kind ? `&kind=${kind}` : ""}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
export const decide = (id, version, said) => call("PUT", `/v1/reviews/${encodeURIComponent(id)}`, said, { "If-Match": `"${version}"` });

const names = new Map();

/** What a credential or skill is called, as far as it is known here. */
export const nameOf = id => names.get(id) || id;
export const named = (id, name) => { if (id && name) names.set(id, name); };

/** Ask for the names that aren't known; say whether there was any. */
export async function learnNames(ids) {
  const unknown = [...new Set(ids)].filter(id => !names.has(id));
  if (!unknown.length) return false;
  const { data } = await call("POST", "/v1/studio/names", { ids: unknown });
  for (const id of unknown) names.set(id, data.names[id] || "");
  return true;
}
