// The audience: conditions that must all hold, added one by one from the facts an audience may ask about.

import { FACTS, said } from "./console-campaign-parts.js";
import { button } from "./console-parts.js";
import { el, label } from "./words.js";

const BANDS = ["safe", "warning", "call", "no_debt"];

/** The builder over `draft.audience`; `changed()` after every change, `settled()` when one is complete. */
export function conditions(draft, choices, changed, settled) {
  const rows = el("ul", { class: "conditions" });
  const add = el("div", { class: "slots" });
  const refusal = el("p", { class: "refusal", "data-refusal": "audience", role: "alert" });
  const node = el("div", { class: "audience", "data-field": "audience" }, rows, add, refusal);

  function draw(focused) {
    const given = FACTS.filter((name) => name in draft.audience);
    const free = FACTS.filter((name) => !(name in draft.audience));
    rows.replaceChildren(...given.map(row));
    add.replaceChildren(...(free.length ? [el("span", { class: "caption" }, label("campaign_add_condition"))] : []), ...free.map((name) => button(label("conditions", name), "chip slot-button", () => {
      draft.audience[name] = first(name);
      done(name);
    })));
    if (focused) rows.querySelector(`[data-path="audience.${focused}"]`)?.focus();
  }

  function row(name) {
    const control = controlOf(name);
    control.value = draft.audience[name];
    const remove = button("×", "icon remove", () => { delete draft.audience[name]; done(); });
    remove.ariaLabel = `${label("campaign_remove")}${label("conditions", name)}`;
    return el("li", { class: "condition", "data-field": `audience.${name}` },
      el("label", {}, el("span", {}, label("conditions", name)), control), remove, el("p", { class: "refusal", "data-refusal": `audience.${name}`, role: "alert" }));
  }

  function controlOf(name) {
    const path = { "data-path": `audience.${name}` };
    if (name === "band") return el("select", path, ...BANDS.map((band) => el("option", { value: band }, label("bands", band))));
    if (name === "course_not_done") return el("select", path, ...choices.courses.map((course) => el("option", { value: course.id }, said(course.title))));
    return el("input", { ...path, autocomplete: "off", inputmode: name === "group" ? "text" : "decimal" });
  }

  const first = (name) => ({ band: "warning", course_not_done: draft.course })[name] ?? "";

  function done(focused) {
    changed();
    draw(focused);
    if (!focused || draft.audience[focused]) settled();
  }

  draw();
  return node;
}
