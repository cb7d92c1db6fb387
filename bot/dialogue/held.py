"""The securities of one's own positions under the names a message may use for them, and one change that is supposed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.guard.numerals import fold

_TWO_CHARACTERS = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_LETTER = re.compile(r"(?<![a-z0-9])(?:股票|证券)?([ab])(?:股|票)?(?![a-z0-9])(?!股市|股指|股账户)")
_GENERIC = ("证券", "股票")  # of a name, and of everything
_SHORT = re.compile(r"融券|做空|卖空|空头|\bshort")


@dataclass(frozen=True, slots=True)
class Held:
    """A security: its code and the names it goes by. ``own`` is one of the account's, not only of the message's;
    ``short`` one that is only owed, ``price`` what one share and ``worth`` what all of it is worth in the account, where
    that still holds.
    """

    code: str
    names: tuple[str, ...]
    own: bool = True
    short: bool = False
    price: Decimal | None = None
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Supposition:
    """One change as JSON text for the account service, and the words that say it back."""

    change: str
    said: str


def supposition(said: str, **change: str | int) -> Supposition:
    """A change by its fields, and the words for it."""
    return Supposition(json.dumps(change, ensure_ascii=False), said)


def named(text: str, held: Sequence[Held]) -> Held | None:
    """The security named last in ``text``: by code, by a whole name, by two characters that no other one has, or, where
    there are two in all, by the letter A or B in the order of the account.
    """
    best: tuple[int, Held] | None = None
    for each in held:
        for name in _forms(each, held):
            place = text.rfind(name)
            if place >= 0 and (best is None or place > best[0]):
                best = (place, each)
    own = [each for each in held if each.own]
    return best[1] if best else _lettered(text, own) or _sided(text, own)


def all_named(text: str, held: Sequence[Held]) -> tuple[Held, ...]:
    """Every security that ``text`` names, each once, in the order it names them."""
    places = {
        each: max(text.rfind(form) for form in _forms(each, held))
        for each in held
        if any(form in text for form in _forms(each, held))
    }
    if places:
        return tuple(sorted(places, key=lambda each: places[each]))
    one = named(text, held)
    return () if one is None else (one,)


def _forms(each: Held, held: Sequence[Held]) -> Iterator[str]:
    yield each.code.split(".", 1)[0]
    others = "|".join(fold(name) for other in held if other is not each for name in other.names)
    for name in map(fold, each.names):
        yield name
        pieces = (found.group(1) for found in _TWO_CHARACTERS.finditer(name))
        yield from (piece for piece in pieces if piece not in others and piece not in _GENERIC)


def _lettered(text: str, own: Sequence[Held]) -> Held | None:
    letters = _LETTER.findall(text)
    place = "ab".find(letters[-1]) if letters else -1
    return own[place] if len(own) == 2 and place >= 0 else None


def _sided(text: str, own: Sequence[Held]) -> Held | None:
    """The only one that is owed, where the words speak of what is sold short."""
    short = [each for each in own if each.short]
    return short[0] if len(short) == 1 and _SHORT.search(text) else None


def sole(own: Sequence[Held]) -> Held | None:
    """The only one that is owned, or the only one there is."""
    long = [each for each in own if not each.short]
    several = long or list(own)
    return several[0] if len(several) == 1 else None
