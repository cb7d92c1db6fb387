"""Training examples from `data/intents.yaml`: patterns with alternatives, expanded the same way every time.

`(我的|帮我查下)维保比例(多少|)` stands for four sentences; `{SEC} {AMT} {PCT} {DATE} {N}` stand for a security, a sum, a percentage, a
day and any other number. In masked text each is one capital letter, which normal text never holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import gcd, prod
from typing import Final

MOST_VARIANTS: Final = 6
_EVEN: Final = 0.618  # steps of the golden ratio fall evenly over a circle
MASKS: Final[Mapping[str, str]] = {"{sec}": "S", "{amt}": "A", "{pct}": "P", "{date}": "D", "{n}": "N"}
_GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")


@dataclass(frozen=True, slots=True)
class Example:
    """A masked normal-form sentence, its intent, the pattern it came from (variants of one pattern are never apart in validation).

    `ruled` sentences are caught by a rule: the classifier learns from them but is not judged by them.
    """

    text: str
    intent: str
    pattern: int
    ruled: bool = False


def expand(pattern: str) -> tuple[str, ...]:
    """The sentences of a pattern, spread evenly over all combinations.

    At most `MOST_VARIANTS`, or as many as its longest group has alternatives, so that none of them is left unsaid.
    """
    pieces = _GROUP.split(pattern)
    choices = [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    total = prod(len(group) for group in choices)
    step = 1 if total <= _most(choices) else _stride(total)
    chosen = (_combination(choices, i * step % total) for i in range(min(total, _most(choices))))
    return tuple(dict.fromkeys(chosen))


def _most(choices: Sequence[Sequence[str]]) -> int:
    return max(MOST_VARIANTS, *(len(group) for group in choices))


def _stride(total: int) -> int:
    """A step near the golden section that meets every combination before it meets one again."""
    return next(step for step in count(round(total * _EVEN)) if gcd(step, total) == 1)


def _combination(choices: Sequence[Sequence[str]], number: int) -> str:
    """One sentence: the number written in the mixed radix of the groups, the last one counting fastest."""
    parts = []
    for group in reversed(choices):
        number, place = divmod(number, len(group))
        parts.append(group[place])
    return "".join(reversed(parts))


def mask(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """The text with each span replaced by the letter of its slot; of overlapping spans the first given stays."""
    chosen: list[tuple[int, int, str]] = []
    for start, end, letter in spans:
        if all(end <= s or e <= start for s, e, _ in chosen):
            chosen.append((start, end, letter))
    for start, end, letter in sorted(chosen, reverse=True):
        text = text[:start] + letter + text[end:]
    return text


def unmasked_slots(text: str) -> str:
    """`{SEC}` and its kin in a lower-case pattern turned into their letters."""
    for name, letter in MASKS.items():
        text = text.replace(name, letter)
    return text


def patterns(data: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[tuple[str, str], ...]:
    """(intent, pattern) pairs of the data file in order."""
    return tuple(
        (intent, pattern) for intent, langs in data.items() for rows in langs.values() for pattern in rows
    )
