"""The figures of an account, each with its formula, its inputs and the rules behind it.

Available margin is worked out term by term: its CNY inputs are the signed terms, and they add up to the
value. Floating gains count at the conversion rate, floating losses in full, contract by contract and never
netted first; other collateral counts only in the maintenance ratio.
"""

from fractions import Fraction

from risk.account import ZERO
from risk.available import available_terms
from risk.figure import Figure, Input, RuleRef
from risk.money import total
from risk.ratio import Ratio
from risk.sheet import Sheet


def total_assets(sheet: Sheet) -> Figure:
    """Everything owned, in the account's currency: cash (short proceeds included), other collateral, securities.

    The numerator of 维持担保比例, 融资融券交易实施细则 Art. 42. None while a price is missing.
    """
    valuation, snapshot = sheet.valuation, sheet.snapshot
    inputs = [
        sheet.money("cash", snapshot.cash, "cash"),
        sheet.money("other_collateral", snapshot.other_collateral, "other_collateral"),
        *(sheet.market_value(row) for row in valuation.longs),
    ]
    return sheet.figure(
        "total_assets", valuation.assets, "higher_safer", inputs, missing=valuation.missing_assets
    )


def total_liabilities(sheet: Sheet) -> Figure:
    """Everything owed: amounts financed, shorts at market value, interest and fees (实施细则 Art. 42).

    None while the price of a short, or what its interest is counted from, is missing.
    """
    valuation = sheet.valuation
    inputs = [
        *(
            sheet.money(f"{row.path}.amount", row.contract.amount, row.contract.contract)
            for row in valuation.financing
        ),
        *(sheet.market_value(row) for row in valuation.shorts),
        *_interest_inputs(sheet),
        sheet.money("fees", sheet.snapshot.fees, "fees"),
    ]
    return sheet.figure(
        "total_liabilities",
        valuation.liabilities,
        "lower_safer",
        inputs,
        missing=valuation.missing_liabilities,
    )


def net_assets(sheet: Sheet) -> Figure:
    """Assets less liabilities; negative when the account owes more than it owns."""
    ratio = sheet.ratio
    value = ratio.numerator - ratio.denominator if ratio else None
    inputs = (sheet.assets(), sheet.liabilities())
    return sheet.figure("net_assets", value, "higher_safer", inputs, missing=sheet.valuation.missing)


def maintenance_ratio(sheet: Sheet) -> Figure:
    """维持担保比例, assets over liabilities (1.28 = 128 %), with the contract's lines beside it.

    Undefined without debt. 实施细则 Art. 42.
    """
    terms = sheet.snapshot.terms
    lines = (
        sheet.line("warning_line", terms.warning_line)[1],
        sheet.line("liquidation_line", terms.liquidation_line)[1],
        sheet.line("restore_line", terms.restore_line)[1],
    )
    return sheet.figure(
        "maintenance_ratio",
        sheet.ratio.value if sheet.ratio else None,
        "higher_safer",
        (sheet.assets(), sheet.liabilities()),
        unit="ratio",
        rule=(*sheet.quoted("maintenance_ratio_formula"), *lines),
        missing=sheet.valuation.missing,
    )


def available_margin(sheet: Sheet) -> Figure:
    """保证金可用余额, the sum of the signed terms of `risk.available`; may be negative. 实施细则 Art. 40."""
    terms = available_terms(sheet.valuation, sheet.rules)
    value = total(term.value or ZERO for term in terms.inputs)
    rule = (*sheet.quoted("available_margin_formula"), *terms.rule)
    return sheet.figure(
        "available_margin", value, "higher_safer", terms.inputs, rule=rule, missing=terms.missing
    )


def withdrawable(sheet: Sheet, available: Figure) -> Figure:
    """Cash that may leave the account; see the formula, and the 300 % rule of the exchanges."""
    valuation, snapshot = sheet.valuation, sheet.snapshot
    line, rule = withdrawal_line(sheet)
    inputs = [
        sheet.assets(),
        sheet.liabilities(),
        sheet.money("available_margin", available.value, "available_margin", priced=True),
        sheet.money("cash", snapshot.cash, "cash"),
        sheet.money("short_proceeds", valuation.short_proceeds, "shorts"),
        sheet.money("other_collateral", snapshot.other_collateral, "other_collateral"),
        *((line,) if line.value is not None else ()),
    ]
    value, missing = _withdrawable(sheet, line.value, available)
    return sheet.figure("withdrawable", value, "higher_safer", inputs, rule=rule, missing=missing)


def withdrawal_line(sheet: Sheet) -> tuple[Input, tuple[RuleRef, ...]]:
    """The contract's line or, where it names none, the exchange's; the input has no value where neither is known."""
    agreed = sheet.snapshot.terms.withdrawal_line
    rule = (*sheet.quoted("withdrawal_line"), *sheet.quoted("withdrawal_counts_other_collateral"))
    if agreed is not None:
        line, of_contract = sheet.line("withdrawal_line", agreed)
        return line, (*rule, of_contract)
    required = sheet.rules.number("withdrawal_line", sheet.snapshot.as_of)
    return Input("withdrawal_line", required, "ratio", "rulebook", None), rule


def _withdrawable(
    sheet: Sheet, line: Fraction | None, available: Figure
) -> tuple[Fraction | None, tuple[str, ...]]:
    snapshot, ratio = sheet.snapshot, sheet.ratio
    if sheet.valuation.liabilities == 0:
        return max(ZERO, snapshot.cash), ()
    if ratio is None:
        return None, sheet.valuation.missing
    if line is None:
        return None, ("withdrawal_line",)
    if not ratio.above(line):
        return ZERO, ()
    if available.value is None:
        return None, available.missing
    own_cash = snapshot.cash - sheet.valuation.short_proceeds
    above_line = ratio.numerator - snapshot.other_collateral - line * ratio.denominator
    return max(ZERO, min(available.value, own_cash, above_line)), ()


def shortfall_to_restore(sheet: Sheet) -> Figure:
    """Market value or cash that is lacking to the restore line of the contract; 0 on it or above it."""
    line, rule = sheet.line("restore_line", sheet.snapshot.terms.restore_line)
    ratio = sheet.ratio
    value = (
        max(ZERO, sheet.snapshot.terms.restore_line * ratio.denominator - ratio.numerator) if ratio else None
    )
    return sheet.figure(
        "shortfall_to_restore",
        value,
        "lower_safer",
        (sheet.assets(), sheet.liabilities(), line),
        rule=(rule,),
        missing=sheet.valuation.missing,
    )


def leverage(sheet: Sheet) -> Figure:
    """Assets over net assets; undefined when nothing of the account is the client's own."""
    ratio = sheet.ratio
    own = Ratio(ratio.numerator, ratio.numerator - ratio.denominator) if ratio else None
    return sheet.figure(
        "leverage",
        own.value if own else None,
        "lower_safer",
        (sheet.assets(), sheet.liabilities()),
        unit="ratio",
        missing=sheet.valuation.missing,
    )


def accrued_interest(sheet: Sheet) -> Figure:
    """Interest and securities-lending fees of all contracts, each in whole fen (see `risk.interest`)."""
    valuation = sheet.valuation
    return sheet.figure(
        "accrued_interest",
        valuation.interest,
        "lower_safer",
        _interest_inputs(sheet),
        missing=valuation.missing_interest,
    )


def _interest_inputs(sheet: Sheet) -> list[Input]:
    return [
        sheet.money(f"{row.path}.interest", row.interest, row.contract.contract)
        for row in sheet.valuation.contracts
    ]
