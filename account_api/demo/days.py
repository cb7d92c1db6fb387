"""The data of a day that a demo firm plays: the path of every security in fractions of its previous close, what else happens, and
what is told at which hour.

Two files in `data` for each day: `<name>.csv`, one security a line and one hour a column, and `<name>.yaml`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import Any

NAMES = ("crash-day",)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Said:
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to ask in the chat as `who`."""

    who: str
    words: Said


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at as `who`."""

    who: str
    page: str


@dataclass(frozen=True, slots=True)
class Beat:
    """What happens at one hour. `path` has the price of each security as a fraction of its previous close; `events` are those of
    the feed without number and instant.
    """

    at: time
    path: Mapping[str, Decimal]
    events: tuple[Mapping[str, Any], ...] = ()
    said: Said | None = None
    ask: Ask | None = None
    look: Look | None = None

    def prices(self, closes: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The prices of this hour, to the fen; a security without a previous close has none."""
        return {
            code: (closes[code] * fraction).quantize(CENT, ROUND_HALF_UP)
            for code, fraction in self.path.items()
            if code in closes
        }


@dataclass(frozen=True, slots=True)
class Day:
    """A day from its first beat to its last."""

    name: str
    beats: tuple[Beat, ...]

    @property
    def begins(self) -> time:
        return self.beats[0].at

    @property
    def ends(self) -> time:
        return self.beats[-1].at


def day_named(name: str) -> Day:
    """The day of that name. KeyError for one that there is not."""
    import yaml

    if name not in NAMES:
        raise KeyError(name)
    data = files("account_api.demo").joinpath("data")
    paths = _paths(data.joinpath(f"{name}.csv").read_text(encoding="utf-8"))
    told = yaml.safe_load(data.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    beats = {time.fromisoformat(each["at"]): each for each in told["beats"]}
    events: dict[time, list[Mapping[str, Any]]] = {}
    for each in told["events"]:
        event = dict(each)
        events.setdefault(time.fromisoformat(event.pop("at")), []).append(event)
    hours = sorted({*paths, *beats, *events})
    return Day(
        name, tuple(_beat(at, paths.get(at, {}), events.get(at, []), beats.get(at, {})) for at in hours)
    )


def _paths(text: str) -> dict[time, dict[str, Decimal]]:
    rows = csv.reader(text.splitlines())
    hours = [time.fromisoformat(each) for each in next(rows)[1:]]
    paths: dict[time, dict[str, Decimal]] = {hour: {} for hour in hours}
    for code, *fractions in rows:
        for hour, fraction in zip(hours, fractions, strict=True):
            paths[hour][code] = Decimal(fraction)
    return paths


def _beat(
    at: time, path: Mapping[str, Decimal], events: list[Mapping[str, Any]], told: Mapping[str, Any]
) -> Beat:
    ask, look = told.get("ask"), told.get("look")
    return Beat(
        at,
        path,
        tuple(events),
        Said(told["zh"], told["en"]) if told else None,
        None if ask is None else Ask(ask["who"], Said(ask["zh"], ask["en"])),
        None if look is None else Look(look["who"], look["page"]),
    )
