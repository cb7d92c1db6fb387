"""Say what the library holds: the piece that answers by the form of the question, what it depends on, where it stands.

Two things are set side by side from two sections, then and now from two versions of a document.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.reading.claims import UNPROVED
from bot.answer.reading.compose import (
    NEARLY,
    ROOM,
    Piece,
    Reading,
    about_both,
    asked_first,
    asks_since_when,
    compared_terms,
    composed,
    dated_first,
    denying_first,
    sentence_on,
)
from bot.answer.reading.contrast import named_apart, of_the_thing_first
from bot.answer.reading.form import Form, form_of
from bot.answer.reading.spans import head_of
from bot.answer.reading.verdict import contradicts
from bot.answer.texts import text
from bot.dialogue.asked_day import AskedDay, without_days
from bot.dialogue.effects import Effect, Failed, FindVersions, LookUpRule, SearchKnowledge
from bot.dialogue.flow import Ask
from bot.dialogue.flows import rule_said
from bot.dialogue.flows.own_terms import say_own_terms
from bot.dialogue.scope import jurisdiction_of, scope_of
from bot.guard.evidence import Fact
from bot.guard.numerals import fold
from bot.library_port import Found, Hit, Passage
from bot.nlu.claims import is_denied, takes_for_granted, without_hearsay

Run = Generator[Effect, Any, Any]
Row = Mapping[str, Any]

NEAR_ENOUGH = 0.6  # of the best score: a section about the very thing that is asked for comes before it
LIKE_THE_BEST = 0.5  # of the best score: a section in the reader's language that stands for it
VERIFIED = "answer"
ONE_QUESTION = 48  # characters of a question that is offered again for another day
_WHEN = re.compile(
    r"^[以之]?前(?=.)|现在|目前|如今|今天的?|现行的?|以前的?|之前的?|过去|原来|当年|当时|那时候?|那会儿?|\s*\b(?:now|today|currently|back then|at that time)\b"
)
_SEVERAL = re.compile(r"\band\b.*\band\b|[?？!！;；].+")
_LAYERS = ("law", "exchange", "firm", "contract")
_WHO = re.compile(
    r"配偶|老婆|老公|妻子|丈夫|爱人|家属|亲属|父母|子女|儿子|女儿|外国人|外籍|港澳台|未成年|公务员|在校?学生|\b(?:spouses?|wife|husband|relatives?|parents|children|foreigners?|minors?)\b"
)


def say_passages(ask: Ask, draft: Draft, found: Found, asked: AskedDay) -> Generator[Effect, Any, Hit]:
    """Say the answer that ``found`` holds for the day asked about; the passage that it was read from."""
    today, question = ask.message.now.date(), without_hearsay(ask.request.text)
    hits = in_language(draft, found.hits)
    versions = yield from _versions(hits[0].passage)
    if asked.before_change and (before := _before(versions)):
        asked = replace(asked, day=before, named=True)
        again = yield SearchKnowledge(question, before, ask.lang, jurisdiction(ask), len(found.hits))
        if not isinstance(again, Failed) and again.answerable:
            hits, draft.rules_day = in_language(draft, again.hits), before
    form, hits = (
        form_of(ask.request.text),
        of_the_thing_first(question, asked_first(question, hits), NEAR_ENOUGH),
    )
    if takes_for_granted(ask.request.text):
        hits = denying_first(question, hits, is_denied(question))
    elif asks_since_when(question):
        hits = dated_first(question, hits)
    terms = compared_terms(question) if form == "comparison" else None
    if terms:
        hits = sorted(
            hits, key=lambda hit: not (about_both(terms, hit) and hit.score >= NEARLY * hits[0].score)
        )
    if terms and not about_both(terms, hits[0]):
        said = yield from _side_by_side(ask, draft, terms, asked.day)
        if said is not None:
            return said
    yield from _say_reading(ask, draft, form, hits)
    best = hits[0]
    if asked.is_past(today):
        yield from _say_since_then(ask, draft, best.passage, asked.day)
    elif _before(versions):
        rule_said.offer_before(
            draft, str(versions[-1]["effective_from"]), _asked_again(question, best.passage)
        )
    return best


def jurisdiction(ask: Ask) -> str:
    """Whose rules a request asks for: the market it names, or the message around it."""
    return jurisdiction_of(ask.request.text, ask.message.text)


def in_language(draft: Draft, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, a section in the reader's language first where one fits about as well as the best."""
    best = hits[0]
    if best.passage.lang == draft.lang:
        return list(hits)
    for hit in hits[1:]:
        near = hit.passage.document_id == best.passage.document_id or hit.passage.topic == best.passage.topic
        if hit.passage.lang == draft.lang and near and hit.score >= LIKE_THE_BEST * best.score:
            return [hit, *(other for other in hits if other is not hit)]
    return list(hits)


def _say_reading(ask: Ask, draft: Draft, form: Form, hits: Sequence[Hit]) -> Run:
    claims, room = takes_for_granted(ask.request.text), max(0, ROOM - draft.length)
    reading = composed(form, without_hearsay(ask.request.text), hits, room, claims)
    passage = reading.head.hit.passage
    unnamed = _unnamed(ask.request.text, passage)
    if draft.lang == "en" and passage.lang != "en":
        draft.say("only_in_chinese")
    if passage.kind == VERIFIED:
        draft.say("verified_answer", since=facts.day(passage.effective_from, "effective_from", "起", "since"))
    if unnamed:
        draft.say("not_named", who=unnamed)
    else:
        _say_verdict(ask, draft, reading)
    _say_piece(draft, reading.head)
    yield from say_own_terms(ask, draft, f"{ask.request.text} {reading.head.text}")
    if reading.rest:
        draft.fold()
        for piece in reading.rest:
            _say_piece(draft, piece)
            draft.line()
        draft.unfold()
    say_where(draft.line(), passage)


def _unnamed(question: str, passage: Passage) -> str | None:
    """Whom a question asks about and the passage does not speak of: what holds for others is no answer for them."""
    who = _WHO.search(question)
    if who and who[0] not in fold(f"{passage.section} {passage.text}"):
        return who[0]
    return named_apart(question, passage)


def _say_verdict(ask: Ask, draft: Draft, reading: Reading) -> None:
    """A verdict of the sentence itself; to a claim that the text denies, that it is not so."""
    claim, passage = without_hearsay(ask.request.text), reading.head.hit.passage
    if reading.verdict:
        draft.say(reading.verdict)
    elif takes_for_granted(ask.request.text) and contradicts(
        claim, fold(head_of(reading.head.hit.quote)), fold(passage.text), is_denied(claim)
    ):
        draft.say("verdict_not_so")


def _say_piece(draft: Draft, piece: Piece) -> None:
    draft.quote(piece.hit, span=piece.text)


def _side_by_side(
    ask: Ask, draft: Draft, terms: tuple[str, str], day: date
) -> Generator[Effect, Any, Hit | None]:
    """One sentence on each of two things, from the section that is about it; ``None`` where one of them has none."""
    hits: list[Hit] = []
    for term in terms:
        found = yield SearchKnowledge(term, day, ask.lang, jurisdiction(ask))
        if isinstance(found, Failed) or not found.answerable:
            return None
        hits.append(in_language(draft, found.hits)[0])
    if hits[0].passage.id == hits[1].passage.id:
        return None
    for term, hit in zip(terms, hits, strict=True):
        draft.line().say("compared_term", term=draft.name(term)).quote(hit, span=sentence_on(term, hit))
    draft.line()
    for hit in hits:
        say_where(draft, hit.passage)
    return hits[0]


def say_where(draft: Draft, passage: Passage) -> None:
    """The document with its validity and the layer that decides; that it is not verified, where it is not."""
    since = facts.day(passage.effective_from, "effective_from", "起", "至", "since", "from")
    slots: dict[str, Fact | str] = {
        "title": draft.name(passage.title),
        "since": since,
        "layer": _layer(passage, draft.lang),
    }
    if passage.effective_to is not None:
        until = facts.day(passage.effective_to, "effective_to", "至", "until")
        draft.say("source_past", until=until, **slots)
    elif passage.article:
        draft.say("source_article", article=draft.name(passage.article), **slots)
    else:
        draft.say("source_document", **slots)
    if passage.confidence in UNPROVED:
        draft.say("source_unverified")


def _layer(passage: Passage, lang: str) -> str:
    """Who decides, as the end of a source; nothing for what we have written to teach."""
    if passage.layer not in _LAYERS:
        return ""
    words = text("layer_exchange_exact" if passage.layer == "exchange" else f"layer_{passage.layer}", lang)
    return f", {words}" if lang == "en" else f"，{words}"


def _say_since_then(ask: Ask, draft: Draft, passage: Passage, day: date) -> Run:
    """After an answer about a past day: until when it held, what differs now, and the way to today."""
    question = _asked_again(without_days(ask.request.text, ask), passage)
    if passage.effective_to is not None:
        until = facts.day(passage.effective_to, "effective_to", "到", "为止", "ended on")
        draft.line().say("then_was", day=facts.day(day, "asked_day", "这是", "on"), until=until)
        yield from _say_difference(ask, draft, passage, day)
    send = text("chip_now_send", draft.lang).format(question=question.rstrip("?？。 "))
    draft.offer(text("chip_now", draft.lang), send)


def _asked_again(question: str, passage: Passage) -> str:
    """A question that can be asked of another day: without its own words for when; the heading where it is more than one question."""
    bare = _WHEN.sub("", question).strip(" ,，?？。.")
    alone = len(bare) <= ONE_QUESTION and not _SEVERAL.search(bare)
    return bare if alone else _WHEN.sub("", passage.section)


def _say_difference(ask: Ask, draft: Draft, passage: Passage, day: date) -> Run:
    """The first parameter behind a passage whose value is another today: what it is now."""
    for param in passage.rules:
        scope = scope_of(ask.request.text)
        then = yield LookUpRule(param, day, scope)
        now = yield LookUpRule(param, ask.message.now.date(), scope)
        if isinstance(then, Failed) or isinstance(now, Failed) or not rule_said.is_proved(then["in_force"]):
            continue
        if (
            rule_said.is_proved(now["in_force"])
            and now["in_force"]["valid_from"] != then["in_force"]["valid_from"]
        ):
            rule_said.say_today(draft, then, now)
            return


def _versions(passage: Passage) -> Generator[Effect, Any, Sequence[Row]]:
    """The versions of a passage's document up to its own, oldest first."""
    found = yield FindVersions(passage.document_id, passage.lang)
    rows = () if isinstance(found, Failed) else found
    return [row for row in rows if row["effective_from"] <= passage.effective_from.isoformat()]


def _before(versions: Sequence[Row]) -> date | None:
    """The last day of the version before the last one; ``None`` where there is none."""
    if len(versions) < 2:
        return None
    return date.fromisoformat(str(versions[-1]["effective_from"])) - timedelta(days=1)
