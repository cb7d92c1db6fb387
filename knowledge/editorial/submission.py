"""A submission as it is kept and shown: who handed in what, where it stands, and what was found in it when it came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, insert, select, update

from knowledge.catalogue import VERSIONS
from knowledge.editorial.naming import number_of, unknown
from knowledge.editorial.reading import Received, SubmissionKind
from knowledge.editorial.tables import FILES, SUBMISSIONS
from knowledge.errors import BadRequest
from knowledge.examination import Examined
from knowledge.metadata import Validity

State = Literal["submitted", "approved", "rejected", "published", "superseded", "withdrawn", "retired"]
SUBMISSION = ("submission", "提交")
SUPERSEDED = "superseded"
_SHOWN = (
    *("id", "file", "kind", "state", "submitted_by", "submitted_at", "reviewed_by", "reviewed_at"),
    *("note", "review_note", "quarantined", "published_by", "published_at", "superseded_by"),
)
_MEANT_FOR_LIST = ("title", "document", "lang", "jurisdiction", "layer", "tier", "topic", "effective_from")


@dataclass(frozen=True, slots=True)
class Submission:
    """`version` is what it would be, or is, in the catalogue; `base` the versions of its series in use when it came;
    `summary` what the list shows of it, in JSON. `superseded` is what was published until a correction took its
    place, which `superseded_by` names."""

    number: int
    file: str
    kind: SubmissionKind
    state: State
    submitted_by: str
    submitted_at: str
    reviewed_by: str | None
    reviewed_at: str | None
    note: str
    review_note: str | None
    version: str
    summary: dict[str, Any]
    base: tuple[str, ...]
    stated: Validity | None
    quarantined: bool
    published_by: str | None
    published_at: str | None
    superseded_by: str | None

    @property
    def id(self) -> str:
        return f"S{self.number}"

    def as_json(self) -> dict[str, object]:
        is_out = self.state in ("published", "superseded", "retired")
        return {
            **{name: getattr(self, name) for name in _SHOWN},
            "version": self.version if is_out else None,
            **self.summary,
        }


def summary_of(found: Examined) -> dict[str, Any]:
    """What the list shows: what the document says about itself, how many passages it has, what to know first."""
    meta = found.meta
    said = {name: getattr(meta, name) for name in _MEANT_FOR_LIST}
    warnings = [
        {"code": remark.code, "text": remark.text, "text_zh": remark.text_zh} for remark in found.warnings
    ]
    return {
        **said,
        "effective_from": meta.effective_from.isoformat(),
        "effective_to": meta.declared_to.isoformat() if meta.declared_to else None,
        "passages": len(found.chunks),
        "warnings": warnings,
    }


def keep(
    connection: Connection,
    received: Received,
    found: Examined,
    base: Sequence[str],
    by: str,
    at: str,
    note: str,
) -> Submission:
    """Store what was handed in, with its bytes; nobody can find it by a search."""
    stated = received.stated
    number = connection.execute(
        insert(SUBMISSIONS)
        .values(
            file=received.file,
            kind=received.kind,
            state="submitted",
            submitted_by=by,
            submitted_at=at,
            note=note,
            version=found.version,
            summary=json.dumps(summary_of(found), ensure_ascii=False),
            base=json.dumps(list(base)),
            stated_from=stated.effective_from if stated else None,
            stated_to=stated.effective_to if stated else None,
            quarantined=found.instructions is not None,
        )
        .returning(SUBMISSIONS.c.id)
    ).scalar_one()
    connection.execute(insert(FILES).values(submission=number, data=received.data))
    return find(connection, f"S{number}")


def find(connection: Connection, name: str) -> Submission:
    """The submission of that name, or `NotFound`."""
    number = number_of(name, "S", SUBMISSION)
    row = connection.execute(_submissions().where(SUBMISSIONS.c.id == number)).one_or_none()
    if row is None:
        raise unknown(name, SUBMISSION)
    return _submission(row)


def received(connection: Connection, submission: Submission) -> Received:
    """The bytes as they came."""
    data = connection.execute(
        select(FILES.c.data).where(FILES.c.submission == submission.number)
    ).scalar_one()
    return Received(submission.kind, submission.file, data, submission.stated)


def listed(connection: Connection, state: str | None = None) -> tuple[Submission, ...]:
    """All submissions, or those in one state, the newest first."""
    statement = _submissions().order_by(SUBMISSIONS.c.id.desc())
    if state is not None:
        if state not in get_args(State):
            raise BadRequest(
                f"state is one of {', '.join(get_args(State))}", "state 的取值无效", field="state"
            )
        statement = statement.where(_stands == state)
    return tuple(map(_submission, connection.execute(statement)))


def move(connection: Connection, submission: Submission, state: State, **more: str | None) -> Submission:
    """Put the submission into another state; `more` are columns that change with it."""
    same = SUBMISSIONS.c.id == submission.number
    connection.execute(update(SUBMISSIONS).where(same).values(state=state, **more))
    return find(connection, submission.id)


def retire_version(connection: Connection, version: str) -> None:
    """What came of a submission is no longer in use."""
    same = SUBMISSIONS.c.version == version
    connection.execute(
        update(SUBMISSIONS).where(same, SUBMISSIONS.c.state == "published").values(state="retired")
    )


_OF_IT = VERSIONS.alias()
_INSTEAD = VERSIONS.alias()
_stands: ColumnElement[str] = case(
    (and_(SUBMISSIONS.c.state == "published", _OF_IT.c.retired == SUPERSEDED), "superseded"),
    else_=SUBMISSIONS.c.state,
)


def _submissions() -> Select[Any]:
    """The rows with where they stand: a correction may have come by any way, so the catalogue is asked."""
    same = (
        _INSTEAD.c[name] == _OF_IT.c[name] for name in ("document", "lang", "jurisdiction", "effective_from")
    )
    instead = (
        select(_INSTEAD.c.version)
        .where(*same, _INSTEAD.c.retired.is_(None), _OF_IT.c.retired == SUPERSEDED)
        .scalar_subquery()
    )
    return select(SUBMISSIONS, _stands.label("stands"), instead.label("instead")).join(
        _OF_IT, _OF_IT.c.version == SUBMISSIONS.c.version, isouter=True
    )


def _submission(row: Row[Any]) -> Submission:
    superseded = row.stands == "superseded"
    return Submission(
        number=row.id,
        file=row.file,
        kind=row.kind,
        state=row.stands,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        note=row.note,
        review_note=row.review_note,
        version=row.version,
        summary=json.loads(row.summary),
        base=tuple(json.loads(row.base)),
        stated=_stated(row.stated_from, row.stated_to),
        quarantined=row.quarantined,
        published_by=row.published_by,
        published_at=row.published_at,
        superseded_by=row.instead if superseded else None,
    )


def _stated(start: date | None, end: date | None) -> Validity | None:
    return None if start is None else Validity(start, end, "")
