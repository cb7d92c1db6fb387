// The policy desk: what the firm changes for everybody, from a draft with its effect on the book to the day it is in force.

import { get, newKey, part, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { bench } from "./console-bench.js";
import { head, place, put, said, sheet, table, trail, who } from "./console-bench-parts.js";
import { impactView } from "./console-impact.js";
import { policyForm } from "./console-policy-form.js";
import { badge, section } from "./console-parts.js";
import { facts } from "./blocks.js";
import { el, label, lang, moment, problemText } from "./words.js";

const TONES = { draft: "plain", proposed: "caution", announced: "accent", in_force: "accent", refused: "danger", withdrawn: "plain", expired: "plain" };
const STATES = Object.keys(TONES);

const stateBadge = (row) => badge(label("policy_states", row.state), TONES[row.state]);

function entry(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, said(row.about)), stateBadge(row)),
    el("span", { class: "summary" }, row.terms.map((term) => `${said(term.label)} ${said(term.before_display)} → ${said(term.after_display)}`).join(lang === "en" ? "; " : "；")),
    el("span", { class: "meta" }, el("span", {}, row.id), el("span", {}, `${label("policy_effective")} ${row.effective}`)),
  ];
}

function draw(row, moves) {
  const ways = { id: row.id, anew: row.may.includes("impact") ? () => look(row.id, moves) : null, accounts: (effect) => get(`policies/${part(row.id)}/accounts?effect=${effect}&lang=${lang}`) };
  return [
    head(said(row.about), [stateBadge(row), row.standing === false ? badge(label("policy_not_standing"), "danger") : ""], row.id, acts(row, moves), course(row)),
    sheet(
      el("p", { class: "error", id: "refusal", role: "alert" }),
      row.state === "proposed" ? el("p", { class: "hint-line" }, `${label("policy_waits")} `, place("approvals", row.proposal)) : null,
      row.conflicts.length ? el("p", { class: "hint-line" }, `${label("policy_conflicts")} ${row.conflicts.join(", ")}`) : null,
      section(label("policy_change"), table([label("bench_term"), label("bench_before"), label("bench_after")], row.terms.map((term) => [said(term.label), said(term.before_display), el("strong", {}, said(term.after_display))]))),
      section(label("bench_dates"), facts([
        [label("policy_effective"), row.effective + (row.effective_provisional ? ` (${label("provisional")})` : "")], [label("policy_notify"), put("policy_notify_said", { day: row.notify_on, count: row.notice_days })],
        [label("approval_reason"), row.reason], row.told ? [label("policy_told"), String(row.told)] : null, row.ended_because ? [label("policy_ended_because"), row.ended_because] : null,
      ])),
      row.impact || ways.anew ? impactView(row.impact, ways) : null,
    ),
  ];
}

function course(row) {
  return trail([
    [label("policy_trail", "created"), who(row.created_by), row.created_at],
    [label("policy_trail", "approved"), row.approved_by, row.approved_at],
    row.ended_at ? [label("policy_states", row.state), row.ended_by && who(row.ended_by), row.ended_at] : [`${label("policy_trail", "in_force")} ${row.effective}`, null, row.state === "in_force" ? row.effective : null],
  ]);
}

function acts(row, moves) {
  const offers = { withdraw: ["quiet", () => withdraw(row, moves)], propose: ["primary", () => propose(row, moves)] };
  return Object.entries(offers).filter(([name]) => row.may.includes(name)).map(([name, [tone, act]]) => [name, label("policy_acts", name), tone, act]);
}

async function look(id, moves) {
  await post(`policies/${part(id)}/impact?lang=${lang}`);
  await moves.again();
}

async function propose(row, moves) {
  const key = newKey();
  try {
    await post(`policies/${part(row.id)}/propose?lang=${lang}`, { key });
    await moves.again();
  } catch (error) {
    document.getElementById("refusal").textContent = error.problem ? problemText(error.problem) : label("lost");
  }
}

function withdraw(row, moves) {
  const key = newKey();
  ask(label("policy_withdraw_title"), [{ name: "reason", label: label("approval_reason"), rows: 3, required: true }], async ({ reason }) => {
    await post(`policies/${part(row.id)}/withdraw?lang=${lang}`, { key, reason });
    await moves.again();
  });
}

const count = (rows, state) => rows.filter((row) => row.state === state).length;

bench({
  path: "policies",
  rows: (answer) => answer.policies,
  id: (row) => row.id,
  entry,
  sifts: [{ name: "state", choices: (rows) => [["", `${label("policy_every_state")} ${rows.length}`], ...STATES.map((state) => [state, `${label("policy_states", state)} ${count(rows, state)}`])], keeps: (row, state) => row.state === state }],
  read: (id) => get(`policies/${part(id)}?lang=${lang}`),
  draw,
  pick: "policy_pick",
  empty: "policy_empty",
  keys: { n: "#new", p: "[data-act=propose]", i: "[data-act=impact]" },
  shortcuts: "policy_shortcuts",
  create: { label: "policy_new", may: (answer) => answer.may_write, open: async (moves) => moves.show(...policyForm(await get(`policies/choices?lang=${lang}`), moves)) },
});
