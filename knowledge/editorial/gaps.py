"""Questions without an answer: counted as they fail, grouped with those that ask the same, resolved by an editor, and
open again when one of them fails once more, unless it is out of scope: that holds for a question on every day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby
from typing import Any, Literal, get_args

from sqlalchemy import Connection, and_, delete, insert, select, update

from knowledge.catalogue import GAPS
from knowledge.days import stamp
from knowledge.editorial.journal import Act
from knowledge.editorial.naming import number_of, unknown
from knowledge.editorial.tables import RESOLUTIONS
from knowledge.errors import BadRequest
from knowledge.glossary import Glossary
from knowledge.query import prepare

How = Literal["glossary", "document", "answer", "out_of_scope"]
GAP = ("gap", "缺口")
OUT_OF_SCOPE = "out_of_scope"
LONGEST = 200
ALIKE = 0.5
ALIKE_ON_ONE_SUBJECT = 0.3
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){7,}[xX]?")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an editor did about a gap, and how often it had failed by then."""

    how: str
    reference: str
    note: str
    by: str
    at: datetime
    times: int

    def as_json(self) -> dict[str, str]:
        said = {name: getattr(self, name) for name in ("how", "reference", "note", "by")}
        return {**said, "at": stamp(self.at)}


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that failed for one day and reason, `times` times."""

    number: int
    query: str
    as_of: date
    reason: str
    times: int
    last_at: datetime | None
    resolution: Resolution | None


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps that ask the same, the oldest first; the group bears the oldest one's number."""

    members: tuple[Gap, ...]

    @property
    def id(self) -> str:
        return f"G{self.members[0].number}"

    @property
    def times(self) -> int:
        return sum(gap.times for gap in self.members)

    @property
    def last_at(self) -> datetime | None:
        return max((gap.last_at for gap in self.members if gap.last_at), default=None)

    @property
    def resolution(self) -> Resolution | None:
        """The newest resolution of any member."""
        return _newest(self.members)

    @property
    def state(self) -> Literal["open", "resolved", "reopened"]:
        if self.resolution is None:
            return "open"
        by_question = groupby(sorted(self.members, key=_question), _question)
        return "resolved" if all(_is_settled(list(gaps)) for _, gaps in by_question) else "reopened"

    def as_json(self) -> dict[str, object]:
        resolution = self.resolution
        members = [
            {"query": gap.query, "as_of": gap.as_of.isoformat(), "reason": gap.reason, "times": gap.times}
            for gap in self.members
        ]
        return {
            "id": self.id,
            "example": max(self.members, key=lambda gap: gap.times).query,
            "members": members,
            "times": self.times,
            "last_at": stamp(self.last_at) if self.last_at else None,
            "state": self.state,
            "resolution": resolution.as_json() if resolution else None,
        }


def _question(gap: Gap) -> str:
    return gap.query


def _newest(gaps: Sequence[Gap]) -> Resolution | None:
    resolved = [gap.resolution for gap in gaps if gap.resolution]
    return max(resolved, key=lambda resolution: resolution.at, default=None)


def _is_settled(gaps: Sequence[Gap]) -> bool:
    """Whether one question, whatever days it was asked about, has not failed since it was resolved, or needs no
    answer."""
    newest = _newest(gaps)
    if newest is None:
        return False
    failed_by_then = sum(gap.resolution.times for gap in gaps if gap.resolution)
    return newest.how == OUT_OF_SCOPE or sum(gap.times for gap in gaps) <= failed_by_then


def log_gap(connection: Connection, query: str, as_of: date, reason: str, at: datetime) -> None:
    """Count one more time that `query` found no passage. Callers mask what identifies a person; a long number that
    slipped through is not kept."""
    query = _LONG_NUMBER.sub("***", query[:LONGEST])
    same = and_(GAPS.c.query == query, GAPS.c.as_of == as_of, GAPS.c.reason == reason)
    done = connection.execute(update(GAPS).where(same).values(times=GAPS.c.times + 1, last_at=stamp(at)))
    if done.rowcount == 0:
        connection.execute(
            insert(GAPS).values(query=query, as_of=as_of, reason=reason, times=1, last_at=stamp(at))
        )


def list_gaps(connection: Connection) -> tuple[dict[str, object], ...]:
    """Unanswered questions, the most frequent first."""
    columns = (GAPS.c.query, GAPS.c.as_of, GAPS.c.reason, GAPS.c.times)
    rows = connection.execute(select(*columns).order_by(GAPS.c.times.desc(), GAPS.c.id))
    return tuple(dict(row) for row in rows.mappings())


def groups(connection: Connection, glossary: Glossary) -> tuple[GapGroup, ...]:
    """All gaps, grouped; open ones first, then the most frequent."""
    joined = select(GAPS, RESOLUTIONS).join(RESOLUTIONS, RESOLUTIONS.c.gap == GAPS.c.id, isouter=True)
    gaps = [_gap(row) for row in connection.execute(joined.order_by(GAPS.c.id)).mappings()]
    found = [GapGroup(tuple(members)) for members in _grouped(gaps, glossary)]
    return tuple(
        sorted(found, key=lambda group: (group.state == "resolved", -group.times, group.members[0].number))
    )


def resolve(act: Act, glossary: Glossary, gap_id: str, how: str, reference: str, note: str) -> GapGroup:
    """Say what was done about a group; what was done must be named, unless the question is out of scope."""
    number_of(gap_id, "G", GAP)
    if how not in get_args(How):
        raise BadRequest(f"how is one of {', '.join(get_args(How))}", "how 的取值无效", field="how")
    if how != OUT_OF_SCOPE and not reference.strip():
        raise BadRequest(
            "name the term, document or answer that resolves it",
            "请写明所依据的术语、文档或问答",
            "reference",
        )
    group = _named(groups(act.connection, glossary), gap_id)
    numbers = [gap.number for gap in group.members]
    act.connection.execute(delete(RESOLUTIONS).where(RESOLUTIONS.c.gap.in_(numbers)))
    said = {"how": how, "reference": reference.strip(), "note": note.strip()}
    by = {"resolved_by": act.editor.user, "resolved_at": act.stamp}
    rows = [{"gap": gap.number, "times": gap.times, **said, **by} for gap in group.members]
    act.connection.execute(insert(RESOLUTIONS), rows)
    act.record("resolve_gap", gap_id, f"{how} {reference}".strip())
    return _named(groups(act.connection, glossary), gap_id)


def _named(found: Sequence[GapGroup], gap_id: str) -> GapGroup:
    group = next((group for group in found if group.id == gap_id), None)
    if group is None:
        raise unknown(gap_id, GAP)
    return group


def _gap(row: Any) -> Gap:
    stated = (row[GAPS.c[name]] for name in ("id", "query", "as_of", "reason", "times", "last_at"))
    number, query, as_of, reason, times, last_at = stated
    last = datetime.fromisoformat(last_at) if last_at else None
    return Gap(number, query, as_of, reason, times, last, _resolution(row))


def _resolution(row: Any) -> Resolution | None:
    if row[RESOLUTIONS.c.gap] is None:
        return None
    columns = ("how", "reference", "note", "resolved_by", "resolved_at", "times")
    how, reference, note, by, at, times = (row[RESOLUTIONS.c[name]] for name in columns)
    return Resolution(how, reference, note, by, datetime.fromisoformat(at), times)


def _grouped(gaps: Sequence[Gap], glossary: Glossary) -> list[list[Gap]]:
    """Each question joins the first group whose oldest question it is like: a later one never moves an earlier. Only
    groups that share a word with it are looked at."""
    grouped: list[list[Gap]] = []
    oldest: list[_Subject] = []
    holding: dict[str, list[int]] = {}
    for gap in gaps:
        subject = _subject(gap.query, glossary)
        shared = Counter(chain.from_iterable(holding.get(name, ()) for name in subject.features))
        home = next((i for i in sorted(shared) if subject.is_like(oldest[i], shared[i])), None)
        if home is not None:
            grouped[home].append(gap)
            continue
        for name in subject.features:
            holding.setdefault(name, []).append(len(grouped))
        oldest.append(subject)
        grouped.append([gap])
    return grouped


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a question is about: the glossary's concepts it names, these and its other words (or its text, where it has
    none), and what it wants to hear."""

    concepts: frozenset[str]
    features: frozenset[str]
    forms: frozenset[str]

    def is_like(self, other: _Subject, shared: int) -> bool:
        """Most of their features are the `shared` ones, neither names a concept that the other does not know of, and
        they want to hear the same."""
        one_subject = bool(self.concepts) and self.concepts == other.concepts
        share = shared / (len(self.features) + len(other.features) - shared)
        if share < (ALIKE_ON_ONE_SUBJECT if one_subject else ALIKE):
            return False
        nested = self.concepts <= other.concepts or other.concepts <= self.concepts
        return nested and (not self.forms or not other.forms or self.forms == other.forms)


def _subject(query: str, glossary: Glossary) -> _Subject:
    """Concepts that only frame the question do not count."""
    prepared = prepare(query, glossary)
    concepts = frozenset(
        glossary.groups[concept.group][0] for concept in prepared.concepts if concept.weight == 1
    )
    return _Subject(concepts, concepts | prepared.plain or frozenset({prepared.text}), prepared.forms)
