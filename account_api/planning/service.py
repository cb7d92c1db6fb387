"""An order previewed, what may leave, interest to come, prices at a line, what if. Every number comes from `risk`."""

from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.errors import refused
from account_api.firm.interest import interest_rule
from account_api.market import queries as market
from account_api.planning.contract import (
    InterestSchedulePublic,
    LinesPublic,
    OrderQuestion,
    PreviewPublic,
    ScheduleQuestion,
    WhatIfPublic,
    WhatIfQuestion,
    WithdrawablePublic,
)
from account_api.planning.listing import listing_of, security_of
from account_api.planning.position import answered, position, position_day
from account_api.planning.supposed_trades import with_market
from risk import money
from risk.break_even import break_even
from risk.changes import read_changes
from risk.fields import refuse
from risk.interest_schedule import schedule
from risk.money import to_text
from risk.orders import read_order
from risk.preview import preview
from risk.rulebook import Rulebook
from risk.touch import touches
from risk.what_if import what_if
from risk.withdrawals import withdrawals


def order_preview(session: Session, view: View, rules: Rulebook, asked: OrderQuestion) -> PreviewPublic:
    """The largest order of a security, what stops it, the account before and after.

    Raises Malformed for an unknown security and for a price or quantity out of bounds.
    """
    account = position(view)
    security = security_of(session, asked.security)
    listing = listing_of(session, security, position_day(session, view))
    given = asked.model_dump(exclude_none=True)
    if asked.price is None:
        if listing.last is None:
            raise refused([refuse("price", "missing")])
        given["price"] = to_text(listing.last)
    found = answered(lambda: preview(account, read_order(given), listing, rules))
    names = {"name": security.name, "name_en": security.name_en}
    return PreviewPublic.model_validate({**view.origin(), **names, **found.as_json()})


def withdrawable(session: Session, view: View, rules: Rulebook) -> WithdrawablePublic:
    """Cash, and of each holding the shares, that may leave."""
    found = withdrawals(position(view), rules)
    names = market.named(session, [each.security for each in found.holdings])
    securities = [
        {
            "path": each.path,
            "security": each.security,
            "name": names[each.security].name,
            "name_en": names[each.security].name_en,
            "shares": each.shares.as_json(),
        }
        for each in found.holdings
    ]
    return WithdrawablePublic.model_validate(
        {**view.origin(), "cash": found.cash.as_json(), "securities": securities}
    )


def interest_schedule(
    session: Session, view: View, rules: Rulebook, asked: ScheduleQuestion
) -> InterestSchedulePublic:
    """The interest of every contract, or of one, up to a day. Raises Malformed for a day that is past and for a
    contract that is not open.
    """
    account, rule = position(view), interest_rule(session)
    until = asked.until or view.as_of
    found = answered(lambda: schedule(account, rules, until, rule, asked.contract))
    return InterestSchedulePublic.model_validate({**view.origin(), **found.as_json()})


def lines(session: Session, view: View, rules: Rulebook, securities: list[str]) -> LinesPublic:
    """Where prices touch each line. Raises Malformed for a security that is neither held nor owed."""
    account = position(view)
    found = answered(lambda: touches(account, rules, securities or None))
    told = _named(session, [each.as_json() for each in found])
    even = [each.as_json() for each in break_even(account, rules)]
    return LinesPublic.model_validate({**view.origin(), "lines": told, "break_even": even})


def supposed(session: Session, view: View, rules: Rulebook, asked: WhatIfQuestion) -> WhatIfPublic:
    """The account before and after changes. Raises Malformed naming each change that cannot be read or does not fit
    the account.
    """
    account = position(view)
    changes = with_market(session, view, account, asked.changes)
    text = asked.target
    target = None if text is None else answered(lambda: money.parse(text, "target"))
    found = answered(lambda: what_if(account, read_changes(changes), rules, target))
    told: dict[str, Any] = found.as_json()
    _named(session, told["lines"])
    if found.target is not None:
        _named(session, [told["target"]["touch"]])
    return WhatIfPublic.model_validate({**view.origin(), **told})


def _named(session: Session, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines as JSON, given names for their securities."""
    names = market.named(session, [row["security"] for line in told for row in line["securities"]])
    for row in (row for line in told for row in line["securities"]):
        found_name = names.get(row["security"])
        row |= {
            "name": found_name.name if found_name else "全部证券",
            "name_en": found_name.name_en if found_name else "all securities",
        }
    return told
