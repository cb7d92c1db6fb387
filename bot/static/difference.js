// Two versions of a document, article by article: words that were added are underlined, words that were removed struck
// through, and both are said to whoever cannot see it. An article that is new or gone as a whole says so in its head.

import { el, label } from "./words.js";

/** `found` is {from, to, articles: [{label, change, parts: [{op, text}]}], counts}. Unchanged articles are named, not repeated. */
export function difference(found) {
  const changed = found.articles.filter((each) => each.change !== "same");
  const same = found.articles.length - changed.length;
  return el("div", { class: "difference" },
    el("p", { class: "legend" }, label("change_legend")),
    changed.length ? null : el("p", { class: "note" }, label("compared_none")),
    ...changed.map(article),
    same ? el("p", { class: "note" }, `${label("changes", "same")} · ${same}`) : null);
}

function article(each) {
  return el("article", { class: `altered ${each.change}` },
    el("header", {}, el("h3", {}, each.label), el("span", { class: "change" }, label("changes", each.change))),
    el("p", { class: "parts" }, ...partsOf(each).map(part)));
}

/** An article that is wholly new or gone may come without parts. */
function partsOf(each) {
  if (each.parts.length) return each.parts;
  return [{ op: each.change === "removed" ? "del" : each.change === "added" ? "add" : "same", text: each.after ?? each.before ?? "" }];
}

function part({ op, text }) {
  if (op === "add") return el("ins", {}, el("span", { class: "sr" }, label("words_added")), text);
  if (op === "del") return el("del", {}, el("span", { class: "sr" }, label("words_removed")), text);
  return text;
}
