"""What the market knows of securities that are only supposed to be bought, sold short or moved in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.market import queries as market
from account_api.planning.listing import listing_of
from account_api.planning.position import position_day
from risk.account import Snapshot
from risk.money import to_text

_OPENING = ("buy", "margin_buy", "short")


def with_market(
    session: Session, view: View, account: Snapshot, changes: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The changes, with last price and conversion rate where one adds a security that the account does not have.

    What the change says itself stands; a security that the firm does not know is left as it is.
    """
    held = {row.security for row in account.collateral} | {row.security for _, row in account.contracts()}
    wanted = [str(each.get("security")) for each in changes if _adds(each)]
    known = market.named(session, [code for code in wanted if code not in held])
    day = position_day(session, view)
    filled: list[Mapping[str, Any]] = []
    for each in changes:
        security = known.get(str(each.get("security"))) if _adds(each) else None
        listing = None if security is None else listing_of(session, security, day)
        terms = () if listing is None else (("price", listing.last), ("haircut", listing.conversion_rate))
        filled.append({**dict(_texts(terms)), **each})
    return filled


def _adds(change: Mapping[str, Any]) -> bool:
    moved_in = change.get("op") == "transfer" and not str(change.get("quantity", "")).startswith("-")
    return moved_in or (change.get("op") == "trade" and change.get("side") in _OPENING)


def _texts(terms: Any) -> Iterator[tuple[str, str]]:
    return ((name, to_text(value)) for name, value in terms if value is not None)
