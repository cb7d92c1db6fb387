// The blocks of an answer as elements: text, details to unfold, figure, citation, chart, choices.

import { el, figureName, grouped, label, lang, moment, percent, withUnit } from "./words.js";

/** handlers: {choose(choice), openCitation(citation), recompute(figure)}; where nothing can be computed again, there is no recompute. Returns an element, or null for nothing. */
export function renderBlock(kind, data, handlers) {
  switch (kind) {
    case "text": return text(data.text);
    case "details": return details(data.text);
    case "figure": return figure(data, handlers);
    case "citation": return citation(data, handlers);
    case "chart": return chart(data);
    case "choices": return choices(data, handlers);
    default: return null;
  }
}

/** Lines starting with "- " or "· " become a list; each other line a paragraph. */
function text(value) {
  const box = el("div", { class: "text" });
  let list = null;
  for (const line of value.split("\n").map((item) => item.trim()).filter(Boolean)) {
    const item = line.match(/^[-•·]\s*(.+)$/);
    if (item) {
      list ??= box.appendChild(el("ul"));
      list.append(el("li", {}, ...linked(item[1])));
    } else {
      list = null;
      box.append(paragraph(line));
    }
  }
  return box;
}

/** What an answer depends on: folded below it, one press away. */
function details(value) {
  return el("details", { class: "unfold" }, el("summary", {}, label("unfold")), text(value));
}

const LONG_SENTENCE = 64;

/** A paragraph whose first sentence the style sheet can set apart: at the top of an answer it is the direct answer. */
function paragraph(line) {
  const [, sentence, more] = line.match(/^(.+?(?:[。！？](?![”’」』）)，])|[.!?](?=\s+[A-Z(])))(.+)$/) ?? [null, line, ""];
  const [, lead, list] = (sentence.length > LONG_SENTENCE && sentence.match(/^(.{8,}?(?:：|: ))(.+)$/)) || [null, sentence, ""];
  return el("p", {}, el("span", { class: "direct" }, ...linked(lead)), ...linked(list), ...linked(more));
}

/** The address of a lesson in a text is a link, any other address stays the text it is; a moment is not torn at the end of a line. */
export function linked(words) {
  const parts = words.split(/((?<![\w/.:])\/learn(?:\/[a-z0-9-]+)*(?![\w/-])|(?<![\w-])\d{4}-\d\d-\d\d(?: \d\d:\d\d)?(?![\w-]))/);
  return parts.map((part, index) => (index % 2 ? (part.startsWith("/") ? el("a", { href: part }, part) : el("span", { class: "moment" }, part)) : part));
}

function figure(data, handlers) {
  const shown = data.value === null ? (data.missing.length ? label("indeterminate") : label("undefined")) : withUnit(data.display, data.unit);
  return el("details", { class: "figure", "data-name": data.name },
    el("summary", {}, el("span", { class: "name" }, `${data.hypothetical ? label("hypothetical_mark") : ""}${figureName(data.name)}`), el("span", { class: "value" }, shown)),
    el("div", { class: "proof" },
      facts([
        [label("formula"), (lang === "en" && data.formula_en) || data.formula],
        data.missing.length ? [label("missing"), data.missing.join("、")] : null,
        [label("snapshot_time"), moment(data.as_of)],
        data.price_time ? [label("price_time"), moment(data.price_time)] : null,
        [label("trace_id"), el("code", {}, data.trace_id)],
      ]),
      data.inputs.length ? inputs(data.inputs) : null,
      data.rule.length ? rules(data.rule) : null,
      handlers.recompute ? again(data, handlers) : null));
}

function again(data, handlers) {
  const result = el("p", { class: "recomputed", role: "status" });
  const button = el("button", { type: "button", class: "quiet" }, label("recompute"));
  button.addEventListener("click", () => recompute(data, button, result, handlers));
  return el("div", { class: "again" }, button, result);
}

async function recompute(data, button, result, handlers) {
  button.disabled = true;
  result.textContent = label("recomputing");
  try {
    const answer = await handlers.recompute(data);
    const changed = `${label("changed")} ${withUnit(answer.figure.display, answer.figure.unit)}`;
    const same = answer.hypothetical ? label("same_given") : label("same");
    result.textContent = answer.same ? same : changed;
    result.dataset.same = answer.same;
  } catch (error) {
    result.textContent = error.problem ? handlers.words(error.problem) : label("offline");
  }
  button.disabled = false;
}

function inputs(rows) {
  const body = rows.map((row) => el("tr", {},
    el("th", { scope: "row" }, figureName(row.name),
      el("span", { class: "origin" }, [row.source && row.source !== row.name ? label("sources", row.source) : null, row.time ? moment(row.time) : null].filter(Boolean).join(" · "))),
    el("td", {}, row.value === null ? "—" : withUnit(grouped(row.value), row.unit))));
  return el("table", {}, el("caption", {}, label("inputs")), el("tbody", {}, ...body));
}

function rules(rows) {
  const items = rows.map((row) => el("li", {},
    el("span", { class: "layer" }, label("layers", row.layer)),
    el("span", {}, ruleText(row)),
    el("span", { class: "origin" }, [row.source, row.article, validity(row.valid_from, row.valid_to), label("confidences", row.confidence)].filter(Boolean).join(" · "))));
  return el("div", {}, el("p", { class: "caption" }, label("rule")), el("ul", { class: "rules" }, ...items));
}

/** "平仓线 130%"; a value that is a word for machines says nothing here, the formula is shown already. */
function ruleText(row) {
  if (/^[a-z_]+$/.test(row.value)) return figureName(row.param);
  return `${figureName(row.param)} ${/_(line|ratio|rate|cap)$/.test(row.param) ? percent(row.value) : row.value}`;
}

export function facts(pairs) {
  return el("dl", { class: "facts" }, ...pairs.filter(Boolean).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export function validity(from, to) {
  if (!from) return null;
  if (to) return `${from} → ${to} ${label("until")}`;
  return lang === "en" ? `${label("since")} ${from}` : `${from} ${label("since")}`;
}

/** The quoted words open here; as a link, in another tab for one, the passage stands in its document in the library. */
function citation(data, handlers) {
  const place = data.article || data.section;
  const chip = el("a", { class: "chip cite", href: inLibrary(data.passage) },
    el("span", { class: "mark", "aria-hidden": "true" }, "§"),
    el("span", {}, [data.title, place].filter(Boolean).join(" · ")));
  chip.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    handlers.openCitation(data);
  });
  return chip;
}

/** The permalink of a passage, in the reader's language. */
export const inLibrary = (passage) => `/library/p/${encodeURIComponent(passage)}?lang=${lang}`;

/** The service draws the chart; it is read as XML, so nothing in it can run, and scripts are forbidden anyway. */
function chart(data) {
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  const drawn = parsed.querySelector("parsererror") ? el("p", {}, data.alt ?? "") : document.importNode(parsed.documentElement, true);
  return el("figure", { class: "chart" }, drawn);
}

function choices(data, handlers) {
  const buttons = data.map((choice) => {
    const button = el("button", { type: "button", class: "chip choice" }, choice.label);
    button.addEventListener("click", () => handlers.choose(choice));
    return button;
  });
  return el("div", { class: "chips choices" }, ...buttons);
}
