// Small pieces that the pages of the lessons share: words with numbers in them, links, sharing, the frame.

import { el, label, lang } from "./words.js";

const main = document.getElementById("main");

/** put("score", {n: 4, m: 6}): a label with its slots filled. */
export function put(name, slots) {
  return label(name).replace(/\{(\w)\}/g, (_, slot) => slots[slot]);
}

/** A page of ours, in the reader's language, so that a copied address opens as it is read. */
export function page(...path) {
  return `/learn${path.map((part) => `/${encodeURIComponent(part)}`).join("")}?lang=${lang}`;
}

export const link = (kind, href, text) => el("a", { class: kind, href }, text);

export function show(...nodes) {
  main.replaceChildren(...nodes.filter(Boolean));
  window.scrollTo(0, 0);
}

export function loading() {
  main.replaceChildren(el("p", { class: "note", role: "status" }, label("loading")));
}

export function crumbs(...links) {
  return el("nav", { class: "crumbs" }, ...links);
}

/** A filled bar; the share is a number from 0 to 1. */
export function bar(share) {
  const fill = el("i");
  fill.style.inlineSize = `${Math.round(share * 100)}%`;
  return el("div", { class: "bar", "aria-hidden": "true" }, fill);
}

/** Copies this page's address; where the browser forbids it, shows the address. */
export function shareButton() {
  const button = el("button", { type: "button", class: "quiet" }, label("share"));
  const told = el("span", { class: "note", role: "status" });
  button.addEventListener("click", async () => {
    const address = location.origin + location.pathname + `?lang=${lang}`;
    told.textContent = await navigator.clipboard?.writeText(address).then(() => label("shared"), () => null) ?? label("share_by_hand") + address;
  });
  return el("span", { class: "row" }, button, told);
}

export function printButton() {
  const button = el("button", { type: "button", class: "quiet" }, label("print"));
  button.addEventListener("click", () => window.print());
  return button;
}

export function toggleTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}
