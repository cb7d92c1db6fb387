"""The rulebooks as this home applies them: the packaged rows, and the firm's own on top.

They are read when first asked for, and again when the stamp in the home names an import that was not read
yet. The stamp is written inside the importing transaction, before it commits: until the import is there,
every question reads again, so no process goes on with old rows after the commit, and a roll-back changes
nothing. Rows of the firm that a newer packaged rulebook no longer allows stay out of force; what they would
have loosened then holds.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from account_api.db import Database
from account_api.home import write_whole
from account_api.rules import queries
from account_api.rules.settable import SETTABLE
from risk.rulebook import PACKAGED, Row, Rulebook, firm_rulebook, read_firm_rules

STAMP = "rules.stamp"


def of_imports(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Rulebook]:
    """The packaged rulebooks with the newest of the accepted files of each jurisdiction, oldest first."""
    newest = {str(body["jurisdiction"]): body for body in bodies}
    return {place: _applied(rules, newest.get(place)) for place, rules in PACKAGED.items()}


def firm_rows(body: Mapping[str, Any] | None) -> tuple[Row, ...]:
    """The firm's rows of an accepted file that still hold."""
    if body is None:
        return ()
    report = read_firm_rules(body, SETTABLE)
    return tuple(each.row for each in report.rows if each.row is not None and not each.errors)


def _applied(rules: Rulebook, body: Mapping[str, Any] | None) -> Rulebook:
    if body is None:
        return rules
    return firm_rulebook(rules, firm_rows(body), read_firm_rules(body, SETTABLE).cut_overs)


@dataclass(frozen=True, slots=True)
class _Read:
    newest: int
    rulebooks: Mapping[str, Rulebook]


class StoredRulebooks:
    """Called, it gives the rulebooks by jurisdiction; `expect` announces an import that is about to commit."""

    def __init__(self, database: Database, home: Path) -> None:
        self._database, self._stamp = database, home / STAMP
        self._lock, self._known = Lock(), _Read(-1, PACKAGED)
        self._named: tuple[Mapping[str, Rulebook] | None, str] = (None, "")

    def __call__(self) -> Mapping[str, Rulebook]:
        if self._known.newest < self._expected():
            with self._lock:
                self._known = self._read()
        return self._known.rulebooks

    @property
    def edition(self) -> str:
        """Names the rows that are applied now: equal editions, equal rules."""
        rulebooks = self()
        if self._named[0] is not rulebooks:
            self._named = (rulebooks, edition_of(rulebooks))
        return self._named[1]

    def expect(self, import_id: int) -> None:
        """Makes every process look for this import until it is there."""
        write_whole(self._stamp, str(import_id), 0o644)

    def _expected(self) -> int:
        try:
            return int(self._stamp.read_text("utf-8"))
        except FileNotFoundError:
            return 0

    def _read(self) -> _Read:
        with self._database.transaction(writes=False) as session:
            rows = queries.imports(session)
        return _Read(max((row.id or 0 for row in rows), default=0), of_imports(row.body for row in rows))


def edition_of(rulebooks: Mapping[str, Rulebook]) -> str:
    """A hash of every row: equal editions, equal rules."""
    digest = hashlib.sha256()
    for place, rules in sorted(rulebooks.items()):
        digest.update(f"{place} {sorted(rules.cut_overs.items())}\n".encode())
        for row in rules.every():
            digest.update(f"{row!r}\n".encode())
    return digest.hexdigest()[:16]
