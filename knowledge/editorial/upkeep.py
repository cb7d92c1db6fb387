"""The care of what is published: retiring a version, noting that it was reviewed, and what is due for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter

from sqlalchemy import Connection

from knowledge import records
from knowledge.days import day_in_china
from knowledge.editorial import notices, submission
from knowledge.editorial.journal import Act
from knowledge.editorial.naming import unknown
from knowledge.errors import BadRequest, Conflict
from knowledge.holding import ANSWER, fallen
from knowledge.model import DocumentVersion

VERSION = ("version", "版本")
MOST_CHARACTERS = 500
WAITS = timedelta(days=2)


def retire(act: Act, version: str, reason: str) -> DocumentVersion:
    """Take a version out of use, for a reason its permalinks will state. The version before it stays ended."""
    _check_reason(reason)
    held = _find(act.connection, version)
    if held.retired is not None:
        raise Conflict(f"{version} is {held.retired} already", f"版本 {version} 已停用", field="version")
    records.retire(act.connection, version, reason.strip())
    submission.retire_version(act.connection, version)
    act.record("retire", version, reason.strip())
    return _find(act.connection, version)


def reviewed(act: Act, version: str, next_review: date, note: str) -> DocumentVersion:
    """Note that a version still stands as it is, until the day it is to be reviewed again."""
    if next_review <= act.today:
        raise BadRequest("next_review must be a day to come", "复核日期应在今天之后", field="next_review")
    held = _find(act.connection, version)
    if held.retired is not None:
        raise Conflict(f"{version} is {held.retired}", f"版本 {version} 已停用", field="version")
    records.set_next_review(act.connection, version, next_review)
    act.record("reviewed", version, f"{next_review} {note}".strip())
    return _find(act.connection, version)


def due(connection: Connection, at: datetime, days: int) -> dict[str, object]:
    """What needs somebody within `days`: documents to review, answers held because what they rest on is no longer in
    force, notices about to end, submissions that have waited for two days."""
    today = day_in_china(at)
    until = today + timedelta(days=days)
    in_use = tuple(version for version in records.list_versions(connection) if version.retired is None)
    return {
        "as_of": today.isoformat(),
        "until": until.isoformat(),
        "documents": [version for _, version in sorted(_reviews(in_use, today, until), key=itemgetter(0))],
        "held": list(_held(connection, in_use, today)),
        "notices": list(_ending(connection, at, until)),
        "submissions": list(_waiting(connection, at)),
    }


def _reviews(
    in_use: Sequence[DocumentVersion], today: date, until: date
) -> Iterator[tuple[tuple[date, str], dict[str, object]]]:
    """Versions to be reviewed by then, with their day; what has ended needs no review."""
    for version in in_use:
        day = version.meta.next_review
        ended = version.effective_to is not None and version.effective_to <= today
        if day is not None and day <= until and not ended:
            yield (day, version.version), {**version.as_json(), "overdue": day <= today}


def _held(
    connection: Connection, in_use: Sequence[DocumentVersion], today: date
) -> Iterator[dict[str, object]]:
    """Verified answers that would be in force, were what they rest on."""
    for version in in_use:
        meta = version.meta
        if meta.kind != ANSWER or not version.is_in_force(today):
            continue
        grounds = {passage.id: passage for passage in records.find_in_use(connection, meta.cites)}
        gone = fallen(meta.cites, grounds, today)
        if gone:
            yield {
                **version.as_json(),
                "cites": list(gone),
                "reason": f"rests on something no longer in force: {', '.join(gone)}",
                "reason_zh": f"依据已不再有效：{'、'.join(gone)}",
            }


def _ending(connection: Connection, at: datetime, until: date) -> Iterator[dict[str, object]]:
    for notice in notices.every(connection):
        if notice.is_in_effect(at) and notice.until is not None and day_in_china(notice.until) <= until:
            yield notice.as_json()


def _waiting(connection: Connection, at: datetime) -> Iterator[dict[str, object]]:
    for state in ("submitted", "approved"):
        for waiting in submission.listed(connection, state):
            since = datetime.fromisoformat(waiting.reviewed_at or waiting.submitted_at)
            if at - since > WAITS:
                yield waiting.as_json()


def _find(connection: Connection, version: str) -> DocumentVersion:
    held = records.find_version(connection, version)
    if held is None:
        raise unknown(version, VERSION)
    return held


def _check_reason(reason: str) -> None:
    if not 0 < len(reason.strip()) <= MOST_CHARACTERS:
        raise BadRequest(
            f"say why, in at most {MOST_CHARACTERS} characters",
            f"请说明原因，不超过 {MOST_CHARACTERS} 字",
            field="reason",
        )
