"""Hypothetical questions with the numbers given by the asker: "I have 1.5 million and owe 1 million", "100
at 70 %".

Each calculator names its inputs, works with the same arithmetic as a real account and says what it assumed.
Inputs are decimal strings; what is missing, negative or no decimal is refused by name. No account is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from risk.account import ZERO
from risk.cure_amounts import AMOUNTS, THE_THREE
from risk.fields import BookError, FieldError, Record, refuse
from risk.figure import Figure, Input
from risk.finding import Finding
from risk.interest import accrue
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Row, Rulebook
from risk.worksheet import Assumption, Worksheet

_DAY_BASES = (360, 365)


@dataclass(frozen=True, slots=True)
class Calculation:
    """The figures of one hypothetical question, with what was assumed (English, Chinese) and noticed."""

    kind: str
    figures: Mapping[str, Figure]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "assumptions": [{"text": en, "text_zh": zh} for en, zh in self.assumptions],
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Calculator:
    """One kind of question: its inputs in words, and the function that answers it."""

    kind: str
    inputs: tuple[str, ...]
    label: tuple[str, str]
    work: Callable[[Worksheet], None]


def calculate(kind: str, inputs: Mapping[str, str], rules: Rulebook, as_of: date) -> Calculation:
    """Answer one hypothetical question; raises `BookError` naming `kind` or the input that is wrong."""
    calculator = CALCULATORS.get(kind)
    if calculator is None:
        raise BookError([refuse("kind", "not_one_of", kind)])
    errors: list[FieldError] = []
    sheet = Worksheet(Record(inputs, "", errors, calculator.inputs), rules, as_of)
    sheet.check()
    calculator.work(sheet)
    sheet.check()
    return Calculation(kind, sheet.figures, tuple(sheet.assumptions), tuple(sheet.findings))


def _assets(sheet: Worksheet) -> Fraction:
    if sheet.given.has("cash") or sheet.given.has("securities"):
        return sheet.number("cash", ZERO) + sheet.number("securities", ZERO)
    return sheet.number("assets")


def _maintenance_ratio(sheet: Worksheet) -> None:
    assets, liabilities = _assets(sheet), sheet.number("liabilities")
    sheet.check()
    sheet.figure("maintenance_ratio", Ratio(assets, liabilities).value, "higher_safer", "ratio")


def _topup(sheet: Worksheet) -> None:
    assets, liabilities, target = sheet.number("assets"), sheet.number("liabilities"), sheet.rate("target")
    if target <= 1 and sheet.given.has("target"):
        sheet.given.refuse("target", "out_of_range")
    sheet.check()
    for name in THE_THREE:
        sheet.figure(name, AMOUNTS[name](assets, liabilities, target), "lower_safer")


def _drop_to_line(sheet: Worksheet) -> None:
    securities, cash = sheet.number("securities"), sheet.number("cash", ZERO)
    liabilities, line = sheet.number("liabilities"), sheet.rate("line")
    sheet.check()
    touch = line * liabilities - cash
    reached = touch > 0
    fall = Ratio(securities - touch, securities).value
    sheet.figure("drop", fall if reached else None, "higher_safer", "ratio")
    sheet.figure("touch_value", touch if reached else None, "lower_safer")
    if not reached:
        text = "cash alone keeps the account on or above the line, whatever the securities are worth"
        text_zh = "仅凭现金就不低于该线，证券跌到多少都不会触线"
        sheet.findings.append(Finding("never_reached", "info", "line", text, text_zh))
    elif securities < touch:
        text = "the account is already below the line"
        sheet.findings.append(Finding("already_below", "warning", "line", text, "已经低于该线"))


def _interest(sheet: Worksheet) -> None:
    principal, rate = sheet.number("principal"), sheet.rate("annual_rate")
    days = sheet.whole("days", "days")
    given_basis = sheet.given.whole("day_basis") if sheet.given.has("day_basis") else None
    if given_basis is not None and given_basis not in _DAY_BASES:
        sheet.given.refuse("day_basis", "not_one_of")
    sheet.check()
    bases = _DAY_BASES if given_basis is None else (given_basis,)
    for basis in bases:
        name = "interest" if given_basis else f"interest.{basis}"
        extra = (Input("day_basis", Fraction(basis), "days", "asker" if given_basis else "assumed"),)
        sheet.figure(name, accrue(principal, rate, days, basis), "lower_safer", extra=extra)
    if given_basis is None:
        sheet.assumptions.append(
            ("the contract decides the day basis; both in use are shown", "计息基数以合同为准，两种都列出")
        )


def _max_margin_purchase(sheet: Worksheet) -> None:
    """At the ratio given, and at the floor in force where the two differ."""
    available = _available(sheet)
    given = sheet.given.amount_or_none("margin_ratio")
    floor = sheet.rules.in_force("financing_margin_ratio", sheet.as_of)
    if given == 0:
        sheet.given.refuse("margin_ratio", "not_positive")
    elif floor is None and not sheet.given.has("margin_ratio"):
        sheet.given.refuse("margin_ratio", "missing")
    sheet.check()
    if given is not None:
        extra = (Input("margin_ratio", given, "ratio", "asker"),)
        sheet.figure("max_margin_purchase", max(ZERO, available / given), "higher_safer", extra=extra)
    if floor is not None and floor.number and floor.number != given:
        _purchase_at_the_floor(sheet, available, floor, floor.number, given)


def _purchase_at_the_floor(
    sheet: Worksheet, available: Fraction, floor: Row, ratio: Fraction, given: Fraction | None
) -> None:
    name = "max_margin_purchase" if given is None else "max_margin_purchase.floor"
    extra = (Input("margin_ratio", ratio, "ratio", "rulebook"),)
    sheet.figure(name, max(ZERO, available / ratio), "higher_safer", extra=extra, rule=(floor.ref(),))
    lowest = f"{floor.value} is the lowest ratio for contracts opened on {sheet.as_of}"
    lowest_zh = f"{floor.value} 为 {sheet.as_of} 新开仓合约的比例下限"
    sheet.assumptions.append((f"{lowest}; a firm may ask for more", f"{lowest_zh}，公司可能要求更高"))
    if given is not None and given < ratio:
        text = f"{to_text(given)} is below the floor {floor.value} in force on {sheet.as_of}"
        text_zh = f"{to_text(given)} 低于 {sheet.as_of} 有效的下限 {floor.value}"
        sheet.findings.append(Finding("above_cap", "warning", "margin_ratio", text, text_zh))


def _available(sheet: Worksheet) -> Fraction:
    parts = sheet.given.has("cash") or sheet.given.has("securities")
    if sheet.given.has("available_margin") or not parts:
        return sheet.number("available_margin")
    cash, securities = sheet.number("cash", ZERO), sheet.number("securities", ZERO)
    return cash + securities * sheet.conversion_rate() if securities else cash


def _margin_total(sheet: Worksheet) -> None:
    cash, securities = sheet.number("cash"), sheet.number("securities")
    rate = sheet.conversion_rate()
    sheet.check()
    sheet.figure("margin_total", cash + securities * rate, "higher_safer")


def _margin_used(sheet: Worksheet) -> None:
    if sheet.given.has("amount"):
        amount = sheet.number("amount")
    else:
        amount = sheet.whole("quantity", "shares") * sheet.number("price", unit="price")
    ratio = sheet.rate("margin_ratio")
    sheet.check()
    sheet.figure("margin_used", amount * ratio, "lower_safer")


def _concentration(sheet: Worksheet) -> None:
    value, total = sheet.number("security_value"), sheet.number("total_assets")
    sheet.check()
    sheet.figure("concentration", Ratio(value, total).value, "lower_safer", "ratio")


def _floating_effect(sheet: Worksheet) -> None:
    amount, value = sheet.number("amount"), sheet.number("market_value")
    rate = sheet.conversion_rate() if value > amount else Fraction(1)
    sheet.check()
    floating = value - amount
    extra = (Input("rate_applied", rate, "ratio", "rule"),)
    rule = sheet.rules.in_force("floating_loss_rate", sheet.as_of)
    refs = (rule.ref(),) if rule else ()
    sheet.figure("floating_effect", floating * rate, "higher_safer", extra=extra, rule=refs)


_ALL = (
    Calculator(
        "maintenance_ratio",
        ("assets", "cash", "securities", "liabilities"),
        ("维持担保比例", "maintenance ratio"),
        _maintenance_ratio,
    ),
    Calculator("topup", ("assets", "liabilities", "target"), ("补足金额", "what restores the ratio"), _topup),
    Calculator(
        "drop_to_line",
        ("securities", "cash", "liabilities", "line"),
        ("距某线的跌幅", "fall to a line"),
        _drop_to_line,
    ),
    Calculator(
        "interest", ("principal", "annual_rate", "days", "day_basis"), ("利息", "interest"), _interest
    ),
    Calculator(
        "max_margin_purchase",
        ("available_margin", "cash", "securities", "conversion_rate", "margin_ratio"),
        ("最大可融资买入金额", "largest margin purchase"),
        _max_margin_purchase,
    ),
    Calculator(
        "margin_total", ("cash", "securities", "conversion_rate"), ("可用保证金", "margin"), _margin_total
    ),
    Calculator(
        "margin_used",
        ("quantity", "price", "amount", "margin_ratio"),
        ("占用保证金", "margin used"),
        _margin_used,
    ),
    Calculator(
        "concentration",
        ("security_value", "total_assets"),
        ("单一证券集中度", "concentration"),
        _concentration,
    ),
    Calculator(
        "floating_effect",
        ("amount", "market_value", "conversion_rate"),
        ("浮动盈亏的影响", "effect of a floating gain or loss"),
        _floating_effect,
    ),
)
CALCULATORS: Mapping[str, Calculator] = MappingProxyType({each.kind: each for each in _ALL})
