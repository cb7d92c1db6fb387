// One margin call from the day it was made to its end: what is missing, tasks, notices with what proves them, what happened when, and
// what was sold.

import { get, part } from "./console-api.js";
import { acts, finishTask } from "./console-call-acts.js";
import { run } from "./console-call-run.js";
import { figures, head, money, place, said, sheet, table, who } from "./console-bench-parts.js";
import { badge, button, section } from "./console-parts.js";
import { showProof } from "./console-proof.js";
import { facts } from "./blocks.js";
import { el, label, lang, moment, problemText } from "./words.js";

const TONES = { called: "caution", part_met: "caution", extended: "caution", overdue: "danger", liquidating: "danger", closed_with_debt: "danger", waived: "plain", met: "accent", met_by_market: "accent", closed: "plain" };
const ARRIVED = ["delivered_at", "read_at", "acknowledged_at"];

export const stateBadge = (row) => badge(said(row.state_text), TONES[row.state] ?? "plain");

/** The nodes of the right pane. */
export function drawCall(row, moves) {
  return [
    head(el("span", {}, row.name_masked, " ", el("small", {}, row.client_id)), [stateBadge(row), badge(label("case_kinds", row.kind), "plain")], row.id, acts(row, moves)),
    sheet(
      el("p", { class: `lead${row.state === "overdue" ? " late" : ""}` }, row.deadline ? `${label("case_deadline")} ${moment(row.deadline)}${row.provisional ? ` (${label("provisional")})` : ""}` : label("case_no_deadline")),
      next(row.next),
      missing(row),
      tasks(row, moves),
      proposals(row.proposals),
      notices(row),
      ...row.liquidations.map((each) => run(each, row, moves)),
      timeline(row),
      grounds(row),
    ),
  ];
}

function next(steps) {
  const first = steps[0];
  return first ? el("p", { class: "hint-line" }, `${label("case_next")}${lang === "en" ? ": " : "："}${lang === "en" ? first.text : first.text_zh}`) : null;
}

function missing(row) {
  const shown = [row.missing_amount, row.figures.contributed, row.figures.repaid_since_call, row.figures.maintenance_ratio].filter(Boolean);
  return section(label("case_missing"), row.closed_at ? el("p", { class: "note" }, `${label("case_closed_at")} ${moment(row.closed_at)}`) : "", figures(shown));
}

function tasks(row, moves) {
  if (!row.tasks.length) return null;
  return section(label("case_tasks"), el("ul", { class: "items tasks" }, ...row.tasks.map((task) => el("li", { class: "between" },
    el("span", {}, said(task.text), " ", el("small", { class: "note" }, [label("groups", task.assigned_group), task.due ? `${label("case_due")} ${moment(task.due)}` : null].filter(Boolean).join(" · "))),
    task.done_at ? el("small", { class: "note" }, `${label("case_done")} ${who(task.done_by)} ${moment(task.done_at)}`) : row.may.includes("attempt") ? button(label("case_do"), "quiet small", () => finishTask(task, moves)) : ""))));
}

function proposals(rows) {
  if (!rows.length) return null;
  return section(label("case_proposals"), el("ul", { class: "items" }, ...rows.map((row) => el("li", { class: "between" },
    el("span", {}, place("approvals", row.id), ` ${label("case_proposal_kinds", row.kind)}`), badge(label("approval_states", row.state), row.state === "proposed" ? "caution" : "plain")))));
}

function notices(row) {
  return section(label("case_notices"), table(
    [label("case_notice"), label("channel"), label("case_sent"), label("case_arrived"), label("case_proof")],
    row.notices.map((notice) => [label("notice_kinds", notice.kind), label("channels", notice.channel), moment(notice.sent_at), arrived(notice), button(label("case_show_proof"), "linked", () => proof(row.id, notice.id))]),
    "case_no_notices"));
}

/** How far it came, as far as that is known. */
function arrived(notice) {
  const last = ARRIVED.filter((name) => notice[name]).at(-1);
  if (!last && notice.failed_at) {
    return el("span", {}, badge(label("delivery_states", "failed"), "danger"), ` ${moment(notice.failed_at)}`, notice.failure ? el("small", { class: "note" }, ` ${notice.failure}`) : "");
  }
  return last ? el("span", {}, badge(label("case_arrivals", last), "accent"), ` ${moment(notice[last])}`) : badge(label("case_not_known"), "unknown");
}

async function proof(call, notice) {
  const title = label("case_proof_title");
  try {
    const found = await get(`margin-calls/${part(call)}/notices/${part(notice)}?lang=${lang}`);
    showProof(title, ...proved(found));
  } catch (error) {
    showProof(title, el("p", { class: "error" }, error.problem ? problemText(error.problem) : label("lost")));
  }
}

function proved(found) {
  const { notice } = found;
  const at = (name, value) => (value ? [label("proof_steps", name), moment(value)] : null);
  return [
    el("p", { class: "quoted" }, found.body),
    facts([
      [label("channel"), label("channels", notice.channel)], notice.clause ? [label("bench_clause"), notice.clause] : null, at("deadline", notice.deadline),
      at("sent", notice.sent_at), at("handed", found.handed_at), at("delivered", notice.delivered_at), at("read", notice.read_at), at("acknowledged", notice.acknowledged_at), at("failed", found.failed_at),
      found.gateway ? [label("proof_gateway"), [found.gateway, found.gateway_id].filter(Boolean).join(" · ")] : null,
      found.sha256 ? [label("proof_hash"), el("code", {}, found.sha256)] : null,
      found.hash_holds === null ? null : [label("proof_whole"), label(found.hash_holds ? "proof_holds" : "proof_broken")],
    ]),
    section(label("proof_attempts"), table([`#${label("bench_number")}`, label("proof_at"), label("result"), label("proof_detail")], found.attempts.map((each) => [String(each.n), moment(each.at), label("proof_outcomes", each.outcome), each.detail]), "proof_none")),
    section(label("proof_receipts"), table([label("proof_gateway"), label("result"), label("proof_at"), label("proof_received")], found.receipts.map((each) => [each.gateway, label("proof_steps", each.state), moment(each.at), moment(each.received_at)]), "proof_none")),
    found.other_channels.length ? section(label("proof_other"), el("ul", { class: "items" }, ...found.other_channels.map((each) => el("li", {}, label("channels", each.channel), ` ${moment(each.sent_at)} `, badge(label("delivery_states", each.state), "plain"))))) : null,
  ];
}

function timeline(row) {
  return section(label("case_timeline"), el("ol", { class: "timeline" }, ...row.timeline.map((each) => happened(each, row.client_id))));
}

function happened(row, client) {
  const told = Object.entries(row.detail).flatMap(([name, value]) => detail(name, value));
  return el("li", { "data-what": row.what },
    el("p", {}, el("span", { class: "moment note" }, moment(row.at)), " ", el("strong", {}, said(row.text)), row.by ? el("small", { class: "note" }, ` ${who(row.by, client)}`) : ""),
    told.length ? el("p", { class: "meta" }, ...told) : "",
    row.snapshot_id ? el("p", { class: "note" }, `${label("case_frozen")} `, el("code", {}, row.snapshot_id)) : "");
}

const MONEY = ["amount", "costs", "residual", "repaid"];
const TIMES = ["deadline", "until"];

/** One detail of an event, where it says something to a reader. */
function detail(name, value) {
  if (value === null || value === "" || typeof value === "object" || !label("case_details")[name]) return [];
  const words = MONEY.includes(name) ? money(value) : TIMES.includes(name) ? moment(value) : name === "proposal" ? place("approvals", value) : label(`case_values`, name)?.[value] ?? String(value);
  return [el("span", {}, `${label("case_details", name)} `, words)];
}

function grounds(row) {
  return section(label("case_grounds"), facts([
    [label("called_on"), row.called_on], [label("case_opened"), moment(row.opened_at)],
    row.contract ? [label("approval_contract"), row.contract] : null,
    row.clause ? [label("bench_clause"), row.clause] : null,
    row.amount_at_call ? [label("case_at_call"), money(row.amount_at_call)] : null,
    [label("case_frozen"), el("code", {}, row.snapshot_id)],
    row.served.length ? [label("case_served"), row.served.map((name) => label("notice_codes", name)).join(lang === "en" ? ", " : "、")] : null,
  ]));
}

