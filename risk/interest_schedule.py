"""What a contract costs up to a day: its interest or fee period by period, what repaying it then takes, and the total of all contracts.

A contract whose accrued interest is given starts from that sum on the day of the position and goes on from there;
any other from the day it was opened. A short that pays on its market value pays on the value of today, for
nobody knows another. Principal and rate stay as they are until the day asked about.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO, Contract, Snapshot
from risk.fields import BookError, refuse
from risk.figure import Figure
from risk.interest import accrue, principal_of
from risk.interest_periods import InterestRule, Period, counted_days, days_going_on, periods
from risk.money import to_text
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import PricedContract, value

ON_REPAYMENT = InterestRule()


@dataclass(frozen=True, slots=True)
class ContractSchedule:
    """The periods of one contract; `carried` is what was accrued and unpaid when they begin.

    `repayment` is the amount financed with all its interest (None for a short, which is given back in shares);
    `penalty_more` is what the periods cost beyond the contract's own rate, because they are overdue.
    """

    contract: Contract
    carried: Fraction
    periods: tuple[Period, ...]
    total: Figure
    repayment: Figure | None
    penalty_more: Figure

    def as_json(self) -> dict[str, object]:
        principal, rate = principal_of(self.contract), self.contract.annual_rate
        return {
            "contract": self.contract.contract,
            "kind": self.contract.kind,
            "security": self.contract.security,
            "principal": None if principal is None else to_text(principal),
            "annual_rate": None if rate is None else to_text(rate),
            "due": None if self.contract.due is None else self.contract.due.isoformat(),
            "carried": to_text(self.carried),
            "periods": [_period_json(period) for period in self.periods],
            "total": self.total.as_json(),
            "repayment": None if self.repayment is None else self.repayment.as_json(),
            "penalty_more": self.penalty_more.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every contract up to `until`, and what they cost together."""

    until: date
    rule: InterestRule
    contracts: tuple[ContractSchedule, ...]
    total: Figure

    def as_json(self) -> dict[str, object]:
        penalty = self.rule.penalty_rate
        return {
            "until": self.until.isoformat(),
            "counts": self.rule.counts,
            "settlement": self.rule.settlement,
            "monthly_day": self.rule.monthly_day,
            "penalty_rate": None if penalty is None else to_text(penalty),
            "contracts": [each.as_json() for each in self.contracts],
            "total": self.total.as_json(),
        }


def schedule(
    s: Snapshot, rules: Rulebook, until: date, rule: InterestRule = ON_REPAYMENT, contract: str | None = None
) -> Schedule:
    """The interest of every open contract, or of the one named, repaid on `until`.

    Raises `BookError` for a day before that of the book and for a contract that is not open.
    """
    if until < s.as_of:
        raise BookError([refuse("until", "out_of_range", until)])
    sheet = Sheet(value(s), rules)
    rows = [row for row in sheet.valuation.contracts if contract in (None, row.contract.contract)]
    if contract is not None and not rows:
        raise BookError([refuse("contract", "not_one_of", contract)])
    found = tuple(_of_contract(sheet, row, until, rule) for row in rows)
    return Schedule(until, rule, found, _total(sheet, found))


def _of_contract(sheet: Sheet, row: PricedContract, until: date, rule: InterestRule) -> ContractSchedule:
    contract, snapshot = row.contract, sheet.snapshot
    basis, principal, rate = snapshot.terms.day_basis, principal_of(contract), contract.annual_rate
    if contract.interest is None:
        days = counted_days(contract.opened, until, rule.counts)
    else:
        days = days_going_on(_counted_to(snapshot), until, rule.counts)
    found: tuple[Period, ...] = ()
    more: tuple[Fraction, ...] = ()
    missing: tuple[str, ...] = () if days[1] < days[0] else (f"{contract.contract}.interest",)
    if principal is not None and rate is not None and basis is not None:
        found, missing = periods(principal, rate, basis, days, until, contract.due, rule), ()
        late = (each for each in found if each.penalty_days)
        more = tuple(each.interest - accrue(principal, rate, each.days, basis) for each in late)
    carried = contract.interest or ZERO
    total = sheet.figure(
        f"interest_schedule.{contract.contract}",
        carried + sum((period.interest for period in found), ZERO),
        "lower_safer",
        (
            sheet.money("carried", carried, contract.contract),
            *(
                sheet.money(f"period[{i}]", each.interest, _worked(contract, basis, rule, each))
                for i, each in enumerate(found)
            ),
        ),
        rule=sheet.quoted("interest_days"),
        missing=missing,
    )
    repayment = None if contract.kind == "short" else _repayment(sheet, contract, total)
    return ContractSchedule(contract, carried, found, total, repayment, _more(sheet, contract, more, missing))


def _repayment(sheet: Sheet, contract: Contract, total: Figure) -> Figure:
    """The amount financed and its interest up to the day, as if nothing were repaid before it."""
    owed = contract.amount
    return sheet.figure(
        f"repayment.{contract.contract}",
        None if total.value is None else owed + total.value,
        "lower_safer",
        (sheet.money("amount", owed, contract.contract), sheet.money("interest", total.value, total.name)),
        missing=total.missing,
    )


def _more(sheet: Sheet, contract: Contract, more: tuple[Fraction, ...], missing: tuple[str, ...]) -> Figure:
    """What overdue days cost beyond the contract's rate: each period less the same days at that rate, to the fen."""
    return sheet.figure(
        f"penalty_more.{contract.contract}",
        sum(more, ZERO),
        "lower_safer",
        [sheet.money(f"period[{i}]", each, contract.contract) for i, each in enumerate(more)],
        missing=missing,
    )


def _counted_to(snapshot: Snapshot) -> date:
    """The day up to which a given interest has been counted: that of the position, whatever day it is asked from."""
    taken = snapshot.taken_at
    return snapshot.as_of if taken is None else taken.date()


def _worked(contract: Contract, basis: int | None, rule: InterestRule, period: Period) -> str:
    """How one period's interest was worked out: "2026-10-08…2026-11-19: 350000 × 0.065 × 43 ÷ 360"."""
    base, penalty = to_text(principal_of(contract) or ZERO), rule.penalty_rate
    parts = [(contract.annual_rate, period.days - period.penalty_days), (penalty, period.penalty_days)]
    sums = " + ".join(f"{base} × {to_text(rate or ZERO)} × {days} ÷ {basis}" for rate, days in parts if days)
    return f"{period.first}…{period.last}: {sums}"


def _total(sheet: Sheet, found: tuple[ContractSchedule, ...]) -> Figure:
    totals = [each.total for each in found]
    return sheet.figure(
        "interest_total",
        sum((figure.value or ZERO for figure in totals), ZERO),
        "lower_safer",
        [sheet.money(figure.name, figure.value, figure.name) for figure in totals],
        missing=tuple(name for figure in totals for name in figure.missing),
    )


def _period_json(period: Period) -> dict[str, object]:
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "days": period.days,
        "penalty_days": period.penalty_days,
        "interest": to_text(period.interest),
        "settled_on": period.settled_on.isoformat(),
    }
