// Parts that several views of the library's desk show: who may do what, states, facts of a document, a labelled field, a form
// that says which field was refused.

import { validity } from "./blocks.js";
import { badge } from "./console-parts.js";
import { el, label, lang, moment, problemText } from "./words.js";

const who = document.getElementById("who");
export const me = { user: who.dataset.user, role: who.dataset.role };
const RIGHTS = {
  review: ["compliance", "legal"],
  announce: ["supervisor", "compliance", "legal"],
};
/** Beyond handing in and publishing, which everybody here may; the library judges every act again. */
export const may = (right) => RIGHTS[right].includes(me.role);

export const STATES = ["submitted", "approved", "published", "superseded", "rejected", "withdrawn", "retired"];
const TONES = { submitted: "caution", approved: "accent", published: "accent", rejected: "danger", withdrawn: "plain", superseded: "plain", retired: "plain" };
export const stateBadge = (state) => badge(label("knowledge_states", state), TONES[state]);

/** put("knowledge_passages", {n: 12}): a label with its slots filled. */
export function put(name, slots, ...path) {
  return label(name, ...path).replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
}

export const said = (text) => text[lang] ?? text[lang === "en" ? "en" : "zh"];
export const topicName = (id) => (id === "*" ? label("knowledge_every_topic") : id ? label("topics", id) : label("no_topic"));
export const topicOptions = () => label("topic_order").map((id) => [id, label("topics", id)]);
export const holds = (row) => validity(row.effective_from, row.effective_to) ?? "—";
export const isLate = (row, now) => row.next_review && row.next_review <= now.slice(0, 10);

/** The facts a reviewer checks first. */
export function aboutRows(row) {
  return [
    [label("knowledge_document"), row.document],
    [label("in_force_range"), holds(row)],
    [label("knowledge_topic"), topicName(row.topic)],
    [label("who_decides"), label("origins", row.layer)],
    row.tier ? [label("kind_of_text"), label("tiers", row.tier)] : null,
    [label("jurisdiction"), label("places", row.jurisdiction)],
    [label("language"), row.lang === "en" ? "English" : "中文"],
  ];
}

export const field = (words, control, hint) => el("label", { class: "field" }, el("span", {}, words), control, hint ? el("small", { class: "note" }, hint) : null, el("small", { class: "refusal", "data-refusal": control.name }));

export function input(type, name, given = {}) {
  return el("input", { type, name, ...given });
}

export function area(name, rows, given = {}, text = "") {
  return el("textarea", { name, rows, maxlength: "8000", ...given }, text);
}

export function choice(name, options, chosen) {
  return el("select", { name }, ...options.map(([value, words]) => el("option", { value, selected: value === chosen }, words)));
}

/** A form that is sent once at a time. `send(form)` does it; what is refused stands beside its field, or above the button. */
export function sheetForm(title, lead, fields, words, send) {
  const problem = el("p", { class: "error", role: "alert" });
  const submit = el("button", { type: "submit", class: "primary" }, words);
  const form = el("form", { class: "sheet-form campaign-form", novalidate: true }, ...fields, problem, el("div", { class: "acts" }, submit));
  form.addEventListener("input", () => { form.dataset.dirty = "true"; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear(form, problem);
    const missing = [...form.elements].find((each) => each.willValidate && !each.checkValidity());
    if (missing) return refuse(form, problem, missing.name, label("campaign_required"));
    form.inert = true;
    submit.textContent = label("knowledge_sending");
    await send(form).catch((error) => {
      form.inert = false;
      submit.textContent = words;
      if (!error.problem) console.error(error); // a lost line, or a fault of this page
      refuse(form, problem, error.problem?.errors?.[0]?.field, error.problem ? problemText(error.problem) : label("lost"));
    });
    return null;
  });
  return el("div", { class: "sheet campaign", tabindex: "0" }, el("header", {}, el("h2", {}, title), lead ? el("p", { class: "note" }, lead) : null), form);
}

function clear(form, problem) {
  problem.textContent = "";
  for (const node of form.querySelectorAll(".refusal")) node.textContent = "";
  for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
}

function refuse(form, problem, name, words) {
  const place = name ? form.querySelector(`[data-refusal="${CSS.escape(name)}"]`) : null;
  (place ?? problem).textContent = words;
  const control = name ? form.elements.namedItem(name) : null;
  if (control instanceof HTMLElement) { control.setAttribute("aria-invalid", "true"); control.focus(); }
}

/** What a line of the log says was done, or was refused. */
export function actSaid(act) {
  const [, refused] = act.match(/^refused: (.+)$/) ?? [];
  return refused ? put("log_refused", { act: label("log_acts", refused) }) : label("log_acts", act);
}

/** Who did what and when, one step after the other. */
export function trail(steps) {
  return el("ol", { class: "trail" }, ...steps.map(([words, user, at]) => el("li", { class: user ? "passed" : "" }, el("span", {}, words), user ? el("small", {}, [user, at ? moment(at).slice(5) : null].filter(Boolean).join(" · ")) : null)));
}
