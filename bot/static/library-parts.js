// Small pieces that the pages of the library share: words with slots, days, badges, notices, links that can be copied.

import { el, label, lang, moment } from "./words.js";

const main = document.getElementById("main");
const UNVERIFIED = ["unverified", "memory"];

/** put("documents_count", {n: 12, day: "2026-11-20"}): a label with its slots filled. */
export function put(name, slots) {
  return label(name).replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
}

/** An address of the library in the reader's language; what is undefined, null or empty is left out. */
export function address(path, query = {}) {
  const kept = Object.entries({ ...query, lang }).filter(([, value]) => value);
  return `/library${path}?${new URLSearchParams(kept)}`;
}

export const documentAt = (document, query) => address(`/${encodeURIComponent(document)}`, query);
export const passageAt = (passage, query) => address(`/p/${encodeURIComponent(passage)}`, query);

export function show(...nodes) {
  main.replaceChildren(...nodes.filter(Boolean));
  main.removeAttribute("aria-busy");
}

export const loading = () => main.setAttribute("aria-busy", "true");
export const link = (kind, href, ...children) => el("a", { class: kind, href }, ...children);

export function button(words, classes, act) {
  const node = el("button", { type: "button", class: classes }, words);
  node.addEventListener("click", act);
  return node;
}

export const badge = (words, tone = "plain") => el("span", { class: `badge ${tone}` }, words);
export const isUnverified = (confidence) => UNVERIFIED.includes(confidence);

/** Who decides and who speaks, and whether it was checked: the marks a reader judges a text by. */
export function marks(row) {
  return el("span", { class: "marks" },
    row.kind === "answer" ? badge(label("verified_answer"), "accent") : badge(label("origins", row.layer), "accent"),
    row.tier ? badge(label("tiers", row.tier)) : null,
    row.jurisdiction && row.jurisdiction !== "CN" ? badge(label("places", row.jurisdiction)) : null,
    isUnverified(row.confidence) ? badge(label("unverified"), "danger") : null);
}

/** In force, no longer, not yet, or withdrawn, as seen from `day`; the tone goes with it. */
export function standing(version, day) {
  if (version.retired) return badge(label("withdrawn"), "danger");
  if (version.effective_from > day) return badge(label("not_yet"), "caution");
  if (version.effective_to && version.effective_to <= day) return badge(label("no_longer"), "danger");
  return badge(label("in_force"), "accent");
}

/** What the firm has to say about a topic at this moment. */
export function notices(rows) {
  return rows.map((row) => el("aside", { class: `notice ${row.kind}`, "aria-label": label("notice") },
    el("strong", {}, label(row.kind === "person_only" ? "person_only" : "notice")),
    el("p", {}, row.text[lang] ?? row.text[lang === "en" ? "en" : "zh"]),
    row.until ? el("small", {}, put("notice_until", { day: moment(row.until) })) : null));
}

/** Copies an address; where the browser forbids it, shows the address. */
export function copyButton(href, words, classes, named) {
  const told = el("span", { class: "note", role: "status" });
  const node = button(words, classes, async () => {
    const whole = location.origin + href;
    told.textContent = await navigator.clipboard?.writeText(whole).then(() => label("copied"), () => null) ?? label("copy_by_hand") + whole;
  });
  if (named) node.ariaLabel = named;
  return el("span", { class: "copying" }, node, told);
}

export function dayPicker(day, changed) {
  const input = el("input", { type: "date", value: day, required: true });
  input.addEventListener("change", () => { if (input.value) changed(input.value); });
  return el("label", { class: "day" }, el("span", {}, label("as_of")), input);
}
