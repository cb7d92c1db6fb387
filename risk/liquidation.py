"""A forced liquidation simulated: what the firm would sell, in the contract's order, until the line is reached.

The order is data (`risk.liquidation_orders`). Each sale is the smallest order that reaches the line or clears what is
owed, or all that trades; its price is the day's, or one given for it, such as the limit-down price. The client's own
exclusions do not bind the firm; suspension, a locked lower limit and T+1 do. Nothing here says that a liquidation will
take place: it works out what one would have been. The same snapshot, day and order give the same run on any day.

    >>> liquidate(snapshot, CN, LiquidationRequest(order=("600036.SH",))).sold
    {'600036.SH': 8600}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk import margin
from risk.account import ZERO, Snapshot
from risk.disposal import NO_VOLUMES, Market, stocks
from risk.fields import BookError, refuse
from risk.figure import Figure
from risk.liquidation_desk import Run, rule_of
from risk.liquidation_orders import ASSUMED, LIQUIDITY, check_liquidation_order
from risk.liquidation_run import Counterfactual, Liquidation, OrderSource
from risk.money import to_text
from risk.repayment import DEFAULT_ORDER, check_order
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.trade_costs import NO_COSTS, Costs, Tariff, refused_costs
from risk.trading import Trading, on_day
from risk.valuation import Valuation, value

__all__ = ("Counterfactual", "Liquidation", "LiquidationRequest", "counterfactual", "liquidate")

Until = Literal["restore_line", "liquidation_line", "no_debt"]
UNTILS: tuple[Until, ...] = ("restore_line", "liquidation_line", "no_debt")
NO_PRICES: Mapping[str, Fraction] = MappingProxyType({})
_COMPARED = ("plan_traded", "plan_costs", "total_liabilities", "net_assets", "residual_debt")


@dataclass(frozen=True, slots=True)
class LiquidationRequest:
    """`order` empty stands for the contract's; `prices` are those sales are done at, by security; `as_of` None for the
    snapshot's day. Where `share` is given, at most that part of each volume is sold.
    """

    order: tuple[str, ...] = ()
    until: Until = "restore_line"
    prices: Mapping[str, Fraction] = field(default_factory=lambda: NO_PRICES)
    volumes: Mapping[str, int] = field(default_factory=lambda: NO_VOLUMES)
    share: Fraction | None = None
    costs: Costs = NO_COSTS
    repay_first: tuple[str, ...] = DEFAULT_ORDER
    as_of: date | None = None


def liquidate(s: Snapshot, rules: Rulebook, request: LiquidationRequest) -> Liquidation:
    """The run of one account. Raises `BookError` for an order, a price, a line or a day that does not fit it."""
    order, source = _order(s, request)
    _check(s, request, order, source)
    sheet = Sheet(value(on_day(s, request.as_of)), rules)
    day = request.as_of or s.as_of
    market = Market(day, volumes=request.volumes, share=request.share)
    until = None if request.until == "no_debt" else _line(s, request.until)
    missing = (*sheet.valuation.missing, *_unknown_volumes(sheet.valuation, market, order))
    if missing:
        return Liquidation(
            order,
            source,
            until,
            margin.maintenance_ratio(sheet),
            (),
            (),
            "indeterminate",
            {},
            rule_of(sheet, order, source),
            missing,
        )
    trading = Trading(rules, Tariff.on(day, rules, request.costs), day, request.repay_first)
    return Run(sheet, order, source, until, market, trading, request.prices).result()


def counterfactual(
    s: Snapshot, rules: Rulebook, request: LiquidationRequest, order: Sequence[str]
) -> Counterfactual:
    """The run of `request` beside the same run in another order. Raises `BookError` as `liquidate` does."""
    first, second = (
        liquidate(s, rules, request),
        liquidate(s, rules, replace(request, order=tuple(order))),
    )
    sheet = Sheet(value(on_day(s, request.as_of)), rules)
    names = [name for name in _COMPARED if name in first.figures]
    return Counterfactual(first, second, {name: _difference(sheet, name, first, second) for name in names})


def _difference(sheet: Sheet, name: str, first: Liquidation, second: Liquidation) -> Figure:
    was, would_be = first.figures[name].value or ZERO, second.figures[name].value or ZERO
    inputs = (sheet.money("first", was, name), sheet.money("second", would_be, name))
    return sheet.figure(f"liquidation_difference.{name}", would_be - was, None, inputs)


def _order(s: Snapshot, request: LiquidationRequest) -> tuple[tuple[str, ...], OrderSource]:
    if request.order:
        return request.order, "asked"
    return (s.terms.liquidation_order, "contract") if s.terms.liquidation_order else (ASSUMED, "assumed")


def _line(s: Snapshot, name: str) -> Fraction:
    return s.terms.restore_line if name == "restore_line" else s.terms.liquidation_line


def _check(s: Snapshot, request: LiquidationRequest, order: tuple[str, ...], source: OrderSource) -> None:
    priced, errors = value(s), []
    if request.until not in UNTILS:
        errors.append(refuse("until", "not_one_of", request.until))
    elif request.until == "liquidation_line" and s.terms.liquidation_line <= 1:
        errors.append(refuse("until", "out_of_range", to_text(s.terms.liquidation_line)))
    owned = {stock.security for stock in stocks(priced, Market(s.as_of))}
    for name, codes in (("prices", request.prices), ("volumes", request.volumes)):
        errors += [refuse(f"{name}.{code}", "not_one_of", code) for code in codes if code not in owned]
    for code, price in request.prices.items():
        if price <= 0:
            errors.append(refuse(f"prices.{code}", "not_positive", to_text(price)))
    if request.share is not None and not 0 < request.share <= 1:
        errors.append(refuse("share", "out_of_range", to_text(request.share)))
    if request.as_of is not None and request.as_of < s.as_of:
        errors.append(refuse("as_of", "out_of_range", request.as_of))
    errors += refused_costs(request.costs)
    if errors:
        raise BookError(errors)
    path = "terms.liquidation_order" if source == "contract" else "order"
    check_liquidation_order(priced, order, path)
    check_order(s, request.repay_first)


def _unknown_volumes(valuation: Valuation, market: Market, order: tuple[str, ...]) -> tuple[str, ...]:
    """What an order by liquidity cannot do without."""
    if LIQUIDITY not in order:
        return ()
    codes = dict.fromkeys(stock.security for stock in stocks(valuation, market))
    return tuple(f"{code}.volume" for code in codes if code not in market.volumes and code not in order)
