"""The figures of a United States account, each a function of the desk."""

from collections.abc import Iterator
from fractions import Fraction

from risk.figure import Figure, Input
from risk.us.account import ZERO, UsPosition
from risk.us.desk import Desk, Need
from risk.us.requirements import initial_rate, rule_rate, worth

_ALL = ("long_market_value", "credit", "debit", "short_market_value")


def balances(desk: Desk) -> Iterator[Figure]:
    """Market values, equity and its ratio."""
    sheet, long, short, equity = desk.sheet, desk.long, desk.short, desk.equity
    yield sheet.figure(
        "long_market_value", long.value, "higher_safer", desk.prices(desk.account.long), missing=long.missing
    )
    yield sheet.figure(
        "short_market_value",
        short.value,
        "lower_safer",
        desk.prices(desk.account.short),
        missing=short.missing,
    )
    yield sheet.figure("equity", equity.value, "higher_safer", desk.inputs(*_ALL), missing=equity.missing)
    both = None if long.value is None or short.value is None else long.value + short.value
    yield sheet.figure(
        "equity_ratio",
        equity.value / both if equity.value is not None and both else None,
        "higher_safer",
        desk.inputs("equity", "long_market_value", "short_market_value"),
        unit="ratio",
        missing=equity.missing,
    )


def maintenance(desk: Desk) -> Iterator[Figure]:
    """The requirement, what is above it, and the call."""
    sheet, need, equity = desk.sheet, desk.maintenance(), desk.equity
    missing = (*equity.missing, *need.missing)
    excess = None if equity.value is None or need.value is None else equity.value - need.value
    inputs = (*desk.inputs("equity"), sheet.money("maintenance_requirement", need.value))
    yield sheet.figure(
        "maintenance_requirement",
        need.value,
        "lower_safer",
        desk.inputs("long_market_value", "short_market_value"),
        rule=need.rules,
        missing=need.missing,
    )
    yield sheet.figure("maintenance_excess", excess, "higher_safer", inputs, rule=need.rules, missing=missing)
    period = rule_rate(desk.rules, "maintenance_call_period", desk.account.as_of)
    yield sheet.figure(
        "maintenance_call",
        None if excess is None else max(ZERO, -excess),
        "lower_safer",
        inputs,
        rule=(*need.rules, *period.rules),
        missing=missing,
    )


def regulation_t(desk: Desk) -> Iterator[Figure]:
    """The Regulation T requirement, the SMA after the day's trades, and the call they bring."""
    sheet, need, equity, sma = desk.sheet, desk.initial(), desk.equity, special_memorandum(desk)
    excess = regt_excess(desk)
    yield sheet.figure(
        "regt_requirement",
        need.value,
        "lower_safer",
        desk.inputs("long_market_value", "short_market_value"),
        rule=need.rules,
        missing=need.missing,
    )
    inputs = (*desk.inputs("equity"), sheet.money("regt_requirement", need.value))
    yield sheet.figure(
        "regt_excess",
        excess.value,
        "higher_safer",
        inputs,
        rule=need.rules,
        missing=(*equity.missing, *need.missing),
    )
    before = sheet.money("sma_before", desk.account.sma, "sma")
    parts = (before, *_day(desk), sheet.money("regt_excess", excess.value))
    yield sheet.figure("sma", sma.value, "higher_safer", parts, rule=sma.rules, missing=sma.missing)
    call = None if sma.value is None else max(ZERO, -sma.value)
    period = rule_rate(desk.rules, "payment_period", desk.account.as_of)
    yield sheet.figure(
        "regt_call",
        call,
        "lower_safer",
        (sheet.money("sma", sma.value),),
        rule=(*sma.rules, *period.rules),
        missing=sma.missing,
    )


def regt_excess(desk: Desk) -> Need:
    """Equity above the Regulation T requirement."""
    need, equity = desk.initial(), desk.equity
    missing = (*equity.missing, *need.missing)
    value = None if equity.value is None or need.value is None else equity.value - need.value
    return Need(value, need.rules, missing)


def special_memorandum(desk: Desk) -> Need:
    """The SMA as published: the larger of what it was with the day's money and trades, and the excess.

    Where it is not given it is at least the excess, and no fall of prices alone makes it negative.
    """
    account, excess, net = desk.account, regt_excess(desk), desk.net_initial()
    missing = tuple(dict.fromkeys((*excess.missing, *net.missing)))
    if excess.value is None or net.value is None:
        return Need(None, excess.rules, missing)
    carried = (account.sma or ZERO) + account.deposited - account.withdrawn - net.value
    return Need(max(carried, excess.value), tuple(dict.fromkeys((*excess.rules, *net.rules))))


def buying_power(desk: Desk) -> Figure:
    """What could be bought overnight: by the SMA, and so that no maintenance call follows."""
    account, sheet = desk.account, desk.sheet
    sma, need, equity = special_memorandum(desk), desk.maintenance(), desk.equity
    initial = initial_rate(desk.rules, account.terms, account.as_of)
    rate = desk.rate(UsPosition("", 0, None))
    least = rule_rate(desk.rules, "minimum_equity", account.as_of)
    missing = (*sma.missing, *need.missing, *initial.missing, *rate.missing, *least.missing)
    value = None
    if not missing:
        assert equity.value is not None and need.value is not None and sma.value is not None
        assert initial.value and rate.value and least.value is not None
        if equity.value < least.value:
            value = account.credit if account.debit == 0 and not account.short else ZERO
        else:
            value = max(ZERO, min(sma.value / initial.value, (equity.value - need.value) / rate.value))
    inputs = (
        sheet.money("sma", sma.value),
        sheet.ratio("initial", initial.value, "rule"),
        *desk.inputs("equity"),
        sheet.money("maintenance_requirement", need.value),
        sheet.ratio("maintenance", rate.value, "rule"),
    )
    rules = dict.fromkeys((*initial.rules, *rate.rules, *least.rules))
    return sheet.figure("buying_power", value, "higher_safer", inputs, rule=tuple(rules), missing=missing)


def minimum_equity(desk: Desk) -> Figure:
    """What is missing to the least equity for new debit or shorts; a fall alone asks for no deposit."""
    least, equity = rule_rate(desk.rules, "minimum_equity", desk.account.as_of), desk.equity
    value = None if least.value is None or equity.value is None else max(ZERO, least.value - equity.value)
    inputs = (*desk.inputs("equity"), desk.sheet.money("minimum_equity", least.value, "rule"))
    missing = (*equity.missing, *least.missing)
    return desk.sheet.figure(
        "minimum_equity_shortfall", value, "lower_safer", inputs, rule=least.rules, missing=missing
    )


def call_prices(desk: Desk) -> Iterator[Figure]:
    """Per security held long: the price at which a maintenance call begins, all else equal."""
    codes = [row.security for row in (*desk.account.long, *desk.account.short)]
    need, long = desk.maintenance(), desk.long
    for row in desk.account.long:
        if codes.count(row.security) != 1 or not row.quantity:
            continue
        rate = desk.rate(row)
        value = None
        if need.value is not None and long.value is not None and rate.value is not None and rate.value < 1:
            value = _call_price(desk, row, rate.value, need.value, long.value)
        yield desk.sheet.figure(
            f"call_price.{row.security}",
            value,
            "lower_safer",
            (*desk.inputs(*_ALL), desk.sheet.ratio("maintenance", rate.value, "rule")),
            rule=rate.rules,
            missing=(*need.missing, *desk.short.missing),
        )


def _call_price(
    desk: Desk, row: UsPosition, rate: Fraction, need: Fraction, long: Fraction
) -> Fraction | None:
    own = worth(row) or ZERO
    owed = desk.account.debit + (desk.short.value or ZERO) - desk.account.credit
    price = (owed + need - rate * own - (long - own)) / (row.quantity * (1 - rate))
    return price if price > 0 else None


def _day(desk: Desk) -> tuple[Input, ...]:
    account, sheet = desk.account, desk.sheet
    return (
        sheet.money("deposited", account.deposited),
        sheet.money("withdrawn", account.withdrawn),
        sheet.money("net_initial", desk.net_initial().value, "trades"),
    )
