// The chat page: one conversation per tab, kept over a reload, one turn at a time, nothing lost when the line drops.

import { call, turn } from "./api.js";
import { offerFiles } from "./attach.js";
import { openCitation, signIn } from "./dialogs.js";
import { verdictOn } from "./feedback.js";
import { forgetCards, showInbox } from "./inbox.js";
import { follow } from "./live.js";
import { chosenDay, facts, readStatus, showDay, showStatus } from "./status.js";
import "./theme.js";
import { clearThread, filled, finish, leaveStart, note, noteInPassing, place, restart, scrollToEnd, showHint, showPerson, showQuestion, showStage, showUndelivered, showWaiting } from "./thread.js";
import { applyLabels, chosenLang, el, inAnyLanguage, label, lang, moment, problemText, setLang } from "./words.js";

const byId = (id) => document.getElementById(id);
const tab = window.sessionStorage;
const input = byId("text");
const MAX_CHARACTERS = 4000;
const WRITING_MS = 10000; // whoever has written within that time and not sent it is still at it
let busy = false;
let following = null;
let person = null;
const shown = new Map(); // message id -> {question, answer}, whether sent here or read from the log

const handlers = {
  choose: (choice) => (inAnyLanguage("sign_in_choice").includes(choice.send) ? openSignIn() : send(choice.send, choice.label)),
  openCitation,
  recompute: (figure) => call(`sessions/${tab.getItem("session")}/recompute`, { name: figure.name, trace_id: figure.trace_id }),
  words: problemText,
};

// --- the conversation

async function session() {
  if (!tab.getItem("session")) {
    tab.setItem("session", (await call("sessions", { lang: chosenLang() })).session);
    await listenAnew();
  }
  return tab.getItem("session");
}

async function send(text, shownAs = text) {
  if (busy || !text.trim()) return;
  const message = { message_id: newId(), text, lang: chosenLang(), as_of: chosenDay() };
  await deliver(message, showQuestion(shownAs));
}

/** Sends a message; a lost line is tried once more with the same id, then the reader gets a button. */
async function deliver(message, question) {
  setBusy(true);
  const answer = showWaiting();
  shown.set(message.message_id, { question, answer });
  for (let attempt = 0; answer.isConnected && !answer.dataset.action; attempt += 1) {
    try {
      for await (const [event, data] of turn(await session(), message)) {
        if (event === "done") await readStatus();
        show(answer, event, data, message.message_id);
      }
    } catch (error) {
      if (attempt === 0 && await recovered(error)) restart(answer);
      else fail(answer, error, message, question);
    }
  }
  setBusy(false);
}

function show(answer, event, data, id) {
  if (event === "status") showStage(answer, data.stage);
  if (event === "block") place(answer, data.kind, data.data, handlers);
  if (event === "done") shown.get(id).answer = close(answer, data, id);
}

const close = (answer, reply, id) => finish(answer, reply, facts?.rules_as_of, verdictOn(reply, { session: tab.getItem("session"), message: id }, handlers.choose));

/** True if the same message may be sent again: the line dropped, or the conversation had ended. */
async function recovered(error) {
  if (error.status === 404) {
    forget();
    note(label("restarted"));
    return true;
  }
  if (error.problem) return false;
  await new Promise((resolve) => setTimeout(resolve, 800));
  return true;
}

function fail(answer, error, message, question) {
  answer.remove();
  if (error.problem && error.status < 500) {
    showHint(problemText(error.problem));
    return;
  }
  showUndelivered(question, error.problem ? problemText(error.problem) : label("not_sent"), () => deliver(message, question));
  if (!error.problem) reconnect();
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- who is speaking

async function choosePersona(name) {
  if (busy) return;
  setBusy(true);
  try {
    const id = await session();
    if (name !== "anonymous") {
      await call(`sessions/${id}/sign-in`, { persona: name });
      await listenAnew();
    }
    leaveStart();
    note(name === "anonymous" ? label("personas", name)[2] : `${label("signed_in_as")}${label("personas", name)[1]} · ${name}`);
  } catch (error) {
    note(error.problem ? problemText(error.problem) : label("offline"));
    if (!error.problem) reconnect();
  }
  setBusy(false);
}

function setIdentity(name) {
  byId("identity").hidden = byId("attach").hidden = !name;
  byId("sign-in").hidden = Boolean(name);
  byId("who").textContent = name ?? "";
}

async function openSignIn() {
  const principal = await signIn(await session());
  if (!principal) return;
  await listenAnew();
  leaveStart();
  note(`${label("signed_in_as")}${principal.display_name || principal.user}`);
  input.focus();
}

/** What was said under the identity leaves the page with it; the rest of the thread is read back. */
async function signOut() {
  await call(`sessions/${await session()}/sign-out`, {});
  await listenAnew();
  note(label("signed_out"));
  input.focus();
}

/** Back to the start page; who was signed in is signed out first. */
async function newChat() {
  following?.stop(); // signing out is no news to a page that is leaving
  if (!byId("identity").hidden) await call(`sessions/${tab.getItem("session")}/sign-out`, {}).catch(() => null);
  tab.clear();
  location.assign("/");
}

// --- what arrives beside one's own turns

/** The thread as the log has it for whoever is signed in now, and from then on whatever is new. */
async function listenAnew() {
  following?.stop();
  clearThread();
  shown.clear();
  forgetCards();
  following = follow(tab.getItem("session"), heard);
  const state = await following.ready;
  if (state) setIdentity(state.who);
  if (state?.who || shown.size) leaveStart();
  scrollToEnd();
}

const heard = {
  client: ({ message_id: id, data }) => {
    if (!shown.has(id)) shown.set(id, { question: showQuestion(data.text), answer: null });
  },
  reply: ({ message_id: id, data: { reply } }) => {
    const entry = shown.get(id);
    if (entry.answer?.isConnected) return;
    entry.question.nextElementSibling?.matches(".undelivered") && entry.question.nextElementSibling.remove();
    const answer = showWaiting();
    for (const { kind, data } of reply.blocks) place(answer, kind, data, handlers);
    entry.answer = close(answer, reply, id);
  },
  agent: ({ at, data }) => {
    showPerson(data, at);
    if (document.hidden) document.title = `● ${label("title")}`;
  },
  notice: ({ data }) => { if (data.what !== "left") noteInPassing(data.text[lang]); },
  presence: (data) => {
    person = data.person;
    showPresence();
    if (input.value && Date.now() - wrote < WRITING_MS) tellOfWriting(); // begun before the page knew who is there
  },
  inbox: ({ messages }) => showInbox(messages, tab.getItem("session")),
  identity: listenAnew,
  ended: () => { forget(); clearThread(); },
  line: (up) => { byId("offline").hidden = up; },
};

function forget() {
  following?.stop();
  tab.removeItem("session");
  setIdentity(null);
  heard.presence({ person: null });
}

/** Who answers now: a person at the desk, somebody on the way, or the assistant alone. */
function showPresence() {
  const box = byId("presence");
  box.hidden = !person;
  box.dataset.state = person?.state ?? "";
  input.placeholder = person?.state === "attended" ? filled(label("write_to"), person.name) : label("placeholder");
  if (!person) return;
  const slot = person.call_back ? `${label("call_back")} ${moment(person.call_back.from)}–${moment(person.call_back.until).slice(-5)}` : label("person_waiting");
  box.textContent = person.state === "attended" ? filled(label("person_here"), person.name) : slot;
}

let wrote = 0;
let told = 0;

/** The person who attends sees that something is being written, and what only when it is sent. */
function tellOfWriting() {
  if (person?.state !== "attended" || Date.now() - told < 2000) return;
  told = Date.now();
  call(`sessions/${tab.getItem("session")}/typing`, {}).catch(() => null);
}

function attendToTheTab() {
  following?.rest(document.hidden && !person);
  if (!document.hidden) document.title = label("title");
}

// --- the frame of the page

function setBusy(on) {
  busy = on;
  byId("send").disabled = on;
  document.body.classList.toggle("busy", on);
  if (!on && matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true }); // no keyboard over the answer on a phone
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
  input.addEventListener("input", () => { wrote = Date.now(); tellOfWriting(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  byId("questions").addEventListener("click", (event) => { if (event.target.closest(".ask")) send(event.target.textContent.trim()); });
  for (const card of document.querySelectorAll("[data-persona]")) card.addEventListener("click", () => choosePersona(card.dataset.persona));
  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => { setLang(button.dataset.lang); showStatus(); showPresence(); });
  byId("as-of").addEventListener("change", showDay);
  offerFiles(byId("attach"), byId("files"), { session, done: (names) => send(`${label("attached")}${names.join(", ")}`), refused: (error) => showHint(error.problem ? problemText(error.problem) : error.message ?? error), tooLarge: () => label("file_too_large") });
  byId("new-chat").addEventListener("click", newChat);
  byId("sign-in").addEventListener("click", openSignIn);
  byId("sign-out").addEventListener("click", signOut);
  document.addEventListener("visibilitychange", attendToTheTab);
  window.addEventListener("offline", () => { byId("offline").hidden = false; });
  window.addEventListener("online", reconnect);
}

applyLabels();
listen();
await readStatus();
if (tab.getItem("session")) await listenAnew();
