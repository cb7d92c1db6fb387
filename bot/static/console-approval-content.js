// What a proposal would do, readable for every kind: orders, terms before and after, the effect on the book, the call it is about.

import { get, part, post } from "./console-api.js";
import { clauses, figures, money, place, put, said, table, terms } from "./console-bench-parts.js";
import { impactView } from "./console-impact.js";
import { badge, fold, section } from "./console-parts.js";
import { facts } from "./blocks.js";
import { el, grouped, label, lang, moment } from "./words.js";

/** The sections about the content of a proposal. */
export function contentOf(row, moves) {
  const special = CONTENTS[row.kind]?.(row, moves) ?? [];
  const plain = Object.entries(row.content).filter(([name, value]) => label("approval_content")[name] && value !== null && value !== "" && typeof value !== "object");
  return [
    plain.length || row.client_id ? section(label("approval_about"), facts([row.client_id ? [label("bench_client"), client(row)] : null, ...plain.map(([name, value]) => [label("approval_content", name), shown(name, value)])])) : null,
    ...special.filter(Boolean),
  ];
}

const client = (row) => el("span", {}, row.name_masked ?? "", " ", el("small", {}, row.client_id));
const MONEY = ["amount", "line_before"];

function shown(name, value) {
  if (typeof value === "boolean") return label(value ? "bench_yes" : "bench_no");
  if (MONEY.includes(name)) return money(value);
  if (name === "call_id") return place("calls", value);
  if (name === "policy") return place("policies", value);
  if (name === "outcome") return label("application_outcomes", value);
  return name === "until" ? moment(value) : String(value);
}

const CONTENTS = {
  liquidation: (row) => [call(row.about), before(row.content.liquidation), orders(row.content), repaid(row.content.repaid_inside), after(row.content.liquidation), unsold(row.content.liquidation?.unsold ?? [])],
  call_extension: (row) => [call(row.about)],
  call_waiver: (row) => [call(row.about)],
  policy: (row, moves) => (row.about ? [section(label("policy_change"), changed(row.about)), impactView(row.about.impact, { id: row.about.id, anew: row.may_decide ? () => anew(row.about.id, moves) : null, accounts: (effect) => get(`policies/${part(row.about.id)}/accounts?effect=${effect}&lang=${lang}`) })] : []),
  agreement_amendment: ({ about }) => (about ? [section(label("bench_terms"), terms(about.terms)), section(label("bench_clauses"), ...clauses(about.clauses)), section(label("bench_dates"), facts([[label("agreement_answer_by"), about.answer_by], [label("agreement_effective"), about.effective_from]]))] : []),
  agreement_template: ({ about }) => (about ? template(about) : []),
  admission: (row) => [el("p", {}, place("applications", row.client_id, label("approval_open_application")))],
};

async function anew(id, moves) {
  await post(`policies/${part(id)}/impact?lang=${lang}`);
  await moves.again();
}

function changed(policy) {
  return table([label("bench_term"), label("bench_before"), label("bench_after")], policy.terms.map((term) => [said(term.label), said(term.before_display), el("strong", {}, said(term.after_display))]));
}

function call(about) {
  if (!about) return null;
  return section(label("approval_call"),
    facts([[label("case_number"), place("calls", about.id)], [label("case_state"), said(about.state_text)], [label("case_deadline"), about.deadline ? moment(about.deadline) : label("case_no_deadline")]]),
    about.missing_amount ? figures([about.missing_amount]) : null);
}

const ORDER_HEADS = ["#approval_order", "approval_side", "security", "#quantity", "#approval_price"];

function orders(content) {
  const heads = ORDER_HEADS.map((name) => (name.startsWith("#") ? `#${label(name.slice(1))}` : label(name)));
  return section(label("approval_orders"), table(heads, content.orders.map((row) => [String(row.number), badge(label("sides", row.side), "plain"), row.security, grouped(row.quantity), grouped(row.price)])));
}

function repaid(rows) {
  if (!rows?.length) return null;
  return section(label("approval_repaid"), table([label("approval_contract"), `#${label("interest")}`, `#${label("principal")}`], rows.map((row) => [row.contract, money(row.interest), money(row.principal)])));
}

const before = (found) => (found?.before ? section(label("approval_before"), figures([found.before])) : null);

function after(found) {
  if (!found) return null;
  const rows = Object.values(found.after ?? {});
  return rows.length ? section(label("approval_after"), figures(rows)) : null;
}

function unsold(rows) {
  if (!rows.length) return null;
  return fold(put("approval_unsold", { count: rows.length }), false, table([label("security"), `#${label("quantity")}`, label("approval_because")], rows.map((row) => [row.security, grouped(row.quantity), row.reasons.map((name) => label("unsold_reasons", name)).join(lang === "en" ? ", " : "、")])));
}

function template(about) {
  return [
    about.faults.length ? section(label("approval_faults"), el("ul", { class: "points" }, ...about.faults.map((fault) => el("li", {}, lang === "en" ? fault.text : fault.text_zh)))) : null,
    section(label("bench_terms"), table([label("bench_term"), label("bench_value"), label("bench_clause")], about.named_terms.map((term) => [said(term.label), said(term.words), term.clause]))),
    fold(label("approval_mandatory"), false, table([label("approval_section"), label("bench_source"), label("bench_there")], about.mandatory.map((row) => [said(row.title), [row.source, row.article].filter(Boolean).join(" "), label(row.present ? "bench_yes" : "bench_no")]))),
  ];
}

