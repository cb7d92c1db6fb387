// An amendment as the client decides about it: what changes word by word, side by side, what that means for the own account, yes or no.

import { renderBlock } from "./blocks.js";
import { ask, back, badge, bilingual, button, confirmed, facts, newKey, panel, printButton, said, show, put, table } from "./agreements-parts.js";
import { el, figureName, label, moment, percent, withUnit } from "./words.js";

const TONES = { open: "wait", accepted: "good", refused: "bad" };
const EFFECTS = { tighter: "wait", looser: "good", changed: "plain" };
const FIGURES = ["maintenance_ratio", "shortfall_to_restore", "withdrawable", "available_margin"];

export async function amendmentPage(id) {
  draw(await ask(`amendments/${encodeURIComponent(id)}`));
}

function draw(row) {
  show(
    back(),
    el("header", { class: "page-head" }, el("h1", {}, said(row.reason)), el("p", { class: "row" }, badge(label("amendment")), badge(label(`state_${row.state}`), TONES[row.state]), printButton())),
    row.state === "open" ? el("p", { class: "lead" }, said(row.follows)) : null,
    panel(facts([[label("answer_by"), row.answer_by], [label("effective_from"), row.effective_from], row.answered_at ? [label("answered_on"), moment(row.answered_at)] : null, [label("hash"), el("code", {}, row.sha256)]])),
    el("h2", {}, label("what_changes")),
    table([label("term"), label("old"), label("new"), ""], row.terms.map((term) => [said(term.label), said(term.before_words), el("strong", {}, said(term.after_words)), badge(label(`effect_${term.effect}`), EFFECTS[term.effect])])),
    ...row.clauses.map(clause),
    ...meaning(row.meaning),
    row.state === "open" ? answers(row) : null);
}

function clause(row) {
  const side = (name, text) => el("div", { class: `side ${name}` }, el("p", { class: "caption" }, label(name)), text ? bilingual(text) : el("p", {}, "—"));
  return el("article", { class: "panel clause-change" }, el("h3", {}, `${row.no} ${said(row.section)}`), el("div", { class: "sides" }, side("old", row.before), side("new", row.after)));
}

function meaning(found) {
  if (!found) return [];
  const names = FIGURES.filter((name) => found.before[name] && found.after[name]);
  return [
    el("h2", {}, label("what_it_means")),
    found.snapshot_time ? el("p", { class: "note" }, put("meaning_day", { at: moment(found.snapshot_time) })) : null,
    table([label("meaning_figures"), label("old"), label("new")], names.map((name) => [figureName(name), shown(found.before[name]), el("strong", {}, shown(found.after[name]))])),
    found.lines.length ? table([label("line"), label("old"), label("new")], found.lines.map((line) => [said(line.label), at(line.before, line.state_before), el("span", {}, at(line.after, line.state_after))])) : null,
    el("div", { class: "figures" }, ...names.map((name) => renderBlock("figure", found.after[name], {}))),
  ];
}

const shown = (figure) => (figure.value === null ? label(figure.missing.length ? "indeterminate" : "undefined") : withUnit(figure.display, figure.unit));
const at = (value, state) => (value === null ? "—" : [percent(value), state ? label(`${state}_line`) : null].filter(Boolean).join(" · "));

function answers(row) {
  const answer = (accept) => {
    const key = newKey();
    return async () => draw(await ask(`amendments/${encodeURIComponent(row.id)}/answer`, { key, accept, sha256: row.sha256 }));
  };
  return el("div", { class: "row end answers" },
    button(label("refuse"), "quiet", () => confirmed(label("refuse_title"), label("refuse_text"), answer(false))),
    button(label("agree"), "primary", () => confirmed(label("agree_title"), label("agree_text"), answer(true))));
}
