"""Compose an answer from passages by the form of the question: the sentence that answers, then what it depends on.

Every piece is an exact span of a passage; the only words of our own are a verdict that the sentence itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.reading.contrast import is_of_the_thing, strangeness
from bot.answer.reading.form import Form
from bot.answer.reading.spans import after, head_of, sentences
from bot.answer.reading.verdict import (
    Verdict,
    alike,
    contradicts,
    likeness,
    opens_with_verdict,
    says_yes,
    verdict_of,
    without_verdict,
)
from bot.guard.numerals import fold
from bot.library_port import Hit

ROOM = 320  # characters of the passages below the head
SAME = 0.5  # of what is asked must be in the heading of a section or in one of its questions
COVERED = 0.7  # of what is asked about must stand somewhere in a section
CLEARLY = 0.25  # more of the question in a heading than in the best one's
HARDLY_LESS = 0.85  # of the best score: a section that may come before the best one, for its question
ABOUT_IT = 0.5  # of a denial must stand in the section that says otherwise
HARDLY_ABOUT_IT = 0.4  # less than this of a question in a section, and it is beside the point
FOREIGN = 0.5  # from this strangeness on a section's yes or no is about something else

_PERCENT = re.compile(r"\d+(?:\.\d+)?%")
NEARLY = 0.7  # of the best score: a section of the same document that may be added
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十两半][个成年月日天倍次]|\b(?:one|two|three|four|five|six|half|no)\b"
)
_DECIDES = re.compile(
    r"由.{0,16}(?:规定|约定|决定|制定|审核|设定|确定|公布|负责|举证|说了算)|(?:交易所|证监会|公司|合同|券商|法律).{0,6}(?:定|规定|约定|决定)"
    r"|\b(?:set|decide|agree|fix|prescribe|prove|determine)[sd]?\b|\bcontract\b|\bexchange",
    re.IGNORECASE,
)
_ASKS_SINCE_WHEN = re.compile(
    r"(?:什么时候|何时|哪一?[年天日]|几号|从什么时候)(?!.{0,4}(?:可以|能|才))|\bsince when\b|\bwhen (?:was|were|did)\b"
)
_MORE = re.compile(r"高于|更高|多于|超过|提高|以上|\b(?:more|higher|above|exceed\w*|over)\b")
_LESS = re.compile(r"(?<!不)低于|更低|少于|不到|降低|以下|\b(?:less|lower|below|under)\b")
_EXAMPLE = re.compile(r"假设|例[：:如]|(?:Example|Suppose|With)\b")
_ASKING = re.compile(
    r"(?:从|在)?(?:什么时候|何时|哪一?[年天日]|几号|多少|几年|多久)|开始|起(?=[?。!的改施实]|$)|实施|施行|生效|实行|要求|规定|至少|需要?"
    r"|\b(?:become|became|start\w*|effect|took|take|was|were|been|since|long|many|much|under|must)\b"
)
_ASKS_MORE = re.compile(r"多少|几[倍年个成]|存量|\bhow (?:much|many|long)\b")
_YEAR = re.compile(r"(?:19|20)\d\d\s?年|\b(?:19|20)\d\d\b")
_LEANS = re.compile(r"^(?:- |其中|所以|因此|另外|此外|同时)")  # words that lean on the sentence before
_TERM = re.compile(r"(.{2,14}?)(?:和|与|跟|同|、|还是)(.{2,14}?)(?:之间)?(?:有|的|是|到底|哪|怎么|,)")
_TERM_EN = re.compile(r"\bbetween (?:an? |the )?(.{3,40}?) and (?:an? |the )?(.{3,40}?)\??$")


@dataclass(frozen=True, slots=True)
class Piece:
    """An exact span of a passage that was found."""

    hit: Hit
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer read out of the library: the head with its verdict, where it does not open with one itself, and the rest."""

    head: Piece
    verdict: Verdict | None = None
    rest: tuple[Piece, ...] = ()


def composed(
    form: Form, question: str, hits: Sequence[Hit], room: int = ROOM, claimed: bool = False
) -> Reading:
    """The reading of ``hits``, best first and at least one, for a question in normal form; ``room`` is for what follows the
    head; ``claimed``: the question says how it is and asks for a nod."""
    best = hits[0]
    head = _head(form, question, best)
    verdict = None
    if form != "yes_no" or not asks_the_same(question, best) or (claimed and says_yes(head)):
        head = without_verdict(head)  # a section's yes is to its own question, not to what somebody claims
    if form == "yes_no" and not opens_with_verdict(head):
        verdict = verdict_of(question, fold(head))
    return Reading(Piece(best, head), verdict, tuple(_rest(best, head, hits[1:], room)))


def asks_the_same(question: str, hit: Hit) -> bool:
    """Whether a section answers this very question, all of it: only then its yes or no is the answer's."""
    passage = hit.passage
    if _direction(question) * _direction(fold(passage.section)) < 0 or strangeness(question, hit) >= FOREIGN:
        return False
    whole = fold(" ".join((passage.section, *passage.asks, passage.text)))
    if not set(_PERCENT.findall(question)) <= set(_PERCENT.findall(whole)):
        return False  # a yes to another number
    return likest(question, hit) >= SAME and likeness(question, whole) >= COVERED


def is_beside(question: str, hit: Hit) -> bool:
    """Whether hardly anything of a question stands in a section, nor in its heading or the questions it answers."""
    return covered(question, hit) < HARDLY_ABOUT_IT and likest(question, hit) < HARDLY_ABOUT_IT


def _direction(text: str) -> int:
    """Whether a text asks for less (-1) or for more (1) than something; 0 for neither or both."""
    return bool(_MORE.search(text)) - bool(_LESS.search(text))


def covered(question: str, hit: Hit) -> float:
    """The share of what is asked about, without the words that only ask, that stands somewhere in a section."""
    passage = hit.passage
    whole = fold(" ".join((passage.section, *passage.asks, passage.text)))
    return likeness(_ASKING.sub(" ", question), whole)


def asked_first(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, one that answers this very question before a best one that does not and scores hardly more."""
    lang, least = hits[0].passage.lang, HARDLY_LESS * hits[0].score
    near = [hit for hit in hits if hit.score >= least and hit.passage.lang == lang]
    first = max(near, key=lambda hit: likest(question, hit))
    if likest(question, first) < likest(question, hits[0]) + CLEARLY:
        return list(hits)
    return [first, *(hit for hit in hits if hit is not first)]


def denying_first(claim: str, hits: Sequence[Hit], denied: bool) -> list[Hit]:
    """The hits, a section that says a claim is not so before one that scores hardly more and says nothing of it.

    An example with sums of its own settles nothing, and comes after them.
    """
    least = HARDLY_LESS * hits[0].score
    near = [hit for hit in hits if hit.score >= least and hit.passage.lang == hits[0].passage.lang]
    heads = [hit for hit in near if _denies(claim, hit, denied, head_of(hit.quote))]
    texts = [hit for hit in near if _denies(claim, hit, denied, hit.passage.text)]
    found = next(iter((*heads, *texts)), None)
    plain = next((hit for hit in near if not _EXAMPLE.match(hit.quote)), hits[0])
    first = found or plain
    return [first, *(hit for hit in hits if hit is not first)]


def _denies(claim: str, hit: Hit, denied: bool, text: str) -> bool:
    about_it = not denied or covered(claim, hit) >= ABOUT_IT
    return about_it and contradicts(claim, fold(head_of(hit.quote)), fold(text), denied)


def asks_since_when(question: str) -> bool:
    """Whether the day is asked for on which something began, and nothing else."""
    return _ASKS_SINCE_WHEN.search(question) is not None and not _ASKS_MORE.search(question)


def dated_first(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, the one whose sentence with a day is most about what began, where it is clearly so."""
    least = NEARLY * hits[0].score
    near = [hit for hit in hits if hit.score >= least and hit.passage.lang == hits[0].passage.lang]
    best = max(near, key=lambda hit: _dated_likeness(question, hit))
    if _dated_likeness(question, best) < _dated_likeness(question, hits[0]) + CLEARLY:
        return list(hits)
    return [best, *(hit for hit in hits if hit is not best)]


def _dated_likeness(question: str, hit: Hit) -> float:
    return max((_event(question, each) for each in _dated(hit)), default=0.0)


def _dated(hit: Hit) -> list[str]:
    """The sentences of a passage that name a day, each by its head."""
    heads = (_LEANS.sub("", head_of(each)) for each in (hit.quote, *sentences(hit.passage.text)))
    return [head for head in dict.fromkeys(heads) if _YEAR.search(head) and head in hit.passage.text]


def _event(question: str, sentence: str) -> float:
    return likeness(_ASKING.sub(" ", question), fold(sentence))


def likest(question: str, hit: Hit) -> float:
    """How like the question is to the heading of a section or to one of the questions it answers."""
    return max(alike(question, fold(each)) for each in (hit.passage.section, *hit.passage.asks))


def compared_terms(question: str) -> tuple[str, str] | None:
    """The two things a question sets side by side; ``None`` where it names fewer."""
    match = _TERM_EN.search(question) or _TERM.search(question)
    return (match[1].strip(), match[2].strip()) if match else None


def about_both(terms: tuple[str, str], hit: Hit) -> bool:
    """Whether a passage speaks of both things by itself."""
    words = fold(f"{hit.passage.section} {hit.passage.text}")
    return all(likeness(term, words) >= NEARLY for term in terms)


def sentence_on(term: str, hit: Hit) -> str:
    """The sentence of a passage that says most of ``term``; the head of the quote where none does."""
    head = head_of(hit.quote)
    return max((head, *sentences(hit.passage.text)), key=lambda each: round(likeness(term, fold(each)), 2))


def _head(form: Form, question: str, best: Hit) -> str:
    """The sentence that answers: the first of the quote, or the first of the passage that holds what was asked for."""
    head = head_of(best.quote)
    if best.passage.kind == "statute":
        return head
    if _ASKS_SINCE_WHEN.search(question):
        return max((head, *_dated(best)), key=lambda each: (bool(_YEAR.search(each)), _event(question, each)))
    heading = fold(f"{best.passage.title} {best.passage.section}")
    if not is_of_the_thing(question, fold(head), heading):
        told = (_LEANS.sub("", head_of(each)) for each in sentences(best.passage.text))
        fit = [each for each in told if is_of_the_thing(question, fold(each), heading)]
        if fit:
            return max(fit, key=lambda each: _event(question, each))
    wanted = {"number": _NUMBER, "who": _DECIDES}.get(form)
    if wanted is None or wanted.search(head):
        return head
    others = (_LEANS.sub("", head_of(each)) for each in sentences(best.passage.text))
    return next((each for each in others if wanted.search(each) and likeness(question, fold(each)) > 0), head)


def _rest(best: Hit, head: str, others: Sequence[Hit], room: int) -> list[Piece]:
    """What stands around the head in its passage, then a section of the same document that fits nearly as well."""
    before = best.passage.text[: max(best.passage.text.find(head), 0)].strip()
    before = before.removesuffix("\n-").rstrip()  # the dash of the item that has become the head
    bare = before.endswith(("：", ":"))  # a verdict that was another question's
    lead = "" if bare or len(before) > room // 2 or best.passage.kind == "statute" else before
    follow = after(best.passage.text, head, room - len(lead))
    if best.passage.kind == "statute":
        follow = after(best.quote, head, room)
    pieces = [Piece(best, text) for text in (lead, follow) if text]
    room -= sum(len(piece.text) for piece in pieces)
    for other in others:
        same = other.passage.document_id == best.passage.document_id and best.passage.kind != "statute"
        alone = opens_with_verdict(other.quote)  # a yes or no without its question
        if same and not alone and other.score >= NEARLY * best.score and len(other.quote) <= room:
            return [*pieces, Piece(other, other.quote)]
    return pieces
