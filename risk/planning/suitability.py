"""What suits a client's grade, horizon and needs, worked out on the account as it stands: facts and scenarios, no picks.

debt at the ceiling = net assets × (ceiling − 1)
buffer = max(0, liquidation line × liabilities − (total assets − what days at the lower limit take away))
fall to the bearable loss = bearable share × net assets ÷ (securities owned − securities owed)
"""

from dataclasses import dataclass
from fractions import Fraction

from risk import margin
from risk.account import ZERO, Snapshot
from risk.fields import BookError, refuse
from risk.figure import Figure, Input
from risk.finding import Finding
from risk.money import display_money, display_ratio
from risk.planning.buffer import cash_buffer
from risk.planning.diversification import diversification
from risk.planning.model import Person
from risk.planning.rows import ROWS
from risk.planning.scenarios import scenarios
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.thresholds import FIRST_KNOWN, Thresholds
from risk.traced import Formula, given, traced
from risk.valuation import value

_CEILING: Formula = (
    "杠杆上限 = 风险等级对应上限；期限较短时取两者较低",
    "leverage ceiling = that of the risk grade; for a short horizon the lower of the two",
)
_DEBT: Formula = (
    "上限对应负债 = 净资产 × (杠杆上限 − 1)",
    "debt at the ceiling = net assets × (ceiling − 1)",
)
_NEED: Formula = (
    "用款缺口 = max(0, 用款需求 − 可提取现金)",
    "lacking for the need = max(0, cash needed − withdrawable cash)",
)
_BEARABLE: Formula = (
    "达到可承受损失的跌幅 = 可承受比例 × 净资产 ÷ (持有证券市值 − 融券市值)",
    "fall to the bearable loss = bearable share × net assets ÷ (securities owned − securities owed)",
)


@dataclass(frozen=True, slots=True)
class Suitability:
    """Figures by name, and findings where the account stands outside what suits."""

    figures: dict[str, Figure]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "findings": [each.as_json() for each in self.findings],
        }


def suit(person: Person, s: Snapshot, rules: Rulebook) -> Suitability:
    """What suits a person on an account as it stands; what is missing is named.

    Raises `BookError` for an account of a day before the thresholds are known.
    """
    if s.as_of < FIRST_KNOWN:
        raise BookError([refuse("as_of", "out_of_range", s.as_of)])
    sheet, limits = Sheet(value(s), rules), Thresholds(rules, ROWS, s.as_of)
    leverage = margin.leverage(sheet)
    ceiling = _ceiling(person, sheet, limits)
    days = limits.need("buffer_days")
    buffer = cash_buffer(sheet, int(days.value), days.input(), days.row)
    need = _need(person, sheet)
    figures = (
        leverage,
        ceiling,
        _debt_at(ceiling, sheet),
        buffer,
        need,
        _bearable(person, sheet, limits),
        *diversification(sheet),
        *scenarios(person, sheet, limits),
    )
    found = (_above(leverage, ceiling), _lacking("cash_buffer", buffer), _lacking("liquidity_need", need))
    return Suitability({each.name: each for each in figures}, tuple(each for each in found if each))


def _ceiling(person: Person, sheet: Sheet, limits: Thresholds) -> Figure:
    bounds = [limits.need("leverage_ceiling", grade=person.grade)]
    short = limits.need("short_horizon_months")
    if person.horizon_months is not None and person.horizon_months < short.value:
        bounds.append(limits.need("leverage_ceiling_short_horizon"))
    horizon = given("horizon_months", person.horizon_months, "months", "person")
    inputs = (horizon, short.input(), *(each.input() for each in bounds))
    lowest = min(each.value for each in bounds)
    rows = [each.row for each in bounds]
    return traced("leverage_ceiling", lowest, "times", _CEILING, inputs, sheet.snapshot.as_of, rows=rows)


def _net(sheet: Sheet) -> Fraction:
    ratio = sheet.ratio
    return ZERO if ratio is None else ratio.numerator - ratio.denominator


def _sides(sheet: Sheet) -> tuple[Input, Input]:
    return sheet.assets(), sheet.liabilities()


def _debt_at(ceiling: Figure, sheet: Sheet) -> Figure:
    times = ceiling.value or ZERO
    return traced(
        "debt_at_ceiling",
        max(ZERO, _net(sheet) * (times - 1)),
        "CNY",
        _DEBT,
        (*_sides(sheet), given("leverage_ceiling", times, "times", "leverage_ceiling")),
        sheet.snapshot.as_of,
        missing=sheet.valuation.missing,
    )


def _need(person: Person, sheet: Sheet) -> Figure:
    cash = margin.withdrawable(sheet, margin.available_margin(sheet))
    inputs = (
        given("need", person.need, "CNY", "person"),
        given("withdrawable", cash.value, "CNY", "withdrawable"),
    )
    lacking = max(ZERO, person.need - (cash.value or ZERO))
    return traced(
        "liquidity_lacking",
        lacking,
        "CNY",
        _NEED,
        inputs,
        sheet.snapshot.as_of,
        direction="lower_safer",
        missing=cash.missing,
    )


def _bearable(person: Person, sheet: Sheet, limits: Thresholds) -> Figure:
    share, valuation = limits.need("bearable_loss", grade=person.grade), sheet.valuation
    owned = sum((each.market_value or ZERO for each in valuation.longs), ZERO)
    owed = sum((each.market_value or ZERO for each in valuation.shorts), ZERO)
    exposed = owned - owed
    inputs = (*_sides(sheet), given("exposed", exposed, "CNY", "holdings and contracts"), share.input())
    return traced(
        "fall_to_bearable_loss",
        Ratio(share.value * _net(sheet), exposed).value,
        "ratio",
        _BEARABLE,
        inputs,
        sheet.snapshot.as_of,
        rows=(share.row,),
        direction="higher_safer",
        missing=valuation.missing,
    )


def _above(leverage: Figure, ceiling: Figure) -> Finding | None:
    if leverage.value is None or ceiling.value is None or leverage.value <= ceiling.value:
        return None
    now, most = display_ratio(leverage.value, "up"), display_ratio(ceiling.value, "down")
    return Finding(
        "leverage_above_ceiling",
        "warning",
        "",
        f"Leverage is {now}; up to {most} suits the grade and the horizon.",
        f"当前杠杆 {now}，与风险等级和期限相匹配的上限为 {most}。",
    )


def _lacking(code: str, figure: Figure) -> Finding | None:
    if not figure.value:
        return None
    amount = display_money(figure.value, "up")
    sentence = _LACKING[code]
    return Finding(f"{code}_lacking", "warning", "", sentence[0].format(amount), sentence[1].format(amount))


_LACKING = {
    "cash_buffer": (
        "To stay above the liquidation line after the days at the lower limit, {} in cash is lacking.",
        "要在连续跌停后仍不触及平仓线，尚缺现金 {} 元。",
    ),
    "liquidity_need": (
        "For the cash needed, {} more would have to be withdrawable.",
        "用款需求尚缺可提取现金 {} 元。",
    ),
}
