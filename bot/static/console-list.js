// The left pane: who waits and why in this order, tickets by their clock, one's own clients.

import { linked } from "./blocks.js";
import { badge, figureChip, nameOf } from "./console-parts.js";
import { el, label, lang, moment } from "./words.js";

/** One entry of each list, as {id, open, node}; `open` is what the page shows when it is chosen. */
export const ENTRIES = { queue: waiting, tickets: ticket, clients: client };

export function emptyList(tab) {
  const hint = label(`${tab}_empty_hint`);
  return el("li", { class: "empty" }, el("strong", {}, label(`${tab}_empty`)), hint === `${tab}_empty_hint` ? null : el("p", { class: "note" }, hint));
}

function waiting(row, me) {
  return entry(`case:${row.id}`, { kind: "case", id: row.id, client: row.client_id },
    el("span", { class: "rank", title: label("rank") }, String(row.rank)),
    el("span", { class: "head" }, nameOf(row), badge(label("reasons", row.reason), URGENT.includes(row.reason) ? "danger" : "plain")),
    el("span", { class: "summary" }, row.summary),
    el("span", { class: "why" }, ...linked(row.why[lang === "en" ? "en" : "zh"])),
    el("span", { class: "meta" },
      row.state === "claimed" ? holder(row, me) : null, promised(row)));
}

const URGENT = ["distress", "security", "legal"];

export function holder(row, me) {
  if (row.claimed_by === me) return badge(label("mine"), "accent");
  if (!row.attended) return badge(label("stale"), "caution");
  return el("span", {}, `${label("with")}${row.agent_name}`);
}

/** What the firm has promised the client: an answer by, or a call back from. */
export function promised(row) {
  if (row.call_back) {
    const slot = `${moment(row.call_back.from)}–${moment(row.call_back.until).slice(-5)}`;
    return el("span", {}, `${label("call_back")} ${slot}`, row.call_back.provisional ? ` (${label("provisional")})` : "");
  }
  return row.answer_by && row.state === "waiting" ? el("span", {}, `${label("answer_by")} ${moment(row.answer_by).slice(-5)}`) : null;
}

export function deadline(call) {
  const words = `${label("deadline")} ${moment(call.deadline)}${call.provisional ? ` (${label("provisional")})` : ""}`;
  return el("span", { class: call.state === "overdue" ? "late" : "" }, call.state === "overdue" ? `${label("overdue")} · ${moment(call.deadline)}` : words);
}

export function lastContact(contact) {
  if (!contact) return label("never_contacted");
  return `${label("last_contact")} ${moment(contact.at)} · ${label("channels", contact.channel)} · ${label("results", contact.result)}`;
}

function ticket(row) {
  return entry(`ticket:${row.number}`, { kind: "ticket", id: row.number, client: row.client_id },
    el("span", { class: "head" }, el("strong", {}, row.number), badge(label("categories", row.category), "plain"), sla(row.sla)),
    el("span", { class: "summary" }, row.text),
    el("span", { class: "meta" }, el("span", {}, row.name_masked), el("span", {}, label("statuses", row.status))));
}

export function sla(clock) {
  const words = label("sla", clock.state).replace("{count}", clock.business_days_left);
  const tone = { overdue: "danger", due_today: "caution", on_time: "plain", answered: "accent" }[clock.state];
  return badge(words + (clock.provisional ? ` (${label("provisional")})` : ""), tone);
}

function client(row) {
  return entry(`client:${row.client_id}`, { kind: "client", id: row.client_id, client: row.client_id },
    el("span", { class: "head" }, nameOf(row), row.band ? badge(label("bands", row.band), BANDS[row.band]) : null),
    el("span", { class: "pair" }, row.maintenance_ratio ? figureChip(row.maintenance_ratio) : el("span", { class: "note" }, label("not_opened"))));
}

export const BANDS = { safe: "accent", warning: "caution", call: "danger", no_debt: "plain", indeterminate: "unknown" };

function entry(id, open, ...children) {
  const button = el("button", { type: "button", class: "entry", "data-id": id }, ...children);
  return { id, open, node: el("li", {}, button) };
}
