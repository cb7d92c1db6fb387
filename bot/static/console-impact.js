// The effect of a policy on the whole book: who is newly called, who can no longer buy, sums with their proof, and the accounts that lose
// most; where it was computed anew, what differs from the look before.

import { figuresPart, put, table, who } from "./console-bench-parts.js";
import { badge, button, fold, section } from "./console-parts.js";
import { el, figureName, label, moment, problemText } from "./words.js";

const EFFECTS = ["newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used"];
const SHOWN = ["maintenance_ratio", "available_margin", "withdrawable", "shortfall_to_restore", "max_margin_purchase"];

/** `ways` are {id, anew: compute it again, or null, accounts(effect): those with one effect}. */
export function impactView(impact, ways) {
  const refusal = el("p", { class: "error", role: "alert" });
  const again = ways.anew ? button(label(impact ? "impact_again" : "impact_look"), "quiet small", () => guarded(again, refusal, ways.anew)) : null;
  if (again) again.dataset.act = "impact";
  if (!impact) return section(label("impact_title"), el("p", { class: "note" }, label("impact_none")), again ?? "", refusal);
  return el("section", { class: "impact" },
    el("div", { class: "panel-head" }, el("h3", {}, label("impact_title")), again ?? ""), refusal,
    el("p", { class: "note" }, `${put("impact_looked", { at: moment(impact.at), by: who(impact.by) })} · ${put("impact_book", { at: moment(impact.book_time) })} · ${put("impact_of", { count: impact.accounts })}`),
    impact.difference ? difference(impact.difference) : "",
    counts(impact, ways),
    figuresPart("impact_sums", Object.values(impact.figures)) ?? "",
    groups(impact.groups),
    section(label("impact_top"), accounts(impact.top)));
}

async function guarded(pressed, refusal, act) {
  pressed.disabled = true;
  refusal.textContent = "";
  try {
    await act();
  } catch (error) {
    refusal.textContent = error.problem ? problemText(error.problem) : label("lost");
  }
  pressed.disabled = false;
}

function counts(impact, ways) {
  const named = el("div", { class: "named" });
  const tiles = EFFECTS.map((name) => tile(name, impact.effects[name], async () => {
    const found = await ways.accounts(name);
    named.replaceChildren(el("h3", {}, label("impact_effects", name)), accounts(found.accounts));
  }));
  const unknown = impact.unknown ? el("p", { class: "hint-line" }, put("impact_unknown", { count: impact.unknown })) : "";
  return el("div", { class: "counts" }, el("ul", { class: "tiles" }, plainTile("impact_touched", impact.touched), ...tiles), unknown, named);
}

const plainTile = (name, count) => el("li", { class: "tile" }, el("b", {}, String(count)), el("span", {}, label(name)));

/** A count; one that is not zero opens its accounts. */
function tile(name, count, open) {
  if (!count) return el("li", { class: "tile none" }, el("b", {}, "0"), el("span", {}, label("impact_effects", name)));
  const node = el("button", { type: "button", "data-effect": name }, el("b", {}, String(count)), el("span", {}, label("impact_effects", name)));
  node.addEventListener("click", open);
  return el("li", { class: "tile" }, node);
}

function groups(found) {
  const names = Object.keys(found);
  if (!names.length) return "";
  const columns = ["touched", ...EFFECTS];
  return section(label("impact_groups"), table([label("impact_group"), ...columns.map((name) => `#${name === "touched" ? label("impact_touched") : label("impact_effects", name)}`)], names.map((name) => [label("groups", name), ...columns.map((column) => String(found[name][column]))])));
}

/** The clients, masked, each with what changes for it. */
export function accounts(rows) {
  if (!rows.length) return el("p", { class: "note" }, label("impact_nobody"));
  return el("ul", { class: "named-accounts" }, ...rows.map(account));
}

function account(row) {
  const moved = SHOWN.filter((name) => row.before[name] && row.after[name] && row.before[name].value !== row.after[name].value);
  const traces = SHOWN.filter((name) => row.after[name]).map((name) => [figureName(name), el("code", {}, row.before[name].trace_id), el("code", {}, row.after[name].trace_id)]);
  return el("li", { class: "named-account" },
    el("p", { class: "head" }, el("strong", {}, row.name_masked, " ", el("small", {}, row.client_id)), ...row.effects.map((name) => badge(label("impact_effects", name), "danger"))),
    moved.length
      ? table([label("bench_figure"), `#${label("bench_before")}`, `#${label("bench_after")}`], moved.map((name) => [figureName(name), row.before[name].display ?? label("indeterminate"), el("strong", {}, row.after[name].display ?? label("indeterminate"))]))
      : el("p", { class: "note" }, label("impact_unmoved")),
    fold(label("impact_traces"), false, table([label("bench_figure"), label("bench_before"), label("bench_after")], traces)));
}

/** What is not as it was at the look before. */
function difference(found) {
  const nothing = !found.moved && !Object.keys(found.counts).length && !Object.keys(found.figures).length;
  if (nothing) return el("p", { class: "note" }, label("impact_same"));
  const rows = [
    ...Object.entries(found.counts).map(([name, [then, now]]) => [label("impact_effects", name), String(then), String(now)]),
    ...Object.entries(found.figures).map(([name, [then, now]]) => [figureName(name), then, now]),
  ];
  return el("section", { class: "held", role: "note", id: "impact-difference" }, el("h3", {}, put("impact_moved", { count: found.moved })), table([label("bench_what"), `#${label("impact_then")}`, `#${label("impact_now")}`], rows));
}

