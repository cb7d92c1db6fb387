"""Notices and the switch to a person: on a topic, for a time, at once and everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knowledge.days import CHINA
from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.rights import Editor
from knowledge.errors import BadRequest, Conflict, NotAllowed, NotFound
from knowledge.library import Library

from .conftest import AGENT, CLIENT, COMPLIANCE, EDUCATOR, LEGAL, START, SUPERVISOR, Clock

DRAFT = NoticeDraft("interest", "notice", "利率将于下周调整。", "Rates change next week.")


@pytest.mark.parametrize("editor", [SUPERVISOR, COMPLIANCE, LEGAL])
def test_a_notice_is_in_effect_at_once_on_its_topic_only(desk: Editorial, editor: Editor) -> None:
    notice = desk.set_notice(editor, DRAFT)
    assert desk.library.notices("interest", START) == (notice,)
    assert desk.library.notices("fraud", START) == desk.library.notices(None, START) == ()
    assert (notice.author, notice.zh) == (editor.user, "利率将于下周调整。")


def test_a_notice_on_every_topic_is_on_each_and_on_none(desk: Editorial) -> None:
    everywhere = desk.set_notice(LEGAL, replace(DRAFT, topic="*"))
    own = desk.set_notice(LEGAL, DRAFT)
    assert desk.library.notices("interest", START) == (everywhere, own)
    assert desk.library.notices(None, START) == (everywhere,)


def test_another_process_sees_it_at_once_and_no_longer_once_it_is_ended(
    desk: Editorial, tmp_path: Path, clock: Clock
) -> None:
    with Library.open(tmp_path / "home", clock=clock) as elsewhere:
        notice = desk.set_notice(LEGAL, replace(DRAFT, kind="person_only"))
        assert [each.kind for each in elsewhere.notices("interest", START)] == ["person_only"]
        desk.end_notice(SUPERVISOR, notice.id)
        assert elsewhere.notices("interest", START) == ()


def test_it_begins_and_ends_at_the_minute_stated_in_chinas_time(desk: Editorial, clock: Clock) -> None:
    start, until = datetime(2026, 11, 21, 9, 0), datetime(2026, 11, 21, 17, 0)  # noqa: DTZ001 -- as a form sends it
    notice = desk.set_notice(LEGAL, replace(DRAFT, start=start, until=until))
    assert notice.state(clock()) == "scheduled"
    at = [
        datetime(2026, 11, 21, hour, minute, tzinfo=CHINA)
        for hour, minute in ((8, 59), (9, 0), (16, 59), (17, 0))
    ]
    assert [len(desk.library.notices("interest", moment)) for moment in at] == [0, 1, 1, 0]
    assert [notice.state(moment) for moment in at] == ["scheduled", "active", "active", "ended"]
    assert len(desk.library.notices("interest", datetime(2026, 11, 21, 1, 0, tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("topic", {"topic": "weather"}),
        ("text.zh", {"zh": " "}),
        ("text.en", {"en": ""}),
        ("text.zh", {"zh": "长" * 301}),
        ("until", {"until": START}),
        ("until", {"until": datetime(9999, 12, 31, tzinfo=UTC)}),
        ("until", {"until": datetime(2101, 1, 1, tzinfo=CHINA)}),
        ("until", {"until": datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=23)))}),
        ("from", {"start": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))}),
        ("from", {"start": datetime(1999, 12, 31, tzinfo=CHINA)}),
        ("until", {"start": START + timedelta(days=2), "until": START + timedelta(days=1)}),
    ],
)
def test_what_will_not_do_is_named(desk: Editorial, field: str, change: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as refused:
        desk.set_notice(LEGAL, replace(DRAFT, **change))  # type: ignore[arg-type]  # fields that exist
    assert refused.value.field == field
    assert desk.notices(LEGAL) == ()


@pytest.mark.parametrize("editor", [EDUCATOR, AGENT, CLIENT])
def test_others_may_neither_set_nor_end_one(desk: Editorial, editor: Editor) -> None:
    notice = desk.set_notice(LEGAL, DRAFT)
    with pytest.raises(NotAllowed):
        desk.set_notice(editor, DRAFT)
    with pytest.raises(NotAllowed):
        desk.end_notice(editor, notice.id)
    assert [row["act"] for row in desk.log(LEGAL)] == ["refused: end_notice", "refused: notice", "notice"]


def test_the_list_keeps_every_notice_and_says_where_it_stands(desk: Editorial, clock: Clock) -> None:
    ended = desk.set_notice(LEGAL, DRAFT)
    desk.end_notice(LEGAL, ended.id)
    with pytest.raises(Conflict):
        desk.end_notice(LEGAL, ended.id)
    with pytest.raises(NotFound):
        desk.end_notice(LEGAL, "N77")
    desk.set_notice(LEGAL, DRAFT)
    assert [notice.state(clock()) for notice in desk.notices(EDUCATOR)] == ["active", "ended"]
