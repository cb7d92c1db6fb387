"""Figures of decisions: made with their formula in both languages, beside the number they explain."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from risk.figure import Direction, Figure, Input
from risk.rulebook.row import Row

Formula = tuple[str, str]
"""A formula in Chinese and in English."""


def traced(
    name: str,
    value: Fraction | None,
    unit: str,
    formula: Formula,
    inputs: Sequence[Input],
    as_of: date,
    *,
    rows: Sequence[Row] = (),
    direction: Direction | None = None,
    missing: Sequence[str] = (),
) -> Figure:
    """A figure of `formula` that quotes `rows`; without a value where something is `missing`."""
    return Figure(
        name,
        None if missing else value,
        unit,
        direction,
        formula[0],
        tuple(inputs),
        tuple(row.ref() for row in rows),
        as_of,
        None,
        tuple(missing),
        formula[1],
    )


def given(name: str, value: Fraction | int | None, unit: str, source: str, day: date | None = None) -> Input:
    """An input that was handed in; `source` is its path in the file."""
    return Input(name, None if value is None else Fraction(value), unit, source, day)
