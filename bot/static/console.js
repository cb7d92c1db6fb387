// The desk: three panes that follow one choice, lists that stay fresh, cases that stay one's own while the page is open.

import { get, part, post } from "./console-api.js";
import { onLanguage } from "./console-frame.js";
import { showClient } from "./console-glance.js";
import { emptyList, ENTRIES } from "./console-list.js";
import { showCase } from "./console-talk.js";
import { showContact, showTicket } from "./console-work.js";
import { el, label, moment, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const me = byId("who").dataset.user;
const FRESH_MS = 4000;
const HEARTBEAT_MS = 25000;

let tab = "queue";
let entries = [];
let rows = { queue: [], tickets: [], clients: [] };
let chosen = null; // {kind, id, client}
let open = null; // what the middle pane can do: {refresh, leave, claim, reply}
let now = "";
let alive = true;
let drawnIn = document.documentElement.lang;

// --- the lists

async function load(name) {
  const query = name === "clients" ? `?q=${part(byId("search").value)}` : "";
  const found = await get(name + query);
  if (found.now) now = found.now;
  rows[name] = found[name === "queue" ? "handoffs" : name];
}

async function fresh() {
  try {
    await Promise.all([load("queue"), tab === "queue" ? null : load(tab)]);
    line(true);
    drawList();
    follow();
  } catch (error) {
    line(Boolean(error.problem));
  }
}

/** The open case is read anew when the queue shows it in other hands. */
function follow() {
  const row = chosen?.kind === "case" ? rows.queue.find((each) => each.id === chosen.id) : null;
  const hands = row ? `${row.state} ${row.claimed_by} ${row.attended}` : "";
  if (open?.refresh && chosen.hands !== undefined && chosen.hands !== hands) open.refresh().catch(() => null);
  if (chosen) chosen.hands = hands;
}

function drawList() {
  for (const node of document.querySelectorAll("[data-tab]")) {
    node.setAttribute("aria-selected", String(node.dataset.tab === tab));
    const tally = rows.queue.filter((row) => row.state === "waiting").length;
    if (node.dataset.tab !== "queue") continue;
    node.querySelector(".tally").textContent = tally;
    node.querySelector(".tally").hidden = tally === 0;
  }
  byId("find").hidden = tab !== "clients";
  const focused = document.activeElement?.dataset?.id;
  entries = rows[tab].map((row) => ENTRIES[tab](row, me));
  byId("entries").replaceChildren(...(entries.length ? entries.map((entry) => entry.node) : [emptyList(tab)]));
  for (const entry of entries) {
    const button = entry.node.firstElementChild;
    button.addEventListener("click", () => choose(entry));
    if (chosen && same(entry.open, chosen)) button.setAttribute("aria-current", "true");
    if (entry.id === focused) button.focus({ preventScroll: true });
  }
}

const same = (a, b) => a.kind === b.kind && a.id === b.id;

// --- the choice

async function choose(entry) {
  await show(entry.open);
  pane("talk");
}

async function show(what) {
  open?.leave?.();
  chosen = what;
  open = null;
  location.hash = `${what.kind}/${part(what.id)}`;
  drawList();
  try {
    if (what.kind === "case") open = await showCase(byId("talk"), what.id, me, fresh, line);
    if (what.kind === "ticket") await showTicket(byId("talk"), what.id, fresh);
    if (what.kind === "client") await looked(what.id);
    if (chosen !== what) { open?.leave?.(); return; }
    await showClient(byId("glance"), what.client ?? open?.client, openTicket);
  } catch (error) {
    if (!error.problem) console.error(error); // a lost line, or a fault of this page
    byId("talk").replaceChildren(el("p", { class: "empty error" }, error.problem ? problemText(error.problem) : label("lost")));
  }
}

async function looked(id) {
  const { account, call } = await get(`clients/${part(id)}`);
  showContact(byId("talk"), { client_id: id, name_masked: account.name_masked, call }, fresh);
}

const openTicket = (row) => show({ kind: "ticket", id: row.number, client: row.client_id }).then(() => pane("talk"));

function nothing() {
  byId("talk").replaceChildren(el("p", { class: "empty" }, el("strong", {}, label("pick")), el("span", { class: "note" }, label("pick_hint"))));
  byId("glance").replaceChildren();
}

/** After a reload: what was open is open again. A ticket's or case's client comes with it. */
async function restore() {
  const [kind, id] = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (!id) return nothing();
  if (kind === "case") return show({ kind, id });
  if (kind === "ticket") return show({ kind, id, client: (await get(`tickets/${part(id)}`)).client_id });
  return show({ kind: "client", id, client: id });
}

// --- the frame

function line(on) {
  if (on && !alive) fresh();
  alive = on;
  byId("lost").hidden = on;
  byId("line").classList.toggle("down", !on);
  byId("line-words").textContent = on ? `${label("live")}${now ? ` · ${moment(now)}` : ""}` : "";
}

function pane(name) {
  byId("panes").dataset.shown = name;
  for (const node of document.querySelectorAll("[data-pane]")) node.setAttribute("aria-selected", String(node.dataset.pane === name));
}

async function select(name) {
  tab = name;
  pane("list");
  drawList();
  await fresh();
  if (name === "clients") byId("search").focus();
}

function step(by) {
  const at = entries.findIndex((entry) => chosen && same(entry.open, chosen));
  const next = entries[Math.min(entries.length - 1, Math.max(0, at + by))];
  if (!next) return;
  choose(next);
  next.node.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => step(1), k: () => step(-1), c: () => open?.claim?.(), r: () => open?.reply?.(), "?": keys,
  "/": () => select("clients"), 1: () => select("queue"), 2: () => select("tickets"), 3: () => select("clients"),
};

function keys() {
  byId("key-list").replaceChildren(...label("shortcut_list").flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
  byId("keys").showModal();
}

function typed(event) {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

async function beat() {
  for (const row of rows.queue.filter((each) => each.claimed_by === me)) await post(`handoffs/${part(row.id)}/heartbeat`).catch(() => null);
}

async function signOut() {
  await post("sign-out");
  location.assign("/console");
}

document.addEventListener("keydown", typed);
for (const node of document.querySelectorAll("[data-tab]")) node.addEventListener("click", () => select(node.dataset.tab));
for (const node of document.querySelectorAll("[data-pane]")) node.addEventListener("click", () => pane(node.dataset.pane));
let pause = null;
byId("search").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(fresh, 200); });
byId("help").addEventListener("click", keys);
byId("sign-out").addEventListener("click", signOut);
addEventListener("offline", () => line(false));
addEventListener("online", fresh);
setInterval(fresh, FRESH_MS);
setInterval(beat, HEARTBEAT_MS);

await fresh();
await restore();
onLanguage(() => {
  for (const node of document.querySelectorAll("[data-i18n-tab]")) node.textContent = label("tabs", node.dataset.i18nTab);
  for (const node of document.querySelectorAll("[data-pane]")) node.textContent = label("panes", node.dataset.pane);
  line(alive);
  drawList();
  if (chosen && document.documentElement.lang !== drawnIn) show(chosen);
  drawnIn = document.documentElement.lang;
});
