"""Numbers bound to the measures said beside them: `股票市值200万,借了120万` -> securities 2000000, liabilities 1200000.

A number takes the label before it in the same clause, else the one directly after it; each label binds one number, but a list
(`分别是50万和30万`) shares its label. A named security is a label too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.numbers import MONEY, Number

HOLDING: Final = "holding"
_GAP_BEFORE = re.compile(
    r"(?:[\s:=,\-(]|是|为|变成|改成|换成|变为|改为|得|剩得|有|约|大概|大约|差不多|共|了|的|我|只|还|就|值|达|按|用|在|设|剩|余|里|也|都|算|个|再|到|又|另|"
    r"一只|股票|花|现在|目前|总共|一共|合计|分别|市值|金额|价值|总额|仅|"
    r"\b(?:of|is|are|was|worth|about|at|a|an|the|in|has|have|i|=|to|by|for|with|only|my|stands|now|total|totals|another)\b){0,6}"
)
_GAP_AFTER = re.compile(r"\s*(?:元|块|的|人民币|of|in|as|to|worth of|yuan|rmb|is|are|my){0,3}\s*")
_GAP_LIST = re.compile(r"\s*(?:元|块|股)?\s*(?:和|与|跟|及|加|、|/|,|\band\b|\+)\s*")
_GAP_WEAK = re.compile(r"(?:了|的|股票|,|\s|里)*")
_OWES_NEXT = re.compile(
    r"(?:欠|借|融|还)(?:了|款|着|资)?\s?[\d一二两三四五六七八九十]|owe\s+\d"
)  # `有150万欠100万`: the word belongs to what follows it
_CLAUSE_END = re.compile(r"[,;。;!?\n]")
_WEAK: Final = ("market_value", HOLDING)
_BESIDE_A_LINE: Final = ("ratio_now", "target")
_ACTIONS: Final = frozenset({"amount", "liabilities", "buy", "sell", "short_value", "assets", "securities", "cash", "own_assets"})  # fmt: skip
_MAX_PRICE: Final = Decimal(100_000)
_LEAST_HOLDING: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Label:
    """A measure, the sort of number it takes, and its words."""

    name: str
    takes: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A number and the measure it belongs to; `start:end` is where the measure's own words stand, if anywhere."""

    name: str
    value: Decimal
    number: Number
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binding:
    """Numbers with their measures in the order of the text, and the numbers no word claimed."""

    bound: tuple[Bound, ...]
    loose: tuple[Number, ...]

    @property
    def labelled(self) -> Mapping[str, Decimal]:
        """The first value of each measure."""
        return {each.name: each.value for each in reversed(self.bound) if each.name != HOLDING}


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    takes: str
    start: int
    end: int


def read_labels(rows: Sequence[Mapping[str, object]]) -> tuple[Label, ...]:
    """Labels from the rows of `data/labels.yaml`."""
    return tuple(Label(str(row["label"]), str(row["takes"]), _words(row["words"])) for row in rows)


def _words(words: object) -> re.Pattern[str]:
    assert isinstance(words, list)
    latin = (rf"\b(?:{w})\b" if re.match(r"[a-z(\\]", w.removeprefix("(?:")) else w for w in words)
    return re.compile("|".join(sorted(latin, key=len, reverse=True)))


def bind(
    text: str, numbers: Sequence[Number], labels: Sequence[Label], securities: Sequence[tuple[int, int]] = ()
) -> Binding:
    """Bind each number of a normal-form text to the measure it is said with; `securities` are spans of names."""
    said = _find(text, labels, securities) if numbers else []
    bound: list[Bound] = []
    used: set[int] = set()
    loose: list[Number] = []
    numbers = [
        n
        for n in numbers
        if n.unit != "count" and not any(o.start <= n.start and n.end <= o.end for o in said)
    ]
    for position, number in enumerate(numbers):
        chosen = _choose(text, number, numbers[:position], said, used)
        if chosen is None and bound and position and bound[-1].number is numbers[position - 1]:
            chosen = _listed(text, bound[-1], number, said)
        name = chosen.name if chosen else _by_unit(number)
        if name is None:
            loose.append(number)
            continue
        if chosen:
            used.add(chosen.start)
        value = _value(number, chosen.takes if chosen else "")
        start, end = (chosen.start, chosen.end) if chosen else (number.start, number.start)
        bound.append(Bound(name, value, number, start, end))
    return _with_price(bound, loose)


def _find(text: str, labels: Sequence[Label], securities: Sequence[tuple[int, int]]) -> list[_Said]:
    """All label words, overlaps resolved for the longest, in order."""
    every = [
        _Said(label.name, label.takes, *match.span())
        for label in labels
        for match in label.words.finditer(text)
    ]
    kept = [_Said(HOLDING, HOLDING, start, end) for start, end in securities]
    for one in sorted(every, key=lambda s: s.start - s.end):
        span = one.start, one.end  # one word may name two measures: `at 6%`, `at 15 yuan`
        if span[0] < span[1] and all(
            one.end <= o.start or o.end <= one.start or span == (o.start, o.end) for o in kept
        ):
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
            and _fits(number, one.takes)
        ):
            if _GAP_BEFORE.fullmatch(text, one.end, number.start):
                if one.name in _WEAK:
                    return _stronger(text, one, number, said, floor)
                return _line_after(text, number, said) or one if one.name in _BESIDE_A_LINE else one
            if _CLAUSE_END.search(text, one.end, number.start) or number.start - one.end > 8:
                break
    for one in said:
        if one.start >= number.end and one.start not in used and _fits(number, one.takes):
            own = _GAP_AFTER.fullmatch(text, number.end, one.start) and not _OWES_NEXT.match(text, one.start)
            return one if own else None
    return None


def _line_after(text: str, number: Number, said: Sequence[_Said]) -> _Said | None:
    """`维持担保比例130%的平仓线`, `到130%平仓线`: the line named right after the number is what it is."""
    return next(
        (
            o
            for o in said
            if o.name == "line" and o.start >= number.end and _GAP_AFTER.fullmatch(text, number.end, o.start)
        ),
        None,
    )


def _stronger(text: str, weak: _Said, number: Number, said: Sequence[_Said], floor: int) -> _Said:
    """`负债现在90万`, `融资买茅台50万`: the measure right before such a word is the one that is meant."""
    for one in reversed(said):
        if floor <= one.start and one.end <= weak.start and one.name in _ACTIONS and _fits(number, one.takes):
            return one if _GAP_WEAK.fullmatch(text, one.end, weak.start) else weak
    return weak


def _listed(text: str, before: Bound, number: Number, said: Sequence[_Said]) -> _Said | None:
    """The label of the number before, where this one continues its list (`分别是50万和30万`, `60万、30万两笔`)."""
    label = next((one for one in said if one.start == before.start and one.name == before.name), None)
    same = number.unit == before.number.unit and number.scaled == before.number.scaled
    if (
        label
        and same
        and _fits(number, label.takes)
        and _GAP_LIST.fullmatch(text, before.number.end, number.start)
    ):
        return label
    return None


def _fits(number: Number, takes: str) -> bool:
    if number.value < 0:
        return False  # nothing said of an account is below nothing: it is asked about
    if number.value == 0:
        return number.unit in (*MONEY, "plain") and takes in ("money", "sum", "wealth", "share")
    match takes:
        case "money":
            return number.is_money or (number.unit == "plain" and number.value >= 1000)
        case "sum":
            return (number.is_money and (number.scaled or number.value >= 1000)) or (
                number.unit == "plain" and number.value >= 1000
            )
        case "wealth":
            return number.is_money or (number.unit == "plain" and number.value >= _MAX_PRICE)
        case "holding":
            return number.is_money and (number.scaled or number.value >= _LEAST_HOLDING)
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
    if number.value < 0:
        return None
    return {
        "days": "days",
        "months": "months",
        "years": "years",
        "shares": "quantity",
        "lots": "quantity",
    }.get(number.unit)


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


def _with_price(bound: list[Bound], loose: list[Number]) -> Binding:
    """`10块买5万股`: with a quantity, one unclaimed small sum is the price of a share."""
    small = [n for n in loose if n.is_money and _fits(n, "price")]
    names = {each.name for each in bound}
    if "quantity" in names and "price" not in names and len(small) == 1:
        number = small[0]
        bound.append(Bound("price", number.value, number, number.start, number.start))
        loose.remove(number)
    return Binding(tuple(sorted(bound, key=lambda each: each.number.start)), tuple(loose))
