"""Stress scenarios of a firm's own, read from a list of JSON objects into the values of `risk.stress_scenarios`.

| `kind` | what it says |
|---|---|
| `index` | `share`: every security moves by it, times its beta; "-0.05" for 5 % down |
| `sector` | `share`, and the `sector` where it is not the one owned most of |
| `limit_down` | `days` at the lower price limit, `of` the `largest` holding or `all` |
| `rate` | `points` on every annual rate ("0.01" for one) for `days` |
| `liquidity` | `discount` on what is sold, and on top of what is bought back |

    >>> read_scenarios([{"name": "mild", "shocks": [{"kind": "index", "share": "-0.02"}]}])
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from risk.account import ZERO
from risk.fields import BookError, FieldError, Record, refuse
from risk.stress_scenarios import (
    IndexMove,
    LimitDown,
    Liquidity,
    RateRise,
    Scenario,
    SectorMove,
    Shock,
    Which,
)

MOST_SCENARIOS = 100
MOST_SHOCKS = 10
MOST_SESSIONS = 30
MOST_DAYS = 3650
_WHICH: tuple[Which, ...] = ("largest", "all")


def read_scenarios(raw: object) -> tuple[Scenario, ...]:
    """The scenarios of a JSON list, in its order; raises `BookError` naming every refused field by its path."""
    if not isinstance(raw, list | tuple):
        raise BookError([refuse("scenarios", "not_list", type(raw).__name__)])
    if not 0 < len(raw) <= MOST_SCENARIOS:
        raise BookError([refuse("scenarios", "out_of_range", len(raw))])
    errors: list[FieldError] = []
    read = tuple(_scenario(each, f"scenarios[{i}]", errors) for i, each in enumerate(raw))
    names = [each.name for each in read]
    errors += [
        refuse(f"scenarios[{i}].name", "duplicate", name) for i, name in enumerate(names) if name in names[:i]
    ]
    if errors:
        raise BookError(errors)
    return read


def _scenario(raw: object, path: str, errors: list[FieldError]) -> Scenario:
    row = Record(raw, path, errors, ("name", "text", "text_zh", "shocks"))
    name, shocks = row.text("name"), row.items("shocks")
    if not 0 < len(shocks) <= MOST_SHOCKS:
        row.refuse("shocks", "out_of_range")
    read = [_shock(each, f"{path}.shocks[{i}]", errors) for i, each in enumerate(shocks)]
    return Scenario(
        name, row.text("text", name), row.text("text_zh", name), tuple(each for each in read if each)
    )


def _shock(raw: object, path: str, errors: list[FieldError]) -> Shock | None:
    kind = raw.get("kind") if isinstance(raw, Mapping) else None
    if not isinstance(kind, str) or kind not in _READERS:
        errors.append(refuse(f"{path}.kind", "missing" if kind is None else "not_one_of", kind))
        return None
    keys, reader = _READERS[kind]
    return reader(Record(raw, path, errors, ("kind", *keys)))


def _share(row: Record) -> Fraction:
    share = row.signed_or_none("share", least=-1, most=10)
    if not row.has("share"):
        row.refuse("share", "missing")
    return share or ZERO


def _days(row: Record, most: int) -> int:
    days = row.whole("days", least=1)
    if days > most:
        row.refuse("days", "out_of_range")
    return days


_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Record], Shock]]] = MappingProxyType(
    {
        IndexMove.kind: (("share",), lambda row: IndexMove(_share(row))),
        SectorMove.kind: (
            ("share", "sector"),
            lambda row: SectorMove(_share(row), row.text("sector") if row.has("sector") else None),
        ),
        LimitDown.kind: (
            ("days", "of"),
            lambda row: LimitDown(_days(row, MOST_SESSIONS), row.choice("of", _WHICH, "largest")),
        ),
        RateRise.kind: (
            ("points", "days"),
            lambda row: RateRise(row.amount("points", most=1), _days(row, MOST_DAYS)),
        ),
        Liquidity.kind: (("discount",), lambda row: Liquidity(row.amount("discount", most=1))),
    }
)
