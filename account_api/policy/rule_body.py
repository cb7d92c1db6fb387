"""A rule policy as a change of the file of the firm's rows: the row that stands ends where the new one begins.

The firm's file takes the place of the packaged rows of the same case, so where the firm has brought none of its own the
packaged ones are written into the file with the new one: what was in force before stays so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from account_api.rules.settable import SETTABLE
from risk.rulebook import PACKAGED, Row

PLACE = "CN"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What a row is about: its parameter, whether it is for extensions, its conditions."""

    param: str
    extension: bool
    scope: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Case":
        """The case of a row as a file writes it; a parameter of another name stays that name."""
        name = str(row["param"])
        return cls(
            SETTABLE[PLACE].canonical(name) or name,
            row.get("applies_to") == "extension",
            tuple(sorted((row.get("scope") or {}).items())),
        )

    @property
    def about(self) -> str:
        """One text for one case."""
        conditions = ",".join(f"{name}={value}" for name, value in self.scope)
        return f"rule:{self.param}:{'extension' if self.extension else 'opening'}:{conditions}"[:200]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The file with the new row, which is the last one; `previous` are the rows of its case before. `later` are the days on
    which rows of the case begin that the new one runs into: such a file is not to be kept.
    """

    body: Json
    previous: tuple[Json, ...]
    later: tuple[str, ...]


def with_row(body: Json | None, row: Json) -> Rewritten:
    """The file `body` with `row` in force from its `valid_from` on."""
    file: Json = {"jurisdiction": PLACE, "rows": [], "cut_overs": {}} if body is None else body
    case, day = Case.of(row), str(row["valid_from"])
    others = [each for each in file["rows"] if Case.of(each) != case]
    previous = [each for each in file["rows"] if Case.of(each) == case]
    base = previous or _packaged(case)
    earlier = [each for each in base if str(each["valid_from"]) < day]
    later = tuple(str(each["valid_from"]) for each in base if str(each["valid_from"]) >= day)
    standing = next((each for each in earlier if _covers(each, day)), None)
    ended = [each | {"valid_to": day} if each == standing else each for each in earlier]
    until = None if standing is None or later else standing.get("valid_to")
    new = {**row, "valid_to": until} if until else row
    return Rewritten({**file, "rows": [*others, *ended, new]}, tuple(previous), later)


def without_row(body: Json, row: Json, previous: Sequence[Json]) -> Json:
    """The file with the rows of the case as they were before."""
    case = Case.of(row)
    return {**body, "rows": [*(each for each in body["rows"] if Case.of(each) != case), *previous]}


def stands(body: Json | None, row: Json) -> bool:
    """Whether the file still says what the policy wrote into it."""
    same = ("param", "value", "valid_from", "source")
    rows = () if body is None else body["rows"]
    return any(
        Case.of(each) == Case.of(row) and all(each.get(name) == row.get(name) for name in same)
        for each in rows
    )


def _packaged(case: Case) -> list[Json]:
    """The packaged rows of the firm's layer for this case, as a file writes them."""
    rows = (row for row in PACKAGED[PLACE].rows(case.param) if row.layer == "firm")
    return [_as_file(row) for row in rows if Case.of(_as_file(row)) == case]


def _as_file(row: Row) -> Json:
    written: Json = {
        "param": row.param,
        "value": row.value,
        "value_zh": row.value_zh,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": _day(row.valid_to),
        "announced": _day(row.announced),
        "scope": dict(row.scope),
        "applies_to": row.applies_to,
        "source": row.source,
        "article": row.article,
        "note": row.note,
        "note_zh": row.note_zh,
    }
    return {name: value for name, value in written.items() if value is not None}


def _covers(row: Mapping[str, Any], day: str) -> bool:
    end = row.get("valid_to")
    return end is None or day < str(end)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
