// The frame of every console page: its language, and its theme (theme.js).

import "./theme.js";
import { applyLabels, label, setLang } from "./words.js";

const listeners = [];

/** Calls back now and whenever the reader changes the language. */
export function onLanguage(draw) {
  listeners.push(draw);
  draw();
}

function apply() {
  applyLabels();
  for (const node of document.querySelectorAll("[data-staff]")) {
    const [glyph, name, group] = label("staff", node.dataset.staff);
    node.querySelector(".glyph").textContent = glyph;
    node.querySelector("strong").textContent = name;
    node.querySelector(".note").textContent = group;
  }
}

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    setLang(button.dataset.lang);
    apply();
    for (const draw of listeners) draw();
  });
}
apply();
