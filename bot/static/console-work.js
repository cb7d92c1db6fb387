// The middle pane where nobody is in a chat: a ticket with its clock and evidence, a client to be called.

import { get, newKey, part, post } from "./console-api.js";
import { ask, control, options } from "./console-ask.js";
import { deadline, lastContact, sla } from "./console-list.js";
import { badge, button, nameOf, section } from "./console-parts.js";
import { facts } from "./blocks.js";
import { el, label, moment, problemText } from "./words.js";

const STATES = ["in_progress", "answered", "closed"];
const CHANNELS = ["phone", "sms", "app", "email", "letter"];
const RESULTS = ["reached", "no_answer", "busy", "left_message", "refused", "wrong_number"];

/** One ticket: what was said, how it stands, what shows it; moved on with a note that the client reads. */
export async function showTicket(pane, number, changed) {
  const row = await get(`tickets/${part(number)}`);
  const again = async () => { await showTicket(pane, number, changed); changed(); };
  pane.replaceChildren(
    el("header", { class: "case" },
      el("div", { class: "title" }, el("h2", {}, row.number), badge(label("categories", row.category), "plain"), badge(label("statuses", row.status), "plain"), sla(row.sla)),
      el("div", { class: "acts" }, button(label("add_evidence"), "quiet small", () => evidence(number, again)))),
    el("div", { class: "sheet", tabindex: "0" },
      el("p", { class: "quoted" }, row.text),
      facts([[label("opened_at"), moment(row.opened_at)], [label("due_on"), `${row.due_on}${row.due_provisional ? ` (${label("provisional")})` : ""}`], ...Object.entries(row.details).map(([name, value]) => [name, String(value)])]),
      section(label("evidence"), list(row.evidence, (item) => [el("strong", {}, item.title), el("span", {}, item.detail), el("span", { class: "origin" }, moment(item.at))])),
      section(label("follow_ups"), list(row.follow_ups, (item) => [el("span", { class: "origin" }, moment(item.at)), el("span", {}, item.text)])),
      row.status === "closed" ? "" : form(
        [{ name: "status", label: label("status"), options: options("statuses", STATES) }, { name: "note", label: label("status_note"), required: true }],
        label("update"), (given) => post(`tickets/${part(number)}/status`, { key: newKey(), ...given }), again)),
  );
}

function evidence(number, again) {
  const key = newKey();
  ask(label("add_evidence"), [
    { name: "title", label: label("evidence_title"), rows: 1, required: true },
    { name: "detail", label: label("evidence_detail"), rows: 4, required: true },
  ], async (given) => {
    await post(`tickets/${part(number)}/evidence`, { key, kind: "note", ...given });
    await again();
  });
}

/** A client outside the chat, just looked up: whether there is a call, which is worked on its own page, and the log of attempts. */
export function showContact(pane, row, changed) {
  const call = row.call ?? null;
  pane.replaceChildren(
    el("header", { class: "case" }, el("div", { class: "title" }, el("h2", {}, nameOf(row)), call ? badge(label("call_states", call.state), call.state === "overdue" ? "danger" : "caution") : "")),
    el("div", { class: "sheet", tabindex: "0" },
      call ? el("p", { class: "call" }, deadline(call), " · ", el("a", { class: "linked", href: "/console/calls" }, label("place_calls"))) : el("p", { class: "note" }, label("call_none")),
      row.last_contact === undefined ? "" : el("p", { class: "note" }, lastContact(row.last_contact), row.last_contact?.note ? ` · ${row.last_contact.note}` : ""),
      section(label("contact_log"), form([
        { name: "channel", label: label("channel"), options: options("channels", CHANNELS) },
        { name: "result", label: label("result"), options: options("results", RESULTS) },
        { name: "note", label: label("note_optional") },
      ], label("save"), (given) => post(`clients/${part(row.client_id)}/contacts`, { key: newKey(), ...given }), async (saved) => {
        showContact(pane, { ...row, last_contact: saved }, changed);
        changed();
      }))));
}

function list(rows, drawn) {
  return el("ul", { class: "items" }, ...(rows.length ? rows.map((item) => el("li", {}, ...drawn(item))) : [el("li", { class: "note" }, "—")]));
}

function form(fields, words, act, done) {
  const problem = el("p", { class: "error", role: "alert" });
  const node = el("form", { class: "fields" }, ...fields.map((field) => el("label", {}, el("span", {}, field.label), control(field))), problem,
    el("button", { class: "primary small" }, words));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(node));
    node.inert = true;
    try {
      await done(await act(given));
    } catch (error) {
      problem.textContent = error.problem ? problemText(error.problem) : label("lost");
    }
    node.inert = false;
  });
  return node;
}
