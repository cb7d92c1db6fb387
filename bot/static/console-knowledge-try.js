// A question tried against the library: whether it would be answered and how surely, what was read in it, every passage with
// its score taken apart, and what was left out before anything was scored.

import { put } from "./console-knowledge-parts.js";
import { badge } from "./console-parts.js";
import { el, label, problemText } from "./words.js";

const EVERY = 2; // decimals of a score

/** A form and, under it, what comes of it. `ask({q, as_of})` gives the explanation; `isNew(passage)` marks what is under review. */
export function trial(day, ask, isNew = () => false) {
  const q = el("input", { type: "search", name: "q", required: true, maxlength: "500", placeholder: label("try_hint"), "aria-label": label("try_question"), autocomplete: "off" });
  const asOf = el("input", { type: "date", name: "as_of", value: day, required: true, "aria-label": label("as_of") });
  const send = el("button", { type: "submit", class: "primary small" }, label("try_ask"));
  const result = el("div", { class: "explained", "aria-live": "polite" });
  const form = el("form", { class: "trial" }, q, asOf, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      result.replaceChildren(...explanation(await ask({ q: q.value.trim(), as_of: asOf.value }), isNew));
    } catch (error) {
      result.replaceChildren(el("p", { class: "error" }, error.problem ? problemText(error.problem) : label("lost")));
    }
    send.disabled = false;
  });
  return el("section", { class: "preview try" }, el("div", { class: "panel-head" }, el("h3", {}, label("try_title"))), el("p", { class: "note" }, label("try_lead")), form, result);
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

function terms(rows) {
  if (!rows.length) return null;
  const shown = rows.filter((row) => row.why !== "filler");
  return el("div", {}, el("p", { class: "caption" }, label("try_terms")),
    el("ul", { class: "tags" }, ...shown.map((row) => el("li", {}, badge(`${row.term} · ${label("try_whys", row.why)}`, row.why === "asked" ? "accent" : "plain")))));
}

function hits(rows, isNew) {
  const fields = Object.keys(label("try_fields")).filter((name) => rows.some((row) => row.fields[name]));
  return el("div", { class: "scores", tabindex: "0" }, el("table", {},
    el("caption", {}, label("try_scores")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, label("try_passage")), el("th", { scope: "col" }, label("try_total")), ...fields.map((name) => el("th", { scope: "col" }, label("try_fields", name))))),
    el("tbody", {}, ...rows.map((row, index) => hit(row, index, fields, isNew)))));
}

function hit(row, index, fields, isNew) {
  return el("tr", { class: isNew(row.passage) ? "new" : "" },
    el("th", { scope: "row" }, el("span", { class: "place" }, `${index + 1}. ${[row.title, row.article || row.section].filter(Boolean).join(" · ")}`), " ",
      isNew(row.passage) ? badge(label("try_this"), "accent") : null, row.in_force ? null : badge(label("try_not_in_force"), "danger"),
      el("span", { class: "quoted" }, row.quote), el("small", {}, why(row))),
    el("td", {}, el("b", {}, row.score.toFixed(EVERY))),
    ...fields.map((name) => el("td", {}, row.fields[name] ? row.fields[name].toFixed(EVERY) : "–")));
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
