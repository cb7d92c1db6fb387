"""A row to start from, and a day to ask on."""

from dataclasses import replace
from datetime import date

from risk.rulebook import Row

TODAY = date(2026, 11, 20)


def row(**changes: object) -> Row:
    """A floor of 1 since 2020 in the layer `exchange`, with what is said otherwise."""
    model = Row(
        "p", "1", "count", "exchange", "floor", date(2020, 1, 1), "doc", "seen-exch", "A note.", "说明。"
    )
    return replace(model, **changes)  # type: ignore[arg-type]
