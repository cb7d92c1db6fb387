// A question tried against the library: whether it would be answered and how surely, what was read in it, every passage with
// its score taken apart, and what was left out before anything was scored.

import { put } from "./console-knowledge-parts.js";
import { badge } from "./console-parts.js";
import { el, label, problemText } from "./words.js";

const EVERY = 2; // decimals of a score

/** A form and, under it, what comes of it. `ask({q, as_of})` gives the explanation; `isNew(passage)`, where something is under
 * review, marks what is of it. */
export function trial(day, ask, isNew = null) {
  const q = el("input", { type: "search", name: "q", required: true, maxlength: "500", placeholder: label("try_hint"), "aria-label": label("try_question"), autocomplete: "off" });
  const asOf = el("input", { type: "date", name: "as_of", value: day, required: true, "aria-label": label("as_of") });
  const send = el("button", { type: "submit", class: "primary small" }, label("try_ask"));
  const result = el("div", { class: "explained", "aria-live": "polite" });
  const form = el("form", { class: "trial" }, q, asOf, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      result.replaceChildren(...explanation(await ask({ q: q.value.trim(), as_of: asOf.value }), isNew ?? (() => false)));
    } catch (error) {
      result.replaceChildren(el("p", { class: "error" }, error.problem ? problemText(error.problem) : label("lost")));
    }
    send.disabled = false;
  });
  return el("section", { class: "preview try" }, el("div", { class: "panel-head" }, el("h3", {}, label("try_title"))), el("p", { class: "note" }, label(isNew ? "try_lead" : "try_lead_now")), form, result);
}

function explanation(found, isNew) {
  return [
    verdict(found),
    terms(found.terms),
    found.hits.length ? hits(found.hits, isNew) : el("p", { class: "note" }, label("try_nothing")),
    leftOut(found.filtered_out),
  ].filter(Boolean);
}

function verdict(found) {
  const share = (value) => `${Math.round(value * 100)}%`;
  return el("p", { class: `try-verdict ${found.answerable ? "yes" : "no"}` },
    el("strong", {}, label(found.answerable ? "try_answers" : "try_abstains")), " ",
    el("span", {}, put(found.answerable ? "try_sure" : "try_unsure", { confidence: share(found.confidence), threshold: share(found.threshold) })));
}

/** Single characters and filler words say nothing to a reader. */
function terms(rows) {
  const shown = rows.filter((row) => row.why !== "filler" && row.term.length > 1);
  if (!shown.length) return null;
  return el("div", {}, el("p", { class: "caption" }, label("try_terms")),
    el("ul", { class: "tags" }, ...shown.map((row) => el("li", {}, badge(row.why === "asked" ? row.term : `${row.term} · ${label("try_whys", row.why)}`, row.why === "asked" ? "accent" : "plain")))));
}

/** Each passage is a group of two rows: what it is and why it is here, and the numbers. */
function hits(rows, isNew) {
  const fields = Object.keys(rows[0].fields).filter((name) => rows.some((row) => row.fields[name]));
  return el("div", { class: "scores", tabindex: "0" }, el("table", {},
    el("caption", {}, label("try_scores")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, label("try_total")), ...fields.map((name) => el("th", { scope: "col" }, label("try_fields", name))))),
    ...rows.map((row, index) => hit(row, index, fields, isNew))));
}

function hit(row, index, fields, isNew) {
  return el("tbody", { class: isNew(row.passage) ? "new" : "" },
    el("tr", {}, el("th", { scope: "rowgroup", colspan: fields.length + 1 },
      el("span", { class: "place" }, `${index + 1}. ${[row.title, row.article || row.section].filter(Boolean).join(" · ")}`), " ",
      isNew(row.passage) ? badge(label("try_this"), "accent") : null, row.in_force ? null : badge(label("try_not_in_force"), "danger"),
      el("span", { class: "excerpt" }, row.quote), el("small", {}, why(row)))),
    el("tr", {}, el("td", {}, el("b", {}, row.score.toFixed(EVERY))), ...fields.map((name) => el("td", {}, row.fields[name] ? row.fields[name].toFixed(EVERY) : "–"))));
}

/** In words: what put it first in spite of its score, the two fields that counted most, and what raised or lowered the score. */
function why(row) {
  const most = Object.entries(row.fields).filter(([, value]) => value > 0).sort(([, a], [, b]) => b - a).slice(0, 2).map(([name]) => label("try_fields", name));
  const moved = Object.entries(row.factors).filter(([, value]) => value !== 1).map(([name, value]) => put(value > 1 ? "try_raised" : "try_lowered", { what: label("try_factors", name), by: `×${value.toFixed(EVERY)}` }));
  return [row.lifted ? label("try_lifts", row.lifted) : null, most.length ? put("try_because", { fields: most.join(label("try_and")) }) : null, ...moved].filter(Boolean).join(label("try_then"));
}

function leftOut(counts) {
  const rows = Object.entries(counts).filter(([, count]) => count);
  if (!rows.length) return null;
  return el("p", { class: "note" }, `${label("try_left_out")} ${rows.map(([name, count]) => `${label("try_filters", name)} ${count}`).join(label("try_and"))}`);
}
