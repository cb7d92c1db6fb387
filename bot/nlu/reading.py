"""Slots read from one request: securities, dates, then numbers - each step blind to what an earlier one has taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, cast

from bot.nlu.calculation import find_calculation
from bot.nlu.dates import find_dates
from bot.nlu.labels import Binding, Label, bind
from bot.nlu.model import Amount, Currency, DateRange, Quantity, Said, Slots
from bot.nlu.numbers import Number, blank, find_numbers
from bot.nlu.references import ordinal
from bot.nlu.securities import Found, Gazetteer, find_securities

SOME_DAY: Final = date(2026, 1, 5)  # only where no day is given: dates are then masked, never reported
_LATER = re.compile(
    r"[^后]{1,8}(?:之|以)?后|.{1,12} (?:later|from now)"
)  # `30天后` is a day and a length of time
_LETTERS: Final = {"yuan": "A", "hkd": "A", "usd": "A", "ratio": "P"}
_PUNCTUATION: Final = " \n,.?!。、;:~…()"
Span = tuple[int, int, str]  # from, up to, and the letter of the slot
Dates = tuple[tuple[DateRange, int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The slots of a text, the spans to mask for the classifier, and whether a security is all that was said."""

    slots: Slots
    spans: tuple[Span, ...]
    only_security: bool
    numbers: tuple[Said, ...] = ()


def read(
    text: str,
    today: date | None,
    securities: Gazetteer,
    labels: Sequence[Label],
    carried: Mapping[str, Decimal],
) -> Reading:
    """Read a normal-form text; `carried` holds what earlier requests of the message said."""
    found, dates, numbers = _mentions(text, today, securities)
    named = _named(found)
    binding = bind(text, numbers, labels, named)
    days = tuple(day for day, _, _ in dates) if today else ()
    slots = slots_of(text, found, numbers, binding, days, carried)
    rest = blank(text, named).replace("\x00", "").strip(_PUNCTUATION)
    only_security = not rest and bool(named or found.unknown_codes)
    return Reading(slots, _spans(text, found, dates, numbers), only_security, _said(binding))


def spans(text: str, securities: Gazetteer) -> tuple[Span, ...]:
    """What to mask in a normal-form text before it is classified, and nothing more: a fifth of the time of `read`."""
    return _spans(text, *_mentions(text, None, securities))


def _mentions(
    text: str, today: date | None, securities: Gazetteer
) -> tuple[Found, Dates, tuple[Number, ...]]:
    found = find_securities(text, securities)
    kept = [*_named(found), *_codes(text, found)]
    dates = find_dates(blank(text, kept), today or SOME_DAY)
    days = [(start, end) for _, start, end in dates if not _LATER.fullmatch(text, start, end)]
    return found, dates, find_numbers(blank(text, kept + days))


def _named(found: Found) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in (*found.used, *found.to_confirm)]


def _codes(text: str, found: Found) -> list[tuple[int, int]]:
    return [match.span() for code in found.unknown_codes for match in re.finditer(re.escape(code), text)]


def _spans(text: str, found: Found, dates: Dates, numbers: Sequence[Number]) -> tuple[Span, ...]:
    return (
        *((start, end, "S") for start, end in (*_named(found), *_codes(text, found))),
        *((start, end, "D") for _, start, end in dates),
        *((n.start, n.end, _LETTERS.get(n.unit, "N")) for n in numbers),
    )


def _said(binding: Binding) -> tuple[Said, ...]:
    """Every number with its measure, in the order of the text."""
    labelled = [(each.name, each.number) for each in binding.bound]
    every = [*labelled, *((None, number) for number in binding.loose)]
    return tuple(
        Said(name, n.unit, n.value, n.start, n.end, n.text)
        for name, n in sorted(every, key=lambda row: row[1].start)
    )


def slots_of(
    text: str,
    found: Found,
    numbers: Sequence[Number],
    binding: Binding,
    dates: tuple[DateRange, ...],
    carried: Mapping[str, Decimal],
) -> Slots:
    """Everything read, sorted into slots; the calculation also uses what earlier requests of the message said."""
    labelled = binding.labelled
    named = [(m.start, m.end) for m in (*found.used, *found.to_confirm)]
    calculation, said = find_calculation(text, binding, carried, named)
    return Slots(
        securities=found.used,
        to_confirm=found.to_confirm,
        unknown_codes=found.unknown_codes,
        amounts=tuple(Amount(n.value, cast(Currency, n.unit), n.text) for n in numbers if n.is_money),
        percents=tuple(n.value for n in numbers if n.unit == "ratio"),
        quantities=tuple(_quantity(n) for n in numbers if n.unit in ("shares", "lots") and n.value % 1 == 0),
        prices=(labelled["price"],) if "price" in labelled else (),
        dates=dates,
        days=tuple(int(n.value) for n in numbers if n.unit == "days"),
        rates=(labelled["annual_rate"],) if "annual_rate" in labelled else (),
        labelled=labelled,
        said=said,
        calculation=calculation if binding.bound or binding.loose else None,
        ordinal=ordinal(text),
    )


def _quantity(number: Number) -> Quantity:
    if number.unit == "lots":
        return Quantity(number.value * 100, "手", number.text)
    return Quantity(number.value, "股", number.text)
