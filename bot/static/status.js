// What holds today: the clock, the day whose rules apply, and whether a model or anything outside the house is asked.

import { call } from "./api.js";
import { el, label, lang, moment } from "./words.js";

const byId = (id) => document.getElementById(id);

/** {model, external_calls, demo, now, rules_as_of}; null while the service has not been heard. */
export let facts = null;

/** The day whose rules are asked for; undefined, left out, is today's. */
export function chosenDay() {
  const day = byId("as-of").value;
  return facts && day && day !== facts.rules_as_of ? day : undefined;
}

/** The line below the composer. */
export function showStatus() {
  if (!facts) return;
  const parts = [
    facts.model ? `${label("model")} ${facts.model}` : label("model_off"),
    lang === "en" ? `${facts.external_calls} ${label("external_calls")}` : `${label("external_calls")} ${facts.external_calls}`,
    facts.demo ? `${label("clock")} ${moment(facts.now)}` : null,
  ];
  byId("status").replaceChildren(...parts.filter(Boolean).map((part) => el("span", {}, part)));
}

/** The day and the clock go on while the page stays open. */
export async function readStatus() {
  const before = facts?.rules_as_of;
  facts = await call("status").catch(() => facts);
  if (byId("as-of").value === before) byId("as-of").value = "";
  showStatus();
  showDay();
}

/** The field of the day stands at today until another one is chosen. */
export function showDay() {
  const day = byId("as-of");
  if (!day.value && facts) day.value = facts.rules_as_of;
  day.parentElement.classList.toggle("other", chosenDay() !== undefined);
}
