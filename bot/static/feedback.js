// What stands under an answer: whether it helped, by two buttons, and its record to keep; a no may say why, goes to those who write the texts, and offers a person.

import { call } from "./api.js";
import { el, label, lang } from "./words.js";

const JUDGED = ["answer", "refuse", "unknown"]; // what the assistant said by itself; a call for a person is no answer
const HUMAN = 4; // among the things to ask
const thumbs = document.getElementById("thumbs");

/** What stands under an answer that can be judged, else null. `place` is {session, message}; `choose` sends one of the things to ask. */
export function verdictOn(reply, place, choose) {
  if (!JUDGED.includes(reply.action)) return null;
  const box = el("footer", { class: "judging", lang, role: "group", "aria-label": label("judge") });
  const told = el("p", { class: "told", role: "status" });
  const buttons = [thumb(label("helpful"), 0), thumb(label("unhelpful"), 1)];
  const tell = (helpful, why) => call(`sessions/${place.session}/turns/${place.message}/feedback`, why ? { helpful, why } : { helpful });

  async function judge(helpful, pressed) {
    for (const each of buttons) { each.disabled = true; each.ariaPressed = String(each === pressed); }
    try {
      await tell(helpful);
      told.textContent = helpful ? label("thanks_up") : label("thanks_down");
      if (!helpful) box.append(more(tell, told, choose));
    } catch {
      for (const each of buttons) { each.disabled = false; each.ariaPressed = "false"; }
      told.textContent = label("judge_failed");
    }
  }

  buttons.forEach((each, index) => each.addEventListener("click", () => judge(index === 0, each)));
  const record = `/chat/v1/sessions/${place.session}/turns/${place.message}/record`;
  box.append(el("span", { class: "buttons" }, ...buttons), told, el("a", { class: "record", href: record, download: "" }, label("record")));
  return box;
}

/** After a no: what was wrong, and the way to a person. */
function more(tell, told, choose) {
  const why = el("input", { type: "text", maxlength: "400", placeholder: label("judge_why"), "aria-label": label("judge_why") });
  const send = el("button", { type: "submit", class: "quiet" }, label("judge_send"));
  const form = el("form", { class: "why" }, why, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!why.value.trim()) return;
    send.disabled = true;
    await tell(false, why.value.trim()).then(() => form.remove(), () => { send.disabled = false; told.textContent = label("judge_failed"); });
  });
  const words = label("questions", HUMAN);
  const person = el("button", { type: "button", class: "chip choice" }, words);
  person.addEventListener("click", () => choose({ send: words, label: words }));
  return el("div", { class: "after-no" }, form, person);
}

/** Thumbs are drawn in the page's own template. */
function thumb(words, index) {
  const button = el("button", { type: "button", class: "icon thumb", "aria-label": words, title: words, "aria-pressed": "false" });
  button.append(thumbs.content.children[index].cloneNode(true));
  return button;
}
