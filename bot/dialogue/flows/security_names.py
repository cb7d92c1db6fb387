"""The names of the securities of an account, and which of them a message means."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.flow import Ask
from bot.dialogue.held import Held, all_named

__all__ = ("all_named", "held_of", "names_of", "rows_of")

Json = Mapping[str, Any]


def rows_of(book: Json) -> dict[str, Json]:
    """Every security that is held or owed, by code, in the order of the account."""
    rows = (*book["holdings"], *book["contracts"])
    return {
        row["security"]: next(each for each in rows if each["security"] == row["security"]) for row in rows
    }


def names_of(book: Json, lang: str) -> dict[str, str]:
    """The name of each security by its code."""
    return {code: str(row["name_en" if lang == "en" else "name"]) for code, row in rows_of(book).items()}


def held_of(ask: Ask, book: Json) -> list[Held]:
    """The securities of the account under their names, and under the words the message used for them."""
    spoken = {mention.code: mention.text for mention in ask.request.slots.securities}
    owned = {row["security"] for row in (*book["holdings"], *book["contracts"]) if row.get("kind") != "short"}
    kept = []
    for code, row in rows_of(book).items():
        proper = (row["name_en"], row["name"]) if ask.lang == "en" else (row["name"], row["name_en"])
        names = tuple(filter(None, (*proper, spoken.get(code))))
        worth = None if code not in owned else _worth(book, code)
        kept.append(Held(code, names, short=code not in owned, price=_price(row), worth=worth))
    return kept


def _price(row: Json) -> Decimal | None:
    """What one share is worth by the account; ``None`` where that is not known."""
    worth, quantity = row.get("market_value"), row.get("quantity")
    return Decimal(str(worth)) / quantity if worth and quantity else None


def _worth(book: Json, code: str) -> Decimal | None:
    """What all of a security that is owned is worth by the account; ``None`` where a part of it is not known."""
    rows = [row for row in (*book["holdings"], *book["contracts"]) if row["security"] == code]
    values = [row.get("market_value") for row in rows if row.get("kind") != "short"]
    return None if None in values else sum(map(Decimal, values), Decimal())
