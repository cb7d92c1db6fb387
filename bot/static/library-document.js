// Reading a document: the version of a day, its sections with links of their own, its other versions, and two of them compared.

import { compared, documentOf, noticesOn, passageOf, today } from "./library-api.js";
import { badge, button, copyButton, dayPicker, documentAt, address, isUnverified, link, marks, notices, passageAt, put, show, standing } from "./library-parts.js";
import { facts, validity } from "./blocks.js";
import { difference } from "./difference.js";
import { prose } from "./prose.js";
import { el, label, lang } from "./words.js";

const LONG = 4; // from so many sections on there is a table of contents
const language = () => (lang === "en" ? "en" : "zh");

/** `/library/{document}?as_of&from&to`: as of a day, or two versions compared. */
export async function documentPage(name) {
  const [now, { as_of: asked, from, to }] = [await today(), Object.fromEntries(new URLSearchParams(location.search))];
  const day = asked ?? now;
  const read = await readable(name, day);
  const told = await noticesOn(read.shown?.topic ?? read.versions[0].topic);
  const changes = from && to && from !== to ? await compared(name, read.lang, from, to) : null;
  draw({ ...read, name, day, now, told, changes, from, to });
}

/** `/library/p/{passage}`: the version the passage stands in, with the passage in sight; and whether it still holds. */
export async function passagePage(id) {
  const [now, passage] = await Promise.all([today(), passageOf(id)]);
  const day = passage.in_force_today ? now : passage.effective_from;
  const read = await inItsLanguage(passage, day);
  const told = await noticesOn(read.versions[0].topic);
  const inside = read.passages.some((each) => each.passage === id);
  const verdict = passage.in_force_today ? null : await gone(passage, read, now);
  draw({ ...read, passages: inside ? read.passages : [passage], shown: inside ? read.shown : null, name: passage.document, day, now, told, target: id, verdict, title: passage.title });
  document.getElementById(`p-${id}`)?.scrollIntoView({ block: "center", behavior: "instant" });
}

/** What was in force that day, with the versions there are; where nothing was, those alone. */
async function readable(name, day, wanted = language()) {
  const found = await documentOf(name, day, wanted);
  return { ...found, shown: found.versions.find((each) => each.version === found.version) ?? null };
}

/** A passage is read in its own language, whatever the reader's is: the version it stands in tells. */
async function inItsLanguage(passage, day) {
  const other = language() === "zh" ? "en" : "zh";
  const [mine, theirs] = await Promise.all([readable(passage.document, day), readable(passage.document, day, other)]);
  return [mine, theirs].find((read) => read.versions.some((each) => each.version === passage.version)) ?? mine;
}

/** Why a passage no longer holds, and where what holds now can be read. */
async function gone(passage, read, now) {
  const present = await documentOf(passage.document, now, read.lang);
  const same = present.passages.find((each) => each.section === passage.section && each.article === passage.article);
  const early = passage.effective_from > now;
  const ended = passage.effective_to && passage.effective_to <= now;
  return el("aside", { class: "verdict-banner", role: "note" },
    el("strong", {}, early ? put("passage_not_yet", { day: passage.effective_from }) : ended ? put("passage_gone", { day: passage.effective_to }) : label("passage_withdrawn")),
    passage.retired_reason ? el("span", {}, passage.retired_reason) : null,
    present.passages.length ? link("", same ? passageAt(same.passage) : documentAt(passage.document), label("to_present")) : el("span", {}, label("no_present")));
}

function draw(page) {
  const { name, shown, told } = page;
  const lead = shown ?? page.versions[0];
  const title = page.title ?? lead.title;
  const topic = lead.topic;
  show(
    el("nav", { class: "crumbs" }, link("", address(""), label("library")), topic ? link("", address("", { topic }), label("topics", topic)) : null),
    el("h1", {}, title),
    el("p", { class: "meta" }, marks(lead), shown ? standing(shown, page.now) : null),
    ...notices(told),
    page.verdict ?? null,
    shown && isUnverified(shown.confidence) ? el("p", { class: "warning", role: "note" }, el("strong", {}, label("unverified")), ` ${label("unverified_more")}`) : null,
    tools(page),
    page.changes ? comparison(page) : body(page),
    el("p", { class: "printed" }, `${label("printed_from")} ${location.origin}${page.target ? passageAt(page.target) : documentAt(name, { as_of: page.day })}`));
}

function tools({ name, day, now, target }) {
  const print = button(label("print"), "quiet small print", () => window.print());
  return el("div", { class: "reading" },
    dayPicker(day, (as_of) => location.assign(documentAt(name, { as_of }))),
    day === now ? null : link("quiet small", documentAt(name), label("today")),
    el("span", { class: "grow" }),
    target ? null : copyButton(documentAt(name, { as_of: day }), label("copy_short"), "quiet small"), print);
}

function body(page) {
  const { shown, passages, day, now } = page;
  const other = shown && shown.lang !== language();
  return el("div", { class: "document" },
    el("div", { class: "column", lang: shown && other ? shown.lang : null },
      passages.length ? null : el("p", { class: "hint" }, `${put("not_that_day", { day })} ${label("pick_version")}`),
      passages.length && day !== now && !page.verdict ? el("p", { class: "hint" }, put("reading_of", { day })) : null,
      other ? el("p", { class: "hint" }, label("only_other")) : null,
      passages.length >= LONG ? contents(passages) : null,
      ...passages.map((each, index) => section(each, passages[index - 1], page))),
    el("aside", { class: "beside" }, timeline(page), shown ? about(shown) : null));
}

function contents(passages) {
  const heads = passages.filter((each, index) => headed(each, passages[index - 1]));
  return el("details", { class: "contents panel", open: heads.length <= 16 }, el("summary", {}, label("contents")),
    el("ol", {}, ...heads.map((each) => el("li", {}, link("", `#p-${each.passage}`, name(each))))));
}

const name = (passage) => [passage.article, passage.section].filter((each, index, all) => each && all.indexOf(each) === index).join(" · ") || passage.title;
const headed = (passage, before) => !before || before.section !== passage.section || before.article !== passage.article;

/** The pieces of one long section follow each other under one heading; each has its own link. */
function section(passage, before, { target }) {
  const mine = passage.passage === target;
  return el("section", { class: `section${mine ? " target" : ""}`, id: `p-${passage.passage}`, tabindex: mine ? "-1" : null },
    mine ? el("p", { class: "eyebrow" }, label("from_here")) : null,
    el("header", {}, headed(passage, before) ? el("h2", {}, name(passage)) : el("span"),
      copyButton(passageAt(passage.passage), "§", "icon permalink", `${label("copy_link")}: ${name(passage)}`)),
    prose(passage.text));
}

function about(shown) {
  return el("section", { class: "about" }, el("h2", {}, label("facts")), facts([
    [label("in_force_range"), validity(shown.effective_from, shown.effective_to) ?? "—"],
    [label("who_decides"), label("origins", shown.layer)],
    shown.tier ? [label("kind_of_text"), label("tiers", shown.tier)] : null,
    [label("source"), shown.source],
    [label("confidence"), label("confidences", shown.confidence)],
    [label("jurisdiction"), label("places", shown.jurisdiction)],
  ]));
}

/** The versions in the language shown, the newest first; withdrawn ones stay readable by their permalinks alone. */
function timeline(page) {
  const { versions, shown, name: document, now } = page;
  const mine = versions.filter((each) => each.lang === (shown?.lang ?? page.lang) && each.retired !== "superseded")
    .toSorted((a, b) => b.effective_from.localeCompare(a.effective_from));
  return el("section", { class: "versions" }, el("h2", {}, label("versions")),
    el("ol", {}, ...mine.map((each) => {
      const here = each.version === shown?.version;
      const words = el("span", {}, el("strong", {}, each.effective_from), each.effective_to ? ` → ${each.effective_to}` : "");
      return el("li", { "aria-current": here ? "true" : null },
        each.retired || here ? words : link("", documentAt(document, { as_of: each.effective_from }), words),
        el("span", { class: "marks" }, standing(each, now), here ? badge(label("version_now")) : null));
    })),
    mine.length > 1 ? compareForm(document, mine, page) : null);
}

function compareForm(document, versions, { from, to }) {
  const pick = (words, chosen) => {
    const select = el("select", {}, ...versions.map((each) => el("option", { value: each.effective_from, selected: each.effective_from === chosen }, each.effective_from)));
    return [el("label", {}, el("span", {}, words), select), select];
  };
  const [fromLabel, first] = pick(label("compare_from"), from ?? versions[1].effective_from);
  const [toLabel, second] = pick(label("compare_to"), to ?? versions[0].effective_from);
  const form = el("form", { class: "compare" }, el("h3", {}, label("compare")), fromLabel, toLabel, el("button", { type: "submit", class: "quiet small" }, label("compare_do")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(documentAt(document, { from: first.value, to: second.value }));
  });
  return form;
}

function comparison(page) {
  const { name: document, from, to, changes } = page;
  return el("div", { class: "document" },
    el("section", { class: "column compared" },
      el("header", { class: "between" }, el("h2", {}, put("compared", { from, to })), link("quiet small", documentAt(document), label("compare_stop"))),
      difference(changes)),
    el("aside", { class: "beside" }, timeline(page)));
}
