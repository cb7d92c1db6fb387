// What is sold for a call: orders and how far they are filled, fills as they come in, the statement, and what is still owed.

import { newKey, part, post } from "./console-api.js";
import { ask } from "./console-ask.js";
import { figures, money, place, put, table } from "./console-bench-parts.js";
import { badge, button, section } from "./console-parts.js";
import { el, grouped, label, moment, problemText } from "./words.js";

const ZONE = "+08:00";

/** One liquidation; `row` is its case. */
export function run(found, row, moves) {
  const open = !found.ended_at;
  const may = row.may.includes("fill") && open;
  return section(`${label("run_title")} ${found.id}`,
    el("p", { class: "note" }, `${label("run_started")} ${moment(found.started_at)}${found.ended_at ? ` · ${label("run_ended")} ${moment(found.ended_at)}` : ""} · `, place("approvals", found.proposal_id)),
    table([label("approval_side"), label("security"), `#${label("quantity")}`, `#${label("run_filled")}`, `#${label("approval_price")}`], found.orders.map((order) => [badge(label("sides", order.side), "plain"), order.security, grouped(order.quantity), grouped(order.filled), grouped(order.price)])),
    el("p", { class: "acts" }, el("a", { class: "quiet small", href: `/console/api/liquidations/${part(found.id)}/orders.csv`, download: "" }, label("run_orders_file")), may ? button(label("run_enter_fill"), "quiet small", () => enter(found, moves)) : "", row.may.includes("act") && open ? button(label("run_statement"), "primary small", () => statement(found, moves)) : ""),
    found.fills.length ? table([label("security"), `#${label("quantity")}`, `#${label("approval_price")}`, `#${label("run_costs")}`, label("run_fill_id")], found.fills.map((fill) => [fill.security, grouped(fill.quantity), grouped(fill.price), money(fill.costs), el("code", {}, fill.id)])) : el("p", { class: "note" }, label("run_no_fills")),
    found.statement ? el("div", { class: "statement" }, el("h3", {}, label("approval_before")), figures([found.statement.before]), el("h3", {}, label("run_after")), figures(Object.values(found.statement.figures))) : "");
}

function enter(found, moves) {
  const left = found.orders.filter((order) => order.filled < order.quantity);
  ask(label("run_enter_fill"), [
    { name: "order", label: label("run_order"), options: left.map((order) => [order.id, `${label("sides", order.side)} ${order.security} · ${put("run_left", { count: grouped(order.quantity - order.filled) })}`]) },
    { name: "id", label: label("run_fill_id"), type: "text", required: true },
    { name: "at", label: label("proof_at"), type: "datetime-local", required: true },
    { name: "quantity", label: label("quantity"), type: "number", required: true },
    { name: "price", label: label("approval_price"), type: "text", required: true },
    { name: "costs", label: label("run_costs"), type: "text", value: "0", required: true },
  ], async (given) => {
    const fill = { ...given, at: `${given.at}:00${ZONE}`, quantity: Number(given.quantity) };
    const taken = await post(`liquidations/${part(found.id)}/fills`, { fills: [fill] });
    const [refused] = taken.refused;
    if (refused) throw Object.assign(new Error(problemText(refused.problem)), { problem: refused.problem });
    await moves.again();
  });
}

function statement(found, moves) {
  const key = newKey();
  ask(label("run_statement_title"), [], async () => {
    await post(`liquidations/${part(found.id)}/statement`, { key });
    await moves.again();
  });
  document.getElementById("asking-fields").append(el("p", { class: "note" }, label("run_statement_hint")));
}
