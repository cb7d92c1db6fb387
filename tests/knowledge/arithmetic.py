"""Reads the worked examples of the corpus and computes them again, knowing nothing of margin trading: `例：总资产128万元 ÷
总负债100万元 = 128%` is a division. Words are skipped; 万, 亿 and % scale a number. A result may be rounded to the digits
it shows, the way the engine rounds: money half up, a ratio down, so that it never looks better than it is."""

import re
from dataclasses import dataclass
from fractions import Fraction

EXAMPLE = re.compile(r"^(?:- )?例(?:（[^）]*）)?：(.+)$", re.MULTILINE)
_CLAUSE = re.compile(r"[；，。：]")
_TOKEN = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<percent>%?)|(?P<sign>[-+−×÷()（）])"
)
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: its value, and by how much the exact result may lie below or above it."""

    value: Fraction
    below: Fraction
    above: Fraction


def equations(text: str) -> list[str]:
    """The clauses of the examples in `text` that say two things are equal."""
    return [c.strip() for m in EXAMPLE.finditer(text) for c in _CLAUSE.split(m[1]) if "=" in c]


def holds(equation: str) -> bool:
    """Whether every part equals the first one; a lone number may be rounded. ValueError if a part is not arithmetic."""
    first, *others = [_tokens(part) for part in equation.split("=")]
    exact = _value(first)
    return bool(others) and all(_agrees(part, exact) for part in others)


def _agrees(part: list[Number | str], exact: Fraction) -> bool:
    numbers = [token for token in part if isinstance(token, Number)]
    below, above = (numbers[0].below, numbers[0].above) if len(numbers) == 1 else (Fraction(0), Fraction(0))
    return -below <= exact - _value(part) <= above


def _tokens(part: str) -> list[Number | str]:
    return [_number(m) if m["number"] else _plain(m["sign"]) for m in _TOKEN.finditer(part)]


def _plain(sign: str) -> str:
    return {"−": "-", "（": "(", "）": ")"}.get(sign, sign)


def _number(match: re.Match[str]) -> Number:
    digits = match["number"].replace(",", "")
    unit = Fraction(_SCALES[match["scale"]]) / (100 if match["percent"] else 1)
    last = unit / 10 ** len(digits.partition(".")[2])
    below, above = (Fraction(0), last) if match["percent"] else (last / 2, last / 2)
    return Number(Fraction(digits) * unit, below, above)


def _value(tokens: list[Number | str]) -> Fraction:
    rest = list(reversed(tokens))
    total = _sum(rest)
    if rest:
        raise ValueError(f"not arithmetic: {tokens}")
    return total


def _sum(rest: list[Number | str]) -> Fraction:
    total = _product(rest)
    while rest and rest[-1] in ("+", "-"):
        sign = 1 if rest.pop() == "+" else -1
        total += sign * _product(rest)
    return total


def _product(rest: list[Number | str]) -> Fraction:
    total = _factor(rest)
    while rest and rest[-1] in ("×", "÷"):
        total = total * _factor(rest) if rest.pop() == "×" else total / _factor(rest)
    return total


def _factor(rest: list[Number | str]) -> Fraction:
    token = rest.pop() if rest else None
    if isinstance(token, Number):
        return token.value
    if token == "-":
        return -_factor(rest)
    if token != "(":
        raise ValueError(f"a number was expected, not {token}")
    inner = _sum(rest)
    if not rest or rest.pop() != ")":
        raise ValueError("a bracket stays open")
    return inner
