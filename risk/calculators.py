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

from risk import hypothetical_margins as margins
from risk import hypothetical_ratios as ratios
from risk.fields import BookError, FieldError, Record, refuse
from risk.figure import Figure, Input
from risk.finding import Finding
from risk.hypothetical_account import ACCOUNT, has, repeated, total
from risk.interest import accrue
from risk.rulebook.model import Rulebook
from risk.worksheet import Assumption, Worksheet

_DAY_BASES = (360, 365)
_PERIODS = (("months", 30, "month", "个月"), ("years", 365, "year", "年"))


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


def _interest(sheet: Worksheet) -> None:
    """On 360 and on 365 days where no basis is given; a month counts 30 days, a year 365, and that is said."""
    principal = total(sheet, "principal")
    if not has(sheet, "principal"):
        sheet.given.refuse("principal", "missing")
    rate, days = sheet.rate("annual_rate"), _days(sheet)
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


def _days(sheet: Worksheet) -> int:
    for name, length, period, period_zh in _PERIODS:
        if sheet.given.has(name) and not sheet.given.has("days"):
            days = sheet.whole(name, name) * length
            sheet.used["days"] = Input("days", Fraction(days), "days", "assumed")
            sheet.assumptions.append(
                (
                    f"a {period} is taken as {length} days, {days} in all",
                    f"一{period_zh}按 {length} 天计，共 {days} 天",
                )
            )
            return days
    return sheet.whole("days", "days")


_ALL = (
    Calculator(
        "maintenance_ratio",
        (*ACCOUNT, "line"),
        ("维持担保比例", "maintenance ratio"),
        ratios.maintenance_ratio,
    ),
    Calculator(
        "ratio_after",
        (*ACCOUNT, *ratios.CHANGES, "line"),
        ("变动后的维持担保比例", "maintenance ratio after a change"),
        ratios.ratio_after,
    ),
    Calculator(
        "price_effect",
        (*ACCOUNT, "fall", "rise", "new_price"),
        ("价格变动的盈亏", "gain or loss when prices move"),
        ratios.price_effect,
    ),
    Calculator("topup", (*ACCOUNT, "target"), ("补足金额", "what restores the ratio"), ratios.topup),
    Calculator("drop_to_line", (*ACCOUNT, "line"), ("距某线的跌幅", "fall to a line"), ratios.drop_to_line),
    Calculator("leverage", ACCOUNT, ("杠杆倍数", "leverage"), ratios.leverage),
    Calculator("concentration", ACCOUNT, ("单一证券集中度", "concentration"), ratios.concentration),
    Calculator(
        "withdrawable",
        (*ACCOUNT, "available_margin", "line"),
        ("可提取金额", "what may be withdrawn"),
        ratios.withdrawable,
    ),
    Calculator(
        "interest",
        (*repeated("principal"), "annual_rate", "days", "months", "years", "day_basis"),
        ("利息", "interest"),
        _interest,
    ),
    Calculator(
        "max_margin_purchase",
        (*margins.POSITION, "available_margin", "price"),
        ("最大可融资买入金额", "largest margin purchase"),
        margins.max_margin_purchase,
    ),
    Calculator("margin_total", margins.COLLATERAL, ("可用保证金", "margin"), margins.margin_total),
    Calculator(
        "margin_used",
        ("quantity", "price", "amount", "margin_ratio", "short_quantity", "short_price", "short_value"),
        ("占用保证金", "margin used"),
        margins.margin_used,
    ),
    Calculator(
        "available_margin", margins.POSITION, ("保证金可用余额", "available margin"), margins.available_margin
    ),
    Calculator(
        "stamp_duty",
        ("amount", "quantity", "price"),
        ("卖出印花税", "stamp duty on a sale"),
        margins.stamp_duty,
    ),
    Calculator(
        "floating_effect",
        ("amount", "market_value", "conversion_rate"),
        ("浮动盈亏的影响", "effect of a floating gain or loss"),
        margins.floating_effect,
    ),
)
CALCULATORS: Mapping[str, Calculator] = MappingProxyType({each.kind: each for each in _ALL})
