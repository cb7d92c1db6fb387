// Applications for a credit account: who waits for whom, and of each what is known, from where, and who has verified it.

import { get, newKey, part, post } from "./console-api.js";
import { ask, options } from "./console-ask.js";
import { bench } from "./console-bench.js";
import { figuresPart, head, money, place, put, rate, said, sheet, table, trail, who } from "./console-bench-parts.js";
import { badge, button, fold, nameOf, section } from "./console-parts.js";
import { facts } from "./blocks.js";
import { el, label, lang, moment, problemText } from "./words.js";

const FACT_TONES = { verified: "accent", unverified: "caution", missing: "unknown", expired: "danger", early: "caution" };
const TONES = { draft: "plain", submitted: "caution", in_review: "caution", proposed: "caution", approved: "accent", refused: "danger", withdrawn: "plain", none: "plain" };
const SOURCES = ["client", "document", "register", "report"];
const SIDES = ["desk", "client", "risk"];

const stateBadge = (row) => badge(said(row.state_text), TONES[row.state]);

function entry(row) {
  return [
    el("span", { class: "head" }, nameOf(row), stateBadge(row)),
    el("span", { class: "summary" }, `${label("application_sides", row.next.by)}${lang === "en" ? ": " : "："}${said(row.next)}`),
    el("span", { class: "meta" }, el("span", {}, row.id), el("span", {}, label("groups", row.group)), row.open_gaps ? el("span", {}, put("application_gaps_open", { count: row.open_gaps })) : el("span", {}, label("application_outcomes", row.outcome))),
  ];
}

function draw(row, moves) {
  const outcome = row.explanation?.outcome;
  return [
    head(el("span", {}, row.name_masked, " ", el("small", {}, row.client_id)), [stateBadge(row), outcome ? badge(label("application_outcomes", outcome), outcome === "admit" ? "accent" : outcome === "refuse" ? "danger" : "plain") : ""], row.id ?? "", acts(row, moves)),
    sheet(
      el("p", { class: "error", id: "refusal", role: "alert" }),
      row.id ? el("p", { class: "hint-line" }, `${label("application_sides", row.next.by)}${lang === "en" ? ": " : "："}${said(row.next)}${row.next.earliest ? ` · ${put("application_earliest", { day: row.next.earliest })}` : ""}`) : null,
      row.proposal_id ? el("p", {}, `${label("application_proposal")} `, place("approvals", row.proposal_id)) : null,
      row.reason ? el("p", { class: "quoted" }, row.reason) : null,
      section(label("application_facts"), factTable(row, moves)),
      row.gaps.length ? section(label("application_gaps"), el("ul", { class: "points" }, ...row.gaps.map(gap))) : null,
      questionnaire(row.questionnaire),
      figuresPart("approval_figures", figuresOf(row)),
      row.explanation?.points.length ? fold(label("application_why"), false, el("ul", { class: "points" }, ...row.explanation.points.map((point) => el("li", {}, said(point))))) : null,
      row.history.length ? section(label("application_history"), trail(row.history.map((step) => [`${label("application_acts", step.act)}${step.note ? ` — ${step.note}` : ""}`, who(step.by, row.client_id), step.at]))) : null,
    ),
  ];
}

const figuresOf = (row) => Object.values(row.explanation?.figures ?? {}).filter((figure) => figure && figure.trace_id);

function gap(row) {
  const [words, closes] = lang === "en" ? [row.text, row.closes] : [row.text_zh, row.closes_zh];
  return el("li", {}, badge(label("application_sides", row.by), "plain"), ` ${words} `, el("small", { class: "note" }, `${closes}${row.earliest ? ` · ${put("application_earliest", { day: row.earliest })}` : ""}`));
}

function questionnaire(row) {
  if (row.state === "none") return null;
  return section(label("application_questionnaire"), facts([
    [label("application_sitting"), label("sitting_states", row.state)], [label("application_answered"), `${row.answered} / ${row.of}`],
    row.grade ? [label("application_grade"), `${row.grade} (${row.points} / ${row.most})`] : null, row.valid_until ? [label("application_valid_until"), row.valid_until] : null,
  ]));
}

function factTable(row, moves) {
  const heads = ["application_fact", "application_value", "application_source", "application_verified", "application_valid_until", "application_todo"].map((name) => label(name));
  return table(heads, row.facts.map((fact) => [said(fact.title), el("span", {}, value(fact), " ", badge(label("fact_states", fact.state), FACT_TONES[fact.state])), source(fact, row), fact.verified_by ? el("span", {}, who(fact.verified_by), " ", el("small", { class: "note moment" }, moment(fact.verified_at).slice(0, 10))) : "—", fact.valid_until, todo(row, fact, moves)]));
}

function value(fact) {
  if (fact.value === null) return "—";
  if (fact.kind === "money") return money(fact.value);
  if (fact.kind === "share") return rate(fact.value);
  return fact.kind === "flag" ? label(fact.value === "yes" ? "bench_yes" : "bench_no") : fact.value;
}

const source = (fact, row) => (fact.source ? el("span", {}, label("fact_sources", fact.source), fact.evidence ? el("small", { class: "note" }, ` ${fact.evidence}`) : "", el("small", { class: "note" }, ` ${who(fact.entered_by, row.client_id)}`)) : "—");

/** What the desk can do about a fact: verify what is there (not what one has entered oneself), or state what is missing. */
function todo(row, fact, moves) {
  const toVerify = ["unverified", "expired"].includes(fact.state) && fact.version !== null;
  if (toVerify && fact.entered_by === row.user) return el("small", { class: "note" }, label("application_own_fact"));
  if (toVerify && row.may_fact.includes("verify")) return button(label("application_verify"), "quiet small", () => verify(row, fact, moves));
  if (fact.state === "missing" && fact.by === "desk" && row.may_fact.includes("state")) return button(label("application_state"), "quiet small", () => state(row, fact, moves));
  return "";
}

function verify(row, fact, moves) {
  const key = newKey();
  ask(`${label("application_verify_title")} ${said(fact.title)}`, [{ name: "evidence", label: label("application_evidence"), type: "text", value: fact.evidence ?? "", required: true }], async ({ evidence }) => {
    await post(`applications/${part(row.client_id)}/facts/${part(fact.name)}/verify?lang=${lang}`, { key, version: fact.version, evidence });
    await moves.again();
  });
}

function state(row, fact, moves) {
  const key = newKey();
  const given = fact.kind === "flag" ? { options: [["no", label("bench_no")], ["yes", label("bench_yes")]] } : { type: fact.kind === "day" ? "date" : "text", required: true };
  ask(said(fact.title), [
    { name: "value", label: label("application_value"), ...given },
    { name: "source", label: label("application_source"), options: options("fact_sources", SOURCES.slice(1)) },
    { name: "evidence", label: label("application_evidence"), type: "text" },
  ], async (asked) => {
    await post(`applications/${part(row.client_id)}/facts/${part(fact.name)}?lang=${lang}`, { key, ...asked });
    await moves.again();
  });
}

function acts(row, moves) {
  return ["review", "propose"].filter((name) => row.may.includes(name)).map((name) => [name, label("application_acts", name), "primary", () => course(row, name, moves)]);
}

function course(row, name, moves) {
  const key = newKey();
  ask(label("application_acts", name), [{ name: "note", label: label("note_optional"), rows: 3 }], async ({ note }) => {
    try {
      await post(`applications/${part(row.client_id)}/${name}?lang=${lang}`, { key, note });
    } catch (error) {
      const named = (error.problem?.errors ?? []).map((each) => (lang === "en" ? each.text : each.text_zh)).filter(Boolean);
      if (named.length) document.getElementById("refusal").textContent = [problemText(error.problem), ...named].join(" ");
      throw error;
    }
    await moves.again();
  });
}

const bySide = (rows, side) => rows.filter((row) => row.next.by === side).length;

bench({
  path: "applications",
  query: (values) => (values.over ? "&over=true" : ""),
  rows: (answer) => answer.applications,
  id: (row) => row.client_id,
  entry,
  sifts: [
    { name: "side", choices: (rows) => [["", `${label("application_every_side")} ${rows.length}`], ...SIDES.map((side) => [side, `${label("application_sides", side)} ${bySide(rows, side)}`])], keeps: (row, side) => row.next.by === side },
    { name: "over", choices: () => [["", label("application_waiting")], ["over", label("application_over")]] },
  ],
  read: (id) => get(`applications/${part(id)}?lang=${lang}`),
  draw,
  pick: "application_pick",
  empty: "application_empty",
  keys: { p: "[data-act=propose]" },
  shortcuts: "application_shortcuts",
});
