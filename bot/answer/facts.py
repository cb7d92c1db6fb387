"""Turn what the services return into facts that may be said: the shown text and the names it goes by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.answer.measures import labels_of
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_UNITS = {
    "CNY": ("{} 元", "CNY {}"),
    "HKD": ("{} 港元", "HKD {}"),
    "USD": ("{} 美元", "USD {}"),
    "price": ("{} 元", "CNY {}"),
    "shares": ("{} 股", "{} shares"),
    "days": ("{} 天", "{} days"),
}
_MINUTES = "%Y-%m-%d %H:%M"


def of_figure(figure: Json, lang: str) -> Fact:
    """A figure as it is said: ``128.00%``, ``85,714.29 元``. The figure must have a value.

    A display that is not a rounding of the value is not accepted as a form of it, so the guard will hold
    it back.
    """
    display = str(figure["display"])
    pattern = _UNITS.get(str(figure["unit"]), ("{}", "{}"))[lang == "en"]
    return Fact("figure", str(figure["name"]), pattern.format(display), _forms(str(figure["value"]), display))


def of_line(name: str, value: str) -> Fact:
    """A line of the client's contract, ``"1.40"`` said as ``140%``."""
    return Fact("line", name, percent(value), (percent(value), value))


def of_rule(row: Json, lang: str, label: tuple[str, ...] = ()) -> Fact:
    """A rule parameter's row; ``label`` are the names the rulebook gives it."""
    name = str(row["param"])
    shown = str(row["display_en" if lang == "en" else "display"])
    return Fact(
        "rule",
        name,
        shown,
        (shown, str(row["value"])),
        (*label, *labels_of(name)),
    )


def _forms(value: str, display: str) -> tuple[str, ...]:
    shown = Decimal(display.replace(",", "").rstrip("%倍x× ")) / (100 if display.endswith("%") else 1)
    exponent = shown.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return (value, display) if abs(shown - Decimal(value)) < step else (value,)


def moment(iso: str, name: str, *names: str) -> Fact:
    """A point in time, said to the minute in its own zone."""
    at = datetime.fromisoformat(iso)
    return Fact("time", name, at.strftime(_MINUTES), (), names)


def day(iso: str | date, name: str, *names: str) -> Fact:
    """A calendar day, said as ``2026-01-19``."""
    return Fact("date", name, iso if isinstance(iso, str) else iso.isoformat(), (), names)


def count(number: int | str, name: str, *names: str) -> Fact:
    """A whole number of days, contracts, shares: it must name what it counts."""
    return Fact("count", name, str(number), (), names)


def code(text: str, name: str = "code") -> Fact:
    """A ticket number, a security code, a clause: matched by its own kind, or under ``name``."""
    return Fact("code", name, text, (), (name,))


def phone(number: str, *names: str) -> Fact:
    """A telephone number under the names it may be given with."""
    return Fact("phone", "phone", number, (), names)


def percent(value: str) -> str:
    """``"1.40"`` as ``140%``, ``"0.065"`` as ``6.5%``: exact, no float."""
    scaled = (Decimal(value) * 100).normalize()
    return f"{scaled:f}%"
