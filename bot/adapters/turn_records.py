"""Records of turns in the store: written with their seal, inside the transaction that keeps the turn, and read back whole.

Long results lie once in a session under their hash; the chain of seals and the traces of shown figures have rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, select

from bot.adapters.conversation_tables import RESULTS, SEALS, TRACES, TURNS
from bot.record.keeping import apart, named
from bot.record.seal import OWN, Json, seal
from bot.record.stored import StoredTurn


def sealed(connection: Connection, session: str, turn: Mapping[str, Any]) -> Json:
    """The record of ``turn`` as it is stored: long results apart, the seal before it named, its own seal set.

    ``turn`` holds ``message_id position said_at text reply record``. To be called under the session's lock.
    """
    short, results = apart(turn["record"])
    reply, record = (orjson.loads(orjson.dumps(part)) for part in (turn["reply"], short))
    record["previous"] = _last_seal(connection, session)
    written = {**turn, "session": session, "reply": reply, "record": record}
    record[OWN] = seal(written)
    _keep_results(connection, session, results)
    connection.execute(insert(SEALS).values(session=session, **_place(turn), hash=record[OWN]))
    shown = [
        {"trace": trace, "session": session, "message_id": turn["message_id"]}
        for trace in dict.fromkeys(record.get("traces", ()))
    ]
    if shown:
        connection.execute(insert(TRACES), shown)
    return dict(record)


def stored_turns(connection: Connection, session: str, message_id: str | None = None) -> list[StoredTurn]:
    """The turns of a session in order, or the one with this message id."""
    query = (
        select(TURNS, SEALS.c.hash)
        .outerjoin(SEALS, (SEALS.c.session == TURNS.c.session) & (SEALS.c.position == TURNS.c.position))
        .where(TURNS.c.session == session)
        .order_by(TURNS.c.position)
    )
    if message_id is not None:
        query = query.where(TURNS.c.message_id == message_id)
    rows = [(row, _object(row.record)) for row in connection.execute(query)]
    results = results_of(connection, session, (record for _, record in rows))
    return [_stored(row, record, results) for row, record in rows]


def results_of(connection: Connection, session: str, records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The long results that the records name, as text by their hash."""
    wanted = named(records)
    if not wanted:
        return {}
    query = select(RESULTS).where(RESULTS.c.session == session, RESULTS.c.digest.in_(sorted(wanted)))
    return {row.digest: _text(row.body) for row in connection.execute(query)}


def chain(connection: Connection, session: str) -> list[str]:
    """The seals of a session in the order of its turns."""
    query = select(SEALS.c.hash).where(SEALS.c.session == session).order_by(SEALS.c.position)
    return list(connection.execute(query).scalars())


def shown_in(connection: Connection, trace: str) -> tuple[str, str] | None:
    """Session and message id of a turn that has shown the figure with this trace id."""
    query = select(TRACES.c.session, TRACES.c.message_id).where(TRACES.c.trace == trace)
    row = connection.execute(query.order_by(TRACES.c.session, TRACES.c.message_id)).first()
    return (row.session, row.message_id) if row else None


def _text(body: str | bytes) -> str:
    """A result as it lies there: a hand that altered it may have left bytes."""
    return body if isinstance(body, str) else body.decode(errors="replace")


def _object(body: str | bytes) -> Json:
    """A stored object; an empty one, which no seal fits, where a hand has left something else."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _last_seal(connection: Connection, session: str) -> str | None:
    query = select(SEALS.c.hash).where(SEALS.c.session == session).order_by(SEALS.c.position.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def _place(turn: Mapping[str, Any]) -> Json:
    return {"position": turn["position"], "message_id": turn["message_id"]}


def _keep_results(connection: Connection, session: str, results: Mapping[str, str]) -> None:
    if not results:
        return
    query = select(RESULTS.c.digest).where(
        RESULTS.c.session == session, RESULTS.c.digest.in_(sorted(results))
    )
    known = set(connection.execute(query).scalars())
    new = [
        {"session": session, "digest": name, "body": text}
        for name, text in results.items()
        if name not in known
    ]
    if new:
        connection.execute(insert(RESULTS), new)


def _stored(row: Row[Any], record: Json, results: Mapping[str, str]) -> StoredTurn:
    own = {name: results[name] for name in sorted(named((record,))) if name in results}
    return StoredTurn(
        row.session,
        row.message_id,
        row.position,
        row.said_at,
        row.text,
        _object(row.reply),
        record,
        own,
        row.hash,
    )
