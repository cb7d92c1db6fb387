"""Payments seen in the ledger: what a called client brought or repaid since the call, found among the events of the feed.

What comes from outside is brought: cash, collateral, other collateral. Every repayment of the feed is made inside the account,
out of its cash, of what was sold, or with its securities: it repays, and brings nothing in.

Cash, collateral and repayments count for a call of a line; for a contract that is due, what repaid that contract. Those that
are seen together carry the account as it stands with all of them, frozen: at the prices of before, none of them says whether
the call is met.
"""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from account_api.accounts.tables import CallAct
from account_api.audit import Event
from account_api.decisions.call_ledger import Ledger
from account_api.feed.tables import FeedEvent
from account_api.margin_calls import queries
from account_api.margin_calls.batch import Batch
from account_api.margin_calls.fill_events import SOURCE as OWN_FILLS
from account_api.margin_calls.tables import MarginCase
from account_api.texts import plain
from risk.account import Snapshot
from risk.money import to_text

BROUGHT = ("cash_in", "other_in", "collateral_in")
REPAID = ("repay", "sell_to_repay", "buy_to_return", "return_securities")


def recognised(batch: Batch, ledgers: Sequence[Ledger]) -> dict[str, int]:
    """Takes the payments since each call that were not seen yet for acts of the case; how many there were, by client. The
    ledgers know of them afterwards.
    """
    called = {each.view.client.client_id: each for each in ledgers if each.cases}
    if not called:
        return {}
    since = min(case.opened_at for each in called.values() for case in each.cases)
    paid = queries.payments(batch.session, called, since, (*BROUGHT, *REPAID))
    found: Tally[str] = Tally()
    for client_id, events in paid.items():
        for case in called[client_id].cases:
            found[client_id] += _of_case(batch, called[client_id], case, events)
    return found


def _of_case(batch: Batch, ledger: Ledger, case: MarginCase, events: Sequence[FeedEvent]) -> int:
    known = {each.source_id for each in ledger.acts_of(case.kind, case.contract_id)}
    found = [
        each
        for each in events
        if each.at > case.opened_at and _source(case, each) not in known and _counts(case, each)
    ]
    if found:
        kept = batch.freeze(case.client_id, ledger.account, "cure", batch.now)
        ledger.frozen[kept] = ledger.account
        for each in found:
            _note(batch, ledger, case, each, kept)
    return len(found)


def _counts(case: MarginCase, event: FeedEvent) -> bool:
    if event.source == OWN_FILLS:
        return False
    return case.contract_id is None or event.body.get("contract") == case.contract_id


def _note(batch: Batch, ledger: Ledger, case: MarginCase, event: FeedEvent, snapshot_id: str) -> None:
    amount, source = _worth(event.body, ledger.account), _source(case, event)
    act = CallAct.of(
        client_id=case.client_id,
        kind=case.kind,
        contract_id=case.contract_id,
        act="repay" if event.kind in REPAID else "top_up",
        at=event.at,
        amount=amount,
        snapshot_id=snapshot_id,
        source_id=source,
    )
    batch.acts.append(act)
    ledger.acts.append(act)
    said = {"event": event.kind, "amount": None if amount is None else plain(amount), "source": event.source}
    batch.note(case, f"top_up/{source}", "top_up", event.at, event.source, snapshot_id, **said)
    batch.record(Event("margin_call.topped_up", event.source, case.client_id, {"id": case.id}))


def _worth(body: dict[str, Any], account: Snapshot) -> Decimal | None:
    """What came in: money as it is named, shares at the price of the account; None where that is unknown."""
    if body.get("amount") is not None:
        return Decimal(body["amount"])
    quantity = Decimal(body["quantity"])
    if body.get("price") is not None:
        return _fen(quantity * Decimal(body["price"]))
    code = body.get("security") or _security(account, body.get("contract"))
    price = next(_prices(account, code), None)
    return None if price is None else _fen(quantity * Decimal(price))


def _prices(account: Snapshot, code: str | None) -> Iterator[str]:
    held = ((row.security, row.price) for row in account.collateral)
    owed = ((row.security, row.price) for _, row in account.contracts())
    return (to_text(price) for name, price in chain(held, owed) if name == code and price is not None)


def _security(account: Snapshot, contract: str | None) -> str | None:
    return next((row.security for _, row in account.contracts() if row.contract == contract), None)


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.0001"))


def _source(case: MarginCase, event: FeedEvent) -> str:
    return f"{case.id}/{event.source}/{event.id}"
