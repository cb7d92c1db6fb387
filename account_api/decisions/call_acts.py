"""What was done about a call as events of its file, each with the account after it: payments, extensions, waivers, sales.

A payment that a person enters stands until the feed shows the money. It is then the feed's alone, whichever of the two was
known first, so that one payment counts once. A repayment out of the account's own cash or securities brings nothing in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Final

from account_api.accounts.tables import CallAct
from account_api.clock import BOOKING_ZONE
from risk.account import ZERO, Snapshot
from risk.calls import Event
from risk.calls.model import EventName
from risk.valuation import value

REPAY: Final = "repay"
PAYMENTS = ("top_up", REPAY)


class Place(IntEnum):
    """The order of what is of one instant. A position that has an act in it comes `after` that act; what tells of a sale comes
    after the sale.
    """

    position = 0
    act = 1
    notice = 2
    start_liquidation = 3
    sale = 4
    after = 5
    result = 6
    finish = 7


@dataclass(frozen=True, slots=True)
class _Since:
    """What came in and what was sold since the account was last known; None once a sum is unknown."""

    brought: Fraction | None = ZERO
    sold: Fraction | None = ZERO

    def after(self, act: CallAct, amount: Fraction | None) -> "_Since":
        if act.act == "top_up":
            return replace(self, brought=_sum(self.brought, amount))
        return replace(self, sold=_sum(self.sold, amount)) if act.act in ("sale", REPAY) else self


def events_of(
    acts: Sequence[CallAct], marks: Sequence[Event], frozen: Mapping[str, Snapshot]
) -> Iterator[tuple[datetime, int, Event]]:
    """The acts as events, each with the account after it, and with its place among what happened at the same instant. An end
    of a liquidation that does not say what remained owed is none.

    Where the account was frozen after an act, it is what the next one is added to.
    """
    last, since = None, _Since()
    for act, amount in counted_once(acts):
        at = act.at.astimezone(BOOKING_ZONE)
        newest = next((each for each in reversed(marks) if each.at <= at), Event("mark", at))
        if last is None or newest.at > last.at:
            last, since = newest, _Since()
        if act.act == "finish" and amount is None:
            continue
        known = None if amount is None else Fraction(amount)
        since = since.after(act, known)
        kept = None if act.snapshot_id is None else frozen.get(act.snapshot_id)
        assets, debt = _position(last, since, act.kind == "maturity") if kept is None else _sides(act, kept)
        if kept is not None:
            last, since = Event("mark", at, assets, debt), _Since()
        until = None if act.until is None else act.until.astimezone(BOOKING_ZONE)
        place = Place.__members__.get(act.act, Place.act)
        name: EventName = "top_up" if act.act == REPAY else act.act
        yield at, place, Event(name, at, assets, debt, known or ZERO, until=until, inside=act.act == REPAY)


def counted_once(acts: Sequence[CallAct]) -> Iterator[tuple[CallAct, Decimal | None]]:
    """The acts with what each counts for. A payment entered by hand counts for nothing once the feed shows one of the same
    amount, and for what is left of it where the feed has since shown other money: that is first taken for what was announced.
    """
    by_hand = [each for each in acts if _by_hand(each)]
    shown = [each for each in acts if each.act in PAYMENTS and not _by_hand(each)]
    left = {id(each): each.amount for each in by_hand}
    other: list[CallAct] = []
    for seen in shown:
        same = next((each for each in by_hand if left[id(each)] == seen.amount and _alike(each, seen)), None)
        if same is not None and seen.amount is not None:
            left[id(same)] = Decimal(0)
        elif seen.act != REPAY or seen.kind == "maturity":
            other.append(seen)
    for seen in other:
        _set_against(
            left, [each for each in by_hand if _alike(each, seen) and _before(each, seen)], seen.amount
        )
    for act in acts:
        amount = left.get(id(act), act.amount)
        if amount != 0 or act.act not in PAYMENTS:
            yield act, amount


def owed_under(snapshot: Snapshot, contract: str) -> Fraction | None:
    """Principal and interest of one contract, for a short its market value and fee.

    It is nothing once the contract is no longer there, and unknown while a price or interest is.
    """
    row = next((each for each in value(snapshot).contracts if each.contract.contract == contract), None)
    if row is None:
        return ZERO
    principal = row.market_value if row.contract.kind == "short" else row.contract.amount
    return None if principal is None or row.interest is None else principal + row.interest


def _by_hand(act: CallAct) -> bool:
    return act.act == "top_up" and act.snapshot_id is None


def _alike(by_hand: CallAct, seen: CallAct) -> bool:
    """Whether both may be one payment: those of another call are not."""
    if by_hand.source_id is None or seen.source_id is None:
        return True
    return by_hand.source_id.split("/")[0] == seen.source_id.split("/")[0]


def _before(by_hand: CallAct, seen: CallAct) -> bool:
    """Whether the payment was entered before the feed showed the other money; what is not written yet is newest."""
    return by_hand.id is not None and (seen.id is None or by_hand.id < seen.id)


def _set_against(left: dict[int, Decimal | None], by_hand: Sequence[CallAct], amount: Decimal | None) -> None:
    """Takes money that the feed shows from what was entered by hand, the oldest first."""
    money = amount or Decimal(0)
    for each in by_hand:
        announced = left[id(each)]
        if announced is not None:
            taken = min(announced, money)
            left[id(each)], money = announced - taken, money - taken


def _sides(act: CallAct, kept: Snapshot) -> tuple[Fraction | None, Fraction | None]:
    """Assets and debt of the account as it was frozen after the act; at maturity, the debt of the one contract."""
    if act.contract_id is not None:
        return None, owed_under(kept, act.contract_id)
    priced = value(kept)
    return priced.assets, priced.liabilities


def _position(last: Event, since: _Since, due: bool) -> tuple[Fraction | None, Fraction | None]:
    """Assets and debt after what came since the account was last known: what is brought adds to the assets, what is sold
    repays. Where one contract is `due`, both repay it.
    """
    if since.brought is None or since.sold is None or last.debt is None:
        return None, None if since.sold is None or due else last.debt
    if due:
        return None, max(ZERO, last.debt - since.brought - since.sold)
    repaid = min(since.sold, last.debt)
    return None if last.assets is None else last.assets + since.brought - repaid, last.debt - repaid


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other
