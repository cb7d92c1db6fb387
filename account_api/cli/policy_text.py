"""Policies and their impact as a person reads them in a terminal."""

from account_api.payloads_policy import NamedAccount, Policy, PolicyImpact

EFFECTS = {
    "newly_called": "新触发追保 newly called",
    "below_warning": "新跌破预警线 newly below warning",
    "cannot_buy": "不能再融资买入 can no longer buy",
    "over_limit": "集中度超限 over the limit",
    "line_below_used": "额度低于已用 line below used",
}
FIGURES = {
    "policy_margin_lost": "减少的可用余额 margin lost",
    "policy_deficit_before": "可用余额缺口（前） deficit before",
    "policy_deficit_after": "可用余额缺口（后） deficit after",
    "policy_shortfall_before": "距补足线差额（前） shortfall before",
    "policy_shortfall_after": "距补足线差额（后） shortfall after",
}


def many(policies: list[Policy]) -> str:
    """One line each."""
    return "\n".join(_line(policy) for policy in policies) or "none 没有"


def one(policy: Policy) -> str:
    """A policy with its terms, its steps and its impact."""
    terms = [
        f"  {term['label']['zh']} {term['before_display']['zh']} → {term['after_display']['zh']}"
        for term in policy["terms"]
    ]
    steps = [
        f"  {label} {who} {at}"
        for label, who, at in (
            ("提出 drafted", policy["created_by"], policy["created_at"]),
            ("批准 approved", policy["approved_by"], policy["approved_at"]),
            ("结束 ended", policy["ended_by"], policy["ended_at"]),
        )
        if who is not None
    ]
    days = f"  通知 notices {policy['notify_on']} · 生效 effective {policy['effective']} · 已通知 told {policy['told']}"
    proposal = [] if policy["proposal"] is None else [f"  提议 proposal {policy['proposal']}"]
    conflicts = [f"  冲突 conflicts: {', '.join(policy['conflicts'])}"] if policy["conflicts"] else []
    found = [] if policy["impact"] is None else [impact(policy["impact"])]
    reason = f"  原因 reason: {policy['reason']}"
    return "\n".join([_line(policy), *terms, reason, days, *proposal, *conflicts, *steps, *found])


def impact(found: PolicyImpact) -> str:
    """Counts, sums with their trace ids, groups, the accounts that lose most, and what has changed since the look before."""
    head = (
        f"影响 impact {found['at']} · 账簿 book {found['book_time']} · 规则 rules {found['rules_edition']}\n"
        f"  涉及 touched {found['touched']} / {found['accounts']}（未知 unknown {found['unknown']}）"
    )
    counts = [f"  {label}: {found['effects'][name]}" for name, label in EFFECTS.items()]
    sums = [
        f"  {label}: {found['figures'][name]['display']} [{found['figures'][name]['trace_id']}]"
        for name, label in FIGURES.items()
    ]
    groups = [f"  {group}: {counted['touched']}" for group, counted in found["groups"].items()]
    return "\n".join([head, *counts, *sums, *groups, *map(_account, found["top"]), *_difference(found)])


def _account(row: NamedAccount) -> str:
    before, after = (side["available_margin"]["value"] for side in (row["before"], row["after"]))
    effects = " ".join(EFFECTS[each] for each in row["effects"])
    return f"  {row['client_id']} {row['name_masked']} {row['group']}: {before} → {after} {effects}".rstrip()


def _difference(found: PolicyImpact) -> list[str]:
    told = found["difference"]
    if told is None:
        return []
    counts = [f"    {name}: {then} → {now}" for name, (then, now) in told["counts"].items()]
    figures = [f"    {name}: {then} → {now}" for name, (then, now) in told["figures"].items()]
    return [f"  与上次相比 since the look before: {told['moved']}", *counts, *figures]


def _line(policy: Policy) -> str:
    return f"{policy['id']} {policy['state']} {policy['effective']} {policy['about']['zh']}"
