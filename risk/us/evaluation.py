"""A United States account evaluated: figures, the band it stands in, and what was noticed.

    >>> evaluate(read_us_book(json.load(file)), US).figures["equity_ratio"].display
    '37.50%'

Equity over market value, and higher is safer: `call` below the maintenance requirement, `warning` (a
restricted account) below Regulation T's, `safe` from there up, `no_debt` without a debit and without shorts.
The requirement is the highest of the rule, the agreement and the house, position by position.
"""

from collections.abc import Iterator

from risk.figure import Figure
from risk.finding import Finding
from risk.reference import ReferenceBand, ReferenceEvaluation
from risk.rulebook import Rulebook
from risk.us import figures
from risk.us.account import ZERO, UsAccount
from risk.us.desk import Desk
from risk.us.requirements import rule_rate

MEASURE = "equity_ratio"


def evaluate(account: UsAccount, rules: Rulebook) -> ReferenceEvaluation:
    """Evaluate an account. Raises `RulebookError` for another place's rulebook; what is unknown says so."""
    desk = Desk.of(account, rules)
    made = (
        *figures.balances(desk),
        *figures.maintenance(desk),
        *figures.regulation_t(desk),
        figures.buying_power(desk),
        figures.minimum_equity(desk),
        intraday_deficit(desk),
        *_day_trading(desk),
        *figures.call_prices(desk),
    )
    by_name = {figure.name: figure for figure in made}
    return ReferenceEvaluation(account.id, "US", MEASURE, by_name, band(desk), tuple(_findings(desk)))


def band(desk: Desk) -> ReferenceBand:
    """The band an account stands in."""
    equity, need, initial = desk.equity.value, desk.maintenance().value, desk.initial().value
    if desk.account.debit == 0 and not any(row.quantity for row in desk.account.short):
        return "no_debt"
    if equity is None or need is None or initial is None:
        return "indeterminate"
    if equity < need:
        return "call"
    return "warning" if equity < initial else "safe"


def intraday_deficit(desk: Desk) -> Figure:
    """What is short of the maintenance level at the moment of the snapshot; undefined under the old rule."""
    need, equity, regime = desk.maintenance("intraday_maintenance"), desk.equity, desk.regime
    missing = (*equity.missing, *need.missing)
    value = None
    if regime == "unknown":
        missing = ("terms.intraday_cutover",)
    elif regime == "pattern_day_trader":
        missing = ()
    elif equity.value is not None and need.value is not None:
        value = max(ZERO, need.value - equity.value)
    inputs = (*desk.inputs("equity"), desk.sheet.money("intraday_requirement", need.value, "rule"))
    row = desk.rules.in_force("day_trading_rule", desk.account.as_of)
    rules = (*need.rules, *((row.ref(),) if row and regime != "unknown" else ()))
    return desk.sheet.figure("intraday_deficit", value, "lower_safer", inputs, rule=rules, missing=missing)


def _day_trading(desk: Desk) -> Iterator[Figure]:
    """Under the old rule, what a pattern day trader could buy during the day."""
    if desk.regime != "pattern_day_trader" or not desk.account.pattern_day_trader:
        return
    floor = rule_rate(desk.rules, "pattern_day_trader_equity", desk.account.as_of)
    multiple = rule_rate(desk.rules, "day_trade_multiple", desk.account.as_of)
    need, equity = desk.maintenance(), desk.equity
    value = None
    if equity.value is not None and need.value is not None and multiple.value and floor.value:
        enough = equity.value >= floor.value
        value = multiple.value * max(ZERO, equity.value - need.value) if enough else ZERO
    inputs = (*desk.inputs("equity"), desk.sheet.money("maintenance_requirement", need.value))
    yield desk.sheet.figure(
        "day_trading_buying_power",
        value,
        "higher_safer",
        inputs,
        rule=(*multiple.rules, *floor.rules),
        missing=(*equity.missing, *need.missing),
    )


def _findings(desk: Desk) -> Iterator[Finding]:
    account, terms = desk.account, desk.account.terms
    if account.sma is None:
        yield Finding(
            "sma_not_given",
            "info",
            "sma",
            "No SMA is given; the Regulation T excess stands for it, which is never more.",
            "未提供 SMA，以 Reg T 余额代替，不会高于实际。",
        )
    if desk.regime == "unknown":
        yield Finding(
            "cutover_unknown",
            "warning",
            "terms.intraday_cutover",
            "Firms go over to the intraday rule between 2026-06-04 and 2027-10-20; this firm's day is not given.",
            "各公司在 2026-06-04 至 2027-10-20 之间切换到日内保证金规则，本账户未给出切换日。",
        )
    for name, param in (("initial", "regt_initial_long"), ("maintenance", "maintenance_long")):
        rule, agreed = rule_rate(desk.rules, param, account.as_of).value, getattr(terms, name)
        if rule is not None and agreed is not None and agreed < rule:
            yield Finding(
                "below_rule",
                "warning",
                f"terms.{name}",
                "The agreement asks for less than the rule; the rule is used.",
                "合约约定低于规则要求，按规则计算。",
            )
