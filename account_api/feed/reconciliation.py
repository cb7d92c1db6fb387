"""Whether the ledger's days add up: a day's closing lines are those of the day before, interest counted on, plus its events.

What does not is a difference with its line named, such as a day that was imported and not fed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sqlmodel import Session

from account_api.accounts.tables import CreditAccount
from account_api.errors import NoSuchAccount
from account_api.feed import ledger, queries
from account_api.feed.contract import DifferencePublic, ReconciliationPublic
from account_api.feed.lines import ZERO, DayLines, Line, rolled
from account_api.texts import plain


def reconciled(session: Session, client_id: str | None, day: date | None) -> ReconciliationPublic:
    """Checks every day but the first of every mainland account, or of one client's, or one day only.

    Raises NoSuchAccount for a client without such an account.
    """
    accounts = queries.accounts(session, client_id)
    if client_id is not None and not accounts:
        raise NoSuchAccount("There is no such account.", "没有该账户。")
    differences: list[DifferencePublic] = []
    days = lines = 0
    for account in accounts:
        whole = ledger.whole(session, account)
        for before, after in pairwise(whole):
            if day in (None, after.day):
                days += 1
                lines += len({*before.lines, *after.lines})
                differences.extend(_differences(session, account, before, after))
    return ReconciliationPublic(accounts=len(accounts), days=days, lines=lines, differences=differences)


def _differences(
    session: Session, account: CreditAccount, before: DayLines, after: DayLines
) -> Iterator[DifferencePublic]:
    counted = rolled(before, after.day, ledger.counting_of(session, account, before.day))
    events = {
        Line(kind, key): delta  # type: ignore[arg-type]
        for (kind, key), delta in queries.moved(session, account.account_id, before.day, after.day).items()
        if kind != "right"
    }
    for line in dict.fromkeys((*counted, *events, *after.lines)):
        opening = before.lines.get(line, ZERO)
        interest = counted.get(line, ZERO) - opening
        row = _Row(line, opening, interest, events.get(line, ZERO), after.lines.get(line, ZERO))
        if row.difference:
            yield row.shown(account.client_id, before.day, after.day)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of one day: where it began, what interest and events added, where it ended."""

    line: Line
    opening: Decimal
    interest: Decimal
    events: Decimal
    closing: Decimal

    @property
    def difference(self) -> Decimal:
        return self.closing - self.opening - self.interest - self.events

    def shown(self, client_id: str, opening_day: date, day: date) -> DifferencePublic:
        """The row as texts."""
        amounts = ("opening", "interest", "events", "closing", "difference")
        texts = {name: plain(getattr(self, name)) for name in amounts}
        return DifferencePublic(
            client_id=client_id, day=day, opening_day=opening_day, line=self.line.text, **texts
        )
