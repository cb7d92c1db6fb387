// The chat page: one conversation per tab, kept over a reload, one turn at a time, nothing lost when the line drops.

import { call, turn } from "./api.js";
import { renderBlock } from "./blocks.js";
import { openCitation, signIn } from "./dialogs.js";
import { applyLabels, chosenLang, el, label, moment, problemText, setLang } from "./words.js";

const byId = (id) => document.getElementById(id);
const tab = window.sessionStorage;
const log = byId("log");
const input = byId("text");
const MAX_CHARACTERS = 4000;
let busy = false;
let facts = null;

const handlers = {
  choose: (choice) => send(choice.send, choice.label),
  openCitation,
  recompute: (figure) => call(`sessions/${tab.getItem("session")}/recompute`, { name: figure.name, trace_id: figure.trace_id }),
  words: problemText,
};

// --- the conversation

async function session() {
  if (!tab.getItem("session")) tab.setItem("session", (await call("sessions", { lang: chosenLang() })).session);
  return tab.getItem("session");
}

async function send(text, shownAs = text) {
  if (busy || !text.trim()) return;
  const message = { message_id: newId(), text, lang: chosenLang() };
  await deliver(message, showQuestion(shownAs));
}

/** Sends a message; a lost line is tried once more with the same id, then the reader gets a button. */
async function deliver(message, question) {
  setBusy(true);
  const answer = showWaiting();
  for (let attempt = 0; ; attempt += 1) {
    try {
      for await (const [event, data] of turn(await session(), message)) show(answer, event, data);
      break;
    } catch (error) {
      if (await recover(error, attempt)) continue;
      fail(answer, error, message, question);
      break;
    }
  }
  setBusy(false);
}

/** True if the same message should be sent again. */
async function recover(error, attempt) {
  if (attempt > 0) return false;
  if (error.status === 404 && tab.getItem("session")) {
    tab.removeItem("session");
    setIdentity(null);
    note(label("restarted"));
    return true;
  }
  if (!(error instanceof TypeError)) return false;
  await new Promise((resolve) => setTimeout(resolve, 800));
  return true;
}

function fail(answer, error, message, question) {
  answer.remove();
  if (error.problem && error.status < 500) {
    log.append(el("article", { class: "answer hint" }, el("p", {}, problemText(error.problem))));
    scrollToEnd();
    return;
  }
  const retry = el("button", { type: "button", class: "quiet" }, label("retry"));
  const line = el("p", { class: "undelivered", role: "alert" },
    el("span", {}, error.problem ? problemText(error.problem) : label("not_sent")), retry);
  retry.addEventListener("click", () => { line.remove(); deliver(message, question); });
  question.after(line);
  scrollToEnd();
  if (!error.problem) reconnect();
}

function show(answer, event, data) {
  const stage = answer.querySelector(".stage");
  if (event === "status") stage.lastChild.textContent = label("stages", data.stage) === data.stage ? label("stages", "") : label("stages", data.stage);
  if (event === "block") place(answer, data.kind, data.data);
  if (event === "done") finish(answer, data);
  scrollTo(answer);
}

/** Figures and citations gather in rows of their own, wherever they come in the stream. */
function place(answer, kind, data) {
  answer.querySelector(".stage")?.setAttribute("hidden", "");
  const block = renderBlock(kind, data, handlers);
  if (block === null) return;
  const row = { figure: "figures", citation: "citations" }[kind];
  if (!row) { answer.append(block); return; }
  const box = answer.querySelector(`.${row}`) ?? answer.appendChild(el("div", { class: row }));
  box.append(block);
}

function finish(answer, reply) {
  answer.querySelector(".stage")?.remove();
  answer.setAttribute("aria-busy", "false");
  answer.dataset.action = reply.action;
  if (!reply.blocks.length) answer.append(el("p", {}, reply.answer));
  answer.lang = reply.lang ?? document.documentElement.lang;
}

// --- what stands in the log

function showQuestion(text) {
  byId("start").hidden = true;
  byId("try").hidden = true;
  for (const old of log.querySelectorAll(".choices .choice")) old.disabled = true;
  return log.appendChild(el("p", { class: "question" }, el("span", { class: "sr" }, `${label("you")}: `), text));
}

function showWaiting() {
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const stage = el("p", { class: "stage" }, dots, el("span", {}, label("stages", "")));
  const answer = log.appendChild(el("article", { class: "answer", "aria-busy": "true", "aria-label": label("assistant") }, stage));
  scrollTo(answer);
  return answer;
}

function note(text) {
  log.append(el("p", { class: "note" }, text));
  scrollToEnd();
}

/** The top of an answer stays in sight: people read from the start. */
function scrollTo(answer) {
  const question = answer.previousElementSibling ?? answer;
  const tall = answer.getBoundingClientRect().height > window.innerHeight * 0.6;
  (tall ? question : answer).scrollIntoView({ block: tall ? "start" : "end", behavior: "instant" });
}

const scrollToEnd = () => log.lastElementChild?.scrollIntoView({ block: "end", behavior: "instant" });

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- who is speaking

async function choosePersona(name) {
  if (busy) return;
  setBusy(true);
  try {
    const id = await session();
    if (name !== "anonymous") setIdentity((await call(`sessions/${id}/sign-in`, { persona: name })).principal, name);
    byId("start").hidden = true;
    note(name === "anonymous" ? label("personas", name)[2] : `${label("signed_in_as")}${label("personas", name)[1]} · ${name}`);
  } catch (error) {
    note(error.problem ? problemText(error.problem) : label("offline"));
    if (!error.problem) reconnect();
  }
  setBusy(false);
}

function setIdentity(principal, fallback) {
  const name = principal ? principal.display_name || principal.user || fallback : null;
  if (name) tab.setItem("who", name); else tab.removeItem("who");
  byId("identity").hidden = !name;
  byId("sign-in").hidden = Boolean(name);
  byId("who").textContent = name ?? "";
}

async function openSignIn() {
  const principal = await signIn(await session());
  if (!principal) return;
  setIdentity(principal);
  byId("start").hidden = true;
  note(`${label("signed_in_as")}${principal.display_name || principal.user}`);
  input.focus();
}

async function signOut() {
  await call(`sessions/${await session()}/sign-out`, {});
  setIdentity(null);
  note(label("signed_out"));
  input.focus();
}

// --- the frame of the page

function setBusy(on) {
  busy = on;
  byId("send").disabled = on;
  log.ariaBusy = String(on);
  document.body.classList.toggle("busy", on);
  if (!on) input.focus({ preventScroll: true });
}

function showStatus() {
  if (!facts) return;
  const parts = [
    facts.model ? `${label("model")} ${facts.model}` : label("model_off"),
    document.documentElement.lang === "en" ? `${facts.external_calls} ${label("external_calls")}` : `${label("external_calls")} ${facts.external_calls}`,
    `${label("rules_as_of")} ${facts.rules_as_of}`,
    facts.demo ? `${label("clock")} ${moment(facts.now)}` : null,
  ];
  byId("status").textContent = parts.filter(Boolean).join(" · ");
}

async function reconnect() {
  byId("offline").hidden = false;
  while (!(await call("status").then(() => true, (error) => Boolean(error.problem)))) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  byId("offline").hidden = true;
}

function grow() {
  const over = input.value.length - MAX_CHARACTERS;
  byId("count").textContent = over > -200 ? `${input.value.length} / ${MAX_CHARACTERS}${over > 0 ? ` ${label("too_long")}` : ""}` : "";
  input.rows = Math.min(6, Math.max(1, input.value.split("\n").length));
}

function toggleTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}

function submit() {
  if (busy || !input.value.trim() || input.value.length > MAX_CHARACTERS) return;
  const text = input.value;
  input.value = "";
  grow();
  send(text);
}

function listen() {
  byId("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  input.addEventListener("input", grow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  byId("questions").addEventListener("click", (event) => { if (event.target.closest(".ask")) send(event.target.textContent.trim()); });
  for (const card of document.querySelectorAll("[data-persona]")) card.addEventListener("click", () => choosePersona(card.dataset.persona));
  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => { setLang(button.dataset.lang); showStatus(); });
  byId("theme").addEventListener("click", toggleTheme);
  byId("sign-in").addEventListener("click", openSignIn);
  byId("sign-out").addEventListener("click", signOut);
  window.addEventListener("offline", () => { byId("offline").hidden = false; });
  window.addEventListener("online", reconnect);
}

/** After a reload the conversation is read back; one that has ended is forgotten. */
async function restore() {
  if (!tab.getItem("session")) return;
  try {
    const { messages } = await call(`sessions/${tab.getItem("session")}/messages`);
    if (tab.getItem("who")) setIdentity({ display_name: tab.getItem("who") });
    for (const { text, reply } of messages) {
      showQuestion(text);
      const answer = showWaiting();
      for (const { kind, data } of reply.blocks) place(answer, kind, data);
      finish(answer, reply);
    }
    if (messages.length || tab.getItem("who")) byId("start").hidden = true;
    scrollToEnd();
  } catch (error) {
    if (error.status === 404) { tab.removeItem("session"); setIdentity(null); } else reconnect();
  }
}

if (localStorage.getItem("theme")) document.documentElement.dataset.theme = localStorage.getItem("theme");
applyLabels();
listen();
await restore();
facts = await call("status").catch(() => null);
showStatus();
