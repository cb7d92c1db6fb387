"""Whether what is supposed now comes on top of the steps before or takes the place of one: 「那还8万呢」 after 「还5万」 is another
sum in its place, 「再还8万」 one more. The words decide; without any the kind does: the same thing again, or another way to bring the
ratio back, is an alternative, and a move of prices comes after what was paid.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.dialogue import planning_words as words

Json = Mapping[str, Any]
_EVERY = "*"
_ABOUT = ("op", "security", "side", "line", "param", "contract")
_SOLD_TO_REPAY = ("sell_to_repay", "buy_to_return")


def replaced(text: str, steps: Sequence[str], changes: Sequence[str], corrects: bool = False) -> int | None:
    """The place of the step in ``steps`` that ``changes`` (JSON texts) take, ``None`` where they come on top of all.

    ``corrects``: the message takes the last one back, whatever it supposes instead.
    """
    found = [json.loads(each) for each in changes]
    known = [json.loads(each) for each in steps]
    corrects = corrects or bool(words.CORRECTS.search(text))
    if not (steps and found) or (words.ADDS.search(text) and not corrects):
        return None
    places = range(len(known) - 1, -1, -1)
    same = next((at for at in places if _alike(known[at], found)), None)
    if same is None and corrects:
        return len(known) - 1
    if same is None and _is_every_price(found) and _are_prices(known[-1]):
        return len(known) - 1
    if same is None and _are_ways(found):
        return next((at for at in places if _are_ways(known[at])), None)
    return same


def _alike(one: Sequence[Json], other: Sequence[Json]) -> bool:
    """Whether two steps are the same but for their numbers."""
    return [_about(each) for each in one] == [_about(each) for each in other]


def _about(change: Json) -> tuple[object, ...]:
    return (*(change.get(name) for name in _ABOUT), _leaves(change))


def _leaves(change: Json) -> bool:
    """Whether money or securities go out."""
    return any(Decimal(str(change.get(name, 0))) < 0 for name in ("amount", "quantity"))


def _are_ways(changes: Sequence[Json]) -> bool:
    """Whether each of a step's changes is something a client does to bring the ratio back."""
    return all(_is_way(each) for each in changes)


def _is_way(change: Json) -> bool:
    if change["op"] == "trade":
        return change["side"] in _SOLD_TO_REPAY
    return change["op"] in ("repay", "cash", "transfer") and not _leaves(change)


def _are_prices(changes: Sequence[Json]) -> bool:
    return all(each["op"] == "price" for each in changes)


def _is_every_price(changes: Sequence[Json]) -> bool:
    return _are_prices(changes) and all(each["security"] == _EVERY for each in changes)
