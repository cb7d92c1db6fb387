"""The verdict on a step and on the end: what was asked for and is not there, in words a developer can act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from bot.evaluation.paraphrase import simplified
from bot.evaluation.scenario import Expect

Json = Mapping[str, Any]
ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN)
CAREFUL = {"higher_safer": ROUND_FLOOR, "lower_safer": ROUND_CEILING}
SHOWN = 160


@dataclass(frozen=True, slots=True)
class Said:
    """What came back from a step: words, action, and the proofs of a turn. ``broken`` is what went wrong by itself."""

    text: str = ""
    action: str = "answer"
    figures: Sequence[Json] = ()
    citations: Sequence[Json] = ()
    choices: Sequence[Json] = ()
    intent: str = ""
    broken: tuple[str, ...] = field(default=())


def shortfalls(expect: Expect, said: Said) -> list[str]:
    """Why the answer is not what the step expects; nothing where it is."""
    return [*said.broken, *_missed(expect, said)]


def _missed(expect: Expect, said: Said) -> Iterator[str]:
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
    """Whether the value, rounded to the digits given (to the nearest, or to the figure's careful side), is the one wanted."""
    if figure["value"] is None:
        return False
    value, unit = Decimal(str(figure["value"])), Decimal(1).scaleb(wanted.as_tuple().exponent)  # type: ignore[arg-type]
    careful = CAREFUL.get(figure.get("direction") or "", ROUND_HALF_UP)
    return any(value.quantize(unit, rounding) == wanted for rounding in (*ROUNDINGS, careful))


def end_state(wanted: Mapping[str, Sequence[Json]], found: Mapping[str, Sequence[Json]]) -> list[str]:
    """Why the tables do not hold exactly the rows that are named."""
    return [why for name, rows in wanted.items() for why in _table(name, rows, found[name])]


def _table(name: str, wanted: Sequence[Json], found: Sequence[Json]) -> Iterator[str]:
    """Pair each wanted row with one that is there: those that fit the fewest first."""
    left = list(found)
    for row in sorted(wanted, key=lambda row: sum(matches(row, each) for each in found)):
        fitting = next((each for each in left if matches(row, each)), None)
        if fitting is None:
            yield f"end_state {name}: no row {_short(row)}; there are {_short(left)}"
        else:
            left.remove(fitting)
    if len(found) > len(wanted):
        yield f"end_state {name}: {len(found)} rows, expected {len(wanted)}: {_short(left)}"


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
