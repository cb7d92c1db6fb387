// The library's desk: six lists on the left that stay fresh, and beside them what is read, tried, judged or written.

import { post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { onLanguage } from "./console-frame.js";
import { now, resolve, tryNow } from "./console-knowledge-api.js";
import { showDocument, showGap, showLog, showNotice } from "./console-knowledge-details.js";
import { answerForm, noticeForm, uploadForm } from "./console-knowledge-forms.js";
import { VIEWS } from "./console-knowledge-list.js";
import { may, STATES } from "./console-knowledge-parts.js";
import { showSubmission } from "./console-knowledge-submission.js";
import { trial } from "./console-knowledge-try.js";
import { button } from "./console-parts.js";
import { el, label, lang, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const FRESH_MS = 4000;
const SLOW = ["documents", "due", "log"]; // lists that change seldom are read every fifth time
const SLOWER = 5;
const COUNTED = ["submissions", "due", "gaps"];

let view = "submissions";
let rows = null; // until they are there
let chosen = null; // the id on the right, "new", "answer" or "try", or null
let sifted = ""; // what the list is sifted by
let open = null; // what the right pane can do
let turn = 0; // the newest thing asked of the right pane; what comes back for an older one is dropped
let clock = await now();
let drawnIn = lang;
let beat = 0;

// --- the list

async function fresh() {
  const asked = view;
  try {
    const found = await VIEWS[asked].load();
    byId("lost").hidden = true;
    if (asked !== view) return;
    const same = JSON.stringify(found) === JSON.stringify(rows);
    rows = found;
    if (!same) drawList();
    tally(asked, rows);
    if (open?.refresh) await open.refresh(rows);
  } catch (error) {
    byId("lost").hidden = Boolean(error.problem);
    if (error.problem) byId("entries").replaceChildren(el("li", { class: "empty error" }, problemText(error.problem)));
  }
}

/** What waits in the other lists, once in a while. */
async function tallies() {
  clock = await now().catch(() => clock);
  for (const name of COUNTED) if (name !== view) tally(name, await VIEWS[name].load().catch(() => []));
}

function tally(name, found) {
  if (!COUNTED.includes(name)) return;
  const count = found.filter((row) => VIEWS[name].waits(row, clock)).length;
  const node = document.querySelector(`[data-view=${name}] .tally`);
  node.hidden = !count;
  node.textContent = String(count);
}

function drawList() {
  byId("entries").ariaBusy = String(!rows);
  if (!rows) return byId("entries").replaceChildren();
  const focused = document.activeElement?.dataset?.id;
  const shown = shownRows();
  byId("entries").replaceChildren(...(shown.length ? shown.map(entry) : [el("li", { class: "empty" }, el("strong", {}, label("knowledge_none", view)))]));
  byId("entries").querySelector(`[data-id="${CSS.escape(focused ?? "")}"]`)?.focus({ preventScroll: true });
  return null;
}

function shownRows() {
  if (!sifted || !rows) return rows ?? [];
  if (view === "submissions") return rows.filter((row) => row.state === sifted);
  return rows.filter((row) => JSON.stringify(row).toLowerCase().includes(sifted.toLowerCase()));
}

function entry(row) {
  const id = String(VIEWS[view].id(row));
  const node = el("button", { type: "button", class: "entry", "data-id": id, "aria-current": id === chosen ? "true" : null }, ...VIEWS[view].entry(row, clock).filter(Boolean));
  node.addEventListener("click", () => leaving(() => show(id)));
  return el("li", {}, node);
}

/** Above the list: what it can be sifted by, and what can be begun. */
function drawSift() {
  const nodes = [];
  if (view === "submissions") {
    const states = el("select", { "aria-label": label("campaign_filter") }, el("option", { value: "" }, label("campaign_states", "all")), ...STATES.map((state) => el("option", { value: state, selected: state === sifted }, label("knowledge_states", state))));
    states.addEventListener("change", () => { sifted = states.value; drawList(); });
    nodes.push(el("label", {}, states), button(label("try_short"), "quiet small", () => leaving(() => show("try"))));
    nodes.push(el("div", { class: "begin" }, begin("upload_new", "new", "primary"), begin("answer_new", "answer", "quiet")));
  } else if (view === "notices") {
    if (may("announce")) nodes.push(begin("notice_new", "new", "primary"));
  } else {
    const find = el("input", { type: "search", value: sifted, placeholder: label("knowledge_sift"), "aria-label": label("knowledge_sift"), autocomplete: "off" });
    find.addEventListener("input", () => { sifted = find.value.trim(); drawList(); });
    nodes.push(el("label", { class: "find" }, find));
  }
  byId("sift").replaceChildren(...nodes);
  byId("sift").hidden = !nodes.length;
}

function begin(words, id, kind) {
  const node = button(label(words), `${kind} small`, () => leaving(() => show(id)));
  node.dataset.begin = id;
  return node;
}

// --- the right pane

const handed = async (row) => { await fresh(); await show(String(row.id)); };

const FORMS = {
  submissions: {
    new: () => byId("talk").replaceChildren(uploadForm(handed)),
    answer: () => byId("talk").replaceChildren(answerForm(clock.slice(0, 10), {}, handed)),
    try: () => byId("talk").replaceChildren(el("div", { class: "sheet campaign" }, trial(clock.slice(0, 10), tryNow))),
  },
  notices: { new: () => byId("talk").replaceChildren(noticeForm(handed)) },
};

const DETAILS = {
  documents: (row) => showDocument(row, clock, changed),
  due: (row) => showDocument(row, clock, changed),
  notices: (row) => showNotice(row, clock, changed),
  gaps: (row) => showGap(row, { changed, answer }),
  log: (row) => showLog(rows, row.key),
};

async function show(id) {
  const mine = (turn += 1);
  settle(id);
  await guarded(async () => {
    if (FORMS[view]?.[id]) {
      FORMS[view][id]();
      byId("talk").querySelector("input:not([type=radio]), textarea, select")?.focus({ preventScroll: true });
    } else if (view === "submissions") {
      const shown = await showSubmission(byId("talk"), id, clock.slice(0, 10), { changed: fresh, wanted: () => mine === turn });
      if (mine === turn) open = shown;
    } else {
      const row = rows?.find((each) => String(VIEWS[view].id(each)) === id);
      if (row) DETAILS[view](row);
      else nothing();
    }
  });
}

/** Goes on, after asking where what was written would be lost. */
function leaving(go) {
  if (isWritten()) ask(label("campaign_leave_title"), [], async () => { go(); });
  else go();
}

const isWritten = () => Boolean(byId("talk").querySelector(".sheet-form[data-dirty]"));

/** Something was done about what is shown: it is read again. */
async function changed() {
  const id = chosen;
  await fresh();
  await show(id);
}

/** A gap is answered: the form has its questions, and what is handed in closes it. */
function answer(row) {
  turn += 1;
  const questions = row.members.map((each) => each.query);
  byId("talk").replaceChildren(answerForm(clock.slice(0, 10), { questions }, async (made) => {
    await resolve(row.id, { how: "answer", reference: String(made.id) });
    await turnTo("submissions", String(made.id));
  }));
}

function settle(id) {
  [open, chosen] = [null, id];
  history.replaceState(null, "", id ? `#${view}/${encodeURIComponent(id)}` : `#${view}`);
  pane(id ? "talk" : "list");
  drawList();
}

function nothing() {
  turn += 1;
  settle(null);
  byId("talk").replaceChildren(el("p", { class: "empty" }, el("strong", {}, label("knowledge_pick")), el("span", { class: "note" }, label("knowledge_pick_hints", view))));
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    if (!error.problem) console.error(error); // a lost line, or a fault of this page
    byId("talk").replaceChildren(el("p", { class: "empty error" }, error.problem ? problemText(error.problem) : label("lost")));
  }
}

// --- the frame

async function turnTo(name, id = null) {
  [view, sifted, rows] = [name, "", null];
  for (const node of document.querySelectorAll("[data-view]")) node.setAttribute("aria-selected", String(node.dataset.view === name));
  drawSift();
  drawList();
  if (!id) nothing();
  await fresh();
  if (id) await show(id);
}

function pane(name) {
  byId("panes").dataset.shown = name;
  for (const node of document.querySelectorAll("[data-pane]")) node.setAttribute("aria-selected", String(node.dataset.pane === name));
}

function step(by) {
  const shown = shownRows().map((row) => String(VIEWS[view].id(row)));
  const next = shown[Math.min(shown.length - 1, Math.max(0, shown.indexOf(chosen) + by))];
  if (next && next !== chosen) leaving(() => show(next));
}

const names = Object.keys(VIEWS);
const KEYS = { j: () => step(1), k: () => step(-1), n: () => FORMS[view]?.new && byId("sift").querySelector("[data-begin=new]")?.click(), t: () => leaving(() => turnTo("submissions", "try")), "?": keys };

function keys() {
  byId("key-list").replaceChildren(...label("knowledge_shortcuts").flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
  byId("keys").showModal();
}

function typed(event) {
  if (event.key === "Escape" && event.target.matches("input, textarea, select")) return event.target.blur();
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return null;
  const act = KEYS[event.key.toLowerCase()] ?? (names[Number(event.key) - 1] ? () => leaving(() => turnTo(names[Number(event.key) - 1])) : null);
  if (!act) return null;
  event.preventDefault();
  return act();
}

function words() {
  for (const node of document.querySelectorAll("[data-view] > span")) node.textContent = label("knowledge_views", node.parentElement.dataset.view);
}

document.addEventListener("keydown", typed);
for (const node of document.querySelectorAll("dialog .close")) node.addEventListener("click", () => node.closest("dialog").close());
for (const node of document.querySelectorAll("[data-pane]")) node.addEventListener("click", () => pane(node.dataset.pane));
for (const node of document.querySelectorAll("[data-view]")) node.addEventListener("click", () => leaving(() => turnTo(node.dataset.view)));
byId("help").addEventListener("click", keys);
byId("sign-out").addEventListener("click", async () => { await post("sign-out"); location.assign("/console"); });
addEventListener("online", fresh);
addEventListener("beforeunload", (event) => { if (isWritten()) event.preventDefault(); });
setInterval(() => { beat += 1; if (!SLOW.includes(view) || beat % SLOWER === 0) fresh(); }, FRESH_MS);

const [named, wanted] = location.hash.slice(1).split("/").map(decodeURIComponent);
await turnTo(VIEWS[named] ? named : "submissions", wanted || null);
tallies();
onLanguage(() => {
  words();
  if (lang === drawnIn) return;
  drawnIn = lang;
  drawSift();
  if (chosen && !document.querySelector(".sheet-form")) show(chosen);
  else if (!chosen) nothing();
  else drawList();
});
