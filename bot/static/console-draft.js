// The composer: a draft is checked while it is typed, what the guard marks is marked in the text with its reason and the
// right figure, and nothing marked can be sent. Suggested replies stand above it with their figures and citations.

import { linked, renderBlock } from "./blocks.js";
import { get, newKey, part, post } from "./console-api.js";
import { button } from "./console-parts.js";
import { openCitation } from "./dialogs.js";
import { el, label, lang, problemText } from "./words.js";

const PAUSE_MS = 350;
const PIECES = { openCitation };

/** Returns {node, allow(on, why), focus, suggest} of the case `id`. */
export function composer(id) {
  const kept = `draft:${id}`;
  const under = el("div", { class: "under", "aria-hidden": "true" });
  const text = el("textarea", { rows: "3", maxlength: "4000", placeholder: label("reply_placeholder"), "aria-label": label("reply_placeholder"), "aria-describedby": "verdict" });
  const verdict = el("p", { class: "verdict", id: "verdict", role: "status" });
  const issues = el("ul", { class: "issues" });
  const correct = button(label("use_corrected"), "quiet small", useCorrected);
  const send = button(label("send"), "primary small", submit);
  const offers = el("div", { class: "offers" });
  const node = el("div", { class: "composer" }, offers,
    el("div", { class: "paper" }, under, text), issues, el("div", { class: "foot" }, verdict, correct, send));
  let review = null; // the guard's word on exactly `review.text`; null while it is not known
  let allowed = false;
  let why = "";
  let sending = false;
  let key = newKey();
  let pause = null;

  text.value = sessionStorage.getItem(kept) ?? "";
  text.addEventListener("input", changed);
  text.addEventListener("scroll", () => { under.scrollTop = text.scrollTop; });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.altKey) { event.preventDefault(); useCorrected(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
    else if (event.key === "Escape") text.blur();
  });
  draw();
  if (text.value.trim()) check();

  function changed() {
    key = newKey();
    review = null;
    if (text.value) sessionStorage.setItem(kept, text.value); else sessionStorage.removeItem(kept);
    clearTimeout(pause);
    if (text.value.trim()) pause = setTimeout(check, PAUSE_MS);
    draw();
  }

  async function check() {
    const asked = text.value;
    let found;
    try {
      found = { ...(await post(`handoffs/${part(id)}/check`, { text: asked, lang })), text: asked };
    } catch (error) {
      found = { failed: error.problem ? problemText(error.problem) : label("check_failed"), text: asked };
    }
    if (asked !== text.value) return; // a later check is on its way
    review = found;
    draw();
  }

  async function submit() {
    if (!ready()) return;
    sending = true;
    draw();
    try {
      await post(`handoffs/${part(id)}/messages`, { message_id: key, text: text.value, lang });
      text.value = "";
      changed();
    } catch (error) {
      if (error.problem?.review) review = { ...error.problem.review, text: text.value };
      else review = { ...review, failed: error.problem ? problemText(error.problem) : label("not_sent") };
    }
    sending = false;
    draw();
    text.focus();
  }

  function ready() {
    return allowed && !sending && Boolean(text.value.trim()) && review?.text === text.value && review.passed === true;
  }

  function useCorrected() {
    if (!review?.corrected || review.corrected === text.value) return;
    text.value = review.corrected;
    changed();
    text.focus();
  }

  function draw() {
    const marks = review?.passed === false ? marked(review) : [];
    under.replaceChildren(...painted(text.value, marks), "\n");
    issues.replaceChildren(...marks.map(issue));
    send.disabled = !ready();
    send.textContent = label(sending ? "sending" : "send");
    correct.hidden = !review?.corrected || review.corrected === text.value || review.passed === true;
    verdict.textContent = words(marks);
    verdict.dataset.tone = review?.failed || marks.length ? "danger" : review?.passed ? "good" : "";
    text.disabled = !allowed;
    offers.hidden = Boolean(text.value);
    node.classList.toggle("closed", !allowed);
  }

  function words(marks) {
    if (!allowed) return why;
    if (!text.value.trim()) return "";
    if (review === null) return label("checking");
    if (review.failed) return review.failed;
    if (review.passed) return review.checked ? label("checked").replace("{count}", review.checked) : label("checked_none");
    return label("marked").replace("{count}", marks.length);
  }

  /** Suggested replies to the client's last message; whoever has no hand on the case is offered none. */
  async function suggest() {
    const found = allowed ? await get(`handoffs/${part(id)}/suggestions`).catch(() => null) : null;
    if (found === null) { offers.replaceChildren(); return; }
    const answers = found.suggestions.filter((item) => item.kind === "answer");
    const openings = found.suggestions.filter((item) => item.kind === "opening");
    offers.replaceChildren(
      el("p", { class: "caption" }, answers.length ? label("suggestions") : label("suggestions_none")),
      ...answers.map(answer),
      el("div", { class: "openings" }, ...openings.map((item) => button(item.text, "chip opening", () => use(item.text)))));
  }

  /** Two lines of it, and on opening the whole with its figures and citations. */
  function answer(item) {
    const pieces = [...item.figures.map((data) => renderBlock("figure", data, PIECES)), ...item.citations.map((data) => renderBlock("citation", data, PIECES))];
    const take = button(label("use"), "quiet small", (event) => { event.preventDefault(); use(item.text); });
    return el("details", { class: "offer" }, el("summary", {}, el("span", { class: "gist" }, item.text), el("span", { class: "asked" }, `「${item.asked}」`), take), el("p", { class: "whole" }, ...linked(item.text)), el("div", { class: "pieces" }, ...pieces));
  }

  function use(words) {
    text.value = words;
    changed();
    text.focus();
  }

  return {
    node,
    suggest,
    focus: () => text.focus(),
    allow(on, reason) {
      const news = on !== allowed;
      allowed = on;
      why = reason;
      draw();
      if (news) suggest();
    },
  };
}

/** What the guard marked, in the order of the text; what has no place in it (a sentence that is missing) comes last. */
function marked(review) {
  return [...review.issues].sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity));
}

/** The text with its marks; the guard counts characters as Python does, so an emoji is one. */
function painted(text, marks) {
  const letters = Array.from(text);
  const nodes = [];
  let at = 0;
  marks.forEach((mark, index) => {
    if (mark.start === null || mark.start < at || mark.end <= mark.start) return;
    nodes.push(letters.slice(at, mark.start).join(""), el("mark", { "data-index": String(index + 1) }, letters.slice(mark.start, mark.end).join("")));
    at = mark.end;
  });
  return [...nodes, letters.slice(at).join("")];
}

function issue(mark) {
  const reason = mark.why[lang === "en" ? "en" : "zh"];
  return el("li", {}, mark.text ? el("q", {}, mark.text) : null, el("span", {}, ...linked(reason)),
    mark.expected && !reason.includes(mark.expected) ? el("span", { class: "right" }, `${label("should_be")} `, el("b", {}, mark.expected)) : null);
}
