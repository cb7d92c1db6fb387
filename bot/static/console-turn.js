// One answer laid open: how it was understood, what was found and looked up, what the guard said; and the same turn taken again.

import { get, part, post } from "./console-api.js";
import { onLanguage } from "./console-frame.js";
import { badge, button, fold } from "./console-parts.js";
import { facts, inLibrary, renderBlock } from "./blocks.js";
import { el, figureName, label, lang, moment, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const main = byId("turn");
const { session, message, case: handoff } = main.dataset;
const query = handoff ? `?case=${part(handoff)}` : "";
const path = `turns/${part(session)}/${part(message)}`;
const PIECES = { openCitation: (citation) => open(inLibrary(citation.passage), "_blank", "noopener") };
let turn = null;
let again = null;

async function load() {
  try {
    turn = await get(`${path}${query}`);
    byId("lost").hidden = true;
  } catch (error) {
    byId("lost").hidden = Boolean(error.problem);
    if (error.problem) main.replaceChildren(el("p", { class: "empty error" }, problemText(error.problem)));
  }
  main.removeAttribute("aria-busy");
  onLanguage(draw);
}

function draw() {
  if (!turn) return;
  main.replaceChildren(head(), answer(), understood(), searches(), guard(), effects(), versions());
}

function head() {
  const whole = turn.hash && !turn.broken.length;
  const state = turn.hash ? badge(label(whole ? "turn_whole" : "turn_altered"), whole ? "accent" : "danger") : badge(label("turn_unsealed"), "unknown");
  return el("header", { class: "turn-head" },
    el("div", {}, el("p", { class: "origin" }, `${label("turn_title")} · ${moment(turn.said_at)}`), el("h1", {}, turn.text), el("p", { class: "tags" }, state, badge(label("turn_actions", turn.reply.action), "plain"), badge(turn.reply.intent, "plain"))),
    outcome());
}

function outcome() {
  const box = el("div", { class: "outcome", role: "status" }, button(label("turn_replay"), "primary small", replay));
  if (again === null) return box;
  if (again.problem) box.append(el("p", { class: "error" }, problemText(again.problem)));
  else box.append(el("p", { class: again.same ? "same" : "differs" }, label(again.same ? "turn_same" : "turn_differs")), ...again.differences.map(difference), ...again.versions.map(changed));
  return box;
}

function difference(row) {
  return fold(label("turn_differences", row.what), false, compared(row));
}

function changed(row) {
  return el("p", { class: "note" }, `${label("turn_changed")} ${label("turn_editions", row.what)}: ${row.was ?? "—"} → ${row.now ?? "—"}`);
}

function compared(row) {
  return el("div", { class: "both" }, raw(row.was), raw(row.now));
}

async function replay() {
  try {
    again = await post(`${path}/replay${query}`);
  } catch (error) {
    again = { problem: error.problem ?? { title: label("lost") } };
  }
  draw();
}

function answer() {
  const reply = turn.reply;
  const pieces = el("div", { class: "figures" }, ...reply.figures.map((row) => renderBlock("figure", row, PIECES)));
  const cited = el("div", { class: "citations" }, ...reply.citations.map((row) => renderBlock("citation", row, PIECES)));
  return block("turn_answer", el("p", { class: "said", lang: reply.lang }, reply.answer), reply.figures.length ? pieces : null, reply.citations.length ? cited : null);
}

function understood() {
  const requests = turn.understanding?.requests ?? [];
  return block("turn_understood", ...(requests.length ? requests.map(request) : [nothing()]));
}

function request(row) {
  const slots = Object.entries(row.slots);
  return el("article", { class: "request" },
    el("p", {}, el("strong", {}, row.text), " ", badge(label("turn_gates", row.gate), row.gate === "act" ? "accent" : "caution"), " ", badge(label("turn_sources", row.source), "plain")),
    el("ol", { class: "scores" }, ...(row.alternatives.length ? row.alternatives : [[row.intent, row.confidence]]).map(([name, score]) => scored(name, score, name === row.intent))),
    slots.length ? fold(`${label("turn_slots")} · ${slots.length}`, false, raw(row.slots)) : null);
}

function scored(name, score, chosen) {
  return el("li", { class: chosen ? "chosen" : null }, el("span", { class: "name" }, name), meter(score, name), el("b", {}, score.toFixed(3)));
}

const meter = (value, name) => el("meter", { min: "0", max: "1", value: String(Math.max(0, Math.min(1, value))), "aria-label": name });

function searches() {
  return block("turn_passages", ...(turn.searches.length ? turn.searches.map(search) : [nothing()]));
}

function search(row) {
  const sure = row.confidence === null ? null : el("b", {}, row.confidence.toFixed(3));
  return el("article", { class: "search" },
    el("p", {}, el("q", {}, row.query), " ", badge(label(row.answerable ? "turn_answerable" : "turn_unanswerable"), row.answerable ? "accent" : "caution"), " ", sure),
    el("ol", { class: "hits" }, ...row.hits.map((hit) => el("li", {},
      el("p", {}, el("a", { class: "linked", href: inLibrary(hit.passage), target: "_blank", rel: "noopener" }, [hit.title, hit.place].filter(Boolean).join(" · ")), " ", hit.score === null ? null : el("small", {}, hit.score.toFixed(2))),
      el("p", { class: "note" }, hit.quote)))));
}

function guard() {
  const passed = turn.guard.verdict === "passed";
  const claims = again?.claims ?? [];
  return block("turn_guard",
    el("p", {}, badge(label("turn_verdicts", turn.guard.verdict), passed ? "accent" : "danger")),
    turn.guard.issues.length ? el("ul", { class: "claims" }, ...turn.guard.issues.map(claim)) : null,
    claims.length ? el("ul", { class: "claims" }, ...claims.map(claim)) : el("p", { class: "note" }, label("turn_claims_hint")));
}

function claim(row) {
  const ok = row.verdict === "ok";
  const why = row.why ? row.why[lang === "en" ? "en" : "zh"] : row.code;
  return el("li", {}, badge(ok ? "✓" : label("turn_held"), ok ? "accent" : "danger"), " ", el("strong", {}, row.text), " ", el("span", { class: "origin" }, [row.measure ? figureName(row.measure) : null, why].filter(Boolean).join(" · ")));
}

function effects() {
  const rows = turn.effects.map((row, index) => fold(`${index + 1} · ${row.effect}`, false, raw(row.asked), raw(row.result)));
  return block("turn_effects", ...(rows.length ? rows : [nothing()]), turn.state_before ? fold(label("turn_state"), false, raw(turn.state_before)) : null);
}

function versions() {
  const rows = Object.entries(turn.versions).map(([name, value]) => [label("turn_editions", name), el("code", {}, value)]);
  return block("turn_versions", facts([...rows, [label("turn_hash"), el("code", {}, turn.hash ?? "—")], [label("turn_previous"), el("code", {}, turn.previous ?? "—")], [label("turn_id"), el("code", {}, turn.id)]]),
    ...turn.broken.map((row) => el("p", { class: "error" }, `${label("turn_differences", row.what)}: ${row.was} → ${row.now}`)));
}

function block(name, ...children) {
  return el("section", { class: `turn-part ${name}` }, el("h2", {}, label(name)), ...children);
}

const nothing = () => el("p", { class: "note" }, label("turn_nothing"));
const raw = (value) => el("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 1));

byId("sign-out").addEventListener("click", async () => {
  await post("sign-out").catch(() => null);
  location.assign("/console");
});
load();
