// One campaign: where it stands, why it is held, its letter, audience and grounds, what may be done next, and what came of it.

import { get, part, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { badge, button, section } from "./console-parts.js";
import { conditionsSaid, letter, preview, put, results, ruleChange, ruleRow, said, stateBadge } from "./console-campaign-parts.js";
import { el, label, lang, moment, problemText } from "./words.js";

const TRAIL = ["created", "submitted", "approved", "ran"];
const PREVIEWED = ["draft", "submitted", "approved"];
const MEASURED = ["running", "done", "held", "cancelled"];
const OVER = ["done", "cancelled"];

/** Shows a campaign in `pane`. Returns {state, may, refresh}; `moves.edit(campaign)` opens it for writing, `moves.changed()` tells the
 * list, `moves.wanted()` says whether it is still the one to be shown. */
export async function showCampaign(pane, id, courses, moves) {
  let seen = await read(id);
  if (!moves.wanted()) return null;
  let found = null; // its preview
  let came = null; // its results
  let asked = 0; // how often they were asked for: an answer that another question has overtaken is old
  const reach = el("div", {});
  const measured = el("div", { class: "measured" });
  const refusal = el("p", { class: "error", id: "refusal", role: "alert" });

  async function count() {
    found = await post(`campaigns/${part(id)}/preview`).catch(() => null);
    drawReach();
  }

  async function measure() {
    asked += 1;
    const mine = asked;
    const news = await get(`campaigns/${part(id)}/results?lang=${lang}`).catch(() => null);
    if (!news || mine !== asked || JSON.stringify(news) === JSON.stringify(came)) return;
    came = news;
    const nothing = !came.sent && !came.waiting && !Object.keys(came.skipped).length;
    measured.replaceChildren(...(nothing ? [] : [results(came)]));
  }

  function drawReach() {
    reach.replaceChildren(...(PREVIEWED.includes(seen.state) ? [preview(found, false, button(label("preview_again"), "quiet small", count))] : []));
    const confirm = pane.querySelector("#broad");
    if (confirm) confirm.hidden = !found?.broad;
  }

  function draw() {
    refusal.textContent = "";
    pane.replaceChildren(header(seen, step), el("div", { class: "sheet campaign", tabindex: "0" }, refusal, standing(seen), el("div", { class: "columns" },
      el("div", { class: "column" }, letters(seen), audience(seen, courses), sending(seen), grounds(seen)),
      el("div", { class: "column" }, reach, measured))));
    drawReach();
  }

  async function step(name) {
    if (name === "edit") return moves.edit(seen);
    if (name === "cancel") return confirmCancel();
    await take(name);
  }

  async function take(name) {
    const pressed = pane.querySelector(`[data-step=${name}]`);
    const words = pressed.textContent;
    pane.querySelector(".acts").inert = true;
    pressed.textContent = label("campaign_doing", name);
    try {
      const given = name === "approve" ? { confirm_broad: pane.querySelector("#broad input")?.checked ?? false } : {};
      seen = await post(`campaigns/${part(id)}/${name}?lang=${lang}`, given);
      draw();
      await Promise.all([moves.changed(), MEASURED.includes(seen.state) ? measure() : null]);
    } catch (error) {
      pane.querySelector(".acts").inert = false;
      pressed.textContent = words;
      refusal.textContent = error.problem ? problemText(error.problem) : label("lost");
      refusal.scrollIntoView({ block: "nearest" });
    }
  }

  function confirmCancel() {
    ask(label("campaign_cancel_title"), [], () => take("cancel"));
    document.getElementById("asking-fields").append(el("p", { class: "note" }, label("campaign_cancel_text")));
  }

  draw();
  if (PREVIEWED.includes(seen.state)) count();
  if (MEASURED.includes(seen.state)) measure();
  return {
    get state() { return seen.state; },
    get edit() { return seen.may.includes("edit") ? () => moves.edit(seen) : null; },
    async refresh() {
      const news = await read(id);
      if (JSON.stringify(news) !== JSON.stringify(seen)) { seen = news; draw(); }
      if (MEASURED.includes(seen.state)) await measure();
    },
  };
}

const read = (id) => get(`campaigns/${part(id)}?lang=${lang}`);

function header(seen, step) {
  const steps = seen.may.filter((name) => name !== "approve" || !seen.own);
  const main = steps.find((name) => ["submit", "approve", "run"].includes(name)) ?? (steps.includes("edit") ? "edit" : null);
  return el("header", { class: "case" },
    el("div", { class: "title" }, el("h2", {}, said(seen.title)), stateBadge(seen.state), el("small", { class: "number" }, seen.id)),
    el("div", { class: "acts" }, ...steps.map((name) => {
      const node = button(label("campaign_steps", name), `${name === main ? "primary" : "quiet"} small`, () => step(name));
      node.dataset.step = name;
      return node;
    })),
    el("ol", { class: "trail" }, ...TRAIL.map((name) => trace(name, seen))));
}

function trace(name, seen) {
  const who = seen[`${name}_by`];
  return el("li", { class: who ? "passed" : "" }, el("span", {}, label("campaign_trail", name)), who ? el("small", {}, `${who} · ${moment(seen[`${name}_at`]).slice(5)}`) : null);
}

/** What stands in the way: a rule that has changed, or an approval that somebody else has to give. */
function standing(seen) {
  const changed = seen.rests_on.filter((each) => each.old.length || each.new.length);
  const nodes = [];
  if (seen.state === "held" || (changed.length && !OVER.includes(seen.state))) {
    nodes.push(el("section", { class: "held", role: "note" },
      el("h3", {}, label(seen.state === "held" ? "campaign_held_title" : "campaign_changed_title")),
      ...(changed.length ? changed.map(ruleChange) : [el("p", {}, said(seen.reason))]),
      el("p", { class: "note" }, label(seen.may.includes("edit") ? "campaign_held_hint" : "campaign_held_approver"))));
  }
  if (seen.state === "submitted") {
    const mine = seen.may.includes("approve") && !seen.own;
    nodes.push(el("p", { class: "hint-line", id: "approval" }, label(seen.own ? "campaign_own" : mine ? "campaign_waits_for_you" : "campaign_waits")));
    if (mine) nodes.push(el("label", { class: "tick", id: "broad", hidden: true }, el("input", { type: "checkbox" }), el("span", {}, label("campaign_broad"))));
  }
  return el("div", { class: "standing" }, ...nodes);
}

function letters(seen) {
  return section(label("campaign_letter"), letter(seen.title.zh, seen.text.zh, "zh"), letter(seen.title.en, seen.text.en, "en"));
}

function audience(seen, courses) {
  return section(label("campaign_audience"), el("ul", { class: "tags" }, ...conditionsSaid(seen.audience, courses).map((words) => el("li", {}, badge(words, "plain")))));
}

function sending(seen) {
  const address = ["", "learn", seen.course, seen.lesson].filter((each) => each !== null).join("/");
  return section(label("campaign_sending"), el("p", {}, el("a", { class: "linked", href: `${address}?lang=${lang}` }, address)),
    el("p", { class: "note" }, put("campaign_quiet_said", seen.quiet_hours)), el("p", { class: "note" }, put("campaign_cap_said", seen.max_per_days)));
}

function grounds(seen) {
  const documents = seen.cites.filter((cite) => cite.document);
  return section(label("campaign_cites"),
    ...seen.rests_on.map((each) => el("div", { class: "ground" }, el("span", {}, each.label), ...each.rows.map(ruleRow))),
    ...documents.map((cite) => el("p", { class: "note" }, `${label("campaign_document")} ${cite.document}`)),
    seen.cites.length ? null : el("p", { class: "note" }, label("campaign_no_cites")));
}
