// Parts that the pages of decisions share: a head with its acts, tables that fold up on a phone, figures with their proof, a trail.

import { renderBlock } from "./blocks.js";
import { badge, button, section } from "./console-parts.js";
import { openCitation } from "./console-proof.js";
import { el, grouped, label, lang, moment, percent } from "./words.js";

/** A text of the service in the reader's language; its Chinese comes in the reader's script. */
export const said = (text) => (lang === "en" ? text.en : text.zh);

/** put("impact_of", {count: 3}): a label with its slots filled. */
export function put(name, slots, ...path) {
  return label(name, ...path).replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
}

/** The head of what is open: title, tags, number, and what may be done. `acts` are [name, words, class, act]. */
export function head(title, tags, number, acts, ...under) {
  return el("header", { class: "case" },
    el("div", { class: "title" }, el("h2", {}, title), ...tags, el("small", { class: "number" }, number)),
    el("div", { class: "acts" }, ...acts.map(([name, words, tone, act]) => {
      const node = button(words, `${tone} small`, act);
      node.dataset.act = name;
      return node;
    })),
    ...under);
}

export const sheet = (...parts) => el("div", { class: "sheet bench-sheet", tabindex: "0" }, ...parts.filter(Boolean));

/** A table whose rows become cards where there is no room; a head that starts with "#" is of numbers. */
export function table(heads, rows, none = "bench_none") {
  if (!rows.length) return el("p", { class: "note" }, label(none));
  const names = heads.map((name) => name.replace(/^#/, ""));
  const number = heads.map((name) => (name.startsWith("#") ? "number" : null));
  return el("table", { class: "rows-table" },
    el("thead", {}, el("tr", {}, ...names.map((name, at) => el("th", { scope: "col", class: number[at] }, name)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell, at) => el("td", { "data-head": names[at], class: number[at] }, whole(cell)))))));
}

/** A day or a moment is not torn at the end of a line; nothing is a dash. */
const whole = (cell) => (typeof cell === "string" && /^\d{4}-\d\d-\d\d/.test(cell) ? el("span", { class: "moment" }, cell) : cell ?? "—");

/** Figures one under the other, each opening to formula, inputs, rules and trace. */
export function figures(rows) {
  return el("div", { class: "figures rows" }, ...rows.map((row) => renderBlock("figure", row, { openCitation })));
}

export const figuresPart = (title, rows) => (rows.length ? section(label(title), figures(rows)) : null);

/** What has happened and by whom, in order; a step that has not happened yet stands there without. `steps` are [words, who, at]. */
export function trail(steps) {
  return el("ol", { class: "trail" }, ...steps.filter(Boolean).map(([words, who, at]) => el("li", { class: at ? "passed" : "" }, el("span", {}, words), at ? el("small", {}, [who, moment(at)].filter(Boolean).join(" · ")) : null)));
}

/** "58,116.62 元"; unknown stays unknown. */
export const money = (value) => (value === null || value === undefined ? "—" : `${lang === "en" ? "CNY " : ""}${grouped(value)}${lang === "en" ? "" : ` ${label("currencies", "CNY")}`}`);

export const rate = (value) => (value === null || value === undefined ? "—" : percent(value));

/** Where something else stands: a link to another page of the console, at the one that is meant. */
export const place = (page, id, words = id) => el("a", { class: "linked", href: `/console/${page}#${encodeURIComponent(id)}` }, words);

/** Two texts side by side, before and after. */
export function sides(before, after) {
  const side = (name, text) => el("div", { class: `side ${name}` }, el("p", { class: "caption" }, label(`bench_${name}`)), el("p", {}, text ?? "—"));
  return el("div", { class: "sides" }, side("before", before), side("after", after));
}

/** The terms that change, before and after, with which way that is for the client where it can be told. */
export function terms(rows) {
  return table([label("bench_term"), label("bench_before"), label("bench_after"), label("bench_effect")], rows.map((row) => [
    said(row.label), said(row.before_words), el("strong", {}, said(row.after_words)),
    badge(label("bench_effects", row.effect), row.effect === "tighter" ? "caution" : row.effect === "looser" ? "accent" : "plain"),
  ]));
}

export const clauses = (rows) => rows.map((row) => el("article", { class: "altered" }, el("h3", {}, `${row.no} ${said(row.section)}`), sides(row.before && said(row.before), row.after && said(row.after))));

const people = JSON.parse(document.getElementById("people")?.textContent ?? "{}");

/** Who did it, by name: a colleague, the firm's own worker, or the client it is about. */
export function who(user, client = null) {
  if (user === "worker") return label("bench_worker");
  return user && user === client ? label("bench_own") : people[user] ?? user;
}
