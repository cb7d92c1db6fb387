"""What a client asks of a plan: the target, by which objective, and the conditions it must keep.

Conditions that cannot hold together are refused by name before anything is searched for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from risk.account import ZERO, Snapshot
from risk.deleverage_model import OBJECTIVES, Objective
from risk.disposal import NO_VOLUMES, Market
from risk.fields import BookError, FieldError, refuse
from risk.money import to_text
from risk.repayment import DEFAULT_ORDER, check_order
from risk.trade_costs import NO_COSTS, Costs, refused_costs
from risk.valuation import Valuation, security_of

MOST_ORDERS = 1000


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """`target` None stands for the restore line, `day` None for the day of the snapshot.

    `exclude` are securities not to be sold, `only` the only ones that may be; `cash` is the most that comes from
    outside, `orders` the most orders. `volumes` are average daily volumes in shares, of which at most `share` (0.1
    for 10 %) is traded. `repay_first` is the order of `risk.repayment`.
    """

    target: Fraction | None = None
    objective: Objective = "cheapest"
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    cash: Fraction = ZERO
    orders: int | None = None
    volumes: Mapping[str, int] = field(default_factory=lambda: NO_VOLUMES)
    share: Fraction | None = None
    costs: Costs = NO_COSTS
    repay_first: tuple[str, ...] = DEFAULT_ORDER
    day: date | None = None

    def market(self, valuation: Valuation) -> Market:
        """The day of the trades as the conditions have it."""
        owned = {security_of(row) for row in valuation.longs}
        kept_out = owned - set(self.only) if self.only else set()
        day = self.day or valuation.snapshot.as_of
        return Market(day, frozenset({*self.exclude, *kept_out}), self.volumes, self.share)


def check_request(request: PlanRequest, valuation: Valuation) -> None:
    """Raise `BookError` naming every condition that is out of range, unknown to the account, or against another."""
    errors = [*_out_of_range(request, valuation.snapshot), *_unknown(request, valuation)]
    if errors:
        raise BookError(errors)
    check_order(valuation.snapshot, request.repay_first)


def _out_of_range(request: PlanRequest, s: Snapshot) -> Iterator[FieldError]:
    if request.target is not None and request.target <= 1:
        yield refuse("target", "out_of_range", to_text(request.target))
    if request.objective not in OBJECTIVES:
        yield refuse("objective", "not_one_of", request.objective)
    if request.cash < 0:
        yield refuse("cash", "negative", to_text(request.cash))
    if request.orders is not None and not 0 <= request.orders <= MOST_ORDERS:
        yield refuse("orders", "out_of_range", request.orders)
    if request.share is not None and not 0 < request.share <= 1:
        yield refuse("share", "out_of_range", to_text(request.share))
    if request.volumes and request.share is None:
        yield refuse("share", "missing")
    if request.day is not None and request.day < s.as_of:
        yield refuse("day", "out_of_range", request.day)
    yield from refused_costs(request.costs)


def _unknown(request: PlanRequest, valuation: Valuation) -> Iterator[FieldError]:
    owned = {security_of(row) for row in valuation.longs}
    traded = owned | {row.contract.security for row in valuation.shorts}
    for name, codes in (("exclude", request.exclude), ("only", request.only)):
        for i, code in enumerate(codes):
            if code not in owned:
                yield refuse(f"{name}[{i}]", "not_one_of", code)
            elif name == "exclude" and code in request.only:
                yield refuse(f"exclude[{i}]", "contradicts", code)
    for code, volume in request.volumes.items():
        if code not in traded:
            yield refuse(f"volumes.{code}", "not_one_of", code)
        elif volume < 0:
            yield refuse(f"volumes.{code}", "negative", volume)
