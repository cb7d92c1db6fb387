"""Notices and the switch to a person: set on a topic for a time, in effect at once in every process, because each
answer asks the table itself. A client reads them, so both languages are required."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from knowledge.days import CHINA, stamp
from knowledge.editorial.journal import Act
from knowledge.editorial.naming import number_of, unknown
from knowledge.editorial.tables import NOTICES
from knowledge.errors import BadRequest, Conflict
from knowledge.model import Notice
from knowledge.topics import topics

EVERY_TOPIC = "*"
MOST_CHARACTERS = 300
NOTICE = ("notice", "公告")
FIRST_YEAR, LAST_YEAR = 2000, 2100
WIDEST_OFFSET = timedelta(hours=14)
"""As far as any place on earth is ahead of or behind UTC."""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice as asked for. A time without a zone is China's; `start` None: from now on."""

    topic: str
    kind: Literal["notice", "person_only"]
    zh: str
    en: str
    start: datetime | None = None
    until: datetime | None = None


def in_effect(connection: Connection, topic: str | None, at: datetime) -> tuple[Notice, ...]:
    """The notices on that topic at that moment, oldest first: its own and those on every topic."""
    wanted = (EVERY_TOPIC,) if topic is None else (EVERY_TOPIC, topic)
    rows = connection.execute(
        select(NOTICES)
        .where(NOTICES.c.ended_at.is_(None), NOTICES.c.topic.in_(wanted))
        .order_by(NOTICES.c.id)
    )
    return tuple(notice for notice in map(_notice, rows) if notice.is_in_effect(at))


def every(connection: Connection) -> tuple[Notice, ...]:
    """All notices ever set, the newest first."""
    return tuple(map(_notice, connection.execute(select(NOTICES).order_by(NOTICES.c.id.desc()))))


def set_notice(act: Act, draft: NoticeDraft) -> Notice:
    """Set a notice; `BadRequest` for one that nobody could read or that could never be in effect."""
    start = act.at if draft.start is None else _in_china(draft.start, "from")
    until = None if draft.until is None else _in_china(draft.until, "until")
    _check(draft, start, until, act.at)
    inserted = act.connection.execute(
        insert(NOTICES)
        .values(
            topic=draft.topic,
            kind=draft.kind,
            zh=draft.zh.strip(),
            en=draft.en.strip(),
            start=stamp(start),
            until=None if until is None else stamp(until),
            author=act.editor.user,
            set_at=act.stamp,
        )
        .returning(NOTICES.c.id)
    ).scalar_one()
    notice = _find(act.connection, inserted)
    act.record("notice", notice.id, f"{draft.kind} on {draft.topic}")
    return notice


def end_notice(act: Act, notice_id: str) -> Notice:
    """End a notice before its time; ending it twice is a `Conflict`."""
    number = number_of(notice_id, "N", NOTICE)
    done = act.connection.execute(
        update(NOTICES).where(NOTICES.c.id == number, NOTICES.c.ended_at.is_(None)).values(ended_at=act.stamp)
    )
    notice = _find(act.connection, number)
    if done.rowcount == 0:
        raise Conflict(f"notice {notice_id} has ended", f"公告 {notice_id} 已经结束", field="notice")
    act.record("end_notice", notice_id)
    return notice


def _check(draft: NoticeDraft, start: datetime, until: datetime | None, now: datetime) -> None:
    if draft.topic != EVERY_TOPIC and draft.topic not in topics():
        raise BadRequest(f"no topic {draft.topic}", f"没有主题 {draft.topic}", field="topic")
    for field, text in (("text.zh", draft.zh), ("text.en", draft.en)):
        if not 0 < len(text.strip()) <= MOST_CHARACTERS:
            raise BadRequest(
                f"{field}: give a text of at most {MOST_CHARACTERS} characters",
                f"{field}：请填写不超过 {MOST_CHARACTERS} 字的文字",
                field=field,
            )
    if until is not None and until <= max(start, now):
        raise BadRequest(
            "until must be later than from, and than now", "结束时间必须晚于开始时间和现在", field="until"
        )


def _find(connection: Connection, number: int) -> Notice:
    row = connection.execute(select(NOTICES).where(NOTICES.c.id == number)).one_or_none()
    if row is None:
        raise unknown(f"N{number}", NOTICE)
    return _notice(row)


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=f"N{row.id}",
        topic=row.topic,
        kind=row.kind,
        zh=row.zh,
        en=row.en,
        start=datetime.fromisoformat(row.start),
        until=datetime.fromisoformat(row.until) if row.until else None,
        author=row.author,
        set_at=datetime.fromisoformat(row.set_at),
        ended_at=datetime.fromisoformat(row.ended_at) if row.ended_at else None,
    )


def _in_china(moment: datetime, field: str) -> datetime:
    """A time as it was given, in China's; `BadRequest` for one that nobody can have meant."""
    offset = moment.utcoffset() or timedelta()
    if not FIRST_YEAR <= moment.year <= LAST_YEAR or abs(offset) > WIDEST_OFFSET:
        raise BadRequest(
            f"{field}: give a time between {FIRST_YEAR} and {LAST_YEAR}, in a zone there is",
            f"{field}：请填写 {FIRST_YEAR} 至 {LAST_YEAR} 年之间、时区有效的时间",
            field=field,
        )
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
