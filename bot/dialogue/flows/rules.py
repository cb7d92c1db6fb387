"""Rule questions: a dated parameter of the rulebook, or an answer read out of the library with its citation.

Whatever the form of the question, the first sentence answers it; what it depends on is folded away below, then comes where it
stands. A day that is named, or the days before a change, get the rule of then, with what it is now.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.reading.applied import OwnNumber, outcome, own_number
from bot.answer.reading.claims import judged, settles
from bot.answer.reading.compose import is_beside
from bot.answer.reading.form import form_of
from bot.answer.reading.verdict import opens_with_verdict
from bot.dialogue.asked_day import AskedDay, asked_day, without_days
from bot.dialogue.effects import Effect, Failed, LogGap, LookUpRule, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import rates, rule_said
from bot.dialogue.flows.notices import kept_for_people, pinned, say_notices
from bot.dialogue.flows.own_terms import say_own_terms
from bot.dialogue.flows.passages import jurisdiction, say_passages
from bot.dialogue.scope import are_of_one_market_elsewhere, is_elsewhere, scope_of
from bot.guard.numerals import fold
from bot.guard.personal import masked
from bot.library_port import Found, Hit
from bot.nlu.claims import claimed, goes_beyond, is_denied, looked_for

Json = Mapping[str, Any]

_TOGETHER: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "admission_experience": (
        ("admission_average_assets", re.compile(r"资产|资金|多少钱|\bassets?\b|\bmoney\b")),
    ),
    "admission_average_assets": (("admission_experience", re.compile(r"经验|经历|\bexperience\b")),),
}
_OF_ONES_OWN = re.compile(r"我|你们|\b(?:my|i have|i've|i only)\b")
_OF_OLD_CONTRACTS = re.compile(
    r"[老旧]合约|存量合约|(?:以前|之前|日前)已?开(?:仓)?的|已开的|\b(?:old|existing|outstanding) contracts?\b"
)
"""What was opened under an earlier row is not what the row in force speaks of."""
_OF_A_VALUE = ("number", "then_now")
SEARCHED = 8  # hits, so that a section in the reader's language is among them
BRIEF = 240  # characters; a bare parameter is explained by the passage beside it
ROUGHLY_A_MONTH = 31


def rule_value(ask: Ask) -> FlowRun:
    """A parameter by name: the row in force on the day asked about, else the library's own words."""
    param = ask.request.slots.param
    own = own_number_of(ask)
    if own is not None:
        return (yield from _parameter(ask, own.param, own))
    alone = (
        param
        and not _OF_OLD_CONTRACTS.search(ask.request.text)
        and not claimed(ask.request.text)
        and not is_elsewhere(ask.request.text)
    )
    return (yield from (_parameter(ask, param) if param and alone else rule_question(ask)))


def rule_question(ask: Ask) -> FlowRun:
    """A claim is judged by the rulebook, a change told from its rows; everything else is read out of the library."""
    if rates.is_bare(ask.request.text):
        return (yield from rates.standard_rates(ask))
    if is_elsewhere(ask.request.text):
        return (yield from other_market(ask))
    own = own_number_of(ask)
    if own is not None:
        return (yield from _parameter(ask, own.param, own))
    claim = claimed(ask.request.text) if jurisdiction(ask) == "CN" else None
    if claim and (is_denied(ask.request.text) or goes_beyond(ask.request.text)):
        step = yield from _from_library(ask)
        if step.draft.action == "answer":
            return step
    named = None if _OF_OLD_CONTRACTS.search(ask.request.text) else ask.request.slots.param
    param = claim.param if claim else named
    if param and (claim or form_of(ask.request.text) in _OF_A_VALUE):
        return (yield from _parameter(ask, param))
    return (yield from _from_library(ask))


def own_number_of(ask: Ask) -> OwnNumber | None:
    """The number of their own that an asker wants held against a mainland rule; what is claimed in general is judged instead."""
    text = ask.request.text
    if jurisdiction(ask) != "CN" or is_elsewhere(text) or (claimed(text) and not _OF_ONES_OWN.search(text)):
        return None
    whole = fold(ask.message.text)
    return own_number(text) or (own_number(whole) if text in whole and whole.isascii() else None)


def other_market(ask: Ask) -> FlowRun:
    """The rules of a market that is not held are not answered from those of another; of a few the library has a word."""
    found = yield search_of(ask, AskedDay(ask.message.rules_day), ask.message.now.date())
    hits = () if isinstance(found, Failed) or not found.answerable else found.hits
    sections = [hit.passage.section for hit in hits]
    section = next((each for each in sections if are_of_one_market_elsewhere(ask.request.text, each)), None)
    if section is not None:
        return (yield from _from_library(ask if section == sections[0] else restated(ask, section)))
    return done(ask, ask.draft("unknown").say("other_market").choose("choice_human"))


def _parameter(ask: Ask, param: str, own: OwnNumber | None = None) -> FlowRun:
    """The dated parameter; with a number of the asker's, how that stands to it comes first."""
    asked, rule = yield from _looked_up(ask, param)
    if rule is None:
        return (yield from _from_library(ask))
    hits = yield from _on_the_rule(ask, rule, asked)
    if not hits and ask.request.gate != "act":  # a guess at the parameter, of which the library knows nothing
        return (yield from _from_library(ask))
    notices = yield from pinned(ask, str(hits[0].passage.topic or "*") if hits else "*")
    held = kept_for_people(ask, notices)
    if held is not None:
        return held
    draft = ask.draft()
    draft.rules_day = asked.day
    say_notices(draft, notices)
    yield from _say_parameter(ask, draft, rule, asked, own)
    _explain(draft, rule["in_force"], hits)
    rule_said.say_source(draft.unfold(), rule["in_force"])
    rule_said.offer_other_day(draft, rule, ask.message.now.date())
    offer_siblings(draft, hits)
    return _settled(ask, draft)


def _looked_up(ask: Ask, param: str) -> Generator[Effect, Any, tuple[AskedDay, Json | None]]:
    """The parameter on the day asked about; ``None`` where it is not to be had or nothing verified is in force.

    A day before the first row is moved to that row. A narrow rule (of one board, say) is told unverified, and says so.
    """
    change, scope = _is_of_a_change(ask), scope_of(ask.request.text)
    asked = AskedDay(ask.message.rules_day) if change else asked_day(ask)
    rule = yield LookUpRule(param, asked.day, scope)
    if isinstance(rule, Failed):
        return asked, None
    first = next(iter(rule["history"]), None)
    day = None
    if asked.before_change and rule_said.is_proved(rule["previous"]):
        day = rule_said.eve(rule["in_force"])
    elif rule["in_force"] is None and first is not None and first["valid_from"] > asked.day.isoformat():
        day = date.fromisoformat(str(first["valid_from"]))
    if day is not None:
        asked = AskedDay(day, named=True, too_early=rule["in_force"] is None)
        rule = yield LookUpRule(param, day, scope)
    known = not isinstance(rule, Failed) and rule["in_force"] is not None
    return asked, rule if known and (rule_said.is_proved(rule["in_force"]) or scope) else None


def _is_of_a_change(ask: Ask) -> bool:
    """Whether two days are asked about: then and now, or from one to another."""
    return form_of(ask.request.text) == "then_now" or len(ask.request.slots.dates) > 1


def _on_the_rule(ask: Ask, rule: Json, asked: AskedDay) -> Generator[Effect, Any, Sequence[Hit]]:
    """The passages beside a rule; where the question is all figures, those that the rule's own name finds."""
    question = search_of(ask, asked, asked.day)
    by_name = replace(question, query=rule_said.label_of_rule(rule, ask.lang))
    for search in (question, by_name) if ask.request.gate == "act" else (question,):
        found = yield search
        if not isinstance(found, Failed) and found.answerable:
            return list(found.hits)
    return ()


def _say_parameter(
    ask: Ask, draft: Draft, rule: Json, asked: AskedDay, own: OwnNumber | None
) -> Generator[Effect, Any, None]:
    """The head: a verdict on a claim, the change between two days, or the row; then what it is today, or the contract's own value."""
    text, today = ask.request.text, ask.message.now.date()
    claim = claimed(text)
    found = judged(claim.value, rule) if claim and claim.param == rule["param"] else None
    if found is not None and not settles(found, text, rule["in_force"]):
        found = None
    if asked.too_early:  # nothing is known of that day: neither right nor wrong
        rule_said.say_first(draft, rule)
    elif own is not None and (stands := outcome(own, rule["in_force"])):
        rule_said.say_own(draft, rule, own, stands, today)
        yield from _say_companions(ask, draft, rule, asked)
    elif found is not None:
        rule_said.say_claim(draft, rule, found, today)
    elif (_is_of_a_change(ask) or _changed_within(asked, rule)) and rule_said.is_proved(rule["previous"]):
        rule_said.say_change(draft, rule)
    else:
        rule_said.say_asked(draft, rule, text, today)
        yield from _say_companions(ask, draft, rule, asked)
    if asked.is_past(today):
        now = yield LookUpRule(str(rule["param"]), today, scope_of(text))
        if not isinstance(now, Failed) and now["in_force"] is not None:
            rule_said.say_today(draft, rule, now)
    _note_future(ask, draft, asked)
    yield from say_own_terms(ask, draft, f"{text} {rule['label_zh']} {rule['label_en']}")
    draft.fold()
    rule_said.say_more(draft, rule)


def _changed_within(asked: AskedDay, rule: Json) -> bool:
    """Whether the rule changed in the course of the days named: then one value does not stand for all of them."""
    return asked.since is not None and str(rule["in_force"]["valid_from"]) > asked.since.isoformat()


def _say_companions(ask: Ask, draft: Draft, rule: Json, asked: AskedDay) -> Generator[Effect, Any, None]:
    """The other parameters of the same matter that the question names beside this one: assets and experience."""
    for param, words in _TOGETHER.get(str(rule["param"]), ()):
        if words.search(ask.request.text):
            other = yield LookUpRule(param, asked.day, scope_of(ask.request.text))
            if not isinstance(other, Failed) and rule_said.is_proved(other["in_force"]):
                rule_said.say_row(draft.line(), other, ask.message.now.date())


def _explain(draft: Draft, row: Json, hits: Sequence[Hit]) -> None:
    """The passage that rests on the rule, of its own version and in the reader's language where there is one; quoted beside a brief rule."""
    if not hits:
        return

    def stranger(hit: Hit) -> tuple[bool, bool, bool]:
        passage = hit.passage
        another = passage.effective_from.isoformat() != row["valid_from"]
        return row["param"] not in passage.rules, another, passage.lang != draft.lang

    best = min(hits, key=stranger)  # of equals the first, which is the best one
    brief = draft.length + len(best.quote) < BRIEF and best.passage.lang == draft.lang
    draft.line().quote(best) if brief and not opens_with_verdict(best.quote) else draft.cite(best)


def _from_library(ask: Ask) -> FlowRun:
    """The passages in force, read by the form of the question; or an honest *unknown*."""
    asked = asked_day(ask)
    day = min(asked.day, ask.message.now.date()) if asked.named else asked.day
    found = yield search_of(ask, asked, day)
    if isinstance(found, Failed):
        return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
    guessed = ask.request.gate != "act" and not asked.named
    if not found.answerable or (guessed and is_beside(looked_for(ask.request.text), found.hits[0])):
        return (yield from unknown(ask, found, day))
    notices = yield from pinned(ask, str(found.hits[0].passage.topic or "*"))
    held = kept_for_people(ask, notices)
    if held is not None:
        return held
    draft = ask.draft()
    draft.rules_day = day
    draft.confidence = min(draft.confidence, found.confidence)
    say_notices(draft, notices)
    best = yield from say_passages(ask, draft, found, replace(asked, day=day))
    _note_future(ask, draft, asked)
    offer_siblings(draft, found.hits, best.passage.section)
    return _settled(ask, draft)


def unknown(ask: Ask, found: Found, day: date) -> FlowRun:
    """No passage, no answer: say so, log the gap, offer what is near and a person."""
    yield LogGap(masked(ask.request.text), day, "no passage")
    draft = ask.draft("unknown")
    near = [hit.passage.section for hit in found.hits[:2]]
    glue = " / " if draft.lang == "en" else "、"
    draft.say("no_passage_near", near=draft.name(glue.join(near))) if near else draft.say("no_passage")
    for section in near:
        draft.offer(section, section)
    draft.choose("choice_human")
    return Step(draft, ask.state.missed())


def offer_siblings(draft: Draft, hits: Sequence[Hit], said: str = "") -> None:
    """The next two sections, in the reader's language where there are such."""
    own = [hit for hit in hits if hit.passage.lang == draft.lang] or list(hits)
    sections = dict.fromkeys(hit.passage.section for hit in own)
    for section in [each for each in sections if each not in (said, hits[0].passage.section)][:2]:
        draft.offer(section, section)


def restated(ask: Ask, text: str) -> Ask:
    """The same ask about another text, for a flow that falls back to the library."""
    return replace(ask, request=replace(ask.request, text=text, intent="rule_question"))


def search_of(ask: Ask, asked: AskedDay, day: date) -> SearchKnowledge:
    """The question as the library is asked it: the day decides which texts are in force, and neither it nor who said so
    is a word to look for."""
    text = looked_for(ask.request.text)
    bare = without_days(text, ask) if asked.named else text
    return SearchKnowledge(bare or text, day, ask.lang, jurisdiction(ask), SEARCHED)


def _note_future(ask: Ask, draft: Draft, asked: AskedDay) -> None:
    """Of a day to come only what is published today can be told; a day of the next weeks dates something else."""
    ahead = (asked.day - ask.message.now.date()).days
    if ahead > 0 and (ahead > ROUGHLY_A_MONTH or draft.rules_day == asked.day):
        draft.say("future_rules", day=facts.day(asked.day, "future", "到", "by"))


def _settled(ask: Ask, draft: Draft) -> Step:
    """What was asked about is kept, for a question that goes on from it (「融券的呢」)."""
    step = done(ask, draft)
    return replace(step, state=replace(step.state, topic=ask.request.text, topic_lang=ask.lang))
