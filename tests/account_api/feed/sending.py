"""What the tests of the feed send: events of one source in their order, and how the books stand afterwards."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from account_api.accounts import queries as accounts
from account_api.audit_check import verify
from account_api.feed import ledger, queries
from account_api.feed.reconciliation import reconciled

NOW = "2026-11-20T16:20:00+08:00"
BUY = {"price": "1500.00", "annual_rate": "0.065", "margin_ratio": "1.00", "due": "2027-05-20"}


def event(number: int, kind: str, client: str = "demo-call", at: str = NOW, **more: Any) -> dict[str, Any]:
    """An event of source core; its id names client and place."""
    named = {"id": f"{client}-{number}", "sequence": number, "client_id": client, "at": at, "kind": kind}
    return {**named, **more}


async def send(firm: Any, *events: Mapping[str, Any], source: str = "core") -> Any:
    """Gives the events as the feeder."""
    feeder = await firm.signed_in("demo-feeder")
    return await feeder.send_events(source, events)


def lines(firm: Any, client: str = "demo-call", day: Any = None) -> dict[str, Decimal]:
    """The account's lines on its newest day, or on `day`, by their text."""
    with firm.context.transaction(writes=False) as session:
        account = accounts.account_of(session, client)
        assert account is not None
        newest = day or queries.newest_day(session, account.account_id)
        return {line.text: amount for line, amount in ledger.lines_on(session, account, newest).items()}


def whole(firm: Any) -> bool:
    """Whether the audit chain holds and every day of every account adds up."""
    with firm.context.transaction(writes=False) as session:
        found = reconciled(session, None, None)
        breaks = verify(session, firm.context.trail).breaks
    assert found.days > 20 and found.lines > 200
    return not breaks and not found.differences
