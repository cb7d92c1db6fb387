// The frame of the lessons: which page an address means, language and light, and what is said when a page cannot open.

import { coursePage, coursesPage, lessonPage } from "./learn-pages.js";
import { loading, show, toggleTheme } from "./learn-parts.js";
import { quizPage } from "./learn-quiz.js";
import { applyLabels, el, label, problemText, setLang } from "./words.js";

const [, course, part, stage] = location.pathname.split("/").slice(1).map(decodeURIComponent);

function open() {
  if (!course) return coursesPage();
  if (!part) return coursePage(course);
  return part === "quiz" ? quizPage(course, stage) : lessonPage(course, part);
}

async function render() {
  try {
    await open();
    const title = document.querySelector("main h1, main h2")?.textContent;
    if (title) document.title = `${title} · ${label("title")}`;
  } catch (error) {
    sorry(error);
  }
}

function sorry(error) {
  const retry = el("button", { type: "button", class: "quiet" }, label("retry"));
  retry.addEventListener("click", render);
  const missing = error.status === 404;
  show(
    el("h1", {}, label(missing ? "not_found" : error.problem ? "mistake" : "offline")),
    el("p", { class: "lead" }, missing ? label("not_found_more") : error.problem ? problemText(error.problem) : null),
    el("div", { class: "row end" }, missing ? el("a", { class: "quiet", href: "/learn" }, label("courses")) : retry));
}

if (localStorage.getItem("theme")) document.documentElement.dataset.theme = localStorage.getItem("theme");
applyLabels();
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => { setLang(button.dataset.lang); render(); });
}
document.getElementById("theme").addEventListener("click", toggleTheme);
loading();
await render();
