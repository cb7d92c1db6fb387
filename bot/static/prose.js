// The text of a passage as elements: paragraphs, lists, and tables whose cells stand between bars. Text stays text.

import { linked } from "./blocks.js";
import { el } from "./words.js";

const NUMBER = /^[-−+]?[\d,.]+\s?(?:%|[元天股万倍]{0,2})$/;

/** A box with the paragraphs, lists and tables of `text`. */
export function prose(text) {
  const box = el("div", { class: "prose" });
  for (const block of blocks(text)) box.append(block.rows ? table(block.rows) : block.items ? list(block.items) : el("p", {}, ...linked(block.line)));
  return box;
}

function blocks(text) {
  const found = [];
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const last = found.at(-1);
    const item = line.match(/^[-•·]\s+(.+)$/);
    const cells = line.split(" | ").map((cell) => cell.trim());
    if (cells.length > 1) last?.rows?.[0].length === cells.length ? last.rows.push(cells) : found.push({ rows: [cells] });
    else if (item) last?.items ? last.items.push(item[1]) : found.push({ items: [item[1]] });
    else found.push({ line });
  }
  return found;
}

const list = (items) => el("ul", {}, ...items.map((item) => el("li", {}, ...linked(item))));

/** The first row is the head; cells that are numbers stand to the right. */
function table([head, ...rows]) {
  const cell = (words) => el("td", { class: NUMBER.test(words) ? "number" : null }, ...linked(words));
  return el("div", { class: "table", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, ...head.map((words, at) => el("th", { scope: "col", class: rows.length && rows.every((row) => NUMBER.test(row[at])) ? "number" : null }, words)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell))))));
}
