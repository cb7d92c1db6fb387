"""What is due for somebody: reviews, notices about to end, submissions that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.errors import BadRequest, Conflict, NotAllowed, NotFound

from .conftest import COMPLIANCE, EDUCATOR, LEGAL, START, Clock, published, rule

NOTICE = NoticeDraft("interest", "notice", "利率将调整。", "Rates will change.")


def due(desk: Editorial, days: int = 30) -> dict[str, Any]:
    return desk.due(LEGAL, days)


def test_documents_fall_due_by_their_day_and_say_when_it_has_passed(desk: Editorial) -> None:
    for name, review in (("late", "2026-11-01"), ("soon", "2026-12-10"), ("later", "2027-06-30")):
        published(desk, rule(f"{name}文本。", name, title=name, review=review))
    rows = due(desk)["documents"]
    assert [(row["document"], row["overdue"]) for row in rows] == [("late", True), ("soon", False)]
    assert [row["document"] for row in due(desk, 0)["documents"]] == ["late"]
    assert len(due(desk, 365)["documents"]) == 3


def test_a_reviewed_document_is_due_again_on_the_day_stated(desk: Editorial) -> None:
    version = published(desk, rule("文本。", review="2026-11-01"))
    assert desk.reviewed(COMPLIANCE, version, date(2027, 11, 1)).meta.next_review == date(2027, 11, 1)
    assert due(desk)["documents"] == []
    with pytest.raises(NotAllowed):
        desk.reviewed(EDUCATOR, version, date(2028, 1, 1))
    with pytest.raises(BadRequest):
        desk.reviewed(COMPLIANCE, version, date(2026, 11, 20))
    with pytest.raises(NotFound):
        desk.reviewed(COMPLIANCE, "nothing", date(2028, 1, 1))
    desk.retire(COMPLIANCE, version, "关闭")
    with pytest.raises(Conflict):
        desk.reviewed(COMPLIANCE, version, date(2028, 1, 1))


def test_what_has_ended_or_is_retired_needs_no_review(desk: Editorial) -> None:
    published(desk, rule("旧文本。", review="2026-11-01"))
    version = published(desk, rule("新文本。", start="2026-11-10", review="2026-11-01"))
    assert [row["version"] for row in due(desk)["documents"]] == [version]
    desk.retire(COMPLIANCE, version, "关闭")
    assert due(desk)["documents"] == []


def test_notices_about_to_end_are_due(desk: Editorial) -> None:
    ending = desk.set_notice(LEGAL, replace(NOTICE, until=START + timedelta(days=5)))
    desk.set_notice(LEGAL, replace(NOTICE, until=START + timedelta(days=50)))
    desk.set_notice(LEGAL, NOTICE)
    assert [row["id"] for row in due(desk)["notices"]] == [ending.id]


def test_submissions_that_wait_for_more_than_two_days_are_due(desk: Editorial, clock: Clock) -> None:
    waiting = desk.submit(EDUCATOR, rule("文本。"), "a.md")
    approved = desk.submit(EDUCATOR, rule("另一文本。", "other"), "b.md")
    clock.pass_by(days=2)
    assert due(desk)["submissions"] == []
    desk.approve(COMPLIANCE, approved.id)
    clock.pass_by(seconds=1)
    assert [row["id"] for row in due(desk)["submissions"]] == [waiting.id]
    clock.pass_by(days=3)
    assert {row["id"] for row in due(desk)["submissions"]} == {waiting.id, approved.id}
