"""The verdict on a step and on the end: what was asked for and is not there, in words a developer can act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    InvalidOperation,
)
from typing import Any

from bot.evaluation.paraphrase import simplified
from bot.evaluation.scenario import Expect

Json = Mapping[str, Any]
ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN)
CAREFUL = {"higher_safer": ROUND_FLOOR, "lower_safer": ROUND_CEILING}
EXACT = Context(prec=200)
SHOWN = 160


@dataclass(frozen=True, slots=True)
class Said:
    """What came back from a step: words, action, and the proofs of a turn. ``broken`` is what went wrong by itself.

    A door that opened has the action ``answer``, one that stayed shut ``refuse``; without an action nothing came back at all.
    """

    text: str = ""
    action: str = "answer"
    figures: Sequence[Json] = ()
    citations: Sequence[Json] = ()
    choices: Sequence[Json] = ()
    intent: str = ""
    broken: tuple[str, ...] = field(default=())


NOTHING = Said(action="")
"""What comes back when the clock moves, somebody else speaks, or one signs out."""


def shortfalls(expect: Expect, said: Said) -> list[str]:
    """Why the answer is not what the step expects; nothing where it is."""
    return [*said.broken, *_missed(expect, said)]


def _missed(expect: Expect, said: Said) -> Iterator[str]:
    if not said.action:
        if not expect.anything:
            yield "nothing came back that could be what is expected"
        return
    if expect.action and said.action not in expect.action:
        yield f"action {said.action}, expected {' or '.join(expect.action)}"
    texts = tuple(dict.fromkeys((folded(said.text), folded(simplified(said.text)))))
    for pattern in expect.must:
        if not any(pattern.search(text) for text in texts):
            yield f"must: {pattern.pattern} is not in the answer"
    for pattern in expect.must_not:
        found = next((hit for text in texts if (hit := pattern.search(text))), None)
        if found:
            yield f"must_not: {pattern.pattern} is in the answer as {found[0]!r}"
    yield from _figures(expect, said.figures)
    cited = [folded(f"{each.get('title') or ''} {each.get('article') or ''}") for each in said.citations]
    for wanted in expect.cites:
        if not any(_bare(folded(wanted)) in _bare(title) for title in cited):
            yield f"cites: {wanted} is not among {cited or 'no citations'}"


def _figures(expect: Expect, figures: Sequence[Json]) -> Iterator[str]:
    for name, wanted in expect.figures:
        shown = [each for each in figures if each["name"] == name]
        if not shown:
            yield f"figure {name} is not shown; shown: {sorted({each['name'] for each in figures}) or 'none'}"
        elif not any(_equal(each, wanted) for each in shown):
            yield f"figure {name} is {[each['value'] for each in shown]}, expected {wanted}"
    if "*" in expect.absent_figures and figures:
        yield f"figures are shown: {sorted({each['name'] for each in figures})}"
    for name in expect.absent_figures:
        if any(each["name"] == name for each in figures):
            yield f"figure {name} is shown"


def _equal(figure: Json, wanted: Decimal) -> bool:
    """Whether the value, rounded to the digits given (to the nearest, or to the figure's careful side), is the one wanted.

    Digits beyond ``EXACT`` cannot be told apart: such a number is not the one shown.
    """
    if figure["value"] is None:
        return False
    value, unit = Decimal(str(figure["value"])), Decimal((0, (1,), int(wanted.as_tuple().exponent)))
    careful = CAREFUL.get(figure.get("direction") or "", ROUND_HALF_UP)
    try:
        return any(value.quantize(unit, way, EXACT) == wanted for way in (*ROUNDINGS, careful))
    except InvalidOperation:
        return False


def end_state(wanted: Mapping[str, Sequence[Json]], found: Mapping[str, Sequence[Json]]) -> list[str]:
    """Why the tables do not hold exactly the rows that are named."""
    return [why for name, rows in wanted.items() for why in _table(name, rows, found[name])]


def _table(name: str, wanted: Sequence[Json], found: Sequence[Json]) -> Iterator[str]:
    """Pair as many wanted rows as can be with rows that are there; name what is left over."""
    fits = [[j for j, each in enumerate(found) if matches(row, each)] for row in wanted]
    taken: dict[int, int] = {}
    unpaired = [row for i, row in enumerate(wanted) if not _paired(i, fits, taken, set())]
    left = [each for j, each in enumerate(found) if j not in taken]
    for row in unpaired:
        yield f"end_state {name}: no row {_short(row)}; there are {_short(left)}"
    if len(found) > len(wanted):
        yield f"end_state {name}: {len(found)} rows, expected {len(wanted)}: {_short(left)}"


def _paired(i: int, fits: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Whether wanted row ``i`` gets a row of its own in ``taken`` (found row to wanted row), others making way where they can."""
    for j in fits[i]:
        if j in tried:
            continue
        tried.add(j)
        if j not in taken or _paired(taken[j], fits, taken, tried):
            taken[j] = i
            return True
    return False


def matches(wanted: Any, found: Any) -> bool:
    """Whether everything that is wanted is there: mappings by their keys, lists in order, texts and numbers by value."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and matches(value, found[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(matches, wanted, found))
    if wanted is None or found is None:
        return wanted is found
    return str(wanted) == str(found) or _same_number(str(wanted), str(found))


def _same_number(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def folded(text: str) -> str:
    """The text as patterns are searched in it."""
    return unicodedata.normalize("NFKC", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s《》〈〉]", "", text).lower()


def _short(rows: Any) -> str:
    text = str(rows)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
