"""How the feed stands, a part at a time: as many statements for a hundred streams as for one."""

from typing import Any

import sqlalchemy
from sqlmodel import Session

from account_api.clients.tables import Client
from account_api.feed.status import status
from account_api.feed.tables import FeedStream
from tests.account_api.feed.sending import event, send


def more_streams(session: Session, number: int) -> None:
    shown = session.get_one(Client, "demo-call").model_dump()
    names = [f"z{each:03}" for each in range(number)]
    session.add_all(Client.of(**{**shown, "client_id": name}) for name in names)
    session.flush()
    session.add_all(FeedStream.of(source="core", client_id=name) for name in names)


async def test_streams_come_by_client_some_at_a_time_with_what_waits_and_what_is_held_up(firm: Any) -> None:
    await send(
        firm, event(2, "cash_in", amount="1.00"), event(1, "cash_in", client="demo-safe", amount="1.00")
    )
    await send(firm, event(1, "cash_out", client="demo-watch", amount="99999999999.00"))
    risk = await firm.signed_in("demo-risk")
    (source,) = (await risk.feed_status())["sources"]
    told = {each["client_id"]: each["waiting"] for each in source["streams"]}
    assert told == {"demo-call": [2], "demo-safe": [], "demo-watch": []}
    assert (source["clients"], source["held_up"]) == (3, 1)
    with firm.context.transaction(writes=False) as session:
        first = status(firm.context, session, limit=2)
        rest = status(firm.context, session, after=first.following or "", limit=2)
    assert first.following == "demo-safe" and rest.following is None
    assert [each.client_id for each in rest.sources[0].streams] == ["demo-watch"]
    assert (await risk.feed_status("demo-safe"))["sources"][0]["streams"][0]["client_id"] == "demo-watch"


async def test_a_hundred_streams_cost_no_more_statements_than_one(firm: Any) -> None:
    await send(firm, event(1, "cash_in", amount="1.00"))
    statements: list[str] = []
    sqlalchemy.event.listen(
        firm.context.database.writing, "before_cursor_execute", lambda *given: statements.append(given[2])
    )
    with firm.context.transaction() as session:
        status(firm.context, session)
        one = len(statements)
        more_streams(session, 100)
        session.flush()
        statements.clear()
        found = status(firm.context, session)
    assert len(found.sources[0].streams) == 101 and len(statements) <= one
