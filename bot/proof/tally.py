"""What the guard makes of every mutant: a table by operator, and each one that got through."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.guard.check import check
from bot.proof.answers import Answer
from bot.proof.operators import OPERATORS, Mutant, stranger

STRANGER = "stranger"
_SENTENCE = re.compile(r"[。；;\n]|\.(?=\s|$)")
GOAL = 0.999


@dataclass(frozen=True, slots=True)
class Row:
    """One operator: how many mutants were tried, how many the guard caught, and those it did not."""

    operator: str
    tried: int
    caught: int
    escaped: tuple[tuple[Answer, Mutant], ...] = ()

    @property
    def share(self) -> float:
        """Caught of tried, from 0 to 1; nothing tried proves nothing."""
        return self.caught / self.tried if self.tried else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """``answers`` true texts, the ones of them that were ``refused``, and a row for each operator."""

    answers: int
    refused: tuple[Answer, ...]
    rows: tuple[Row, ...]

    @property
    def reached(self) -> bool:
        """Whether each operator is caught as often as it has to be and no true text is refused."""
        return not self.refused and all(row.share >= GOAL for row in self.rows)

    def as_json(self) -> Mapping[str, Any]:
        """The table without the texts."""
        rows = [
            {"operator": row.operator, "tried": row.tried, "caught": row.caught, "share": round(row.share, 5)}
            for row in self.rows
        ]
        return {
            "answers": self.answers,
            "refused": len(self.refused),
            "operators": rows,
            "reached": self.reached,
        }


Passes = Callable[[str, Answer], bool]


def passes(text: str, answer: Answer) -> bool:
    """Whether the guard lets a text out on the evidence of ``answer``."""
    return check(text, answer.evidence, answer.rules_day).passed


def tallied(answers: Sequence[Answer], lets_out: Passes = passes) -> Tally:
    """Try every mutant of every different text among ``answers``."""
    texts = tuple({(each.text, each.lang): each for each in answers}.values())
    alike: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for each in texts:
        alike[each.asked, each.lang].append(each)
    tried: dict[str, int] = defaultdict(int)
    escaped: dict[str, list[tuple[Answer, Mutant]]] = defaultdict(list)
    for each in texts:
        others = [other.text for other in alike[each.asked, each.lang] if other.client != each.client]
        for operator, mutant in mutants(each, others):
            tried[operator] += 1
            if lets_out(mutant.text, each):
                escaped[operator].append((each, mutant))
    rows = tuple(_row(name, tried[name], escaped[name]) for name in (*dict(OPERATORS), STRANGER))
    return Tally(
        len(texts), tuple(each for each in texts if each.issues or not lets_out(each.text, each)), rows
    )


def mutants(answer: Answer, others: Iterable[str]) -> Iterator[tuple[str, Mutant]]:
    """Each mutant of a text once, under the operator that made it; ``others`` are what other clients were told.

    One that only says again what the text says elsewhere is true: of two tickets of one day, one told twice.
    """
    made, true = {answer.text}, set(_SENTENCE.split(answer.text))
    every = [(name, operator(answer.text, Random(answer.text))) for name, operator in OPERATORS]
    for name, found in (*every, (STRANGER, stranger(answer.text, tuple(others)))):
        for mutant in found:
            if mutant.text not in made and not true.issuperset(_SENTENCE.split(mutant.text)):
                made.add(mutant.text)
                yield name, mutant


def _row(name: str, tried: int, escaped: Sequence[tuple[Answer, Mutant]]) -> Row:
    return Row(name, tried, tried - len(escaped), tuple(escaped))


def readable(tally: Tally, most: int = 10) -> str:
    """The table, and up to ``most`` escapes of each operator."""
    lines = [
        f"answers {tally.answers}, refused {len(tally.refused)}",
        f"{'operator':<10}{'tried':>8}{'caught':>8}{'share':>10}",
    ]
    for row in tally.rows:
        lines.append(f"{row.operator:<10}{row.tried:>8}{row.caught:>8}{row.share:>10.2%}")
        lines += [
            f"    {answer.client or '-'} {answer.asked}: {mutant.change}"
            for answer, mutant in row.escaped[:most]
        ]
    lines += [f"refused: {answer.client or '-'} {answer.asked}: {answer.text}" for answer in tally.refused]
    return "\n".join(lines) + "\n"
