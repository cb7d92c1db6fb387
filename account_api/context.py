"""What a request needs, built once at start and handed in: no globals."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from account_api.audit import Event, Trail
from account_api.auth.passwords import Passwords
from account_api.clock import Clock
from account_api.db import Database
from account_api.errors import Problem
from account_api.home import Home
from account_api.moment import Moment, give_moment
from account_api.rules.store import StoredRulebooks
from account_api.settings import Settings
from risk.calendar import Calendar
from risk.rulebook import Rulebook


def _random_id() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Context:
    settings: Settings
    home: Home
    clock: Clock
    database: Database
    trail: Trail
    passwords: Passwords
    calendar: Calendar
    rulebooks: StoredRulebooks
    new_id: Callable[[], str] = _random_id

    @property
    def rules(self) -> Rulebook:
        """The rulebook this firm lives by, its own rows included."""
        return self.rulebooks()["CN"]

    @contextmanager
    def transaction(self, writes: bool = True) -> Iterator[Session]:
        """One transaction. A refusal rolls it back; the audit event the refusal carries is kept in one of its
        own.
        """
        try:
            with self.database.transaction(writes) as session:
                give_moment(session, Moment(self.clock, self.calendar))
                yield session
        except Problem as refusal:
            if refusal.trace is not None:
                with self.database.transaction() as session:
                    self.record(session, refusal.trace)
            raise

    def record(self, session: Session, *events: Event) -> None:
        self.trail.append(session, self.clock.now(), *events)
