"""The audit chain: what is in it, and that every kind of tampering is reported by its own name."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from account_api import audit_check
from account_api.audit import Anchor, AuditRow, Event, Mark, Trail, digest, tail


def write(firm: Any, count: int) -> None:
    for number in range(count):
        with firm.context.transaction() as session:
            firm.context.record(session, Event("test.happened", "demo-agent", "demo-call", {"n": number}))


def report(firm: Any) -> audit_check.Report:
    with firm.context.transaction(writes=False) as session:
        return audit_check.verify(session, firm.context.trail)


def breaks(firm: Any) -> list[tuple[str, int, int | None]]:
    return [(found.kind, found.seq, found.other) for found in report(firm).breaks]


def tamper(firm: Any, work: Callable[[Session], None]) -> None:
    with firm.context.database.transaction() as session:
        work(session)


def rehash_from(session: Session, first: int) -> None:
    """What somebody with the database and this source code would do."""
    rows = session.exec(select(AuditRow).order_by(AuditRow.seq)).all()
    for before, row in pairwise(rows):
        if row.seq >= first:
            row.prev = before.hash
            row.hash = digest(row, row.seq, row.prev)


def test_an_untouched_trail_is_whole(either: Any) -> None:
    write(either, 5)
    found = report(either)
    assert found.whole
    assert not found.unsettled
    assert found.rows == found.head.seq == 6  # the seeding is the first row
    assert found.anchored == found.head


def test_whoever_notes_something_first_waits_for_the_database_and_then_for_the_chain(
    firm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, database = Trail.lock, firm.context.database.writing.url.database
    held: list[bool] = []

    def looked(trail: Trail) -> AbstractContextManager[None]:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as rival:
            try:
                rival.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                held.append(True)
            else:
                held.append(False)
        return locked(trail)

    monkeypatch.setattr(Trail, "lock", looked)
    write(firm, 1)
    assert held == [True]


def test_ids_in_the_trail_are_pseudonyms(firm: Any) -> None:
    write(firm, 1)
    with firm.context.transaction(writes=False) as session:
        row = session.get_one(AuditRow, 2)
    assert row.actor == firm.context.trail.pseudonym("demo-agent")
    assert row.subject == firm.context.trail.pseudonym("demo-call")
    assert "demo" not in row.actor + str(row.subject)


def test_a_rolled_back_event_leaves_neither_row_nor_anchor(either: Any) -> None:
    write(either, 1)
    before = report(either)
    with pytest.raises(RuntimeError), either.context.transaction() as session:
        either.context.record(session, Event("test.lost", "demo-agent"))
        raise RuntimeError
    write(either, 1)
    assert report(either).head.seq == before.head.seq + 1
    assert report(either).whole


def test_a_deleted_last_row_is_a_cut_tail(either: Any) -> None:
    write(either, 4)
    tamper(either, lambda session: session.execute(text("DELETE FROM audit WHERE seq = 5")))
    assert breaks(either) == [("cut_tail", 4, 5)]


def test_a_deleted_middle_row_is_missing(either: Any) -> None:
    write(either, 4)
    tamper(either, lambda session: session.execute(text("DELETE FROM audit WHERE seq = 3")))
    assert breaks(either) == [("missing_row", 3, None)]


def test_two_rows_exchanged_whole_are_swapped(either: Any) -> None:
    write(either, 4)

    def swap(session: Session) -> None:
        for old, new in ((2, -1), (4, 2), (-1, 4)):
            session.execute(text(f"UPDATE audit SET seq = {new} WHERE seq = {old}"))

    tamper(either, swap)
    assert breaks(either) == [("swapped_rows", 2, 4)]


def test_two_rows_whose_contents_are_exchanged_are_swapped(firm: Any) -> None:
    write(firm, 4)

    def swap(session: Session) -> None:
        one, other = session.get_one(AuditRow, 2), session.get_one(AuditRow, 4)
        one.detail, other.detail = other.detail, one.detail

    tamper(firm, swap)
    assert breaks(firm) == [("swapped_rows", 2, 4)]


def test_a_changed_row_is_altered(firm: Any) -> None:
    write(firm, 4)
    tamper(firm, lambda session: session.execute(text("UPDATE audit SET action = 'other' WHERE seq = 3")))
    assert breaks(firm) == [("altered_row", 3, None)]


def test_a_row_hashed_anew_by_itself_breaks_the_link(firm: Any) -> None:
    write(firm, 4)

    def rehash_one(session: Session) -> None:
        row = session.get_one(AuditRow, 3)
        row.action = "other"
        row.hash = digest(row, row.seq, row.prev)

    tamper(firm, rehash_one)
    assert breaks(firm) == [("broken_link", 4, None)]


def test_a_tail_hashed_anew_is_told_by_the_anchor(either: Any) -> None:
    write(either, 4)

    def rehash(session: Session) -> None:
        session.get_one(AuditRow, 3).action = "other"
        row = session.get_one(AuditRow, 3)
        row.hash = digest(row, row.seq, row.prev)
        rehash_from(session, 4)

    tamper(either, rehash)
    assert breaks(either) == [("rehashed_tail", 5, None)]


def test_a_row_removed_and_the_rest_renumbered_and_hashed_anew_is_a_cut_tail(firm: Any) -> None:
    write(firm, 4)

    def remove(session: Session) -> None:
        session.execute(text("DELETE FROM audit WHERE seq = 3"))
        for old, new in ((4, 3), (5, 4)):
            session.execute(text(f"UPDATE audit SET seq = {new} WHERE seq = {old}"))
        rehash_from(session, 3)

    tamper(firm, remove)
    assert breaks(firm) == [("cut_tail", 4, 5)]


def test_rows_added_past_the_anchor_are_extra(firm: Any) -> None:
    write(firm, 2)

    def add(session: Session) -> None:
        last = session.get_one(AuditRow, 3)
        forged = AuditRow.of(**{**last.model_dump(), "seq": 4, "prev": last.hash})
        forged.hash = digest(forged, 4, last.hash)
        session.add(forged)

    tamper(firm, add)
    assert breaks(firm) == [("extra_rows", 3, 4)]


def test_a_lost_anchor_is_reported(firm: Any) -> None:
    write(firm, 2)
    firm.context.home.audit_head.unlink()
    assert breaks(firm) == [("anchor_missing", 3, None)]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"head": 1, "next": null, "breaches": []}', b"\xff"])
def test_an_anchor_that_cannot_be_read_is_reported_and_nothing_is_written_over_it(
    firm: Any, content: bytes
) -> None:
    write(firm, 2)
    firm.context.home.audit_head.write_bytes(content)
    assert breaks(firm) == [("anchor_unreadable", 3, None)]
    with pytest.raises(ValueError):
        write(firm, 1)
    assert firm.context.home.audit_head.read_bytes() == content


def test_the_anchor_remembers_a_cut_that_later_entries_would_hide(firm: Any) -> None:
    write(firm, 4)
    tamper(firm, lambda session: session.execute(text("DELETE FROM audit WHERE seq = 5")))
    write(firm, 3)
    assert breaks(firm) == [("breach", 4, 5)]


@pytest.mark.parametrize("committed", [True, False])
def test_a_crash_around_the_commit_is_unsettled_and_settles_itself(firm: Any, committed: bool) -> None:
    write(firm, 2)
    head = firm.context.home.audit_head
    with firm.context.transaction(writes=False) as session:
        last, before = tail(session), session.get_one(AuditRow, 2)
    noted = Mark(4, "f" * 64)
    crashed = Anchor(Mark(before.seq, before.hash), last) if committed else Anchor(last, noted)
    crashed.write(head)
    found = report(firm)
    assert (found.unsettled, found.whole) == (True, True)
    write(firm, 1)
    assert (report(firm).unsettled, report(firm).whole, report(firm).rows) == (False, True, 4)


def test_a_report_is_bilingual(firm: Any) -> None:
    tamper(firm, lambda session: session.execute(text("UPDATE audit SET action = 'other'")))
    (found,) = report(firm).as_json()["breaks"]
    assert (found["text"], found["text_zh"]) == ("Row 1 was altered.", "第 1 条内容被改动。")


def test_what_is_noted_within_a_savepoint_stands_or_falls_with_it(either: Any) -> None:
    ctx, before = either.context, report(either).rows
    with ctx.transaction() as session:
        with session.begin_nested():
            ctx.record(session, Event("test.kept", "demo-agent"))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            ctx.record(session, Event("test.undone", "demo-agent"))
            raise ZeroDivisionError
        ctx.record(session, Event("test.after", "demo-agent"))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            ctx.record(session, Event("test.undone", "demo-agent"))
            raise ZeroDivisionError
    found = report(either)
    assert (found.rows, found.whole, found.unsettled) == (before + 2, True, False)
    write(either, 2)
    assert report(either).whole
    assert either.audit_actions()[-4:] == ["test.kept", "test.after", "test.happened", "test.happened"]
