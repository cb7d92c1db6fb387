// How the firm's machinery stands: sources and their gaps, receipts nobody expects, messages that were given up, jobs by the clock.

import { get, newKey, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { put, said, table } from "./console-bench-parts.js";
import { onLanguage } from "./console-frame.js";
import { badge, button } from "./console-parts.js";
import { facts } from "./blocks.js";
import { el, label, lang, moment, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const FRESH_MS = 5000;
const board = byId("board");
let shown = null;

async function fresh() {
  try {
    const found = await get(`operations?lang=${lang}`);
    byId("lost").hidden = true;
    const text = JSON.stringify(found) + lang;
    if (text !== shown) draw(found);
    shown = text;
  } catch (error) {
    byId("lost").hidden = Boolean(error.problem);
    if (error.problem) board.replaceChildren(el("p", { class: "empty error" }, problemText(error.problem)));
  }
  board.removeAttribute("aria-busy");
}

function draw(found) {
  const { feed } = found;
  board.replaceChildren(
    el("header", { class: "board-head" }, el("h1", {}, label("feed_title")), el("p", { class: "note" }, `${label("feed_now")} ${moment(feed.now)}`)),
    el("ul", { class: "tiles" }, tile(feed.applied, "feed_applied"), tile(feed.late, "feed_late"), tile(feed.ticks, "feed_ticks"), tile(found.waiting, "feed_outbox"), tile(found.letters.length, "feed_letters", found.letters.length > 0)),
    block("feed_sources", facts([[label("feed_freshness"), freshness(feed.freshness)]]), ...(feed.sources.length ? feed.sources.map(source) : [el("p", { class: "note" }, label("feed_no_sources"))])),
    block("feed_jobs", el("p", {}, found.worker ? badge(`${label("feed_worker")} ${found.worker}`, "accent") : badge(label("feed_no_worker"), "caution")), jobs(found.jobs)),
    block("feed_letters", letters(found.letters, found.may_requeue)),
    found.receipts ? block("feed_receipts", receipts(found.receipts)) : "",
    block("feed_actions", actions(found.actions)));
}

const tile = (count, name, bad = false) => el("li", { class: `tile${bad ? " bad" : ""}` }, el("b", {}, String(count)), el("span", {}, label(name)));
const block = (name, ...children) => el("section", { class: "card", "data-part": name }, el("h2", {}, label(name)), ...children);

function freshness(setting) {
  const [how, seconds] = setting.split(":");
  return put("feed_freshness_said", { how: label("feed_freshness_ways", how), seconds });
}

function source(row) {
  const stuck = row.streams.filter((stream) => stream.waiting.length || stream.refusal);
  return el("article", { class: "source" },
    el("p", { class: "head" }, el("strong", {}, row.source), badge(label("feed_kinds", row.kind), "plain"), row.failure ? badge(label("feed_failing"), "danger") : badge(label("feed_heard"), "accent"), el("span", { class: "note" }, `${label("feed_seen")} ${moment(row.seen_at)}`)),
    row.failure ? el("p", { class: "error" }, `${moment(row.failed_at)} ${row.failure}`) : "",
    el("p", { class: "note" }, put("feed_streams", { count: row.streams.length })),
    stuck.length ? table([label("bench_client"), `#${label("feed_last")}`, label("feed_last_at"), label("feed_waiting"), label("feed_refusal")], stuck.map((each) => [each.client_id, String(each.last_sequence), moment(each.last_at), each.waiting.join(", ") || "—", each.refusal ? problemText(each.refusal) : "—"])) : "");
}

function jobs(rows) {
  return table([label("feed_job"), label("feed_schedule"), label("feed_ended"), `#${label("feed_did")}`, label("case_state")], rows.map((row) => [
    said(row.what), said(row.schedule), moment(row.ended), row.did === null ? "—" : String(row.did),
    row.failed ? el("span", {}, badge(put("feed_failed", { count: row.failed }), "danger"), el("small", { class: "note" }, ` ${row.error}`)) : row.running ? badge(label("feed_running"), "accent") : badge(label(row.ended ? "feed_in_order" : "feed_not_yet"), "plain"),
  ]));
}

function letters(rows, may) {
  const heads = [`#${label("bench_number")}`, label("feed_message"), label("case_state"), `#${label("feed_tries")}`, label("feed_put_at"), label("feed_error"), ...(may ? [label("application_todo")] : [])];
  return table(heads, rows.map((row) => [
    String(row.id), el("span", {}, row.kind, " ", el("code", { class: "note" }, row.key)), badge(label("feed_letter_states", row.state), "danger"), String(row.attempts), moment(row.created_at), row.last_error,
    ...(may ? [button(label("feed_again"), "quiet small", () => again(row))] : []),
  ]), "feed_no_letters");
}

/** Another try; of what may have gone out already it is said that it may then arrive twice. */
function again(row) {
  const key = newKey();
  ask(put("feed_again_title", { id: row.id }), [], async () => {
    await post(`outbox/${row.id}/requeue`, { key, state: row.state });
    await fresh();
  });
  byId("asking-fields").append(el("p", { class: row.state === "uncertain" ? "hint-line" : "note" }, label("feed_again_hints", row.state)));
}

function receipts(rows) {
  return table([label("proof_gateway"), label("proof_number"), label("result"), label("proof_at"), label("proof_received")], rows.map((row) => [row.gateway, row.id, label("proof_steps", row.state), moment(row.at), moment(row.received_at)]), "feed_no_receipts");
}

function actions(rows) {
  return table([label("security"), label("kind"), label("feed_record"), label("feed_effective"), label("case_state"), `#${label("feed_accounts")}`], rows.map((row) => [row.code, label("action_kinds", row.kind), row.record_day, row.effective_day, label("action_states", row.state), String(row.accounts)]), "feed_no_actions");
}

byId("asking").querySelector(".close").addEventListener("click", () => byId("asking").close());
byId("sign-out").addEventListener("click", async () => {
  await post("sign-out").catch(() => null);
  location.assign("/console");
});
onLanguage(fresh);
setInterval(fresh, FRESH_MS);
