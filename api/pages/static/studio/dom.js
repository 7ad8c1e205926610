/** Elements made from plain values: text is always text, never markup. */

export const $ = selector => document.querySelector(selector);

/** An element: h("button", {type: "button", onclick: f, class: "second"}, "Save"). */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

/** Put these in place of what stands in an element; the same field keeps the focus, where it is still there. */
export function fill(element, ...children) {
  const held = document.activeElement && element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...children.flat().filter(Boolean));
  if (held) document.getElementById(held)?.focus();
}

export const button = (text, onclick, more = {}) => h("button", { type: "button", class: "second", onclick, ...more }, text);

/** A label and its field. */
export function field(id, label, input, hint = "") {
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return h("div", { class: "field" }, h("label", { for: id }, label), input,
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint));
}

export function tick(id, label, checked, onchange) {
  return h("label", { class: "tick", for: id }, h("input", { type: "checkbox", id, checked, onchange }), label);
}

/** A list to pick from: options as [value, words]. */
export function pick(options, value, onchange) {
  const made = h("select", { onchange }, options.map(([key, words]) => h("option", { value: key }, words)));
  made.value = value;
  return made;
}

let waiting = 0;
/** Say something where a screen reader reads it out, and where it can be seen. */
export function say(words, kind = "") {
  const place = $("#said");
  place.textContent = words;
  place.dataset.kind = kind;
  clearTimeout(waiting);
  if (!kind) waiting = setTimeout(() => { place.textContent = ""; }, 6000);
}

/** Wait until nothing happened for a while. */
export function later(how, milliseconds) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => how(...given), milliseconds); };
}
