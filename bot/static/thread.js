// The thread on the page: questions, answers as they arrive, notes between them.

import { linked, renderBlock } from "./blocks.js";
import { el, label, lang, moment } from "./words.js";

const log = document.getElementById("log");
const bottom = document.querySelector(".bottom");
const ROWS = { figure: "figures", citation: "citations" };

/** The start page gives way to the thread; the things to try stay until the first question. */
export function leaveStart() {
  document.getElementById("start").hidden = true;
  document.getElementById("new-chat").hidden = false;
}

export function showQuestion(text) {
  leaveStart();
  document.getElementById("try").hidden = true;
  for (const old of log.querySelectorAll(".choice")) old.disabled = true;
  return log.appendChild(el("p", { class: "question" }, el("span", { class: "sr" }, `${label("you")}: `), text));
}

/** An answer that has begun: three dots and the stage it is in. */
export function showWaiting() {
  const answer = log.appendChild(el("article", { class: "answer", "aria-busy": "true", "aria-label": label("assistant") }));
  restart(answer);
  scrollTo(answer);
  return answer;
}

/** The card as it began; also for a turn cut short that is sent again. */
export function restart(answer) {
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  answer.replaceChildren(el("p", { class: "stage" }, dots, el("span", {}, label("stages", ""))));
}

export function showStage(answer, stage) {
  const words = label("stages", stage);
  answer.querySelector(".stage > :last-child").textContent = words === stage ? label("stages", "") : words;
}

/** Figures and citations gather in rows of their own, wherever they come in the stream. */
export function place(answer, kind, data, handlers) {
  answer.querySelector(".stage")?.remove();
  const block = renderBlock(kind, data, handlers);
  if (block === null) return;
  const row = ROWS[kind];
  const box = row ? answer.querySelector(`.${row}`) ?? answer.appendChild(el("div", { class: row })) : answer;
  box.append(block);
  scrollTo(answer);
}

/**
 * `today`: an answer by another day's rules says so above its first line; `foot` stands below its last. Returns what stands for the answer: where a
 * person has the conversation, a tick under the question.
 */
export function finish(answer, reply, today, foot = null) {
  if (reply.delivered_to) return delivered(answer, reply);
  answer.querySelector(".stage")?.remove();
  if (today && reply.rules_as_of !== today) answer.prepend(el("p", { class: "eyebrow" }, `${label("rules_of")} ${reply.rules_as_of}`));
  if (!reply.blocks.length) answer.append(el("p", {}, reply.answer));
  if (foot) answer.append(foot);
  answer.setAttribute("aria-busy", "false");
  answer.dataset.action = reply.action;
  answer.lang = reply.lang ?? document.documentElement.lang;
  scrollTo(answer);
  return answer;
}

function delivered(answer, reply) {
  const tick = el("p", { class: "delivered", "data-action": reply.action }, filled(label("delivered_to"), reply.delivered_to));
  answer.replaceWith(tick);
  tick.scrollIntoView({ block: "end", behavior: "instant" });
  return tick;
}

/** A person at the desk: name, time and words. */
export function showPerson({ name, text }, at) {
  leaveStart();
  const head = el("header", {}, el("span", { class: "face", "aria-hidden": "true" }, Array.from(name)[0] ?? ""), el("strong", {}, name), el("time", { datetime: at }, moment(at).slice(-5)));
  const said = log.appendChild(el("article", { class: "person", "aria-label": name }, head, renderBlock("text", { text })));
  scrollTo(said);
}

/** A message of the firm in the client's inbox, under a word on what it is; `actions` are its link and buttons. */
export function showCard({ title, text }, eyebrow, actions) {
  leaveStart();
  const card = log.appendChild(el("article", { class: "card" },
    el("p", { class: "eyebrow" }, eyebrow), el("h2", {}, title[lang]), el("p", {}, ...linked(text[lang])), el("div", { class: "actions" }, ...actions)));
  scrollTo(card);
  return card;
}

export const filled = (words, name) => words.replace("{name}", () => name);

export function clearThread() {
  log.replaceChildren();
}

/** A friendly word about a message that cannot be used. */
export function showHint(text) {
  log.append(el("article", { class: "answer hint" }, el("p", {}, text)));
  scrollToEnd();
}

export function showUndelivered(question, text, retry) {
  const button = el("button", { type: "button", class: "quiet" }, label("retry"));
  const line = el("p", { class: "undelivered", role: "alert" }, el("span", {}, text), button);
  button.addEventListener("click", () => { line.remove(); retry(); });
  question.after(line);
  line.scrollIntoView({ block: "end", behavior: "instant" });
}

export function note(text) {
  log.append(el("p", { class: "note" }, text));
  scrollToEnd();
}

/** What happened beside the conversation: it moves the page only for a reader who is at its end. */
export function noteInPassing(text) {
  const stay = atEnd();
  log.append(el("p", { class: "note" }, text));
  if (stay) scrollToEnd();
}

/** True while the last words are in sight, or hardly hidden by what lies below them. */
function atEnd() {
  const last = log.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  return last <= bottom.getBoundingClientRect().top + 56;
}

/** What lies below the thread grows and shrinks; the last words stay above it. */
new ResizeObserver(() => {
  const stay = atEnd();
  document.documentElement.style.setProperty("--bottom", `${Math.ceil(bottom.offsetHeight)}px`);
  if (stay) scrollToEnd();
}).observe(bottom);

export const scrollToEnd = () => log.lastElementChild?.scrollIntoView({ block: "end", behavior: "instant" });

/** What does not fit between header and composer is shown from its start, with its question if both tops fit. */
function scrollTo(answer) {
  const room = bottom.getBoundingClientRect().top - document.querySelector(".top").getBoundingClientRect().bottom - 24;
  const question = answer.previousElementSibling?.matches(".question") ? answer.previousElementSibling : null;
  const heights = answer.offsetHeight + (question ? question.offsetHeight + 20 : 0);
  if (heights <= room) answer.scrollIntoView({ block: "end", behavior: "instant" });
  else (question && question.offsetHeight < room / 3 ? question : answer).scrollIntoView({ block: "start", behavior: "instant" });
}
