"""How a supposition is told: figures side by side, the interest of the days supposed, where the ratio stands, what is left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.supposing import Supposition
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SIDE_BY_SIDE = ("maintenance_ratio", "available_margin", "total_assets", "total_liabilities")
_LINES = ("liquidation_line", "warning_line")
_OF_OTHER = "supposed.conversion_rate"  # nobody says it of an account that is only supposed
_SHOWN = Decimal("0.0001")  # the last place of a ratio that is shown
_EITHER_WAY = ("haircut", "remove", "suspend")
_ACCRUING = ("days", "terms")
_MOST_CONTRACTS = 4
_NOTED = (("order_not_checked", "trade"), ("removed_still_counted", "remove"), ("costs_not_counted", "trade"))


def say_all(draft: Draft, earlier: Json | None, result: Json, found: Sequence[Supposition]) -> None:
    """The figures side by side, where the ratio stands then, and what the figures leave out."""
    ops = {json.loads(each.change)["op"] for each in found}
    before = result["before"] if earlier is None else earlier["after"]
    _say_both(draft, before, result["after"], both=bool(ops & set(_EITHER_WAY)))
    if ops & set(_ACCRUING):
        _say_interest(draft, earlier["interest"] if earlier else (), result["interest"])
    _say_credit(
        draft, earlier or {"credit_line_left": {"after": result["credit_line_left"]["before"]}}, result
    )
    say_band(draft, result)
    draft.fold()
    if ops & set(_EITHER_WAY):
        draft.say("what_if_two_gates")
    for op in ("haircut", "suspend", "remove", "rules"):
        if op in ops:
            draft.say(f"what_if_note_{op}")
    codes = {finding["code"] for finding in result["findings"]}
    for code, op in _NOTED:
        if code in codes and op in ops:
            draft.say(f"what_if_note_{code}")
    draft.say("what_if_no_forecast").unfold()


def _say_both(draft: Draft, before: Json, after: Json, both: bool) -> None:
    """Each figure that changes, before and after; the ratio always, also when only its hidden places move; with ``both`` the
    available margin too.
    """
    for name in SIDE_BY_SIDE:
        old, new = before[name], after[name]
        if old["value"] is None or new["value"] is None:
            continue
        if name == "maintenance_ratio" and abs(Decimal(new["value"]) - Decimal(old["value"])) < _SHOWN:
            _say_close(draft, old, new)
        elif old["value"] != new["value"]:
            draft.line().say(f"what_if_{name}", before=draft.figure(old), after=draft.figure(new))
        elif both and name == "available_margin":
            draft.line().say("what_if_margin_same", after=draft.figure(new))
    missing = [after[name] for name in SIDE_BY_SIDE if after[name]["value"] is None]
    missing = [figure for figure in missing if not set(figure["missing"]) <= {_OF_OTHER}]
    if missing:
        named = dict.fromkeys(str(item) for figure in missing for item in figure["missing"])
        listed = draft.name("、".join(named) if draft.lang == "zh" else ", ".join(named))
        draft.show(*missing).line().say("what_if_unknown", missing=listed)


def _say_close(draft: Draft, old: Json, new: Json) -> None:
    """A ratio that stays, or whose change is smaller than what is shown: then with its next places."""
    draft.line()
    if old["value"] == new["value"]:
        draft.say("what_if_ratio_same", after=draft.figure(new))
        return
    if old["display"] == new["display"]:
        draft.say("what_if_ratio_close", after=draft.figure(new))
    else:
        draft.say("what_if_maintenance_ratio", before=draft.figure(old), after=draft.figure(new))
    place = -(100 * abs(Decimal(new["value"]) - Decimal(old["value"]))).adjusted()
    draft.say(
        "what_if_ratio_places",
        place=facts.count(place, "place", "小数点后第", "decimal place"),
        before=facts.finer(old, place + 1),
        after=facts.finer(new, place + 1),
    )


def _say_interest(draft: Draft, before: Sequence[Json], after: Sequence[Json]) -> None:
    """What each contract has grown by in the days supposed, beside what it was before this step."""
    was = {row["name"]: row for row in before if row["value"] is not None}
    rows = [row for row in after if row["value"] is not None]
    if not rows:
        return
    draft.line().say("what_if_interest")
    draft.items(*(_grown(draft, was.get(row["name"]), row) for row in rows[:_MOST_CONTRACTS]))


def _grown(draft: Draft, was: Json | None, row: Json) -> Sentence:
    contract = draft.name(str(row["name"]).partition(".")[2])
    now: dict[str, Fact | str] = {"contract": contract, "after": draft.figure(row)}
    if was is None or was["value"] == row["value"]:
        return "what_if_interest_row", now
    return "what_if_interest_moved", now | {"before": draft.figure(was)}


def _say_credit(draft: Draft, earlier: Json, result: Json) -> None:
    old, new = earlier["credit_line_left"]["after"], result["credit_line_left"]["after"]
    if new["value"] is not None and old["value"] is not None and old["value"] != new["value"]:
        draft.line().say("what_if_credit", before=draft.figure(old), after=draft.figure(new))


def say_band(draft: Draft, result: Json) -> None:
    """Where the ratio stands then."""
    ratio = result["after"]["maintenance_ratio"]["value"]
    lines = {row["line"]: row["value"] for row in result["lines"]}
    for name in _LINES:
        if ratio is not None and name in lines and Decimal(ratio) < Decimal(lines[name]):
            draft.line().say(f"what_if_below_{name}", line=facts.of_line(name, lines[name]))
            return
    if ratio is not None and "warning_line" in lines:
        draft.line().say("what_if_above", line=facts.of_line("warning_line", lines["warning_line"]))
