// All agreements of a client: what waits for them, the one in force, and those before.

import { ask, badge, facts, link, panel, put, said, show, signature } from "./agreements-parts.js";
import { el, label } from "./words.js";

const TONES = { signed: "good", open: "wait", reading: "wait", outdated: "wait", accepted: "good", refused: "bad" };

export async function listPage() {
  const found = await ask("agreements");
  const open = found.amendments.filter((row) => row.state === "open");
  const past = found.amendments.filter((row) => !["open", "proposed"].includes(row.state));
  const current = found.agreements.find((row) => row.id === found.in_force);
  const reading = found.agreements.find((row) => ["reading", "outdated"].includes(row.state));
  const earlier = found.agreements.filter((row) => row !== current && row !== reading);
  show(
    el("h1", {}, label("title")),
    ...part("amendments_open", open.map(amendment)),
    ...part("offered", found.offered && found.admitted ? [offered(found.offered, reading)] : []),
    ...part("in_force", current ? [agreement(current)] : []),
    current || (found.offered && found.admitted) ? null : el("p", { class: "lead" }, label(found.admitted ? "none" : "not_admitted")),
    ...part("amendments_past", past.map(amendment)),
    ...part("earlier", earlier.map(agreement)));
}

const part = (name, nodes) => (nodes.length ? [el("h2", {}, label(name)), ...nodes] : []);
const state = (row) => badge(label(`state_${row.state}`), TONES[row.state]);

function agreement(row) {
  return panel(
    el("header", {}, el("h3", {}, said(row.title)), badge(put("version", { n: row.version })), state(row)),
    row.signature ? signature(row.signature) : null,
    row.effective_from ? facts([[label("effective_from"), row.ended_on ? `${row.effective_from} → ${row.ended_on}` : row.effective_from]]) : null,
    el("p", { class: "row" }, link(row.id, label("read"))));
}

function offered(row, reading) {
  const words = reading?.state === "reading" ? "go_on_reading" : "start_reading";
  return panel(
    el("header", {}, el("h3", {}, said(row.title)), badge(put("version", { n: row.version })), reading ? badge(put("steps_read", { n: reading.steps_done, of: reading.steps_of }), "wait") : ""),
    el("p", { class: "row" }, link("new", label(words), "primary")));
}

function amendment(row) {
  return panel(
    el("header", {}, el("h3", {}, said(row.reason)), state(row)),
    row.state === "open" ? el("p", {}, said(row.follows)) : null,
    facts([[label("answer_by"), row.answer_by], [label("effective_from"), row.effective_from]]),
    el("p", { class: "row" }, link(`amendments/${encodeURIComponent(row.id)}`, label("look"), row.state === "open" ? "primary" : "quiet")));
}
