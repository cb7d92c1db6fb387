// Small parts that several panes of the console share.

import { el, figureName, label, withUnit } from "./words.js";

export function badge(words, tone) {
  return el("span", { class: `badge ${tone}` }, words);
}

/** The masked name, or that nobody is signed in. */
export function nameOf(row) {
  return row.client_id ? el("strong", {}, row.name_masked, " ", el("small", {}, row.client_id)) : el("strong", {}, label("anonymous"));
}

/** A figure in a word or two: name and display; never a zero for what is not known. */
export function figureChip(figure) {
  return el("span", { class: "chipped" }, el("small", {}, figureName(figure.name)), " ", el("b", {}, shown(figure)));
}

export function shown(figure) {
  if (figure.value !== null) return withUnit(figure.display, figure.unit);
  return figure.missing.length ? label("indeterminate") : label("undefined");
}

export function section(title, ...children) {
  return el("section", { class: "part" }, el("h3", {}, title), ...children);
}

/** A fold that remembers nothing: title, tally and what is inside. */
export function fold(title, open, ...children) {
  return el("details", { class: "fold", open }, el("summary", {}, title), ...children);
}

export function button(words, classes, act) {
  const node = el("button", { type: "button", class: classes }, words);
  node.addEventListener("click", act);
  return node;
}
