"""Verified answers: written by a person in the words a client should read, resting on passages in force, dated, and due
for review on a day that must be named. One becomes a document of kind `answer` with a single section."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from knowledge import ledger, records
from knowledge.catalogue import Catalogue
from knowledge.eligibility import PUBLIC
from knowledge.errors import BadDocument, BadRequest
from knowledge.examination import Examined, judged
from knowledge.holding import ANSWER
from knowledge.instructions import find, visible
from knowledge.languages import LANGUAGES
from knowledge.model import UNVERIFIED, Chunk, Meta, Passage
from knowledge.normalise import fold, tidy
from knowledge.topics import topics

MOST_QUESTIONS, LONGEST_QUESTION = 20, 200
LONGEST_ANSWER = 2000
MOST_CITES = 10


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What a writer states. Dates half-open; `title` is the first question where none is given."""

    questions: tuple[str, ...]
    answer: str
    cites: tuple[str, ...]
    effective_from: date
    next_review: date
    lang: str
    topic: str
    effective_to: date | None = None
    title: str | None = None

    def to_bytes(self) -> bytes:
        """As kept in the submission: JSON that `examined` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str).encode()


def draft_of(data: bytes) -> AnswerDraft:
    """The draft kept in a submission."""
    try:
        given = json.loads(data)
        days = {name: given[name] and date.fromisoformat(given[name]) for name in _DAYS}
        return AnswerDraft(
            **{**given, **days, "questions": tuple(given["questions"]), "cites": tuple(given["cites"])}
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadDocument("the answer cannot be read", "问答内容无法读取", field="answer") from error


_DAYS = ("effective_from", "effective_to", "next_review")


def checked(draft: AnswerDraft, today: date) -> AnswerDraft:
    """The draft without stray blanks and repetitions; `BadRequest` names the first field that will not do."""
    questions = tuple(dict.fromkeys(filter(None, map(tidy, draft.questions))))
    cites = tuple(dict.fromkeys(draft.cites))
    _check_length(questions, draft.answer.strip(), cites)
    _require(draft.lang in LANGUAGES, "lang", "lang is zh or en", "lang 应为 zh 或 en")
    _require(draft.topic in topics(), "topic", f"no topic {draft.topic}", f"没有主题 {draft.topic}")
    _require(
        draft.effective_to is None or draft.effective_from < draft.effective_to,
        "effective_to",
        "effective_to must be later than effective_from",
        "失效日期必须晚于生效日期",
    )
    _require(
        draft.next_review > today, "next_review", "next_review must be a day to come", "复核日期应在今天之后"
    )
    title = tidy(draft.title or "") or questions[0]
    return replace(draft, questions=questions, answer=draft.answer.strip(), cites=cites, title=title)


def _check_length(questions: tuple[str, ...], answer: str, cites: tuple[str, ...]) -> None:
    _require(
        0 < len(questions) <= MOST_QUESTIONS and max(map(len, questions)) <= LONGEST_QUESTION,
        "questions",
        f"give 1 to {MOST_QUESTIONS} questions of at most {LONGEST_QUESTION} characters",
        f"请给出 1 至 {MOST_QUESTIONS} 个问题，每个不超过 {LONGEST_QUESTION} 字",
    )
    _require(
        0 < len(answer) <= LONGEST_ANSWER,
        "answer",
        f"give an answer of at most {LONGEST_ANSWER} characters",
        f"请给出不超过 {LONGEST_ANSWER} 字的回答",
    )
    _require(
        0 < len(cites) <= MOST_CITES,
        "cites",
        f"name 1 to {MOST_CITES} passages it rests on",
        f"请写明所依据的 1 至 {MOST_CITES} 个段落",
    )


def _require(holds: bool, field: str, detail: str, detail_zh: str) -> None:
    if not holds:
        raise BadRequest(detail, detail_zh, field)


def demand_grounds(in_use: Sequence[Passage], draft: AnswerDraft, today: date) -> None:
    """`BadRequest` unless every cited passage is in force from the answer's first day (or today, if later), may be
    read by clients, and is no answer itself."""
    day = max(today, draft.effective_from)
    grounds = {passage.id for passage in in_use if _can_bear(passage, day)}
    gone = [cited for cited in draft.cites if cited not in grounds]
    _require(
        not gone,
        "cites",
        f"not in force for clients on {day}, or answers themselves: {', '.join(gone)}",
        f"{day} 对客户无效，或本身就是问答的依据：{'、'.join(gone)}",
    )


def _can_bear(passage: Passage, day: date) -> bool:
    return passage.is_in_force(day) and passage.audience in PUBLIC and passage.kind != ANSWER


def examined(data: bytes, catalogue: Catalogue) -> Examined:
    """The answer as a document: its section is headed by the first question and asked for by all of them. It takes
    layer, jurisdiction, rules and the lesser confidence from what it cites, and is judged as every document is."""
    draft = draft_of(data)
    with catalogue.read() as connection:
        in_use = {passage.id: passage for passage in records.find_in_use(connection, draft.cites)}
        held = ledger.known(connection)
    grounds = [in_use[cited] for cited in draft.cites if cited in in_use]
    if not grounds:
        raise BadRequest("nothing it cites is in use", "所依据的段落均已停用", field="cites")
    meta = _meta(draft, grounds)
    answer = visible(draft.answer)
    chunks = (Chunk((draft.questions[0],), None, answer, answer, draft.questions, 0),)
    return judged(meta, chunks, find((meta.title, *draft.questions, draft.answer)), held)


def _meta(draft: AnswerDraft, grounds: Sequence[Passage]) -> Meta:
    first = grounds[0]
    name = "answer-" + hashlib.sha256(fold(draft.questions[0]).encode()).hexdigest()[:12]
    sources = dict.fromkeys(
        f"{ground.title} {ground.article or ground.section}".strip() for ground in grounds
    )
    doubtful = any(ground.confidence == UNVERIFIED for ground in grounds)
    return Meta(
        document=name,
        name=name,
        title=draft.title or draft.questions[0],
        kind="answer",
        lang=draft.lang,
        jurisdiction=first.jurisdiction,
        layer=first.layer,
        audience=PUBLIC[0],
        tier="firm",
        source="；".join(sources),
        confidence=UNVERIFIED if doubtful else "firm-set",
        effective_from=draft.effective_from,
        declared_to=draft.effective_to,
        next_review=draft.next_review,
        topic=draft.topic,
        rules=tuple(dict.fromkeys(rule for ground in grounds for rule in ground.rules)),
        cites=draft.cites,
    )
