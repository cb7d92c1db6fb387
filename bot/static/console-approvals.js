// Everything that waits for a second person, on one page whatever its kind.

import { drawApproval, stateBadge } from "./console-approval-view.js";
import { get, part } from "./console-api.js";
import { bench } from "./console-bench.js";
import { said } from "./console-bench-parts.js";
import { badge } from "./console-parts.js";
import { el, label, lang, moment } from "./words.js";

const STATES = ["proposed", "mine", "approved", "refused", "withdrawn", "expired"];

function entry(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, said(row.title)), row.may_decide ? badge(label("approval_yours"), "accent") : stateBadge(row.state)),
    el("span", { class: "summary" }, said(row.summary)),
    el("span", { class: "meta" }, el("span", {}, row.id), row.name_masked ? el("span", {}, row.name_masked) : null, el("span", {}, moment(row.made_at))),
  ];
}

function kinds(rows) {
  const titles = new Map(rows.map((row) => [row.kind, said(row.title)]));
  const count = (kind) => rows.filter((row) => row.kind === kind).length;
  return [["", label("approval_every_kind")], ...[...titles].map(([kind, title]) => [kind, `${title} ${count(kind)}`])];
}

function states(rows) {
  const count = (state) => rows.filter((row) => inState(row, state)).length;
  return [["", `${label("approval_states", "all")} ${rows.length}`], ...STATES.map((state) => [state, `${label("approval_states", state)} ${count(state)}`])];
}

const inState = (row, state) => (state === "mine" ? row.may_decide : row.state === state);

bench({
  path: "approvals",
  rows: (answer) => answer.proposals,
  id: (row) => row.id,
  entry,
  sifts: [{ name: "state", choices: states, keeps: inState }, { name: "kind", choices: kinds, keeps: (row, kind) => row.kind === kind }],
  read: (id) => get(`approvals/${part(id)}?lang=${lang}`),
  draw: drawApproval,
  pick: "approval_pick",
  empty: "approval_empty",
  keys: { a: "[data-act=approve]", r: "[data-act=refuse]" },
  shortcuts: "approval_shortcuts",
});
