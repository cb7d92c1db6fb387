"""Required margin ratio of a mainland contract, a second time: dated floors, private funds, firm formulas.

Rule texts section 3, margin-ratio timeline. A floor is a lower bound only: a firm may demand more, never less.
"""

from datetime import date
from fractions import Fraction

from tests.oracle.book_reading import ONE, ZERO, Book, exact, rows

Timeline = tuple[tuple[date, Fraction], ...]

HALF, FOUR_FIFTHS, SIX_FIFTHS = Fraction(1, 2), Fraction(4, 5), Fraction(6, 5)

FINANCING: Timeline = (
    (date(2006, 8, 21), HALF),
    (date(2015, 11, 23), ONE),
    (date(2023, 9, 11), FOUR_FIFTHS),  # cut after the close of 2023-09-08: first session
    (date(2026, 1, 19), ONE),
)
SHORT: Timeline = (
    (date(2006, 8, 21), HALF),
    (date(2023, 10, 30), FOUR_FIFTHS),
    (date(2024, 7, 22), ONE),
)
SHORT_PRIVATE_FUND: Timeline = (
    (date(2006, 8, 21), HALF),  # no separate figure seen before 2023-10-30
    (date(2023, 10, 30), ONE),
    (date(2024, 7, 22), SIX_FIFTHS),
)
LOWERED_ON = date(2023, 9, 11)


class NoRule(ValueError):
    """No dated figure covers the day: a gap, never a default."""


def in_force(timeline: Timeline, day: date) -> Fraction:
    """The figure in force on a day: valid from its date, that day included."""
    found = [value for start, value in timeline if start <= day]
    if not found:
        raise NoRule(f"no margin ratio for {day.isoformat()}")
    return found[-1]


def financing_floor(
    opened: date, *, as_of: date | None = None, lowered_by_agreement: bool = False
) -> Fraction:
    """A financing contract and its extensions keep the floor of the opening day.

    The 2023 cut let firms lower it on outstanding contracts by agreement; that is asked for, never assumed.
    """
    floor = in_force(FINANCING, opened)
    if lowered_by_agreement and opened < LOWERED_ON and as_of is not None and as_of >= LOWERED_ON:
        return min(floor, FOUR_FIFTHS)
    return floor


def short_floor(opened: date, extended: tuple[date, ...] = (), client_class: str = "individual") -> Fraction:
    """A short contract keeps the old floor until it is extended; its extension is subject to the new one."""
    if any(day < opened for day in extended):
        raise ValueError("extended before opened")
    timeline = SHORT_PRIVATE_FUND if client_class == "private_fund" else SHORT
    return in_force(timeline, max((opened, *extended)))


def base_plus(base: Fraction, conversion_rate: Fraction, adjustment: Fraction = ZERO) -> Fraction:
    """Common firm formula: base + (1 - conversion rate), for shorts plus an adjustment."""
    return base + (1 - conversion_rate) + adjustment


def max_formula(conversion_rate: Fraction) -> Fraction:
    """A published firm formula: MAX{1.7 - conversion rate, 1}."""
    return max(Fraction(17, 10) - conversion_rate, ONE)


def required(floor: Fraction, firm: Fraction | None = None) -> Fraction:
    """A firm figure tightens the floor and never loosens it."""
    return floor if firm is None else max(floor, firm)


def floors_of(book: Book) -> dict[str, Fraction]:
    """The floor of every contract of a book by path; extensions after the book's day have not happened yet."""
    as_of, client = date.fromisoformat(book["as_of"]), book.get("client_class", "individual")
    floors = {}
    for path, row in rows(book, "financing"):
        floors[path] = financing_floor(date.fromisoformat(row["opened"]))
    for path, row in rows(book, "shorts"):
        extended = tuple(date.fromisoformat(day) for day in row.get("extended", []))
        happened = tuple(day for day in extended if day <= as_of)
        floors[path] = short_floor(date.fromisoformat(row["opened"]), happened, client)
    return floors


def below_floor(book: Book) -> list[str]:
    """Paths of the contracts whose given margin ratio is looser than the floor (a finding, never a stop)."""
    floors = floors_of(book)
    kinds = ("financing", "shorts")
    given = {path: exact(row["margin_ratio"]) for kind in kinds for path, row in rows(book, kind)}
    return [path for path, ratio in given.items() if ratio < floors[path]]
