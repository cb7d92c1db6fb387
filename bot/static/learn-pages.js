// The list of courses, one course, one lesson.

import { courses, lesson, progress, recordLesson } from "./learn-api.js";
import { bar, crumbs, link, page, printButton, put, shareButton, show } from "./learn-parts.js";
import { renderBlock, validity } from "./blocks.js";
import { el, label, lang } from "./words.js";

const NOTHING = { lessons: [], before: null, after: null, gain: null };

export async function coursesPage() {
  const [known, done] = await Promise.all([courses(), progress()]);
  show(
    el("h1", {}, label("headline")),
    el("p", { class: "lead" }, label("intro")),
    whose(done),
    el("div", { class: "courses" }, ...known.map((course) => card(course, done.courses[course.id] ?? NOTHING))),
  );
}

function card(course, done) {
  const read = readIn(course, done);
  const minutes = course.lessons.reduce((sum, each) => sum + each.minutes, 0);
  return el("a", { class: "panel course", href: page(course.id) },
    el("h2", {}, course.title),
    el("p", {}, course.lead),
    el("div", { class: "row" },
      el("span", { class: "note" }, read ? put("lessons_done", { n: read, m: course.lessons.length }) : put("lessons_minutes", { n: course.lessons.length, m: minutes })),
      done.gain === null ? el("span", { class: "score" }, label(read ? "go_on" : "start_course"), " →") : el("span", { class: "score" }, gainWords(done.gain))),
    bar(read / course.lessons.length));
}

export async function coursePage(id) {
  const [known, done] = await Promise.all([courses(), progress()]);
  const course = known.find((each) => each.id === id);
  if (!course) throw Object.assign(new Error(id), { status: 404 });
  const mine = done.courses[id] ?? NOTHING;
  show(
    crumbs(link("", page(), label("courses")), el("span", {}, course.title)),
    el("h1", {}, course.title),
    el("p", { class: "lead" }, course.lead),
    whose(done),
    mine.before && mine.after ? el("section", { class: "panel gain" }, el("h2", {}, label("your_progress")), ...levels(mine)) : null,
    el("div", { class: "steps" },
      step(course, "before", mine.before, !mine.before),
      el("nav", { class: "panel lessons", "aria-label": course.title }, ...course.lessons.map((each) => row(course, each, mine))),
      step(course, "practice", null, false),
      step(course, "after", mine.after, mine.before && !mine.after)),
    el("div", { class: "row end" }, shareButton(), link("quiet", "/", label("to_chat"))),
  );
}

function row(course, each, mine) {
  const read = mine.lessons.includes(each.id);
  return el("a", { href: page(course.id, each.id), class: read ? "read" : null },
    el("span", { class: "number", "aria-hidden": "true" }, read ? "✓" : String(each.order)),
    el("strong", {}, each.title, read ? el("span", { class: "sr" }, ` ${label("done")}`) : null),
    el("small", {}, put("minutes", { n: each.minutes })));
}

/** One stage of a course; the one that comes next stands out. */
function step(course, stage, taken, next) {
  return el("section", { class: "panel step" },
    el("div", {}, el("h2", {}, label(stage)), el("p", {}, label(`${stage}_lead`))),
    el("div", { class: "row" },
      taken ? el("span", { class: "score" }, put("score", { n: taken.right, m: taken.total })) : null,
      link(next ? "primary" : "quiet", page(course.id, "quiz", stage), label(taken ? "again" : "start"))));
}

/** Two bars, before and after, and what lies between them in words. */
export function levels(mine) {
  const level = (name, score) => el("div", { class: "level" }, el("span", {}, label(name)), bar(score.right / score.total), el("span", {}, put("score", { n: score.right, m: score.total })));
  return [level("score_before", mine.before), level("score_after", mine.after), el("p", { class: "words" }, gainWords(mine.gain))];
}

export function gainWords(gain) {
  if (gain === 0) return label("gain_none");
  return put(gain > 0 ? "gain" : "gain_less", { n: Math.abs(gain) });
}

export async function lessonPage(courseId, id) {
  const [known, one] = await Promise.all([courses(), lesson(courseId, id)]);
  const course = known.find((each) => each.id === courseId);
  const at = course ? course.lessons.findIndex((each) => each.id === id) : -1;
  if (at < 0) throw Object.assign(new Error(id), { status: 404 });
  const next = course.lessons[at + 1];
  const previous = course.lessons[at - 1];
  show(
    crumbs(link("", page(), label("courses")), link("", page(course.id), course.title), el("span", {}, put("lesson", { n: at + 1 }))),
    el("h1", {}, one.title),
    el("p", { class: "meta" }, el("span", {}, put("minutes", { n: one.minutes })), el("span", {}, `${label("rests_on")} ${one.as_of}`), one.source ? el("span", {}, one.source) : null),
    one.held ? el("p", { class: "warning", role: "note" }, label("held")) : null,
    el("article", { class: "panel lesson" }, ...one.sections.map((each) => el("section", {}, el("h2", {}, each.section), renderBlock("text", { text: each.text })))),
    el("div", { class: "row end" },
      el("div", { class: "row" }, previous ? link("quiet", page(course.id, previous.id), label("previous")) : null, shareButton(), printButton()),
      doneButton(course, one, next)),
  );
}

/** Reading is recorded when the reader says so; a lost line does not keep anybody from going on. */
function doneButton(course, one, next) {
  const href = next ? page(course.id, next.id) : page(course.id);
  const button = link("primary", href, label(next ? "finish_next" : "finish"));
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    await recordLesson(course.id, one.id).catch(() => null);
    location.assign(href);
  });
  return button;
}

/** What an item rests on: the clause or rule, what it says, its source and since when. */
export function cite(each) {
  const where = [each.title ?? each.label, each.article || each.section].filter(Boolean).join(" · ");
  const value = /^[a-z_]+$/.test(each.value ?? "") ? null : each.value; // a word for machines says nothing here
  const said = each.quote ?? [value, each.note].filter(Boolean).join(lang === "en" ? ": " : "：");
  const when = [each.source, each.kind === "rule" ? each.article : null, validity(each.effective_from, each.effective_to), label("confidences", each.confidence)];
  return el("li", {}, el("strong", {}, where), said ? el("q", {}, said) : null, el("small", {}, when.filter(Boolean).join(" · ")));
}

const whose = (done) => el("p", { class: "where" }, label(done.visitor ? "progress_visitor" : "progress_client"));
const readIn = (course, done) => course.lessons.filter((each) => done.lessons.includes(each.id)).length;
