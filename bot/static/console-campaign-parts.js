// Parts of a campaign that several views show: its letter with the placeholders, its audience in words, a rule then and now,
// whom it reaches, and what came of it.

import { renderBlock } from "./blocks.js";
import { badge, section } from "./console-parts.js";
import { el, label, lang, percent } from "./words.js";

export const TONES = { draft: "plain", submitted: "caution", approved: "accent", running: "accent", done: "plain", held: "danger", cancelled: "plain" };
export const FACTS = ["ratio_at_least", "ratio_below", "band", "opened_within_days", "course_not_done", "group"];
const GRADES = ["sent", "opened", "started", "completed"];

/** put("preview_of", {count: 10}): a label with its slots filled. */
export function put(name, slots, ...path) {
  return label(name, ...path).replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
}

export const said = (text) => text[lang] ?? text[lang === "en" ? "en" : "zh"];

/** The words of a letter or a question; a placeholder stands as what will be filled in. */
export function letterText(text) {
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? el("span", { class: "slot" }, label("placeholders", part)) : part));
}

/** The letter as the card a client will see, in one language. */
export function letter(title, text, language) {
  return el("article", { class: "letter", lang: language },
    el("p", { class: "origin" }, label("campaign_language", language)), el("h4", {}, ...letterText(title)), el("p", {}, ...letterText(text)));
}

/** ["维持担保比例低于 140%", …] */
export function conditionsSaid(audience, courses) {
  return FACTS.filter((name) => name in audience).map((name) => put("conditions_said", { value: valueSaid(name, audience[name], courses) }, name));
}

function valueSaid(name, value, courses) {
  if (name.startsWith("ratio_")) return percent(value);
  if (name === "band") return label("bands", value);
  if (name === "course_not_done") return titleOf(courses, value);
  return String(value);
}

export function titleOf(courses, id) {
  const course = courses.find((each) => each.id === id);
  return course ? said(course.title) : id;
}

/** One row of the rulebook: what it says, since when, where it stands. */
export function ruleRow(row) {
  const plain = /^[a-z_]+$/.test(row.display) ? null : row.display; // a word for machines says nothing here
  return el("div", { class: "rule-row" }, plain ? el("strong", {}, plain) : null,
    el("small", {}, [`${label("education_since")} ${row.valid_from}`, row.source, row.article].filter(Boolean).join(" · ")));
}

/** What a rule said then and says now, side by side; `ground` is {label, param, old, new}. */
export function ruleChange(ground) {
  const side = (name, rows, none) => el("div", { class: `side ${name}` }, el("p", { class: "caption" }, label(`rule_${name}`)),
    ...(rows.length ? rows.map(ruleRow) : [el("p", { class: "note" }, label(none))]));
  return el("div", { class: "change" },
    el("p", {}, el("strong", {}, ground.label), ground.param ? el("code", {}, ` ${ground.param}`) : null),
    ground.param
      ? el("div", { class: "sides" }, side("old", ground.old, "rule_not_yet"), side("new", ground.new, "rule_gone"))
      : el("p", { class: "note" }, label("education_section_changed")));
}

export function bar(share) {
  const fill = el("i");
  fill.style.inlineSize = `${Math.round(Math.min(share, 1) * 100)}%`;
  return el("div", { class: "share", "aria-hidden": "true" }, fill);
}

/** Whom it would go to now. `found` is the service's preview; null before anything was saved. */
export function preview(found, stale, again) {
  const head = el("div", { class: "panel-head" }, el("h3", {}, label("preview_title")), again ?? null);
  if (!found) return el("section", { class: "preview", "data-shown": "none" }, head, el("p", { class: "note" }, label("preview_none")));
  return el("section", { class: `preview${stale ? " stale" : ""}`, "data-shown": "counts" }, head,
    stale ? el("p", { class: "note" }, label("preview_stale")) : null,
    el("p", { class: "reach" }, el("b", {}, String(found.selected)), el("span", {}, ` ${label("preview_selected")} · ${put("preview_of", { count: found.of })}`)),
    bar(found.share),
    found.broad ? el("p", { class: "hint-line broad" }, label("preview_broad")) : null,
    found.later ? el("p", { class: "hint-line" }, put("preview_later", { count: found.later })) : null,
    found.selected ? null : el("p", { class: "note" }, label("preview_nobody")),
    tally(label("preview_excluded"), found.excluded),
    found.samples.length ? el("div", { class: "samples" }, el("p", { class: "caption" }, label("preview_samples")), ...found.samples.map(sample)) : null);
}

function sample(each) {
  const language = lang === "en" ? "en" : "zh";
  return el("article", { class: "letter", lang: language }, el("p", { class: "origin" }, each.client_id), el("h4", {}, each.title[language]), el("p", {}, each.text[language]));
}

function tally(title, counts) {
  const rows = Object.entries(counts);
  if (!rows.length) return null;
  return el("div", { class: "tallies" }, el("p", { class: "caption" }, title),
    el("ul", { class: "items" }, ...rows.map(([reason, count]) => el("li", { class: "between" }, el("span", {}, label("exclusions", reason)), el("b", {}, String(count))))));
}

/** What came of it: how far the letters got, and what was learned with its interval. */
export function results(found) {
  const skipped = Object.values(found.skipped).reduce((sum, count) => sum + count, 0);
  const all = found.sent + found.waiting + skipped || 1;
  const grade = (name) => el("li", { class: "grade" }, el("span", {}, label("campaign_results", name)), bar(found[name] / all), el("b", {}, String(found[name])));
  return section(label("results_title"),
    el("ul", { class: "grades" }, ...GRADES.map(grade)),
    found.waiting ? el("p", { class: "note" }, `${label("campaign_results", "waiting")} ${found.waiting}`) : null,
    skipped ? tally(label("results_skipped"), found.skipped) : null,
    el("div", { class: "learned" }, ...(found.gain.n ? learned(found) : [el("p", { class: "note" }, label("results_no_gain"))])));
}

function learned(found) {
  const { points, n, low, high, method } = found.gain;
  const level = (name, share) => el("li", { class: "grade" }, el("span", {}, label(`results_${name}`)), bar(share), el("b", {}, share100(share)));
  return [
    el("ul", { class: "grades" }, level("before", found.before), level("after", found.after)),
    el("p", { class: "gain-words" }, `${label("results_gain")} `, el("b", {}, put("results_points", { count: signed(points) }))),
    found.chart ? renderBlock("chart", found.chart, {}) : null,
    low !== null && low <= 0 && high >= 0 ? el("p", { class: "hint-line" }, label("results_unsure")) : null,
    el("p", { class: "note" }, [low === null ? label("results_no_interval") : put("results_interval", { low: signed(low), high: signed(high) }), put("results_n", { count: n }), label("results_methods", method)].join(" · ")),
  ];
}

const share100 = (share) => `${Number((100 * share).toFixed(1))}%`;
const signed = (points) => (points > 0 ? `+${points}` : String(points).replace("-", "−"));

export const stateBadge = (state) => badge(label("campaign_states", state), TONES[state]);
