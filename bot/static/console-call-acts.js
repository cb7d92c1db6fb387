// What people do about a margin call: log an attempt, note a payment, propose more time, a waiver or a sale, wind it up.

import { newKey, part, post } from "./console-api.js";
import { ask, options } from "./console-ask.js";
import { el, label } from "./words.js";

const CHANNELS = ["phone", "sms", "app", "email", "letter"];
const RESULTS = ["reached", "no_answer", "busy", "left_message", "refused", "wrong_number"];
const OPEN = ["called", "part_met", "extended", "overdue"];
const ZONE = "+08:00";

/** [name, words, class, act] of everything that whoever looks may do now. */
export function acts(row, moves) {
  const made = [];
  const offer = (name, tone, act) => made.push([name, label("case_acts", name), tone, act]);
  const open = OPEN.includes(row.state);
  if (row.may.includes("act") && open) {
    offer("top_up", "quiet", () => topUp(row, moves));
    offer("waiver", "quiet", () => until(row, "waiver", moves));
    offer("extension", "quiet", () => until(row, "extension", moves));
    if (row.state === "overdue" && !row.proposals.some((each) => each.kind === "liquidation" && each.state === "proposed")) offer("liquidation", "quiet", () => sell(row, moves));
  }
  if (row.may.includes("act") && row.state === "liquidating" && row.liquidations.some((each) => each.statement)) offer("finish", "primary", () => finish(row, moves));
  if (row.may.includes("attempt") && !row.closed_at) offer("attempt", "primary", () => attempt(row, moves));
  return made;
}

function attempt(row, moves) {
  const key = newKey();
  ask(label("case_acts", "attempt"), [
    { name: "channel", label: label("channel"), options: options("channels", CHANNELS) },
    { name: "result", label: label("result"), options: options("results", RESULTS) },
    { name: "note", label: label("note_colleagues"), rows: 2 },
  ], async (given) => {
    await post(`margin-calls/${part(row.id)}/attempts`, { key, ...given });
    await moves.again();
  });
}

export function finishTask(task, moves) {
  const key = newKey();
  ask(label("case_task_done"), [{ name: "note", label: label("note_optional"), rows: 2 }], async ({ note }) => {
    await post(`call-tasks/${task.id}/done`, { key, note });
    await moves.again();
  });
}

function topUp(row, moves) {
  const key = newKey();
  ask(label("case_acts", "top_up"), [
    { name: "amount", label: label("case_amount"), type: "text", required: true },
    { name: "note", label: label("case_top_up_note"), rows: 2 },
  ], async ({ amount, note }) => {
    await post(`margin-calls/${part(row.id)}/top-up`, { key, amount: amount.trim(), note });
    await moves.again();
  });
}

/** More time, or a waiver: a person of compliance or a supervisor decides. */
function until(row, what, moves) {
  const key = newKey();
  ask(label("case_acts", what), [
    { name: "until", label: label("case_until"), type: "datetime-local", required: true },
    { name: "reason", label: label("approval_reason"), rows: 3, required: true },
  ], async (given) => {
    const body = { key, until: `${given.until}:00${ZONE}`, reason: given.reason };
    await post(`margin-calls/${part(row.id)}/${what}`, body);
    await moves.again();
  });
  hint("case_decided_elsewhere");
}

function sell(row, moves) {
  const key = newKey();
  ask(label("case_sell_title"), [], async () => {
    await post(`margin-calls/${part(row.id)}/liquidation`, { key });
    await moves.again();
  });
  hint("case_sell_hint");
}

function finish(row, moves) {
  const key = newKey();
  ask(label("case_acts", "finish"), [{ name: "reason", label: label("approval_reason"), rows: 2, required: true }], async ({ reason }) => {
    await post(`margin-calls/${part(row.id)}/finish`, { key, reason });
    await moves.again();
  });
}

const hint = (name) => document.getElementById("asking-fields").append(el("p", { class: "note" }, label(name)));
