/** Asking for the issuer's API key, once for this tab: never in an address, never in a cookie. */

import * as calls from "./calls.js";
import { $ } from "./dom.js";

for (const one of document.querySelectorAll(".no-script")) one.hidden = true;

/** Whose key it is; waits until there is one that the server knows. */
export async function askKey() {
  const form = $("#sign-in"), input = $("#key"), error = $("#key-error");
  $("#sign-out").addEventListener("click", () => { calls.forget(); location.reload(); });
  for (;;) {
    if (calls.key()) {
      try {
        const { data } = await calls.me();
        form.hidden = true;
        $("#signed").hidden = false;
        $("#who").textContent = data.issuer;
        return data;
      } catch (problem) {
        if (problem.status === 401 || problem.status === 403) calls.forget();
        error.textContent = problem.status === 401 ? "The key isn't known or was revoked." : problem.message;
        input.setAttribute("aria-invalid", "true");
      }
    }
    form.hidden = false;
    await new Promise(resolve => form.addEventListener("submit", event => { event.preventDefault(); resolve(); }, { once: true }));
    calls.keep(input.value.trim());
    input.value = "";
  }
}
