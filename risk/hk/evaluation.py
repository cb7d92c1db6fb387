"""A Hong Kong account evaluated: figures, the band it stands in, and what was noticed.

    >>> evaluate(read_hk_book(json.load(file)), HK).figures["loan_to_marginable_value"].display
    '121.96%'

The ratio is the loan over what the securities count for, and lower is safer: `safe` up to the target line,
`warning` up to the call line, `call` above it or above the credit limit, `forced_sale` above the forced-sale
line. On a line is the better band. Where the firm sets margins per security instead, `call` is equity below
the maintenance requirement and `warning` equity below the initial one.
"""

from collections.abc import Iterator

from risk.figure import Figure
from risk.finding import Finding
from risk.hk.account import HkAccount
from risk.hk.desk import Desk
from risk.reference import ReferenceBand, ReferenceEvaluation
from risk.rulebook import Rulebook

MEASURE = "loan_to_marginable_value"


def evaluate(account: HkAccount, rules: Rulebook) -> ReferenceEvaluation:
    """Evaluate an account. Raises `RulebookError` for another place's rulebook; what is unknown says so."""
    desk = Desk.of(account, rules)
    figures = (*_whole(desk), *_of_each(desk))
    return ReferenceEvaluation(
        account.id,
        "HK",
        MEASURE,
        {figure.name: figure for figure in figures},
        band(desk),
        tuple(_findings(desk)),
    )


def band(desk: Desk) -> ReferenceBand:
    """The band an account stands in."""
    account, terms, worth = desk.account, desk.account.terms, desk.marginable.value
    if account.loan == 0:
        return "no_debt"
    if desk.by_margins and terms.call_line is None:
        return _band_by_margins(desk)
    if worth is None or terms.call_line is None:
        return "indeterminate"
    if terms.forced_sale_line is not None and account.loan > terms.forced_sale_line * worth:
        return "forced_sale"
    if desk.called:
        return "call"
    above_target = terms.target_line is not None and account.loan > terms.target_line * worth
    return "warning" if above_target else "safe"


def _band_by_margins(desk: Desk) -> ReferenceBand:
    equity, initial, maintenance = desk.equity.value, desk.initial.value, desk.maintenance.value
    if equity is None or initial is None or maintenance is None:
        return "indeterminate"
    if equity < maintenance:
        return "call"
    return "warning" if equity < initial else "safe"


def _whole(desk: Desk) -> Iterator[Figure]:
    yield desk.figure("market_value", desk.market, "higher_safer")
    yield desk.figure("marginable_value", desk.marginable, "higher_safer")
    yield desk.figure("equity", desk.equity, "higher_safer")
    yield desk.ratio()
    yield desk.call_amount()
    yield desk.figure("available_credit", desk.credit, "higher_safer")
    if desk.by_margins:
        yield desk.figure("initial_requirement", desk.initial, "lower_safer")
        yield desk.figure("maintenance_requirement", desk.maintenance, "lower_safer")
        yield desk.figure("call_to_initial", desk.call_to_initial, "lower_safer")


def _of_each(desk: Desk) -> Iterator[Figure]:
    for code in dict.fromkeys(row.security for row in desk.account.collateral):
        rows = [row for row in desk.account.collateral if row.security == code]
        if len(rows) == 1:
            yield desk.purchasing_power(rows[0])
            yield desk.call_price(rows[0])


def _findings(desk: Desk) -> Iterator[Finding]:
    account = desk.account
    if account.credit_limit is None:
        yield Finding(
            "no_credit_limit",
            "info",
            "credit_limit",
            "No credit limit is given; only the securities limit what can be borrowed.",
            "未提供信贷限额，可借金额仅受证券价值限制。",
        )
    if desk.marginable.value == 0 and account.loan > 0:
        yield Finding(
            "no_marginable_value",
            "error",
            "collateral",
            "Nothing held counts for lending, so the loan has no cover and the ratio has no value.",
            "持有的证券都不可按揭，贷款没有可按揭值对应，比率无法计算。",
        )
    if account.credit_limit is not None and account.loan > account.credit_limit:
        yield Finding(
            "above_credit_limit",
            "warning",
            "loan",
            "The loan is above the credit limit, which is a call of its own.",
            "孖展贷款高于信贷限额，本身即构成追收。",
        )
