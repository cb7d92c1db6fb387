"""One account seen from one day: the newest position not after it, under the terms in force on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from account_api.accounts import queries, reference_book, snapshot
from account_api.accounts.tables import ContractTerms, CreditAccount
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.errors import NoCreditAccount
from account_api.sources import freshness
from account_api.sources.freshness import Freshness, Watch
from risk.account import Contract, Holding, Snapshot, StandIn
from risk.figure import Figure
from risk.formulas import formula_zh
from risk.jurisdictions import ReferenceAccount

ALWAYS_SHOWN = (
    "total_assets",
    "total_liabilities",
    "net_assets",
    "maintenance_ratio",
    "available_margin",
    "withdrawable",
    "shortfall_to_restore",
    "leverage",
    "accrued_interest",
)
RATIOS = frozenset({"maintenance_ratio", "leverage"})


@dataclass(frozen=True, slots=True)
class View:
    """`snapshot` is None where there is no position day, or no contract, by `as_of`; `missing` then names it.

    An account of another place has no snapshot and no contract here, but a `reference` book by `as_of`.
    """

    client: Client
    account: CreditAccount
    as_of: date
    terms: ContractTerms | None
    snapshot: Snapshot | None
    reference: ReferenceAccount | None = None
    freshness: Freshness = freshness.UNKNOWN

    @property
    def abroad(self) -> bool:
        """Whether the account is booked in another place, which is for reference."""
        return self.account.jurisdiction != "CN"

    @property
    def codes(self) -> set[str]:
        """The securities that are held or owed."""
        if self.snapshot is None:
            return set()
        owed = {contract.security for _, contract in self.snapshot.contracts()}
        return owed | {row.security for row in self.snapshot.collateral}

    @property
    def missing(self) -> tuple[str, ...]:
        if self.snapshot is not None or self.reference is not None:
            return ()
        lacking = "contract_terms" if self.terms is None and not self.abroad else "account_day"
        return (f"{lacking}<={self.as_of.isoformat()}",)

    def origin(self) -> dict[str, object]:
        book = self.snapshot or self.reference
        taken = None if book is None else book.taken_at
        priced = None if book is None else book.price_time
        return {
            "client_id": self.client.client_id,
            "reference": reference_book.shown(self.account.jurisdiction, self.reference),
            "snapshot_time": taken and local_text(taken),
            "price_time": priced and local_text(priced),
            "newest_price_time": self.newest_price(),
            "rules_as_of": self.as_of,
            **self.freshness.as_json(),
            "stand_ins": self.stand_ins(),
            "prices_before": sum(each["why"] == "session_before" for each in self.stand_ins()),
        }

    def newest_price(self) -> str | None:
        """The instant of the newest price that the figures count with, where one is known; a line names its own where that is
        another than the account's.
        """
        if self.snapshot is None:
            return None
        lines: list[Holding | Contract] = [
            *self.snapshot.collateral,
            *(row for _, row in self.snapshot.contracts()),
        ]
        found = (self.snapshot.price_time, *(row.price_time for row in lines))
        return max((local_text(at) for at in found if at is not None), default=None)

    def stand_ins(self) -> list[dict[str, str]]:
        """The securities that an earlier price stands in for (firm-set), each once."""
        if self.snapshot is None:
            return []
        found: dict[str, tuple[datetime, StandIn]] = {}
        rows: list[Holding | Contract] = [*self.snapshot.collateral, *self.snapshot.financing]
        for row in (*rows, *self.snapshot.shorts):
            if row.price_time is not None and row.stand_in is not None:
                found[row.security] = row.price_time, row.stand_in
        return [
            {"security": code, "price_time": local_text(at), "why": why, "confidence": "firm-set"}
            for code, (at, why) in sorted(found.items())
        ]

    def unknown(self, name: str) -> Figure:
        """The figure that cannot be given, naming what is missing."""
        return Figure(
            name=name,
            value=None,
            unit="ratio" if name in RATIOS else self.account.currency,
            direction=None,
            formula=formula_zh(name),
            inputs=(),
            rule=(),
            as_of=self.as_of,
            price_time=None,
            missing=self.missing,
        )


def look(session: Session, client: Client, as_of: date, watch: Watch | None = None) -> View:
    """The account of `client` on `as_of`, its freshness measured where there is a `watch`. Raises NoCreditAccount where none
    was opened.
    """
    account = queries.account_of(session, client.client_id)
    if account is None:
        raise NoCreditAccount.yet()
    if account.jurisdiction != "CN":
        held = reference_book.newest(session, account, as_of)
        return _watched(session, View(client, account, as_of, None, None, held), watch)
    terms = queries.terms(session, account.account_id, as_of)
    newest = queries.days(session, account.account_id, as_of, limit=1)
    taken = (
        None
        if terms is None or not newest
        else snapshot.read(session, client, account, terms, newest[0], as_of)
    )
    return _watched(session, View(client, account, as_of, terms, taken), watch)


def _watched(session: Session, view: View, watch: Watch | None) -> View:
    book = view.snapshot or view.reference
    if watch is None or book is None:
        return view
    found = freshness.measured(
        session, view.client.client_id, view.as_of, book.taken_at, book.price_time, view.codes, watch
    )
    return replace(view, freshness=found)


def backwards(session: Session, view: View, limit: int | None = None) -> Iterator[Snapshot]:
    """The position days up to the view's, newest first, each under the terms and rules of its own day.

    A day is read when it is asked for; that of the view itself was read with it.
    """
    for day in queries.days(session, view.account.account_id, view.as_of, limit):
        if view.snapshot is not None and day.day == view.as_of:
            yield view.snapshot
            continue
        terms = queries.terms(session, view.account.account_id, day.day)
        if terms is not None:
            yield snapshot.read(session, view.client, view.account, terms, day, day.day)
