// Writing a campaign: two letters with placeholders, a course, an audience, when it may go out, what it rests on. What the
// service refuses stands beside the field it is about; a draft that exists is saved and counted anew when a field is left.

import { newKey, part, post, put as replace } from "./console-api.js";
import { conditions } from "./console-campaign-audience.js";
import { cites } from "./console-campaign-cites.js";
import { asBody, asDraft } from "./console-campaign-draft.js";
import { letter, preview, said } from "./console-campaign-parts.js";
import { button } from "./console-parts.js";
import { el, label, lang, problemText } from "./words.js";

const PAUSE_MS = 500;
const KEPT = "campaign:new";

/** Shows the form for `campaign` (null: a new one), over what was `kept` of an earlier form where there was one. Returns {state: "writing", dirty,
 * kept, save, leave}; `moves.saved(campaign)` after it was stored, `moves.leave(id)` when the writer wants away. */
export function showForm(pane, campaign, choices, moves, kept = null) {
  const draft = kept?.draft ?? (campaign ? asDraft(campaign) : JSON.parse(sessionStorage.getItem(KEPT)) ?? asDraft(null, choices));
  let id = campaign?.id ?? null;
  let state = campaign?.state ?? "draft";
  let dirty = kept?.dirty ?? (!campaign && Boolean(sessionStorage.getItem(KEPT)));
  let stored = campaign;
  let key = newKey();
  let pause = null;
  let found = null;
  const status = el("p", { class: "verdict", role: "status", id: "saved" });
  const save = button(label("campaign_save"), "primary small", () => store(true));
  save.id = "save";
  const reach = el("div", {});
  const mirror = el("section", { class: "part mirror" });
  const rules = cites(draft, choices, changed);
  const form = el("form", { class: "campaign-form", novalidate: true }, ...parts());

  pane.replaceChildren(
    el("header", { class: "case" }, el("div", { class: "title" }, el("h2", {}, label(campaign ? "campaign_edit_title" : "campaign_new")), id ? el("small", {}, id) : null, status),
      el("div", { class: "acts" }, button(label("campaign_leave"), "quiet small", () => moves.leave(id)), save)),
    el("div", { class: "sheet campaign", tabindex: "-1" }, el("div", { class: "columns writing" }, form, el("div", { class: "column" }, reach, mirror))));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => { if (event.target.dataset.path) { set(event.target.dataset.path, event.target.value); changed(); } });
  form.addEventListener("change", () => settled());
  drawn();
  if (state === "held") dirty = true;
  if (kept) settled();
  tell(dirty ? "campaign_unsaved" : "");
  if (campaign) count();
  else form.querySelector("input").focus();

  function parts() {
    return [
      group("campaign_letter", el("p", { class: "note" }, label("campaign_no_numbers")), ...["zh", "en"].map(writing)),
      group("campaign_course", courseFields()),
      group("campaign_audience", el("p", { class: "note" }, label("campaign_audience_hint")), conditions(draft, choices, changed, settled)),
      group("campaign_sending", el("div", { class: "pairs" },
        field("quiet_hours.from", label("campaign_quiet_from"), input("quiet.from", { inputmode: "numeric", maxlength: 5 })),
        field("quiet_hours.until", label("campaign_quiet_until"), input("quiet.until", { inputmode: "numeric", maxlength: 5 })),
        field("max_per_days.count", label("campaign_cap_count"), input("cap.count", { inputmode: "numeric" })),
        field("max_per_days.days", label("campaign_cap_days"), input("cap.days", { inputmode: "numeric" }))), refusalOf("quiet_hours")),
      group("campaign_cites", el("p", { class: "note" }, label("campaign_cites_hint")), rules.node, refusalOf("cites")),
    ];
  }

  /** The letter in one language: title, text, and the placeholders that go in where the cursor is. */
  function writing(language) {
    const title = input(`title.${language}`, { maxlength: language === "zh" ? 80 : 120 });
    const text = el("textarea", { rows: 4, "data-path": `text.${language}`, maxlength: language === "zh" ? 600 : 1200 });
    text.value = draft.text[language];
    let last = text;
    for (const control of [title, text]) control.addEventListener("focus", () => { last = control; });
    const slots = choices.placeholders.map((name) => button(label("placeholders", name), "chip slot-button", () => {
      last.setRangeText(`{${name}}`, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new Event("input", { bubbles: true }));
      last.focus();
    }));
    return el("div", { class: "tongue", lang: language },
      field(`title.${language}`, `${label("campaign_letter_title")} · ${label("campaign_language", language)}`, title),
      field(`text.${language}`, `${label("campaign_letter_text")} · ${label("campaign_language", language)}`, text),
      el("div", { class: "slots" }, el("span", { class: "caption" }, label("campaign_put")), ...slots));
  }

  function courseFields() {
    const course = select("course", choices.courses.map((each) => [each.id, said(each.title)]));
    const lesson = select("lesson", []);
    const lessons = () => {
      const known = choices.courses.find((each) => each.id === draft.course)?.lessons ?? [];
      lesson.replaceChildren(...options([["", label("campaign_whole_course")], ...known.map((each) => [each.id, said(each.title)])]));
      lesson.value = draft.lesson;
    };
    course.addEventListener("change", () => { draft.lesson = ""; lessons(); rules.suggest(); });
    lesson.addEventListener("change", () => rules.suggest());
    lessons();
    return el("div", { class: "pairs" }, field("course", label("campaign_course"), course, refusalOf("course_title")), field("lesson", label("campaign_lesson"), lesson, refusalOf("lesson_title")));
  }

  function input(path, attributes) {
    const node = el("input", { "data-path": path, autocomplete: "off", ...attributes });
    node.value = value(path);
    return node;
  }

  function select(path, pairs) {
    const node = el("select", { "data-path": path }, ...options(pairs));
    node.value = value(path);
    return node;
  }

  function value(path) {
    return path.split(".").reduce((inner, name) => inner[name], draft);
  }

  function set(path, given) {
    const names = path.split(".");
    const last = names.pop();
    names.reduce((inner, name) => inner[name], draft)[last] = given;
  }

  function changed() {
    dirty = true;
    key = newKey();
    if (!id) sessionStorage.setItem(KEPT, JSON.stringify(draft));
    tell("campaign_unsaved");
    drawn();
  }

  /** A field was left: a draft that exists follows; a new or held one waits for the button. */
  function settled() {
    clearTimeout(pause);
    if (id && state === "draft" && dirty) pause = setTimeout(() => store(false), PAUSE_MS);
  }

  async function store(asked) {
    clearTimeout(pause);
    const sent = JSON.stringify(draft);
    tell("campaign_saving");
    save.disabled = true;
    try {
      const body = asBody(draft, choices);
      stored = id ? await replace(`campaigns/${part(id)}?lang=${lang}`, { campaign: body }) : await post(`campaigns?lang=${lang}`, { key, campaign: body });
      id = stored.id;
      state = stored.state;
      sessionStorage.removeItem(KEPT);
      refused([]);
      dirty = sent !== JSON.stringify(draft);
      tell(dirty ? "campaign_unsaved" : "campaign_saved", "good");
      moves.saved(stored);
      await count();
    } catch (error) {
      const fields = error.problem?.errors ?? [];
      refused(fields, asked);
      status.textContent = fields.length ? label("campaign_refused") : error.problem ? problemText(error.problem) : label("lost");
      status.dataset.tone = "danger";
    }
    save.disabled = false;
  }

  async function count() {
    found = await post(`campaigns/${part(id)}/preview`).catch(() => found);
    drawn();
  }

  function drawn() {
    reach.replaceChildren(preview(found, dirty));
    const shown = ["zh", "en"].filter((language) => draft.title[language] || draft.text[language]);
    mirror.hidden = !shown.length;
    mirror.replaceChildren(el("h3", {}, label("campaign_letter")), ...shown.map((language) => letter(draft.title[language], draft.text[language], language)));
  }

  function tell(name, tone = "") {
    status.textContent = name ? label(name) : "";
    status.dataset.tone = tone;
  }

  /** Puts what the service refused beside the field it is about, or the part of the form that holds it. */
  function refused(fields, jump = false) {
    for (const node of form.querySelectorAll(".refusal")) node.textContent = "";
    for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
    const places = fields.map((each) => place(each)).filter(Boolean);
    if (jump && places.length) controlBeside(places[0])?.focus();
  }

  function place(each) {
    const names = each.field.replace(/^body\./, "").split(".");
    while (names.length) {
      const node = form.querySelector(`[data-refusal="${names.join(".")}"]`);
      if (node) {
        node.textContent = [node.textContent, words(each)].filter(Boolean).join(" ");
        controlBeside(node)?.setAttribute("aria-invalid", "true");
        return node;
      }
      names.pop();
    }
    status.textContent = problemText({ detail: each.text, detail_zh: each.text_zh });
    return null;
  }

  return {
    state: "writing",
    get kept() { return { campaign: stored, draft, dirty }; },
    get dirty() { return dirty && Boolean(id); },
    save: () => store(true),
    leave: () => clearTimeout(pause),
  };
}

/** What was refused, in the reader's language; a field left empty is asked for. */
function words(each) {
  if (each.code === "string_too_short" && !each.value) return label("campaign_required");
  return (lang === "en" ? each.text : each.text_zh) ?? each.code;
}

const options = (pairs) => pairs.map(([value, words]) => el("option", { value }, words));

function group(name, ...children) {
  return el("fieldset", { class: "part" }, el("legend", {}, label(name)), ...children);
}

function field(path, words, control, ...under) {
  return el("div", { class: "field", "data-field": path }, el("label", {}, el("span", {}, words), control), refusalOf(path), ...under);
}

const controlBeside = (refusal) => refusal.closest("[data-field], fieldset").querySelector("input, textarea, select, button");

/** Where the service's words about a field will stand. */
function refusalOf(path) {
  return el("p", { class: "refusal", "data-refusal": path, role: "alert" });
}
