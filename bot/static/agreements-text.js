// One agreement: read step by step, signed with its hash, and afterwards as it was signed; also on paper.

import { ask, back, badge, bilingual, button, newKey, panel, printButton, put, said, show, signature, table } from "./agreements-parts.js";
import { el, label, moment, problemText } from "./words.js";

const SIGNED = ["signed", "replaced"];

/** `id` is that of an agreement, or "new": the one that is offered, opened for reading. */
export async function agreementPage(id) {
  const row = id === "new" ? await ask("agreements", {}) : await ask(`agreements/${encodeURIComponent(id)}`);
  if (id === "new") history.replaceState(null, "", `/agreements/${encodeURIComponent(row.id)}`);
  draw(row);
}

function draw(row) {
  const signed = SIGNED.includes(row.state);
  show(
    back(),
    el("header", { class: "page-head" }, el("h1", {}, said(row.title)), el("p", { class: "row" }, badge(put("version", { n: row.version })), badge(label(`state_${row.state}`), signed ? "good" : "wait"), printButton())),
    el("p", { class: "note" }, label("verbatim")),
    signed && row.signature ? panel(signature(row.signature)) : null,
    signed ? null : reading(row),
    row.steps.length ? el("ol", { class: "steps" }, ...row.steps.map((step) => section(step, row, signed))) : whole(row),
    terms(row),
    signed ? null : signing(row));
}

function reading(row) {
  const meter = el("progress", { max: String(row.steps_of), value: String(row.steps_done), "aria-label": label("progress") });
  return el("div", { class: "reading" }, meter, el("span", { class: "note" }, put("steps_read", { n: row.steps_done, of: row.steps_of })));
}

/** A section that was read is folded up, the one whose turn it is stands open, those after it wait. */
function section(step, row, signed) {
  const now = step.step === row.next_step;
  const head = el("summary", {}, el("span", { class: "n" }, step.kind === "disclosure" ? label("disclosure") : step.step), el("strong", {}, said(step.title)), step.done_at ? el("small", { class: "note" }, `✓ ${label("read_at")} ${moment(step.done_at)}`) : now ? "" : el("small", { class: "note" }, label("later")));
  if (!step.done_at && !now && !signed) return el("li", { class: "step later", "data-step": step.step }, el("div", { class: "shut" }, ...head.childNodes));
  return el("li", { class: `step${now ? " now" : ""}`, "data-step": step.step },
    el("details", { open: now || signed }, head, ...step.texts.map((text) => el("div", { class: "clause" }, el("span", { class: "no" }, text.no), bilingual(text))), now ? acknowledge(step, row) : ""));
}

function acknowledge(step, row) {
  const refusal = el("p", { class: "error", role: "alert" });
  const node = button(label("acknowledge"), "primary", async () => {
    node.disabled = true;
    try {
      const next = await ask(`agreements/${encodeURIComponent(row.id)}/steps/${encodeURIComponent(step.step)}`, {});
      draw(next);
      (document.querySelector(".step.now") ?? document.querySelector(".signing"))?.scrollIntoView({ block: "start" });
      document.querySelector(".step.now .primary, .signing input")?.focus({ preventScroll: true });
    } catch (error) {
      refusal.textContent = error.problem ? problemText(error.problem) : label("offline");
    }
    node.disabled = false;
  });
  return el("div", { class: "acknowledge" }, refusal, node);
}

/** An agreement that came about by an amendment has no steps: its text as it is kept. */
const whole = (row) => el("div", { class: "whole" }, ...row.text.split("\n\n").map((part) => el("p", {}, part)));

function terms(row) {
  if (!row.named_terms.length) return null;
  return el("details", { class: "panel brief", open: true }, el("summary", {}, el("h2", {}, label("terms"))), table([label("term"), label("words"), label("clause")], row.named_terms.map((term) => [said(term.label), said(term.words), term.clause])));
}

function signing(row) {
  if (row.next_step) return null;
  const key = newKey();
  const refusal = el("p", { class: "error", id: "sign-problem", role: "alert" });
  const agreed = el("input", { type: "checkbox", id: "agreed" });
  const code = el("input", { id: "code", inputmode: "numeric", autocomplete: "one-time-code" });
  const demo = el("p", { class: "note", id: "demo-code" });
  let challenge = null;

  const send = button(label("send_code"), "quiet", () => tried(refusal, async () => {
    const sent = await ask(`agreements/${encodeURIComponent(row.id)}/code`, {});
    challenge = sent.challenge;
    demo.textContent = sent.demo_code ? `${label("demo_code")}${sent.demo_code}` : "";
    code.focus();
  }));
  const sign = button(label("sign"), "primary", () => tried(refusal, async () => {
    const given = challenge ? { challenge, code: code.value.trim() } : {};
    draw(await ask(`agreements/${encodeURIComponent(row.id)}/sign`, { key, sha256: row.sha256, ...given }));
    scrollTo(0, 0);
  }));
  sign.disabled = true;
  agreed.addEventListener("change", () => { sign.disabled = Boolean(row.blocked) || !agreed.checked; });
  const factor = row.factor === "code" ? el("div", { class: "factor" }, el("label", {}, el("span", {}, label("code")), code), send, demo) : null;
  return el("section", { class: "panel signing" }, ...[
    el("h2", {}, label("sign_title")), el("p", {}, label("sign_lead")), el("p", { class: "hash" }, el("span", { class: "note" }, label("hash")), el("code", {}, row.sha256)),
    row.blocked ? el("p", { class: "error" }, said(row.blocked)) : null,
    el("label", { class: "tick" }, agreed, el("span", {}, label("confirm_read"))), factor, refusal, el("p", {}, sign),
  ].filter(Boolean));
}

async function tried(refusal, act) {
  refusal.textContent = "";
  try {
    await act();
  } catch (error) {
    refusal.textContent = error.problem ? problemText(error.problem) : label("offline");
  }
}
