// A quiz: one question at a time, graded by the service that made it, then the result with proof and gain.

import { courses, grade, quiz } from "./learn-api.js";
import { cite, gainWords, levels } from "./learn-pages.js";
import { bar, crumbs, link, page, printButton, put, show } from "./learn-parts.js";
import { renderBlock } from "./blocks.js";
import { el, label } from "./words.js";

const LETTERS = "ABCD";
const taken = { key: null, seed: null, token: null, answers: {}, at: 0, handed: false }; // kept when the language changes

export async function quizPage(courseId, stage) {
  if (taken.key !== `${courseId}/${stage}`) begin(courseId, stage);
  const [known, dealt] = await Promise.all([courses(), quiz(courseId, stage, taken.seed)]);
  const course = known.find((each) => each.id === courseId);
  if (!course) throw Object.assign(new Error(courseId), { status: 404 });
  taken.seed = dealt.seed;
  taken.token ??= dealt.token;
  if (taken.handed) return hand(course, stage, dealt);
  if (!dealt.items.length) return show(head(course, stage), el("p", { class: "lead" }, label("no_items")), back(course));
  return ask(course, stage, dealt);
}

function begin(courseId, stage) {
  Object.assign(taken, { key: `${courseId}/${stage}`, seed: null, token: null, answers: {}, at: 0, handed: false });
}

function head(course, stage) {
  return crumbs(link("", page(), label("courses")), link("", page(course.id), course.title), el("span", {}, label(stage)));
}

const back = (course) => el("div", { class: "row end" }, el("span"), link("quiet", page(course.id), label("to_course")));

function ask(course, stage, dealt) {
  const item = dealt.items[taken.at];
  const last = taken.at === dealt.items.length - 1;
  const form = el("form", { class: "panel question" },
    el("h2", { id: "stem" }, item.stem),
    el("fieldset", { class: "options", "aria-labelledby": "stem" }, ...item.options.map((text, index) => option(item, text, index))));
  const open = () => dealt.items.filter((each) => taken.answers[each.id] === undefined).length;
  const note = el("span", { class: "note", role: "status" });
  const forward = el("button", { type: "submit", class: "primary" }, label(last ? "submit" : "next"));
  form.addEventListener("change", (event) => { taken.answers[item.id] = Number(event.target.value); note.textContent = ""; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!last) return move(1);
    if (open() && !note.textContent) { note.textContent = put("unanswered", { n: open() }); return; }
    forward.disabled = true;
    note.textContent = label("grading");
    await hand(course, stage, dealt).catch((error) => {
      forward.disabled = false;
      note.textContent = label(error.problem ? "mistake" : "offline");
    });
  });
  const move = (by) => { taken.at += by; ask(course, stage, dealt); };
  const earlier = el("button", { type: "button", class: "quiet", disabled: taken.at === 0 }, label("back"));
  earlier.addEventListener("click", () => move(-1));
  form.append(el("div", { class: "row end" }, earlier, el("span", { class: "row" }, note, forward)));
  show(head(course, stage),
    el("p", { class: "meta", role: "status" }, put("question", { n: taken.at + 1, m: dealt.items.length })),
    bar((taken.at + 1) / dealt.items.length),
    form,
    dealt.held.length ? el("p", { class: "where" }, put("held_items", { n: dealt.held.length })) : null);
  (form.querySelector("input:checked") ?? form.querySelector("input")).focus({ preventScroll: true });
}

function option(item, text, index) {
  const input = el("input", { type: "radio", name: "answer", value: String(index), checked: taken.answers[item.id] === index });
  return el("label", { class: "option" }, input, el("span", { class: "letter", "aria-hidden": "true" }, LETTERS[index]), el("span", {}, text));
}

async function hand(course, stage, dealt) {
  const result = await grade(taken.token, dealt.items.map((item) => taken.answers[item.id] ?? null));
  taken.handed = true;
  show(head(course, stage),
    el("section", { class: "panel result" },
      el("h1", {}, label(stage === "practice" ? "result_practice" : "result")),
      el("p", { class: "big" }, put("score", { n: result.score.right, m: result.score.total })),
      gain(stage, result.progress)),
    el("div", { class: "marks" }, ...result.items.map((each) => mark(course, each))),
    el("div", { class: "row end" }, el("div", { class: "row" }, again(course, stage), printButton()), link("primary", page(course.id), label("to_course"))));
}

function gain(stage, mine) {
  if (stage === "before") return el("p", { class: "where" }, label("gain_later"));
  if (stage === "practice" || !mine?.before || !mine.after) return null;
  return el("div", { class: "gain", "aria-label": gainWords(mine.gain) }, ...levels(mine));
}

function mark(course, each) {
  const letter = (index) => (index === null ? label("left_out") : `${LETTERS[index]}. ${each.options[index]}`);
  const verdict = each.right ? "right" : each.answer === null ? "left_out" : "wrong";
  return el("article", { class: `panel mark ${each.right ? "right" : "wrong"}` },
    el("header", {}, el("span", { class: "verdict" }, label(verdict)), el("h2", {}, each.stem)),
    el("dl", { class: "facts" },
      ...(each.right ? [] : [el("dt", {}, label("your_answer")), el("dd", {}, letter(each.answer), each.why ? el("span", { class: "note" }, ` ${label("because")}${each.why}`) : null)]),
      el("dt", {}, label("right_answer")), el("dd", { class: "key" }, letter(each.key))),
    el("p", {}, each.explanation),
    each.figures.length ? el("div", { class: "figures" }, ...each.figures.map((figure) => renderBlock("figure", figure, {}))) : null,
    each.cites.length ? el("div", { class: "cited" }, el("p", { class: "eyebrow" }, label("cites")), el("ul", {}, ...each.cites.map(cite))) : null,
    each.right ? null : el("p", {}, link("", page(course.id, each.lesson), label("read_lesson"))));
}

function again(course, stage) {
  const button = el("button", { type: "button", class: "quiet" }, label(stage === "practice" ? "practice_again" : "again"));
  button.addEventListener("click", () => { begin(course.id, stage); quizPage(course.id, stage); });
  return button;
}
