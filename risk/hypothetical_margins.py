"""Hypothetical questions about margin: what collateral counts for, what a position takes up, what is left and
how much can be bought with it. Where no margin ratio is given, the floor in force answers and is named."""

from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO
from risk.figure import Input, RuleRef
from risk.finding import Finding
from risk.hypothetical_account import DEBTS, MOST, has, repeated, short_value, total
from risk.money import display_ratio, round_fen, to_text
from risk.rulebook.model import Row
from risk.trade_costs import DUTY
from risk.worksheet import Worksheet

COLLATERAL = repeated("cash", "securities", "conversion_rate")
POSITION = (*COLLATERAL, "market_value", "position_rate", "margin_ratio", "short_margin_ratio", *DEBTS)
LOT = 100
_FINANCING, _SHORT = "financing_margin_ratio", "short_margin_ratio"


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A margin ratio: its value, how it enters a figure, and the rule it comes from, if any."""

    value: Fraction
    given: tuple[Input, ...]
    rule: tuple[RuleRef, ...]


def margin_total(sheet: Worksheet) -> None:
    """Cash in full and each security at its conversion rate."""
    if not has(sheet, "securities"):
        sheet.given.refuse("securities", "missing")
    counted = _collateral(sheet)
    sheet.check()
    sheet.figure("margin_total", counted, "higher_safer")


def stamp_duty(sheet: Worksheet) -> None:
    """The duty on a sale of shares under the rule in force, half-up to the fen; a day without the rule is refused."""
    if sheet.given.has("amount"):
        amount = sheet.number("amount")
    else:
        amount = sheet.whole("quantity", "shares") * sheet.number("price", unit="price")
    rule = sheet.rules.in_force(DUTY, sheet.as_of)
    rate = None if rule is None else rule.number
    if rule is None or rate is None:
        sheet.given.refuse(DUTY, "missing")
    sheet.check()
    assert rule is not None and rate is not None
    extra = (Input("stamp_duty_rate", rate, "ratio", "rulebook"),)
    sheet.figure("stamp_duty", round_fen(amount * rate), "lower_safer", extra=extra, rule=(rule.ref(),))
    sheet.assumptions.append(
        ("sales of shares only; funds and bonds bear none", "仅对卖出股票征收，买入、基金和债券不收")
    )


def margin_used(sheet: Worksheet) -> None:
    """What a purchase on margin, or a short sale, takes up."""
    short = sheet.given.has("short_quantity") or sheet.given.has("short_value")
    if short:
        amount = short_value(sheet)
    elif sheet.given.has("amount"):
        amount = sheet.number("amount")
    else:
        amount = sheet.whole("quantity", "shares") * sheet.number("price", unit="price")
    ratio = _margin_ratio(sheet, "margin_ratio", _SHORT if short else _FINANCING)
    sheet.check()
    sheet.figure("margin_used", amount * ratio.value, "lower_safer", extra=ratio.given, rule=ratio.rule)


def available_margin(sheet: Worksheet) -> None:
    """What is left of the margin after open positions, their gains and losses, interest and fees."""
    ratios = _ratios(sheet)
    left = _left(sheet, ratios)
    sheet.check()
    given = tuple(each for ratio in ratios for each in ratio.given)
    rules = tuple(each for ratio in ratios for each in ratio.rule)
    sheet.figure("available_margin", left, "higher_safer", extra=given, rule=rules)


def max_margin_purchase(sheet: Worksheet) -> None:
    """At the ratio given, and at the floor in force where the two differ; with a price also in whole lots."""
    available = _available(sheet)
    given = sheet.given.amount_or_none("margin_ratio")
    floor = sheet.rules.in_force(_FINANCING, sheet.as_of)
    if given == 0:
        sheet.given.refuse("margin_ratio", "not_positive")
    elif floor is None and not sheet.given.has("margin_ratio"):
        sheet.given.refuse("margin_ratio", "missing")
    price = sheet.number("price", unit="price") if sheet.given.has("price") else None
    if price == 0:
        sheet.given.refuse("price", "not_positive")
    sheet.check()
    if given is not None:
        ratio = _Ratio(given, (Input("margin_ratio", given, "ratio", "asker"),), ())
        _purchase(sheet, "", available, ratio, price)
    if floor is not None and floor.number and floor.number != given:
        _note_floor(sheet, floor)
        at_floor = _from_rule(floor, "margin_ratio")
        _purchase(sheet, "" if given is None else ".floor", available, at_floor, price)
        if given is not None and given < floor.number:
            text = f"{to_text(given)} is below the floor {floor.value} in force on {sheet.as_of}"
            text_zh = f"{to_text(given)} 低于 {sheet.as_of} 有效的下限 {floor.value}"
            sheet.findings.append(Finding("above_cap", "warning", "margin_ratio", text, text_zh))


def floating_effect(sheet: Worksheet) -> None:
    """A loss counts in full, a gain at the conversion rate."""
    amount, value = sheet.number("amount"), sheet.number("market_value")
    rate = sheet.conversion_rate() if value > amount else Fraction(1)
    sheet.check()
    extra = (Input("rate_applied", rate, "ratio", "rule"),)
    rule = sheet.rules.in_force("floating_loss_rate", sheet.as_of)
    refs = (rule.ref(),) if rule else ()
    sheet.figure("floating_effect", (value - amount) * rate, "higher_safer", extra=extra, rule=refs)


def _purchase(
    sheet: Worksheet, suffix: str, available: Fraction, ratio: _Ratio, price: Fraction | None
) -> None:
    money = max(ZERO, available / ratio.value)
    sheet.figure(f"max_margin_purchase{suffix}", money, "higher_safer", extra=ratio.given, rule=ratio.rule)
    if price is not None:
        lots = (money / price / LOT).__floor__()
        given = (*ratio.given, Input("lot", Fraction(LOT), "shares", "assumed"))
        name = f"max_margin_shares{suffix}"
        sheet.figure(name, Fraction(lots * LOT), "higher_safer", "shares", given, ratio.rule)
        text = f"{LOT} shares to the lot, {lots} lots at a margin ratio of {display_ratio(ratio.value, 'up')}"
        text_zh = f"一手按 {LOT} 股计，保证金比例为 {display_ratio(ratio.value, 'up')} 时合 {lots} 手"
        sheet.assumptions.append((text, text_zh))


def _available(sheet: Worksheet) -> Fraction:
    """The available margin: given, or worked out of collateral and what is open already."""
    if sheet.given.has("available_margin") or not has(sheet, "cash", "securities"):
        return sheet.number("available_margin")
    if not any(sheet.given.has(name) for name in DEBTS):
        return _collateral(sheet)
    return _left(sheet, _ratios(sheet))


def _collateral(sheet: Worksheet) -> Fraction:
    """Cash in full, each holding at the rate of its number, else at the one rate given for all."""
    counted = total(sheet, "cash")
    for n in range(1, MOST + 1):
        suffix = "" if n == 1 else f"_{n}"
        if sheet.given.has(f"securities{suffix}"):
            own = f"conversion_rate{suffix}"
            rate = own if sheet.given.has(own) else "conversion_rate"
            counted += sheet.number(f"securities{suffix}") * sheet.number(rate, unit="ratio", most=1)
    return counted


def _ratios(sheet: Worksheet) -> tuple[_Ratio, ...]:
    """The margin ratios of what is open: financing, short, or both."""
    short = sheet.given.has("short_quantity") or sheet.given.has("short_value")
    financed = sheet.given.has("amount") or has(sheet, "liabilities")
    return (
        *((_margin_ratio(sheet, "margin_ratio", _FINANCING),) if financed else ()),
        *((_margin_ratio(sheet, "short_margin_ratio", _SHORT),) if short else ()),
    )


def _left(sheet: Worksheet, ratios: tuple[_Ratio, ...]) -> Fraction:
    """The formula of the exchanges; sums owed without a purchase beside them count as financed."""
    amount = total(sheet, "liabilities") + (sheet.number("amount") if sheet.given.has("amount") else ZERO)
    left = _collateral(sheet) - total(sheet, "accrued_interest")
    left -= sheet.number("fees") if sheet.given.has("fees") else ZERO
    if sheet.given.has("market_value"):
        left += _counted(sheet, sheet.number("market_value") - amount)
    financed = sheet.given.has("amount") or has(sheet, "liabilities")
    if financed:
        left -= amount * ratios[0].value
    if len(ratios) > financed:
        owed = short_value(sheet)
        proceeds = sheet.number("short_proceeds") if sheet.given.has("short_proceeds") else owed
        left += _counted(sheet, proceeds - owed) - proceeds - owed * ratios[-1].value
    return left


def _counted(sheet: Worksheet, floating: Fraction) -> Fraction:
    """A loss in full, a gain at the position's conversion rate."""
    if floating <= 0:
        return floating
    name = "position_rate" if sheet.given.has("position_rate") else "conversion_rate"
    return floating * sheet.number(name, unit="ratio", most=1)


def _margin_ratio(sheet: Worksheet, name: str, param: str) -> _Ratio:
    """The ratio given under `name`, else the floor in force, which is then named."""
    if sheet.given.has(name):
        return _Ratio(sheet.rate(name), (), ())
    row = sheet.rules.in_force(param, sheet.as_of)
    if row is None or row.number is None:
        sheet.given.refuse(name, "missing")
        return _Ratio(ZERO, (), ())
    _note_floor(sheet, row)
    return _from_rule(row, name)


def _from_rule(row: Row, name: str) -> _Ratio:
    assert row.number is not None
    return _Ratio(row.number, (Input(name, row.number, "ratio", "rulebook"),), (row.ref(),))


def _note_floor(sheet: Worksheet, row: Row) -> None:
    shown = display_ratio(row.number or ZERO, "up")
    text = f"{shown} is the lowest ratio for contracts opened on {sheet.as_of}; a firm may ask for more"
    text_zh = f"{shown} 为 {sheet.as_of} 新开仓合约的比例下限，公司可能要求更高"
    sheet.assumptions.append((text, text_zh))
