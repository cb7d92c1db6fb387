"""A plan of one's own against the account of today: what is kept, what is broken, what cannot be told.

A limit is kept on the limit. Where two limits of a plan say the same, the tighter is named; where a limit is weaker than
the contract's line, that is named too. A review judges nothing but the plan.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from risk import margin
from risk.account import ZERO, Snapshot
from risk.figure import Figure, trace
from risk.finding import Finding
from risk.money import display_ratio, to_text
from risk.planning.buffer import cash_buffer
from risk.planning.model import Plan
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.traced import Formula, given, traced
from risk.valuation import security_of, value

Outcome = Literal["kept", "broken", "unknown"]
_CASH: Formula = ("自有现金 = 现金 − 融券卖出金额", "own cash = cash − short-sale proceeds")
_SHARE: Formula = (
    "单一证券占比 = 该证券市值 ÷ 总资产",
    "share = market value of the security ÷ total assets",
)
_ROOM: Formula = (
    "距自设下限的余地 = 总资产 − 自设下限 × 总负债",
    "room above the floor = total assets − floor × total liabilities",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One limit of a plan: its field, what was set, what is, and whether it is kept."""

    field: str
    outcome: Outcome
    limit: str
    text: str
    text_zh: str
    figures: tuple[Figure, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "field": self.field,
            "outcome": self.outcome,
            "limit": self.limit,
            "text": self.text,
            "text_zh": self.text_zh,
            "figures": [each.as_json() for each in self.figures],
        }


@dataclass(frozen=True, slots=True)
class Review:
    """Every limit of a plan looked at on a day, and findings about the plan itself."""

    plan: Plan
    as_of: date
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.outcome == "broken")

    def as_json(self) -> dict[str, object]:
        body: dict[str, object] = {
            "plan": self.plan.as_json(),
            "as_of": self.as_of.isoformat(),
            "items": [each.as_json() for each in self.items],
            "findings": [each.as_json() for each in self.findings],
        }
        return body | {"trace_id": trace(body)}


def review(plan: Plan, s: Snapshot, rules: Rulebook) -> Review:
    """What of a plan the account keeps. Never raises: what cannot be told is `unknown`, with what is missing."""
    sheet = Sheet(value(s), rules)
    items = (
        *_floor(plan, sheet),
        *_leverage(plan, sheet),
        *_cash(plan, sheet),
        *_shares(plan, sheet),
        *_buffer(plan, sheet),
        *(_excluded(code, sheet) for code in plan.exclusions),
        *(_kept(code, sheet) for code in plan.keep),
    )
    return Review(plan, s.as_of, items, _about(plan, sheet))


def _floor(plan: Plan, sheet: Sheet) -> tuple[Item, ...]:
    floor = plan.floor_ratio
    if floor is None:
        return ()
    ratio, figure = sheet.ratio or Ratio(ZERO, ZERO), margin.maintenance_ratio(sheet)
    room = traced(
        "room_above_floor",
        ratio.numerator - floor * ratio.denominator,
        sheet.snapshot.currency,
        _ROOM,
        (sheet.assets(), sheet.liabilities(), given("floor_ratio", floor, "ratio", "plan")),
        sheet.snapshot.as_of,
        direction="higher_safer",
        missing=sheet.valuation.missing,
    )
    outcome = _outcome(not sheet.valuation.missing, ratio.at_least(floor))
    return (
        _item("floor_ratio", outcome, display_ratio(floor, "up"), "the ratio", "维持担保比例", figure, room),
    )


def _leverage(plan: Plan, sheet: Sheet) -> tuple[Item, ...]:
    most = plan.most_leverage
    if most is None:
        return ()
    figure = margin.leverage(sheet)
    within = figure.value is not None and figure.value <= most
    free = sheet.valuation.liabilities == 0
    outcome = _outcome(free or not figure.missing, free or within)
    return (_item("most_leverage", outcome, display_ratio(most, "down"), "leverage", "杠杆倍数", figure),)


def _cash(plan: Plan, sheet: Sheet) -> tuple[Item, ...]:
    least = plan.least_cash
    if least is None:
        return ()
    s, proceeds = sheet.snapshot, sheet.valuation.short_proceeds
    own = s.cash - proceeds
    inputs = (sheet.money("cash", s.cash, "cash"), sheet.money("short_proceeds", proceeds, "shorts"))
    figure = traced("own_cash", own, s.currency, _CASH, inputs, s.as_of, direction="higher_safer")
    return (
        _item("least_cash", _outcome(True, own >= least), to_text(least), "own cash", "自有现金", figure),
    )


def _shares(plan: Plan, sheet: Sheet) -> tuple[Item, ...]:
    """One item for the largest security; a share is against total assets."""
    most, assets = plan.most_share, sheet.valuation.assets
    if most is None:
        return ()
    code, worth = max(_held(sheet).items(), key=lambda each: each[1], default=("", ZERO))
    figure = traced(
        f"largest_share.{code}" if code else "largest_share",
        Ratio(worth, assets or ZERO).value,
        "ratio",
        _SHARE,
        (given("market_value", worth, sheet.snapshot.currency, code), sheet.assets()),
        sheet.snapshot.as_of,
        direction="lower_safer",
        missing=sheet.valuation.missing_assets,
    )
    outcome = _outcome(assets is not None, worth <= most * (assets or ZERO))
    return (
        _item(
            "most_share", outcome, display_ratio(most, "down"), "the largest share", "最大单一占比", figure
        ),
    )


def _buffer(plan: Plan, sheet: Sheet) -> tuple[Item, ...]:
    days = plan.buffer_days
    if days is None:
        return ()
    lacking = cash_buffer(sheet, days, given("buffer_days", days, "days", "plan"))
    outcome = _outcome(lacking.value is not None, not lacking.value)
    names = (f"cash lacking after {days} sessions at the limit", f"连续 {days} 个跌停后尚缺现金")
    return (_item("buffer_days", outcome, "0", *names, lacking),)


def _held(sheet: Sheet) -> dict[str, Fraction]:
    worth: dict[str, Fraction] = {}
    for row in sheet.valuation.longs:
        worth[security_of(row)] = worth.get(security_of(row), ZERO) + (row.market_value or ZERO)
    return worth


def _excluded(code: str, sheet: Sheet) -> Item:
    held = code in _held(sheet) or any(each.contract.security == code for each in sheet.valuation.shorts)
    return _presence("exclusions", code, "broken" if held else "kept", held)


def _kept(code: str, sheet: Sheet) -> Item:
    held = code in _held(sheet)
    return _presence("keep", code, "kept" if held else "broken", held)


def _presence(field: str, code: str, outcome: Outcome, held: bool) -> Item:
    words = ("is in the account", "在账户中") if held else ("is not in the account", "不在账户中")
    return Item(field, outcome, code, f"{code} {words[0]}: {outcome}", f"{code} {words[1]}：{_ZH[outcome]}")


def _outcome(known: bool, kept: bool) -> Outcome:
    return "unknown" if not known else "kept" if kept else "broken"


def _item(field: str, outcome: Outcome, limit: str, name: str, name_zh: str, *figures: Figure) -> Item:
    shown = figures[0].display
    return Item(
        field,
        outcome,
        limit,
        f"{name} is {shown} against the plan's {limit}: {outcome}",
        f"{name_zh}为 {shown}，自设 {limit}：{_ZH[outcome]}",
        figures,
    )


_ZH = {"kept": "符合", "broken": "不符合", "unknown": "无法判断"}


def _about(plan: Plan, sheet: Sheet) -> tuple[Finding, ...]:
    found: list[Finding] = []
    floor, terms = plan.floor_ratio, sheet.snapshot.terms
    if floor is not None and floor < terms.warning_line:
        found.append(
            Finding(
                "floor_below_warning_line",
                "info",
                "floor_ratio",
                "The plan's floor is below the contract's warning line, which is reached first.",
                "自设下限低于合同预警线，预警线会先触及。",
            )
        )
    if floor is not None and floor > 1 and plan.most_leverage is not None:
        implied = floor / (floor - 1)
        if implied < plan.most_leverage:
            shown = display_ratio(implied, "down")
            found.append(
                Finding(
                    "floor_is_tighter",
                    "info",
                    "most_leverage",
                    f"The floor allows leverage of {shown} at most: it is the tighter of the two.",
                    f"自设下限对应的杠杆不超过 {shown}，两者以下限为严。",
                )
            )
    return tuple(found)
