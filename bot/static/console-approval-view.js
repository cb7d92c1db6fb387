// One proposal: what it would do and why, what it is about, and the decision, with who may not take it and why.

import { newKey, part, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { contentOf } from "./console-approval-content.js";
import { figuresPart, head, said, sheet, trail, who } from "./console-bench-parts.js";
import { badge, section } from "./console-parts.js";
import { el, label, lang, moment, problemText } from "./words.js";

const TONES = { proposed: "caution", approved: "accent", refused: "danger", withdrawn: "plain", expired: "plain" };
const BUSY = 409;
const SHOWS_ITS_OWN = ["liquidation", "policy"]; // their figures stand beside what they are about

export const stateBadge = (state) => badge(label("approval_states", state), TONES[state]);

/** The nodes of the right pane. */
export function drawApproval(row, moves) {
  const { summary, points, figures } = row.explanation;
  return [
    head(said(row.title), [stateBadge(row.state)], row.id, acts(row, moves), course(row)),
    sheet(
      standing(row),
      el("p", { class: "lead" }, said(summary)),
      points.length ? section(label("approval_points"), el("ul", { class: "points" }, ...points.map((point) => el("li", {}, said(point))))) : null,
      SHOWS_ITS_OWN.includes(row.kind) && row.about ? null : figuresPart("approval_figures", figures),
      ...contentOf(row, moves),
    ),
  ];
}

function course(row) {
  const decided = row.decided_at ? label("approval_states", row.state) : label("approval_decision");
  return trail([
    [label("approval_made"), who(row.made_by, row.client_id), row.made_at],
    [decided, row.decided_by && who(row.decided_by, row.client_id), row.decided_at],
    row.valid_until && !row.decided_at ? [`${label("approval_until")} ${moment(row.valid_until)}`, null, null] : null,
  ]);
}

function acts(row, moves) {
  const both = row.may_decide ? [["refuse", label("approval_acts", "refuse"), "quiet", () => decide(row, "refuse", moves)], ["approve", label("approval_acts", "approve"), "primary", () => decide(row, "approve", moves)]] : [];
  return row.may_withdraw ? [...both, ["withdraw", label("approval_acts", "withdraw"), "quiet", () => decide(row, "withdraw", moves)]] : both;
}

/** Whose turn it is, or what came of it. */
function standing(row) {
  if (row.state !== "proposed") return row.reason ? el("p", { class: "quoted", id: "approval-reason" }, row.reason) : null;
  const why = row.own ? "approval_own" : row.may_decide ? "approval_waits_for_you" : "approval_not_yours";
  return el("p", { class: "hint-line", id: "approval-standing" }, label(why));
}

function decide(row, act, moves) {
  const key = newKey();
  ask(label("approval_asks", act), [{ name: "reason", label: label("approval_reason"), rows: 3, required: true }], async ({ reason }) => {
    try {
      await post(`approvals/${part(row.id)}/${act}?lang=${lang}`, { key, reason });
    } catch (error) {
      if (error.status !== BUSY) throw error;
      document.getElementById("asking").close();
      await moves.again();
      quicker(error.problem);
      return;
    }
    await moves.again();
  });
}

/** Somebody else has decided meanwhile, or what was looked at has changed: said where the decision would have stood. */
function quicker(problem) {
  const pane = document.querySelector("#talk .sheet");
  const over = !document.querySelector("#talk [data-act=approve]");
  const words = over ? `${label("approval_quicker")} ${problemText(problem)}` : problemText(problem);
  pane?.prepend(el("p", { class: "hint-line", id: "approval-quicker", role: "alert" }, words));
}
