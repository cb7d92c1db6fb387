// The right pane for a document in use, a notice, a gap and a line of the log, with what may be done about each.

import { facts } from "./blocks.js";
import { ask } from "./console-ask.js";
import { addTerm, endNotice, resolve, retire, reviewed } from "./console-knowledge-api.js";
import { noticeState } from "./console-knowledge-list.js";
import { aboutRows, actSaid, isLate, may, put, topicName } from "./console-knowledge-parts.js";
import { badge, button, section } from "./console-parts.js";
import { el, label, lang, moment } from "./words.js";

const pane = document.getElementById("talk");
const head = (title, badges, acts) => el("header", { class: "case" }, el("div", { class: "title" }, el("h2", {}, title), ...badges), el("div", { class: "acts" }, ...acts));
const sheet = (...children) => el("div", { class: "sheet campaign", tabindex: "0" }, ...children);

function acting(words, name, act) {
  const node = button(words, "quiet small", act);
  node.dataset.act = name;
  return node;
}

/** A version in use: what it is, when it is looked at again, and the way out of use. */
export function showDocument(row, now, changed) {
  const open = may("review") && !row.retired;
  pane.replaceChildren(
    head(row.title, [row.retired ? badge(label("withdrawn"), "danger") : null, isLate(row, now) ? badge(label("knowledge_late"), "danger") : null], [
      el("a", { class: "quiet small", href: `/library/${encodeURIComponent(row.document)}?as_of=${row.effective_from > now.slice(0, 10) ? row.effective_from : now.slice(0, 10)}&lang=${lang}` }, label("knowledge_open")),
      open ? acting(label("knowledge_reviewed"), "reviewed", () => ask(label("knowledge_reviewed_title"), [
        { name: "next_review", label: label("knowledge_next_review"), type: "date", required: true },
        { name: "note", label: label("knowledge_note") },
      ], async (given) => changed(await reviewed(row.version, given)))) : null,
      open ? acting(label("knowledge_retire"), "retire", () => ask(label("knowledge_retire_title"), [{ name: "reason", label: label("knowledge_reason"), required: true }], async ({ reason }) => changed(await retire(row.version, reason)))) : null,
    ].filter(Boolean)),
    sheet(
      row.reason ? el("section", { class: "held", role: "note" }, el("h3", {}, label("knowledge_groundless")), el("p", {}, lang === "en" ? row.reason : row.reason_zh)) : null,
      row.retired ? el("p", { class: "hint-line" }, `${label("withdrawn")}${row.retired_reason ? `：${row.retired_reason}` : ""}`) : null,
      section(label("facts"), facts([
        ...aboutRows(row),
        [label("source"), row.source],
        [label("confidence"), label("confidences", row.confidence)],
        row.owner ? [label("knowledge_owner"), row.owner] : null,
        [label("knowledge_next_review"), row.next_review ?? "—"],
        [label("knowledge_version"), el("code", {}, row.version)],
      ]))));
}

/** A notice: its words in both languages, its time, and its end before its time. */
export function showNotice(row, now, changed) {
  const state = noticeState(row, now);
  const running = state !== "ended" && may("announce");
  pane.replaceChildren(
    head(topicName(row.topic), [badge(label("notice_kinds", row.kind), row.kind === "person_only" ? "caution" : "plain"), badge(label("notice_states", state), state === "active" ? "accent" : "plain")],
      running ? [acting(label("notice_end"), "end", () => ask(label("notice_end_title"), [], async () => changed(await endNotice(row.id))))] : []),
    sheet(
      section(label("notice_words"), el("article", { class: "letter", lang: "zh" }, el("p", {}, row.text.zh)), el("article", { class: "letter", lang: "en" }, el("p", {}, row.text.en))),
      section(label("notice_facts"), facts([
        [label("notice_from"), moment(row.from)],
        [label("notice_until"), row.until ? moment(row.until) : label("notice_open_end")],
        row.ended_at ? [label("notice_ended"), moment(row.ended_at)] : null,
        [label("notice_author"), `${row.author} · ${moment(row.set_at)}`],
      ]))));
}

/** Like questions that were not answered well, and the four ways to close them. */
export function showGap(row, moves) {
  const open = row.state !== "resolved";
  const close = async (how, given) => moves.changed(await resolve(row.id, { how, ...given }));
  pane.replaceChildren(
    head(row.example, [badge(label("gap_states", row.state), row.state === "resolved" ? "plain" : "caution"), badge(put("gap_times", { n: row.times }), "plain")], []),
    sheet(
      open ? el("section", { class: "part" }, el("h3", {}, label("gap_resolve")), el("div", { class: "ways" },
        way("answer", () => moves.answer(row)),
        way("document", () => ask(label("gap_hows", "document"), [{ name: "reference", label: label("gap_reference"), type: "text", required: true }, { name: "note", label: label("knowledge_note") }], (given) => close("document", given))),
        way("glossary", () => askTerm(row, close)),
        way("out_of_scope", () => ask(label("gap_hows", "out_of_scope"), [{ name: "note", label: label("knowledge_note"), required: true }], (given) => close("out_of_scope", given))))) : null,
      row.reasons.length ? section(label("gap_said"), el("ul", { class: "items" }, ...row.reasons.map((words) => el("li", {}, el("q", {}, words))))) : null,
      section(label("gap_members"), el("ul", { class: "items" }, ...row.members.map((each) => el("li", { class: "between" },
        el("span", {}, each.query), el("small", { class: "note" }, `${label("gap_reasons", each.reason)} · ${each.as_of} · ${put("gap_times", { n: each.times })}`)))))));
}

function way(how, act) {
  const node = button("", "way", act);
  node.dataset.how = how;
  node.append(el("strong", {}, label("gap_hows", how)), el("small", {}, label("gap_how_hints", how)));
  return node;
}

function askTerm(row, close) {
  const words = (text) => text.split(/[,，、;；]/).map((each) => each.trim()).filter(Boolean);
  ask(label("gap_hows", "glossary"), [
    { name: "term", label: label("term_term"), type: "text", required: true },
    { name: "zh", label: label("term_zh"), type: "text" },
    { name: "hant", label: label("term_hant"), type: "text" },
    { name: "en", label: label("term_en"), type: "text" },
  ], async ({ term, zh, hant, en }) => {
    await addTerm({ term, zh: words(zh), hant: words(hant), en: words(en) });
    await close("glossary", { reference: term });
  });
}

/** Everything that was done, the newest first; the line that was chosen stands out. */
export function showLog(rows, chosen) {
  pane.replaceChildren(el("header", { class: "case" }, el("div", { class: "title" }, el("h2", {}, label("knowledge_views", "log")))),
    sheet(el("div", { class: "scores", tabindex: "0" }, el("table", { class: "logged" },
      el("thead", {}, el("tr", {}, ...["at", "user", "act", "subject", "detail"].map((name) => el("th", { scope: "col" }, label("log_columns", name))))),
      el("tbody", {}, ...rows.map((row) => el("tr", { class: row.key === chosen ? "new" : "" }, el("td", {}, moment(row.at)), el("td", {}, `${row.user} · ${label("knowledge_roles", row.role)}`), el("td", {}, actSaid(row.act)), el("td", {}, row.subject), el("td", {}, row.detail))))))));
}
