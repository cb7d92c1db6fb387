// The right pane: the client at a glance. Every figure opens its formula, inputs and trace; what cannot be determined says so.

import { renderBlock } from "./blocks.js";
import { get, newKey, part, post } from "./console-api.js";
import { ask, options } from "./console-ask.js";
import { BANDS, deadline, sla } from "./console-list.js";
import { badge, button, section } from "./console-parts.js";
import { openCitation } from "./dialogs.js";
import { el, grouped, label, lang, moment, percent, problemText, withUnit } from "./words.js";

const SHOWN = ["maintenance_ratio", "shortfall_to_restore", "total_assets", "total_liabilities", "net_assets", "available_margin", "withdrawable", "accrued_interest", "leverage"];
const CATEGORIES = ["complaint", "fee", "liquidation", "service", "data", "other"];

/** Shows a client, or why there is none, in `pane`; `openTicket(number)` opens one in the middle. */
export async function showClient(pane, id, openTicket) {
  if (!id) {
    pane.replaceChildren(el("p", { class: "empty" }, el("strong", {}, label("anonymous")), el("span", { class: "note" }, label("no_client"))));
    return;
  }
  pane.setAttribute("aria-busy", "true");
  try {
    const seen = await get(`clients/${part(id)}?lang=${lang}`);
    pane.replaceChildren(...drawn(seen, id, openTicket, () => showClient(pane, id, openTicket)));
  } catch (error) {
    pane.replaceChildren(el("p", { class: "empty error" }, error.problem ? problemText(error.problem) : label("lost")));
  }
  pane.removeAttribute("aria-busy");
}

function drawn(seen, id, openTicket, again) {
  const { account, figures, gauge, history, positions, call, tickets, learning } = seen;
  const pieces = { openCitation, words: problemText, recompute: (figure) => recompute(id, figure) };
  const band = figures ? badge(label("bands", figures.band), BANDS[figures.band]) : null;
  return [
    el("header", { class: "person" }, el("h2", {}, account.name_masked), el("span", { class: "note" }, id), band),
    figures?.snapshot_time ? el("p", { class: "note" }, `${label("snapshot")} ${moment(figures.snapshot_time)} · ${label("price_time")} ${moment(figures.price_time)}`) : null,
    figures ? null : el("p", { class: "hint-line" }, label("not_opened")),
    figures?.band === "indeterminate" ? el("p", { class: "hint-line" }, label("indeterminate_hint")) : null,
    gauge ? renderBlock("chart", gauge, pieces) : null,
    call ? section(label("call_title"), el("p", { class: "call" }, deadline(call)), el("p", { class: "note" }, `${label("called_on")} ${call.called_on}`)) : null,
    figures ? section(label("figures_title"), el("div", { class: "figures rows" }, ...SHOWN.filter((name) => figures.figures[name]).map((name) => renderBlock("figure", figures.figures[name], pieces)))) : null,
    history ? section(label("history_title"), renderBlock("chart", history, pieces)) : null,
    positions ? section(label("holdings"), holdings(positions)) : null,
    positions ? section(label("contracts"), contracts(positions)) : null,
    learning.length ? section(label("learning"), el("ul", { class: "items" }, ...learning.map(course))) : null,
    section(label("tickets_title"), ticketList(tickets, openTicket), button(label("open_ticket"), "quiet small", () => open(id, again))),
  ].filter(Boolean);
}

/** The same figure as the service makes it now, compared by its trace. */
async function recompute(id, figure) {
  const seen = await get(`clients/${part(id)}?lang=${lang}`);
  const fresh = seen.figures.figures[figure.name];
  return { figure: fresh, same: fresh.trace_id === figure.trace_id };
}

function course(row) {
  const score = (name, quiz) => (quiz ? `${label(name)} ${quiz.right}/${quiz.total}` : null);
  const gain = row.gain === null ? null : label("points").replace("{count}", `${row.gain > 0 ? "+" : ""}${row.gain}`);
  const read = label("lessons_read").replace("{read}", row.read).replace("{lessons}", row.lessons);
  return el("li", { class: "between" }, el("span", {}, row.title), el("span", { class: "note" }, [read, score("quiz_before", row.before), score("quiz_after", row.after), gain].filter(Boolean).join(" · ")));
}

function holdings(positions) {
  if (!positions.holdings.length) return el("p", { class: "note" }, label("no_holdings"));
  return table([label("security"), label("quantity"), label("market_value"), label("conversion_rate")], positions.holdings.map((row) => [
    named(row), grouped(row.quantity),
    row.market_value === null ? el("span", { class: "late" }, label("no_price")) : grouped(row.market_value),
    row.conversion_rate === null ? "—" : percent(row.conversion_rate),
  ]));
}

function contracts(positions) {
  if (!positions.contracts.length) return el("p", { class: "note" }, label("no_contracts"));
  return table([label("security"), label("principal"), label("due"), label("interest")], positions.contracts.map((row) => [
    el("span", {}, badge(label("contract_kinds", row.kind), "plain"), " ", named(row)), grouped(row.amount),
    row.due ? el("span", { class: row.days_to_due !== null && row.days_to_due <= 10 ? "late" : "" }, row.due, el("small", {}, ` ${label("days_left")} ${row.days_to_due}`)) : "—",
    row.interest === null ? "—" : withUnit(grouped(row.interest), ""),
  ]));
}

const named = (row) => el("span", {}, (lang === "en" && row.name_en) || row.name, el("small", {}, ` ${row.security}`));

function table(heads, rows) {
  return el("table", { class: "dense" },
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell))))));
}

function ticketList(tickets, openTicket) {
  if (!tickets.length) return el("p", { class: "note" }, label("ticket_empty"));
  return el("ul", { class: "items" }, ...tickets.map((row) => el("li", { class: "between" }, button(row.number, "linked", () => openTicket(row)), sla(row.sla))));
}

function open(id, again) {
  const key = newKey();
  ask(label("open_ticket"), [
    { name: "category", label: label("category"), options: options("categories", CATEGORIES) },
    { name: "text", label: label("ticket_text"), rows: 5, required: true },
  ], async (given) => {
    await post(`clients/${part(id)}/tickets`, { key, ...given });
    again();
  });
}
