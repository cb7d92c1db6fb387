"""The firm's own glossary: words its clients use, added by an editor and merged with the packaged glossary when the
index is loaded. An entry that shares a wording with a packaged group joins that group."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from knowledge.catalogue import advance
from knowledge.editorial.journal import Act
from knowledge.editorial.naming import unknown
from knowledge.editorial.tables import GLOSSARY
from knowledge.errors import BadRequest
from knowledge.glossary import Glossary
from knowledge.normalise import fold, tidy

LONGEST = 40
MOST_WORDINGS = 20
TERM = ("term", "术语")


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its other wordings: Simplified and slang, Traditional and regional, English."""

    term: str
    zh: tuple[str, ...] = ()
    hant: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    added_by: str = ""
    added_at: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.term, *self.zh, *self.hant, *self.en)

    def as_json(self) -> dict[str, object]:
        names = ("term", "zh", "hant", "en", "added_by", "added_at")
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in ((name, getattr(self, name)) for name in names)
        }


def terms(connection: Connection) -> tuple[Term, ...]:
    """All entries of the firm, by term."""
    rows = connection.execute(select(GLOSSARY).order_by(GLOSSARY.c.term))
    return tuple(
        Term(row.term, _read(row.zh), _read(row.hant), _read(row.en), row.added_by, row.added_at)
        for row in rows
    )


def add_term(act: Act, term: Term) -> Term:
    """Add an entry, or put it in the place of the one with the same term. In use from the next question on."""
    zh, hant, en = (tuple(map(tidy, group)) for group in (term.zh, term.hant, term.en))
    cleaned = Term(tidy(term.term), zh, hant, en, act.editor.user, act.stamp)
    _check(cleaned)
    act.connection.execute(delete(GLOSSARY).where(GLOSSARY.c.term == cleaned.term))
    act.connection.execute(
        insert(GLOSSARY).values(
            term=cleaned.term,
            zh=_written(zh),
            hant=_written(hant),
            en=_written(en),
            added_by=cleaned.added_by,
            added_at=cleaned.added_at,
        )
    )
    advance(act.connection)
    act.record("glossary", cleaned.term, ", ".join(cleaned.wordings[1:]))
    return cleaned


def remove_term(act: Act, term: str) -> None:
    """Take an entry of the firm out again; the packaged glossary stays as it is."""
    if act.connection.execute(delete(GLOSSARY).where(GLOSSARY.c.term == term)).rowcount == 0:
        raise unknown(term, TERM)
    advance(act.connection)
    act.record("remove_term", term)


def _written(wordings: tuple[str, ...]) -> str:
    return json.dumps(wordings, ensure_ascii=False)


def _read(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))


def _check(term: Term) -> None:
    if not 2 <= len(term.wordings) <= MOST_WORDINGS:
        raise BadRequest(
            f"give the term and 1 to {MOST_WORDINGS - 1} other wordings",
            f"请给出术语和 1 至 {MOST_WORDINGS - 1} 个其他说法",
            field="term",
        )
    for wording in term.wordings:
        if not 2 <= len(fold(wording)) <= LONGEST:
            raise BadRequest(
                f"{wording!r}: a wording has 2 to {LONGEST} characters",
                f"{wording!r}：每个说法应为 2 至 {LONGEST} 字",
                field="term",
            )


def merged(glossary: Glossary, added: Sequence[Term]) -> Glossary:
    """The packaged glossary with the firm's entries; the same entries give the same glossary."""
    groups = list(glossary.groups)
    for term in added:
        wordings = tuple(tidy(fold(wording)) for wording in term.wordings)
        place = next((i for i, group in enumerate(groups) if set(group) & set(wordings)), None)
        if place is None:
            groups.append(tuple(dict.fromkeys(wordings)))
        else:
            groups[place] = tuple(dict.fromkeys([*groups[place], *wordings]))
    return Glossary(tuple(groups)) if added else glossary
