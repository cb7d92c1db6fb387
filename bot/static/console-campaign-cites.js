// What a campaign rests on: the rules of its lesson are offered first, any other can be added, each shows what it says today.

import { ruleRow } from "./console-campaign-parts.js";
import { button } from "./console-parts.js";
import { el, label } from "./words.js";

/** Returns {node, suggest}; `suggest` after another course or lesson was chosen. Rules of a lesson are cited by themselves until somebody chooses. */
export function cites(draft, choices, changed) {
  const list = el("ul", { class: "cited" });
  const offers = el("div", { class: "slots" });
  const more = el("select", { "aria-label": label("campaign_add_rule") });
  const node = el("div", { class: "cites" }, list, offers, more);
  more.addEventListener("change", () => { if (more.value) choose([...draft.cites, { param: more.value }]); });

  function lessonRules() {
    const lessons = choices.courses.find((course) => course.id === draft.course)?.lessons ?? [];
    const read = draft.lesson ? lessons.filter((lesson) => lesson.id === draft.lesson) : lessons;
    return [...new Set(read.flatMap((lesson) => lesson.rules))];
  }

  function choose(next) {
    draft.cites = next;
    draft.chosen = true;
    changed();
    draw();
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function suggest() {
    if (!draft.chosen) draft.cites = draft.lesson ? lessonRules().map((param) => ({ param })) : [];
    draw();
  }

  function draw() {
    const cited = new Set(draft.cites.map((cite) => cite.param));
    const offered = lessonRules().filter((param) => !cited.has(param) && known(param));
    const rest = choices.rules.filter((rule) => !cited.has(rule.param) && !offered.includes(rule.param));
    list.replaceChildren(...draft.cites.map(row));
    offers.replaceChildren(...(offered.length ? [el("span", { class: "caption" }, label("campaign_rules_of_lesson"))] : []),
      ...offered.map((param) => button(known(param).label, "chip slot-button", () => choose([...draft.cites, { param }]))));
    more.replaceChildren(el("option", { value: "" }, label("campaign_add_rule")), ...rest.map((rule) => el("option", { value: rule.param }, rule.label)));
  }

  const known = (param) => choices.rules.find((rule) => rule.param === param);

  function row(cite) {
    const rule = known(cite.param);
    const name = rule?.label ?? cite.param ?? cite.document;
    const remove = button("×", "icon remove", () => choose(draft.cites.filter((each) => each !== cite)));
    remove.ariaLabel = `${label("campaign_remove")} ${name}`;
    return el("li", {}, el("div", {}, el("span", {}, cite.document ? `${label("campaign_document")} ${name}` : name), rule ? ruleRow(rule.row) : null), remove);
  }

  draw();
  return { node, suggest };
}
