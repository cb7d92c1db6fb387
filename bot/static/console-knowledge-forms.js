// What an editor writes: a document handed in as a file, and a verified answer that cites what it rests on.

import { announce, find, submit, submitAnswer } from "./console-knowledge-api.js";
import { area, choice, field, input, put, sheetForm, topicOptions } from "./console-knowledge-parts.js";
import { button } from "./console-parts.js";
import { el, label, problemText } from "./words.js";

const TYPES = ".md,.txt,.html,.htm,.pdf,.docx,.pptx,.xlsx,.csv";
const value = (form, name) => form.elements.namedItem(name).value.trim();
const dates = (...names) => el("div", { class: "pairs" }, ...names.map(([name, words, given]) => field(label(words), input("date", name, given))));

/** Hand in a file, chosen or dropped. `handed(submission)` shows what was read in it. */
export function uploadForm(handed) {
  const file = input("file", "file", { required: true, accept: TYPES });
  const name = el("strong", {}, label("upload_drop"));
  const zone = el("label", { class: "drop" }, file, name, el("small", { class: "note" }, label("upload_types")));
  const told = () => { name.textContent = file.files[0] ? put("upload_chosen", { name: file.files[0].name, kb: Math.ceil(file.files[0].size / 1024) }) : label("upload_drop"); };
  file.addEventListener("change", told);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
    told();
  });
  return sheetForm(label("upload_title"), label("upload_lead"), [
    zone, el("small", { class: "refusal", "data-refusal": "file" }),
    dates(["effective_from", "upload_from"], ["effective_to", "upload_to"]),
    el("p", { class: "note" }, label("upload_validity")),
    field(label("knowledge_note"), area("note", 3), label("upload_note_hint")),
  ], label("upload_send"), async (form) => {
    const data = new FormData();
    data.set("file", file.files[0]);
    for (const each of ["effective_from", "effective_to", "note"]) if (value(form, each)) data.set(each, value(form, each));
    handed(await submit(data));
  });
}

/** Write an answer. `given` may hold the questions of a gap. */
export function answerForm(day, given, handed) {
  const cited = citations();
  return sheetForm(label("answer_title"), label("answer_lead"), [
    field(label("answer_questions"), area("questions", 4, { required: true }, (given.questions ?? []).join("\n")), label("answer_questions_hint")),
    field(label("answer_text"), area("answer", 7, { required: true }), label("answer_text_hint")),
    cited.node,
    el("div", { class: "pairs" }, field(label("knowledge_topic"), choice("topic", topicOptions(), given.topic)), field(label("language"), choice("lang", [["zh", "中文"], ["en", "English"]], given.lang ?? "zh"))),
    dates(["effective_from", "upload_from", { required: true, value: day }], ["effective_to", "upload_to"], ["next_review", "knowledge_next_review", { required: true }]),
  ], label("answer_send"), async (form) => {
    const questions = value(form, "questions").split("\n").map((line) => line.trim()).filter(Boolean);
    const body = { questions, answer: value(form, "answer"), cites: cited.ids(), topic: value(form, "topic"), lang: value(form, "lang"), effective_from: value(form, "effective_from"), effective_to: value(form, "effective_to") || null, next_review: value(form, "next_review") };
    handed(await submitAnswer(body));
  });
}

/** What an answer rests on, found by searching. */
function citations() {
  const kept = new Map();
  const list = el("ul", { class: "cited" });
  const found = el("ul", { class: "found" });
  const q = el("input", { type: "search", placeholder: label("answer_cite_hint"), "aria-label": label("answer_cites"), autocomplete: "off" });
  const told = el("p", { class: "note", role: "status" });

  const place = (hit) => [hit.title, hit.article || hit.section].filter(Boolean).join(" · ");

  function draw() {
    list.replaceChildren(...[...kept.values()].map((hit) => {
      const remove = button("×", "icon remove", () => { kept.delete(hit.passage); draw(); });
      remove.ariaLabel = `${label("campaign_remove")} ${place(hit)}`;
      return el("li", {}, el("div", {}, el("span", {}, place(hit)), el("small", { class: "note" }, hit.quote)), remove);
    }));
  }

  async function search() {
    if (!q.value.trim()) return;
    try {
      const { hits } = await find(q.value.trim());
      told.textContent = hits.length ? "" : label("results_none");
      found.replaceChildren(...hits.map((hit) => el("li", {}, el("div", {}, el("strong", {}, place(hit)), el("small", { class: "note" }, hit.quote)),
        button(label("answer_cite"), "quiet small", () => { kept.set(hit.passage, hit); found.replaceChildren(); draw(); }))));
    } catch (error) {
      told.textContent = error.problem ? problemText(error.problem) : label("lost");
    }
  }

  q.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); search(); } });
  const node = el("fieldset", { class: "cites" }, el("legend", {}, label("answer_cites")), el("p", { class: "note" }, label("answer_cites_hint")), list,
    el("div", { class: "inline" }, q, button(label("find"), "quiet small", search)), told, found, el("small", { class: "refusal", "data-refusal": "cites" }));
  return { node, ids: () => [...kept.keys()] };
}

/** Tell clients something on a topic, or leave its questions to a person, until a time. */
export function noticeForm(handed) {
  const kinds = ["notice", "person_only"].map((kind, index) => el("label", { class: "tick" }, input("radio", "kind", { value: kind, checked: index === 0 }), el("span", {}, el("strong", {}, label("notice_kinds", kind)), el("small", { class: "note" }, label("notice_hints", kind)))));
  return sheetForm(label("notice_title"), label("notice_lead"), [
    field(label("knowledge_topic"), choice("topic", [["*", label("knowledge_every_topic")], ...topicOptions()])),
    el("fieldset", { class: "kinds" }, el("legend", {}, label("notice_kind")), ...kinds),
    field(label("notice_zh"), area("text.zh", 3, { required: true, maxlength: "300", lang: "zh" })),
    field(label("notice_en"), area("text.en", 3, { required: true, maxlength: "300", lang: "en" })),
    el("div", { class: "pairs" }, field(label("notice_from"), input("datetime-local", "from"), label("notice_from_hint")), field(label("notice_until"), input("datetime-local", "until"), label("notice_until_hint"))),
  ], label("notice_send"), async (form) => {
    handed(await announce({
      topic: value(form, "topic"), kind: form.elements.namedItem("kind").value, text: { zh: value(form, "text.zh"), en: value(form, "text.en") },
      ...(value(form, "from") ? { from: value(form, "from") } : {}), ...(value(form, "until") ? { until: value(form, "until") } : {}),
    }));
  });
}
