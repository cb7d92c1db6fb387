"""What is frozen comes back as it was, figure for figure, and shows when it was altered."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from sqlmodel import select

from account_api.accounts.view import look
from account_api.clients import queries as clients
from account_api.snapshots.service import freeze, intact, thawed
from account_api.snapshots.tables import FrozenSnapshot
from risk.account import Snapshot
from risk.evaluation import evaluate
from tests.account_api.conftest import Firm

PERSONAS = ("demo-call", "demo-short", "demo-safe", "demo-watch", "demo-overdue")


def snapshot_of(firm: Firm, client_id: str) -> Snapshot:
    with firm.context.transaction(writes=False) as session:
        client = clients.client(session, client_id)
        assert client is not None
        found = look(session, client, firm.context.clock.today()).snapshot
    assert found is not None
    return found


def frozen(firm: Firm, client_id: str, snapshot: Snapshot) -> FrozenSnapshot:
    with firm.context.transaction() as session:
        return freeze(firm.context, session, client_id, snapshot, "call", firm.now)


def test_an_account_comes_back_with_every_trace_id(either: Firm) -> None:
    for client_id in PERSONAS:
        snapshot = snapshot_of(either, client_id)
        row = frozen(either, client_id, snapshot)
        with either.context.transaction(writes=False) as session:
            kept = session.get_one(FrozenSnapshot, row.id)
        again = evaluate(thawed(kept), either.context.rules)
        assert thawed(kept) == snapshot
        assert {name: each.trace_id for name, each in again.figures.items()} == kept.figures
        assert len(kept.figures) > 8
        assert intact(kept) and kept.edition == either.context.rulebooks.edition


def test_freezing_twice_is_freezing_once(firm: Firm) -> None:
    snapshot = snapshot_of(firm, "demo-call")
    first = frozen(firm, "demo-call", snapshot)
    firm.now += timedelta(hours=1)
    second = frozen(firm, "demo-call", snapshot)
    assert (second.id, second.at) == (first.id, first.at)
    with firm.context.transaction(writes=False) as session:
        ids = session.exec(select(FrozenSnapshot.id).where(FrozenSnapshot.id == first.id)).all()
        assert len(ids) == 1


def test_another_moment_or_another_client_is_another_snapshot(firm: Firm) -> None:
    snapshot = snapshot_of(firm, "demo-call")
    assert snapshot.taken_at is not None
    later = replace(snapshot, taken_at=snapshot.taken_at + timedelta(microseconds=1))
    ids = {
        frozen(firm, "demo-call", snapshot).id,
        frozen(firm, "demo-call", later).id,
        frozen(firm, "demo-safe", snapshot).id,
    }
    assert len(ids) == 3


def test_an_overdrawn_account_is_kept_as_it_is(firm: Firm) -> None:
    snapshot = replace(snapshot_of(firm, "demo-call"), cash=Fraction(-1234567, 10000))
    assert thawed(frozen(firm, "demo-call", snapshot)).cash == Fraction(-1234567, 10000)


def test_an_altered_row_shows(firm: Firm) -> None:
    row = frozen(firm, "demo-call", snapshot_of(firm, "demo-call"))
    row.book = {**row.book, "cash": "1"}
    assert not intact(row)
