"""The editors' desk as the routes and the commands see it. Every act is one transaction with its row in the log; a
refusal is logged too. What is published, retired or added to the glossary is taken up when the act returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from knowledge import records
from knowledge.difference import Difference, compare
from knowledge.editorial import answers, gaps, journal, notices, reading, review, submission, terms, upkeep
from knowledge.editorial.answers import AnswerDraft
from knowledge.editorial.gaps import GapGroup
from knowledge.editorial.journal import Act
from knowledge.editorial.judge import Judge, Lenient, demand_fit
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.reading import Received
from knowledge.editorial.rights import NOTICE_SETTERS, READERS, REVIEWERS, WRITERS, Editor, demand
from knowledge.editorial.submission import Submission
from knowledge.editorial.terms import Term
from knowledge.errors import KnowledgeError, NotAllowed, TooLarge
from knowledge.examination import Examined
from knowledge.ingest import Clock, Options
from knowledge.library import Library
from knowledge.model import DocumentVersion, Notice, Passage, Remark

if TYPE_CHECKING:
    from knowledge.explain import Explanation

MOST_BYTES = 20 * 1024 * 1024
MOST_NOTE = 500
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Preview:
    """A submission with what it would bring: its passages, and the difference to the version it would follow."""

    submission: Submission
    passages: tuple[Passage, ...]
    difference: Difference | None
    warnings: tuple[Remark, ...]


class Editorial:
    """The desk over an open library. `clock` tells when an act happens, `judge` what may not be told to clients."""

    def __init__(self, library: Library, clock: Clock, judge: Judge | None = None) -> None:
        self.library = library
        self._clock = clock
        self._judge: Judge = judge or Lenient()

    # --- submissions

    def submissions(self, editor: Editor, state: str | None = None) -> tuple[Submission, ...]:
        """All submissions, or those in one state, the newest first."""
        with self._reading(editor) as act:
            return submission.listed(act.connection, state)

    def submit(
        self,
        editor: Editor,
        data: bytes,
        name: str,
        effective_from: date | None = None,
        effective_to: date | None = None,
        note: str = "",
    ) -> Submission:
        """Hand in a document; it is read now, and found by nobody until it is published."""
        self._demand(editor, WRITERS, "submit", name)
        if len(data) > MOST_BYTES:
            raise TooLarge(
                f"{name}: at most {MOST_BYTES // 2**20} MB", f"{name}：不超过 {MOST_BYTES // 2**20} MB", name
            )
        stated = Options(effective_from, effective_to).validity()
        return self._take_in(editor, Received("document", PurePath(name).name, data, stated), note)

    def answer(self, editor: Editor, draft: AnswerDraft) -> Submission:
        """Hand in a verified answer; it goes through the same review as a document."""
        self._demand(editor, WRITERS, "submit", "answer")
        today = self.library.today()
        draft = answers.checked(draft, today)
        with self.library.catalogue.read() as connection:
            answers.demand_grounds(records.find_in_use(connection, draft.cites), draft, today)
        return self._take_in(editor, Received("answer", "answer.json", draft.to_bytes()), "")

    def preview(self, editor: Editor, name: str) -> Preview:
        """What a submission would bring. One that this program can no longer read says so among its warnings."""
        held, received = self._held(editor, name)
        try:
            found = reading.examined(received, self.library.catalogue)
        except KnowledgeError as error:
            return Preview(held, (), None, (Remark(UNREADABLE, error.detail, error.detail_zh),))
        passages = tuple(reading.passages(found))
        warnings = (*found.warnings, *self._judge.of_document(found, held.file))
        return Preview(held, passages, self._difference(found, passages), warnings)

    def file(self, editor: Editor, name: str) -> Received:
        """The bytes as they came."""
        return self._held(editor, name)[1]

    def approve(
        self, editor: Editor, name: str, note: str = "", confirm_instructions: bool = False
    ) -> Submission:
        """The second pair of eyes: never the submitter's. `Unfit` for what may not be told to clients."""
        self._demand(editor, REVIEWERS, "approve", name)
        held, received = self._held(editor, name)
        if held.state == "submitted":
            self._demand_fit(reading.examined(received, self.library.catalogue), held.file)
        with self._acting(editor, REVIEWERS, "approve", name) as act:
            return review.approve(act, name, note, confirm_instructions)

    def reject(self, editor: Editor, name: str, note: str) -> Submission:
        """Send it back, saying why."""
        with self._acting(editor, REVIEWERS, "reject", name) as act:
            return review.reject(act, name, note)

    def withdraw(self, editor: Editor, name: str, note: str = "") -> Submission:
        """Take back what is not published yet."""
        with self._acting(editor, WRITERS, "withdraw", name) as act:
            return review.withdraw(act, name, note)

    def publish(self, editor: Editor, name: str, note: str = "") -> Submission:
        """Put what was approved into use; every process answers from it at its next question. The rules may have
        changed since it was approved, so it is judged again."""
        self._demand(editor, WRITERS, "publish", name)
        held, received = self._held(editor, name)
        found = reading.examined(received, self.library.catalogue)
        if held.state == "approved":
            self._demand_fit(found, held.file)
        with self._acting(editor, WRITERS, "publish", name) as act:
            published = review.publish(act, name, received, found, note)
        self.library.take_up()
        return published

    # --- trying a question

    def try_question(
        self,
        editor: Editor,
        question: str,
        as_of: date | None = None,
        lang: str | None = None,
        jurisdiction: str = "CN",
        submission_name: str | None = None,
    ) -> Explanation:
        """What a question would find now, or with a submission beside what is published, and why."""
        extra: Sequence[Passage] = ()
        if submission_name is not None:
            received = self._held(editor, submission_name)[1]
            extra = tuple(reading.passages(reading.examined(received, self.library.catalogue)))
        self._demand(editor, READERS, "try", submission_name or "")
        day = as_of or self.library.today()
        return self.library.explain(question, as_of=day, jurisdiction=jurisdiction, lang=lang, extra=extra)

    # --- what is published

    def documents(self, editor: Editor) -> tuple[DocumentVersion, ...]:
        """Every version, those not meant for clients too."""
        self._demand(editor, READERS, "documents", "")
        return self.library.documents()

    def retire(self, editor: Editor, version: str, reason: str) -> DocumentVersion:
        """Take a version out of use; its permalinks stay and say why."""
        with self._acting(editor, REVIEWERS, "retire", version) as act:
            retired = upkeep.retire(act, version, reason)
        self.library.take_up()
        return retired

    def reviewed(self, editor: Editor, version: str, next_review: date, note: str = "") -> DocumentVersion:
        """It still stands as it is; to be reviewed again on that day."""
        with self._acting(editor, REVIEWERS, "reviewed", version) as act:
            return upkeep.reviewed(act, version, next_review, note)

    def due(self, editor: Editor, days: int = 30) -> dict[str, object]:
        """What needs somebody within `days`."""
        with self._reading(editor) as act:
            return upkeep.due(act.connection, act.at, days)

    # --- notices, gaps, glossary, log

    def notices(self, editor: Editor) -> tuple[Notice, ...]:
        """All notices ever set, the newest first."""
        with self._reading(editor) as act:
            return notices.every(act.connection)

    def set_notice(self, editor: Editor, draft: NoticeDraft) -> Notice:
        """Set a notice, or give a topic to persons only: in effect at once, everywhere. `Unfit` for a promise in it."""
        self._demand(editor, NOTICE_SETTERS, "notice", draft.topic)
        for field, words in (("text.zh", draft.zh), ("text.en", draft.en)):
            demand_fit(self._judge.of_words(words), field)
        with self._acting(editor, NOTICE_SETTERS, "notice", draft.topic) as act:
            return notices.set_notice(act, draft)

    def end_notice(self, editor: Editor, name: str) -> Notice:
        """End a notice before its time."""
        with self._acting(editor, NOTICE_SETTERS, "end_notice", name) as act:
            return notices.end_notice(act, name)

    def gaps(self, editor: Editor) -> tuple[GapGroup, ...]:
        """Questions without an answer, like ones together, open ones first."""
        with self._reading(editor) as act:
            return gaps.groups(act.connection, self.library.glossary)

    def resolve_gap(
        self, editor: Editor, name: str, how: str, reference: str = "", note: str = ""
    ) -> GapGroup:
        """Say what was done about a group of gaps."""
        with self._acting(editor, WRITERS, "resolve_gap", name) as act:
            return gaps.resolve(act, self.library.glossary, name, how, reference, note)

    def glossary(self, editor: Editor) -> tuple[Term, ...]:
        """The firm's own entries."""
        with self._reading(editor) as act:
            return terms.terms(act.connection)

    def add_term(self, editor: Editor, term: Term) -> Term:
        """Add an entry to the firm's glossary, or replace the one with the same term."""
        with self._acting(editor, WRITERS, "glossary", term.term) as act:
            added = terms.add_term(act, term)
        self.library.take_up()
        return added

    def remove_term(self, editor: Editor, term: str) -> None:
        """Take an entry out of the firm's glossary."""
        with self._acting(editor, WRITERS, "remove_term", term) as act:
            terms.remove_term(act, term)
        self.library.take_up()

    def log(self, editor: Editor, limit: int = 100) -> tuple[dict[str, object], ...]:
        """The newest acts and refusals, newest first."""
        with self._reading(editor) as act:
            return journal.entries(act.connection, limit)

    def now(self) -> datetime:
        """The time by the desk's clock."""
        return self._clock()

    def _take_in(self, editor: Editor, received: Received, note: str) -> Submission:
        found = reading.examined(received, self.library.catalogue)
        objections = self._judge.of_document(found, received.file)
        found = replace(found, warnings=(*found.warnings, *objections))
        with self._acting(editor, WRITERS, "submit", received.file) as act:
            return review.submit(act, received, found, note.strip()[:MOST_NOTE])

    def _demand_fit(self, found: Examined, file: str) -> None:
        demand_fit(self._judge.of_document(found, file), "file")

    def _held(self, editor: Editor, name: str) -> tuple[Submission, Received]:
        with self._reading(editor) as act:
            held = submission.find(act.connection, name)
            return held, submission.received(act.connection, held)

    def _difference(self, found: Examined, passages: Sequence[Passage]) -> Difference | None:
        """To the version that is in force on the day this one would begin."""
        meta = found.meta
        with self.library.catalogue.read() as connection:
            names = records.in_use(connection, meta.document, meta.lang, meta.jurisdiction)
            held = [one for one in map(partial(records.find_version, connection), names) if one]
            earlier = [one for one in held if one.meta.effective_from <= meta.effective_from]
            if not earlier:
                return None
            latest = max(earlier, key=lambda one: one.meta.effective_from)
            return compare(records.passages_of(connection, latest.version), passages)

    @contextmanager
    def _reading(self, editor: Editor) -> Iterator[Act]:
        self._demand(editor, READERS, "read", "")
        with self.library.catalogue.read() as connection:
            yield Act(connection, editor, self._clock())

    @contextmanager
    def _acting(self, editor: Editor, roles: frozenset[str], what: str, subject: str) -> Iterator[Act]:
        """One transaction for whoever has one of the roles; a refusal, here or by the act itself, is logged."""
        self._demand(editor, roles, what, subject)
        try:
            with self.library.catalogue.write() as connection:
                yield Act(connection, editor, self._clock())
        except NotAllowed as refusal:
            self._log_refusal(editor, what, subject, refusal)
            raise

    def _demand(self, editor: Editor, roles: frozenset[str], what: str, subject: str) -> None:
        try:
            demand(editor, roles)
        except NotAllowed as refusal:
            self._log_refusal(editor, what, subject, refusal)
            raise

    def _log_refusal(self, editor: Editor, what: str, subject: str, refusal: NotAllowed) -> None:
        with self.library.catalogue.write() as connection:
            Act(connection, editor, self._clock()).record(f"refused: {what}", subject, refusal.detail)
