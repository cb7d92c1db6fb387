// Drafting a policy: the terms of a security or one of the firm's rules, its day, and why. The service judges; what it refuses stands
// beside its field.

import { newKey, post } from "./console-api.js";
import { sheet } from "./console-bench-parts.js";
import { button } from "./console-parts.js";
import { el, label, lang, problemText } from "./words.js";

const SWITCHES = ["eligible_financing", "eligible_short"];
const APPLIES = ["new", "all", "extension"];

/** The nodes of the form; a draft that was stored is opened. */
export function policyForm(choices, moves) {
  const status = el("p", { class: "error", id: "refusal", role: "alert" });
  const form = el("form", { class: "policy-form", novalidate: true });
  const about = el("div", { class: "about" });
  let key = newKey();

  const kind = select("kind", [["security", label("policy_of_security")], ["rule", label("policy_of_rule")]]);
  kind.addEventListener("change", drawAbout);

  function drawAbout() {
    about.replaceChildren(...(kind.value === "security" ? securityFields() : ruleFields()));
  }

  function securityFields() {
    const code = select("code", choices.securities.map((row) => [row.code, `${row.name} ${row.code}`]));
    return [
      field("security.code", label("security"), code),
      field("security.conversion_rate", label("policy_rate"), el("input", { name: "conversion_rate", inputmode: "decimal", autocomplete: "off", placeholder: "0.55" })),
      ...SWITCHES.map((name) => field(`security.${name}`, label("policy_switches", name), select(name, [["", label("policy_as_it_is")], ["yes", label("bench_yes")], ["no", label("bench_no")]]))),
    ];
  }

  function ruleFields() {
    const param = select("param", choices.rules.map((row) => [row.param, row.label]));
    const scope = el("div", {});
    param.addEventListener("change", () => drawScope(param.value, scope));
    drawScope(param.value, scope);
    return [
      field("rule.param", label("policy_rule"), param), scope,
      field("rule.value", label("policy_value"), el("input", { name: "value", autocomplete: "off", placeholder: "0.40" })),
      field("rule.applies_to", label("policy_applies"), select("applies_to", APPLIES.map((name) => [name, label("policy_applies_to", name)]))),
    ];
  }

  /** The cases there are rows of, with what each says now. */
  function drawScope(param, place) {
    const rows = choices.rules.find((row) => row.param === param).rows;
    place.replaceChildren(field("rule.scope", label("policy_case"), select("scope", rows.map((row) => [JSON.stringify(row.scope), caseSaid(row)]))));
  }

  async function store(event) {
    event.preventDefault();
    refused([]);
    form.inert = true;
    try {
      const stored = await post(`policies?lang=${lang}`, { key, policy: asked(Object.fromEntries(new FormData(form))) });
      await moves.open(stored.id);
    } catch (error) {
      key = newKey();
      refused(error.problem?.errors ?? []);
      status.textContent = error.problem ? problemText(error.problem) : label("lost");
    }
    form.inert = false;
  }

  function refused(errors) {
    status.textContent = "";
    for (const node of form.querySelectorAll(".refusal")) node.textContent = "";
    for (const each of errors) {
      const node = form.querySelector(`[data-refusal="${CSS.escape(each.field.replace(/^body\./, ""))}"]`);
      if (node) node.textContent = (lang === "en" ? each.text : each.text_zh) ?? each.code;
    }
  }

  drawAbout();
  form.append(field("kind", label("policy_kind"), kind), about,
    field("effective", label("policy_effective"), el("input", { name: "effective", type: "date", required: true })),
    field("notice_days", label("policy_notice_days"), el("input", { name: "notice_days", inputmode: "numeric", autocomplete: "off" })),
    field("reason", label("approval_reason"), el("textarea", { name: "reason", rows: 3, maxlength: 500 })),
    status, button(label("policy_save"), "primary", () => form.requestSubmit()));
  form.addEventListener("submit", store);
  return [el("header", { class: "case" }, el("div", { class: "title" }, el("h2", {}, label("policy_new_title")))), sheet(el("p", { class: "note" }, label("policy_lead")), form)];
}

function caseSaid(row) {
  const scope = Object.entries(row.scope).map(([name, value]) => `${label("policy_scopes", name)} ${label("client_classes", value)}`).join(", ");
  return [scope || label("policy_every_case"), row.display].join(" · ");
}

/** What the service is asked: only what was filled in. */
function asked(given) {
  const base = { effective: given.effective, reason: given.reason.trim(), ...(given.notice_days ? { notice_days: Number(given.notice_days) } : {}) };
  if (given.kind === "rule") return { ...base, rule: { param: given.param, value: given.value.trim(), scope: JSON.parse(given.scope), applies_to: given.applies_to } };
  const switches = SWITCHES.filter((name) => given[name]).map((name) => [name, given[name] === "yes"]);
  return { ...base, security: { code: given.code, ...(given.conversion_rate.trim() ? { conversion_rate: given.conversion_rate.trim() } : {}), ...Object.fromEntries(switches) } };
}

const select = (name, pairs) => el("select", { name }, ...pairs.map(([value, words]) => el("option", { value }, words)));

function field(path, words, control) {
  return el("div", { class: "field" }, el("label", {}, el("span", {}, words), control), el("p", { class: "refusal", "data-refusal": path, role: "alert" }));
}
