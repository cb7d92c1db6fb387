"""Turn what the services return into facts that may be said: the shown text and the names it goes by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from bot.answer.measures import BY_NAME, labels_of
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
    if figure["name"] == "leverage":
        return _times(figure, lang)
    pattern = _UNITS.get(str(figure["unit"]), ("{}", "{}"))[lang == "en"]
    return Fact("figure", str(figure["name"]), pattern.format(display), _forms(str(figure["value"]), display))


def finer(figure: Json, places: int) -> Fact:
    """A ratio as a percentage with more places than are shown elsewhere, cut and never rounded up."""
    cut = (Decimal(str(figure["value"])) * 100).quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    return Fact("figure", str(figure["name"]), f"{cut:f}%", (f"{cut:f}%",))


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


_INPUT_NAMES = {
    "cash": ("现金", "cash"),
    "other_collateral": ("其他担保物", "other collateral"),
    "market_value": ("市值", "market value"),
    "amount": ("金额", "amount"),
    "interest": ("利息", "interest"),
    "fees": ("费用", "fees"),
    "short_proceeds": ("融券卖出金额", "short-sale proceeds"),
    "proceeds": ("融券卖出金额", "short-sale proceeds"),
    "credited": ("担保证券折算后", "collateral as it counts"),
    "floating_gain": ("浮盈折算后", "gain as it counts"),
    "floating_loss": ("浮亏", "floating loss"),
    "margin": ("占用保证金", "margin used"),
}


def of_input(row: Json, lang: str) -> tuple[str, Fact]:
    """An input of a figure: the label it is said under, and the fact."""
    name = str(row["name"]).rpartition(".")[2]
    measure = BY_NAME.get(name)
    label = (
        _INPUT_NAMES[name][lang == "en"] if name in _INPUT_NAMES else measure.label(lang) if measure else name
    )
    return label, of_given(row, lang, label)


def of_given(row: Json, lang: str, label: str) -> Fact:
    """The exact value of an input, said under ``label``: money grouped, a ratio as a percentage."""
    value, unit = str(row["value"]), str(row["unit"])
    if unit == "ratio":
        shown = percent(value)
        return Fact("given", str(row["name"]), shown, (shown, value), (label,))
    pattern = _UNITS.get(unit, ("{}", "{}"))[lang == "en"]
    return Fact("given", str(row["name"]), pattern.format(_grouped(value, unit)), (value,), (label,))


def _grouped(value: str, unit: str) -> str:
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    cents = unit in ("CNY", "HKD", "USD") and isinstance(exponent, int) and exponent >= -2
    return f"{number:,.2f}" if cents else f"{number:,f}"


def _times(figure: Json, lang: str) -> Fact:
    """Leverage as people say it: 4.57 倍 where the figure shows 457.15%."""
    display, value = str(figure["display"]), str(figure["value"])
    times = (Decimal(display.rstrip("%").replace(",", "")) / 100).quantize(Decimal("0.01")).normalize()
    shown = f"{times:f} times" if lang == "en" else f"{times:f} 倍"
    return Fact("figure", "leverage", shown, (*_forms(value, display), f"{times:f}"))


def _forms(value: str, display: str) -> tuple[str, ...]:
    shown = Decimal(display.replace(",", "").rstrip("%倍x× ")) / (100 if display.endswith("%") else 1)
    exponent = shown.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return (value, display) if abs(shown - Decimal(value)) < step else (value,)


def times(figure: Json, lang: str) -> Fact:
    """A figure counted in times of something, such as a ceiling of leverage: 2 倍."""
    value = f"{Decimal(str(figure['value'])).normalize():f}"
    shown = f"{value} times" if lang == "en" else f"{value} 倍"
    return Fact("figure", str(figure["name"]), shown, (shown, value))


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
