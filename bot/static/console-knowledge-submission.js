// One submission: where it stands, what to look at, its passages as they would be found, what it changes, a question tried on
// it, and what may be done with it by whoever looks.

import { facts } from "./blocks.js";
import { ask } from "./console-ask.js";
import { act, fileOf, groundsOf, retire, submission, tryOn } from "./console-knowledge-api.js";
import { aboutRows, may, me, put, stateBadge, trail } from "./console-knowledge-parts.js";
import { trial } from "./console-knowledge-try.js";
import { badge, button, fold, section } from "./console-parts.js";
import { difference } from "./difference.js";
import { prose } from "./prose.js";
import { el, label, lang } from "./words.js";

const QUARANTINED = "instructions_to_assistant";
const FEW_ARTICLES = 12;
const MOST_PASSAGES = 40;

/** Shows a submission in `pane`. Returns {refresh(rows)}; `moves.changed()` tells the list, `moves.wanted()` whether it is still the one. */
export async function showSubmission(pane, id, day, moves) {
  let seen = await submission(id);
  if (!moves.wanted()) return null;
  const head = el("header", { class: "case" });
  const standing = el("div", { class: "standing" });
  const grounds = seen.submission.kind === "answer" ? await groundsOf(id) : [];
  if (!moves.wanted()) return null;
  const own = new Set(seen.passages.map((each) => each.id));

  function draw() {
    head.replaceChildren(...header(seen.submission, step));
    standing.replaceChildren(...warnings(seen), ...verdictOf(seen.submission));
  }

  async function step(name) {
    if (name === "publish") return done(await act(id, name, {}));
    if (name === "retire") return ask(label("knowledge_retire_title"), [{ name: "reason", label: label("knowledge_reason"), required: true }], async ({ reason }) => done(await retire(seen.submission.version, reason)));
    const quarantined = name === "approve" && isQuarantined(seen);
    const fields = [{ name: "note", label: label("knowledge_note"), required: name === "reject" }];
    ask(label("knowledge_ask", name), fields, async ({ note }) => done(await act(id, name, { note, ...(quarantined ? { confirm_instructions: true } : {}) })));
    if (quarantined) document.getElementById("asking-fields").append(el("label", { class: "tick" }, el("input", { type: "checkbox", required: true }), el("span", {}, label("knowledge_confirm_instructions"))));
    return null;
  }

  async function done() {
    seen = await submission(id);
    draw();
    await moves.changed();
  }

  pane.replaceChildren(head, el("div", { class: "sheet campaign", tabindex: "0" }, standing, el("div", { class: "columns reviewing" },
    el("div", { class: "column" }, about(seen.submission), restsOn(grounds), seen.difference ? changes(seen.difference) : null, passages(seen.passages)),
    el("div", { class: "column" }, trial(day, (body) => tryOn(id, body), (passage) => own.has(passage))))));
  draw();
  return {
    async refresh(rows) {
      const row = rows.find((each) => each.id === id);
      if (!row || JSON.stringify(row) === JSON.stringify(seen.submission)) return; // reading the file again is dear
      seen = await submission(id);
      draw();
    },
  };
}

const isQuarantined = (seen) => seen.warnings.some((each) => each.code === QUARANTINED);

/** Four eyes: nobody is offered to judge what they submitted. */
function steps(row) {
  const mine = row.submitted_by === me.user;
  const review = may("review") && !mine;
  if (row.state === "submitted") return [...(review ? ["approve", "reject"] : []), ...(mine ? ["withdraw"] : [])];
  if (row.state === "approved") return ["publish", ...(review ? ["reject"] : []), ...(mine ? ["withdraw"] : [])];
  return row.state === "published" && may("review") ? ["retire"] : [];
}

function header(row, step) {
  return [
    el("div", { class: "title" }, el("h2", {}, row.title), stateBadge(row.state), row.kind === "answer" ? badge(label("verified_answer"), "plain") : null, el("small", { class: "number" }, `${row.id} · ${row.file}`)),
    el("div", { class: "acts" },
      row.state === "published" ? el("a", { class: "quiet small", href: `/library/${encodeURIComponent(row.document)}?lang=${lang}` }, label("knowledge_open")) : null,
      ...steps(row).map((name) => acting(name, step))),
    trail([
      [label("knowledge_trail", "submitted"), row.submitted_by, row.submitted_at],
      [label("knowledge_trail", row.state === "rejected" ? "rejected" : "reviewed"), row.reviewed_by, row.reviewed_at],
      [label("knowledge_trail", "published"), row.published_by, row.published_at],
    ]),
  ];
}

function acting(name, step) {
  const node = button(label("knowledge_acts", name), `${["approve", "publish"].includes(name) ? "primary" : "quiet"} small`, async () => {
    const words = node.textContent;
    node.disabled = true;
    node.textContent = label("knowledge_sending");
    await step(name).catch((error) => refused(node, error));
    node.disabled = false;
    node.textContent = words;
  });
  node.dataset.act = name;
  return node;
}

/** A refusal of an act that asks nothing stands under the buttons. */
function refused(node, error) {
  const words = (lang === "en" ? error.problem?.detail : error.problem?.detail_zh) ?? label("lost");
  const head = node.closest(".case");
  head.querySelector(".error")?.remove();
  head.append(el("p", { class: "error", role: "alert" }, words));
}

function warnings(seen) {
  return seen.warnings.map((each) => {
    const words = lang === "en" ? each.text : each.text_zh;
    const severe = each.code === QUARANTINED;
    return el("section", { class: severe ? "held" : "hint-line", role: "note", "data-code": each.code },
      severe ? el("h3", {}, label("knowledge_quarantine")) : null, el("p", {}, words), severe ? el("p", { class: "note" }, label("knowledge_quarantine_hint")) : null);
  });
}

function verdictOf(row) {
  const mine = row.submitted_by === me.user;
  const waits = row.state === "submitted" ? (mine ? "knowledge_own" : may("review") ? "knowledge_waits_for_you" : "knowledge_waits") : null;
  return [
    waits ? el("p", { class: "hint-line", id: "approval" }, label(waits)) : null,
    row.review_note ? el("p", { class: "hint-line" }, `${row.reviewed_by}：${row.review_note}`) : null,
  ].filter(Boolean);
}

function about(row) {
  return section(label("facts"), facts([
    ...aboutRows(row),
    row.note ? [label("knowledge_note"), row.note] : null,
    [label("knowledge_file"), el("a", { class: "linked", href: fileOf(row.id), download: row.file }, row.file)],
  ]));
}

/** What a verified answer rests on, each with the way to read it where it stands. */
function restsOn(rows) {
  if (!rows.length) return null;
  return section(label("answer_cites"), el("ul", { class: "cited" }, ...rows.map((row) => el("li", {}, el("div", {},
    el("a", { class: "linked", href: `/library/p/${encodeURIComponent(row.passage)}?lang=${lang}` }, [row.title, row.article || row.section].filter(Boolean).join(" · ")),
    el("small", { class: "note" }, row.quote)), row.in_force_today ? null : badge(label("no_longer"), "danger")))));
}

function changes(found) {
  const counts = Object.entries(found.counts).filter(([, count]) => count).map(([name, count]) => `${label("changes", name)} ${count}`).join(" · ");
  return fold(`${label("knowledge_difference")} · ${counts}`, found.articles.length <= FEW_ARTICLES, difference(found));
}

/** A long document shows its beginning; the rest comes when it is asked for. */
function passages(rows) {
  const shown = section(`${label("knowledge_passages")} · ${rows.length}`, ...rows.slice(0, MOST_PASSAGES).map(chunk));
  if (rows.length <= MOST_PASSAGES) return shown;
  const rest = button(put("knowledge_more", { n: rows.length - MOST_PASSAGES }), "quiet small", () => rest.replaceWith(...rows.slice(MOST_PASSAGES).map(chunk)));
  shown.append(rest);
  return shown;
}

function chunk(row) {
  return el("article", { class: "chunk" },
    el("header", {}, el("strong", {}, row.article || row.section || label("knowledge_no_heading")), el("small", {}, row.path.slice(0, -1).join(" › "))),
    prose(row.text),
    row.asks.length ? fold(put("knowledge_asks", { n: row.asks.length }), false, el("ul", { class: "tags" }, ...row.asks.map((words) => el("li", {}, badge(words, "plain"))))) : null);
}
