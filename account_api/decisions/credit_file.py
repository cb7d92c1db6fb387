"""The one place where a client becomes a `risk.credit` file: data of the score card, position, standing.

Months of trading and of margin trading are counted from their first day; the other data of the card are those the firm
has on record. Assets are the client's own: what the account holds less what it owes.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.margin_calls import margin_call
from account_api.accounts.view import View
from account_api.clients import queries as clients
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.decisions.applicant import flag
from account_api.firm.queries import if_set
from risk import money
from risk.account import ZERO
from risk.credit import Credit, Position, Standing
from risk.credit.card import FIELDS
from risk.credit.model import REGIMES
from risk.valuation import security_of, value


def credit_file(ctx: Context, session: Session, client: Client, view: View | None, as_of: date) -> Credit:
    """What is known of the client on `as_of`; `view` is None for one without an account here."""
    standing = _standing(ctx, session, client, view, as_of)
    return replace(line_basis(session, client, view, as_of), standing=standing)


def line_basis(session: Session, client: Client, view: View | None, as_of: date) -> Credit:
    """What a line is computed from, without what freezes it."""
    line = None if view is None else _line_on(session, client, view, as_of)
    snapshot = None if view is None else view.snapshot
    used = ZERO if snapshot is None else sum((row.amount for _, row in snapshot.contracts()), ZERO)
    return Credit(
        as_of,
        _profile(client, view, as_of),
        _position(session, client, view, as_of),
        Standing(),
        client.client_class,
        None if line is None else Fraction(line),
        used,
    )


def _line_on(session: Session, client: Client, view: View, as_of: date) -> Decimal | None:
    """The credit line of the day. Without a history it is that of the account; before its first row it is unknown."""
    lines = queries.credit_lines(session, client.client_id)
    if not lines:
        return view.account.credit_line
    return next((row.amount for row in lines if row.valid_from <= as_of), None)


def _profile(client: Client, view: View | None, as_of: date) -> Mapping[str, Fraction | None]:
    """A datum that is no plain decimal counts as unknown."""
    counted = {
        "months_trading": _months(client.trading_since, as_of),
        "months_on_margin": None if view is None else _months(view.account.opened, as_of),
    }
    known = {name: _amount(client.credit_profile.get(name)) for name in FIELDS}
    return {name: known[name] if known[name] is not None else counted.get(name) for name in FIELDS}


def _position(session: Session, client: Client, view: View | None, as_of: date) -> Position:
    regime: Mapping[str, Any] = if_set(session, "market_regime") or {}
    assets, share = _of_account(view) if view is not None else (_without(session, client, as_of), None)
    told = regime.get("name") in REGIMES and date.fromisoformat(regime["day"])
    if not told or told > as_of:
        return Position(assets, share)
    return Position(assets, share, regime["name"], regime["source"], told)


def _of_account(view: View) -> tuple[Fraction | None, Fraction | None]:
    """The client's own assets in the account, and the part of the largest security in everything it holds."""
    if view.snapshot is None:
        return None, None
    valuation = value(view.snapshot)
    if valuation.assets is None or valuation.liabilities is None:
        return None, None
    worth: dict[str, Fraction] = {}
    for row in valuation.longs:
        worth[security_of(row)] = worth.get(security_of(row), ZERO) + (row.market_value or ZERO)
    largest = max(worth.values(), default=ZERO)
    own = max(ZERO, valuation.assets - valuation.liabilities)
    return own, largest / valuation.assets if valuation.assets else ZERO


def _without(session: Session, client: Client, as_of: date) -> Fraction | None:
    """The newest assets known of a client without an account here, else the average that is known."""
    days = clients.asset_days(session, client.client_id, as_of)
    if days:
        return Fraction(days[-1].amount)
    return None if client.average_assets_20d is None else Fraction(client.average_assets_20d)


def _standing(ctx: Context, session: Session, client: Client, view: View | None, as_of: date) -> Standing:
    until = client.suitability_until
    lapsed = None if until is None else until < as_of
    if view is None:
        return Standing(False, False, flag(client, "blacklisted"), lapsed)
    if view.snapshot is None:
        return Standing(None, None, flag(client, "blacklisted"), lapsed)
    due = [row.due for _, row in view.snapshot.contracts() if row.due is not None]
    call = margin_call(ctx, session, view, ctx.clock.local())
    return Standing(
        any(day < as_of for day in due),
        call is not None and call.state == "overdue",
        flag(client, "blacklisted"),
        lapsed,
    )


def _months(since: date | None, as_of: date) -> Fraction | None:
    """Whole months from a day; None where the day is unknown or still to come."""
    if since is None or since > as_of:
        return None
    return Fraction((as_of.year - since.year) * 12 + as_of.month - since.month - (as_of.day < since.day))


def _amount(text: object) -> Fraction | None:
    try:
        return money.parse(text, "credit_profile") if isinstance(text, str) else None
    except money.AmountError:
        return None
