// Margin calls by deadline: who has how long, what is still missing, who was reached last.

import { get, part } from "./console-api.js";
import { bench } from "./console-bench.js";
import { put, said } from "./console-bench-parts.js";
import { drawCall, stateBadge } from "./console-call-view.js";
import { badge, figureChip, nameOf } from "./console-parts.js";
import { el, label, lang, moment } from "./words.js";

const KINDS = ["maintenance", "minimum", "maturity"];

function entry(row, answer) {
  const { maintenance_ratio: ratio, missing_amount: missing } = row.figures;
  const tasks = row.tasks.filter((task) => !task.done_at).length;
  return [
    el("span", { class: "head" }, nameOf(row), stateBadge(row), row.kind === "maintenance" ? null : badge(label("case_kinds", row.kind), "plain")),
    el("span", { class: "pair" }, ratio ? figureChip(ratio) : null, missing ? figureChip(missing) : null),
    el("span", { class: `meta${late(row, answer.now) ? " late" : ""}` }, el("span", {}, deadline(row)), tasks ? el("span", {}, put("case_tasks_open", { count: tasks })) : null),
    el("span", { class: "meta" }, el("span", {}, row.id), el("span", {}, attempt(row.last_attempt))),
  ];
}

const late = (row, now) => row.deadline !== null && !row.closed_at && new Date(row.deadline) < new Date(now);

function deadline(row) {
  if (!row.deadline) return label("case_no_deadline");
  return `${label("case_deadline")} ${moment(row.deadline)}${row.provisional ? ` (${label("provisional")})` : ""}`;
}

const attempt = (last) => (last ? `${label("last_contact")} ${moment(last.at)} · ${label("results", last.result)}` : label("never_contacted"));

const count = (rows, name, value) => rows.filter((row) => row[name] === value).length;

function states(rows) {
  const texts = new Map(rows.map((row) => [row.state, said(row.state_text)]));
  return [["", `${label("case_every_state")} ${rows.length}`], ...[...texts].map(([state, text]) => [state, `${text} ${count(rows, "state", state)}`])];
}

bench({
  path: "margin-calls",
  query: (values) => (values.closed ? "&closed=true" : ""),
  rows: (answer) => answer.cases,
  id: (row) => row.id,
  entry,
  sifts: [
    { name: "state", choices: states, keeps: (row, state) => row.state === state },
    { name: "kind", choices: (rows) => [["", label("case_every_kind")], ...KINDS.filter((kind) => count(rows, "kind", kind)).map((kind) => [kind, label("case_kinds", kind)])], keeps: (row, kind) => row.kind === kind },
    { name: "closed", choices: () => [["", label("case_open")], ["closed", label("case_closed_too")]] },
  ],
  read: (id) => get(`margin-calls/${part(id)}?lang=${lang}`),
  draw: drawCall,
  pick: "case_pick",
  empty: "case_empty",
  keys: { l: "[data-act=attempt]" },
  shortcuts: "case_shortcuts",
});
