// The left pane of the library's desk: what each of its lists holds, and how one entry of it reads.

import { documents, due, gaps, log, notices, reasons, submissions } from "./console-knowledge-api.js";
import { actSaid, holds, isLate, put, said, stateBadge, topicName } from "./console-knowledge-parts.js";
import { badge } from "./console-parts.js";
import { el, label, lang, moment } from "./words.js";

/** Each list: how it is read, the id of a row, what of it waits, and what stands in its entry. */
export const VIEWS = {
  submissions: { load: submissions, id: (row) => row.id, waits: (row) => ["submitted", "approved"].includes(row.state), entry: submitted },
  documents: { load: inUse, id: (row) => row.version, waits: () => false, entry: document_ },
  due: { load: inNeed, id: (row) => row.version, waits: (row, now) => Boolean(row.reason) || isLate(row, now), entry: dueSoon },
  notices: { load: notices, id: (row) => row.id, waits: () => false, entry: notice },
  gaps: { load: withReasons, id: (row) => row.id, waits: (row) => row.state !== "resolved", entry: gap },
  log: { load: numbered, id: (row) => row.key, waits: () => false, entry: logged },
};

/** What is searched, and what an editor took out of use; what a later version or release replaced is read in the library. */
async function inUse() {
  return (await documents()).filter((row) => !row.retired || row.retired === "retired");
}

/** Answers whose ground has gone, then what is to be reviewed, the most urgent first. */
async function inNeed() {
  const { held, documents: rest } = await due();
  const gone = new Set(held.map((row) => row.version));
  return [...held, ...rest.filter((row) => !gone.has(row.version))];
}

/** A gap with what clients said about the answers they marked down. */
async function withReasons() {
  const [rows, said] = await Promise.all([gaps(), reasons()]);
  return rows.map((row) => ({ ...row, reasons: row.members.flatMap((each) => said[each.query] ?? []) }));
}

/** The log has no ids; its rows are told apart by what they say. */
async function numbered() {
  return (await log()).map((row) => ({ ...row, key: [row.at, row.user, row.act, row.subject].join(" ") }));
}

export function noticeState(row, now) {
  if (row.ended_at || (row.until && Date.parse(row.until) <= Date.parse(now))) return "ended";
  return Date.parse(row.from) > Date.parse(now) ? "scheduled" : "active";
}

function submitted(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, row.title), stateBadge(row.state), ...warned(row)),
    el("span", { class: "summary" }, [topicName(row.topic), holds(row), put("knowledge_count", { n: row.passages })].join(" · ")),
    el("span", { class: "meta" }, el("span", {}, row.submitted_by), el("span", {}, moment(row.submitted_at))),
  ];
}

function warned(row) {
  if (!row.warnings.length || !["submitted", "approved"].includes(row.state)) return [];
  const severe = row.warnings.some((each) => each.code === "instructions_to_assistant");
  return [badge(severe ? label("knowledge_quarantined") : put("knowledge_warnings", { n: row.warnings.length }), severe ? "danger" : "caution")];
}

function document_(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, row.title), row.retired ? badge(label("withdrawn"), "danger") : null),
    el("span", { class: "summary" }, [topicName(row.topic), row.tier ? label("tiers", row.tier) : null, holds(row)].filter(Boolean).join(" · ")),
    el("span", { class: "meta" }, el("span", {}, row.document), el("span", {}, row.lang === "en" ? "EN" : "中文")),
  ];
}

function dueSoon(row, now) {
  return [
    el("span", { class: "head" }, el("strong", {}, row.title), row.reason ? badge(label("knowledge_groundless"), "danger") : isLate(row, now) ? badge(label("knowledge_late"), "danger") : null),
    row.reason ? el("span", { class: "why because" }, lang === "en" ? row.reason : row.reason_zh) : null,
    el("span", { class: "meta" }, row.next_review ? el("span", {}, `${label("knowledge_next_review")} ${row.next_review}`) : null, row.owner ? el("span", {}, row.owner) : null),
  ];
}

function notice(row, now) {
  const state = noticeState(row, now);
  return [
    el("span", { class: "head" }, el("strong", {}, topicName(row.topic)), badge(label("notice_kinds", row.kind), row.kind === "person_only" ? "caution" : "plain"), badge(label("notice_states", state), state === "active" ? "accent" : "plain")),
    el("span", { class: "summary" }, said(row.text)),
    el("span", { class: "meta" }, el("span", {}, row.author), el("span", {}, row.until ? put("notice_until_said", { until: moment(row.until) }) : label("notice_open_end"))),
  ];
}

function gap(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, row.example), row.state === "open" ? null : badge(label("gap_states", row.state), "plain")),
    el("span", { class: "meta" }, el("b", {}, put("gap_times", { n: row.times })), el("span", {}, [...new Set(row.members.map((each) => label("gap_reasons", each.reason)))].join(" · ")), row.last_at ? el("span", {}, moment(row.last_at)) : null),
  ];
}

function logged(row) {
  return [
    el("span", { class: "head" }, el("strong", {}, actSaid(row.act)), el("small", {}, row.subject)),
    row.detail ? el("span", { class: "summary" }, row.detail) : null,
    el("span", { class: "meta" }, el("span", {}, row.user), el("span", {}, moment(row.at))),
  ];
}
