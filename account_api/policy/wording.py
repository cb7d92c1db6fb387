"""A policy in words, in both languages: what it is about, each term before and after, and what the one concerned is told."""

from collections.abc import Iterator, Mapping
from typing import Any

from account_api.market.tables import Security
from account_api.notices.texts import Text, write
from account_api.policy.change import Change
from account_api.policy.contract import ChangedTermPublic
from account_api.policy.tables import Policy
from account_api.proposals.contract import Title
from risk.figure import Figure
from risk.money import display_ratio, to_text
from risk.policy import EFFECTS, Rated
from risk.rulebook import Row, label

YES, NO, NONE = Title(zh="是", en="yes"), Title(zh="否", en="no"), Title(zh="—", en="—")
RATE = Title(zh="折算率", en="conversion rate")
TERMS: Mapping[str, Title] = {
    "conversion_rate": RATE,
    "eligible_financing": Title(zh="融资买入标的资格", en="eligibility for margin purchases"),
    "eligible_short": Title(zh="融券卖出标的资格", en="eligibility for short sales"),
}
EFFECTS_SAID: Mapping[str, Title] = {
    "newly_called": Title(zh="新触发追保", en="newly called"),
    "below_warning": Title(zh="新跌破预警线", en="newly below the warning line"),
    "cannot_buy": Title(zh="不能再融资买入", en="can no longer buy on margin"),
    "over_limit": Title(zh="集中度超限", en="above the concentration limit"),
    "line_below_used": Title(zh="可授信额度低于已用额度", en="line below what is drawn"),
}
_CONDITIONS: Mapping[str, str] = {"ratio_from": "维持担保比例不低于", "client_class": "客户类别"}


def about(change: Change) -> Title:
    """The security, or the rule with its conditions."""
    if change.security is not None:
        return _security(change.security)
    row = _row(change)
    zh, en = label(row.param)
    narrowed = [(_CONDITIONS.get(name, name), name, value) for name, value in sorted(row.scope.items())]
    if row.applies_to == "extension":
        narrowed.append(("适用于展期", "extensions", ""))
    shown_zh = "，".join(f"{name} {value}".strip() for name, _, value in narrowed)
    shown_en = ", ".join(f"{name} {value}".strip() for _, name, value in narrowed)
    return Title(zh=f"{zh}（{shown_zh}）" if narrowed else zh, en=f"{en} ({shown_en})" if narrowed else en)


def terms(change: Change) -> list[ChangedTermPublic]:
    """Each term that differs between the two worlds."""
    before, after = change.before.rated, change.after.rated
    if before is not None and after is not None:
        return list(_security_terms(before, after))
    row, was = _row(change), change.row_before
    zh, en = label(row.param)
    return [
        ChangedTermPublic(
            name=row.param,
            label=Title(zh=zh, en=en),
            before=None if was is None else was.value,
            after=row.value,
            before_display=NONE if was is None else _shown(was),
            after_display=_shown(row),
        )
    ]


def explanation(policy: Policy, change: Change, found: Mapping[str, Any]) -> dict[str, Any]:
    """What whoever decides reads: the change, why, whom it touches, and the sums as they were computed."""
    what = about(change)
    lines = [
        {
            "zh": f"{each.label.zh}：{each.before_display.zh} → {each.after_display.zh}",
            "en": f"{each.label.en}: {each.before_display.en} → {each.after_display.en}",
        }
        for each in terms(change)
    ]
    told = (policy.notify_on, policy.effective)
    counted = [
        {
            "zh": f"{EFFECTS_SAID[effect].zh}：{found['effects'][effect]} 户",
            "en": f"{EFFECTS_SAID[effect].en}: {found['effects'][effect]}",
        }
        for effect in EFFECTS
    ]
    return {
        "summary": {
            "zh": f"{what.zh}，{policy.effective} 起生效，影响 {found['touched']} 户",
            "en": f"{what.en}, in force from {policy.effective}; touches {found['touched']} accounts",
        },
        "points": [
            *lines,
            {"zh": f"原因：{policy.reason}", "en": f"Reason: {policy.reason}"},
            {"zh": f"{told[0]} 通知客户，{told[1]} 生效", "en": f"Clients are told on {told[0]}"},
            *counted,
        ],
        "figures": list(found["figures"].values()),
    }


def announcement(
    firm: Mapping[str, str], policy: Policy, change: Change, figures: tuple[Figure, Figure]
) -> Text:
    """The notice to one client: each change, why, and the available margin on both sides as of the newest position."""
    what, listed = about(change), terms(change)
    named = what if change.security is None else _named(what, listed)
    head = write(
        "change",
        firm,
        {},
        effective=policy.effective.isoformat(),
        what=named.model_dump(),
        before=_joined(listed, "before_display").model_dump(),
        after=_joined(listed, "after_display").model_dump(),
    )
    was, then = figures
    return Text(
        f"{head.zh}原因：{policy.reason}。按最近持仓测算，您的保证金可用余额由 {was.display} 元变为 {then.display} 元。",
        f"{head.en} Reason: {policy.reason}. On the newest position the available margin of your account goes from"
        f" CNY {was.display} to CNY {then.display}.",
        {"available_margin_before": was.trace_id, "available_margin_after": then.trace_id},
    )


def withdrawal(firm: Mapping[str, str], policy: Policy, what: Title) -> Text:
    """The notice that an announced change does not come."""
    return Text(
        f"【{firm['zh']}】原定 {policy.effective} 生效的变更（{what.zh}）已撤回，不再生效。原因：{policy.ended_because}。",
        f"[{firm['en']}] The change announced for {policy.effective} ({what.en}) has been withdrawn and does not take"
        f" effect. Reason: {policy.ended_because}.",
    )


def _named(what: Title, listed: list[ChangedTermPublic]) -> Title:
    labels = _joined(listed, "label")
    return Title(zh=f"{what.zh}的{labels.zh}", en=f"the {labels.en} of {what.en}")


def _joined(listed: list[ChangedTermPublic], part: str) -> Title:
    each = [getattr(term, part) for term in listed]
    return Title(zh="、".join(one.zh for one in each), en=", ".join(one.en for one in each))


def _security_terms(before: Rated, after: Rated) -> Iterator[ChangedTermPublic]:
    was, now = before.conversion_rate, after.conversion_rate
    if was != now:
        yield ChangedTermPublic(
            name="conversion_rate",
            label=RATE,
            before=to_text(was),
            after=to_text(now),
            before_display=_both(display_ratio(was, "down")),
            after_display=_both(display_ratio(now, "down")),
        )
    for name in ("eligible_financing", "eligible_short"):
        could, can = getattr(before, name), getattr(after, name)
        if could != can:
            yield ChangedTermPublic(
                name=name,
                label=TERMS[name],
                before="true" if could else "false",
                after="true" if can else "false",
                before_display=YES if could else NO,
                after_display=YES if can else NO,
            )


def _security(security: Security) -> Title:
    return Title(zh=f"{security.name}（{security.code}）", en=f"{security.name_en} ({security.code})")


def _row(change: Change) -> Row:
    assert change.row_after is not None  # a change is about a security or about a rule
    return change.row_after


def _shown(row: Row) -> Title:
    shown = row.as_json()
    return Title(zh=str(shown["display"]), en=str(shown["display_en"]))


def _both(text: str) -> Title:
    return Title(zh=text, en=text)
