// What the agreements' pages share: the interface, pieces of a page, tables that fold up on a phone, and the question before a yes or no.

import { call } from "./api.js";
import { el, label, lang, moment, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const BASE = "/agreements/api";

/** Asks as whoever is signed in to this tab's conversation. */
export function ask(path, body) {
  const session = sessionStorage.getItem("session");
  return call(`${BASE}/${path}`, body, session ? { "X-Chat-Session": session } : {});
}

/** A key under which a write that is sent twice is done once. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const said = (text) => (lang === "en" ? text.en : text.zh);
export const put = (name, slots) => label(name).replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
export const show = (...nodes) => byId("main").replaceChildren(...nodes.filter(Boolean));
export const panel = (...nodes) => el("section", { class: "panel" }, ...nodes.filter(Boolean));
export const badge = (words, tone = "plain") => el("span", { class: `state ${tone}` }, words);
export const link = (path, words, tone = "quiet") => el("a", { class: tone, href: `/agreements/${path}` }, words);

export function button(words, tone, act) {
  const node = el("button", { type: "button", class: tone }, words);
  node.addEventListener("click", act);
  return node;
}

export function facts(pairs) {
  return el("dl", { class: "facts" }, ...pairs.filter(Boolean).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** A table whose rows become cards where there is no room. */
export function table(heads, rows) {
  return el("table", { class: "folding" },
    el("thead", {}, el("tr", {}, ...heads.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell, at) => el("td", { "data-head": heads[at] }, clause(cell) ?? "—"))))));
}

/** The number of a clause is not torn at the end of a line. */
const clause = (cell) => (typeof cell === "string" && /^\d+(\.\d+)+$/.test(cell) ? el("span", { class: "moment" }, cell) : cell);

export const back = () => el("nav", { class: "crumbs" }, el("a", { href: "/agreements" }, label("all_agreements")));

export function printButton() {
  const node = button(label("print"), "quiet print", () => print());
  return node;
}

/** Asks once more before `act`; what is refused stays in the dialog. */
export function confirmed(title, text, act) {
  byId("asking-title").textContent = title;
  byId("asking-text").textContent = text;
  byId("asking-problem").textContent = "";
  byId("asking-form").onsubmit = async (event) => {
    event.preventDefault();
    byId("asking-form").inert = true;
    try {
      await act();
      byId("asking").close();
    } catch (error) {
      byId("asking-problem").textContent = error.problem ? problemText(error.problem) : label("offline");
    }
    byId("asking-form").inert = false;
  };
  byId("asking").showModal();
}

/** A text in both languages, as it is signed; the reader's own first. */
export function bilingual(text) {
  const [first, second] = lang === "en" ? ["en", "zh"] : ["zh", "en"];
  return el("div", { class: "both" }, el("p", { lang: first }, text[first]), text[second] ? el("p", { class: "other", lang: second }, text[second]) : "");
}

/** "签署人 您本人（登录名 demo-watch）· 2026-06-19 10:20": who signed what, and whether it still is what was signed. */
export function signature(row) {
  const channel = [row.channel === "app" ? "App" : row.channel, label(`factor_${row.factor}`)].join(" · ");
  return facts([
    [label("signed_by"), label("signed_self").replace("{user}", row.by)], [label("signed_at"), moment(row.at)], [label("signed_channel"), channel], [label("hash"), el("code", {}, row.sha256)],
    ["", badge(label(row.intact ? "intact_yes" : "intact_no"), row.intact ? "good" : "bad")],
  ]);
}
