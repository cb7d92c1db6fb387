// The campaigns: a list by state that stays fresh, and beside it the one that is read or written.

import { get, part, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { showForm } from "./console-campaign-form.js";
import { conditionsSaid, said, stateBadge } from "./console-campaign-parts.js";
import { showCampaign } from "./console-campaign-view.js";
import { onLanguage } from "./console-frame.js";
import { badge } from "./console-parts.js";
import { el, label, lang, moment, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const FRESH_MS = 4000;
const STATES = ["submitted", "held", "draft", "approved", "running", "done", "cancelled"];
const UNDER_WAY = ["draft", "submitted", "approved", "running"];

let rows = [];
let mayWrite = false;
let choices = null;
let chosen = null; // the id of the campaign on the right, "new", or null
let open = null; // what the right pane can do
let turn = 0; // the newest thing asked of the right pane; what comes back for an older one is dropped
let drawnIn = lang;

// --- the list

async function fresh() {
  try {
    const found = await get("campaigns");
    [rows, mayWrite] = [found.campaigns, found.may_write];
    byId("lost").hidden = true;
    drawList();
    if (open?.refresh && open.state !== "cancelled") await open.refresh(); // of one that is done, what came of it still grows
  } catch (error) {
    byId("lost").hidden = Boolean(error.problem);
  }
}

function shownRows() {
  const state = byId("filter").value;
  return rows.filter((row) => !state || row.state === state);
}

function drawList() {
  const count = (state) => rows.filter((row) => row.state === state).length;
  const value = byId("filter").value;
  const focused = document.activeElement?.dataset?.id;
  byId("filter").replaceChildren(el("option", { value: "" }, `${label("campaign_states", "all")} ${rows.length}`),
    ...STATES.map((state) => el("option", { value: state }, `${label("campaign_states", state)} ${count(state)}`)));
  byId("filter").value = value;
  byId("new").hidden = !mayWrite;
  const shown = shownRows();
  byId("entries").replaceChildren(...(shown.length ? shown.map(entry) : [nobody()]));
  byId("entries").querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
}

const nobody = () => el("li", { class: "empty" }, el("strong", {}, label("campaign_none")), mayWrite ? el("p", { class: "note" }, label("campaign_none_hint")) : null);

function entry(row) {
  const warned = row.reason && UNDER_WAY.includes(row.state);
  const node = el("button", { type: "button", class: "entry", "data-id": row.id, "aria-current": row.id === chosen ? "true" : null },
    el("span", { class: "head" }, el("strong", {}, said(row.title)), stateBadge(row.state), warned ? badge(label("campaign_will_be_held"), "danger") : null),
    row.reason ? el("span", { class: "why because" }, said(row.reason)) : el("span", { class: "summary" }, conditionsSaid(row.audience, choices.courses).join(lang === "en" ? ", " : "、")),
    el("span", { class: "meta" }, el("span", {}, row.id), el("span", {}, moment(row.ran_at ?? row.approved_at ?? row.submitted_at ?? row.created_at))));
  node.addEventListener("click", () => leaving(() => show(row.id)));
  return el("li", {}, node);
}

// --- the right pane

async function show(id) {
  const mine = (turn += 1);
  settle(id, `#${part(id)}`);
  byId("talk").inert = true; // what is still to be seen there is another one: no button of it may be pressed
  await guarded(async () => {
    const shown = await showCampaign(byId("talk"), id, choices.courses, { edit: write, changed: fresh, wanted: () => mine === turn });
    if (mine === turn) open = shown;
  });
  if (mine === turn) byId("talk").inert = false;
}

function write(campaign, kept = null) {
  turn += 1;
  settle(campaign?.id ?? "new", campaign ? `#${part(campaign.id)}/edit` : "#new");
  open = showForm(byId("talk"), campaign, choices, { saved, leave: (id) => leaving(() => (id ? show(id) : nothing())) }, kept);
}

/** A draft was stored: the address now names it, and the list knows it. */
function saved(campaign) {
  chosen = campaign.id;
  history.replaceState(null, "", `#${part(campaign.id)}/edit`);
  return fresh();
}

function settle(id, hash) {
  open?.leave?.();
  open = null;
  byId("talk").inert = false;
  chosen = id;
  history.replaceState(null, "", hash);
  pane("talk");
  drawList();
}

function nothing() {
  turn += 1;
  open?.leave?.();
  [open, chosen] = [null, null];
  byId("talk").inert = false;
  history.replaceState(null, "", location.pathname);
  byId("talk").replaceChildren(el("p", { class: "empty" }, el("strong", {}, label("campaign_pick")), el("span", { class: "note" }, label(mayWrite ? "campaign_pick_hint" : "campaign_pick_hint_reader"))));
  pane("list");
  drawList();
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    if (!error.problem) console.error(error); // a lost line, or a fault of this page
    byId("talk").replaceChildren(el("p", { class: "empty error" }, error.problem ? problemText(error.problem) : label("lost")));
  }
}

/** Goes on, after asking where changes would be lost. */
function leaving(go) {
  if (open?.dirty) ask(label("campaign_leave_title"), [], async () => { go(); });
  else go();
}

/** After a reload: what was open is open again. */
async function restore() {
  const [id, writing] = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (!id) return nothing();
  if (id === "new") return mayWrite ? write(null) : nothing();
  if (!writing) return show(id);
  return guarded(async () => {
    const campaign = await get(`campaigns/${part(id)}?lang=${lang}`);
    if (campaign.may.includes("edit")) write(campaign);
    else await show(id);
  });
}

// --- the frame

function pane(name) {
  byId("panes").dataset.shown = name;
  for (const node of document.querySelectorAll("[data-pane]")) node.setAttribute("aria-selected", String(node.dataset.pane === name));
}

function step(by) {
  const shown = shownRows();
  const at = shown.findIndex((row) => row.id === chosen);
  const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
  if (next && next.id !== chosen) leaving(() => show(next.id));
}

const KEYS = { j: () => step(1), k: () => step(-1), n: () => mayWrite && leaving(() => write(null)), e: () => open?.edit?.(), "?": keys };

function keys() {
  byId("key-list").replaceChildren(...label("campaign_shortcuts").flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
  byId("keys").showModal();
}

function typed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return open?.save?.();
  if (event.key === "Escape" && event.target.matches("input, textarea, select")) return event.target.blur();
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return null;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return null;
  event.preventDefault();
  return act();
}

document.addEventListener("keydown", typed);
for (const node of document.querySelectorAll("dialog .close")) node.addEventListener("click", () => node.closest("dialog").close());
for (const node of document.querySelectorAll("[data-pane]")) node.addEventListener("click", () => pane(node.dataset.pane));
byId("filter").addEventListener("change", drawList);
byId("new").addEventListener("click", () => leaving(() => write(null)));
byId("help").addEventListener("click", keys);
byId("sign-out").addEventListener("click", async () => { await post("sign-out"); location.assign("/console"); });
addEventListener("beforeunload", (event) => { if (open?.dirty) event.preventDefault(); });
addEventListener("online", fresh);
setInterval(fresh, FRESH_MS);

choices = await get(`campaigns/choices?lang=${lang}`);
await fresh();
await restore();
onLanguage(async () => {
  if (lang === drawnIn) return;
  drawnIn = lang;
  choices = await get(`campaigns/choices?lang=${lang}`);
  drawList();
  if (open?.state === "writing") write(open.kept.campaign, open.kept);
  else if (chosen) await show(chosen);
  else nothing();
});
