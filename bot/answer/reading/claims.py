"""Judge what an asker takes for granted by the rulebook: right, outdated, wrong, or a matter of the firm and the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from bot.nlu.claims import goes_beyond, is_denied, is_plain

Json = Mapping[str, Any]
Judgement = Literal["right", "outdated", "wrong", "stricter"]

UNPROVED = ("unverified", "memory")


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement on a claimed value; ``then`` is the row by which it was right once."""

    judgement: Judgement
    then: Json | None = None


def judged(value: Decimal, rule: Json) -> Judged | None:
    """``value`` held against a rule as seen from a day; ``None`` where no verified row says what is in force.

    A floor may be exceeded and a cap undercut by the firm or the contract: a stricter ratio is neither right nor wrong.
    """
    row = rule["in_force"]
    if row is None or row["confidence"] in UNPROVED:
        return None
    now = number_of(row)
    if now == value:
        return Judged("right")
    then = next((old for old in reversed(rule["history"]) if _was(old, row, value, str(rule["as_of"]))), None)
    if then is not None:
        return Judged("outdated", then)
    stricter = (
        row["unit"] == "ratio"
        and now is not None
        and ((row["force"] == "floor" and value > now) or (row["force"] == "cap" and value < now))
    )
    return Judged("stricter" if stricter else "wrong")


def settles(found: Judged, text: str, row: Json) -> bool:
    """Whether a judgement on the value is one on the whole claim of a ``text`` in normal form.

    A claim that is right must be covered to its last word; one part that is false makes it false, unless it denies just that.
    """
    if found.judgement == "right":
        return is_plain(text, str(row["force"]))
    return not (is_denied(text) or goes_beyond(text))


def number_of(row: Json) -> Decimal | None:
    """The value of a row as a number; ``None`` for a rule in words."""
    try:
        return Decimal(str(row["value"])) if row["unit"] != "text" else None
    except InvalidOperation:
        return None


def of_the_same_kind(one: Json, other: Json) -> bool:
    """Whether two rows speak of the same clients and things, so that one has followed the other."""
    return bool(one["scope"] == other["scope"]) and (one["layer"] == "firm") == (other["layer"] == "firm")


def _was(old: Json, row: Json, value: Decimal, as_of: str) -> bool:
    """Whether a row of the past, of the same kind and verified, held this value."""
    over = old["valid_to"] is not None and old["valid_to"] <= as_of
    return (
        over
        and old["confidence"] not in UNPROVED
        and old["scope"] == row["scope"]
        and number_of(old) == value
    )
