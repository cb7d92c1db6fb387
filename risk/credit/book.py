"""The credit risk of a whole book: what a fall would leave uncovered, how old overdue sums are, what is crowded.

    stress loss = Σ over accounts of max(0, liabilities after the move − assets after the move)
    days to sell = shares held by all clients ÷ (share of turnover × average daily turnover), rounded up

An account that cannot be valued is named and stays out of the sum.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO
from risk.credit.model import CreditBook
from risk.credit.rows import ROWS
from risk.figure import Figure, Input
from risk.finding import Finding
from risk.money import display_ratio, to_text
from risk.price_moves import moved
from risk.rulebook.model import Rulebook
from risk.thresholds import Threshold, Thresholds
from risk.traced import Formula, given, traced
from risk.valuation import PricedHolding, Valuation, security_of, value

_LOSS: Formula = (
    "情景损失 = Σ各账户 max(0, 变动后总负债 − 变动后总资产)",
    "stress loss = Σ over accounts of max(0, total liabilities after − total assets after)",
)
_CALLED: Formula = (
    "情景下低于平仓线的账户数",
    "accounts below their liquidation line after the move",
)
_EXPOSURE: Formula = ("融资融券余额 = Σ各账户总负债", "exposure = Σ total liabilities of the accounts")
_OVERDUE: Formula = ("该账龄档逾期金额合计", "sum of what is overdue for that long")
_RESIDUAL: Formula = ("处分后仍未清偿的债务合计", "sum of debts that remained after collateral was sold")
_SHARE: Formula = (
    "占比 = 该证券在全部账户的市值 ÷ 全部账户证券市值",
    "share = market value of the security in all accounts ÷ market value of all securities",
)
_DAYS: Formula = (
    "变现天数 = 持有股数 ÷ (参与比例 × 日均成交量)，向上取整",
    "days to sell = shares held ÷ (share of turnover × average daily turnover), rounded up",
)


@dataclass(frozen=True, slots=True)
class BookRisk:
    """Figures by name, findings about what is crowded or slow to sell, and accounts that could not be valued."""

    figures: dict[str, Figure]
    findings: tuple[Finding, ...]
    unvalued: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "findings": [each.as_json() for each in self.findings],
            "unvalued": list(self.unvalued),
        }


def book_risk(book: CreditBook, rules: Rulebook) -> BookRisk:
    """The credit risk of a book. Never raises: what cannot be valued says so."""
    limits = Thresholds(rules, ROWS, book.as_of)
    valued = [value(each) for each in book.accounts]
    known = [each for each in valued if not each.missing]
    names = (_name(i, each) for i, each in enumerate(valued) if each.missing)
    crowded = list(_crowding(book, known, limits))
    figures = (
        traced("exposure", _exposure(known), "CNY", _EXPOSURE, _accounts(known), book.as_of),
        *_stress(book, known, limits),
        *_ageing(book, limits),
        _residual(book),
        *(figure for figure, _ in crowded),
    )
    findings = (*(finding for _, finding in crowded if finding is not None), *_not_checked(limits))
    return BookRisk({each.name: each for each in figures}, findings, tuple(names))


def _not_checked(limits: Thresholds) -> tuple[Finding, ...]:
    """What is remembered of an older rule is shown, and nothing is compared with it."""
    row = limits.row("collateral_stock_to_its_value")
    if row is None or row.number is not None:
        return ()
    return (
        Finding("not_checked", "info", row.param, f"Not checked: {row.note}", f"未作检查：{row.note_zh}"),
    )


def _name(i: int, valuation: Valuation) -> str:
    return f"accounts[{i}]: " + ", ".join(valuation.missing)


def _accounts(known: list[Valuation]) -> tuple[Input, ...]:
    return (given("accounts", len(known), "count", "accounts"),)


def _exposure(known: list[Valuation]) -> Fraction:
    return sum((each.liabilities or ZERO for each in known), ZERO)


def _stress(book: CreditBook, known: list[Valuation], limits: Thresholds) -> Iterator[Figure]:
    for scenario in ("1", "2", "3"):
        move = limits.need("credit_stress_move", scenario=scenario)
        after = [moved(each, move.value) for each in known]
        inputs = (*_accounts(known), move.input())
        loss = sum((max(ZERO, _lacking(each)) for each in after), ZERO)
        called = sum(_below(each) for each in after)
        yield traced(
            f"stress_loss.{move.row.value}",
            loss,
            "CNY",
            _LOSS,
            inputs,
            book.as_of,
            rows=(move.row,),
            direction="lower_safer",
        )
        yield traced(
            f"stress_called.{move.row.value}",
            Fraction(called),
            "count",
            _CALLED,
            inputs,
            book.as_of,
            rows=(move.row,),
        )


def _lacking(valuation: Valuation) -> Fraction:
    return (valuation.liabilities or ZERO) - (valuation.assets or ZERO)


def _below(valuation: Valuation) -> bool:
    line = valuation.snapshot.terms.liquidation_line
    return (valuation.assets or ZERO) < line * (valuation.liabilities or ZERO)


def _ageing(book: CreditBook, limits: Thresholds) -> Iterator[Figure]:
    """One figure for each bucket: `overdue.1-30`, `overdue.31-90`, `overdue.91-180`, `overdue.181-`."""
    bounds = [limits.need("overdue_bucket_days", bucket=each) for each in ("1", "2", "3")]
    first = 1
    for bound in (*bounds, None):
        last = None if bound is None else int(bound.value)
        within = [
            each
            for each in book.overdue
            if (days := (book.as_of - each.since).days) >= first and (last is None or days <= last)
        ]
        name = f"overdue.{first}-{'' if last is None else last}"
        inputs = tuple(
            given(f"overdue.{each.client}", each.amount, "CNY", "overdue", each.since) for each in within
        )
        total = sum((each.amount for each in within), ZERO)
        rows = () if bound is None else (bound.row,)
        yield traced(name, total, "CNY", _OVERDUE, inputs, book.as_of, rows=rows, direction="lower_safer")
        first = first if last is None else last + 1


def _residual(book: CreditBook) -> Figure:
    inputs = tuple(
        given(f"residual.{who}", amount, "CNY", "residual") for who, amount in book.residual.items()
    )
    total = sum(book.residual.values(), ZERO)
    return traced("residual_debt", total, "CNY", _RESIDUAL, inputs, book.as_of, direction="lower_safer")


def _crowding(
    book: CreditBook, known: list[Valuation], limits: Thresholds
) -> Iterator[tuple[Figure, Finding | None]]:
    shares, worth = _held(known)
    total = sum(worth.values(), ZERO)
    crowded, slow = limits.need("crowded_share"), limits.need("slow_sale_days")
    part = limits.need("sale_participation")
    for code, amount in sorted(worth.items(), key=lambda each: -each[1]):
        sides = (
            given(f"{code}.market_value", amount, "CNY", "accounts"),
            given("market_value", total, "CNY", "accounts"),
        )
        share = amount / total if total else ZERO
        yield (
            traced(f"book_share.{code}", share, "ratio", _SHARE, sides, book.as_of, direction="lower_safer"),
            _found("crowded", code, share, crowded, display_ratio, share >= crowded.value),
        )
        daily = book.turnover.get(code)
        held = given(f"{code}.shares", shares[code], "shares", "accounts")
        turnover = given(f"{code}.daily_turnover", daily, "shares", "turnover")
        days = Fraction((shares[code] / (part.value * daily)).__ceil__()) if daily else None
        missing = () if daily else (f"turnover.{code}",)
        yield (
            traced(
                f"days_to_sell.{code}",
                days,
                "days",
                _DAYS,
                (held, turnover, part.input()),
                book.as_of,
                rows=(part.row,),
                direction="lower_safer",
                missing=missing,
            ),
            _found(
                "slow_to_sell", code, days or ZERO, slow, lambda x, _: to_text(x), (days or 0) > slow.value
            ),
        )


def _held(known: list[Valuation]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Shares and market value of each security over all accounts."""
    shares: dict[str, Fraction] = {}
    worth: dict[str, Fraction] = {}
    for row in (row for each in known for row in each.longs):
        code = security_of(row)
        quantity = row.holding.quantity if isinstance(row, PricedHolding) else row.contract.quantity
        shares[code] = shares.get(code, ZERO) + quantity
        worth[code] = worth.get(code, ZERO) + (row.market_value or ZERO)
    return shares, worth


def _found(
    code: str, security: str, measured: Fraction, limit: Threshold, show: Callable[..., str], stands: bool
) -> Finding | None:
    if not stands:
        return None
    shown, bound = show(measured, "up"), show(limit.value, "down")
    return Finding(
        code,
        "warning",
        security,
        f"{security}: {shown} against the firm's {bound}. {limit.row.note}",
        f"{security}：{shown}，公司标准 {bound}。{limit.row.note_zh}",
    )
