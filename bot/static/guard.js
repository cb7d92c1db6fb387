// The page that judges a text: sends it, marks what may not go out, shows why and how it may be said.
// Whatever was typed or answered goes into the page as text, never as markup.

import { Refused } from "./api.js";
import { applyLabels, el, label, lang, problemText, setLang } from "./words.js";

const byId = (id) => document.getElementById(id);
const filled = (name, n) => label(name).replace("{n}", n);
const tokens = new Map();
let shown = null;

/** A demo client's own token, fetched once; the form offers clients only in a demo installation. */
async function tokenOf(client) {
  if (!client) return null;
  if (!tokens.has(client)) tokens.set(client, (await post("/api/v1/auth/demo", { user: client })).token);
  return tokens.get(client);
}

async function post(path, body, token) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Refused(await response.json().catch(() => ({})), response.status);
  return response.json();
}

async function check(event) {
  event?.preventDefault();
  const text = byId("text").value;
  if (!text.trim()) { byId("text").focus(); return; }
  const client = byId("client")?.value || null;
  byId("error").textContent = "";
  busy(true);
  try {
    const asked = { text, lang, ...(client ? { client } : {}), ...(byId("day").value ? { as_of: byId("day").value } : {}) };
    shown = { text, review: await post("/guard/check", asked, await tokenOf(client)) };
    show();
    byId("result").scrollIntoView({ block: "nearest", behavior: "smooth" });
  } catch (error) {
    byId("error").textContent = error.problem ? problemText(error.problem) : label("offline");
  }
  busy(false);
}

function busy(on) {
  byId("check").disabled = on;
  byId("check").textContent = label(on ? "checking" : "check");
}

function show() {
  if (!shown) return;
  const { text, review } = shown;
  byId("result").hidden = false;
  byId("result").dataset.passed = String(review.passed);
  byId("verdict").replaceChildren(
    el("strong", {}, review.passed ? label("passed") : filled("held", review.issues.length)),
    review.passed ? el("span", {}, filled("passed_more", review.checked)) : "",
  );
  byId("marked").replaceChildren(...segments(text, review));
  byId("issues").replaceChildren(...review.issues.map(issue));
  byId("better").hidden = review.passed;
  byId("corrected").textContent = review.corrected ?? label("no_better");
  byId("corrected").classList.toggle("note", !review.corrected);
  byId("copy").hidden = byId("again").hidden = !review.corrected;
  byId("copy").textContent = label("copy");
  byId("trace").textContent = `${label("as_of")} ${review.as_of} · ${label("trace_id")} ${review.trace_id}`;
}

/** The text cut where claims begin and end; a held claim covers what is right inside it. Places count code points. */
function segments(text, review) {
  const chars = Array.from(text);
  const cuts = [...new Set([0, chars.length, ...review.claims.flatMap((claim) => [claim.start, claim.end])])].sort((a, b) => a - b);
  const nodes = [];
  cuts.slice(0, -1).forEach((start, i) => {
    const piece = chars.slice(start, cuts[i + 1]).join("");
    const number = review.issues.findIndex((each) => each.start <= start && start < each.end);
    const right = review.claims.some((each) => each.verdict === "ok" && each.start <= start && start < each.end);
    if (number >= 0) nodes.push(mark(piece, number, review.issues[number].start === start));
    else nodes.push(right ? el("span", { class: "right" }, piece) : piece);
  });
  review.issues.forEach((each, number) => {
    if (each.start === each.end) nodes.push(mark(label("added"), number, true, "missing"));
  });
  return nodes;
}

function mark(piece, number, first, kind = "held") {
  const node = el("mark", { class: kind, "data-issue": number }, piece, first ? el("sup", {}, String(number + 1)) : "");
  node.addEventListener("click", () => point(number));
  return node;
}

function issue(each, number) {
  const english = lang === "en";
  const agreed = each.evidence?.layer === "contract" && each.evidence.article;
  const rule = each.evidence && [agreed ? label("contract") : each.evidence.source, each.evidence.article].filter(Boolean).join(" ");
  return el("li", { "data-issue": number, tabindex: -1 },
    el("p", { class: "what" }, el("span", { class: "code" }, label("codes", each.code)), each.text ? el("q", {}, each.text) : ""),
    el("p", { class: "why" }, each.why[english ? "en" : "zh"]),
    each.fix ? el("p", { class: "fix" }, el("span", {}, label("fix")), el("strong", {}, each.fix)) : "",
    rule || each.evidence?.figure ? el("p", { class: "note" }, `${label("source")} `, rule || el("code", {}, each.evidence.figure)) : "",
  );
}

function point(number) {
  const item = document.querySelector(`#issues [data-issue="${number}"]`);
  document.querySelectorAll("#issues .pointed").forEach((other) => other.classList.remove("pointed"));
  item.classList.add("pointed");
  item.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function examples() {
  byId("examples").replaceChildren(...label("examples").map(([name, text, client]) => {
    const chip = el("button", { type: "button", class: "chip" }, name);
    chip.addEventListener("click", () => {
      byId("text").value = text;
      if (byId("client")) byId("client").value = client;
      check();
    });
    return chip;
  }));
}

function everyLabel() {
  applyLabels();
  examples();
  show();
}

byId("draft").addEventListener("submit", check);
byId("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check(event); });
byId("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(shown.review.corrected);
  byId("copy").textContent = label("copied");
});
byId("again").addEventListener("click", () => { byId("text").value = shown.review.corrected; check(); });
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => { setLang(button.dataset.lang); everyLabel(); });
}
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});
if (localStorage.getItem("theme")) document.documentElement.dataset.theme = localStorage.getItem("theme");
everyLabel();
