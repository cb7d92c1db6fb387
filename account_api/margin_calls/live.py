"""Where calls stand at this instant, payments included that no sweep has come by yet: worked out as a sweep does, and not written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import local_text
from account_api.context import Context
from account_api.decisions.call_ledger import Ledger, read
from account_api.decisions.call_state import Followed, calls_of
from account_api.margin_calls import top_ups
from account_api.margin_calls.batch import Noted, begun
from account_api.margin_calls.cases import open_key
from account_api.margin_calls.segments import segments
from account_api.margin_calls.tables import MarginCase
from account_api.margin_calls.words import STATES, said


@dataclass(frozen=True, slots=True)
class Live:
    """The calls of some accounts, by what there may be one open case of, and the payments of each case, by its number, that no
    sweep has come by yet.
    """

    calls: Mapping[str, Followed]
    paid: Mapping[str, Sequence[Noted]]

    def unseen(self, case: MarginCase) -> list[Noted]:
        """The payments of a case that are not written yet; the account is not frozen for them before a sweep does."""
        return [replace(each, snapshot_id=None) for each in self.paid.get(case.id, ())]

    def of(self, case: MarginCase) -> dict[str, Any]:
        """State and deadline of an open case as they are now; nothing of one that is closed, or whose account has no position."""
        call = self.calls.get(case.open_key or "")
        found = () if call is None else segments(call.outcomes)
        file = next((each.file for each in found if each.called_on == case.called_on), None)
        if file is None:
            return {}
        return {
            "state": file.state,
            "state_text": said(STATES, file.state),
            "deadline": None if file.deadline is None else local_text(file.deadline),
            "provisional": file.provisional,
        }


def live(ctx: Context, session: Session, views: Sequence[View], now: datetime) -> Live:
    """Every call of these accounts as it stands at an instant."""
    batch, ledgers = begun(ctx, session), read(session, views, now)
    top_ups.recognised(batch, ledgers)
    return Live(dict(_calls(ctx, ledgers)), batch.happened())


def _calls(ctx: Context, ledgers: Sequence[Ledger]) -> Iterator[tuple[str, Followed]]:
    for ledger in ledgers:
        for call in calls_of(ctx, ledger):
            yield open_key(ledger.view.client.client_id, call.file.kind, call.contract), call
