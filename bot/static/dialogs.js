// The two dialogs: the quoted article of a citation, and signing in with a second factor.

import { call } from "./api.js";
import { facts, inLibrary, validity } from "./blocks.js";
import { el, label, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);

for (const button of document.querySelectorAll("dialog .close")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

/** Opens the article a citation quotes, the quoted span marked; without the full text, the quote itself. */
export async function openCitation(citation) {
  const passage = await call(`/knowledge/v1/passages/${encodeURIComponent(citation.passage)}`).catch(() => null);
  const shown = { ...citation, ...passage };
  byId("passage-kind").textContent = [label("kinds", citation.kind), label("confidences", shown.confidence)].filter(Boolean).join(" · ");
  byId("passage-title").textContent = [shown.title, shown.article || citation.section].filter(Boolean).join(" ");
  byId("passage-text").replaceChildren(...paragraphs(passage?.text ?? citation.quote, citation.quote));
  byId("passage-facts").replaceChildren(...facts([
    [label("in_force_range"), validity(shown.effective_from, shown.effective_to) ?? "—"],
    shown.source ? [label("source"), shown.source] : null,
    passage ? null : [label("quoted"), label("passage_failed")],
  ]).children);
  byId("passage-link").href = inLibrary(citation.passage);
  byId("passage").showModal();
  byId("passage-text").scrollTop = 0;
  byId("passage-text").querySelector("mark")?.scrollIntoView({ block: "nearest" });
}

function paragraphs(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  const marked = at < 0 ? [[text, false]] : [[text.slice(0, at), false], [quote, true], [text.slice(at + quote.length), false]];
  const nodes = [el("p")];
  for (const [part, mark] of marked) {
    part.split(/\n+/).forEach((line, index) => {
      if (index > 0) nodes.push(el("p"));
      if (line) nodes.at(-1).append(mark ? el("mark", {}, line) : line);
    });
  }
  return nodes.filter((node) => node.hasChildNodes());
}

/** Asks for user name, password and code; resolves with the principal, or null if the reader gave up. */
export function signIn(session) {
  const dialog = byId("sign-in-dialog");
  const form = byId("sign-in-form");
  let challenge = null;
  let signedIn = null;
  form.reset();
  secondFactor(false);
  byId("sign-in-error").textContent = "";

  form.onsubmit = async (event) => {
    event.preventDefault();
    const { username, password, code } = Object.fromEntries(new FormData(form));
    form.inert = true;
    try {
      const answer = await call(`sessions/${session}/sign-in`, challenge ? { challenge, code } : { username, password });
      if (answer.status === "ok") {
        signedIn = answer.principal;
        dialog.close();
      } else {
        challenge = answer.challenge;
        secondFactor(true, answer.demo_code);
      }
    } catch (error) {
      byId("sign-in-error").textContent = error.problem ? problemText(error.problem) : label("offline");
    }
    form.inert = false;
    if (dialog.open) (challenge ? form.elements.code : form.elements.username).focus();
  };
  dialog.showModal();
  return new Promise((resolve) => { dialog.onclose = () => resolve(signedIn); });
}

function secondFactor(on, demoCode) {
  byId("first-factor").hidden = on;
  byId("second-factor").hidden = !on;
  byId("sign-in-error").textContent = "";
  const form = byId("sign-in-form");
  form.elements.code.required = on;
  form.elements.username.required = form.elements.password.required = !on;
  byId("demo-code").hidden = !demoCode;
  byId("demo-code").textContent = demoCode ? `${label("demo_code")} ${demoCode}` : "";
}
