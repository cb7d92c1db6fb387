// The library's first page: the search with its day, the topics with their counts, and the documents in force that day.

import { documents, noticesOn, search, today } from "./library-api.js";
import { address, badge, button, dayPicker, documentAt, link, marks, notices, passageAt, put, show } from "./library-parts.js";
import { validity } from "./blocks.js";
import { el, label, lang } from "./words.js";

/** What the address says: the question, the day, the topic. */
const asked = () => Object.fromEntries(new URLSearchParams(location.search));

/** `again()` shows the page anew after the address has changed. */
export async function shelvesPage(again) {
  const [now, versions, told] = await Promise.all([today(), documents(), noticesOn()]);
  const { q, topic, as_of: day = now } = asked();
  const found = q ? await search(q, day) : null;
  const shelf = inForce(versions, day);
  const go = async (changes) => {
    const next = { q, topic, as_of: day, ...changes };
    history.pushState(null, "", address("", { ...next, as_of: next.as_of === now ? null : next.as_of }));
    await again();
    document.querySelector(changes.q ? ".results h2" : ".topic[aria-pressed=true]")?.focus();
  };
  show(
    el("h1", {}, label("headline")),
    el("p", { class: "lead" }, label("intro")),
    searchForm(q, day, now, go),
    ...notices(told),
    found ? results(found, q, day, versions, go) : null,
    topicChips(shelf, topic, go),
    documentList(shelf, topic, day));
}

/** Of every document the version in force that day, in the reader's language where there is one; lessons have their own pages. */
function inForce(versions, day) {
  const mine = lang === "en" ? "en" : "zh";
  const kept = new Map();
  for (const each of versions) {
    if (each.kind === "lesson" || each.audience !== "client") continue;
    const holds = !each.retired && each.effective_from <= day && (!each.effective_to || day < each.effective_to);
    if (holds && (!kept.has(each.document) || each.lang === mine)) kept.set(each.document, each);
  }
  const alike = (row) => versions.filter((each) => each.document === row.document && each.lang === row.lang && each.retired !== "superseded");
  return [...kept.values()].map((row) => ({ ...row, count: alike(row).length }));
}

function searchForm(q, day, now, go) {
  const input = el("input", { type: "search", name: "q", value: q ?? "", placeholder: label("search_hint"), "aria-label": label("search"), maxlength: "500", autocomplete: "off" });
  const form = el("form", { class: "search", role: "search" }, input, dayPicker(day, (as_of) => go({ q: input.value.trim(), as_of })),
    el("button", { type: "submit", class: "primary" }, label("find")));
  form.addEventListener("submit", (event) => { event.preventDefault(); go({ q: input.value.trim(), topic: null }); });
  return el("div", {}, form, day === now ? null : el("p", { class: "other-day" }, put("reading_of", { day }), " ", button(label("today"), "linked", () => go({ as_of: null }))));
}

function results(found, q, day, versions, go) {
  const home = (hit) => versions.find((each) => each.document === hit.document && each.title === hit.title && each.effective_from === hit.effective_from);
  return el("section", { class: "results", "aria-label": label("results"), "aria-live": "polite" },
    el("header", { class: "between" }, el("h2", { tabindex: "-1" }, put("results_of", { q, day })), button(label("clear"), "quiet small", () => go({ q: null }))),
    found.hits.length ? (found.answerable ? null : el("p", { class: "hint" }, label("results_unsure"))) : el("p", { class: "hint" }, label("results_none")),
    el("ol", {}, ...found.hits.map((hit) => el("li", {}, result(hit, home(hit))))));
}

/** What a hit leaves unsaid (who decides, who speaks) stands in the list of documents. */
function result(hit, home) {
  return link("result panel", passageAt(hit.passage),
    el("span", { class: "place" }, el("strong", {}, hit.article || hit.section || hit.title), el("small", {}, hit.title)),
    el("span", { class: "excerpt" }, ...excerpt(hit.text, hit.quote)),
    el("span", { class: "meta" }, home ? marks(home) : null, el("small", {}, [validity(hit.effective_from, hit.effective_to), label("confidences", hit.confidence)].filter(Boolean).join(" · "))));
}

const AROUND = 90;

/** The answering words marked, with a little of what stands before and after them. */
function excerpt(text, quote) {
  const at = text.indexOf(quote);
  if (at < 0) return [text.slice(0, AROUND * 2)];
  const before = text.slice(Math.max(0, at - AROUND), at);
  const end = at + quote.length;
  const after = text.slice(end, end + AROUND);
  return [at > AROUND ? "…" : "", before, el("mark", {}, quote), after, end + AROUND < text.length ? "…" : ""];
}

function topicChips(shelf, chosen, go) {
  const counts = new Map();
  for (const row of shelf) counts.set(row.topic ?? "", (counts.get(row.topic ?? "") ?? 0) + 1);
  const chip = (id, words, count) => {
    const node = button(words, "chip topic", () => go({ topic: id || null, q: null }));
    node.append(el("b", {}, String(count)));
    node.ariaPressed = String((chosen ?? "") === id);
    return node;
  };
  const known = label("topic_order").filter((id) => counts.has(id));
  return el("section", { class: "topics" }, el("h2", {}, label("by_topic")),
    el("div", { class: "chips" }, chip("", label("all_topics"), shelf.length), ...known.map((id) => chip(id, label("topics", id), counts.get(id)))));
}

function documentList(shelf, topic, day) {
  const rows = shelf.filter((row) => !topic || row.topic === topic);
  const groups = [...label("topic_order"), null].map((id) => [id, rows.filter((row) => (row.topic ?? null) === id)]).filter(([, each]) => each.length);
  return el("section", { class: "shelf" },
    el("header", { class: "between" }, el("h2", {}, label("documents")), el("p", { class: "note" }, put("documents_count", { n: rows.length, day }))),
    rows.length ? null : el("p", { class: "hint" }, label("documents_none")),
    ...groups.map(([id, each]) => el("section", { class: "group" }, el("h3", {}, id ? label("topics", id) : label("no_topic")), el("ul", { class: "panel" }, ...each.map((row) => el("li", {}, entry(row)))))),
    el("p", { class: "note" }, link("", `/learn?lang=${lang}`, label("lessons_elsewhere"))));
}

function entry(row) {
  return link("entry", documentAt(row.document, { as_of: asked().as_of }),
    el("strong", {}, row.title), marks(row),
    el("small", {}, [validity(row.effective_from, row.effective_to), row.count > 1 ? put("versions_count", { n: row.count }) : null].filter(Boolean).join(" · ")),
    isOther(row) ? badge(row.lang === "en" ? "EN" : "中文") : null);
}

const isOther = (row) => row.lang !== (lang === "en" ? "en" : "zh");
