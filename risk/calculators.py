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
from risk.figure import Direction, Figure, Input, RuleRef
from risk.finding import Finding
from risk.formulas import formula_zh
from risk.interest import accrue
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook

Assumption = tuple[str, str]
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
    work: Callable[["Worksheet"], None]


class Worksheet:
    """The inputs of one calculation, read by name, and the figures made from them; lives for one call."""

    def __init__(self, given: Record, rules: Rulebook, as_of: date) -> None:
        self.given, self.rules, self.as_of = given, rules, as_of
        self.used: dict[str, Input] = {}
        self.figures: dict[str, Figure] = {}
        self.assumptions: list[Assumption] = []
        self.findings: list[Finding] = []

    def number(self, name: str, default: Fraction | None = None, unit: str = "CNY") -> Fraction:
        """A required input, or one with a default."""
        value = self.given.amount(name, default)
        self.used[name] = Input(name, value, unit, "asker" if self.given.has(name) else "assumed")
        return value

    def rate(self, name: str) -> Fraction:
        return self.number(name, unit="ratio")

    def check(self) -> None:
        """Raise what has been refused so far, before anything is computed with it."""
        if self.given.errors:
            raise BookError(self.given.errors)

    def figure(
        self,
        name: str,
        value: Fraction | None,
        direction: Direction | None,
        unit: str = "CNY",
        extra: tuple[Input, ...] = (),
        rule: tuple[RuleRef, ...] = (),
    ) -> None:
        inputs = (*self.used.values(), *extra)
        self.figures[name] = Figure(
            name, value, unit, direction, formula_zh(name), inputs, rule, self.as_of, None
        )


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
    fall = Ratio(securities - touch, securities).value
    sheet.figure("drop", fall, "higher_safer", "ratio")
    sheet.figure("touch_value", touch, "lower_safer")
    if not Ratio(securities + cash, liabilities).at_least(line):
        text = "the account is already below the line"
        sheet.findings.append(Finding("already_below", "warning", "line", text, "已经低于该线"))


def _interest(sheet: Worksheet) -> None:
    principal, rate = sheet.number("principal"), sheet.rate("annual_rate")
    days = sheet.given.whole("days")
    sheet.used["days"] = Input("days", Fraction(days), "days", "asker")
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
    available = _available(sheet)
    given = sheet.given.amount_or_none("margin_ratio")
    if given == 0:
        sheet.given.refuse("margin_ratio", "not_positive")
    sheet.check()
    floor = sheet.rules.in_force("financing_margin_ratio", sheet.as_of)
    if given is not None:
        extra = (Input("margin_ratio", given, "ratio", "asker"),)
        sheet.figure("max_margin_purchase", max(ZERO, available / given), "higher_safer", extra=extra)
    if floor is None or not floor.number or floor.number == given:
        return
    name = "max_margin_purchase.floor" if given is not None else "max_margin_purchase"
    extra = (Input("margin_ratio", floor.number, "ratio", "rulebook"),)
    sheet.figure(name, max(ZERO, available / floor.number), "higher_safer", extra=extra, rule=(floor.ref(),))
    sheet.assumptions.append(
        (
            f"{floor.value} is the lowest ratio for contracts opened on {sheet.as_of}; a firm may ask for"
            f" more",
            f"{floor.value} 为 {sheet.as_of} 新开仓合约的比例下限，公司可能要求更高",
        )
    )
    if given is not None and given < floor.number:
        text = f"{to_text(given)} is below the floor {floor.value} in force on {sheet.as_of}"
        text_zh = f"{to_text(given)} 低于 {sheet.as_of} 有效的下限 {floor.value}"
        sheet.findings.append(Finding("above_cap", "warning", "margin_ratio", text, text_zh))


def _available(sheet: Worksheet) -> Fraction:
    if sheet.given.has("available_margin"):
        return sheet.number("available_margin")
    if not sheet.given.has("cash") and not sheet.given.has("securities"):
        return sheet.number("available_margin")
    cash, securities = sheet.number("cash", ZERO), sheet.number("securities", ZERO)
    return cash + securities * sheet.rate("conversion_rate") if securities else cash


def _margin_total(sheet: Worksheet) -> None:
    cash, securities = sheet.number("cash"), sheet.number("securities")
    rate = sheet.rate("conversion_rate")
    sheet.check()
    sheet.figure("margin_total", cash + securities * rate, "higher_safer")


def _margin_used(sheet: Worksheet) -> None:
    if sheet.given.has("amount"):
        amount = sheet.number("amount")
    else:
        amount = sheet.number("quantity", unit="shares") * sheet.number("price", unit="price")
    ratio = sheet.rate("margin_ratio")
    sheet.check()
    sheet.figure("margin_used", amount * ratio, "lower_safer")


def _concentration(sheet: Worksheet) -> None:
    value, total = sheet.number("security_value"), sheet.number("total_assets")
    sheet.check()
    sheet.figure("concentration", Ratio(value, total).value, "lower_safer", "ratio")


def _floating_effect(sheet: Worksheet) -> None:
    amount, value = sheet.number("amount"), sheet.number("market_value")
    rate = sheet.rate("conversion_rate") if value > amount else Fraction(1)
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
