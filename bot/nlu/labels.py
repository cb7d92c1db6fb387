"""Numbers bound to the measures said beside them: `股票市值200万,借了120万` -> securities 2000000, liabilities 1200000.

A number takes the label before it in the same clause, else the one directly after it; each label binds one number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.numbers import Number

_GAP_BEFORE = re.compile(
    r"(?:[\s:=,\-]|是|为|有|约|大概|大约|差不多|共|了|的|我|只|还|就|值|达|按|用|在|设|"
    r"\b(?:of|is|are|was|worth|about|at|a|an|the|in|has|have|i|=|to|by|for|with|only)\b){0,6}"
)
_GAP_AFTER = re.compile(r"\s*(?:元|块|的|of|in|as|to|worth of|yuan|rmb){0,2}\s*")
_CLAUSE_END = re.compile(r"[,;。;!?\n]")
_MAX_PRICE: Final = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Label:
    """A measure, the sort of number it takes, and its words."""

    name: str
    takes: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Binding:
    """Values by measure, and the numbers no word claimed."""

    labelled: Mapping[str, Decimal]
    loose: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    label: Label
    start: int
    end: int


def read_labels(rows: Sequence[Mapping[str, object]]) -> tuple[Label, ...]:
    """Labels from the rows of `data/labels.yaml`."""
    return tuple(Label(str(row["label"]), str(row["takes"]), _words(row["words"])) for row in rows)


def _words(words: object) -> re.Pattern[str]:
    assert isinstance(words, list)
    latin = (rf"\b(?:{w})\b" if re.match(r"[a-z(\\]", w.removeprefix("(?:")) else w for w in words)
    return re.compile("|".join(sorted(latin, key=len, reverse=True)))


def bind(text: str, numbers: Sequence[Number], labels: Sequence[Label]) -> Binding:
    """Bind each number of a normal-form text to the measure it is said with."""
    said = _find(text, labels)
    labelled: dict[str, Decimal] = {}
    used: set[int] = set()
    loose: list[Number] = []
    for position, number in enumerate(numbers):
        label = _choose(text, number, numbers[:position], said, used)
        name = label.label.name if label else _by_unit(number)
        if name is None:
            loose.append(number)
            continue
        if label:
            used.add(label.start)
        labelled.setdefault(name, _value(number, label.label.takes if label else ""))
    return _with_price(labelled, loose)


def _find(text: str, labels: Sequence[Label]) -> list[_Said]:
    """All label words, overlaps resolved for the longest, in order."""
    every = [_Said(label, *match.span()) for label in labels for match in label.words.finditer(text)]
    kept: list[_Said] = []
    for one in sorted(every, key=lambda s: s.start - s.end):
        span = one.start, one.end  # one word may name two measures: `at 6%`, `at 15 yuan`
        if all(one.end <= o.start or o.end <= one.start or span == (o.start, o.end) for o in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: s.start)


def _choose(
    text: str, number: Number, earlier: Sequence[Number], said: Sequence[_Said], used: set[int]
) -> _Said | None:
    floor = earlier[-1].end if earlier else 0
    for one in reversed(said):
        if (
            floor <= one.start
            and one.end <= number.start
            and one.start not in used
            and _fits(number, one.label.takes)
        ):
            if _GAP_BEFORE.fullmatch(text, one.end, number.start):
                return one
            if _CLAUSE_END.search(text, one.end, number.start) or number.start - one.end > 8:
                break
    for one in said:
        if one.start >= number.end and one.start not in used and _fits(number, one.label.takes):
            return one if _GAP_AFTER.fullmatch(text, number.end, one.start) else None
    return None


def _fits(number: Number, takes: str) -> bool:
    match takes:
        case "money":
            return number.is_money or (number.unit == "plain" and number.value >= 1000)
        case "wealth":
            return number.is_money or (number.unit == "plain" and number.value >= _MAX_PRICE)
        case "line":
            return number.unit in ("ratio", "plain", "times") and number.value < 1000
        case "rate" | "share":
            return number.unit in ("ratio", "plain") and number.value < 100
        case "ratio":
            return number.unit == "ratio"
        case "price":
            return (
                not number.scaled
                and number.unit in ("yuan", "hkd", "usd", "plain")
                and number.value < _MAX_PRICE
            )
        case "days":
            return number.unit in ("days", "plain")
        case _:
            return number.unit in ("shares", "lots", "plain")


def _by_unit(number: Number) -> str | None:
    return {"days": "days", "shares": "quantity", "lots": "quantity"}.get(number.unit)


def _value(number: Number, takes: str) -> Decimal:
    """The number in the unit of its measure: `平仓线130` is 1.30, `年化6` is 0.06, `折算率65` is 0.65, 5手 is 500."""
    value = number.value
    if number.unit == "lots":
        return value * 100
    if number.unit != "plain":
        return value
    if takes == "line" and value >= 3:
        return value / 100
    if takes == "rate" and value >= 1:
        return value / 100
    if takes == "share" and value > 1:
        return value / (10 if value < 10 else 100)
    return value


def _with_price(labelled: dict[str, Decimal], loose: list[Number]) -> Binding:
    """`10块买5万股`: with a quantity, one unclaimed small sum is the price of a share."""
    small = [n for n in loose if n.is_money and _fits(n, "price")]
    if "quantity" in labelled and "price" not in labelled and len(small) == 1:
        labelled["price"] = small[0].value
        loose.remove(small[0])
    return Binding(labelled, tuple(loose))
