// What is taught: courses, lessons and items with what they rest on; first of all what is held, and why.

import { get, post } from "./console-api.js";
import { letterText, put, ruleChange } from "./console-campaign-parts.js";
import { onLanguage } from "./console-frame.js";
import { badge, fold } from "./console-parts.js";
import { el, label, lang, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const main = byId("taught");

async function show() {
  main.setAttribute("aria-busy", "true");
  try {
    const taught = await get(`education?lang=${lang}`);
    main.replaceChildren(
      el("header", { class: "taught-head" }, el("h1", {}, label("education_title")), el("p", { class: "note" }, `${label("education_checked")} ${taught.as_of}`)),
      held(taught.held),
      ...taught.courses.map(course));
    byId("lost").hidden = true;
  } catch (error) {
    byId("lost").hidden = Boolean(error.problem);
    if (error.problem) main.replaceChildren(el("p", { class: "empty error" }, problemText(error.problem)));
  }
  main.removeAttribute("aria-busy");
}

function held(rows) {
  if (!rows.length) return el("p", { class: "all-well", role: "status" }, label("education_held_none"));
  return el("section", { class: "held", id: "held" }, el("h2", {}, `${label("education_held")} · ${rows.length}`), ...rows.map((row) => el("article", { class: "held-one" },
    el("p", {}, badge(label("education_kinds", row.kind), "danger"), " ", el("strong", {}, ...letterText(row.title)), " ", el("small", {}, `${row.id} · ${label("education_written")} ${row.written}`)),
    ...row.changed.map(ruleChange))));
}

function course(each) {
  return el("section", { class: "course-card" },
    el("header", {}, el("div", {}, el("h2", {}, each.title), el("p", { class: "note" }, each.lead)),
      el("a", { class: "quiet small", href: `/learn/${each.id}?lang=${lang}` }, label("education_open"))),
    el("ol", { class: "lesson-rows" }, ...each.lessons.map((one) => lesson(each, one))),
    fold(`${label("education_items")} · ${each.items.length}`, each.items.some((one) => one.held), el("ul", { class: "item-rows" }, ...each.items.map(item))));
}

function lesson(each, one) {
  return el("li", {}, el("span", { class: "rank" }, String(one.order)),
    el("div", {},
      el("p", {}, el("a", { class: "linked", href: `/learn/${each.id}/${one.id}?lang=${lang}` }, one.title), one.held ? stopped() : null,
        el("small", {}, ` ${put("education_minutes", { count: one.minutes })} · ${label("education_since")} ${one.as_of}`)),
      grounds(one.grounds)));
}

function item(one) {
  return el("li", {},
    el("p", {}, ...letterText(one.stem)),
    el("p", { class: "meta" }, badge(label(one.computed ? "education_computed" : "education_choice"), "plain"), ...one.stages.map((stage) => badge(label("education_stages", stage), "accent")),
      one.held ? stopped() : null, el("small", {}, `${one.id} · ${label("education_written")} ${one.as_of}`)),
    grounds(one.grounds));
}

const stopped = () => badge(label("education_is_held"), "danger");

function grounds(rows) {
  return el("p", { class: "grounds" }, `${label("education_rests_on")} `, ...rows.map((ground) => badge(ground.label, "plain")));
}

byId("sign-out").addEventListener("click", async () => { await post("sign-out"); location.assign("/console"); });
addEventListener("online", show);
onLanguage(show);
