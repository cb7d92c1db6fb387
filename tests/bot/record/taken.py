"""Turns taken on the product for tests of their records, and a hand that alters what is stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import orjson

from bot.record.stored import StoredTurn
from bot.wiring import Product


async def talk(product: Product, persona: str | None, *texts: str, lang: str | None = None) -> str:
    """A conversation in which these texts were said under the ids m0, m1, …; its id."""
    token = (await product.accounts.demo_sign_in(persona)).token if persona else None
    session = await product.assistant.open_session(token, lang)
    for number, text in enumerate(texts):
        await product.assistant.turn(session, f"m{number}", text, lang)
    return session


def turns_of(product: Product, session: str, count: int) -> list[StoredTurn]:
    return [product.records.turn(session, f"m{number}") for number in range(count)]


def alter(product: Product, statement: str, *values: Any) -> None:
    """Change the store by hand; one row, no more and no less."""
    with closing(sqlite3.connect(product.home / "bot.db")) as database, database:
        assert database.execute(statement, values).rowcount == 1


def altered_record(product: Product, session: str, message_id: str, change: Any) -> None:
    """Store the record as ``change`` makes it out of the present one."""
    record = dict(product.records.turn(session, message_id).record)
    place = (session, message_id)
    alter(
        product,
        "UPDATE turns SET record = ? WHERE session = ? AND message_id = ?",
        orjson.dumps(change(record)),
        *place,
    )
