"""Rule questions: a dated parameter from the rulebook, or a passage of the library with its citation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, LogGap, LookUpRule, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.ports import Found

Json = Mapping[str, Any]

ROOM = 340
NEARLY = 0.7
BRIEF = 120  # characters; a bare parameter is explained by the passage beside it
JURISDICTIONS = (
    (
        "HK",
        re.compile(
            "孖展|港股(?!通)|香港|恒指|按金|联交所|證監會|\\bhk\\b|hong ?kong|\\bsfc\\b", re.IGNORECASE
        ),
    ),
    (
        "US",
        re.compile(
            "美股|美国|\\bus\\b|\\bu\\.s\\.|\\bpdt\\b|pattern day|reg(ulation)? t\\b|finra|equity maintenance",
            re.IGNORECASE,
        ),
    ),
)
SCOPES = tuple(
    (kind, value, re.compile(words, re.IGNORECASE))
    for kind, value, words in (
        ("client_class", "private_fund", "私募|private fund"),
        ("client_class", "professional", "专业机构|专业投资者|professional"),
        ("board", "main_risk_warned", r"\*?\bst\b|\*?st股|风险警示|戴帽"),
        ("board", "chinext", "创业板|chinext"),
        ("board", "star", r"科创板|\bstar\b"),
        ("asset_class", "etf", "etf|交易型开放式"),
        ("asset_class", "index_constituent", "成份股|成分股|上证180|深证100|constituent"),
        ("asset_class", "cash_or_treasury", "国债|货币基金|现金管理|treasur|money market"),
        ("asset_class", "fund_or_bond", r"债券|基金|\bbonds?\b|\bfunds?\b"),
    )
)


def rule_value(ask: Ask) -> FlowRun:
    """A parameter by name on a day: the row in force, what applied before, the passage that says so."""
    param, day = ask.request.slots.param, rules_day(ask)
    if param is None:
        return (yield from rule_question(ask))
    rule = yield LookUpRule(param, day, _scope(ask.request.text))
    if isinstance(rule, Failed) or rule["in_force"] is None or rule["in_force"]["confidence"] == "unverified":
        return (yield from rule_question(ask))
    draft = ask.draft()
    draft.rules_day = day
    _say_rule(draft, rule)
    found = yield SearchKnowledge(ask.request.text, day, ask.lang)
    if not isinstance(found, Failed) and found.answerable:
        best = found.hits[0]
        brief = draft.length < BRIEF and best.passage.lang == draft.lang
        draft.line().quote(best) if brief else draft.cite(best)
        _offer_siblings(draft, found)
    _note_future(ask, draft, day)
    return done(ask, draft)


def rule_question(ask: Ask) -> FlowRun:
    """The best passage in force, quoted exactly; its two neighbours as choices; or an honest *unknown*."""
    day = rules_day(ask)
    found = yield SearchKnowledge(ask.request.text, day, ask.lang, jurisdiction_of(ask.request.text))
    if isinstance(found, Failed):
        return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
    if not found.answerable:
        return (yield from unknown(ask, found, day))
    draft = ask.draft()
    draft.rules_day = day
    draft.confidence = min(draft.confidence, found.confidence)
    best = found.hits[0]
    if draft.lang == "en" and best.passage.lang != "en":
        draft.say("only_in_chinese")
    draft.quote(best).line()
    if best.passage.kind != "statute":
        _say_more(draft, found)
    _say_source(draft, best.passage)
    _note_future(ask, draft, day)
    _offer_siblings(draft, found)
    return done(ask, draft)


def unknown(ask: Ask, found: Found, day: date) -> FlowRun:
    """No passage, no answer: say so, log the gap, offer what is near and a person."""
    yield LogGap(ask.request.text, day, "no passage")
    draft = ask.draft("unknown")
    near = [hit.passage.section for hit in found.hits[:2]]
    glue = " / " if draft.lang == "en" else "、"
    draft.say("no_passage_near", near=draft.name(glue.join(near))) if near else draft.say("no_passage")
    for section in near:
        draft.offer(section, section)
    draft.choose("choice_human")
    return Step(draft, ask.state.missed())


def _say_more(draft: Draft, found: Found) -> None:
    """A section of the same document that fits nearly as well, then what follows in the passage itself."""
    best, *others = found.hits
    room = ROOM - len(best.quote)
    for other in others:
        same = other.passage.document_id == best.passage.document_id
        if same and other.score >= NEARLY * best.score and len(other.quote) <= room:
            draft.quote(other).line()
            room -= len(other.quote)
            break
    draft.details(best, room)


def rules_day(ask: Ask) -> date:
    """The day whose rules are asked for: one said in the message, else the message's own."""
    said = [span.end for span in ask.request.slots.dates if span.start < ask.message.now.date()]
    return min(said[0], ask.message.now.date()) if said else ask.message.rules_day


def jurisdiction_of(text: str) -> str:
    """Whose rules a question is about: ours, unless it names another market. Never the language."""
    return next((code for code, pattern in JURISDICTIONS if pattern.search(text)), "CN")


def _scope(text: str) -> tuple[tuple[str, str], ...]:
    """Whom or what a parameter is asked for, where the message says it; the first of each kind counts."""
    named: dict[str, str] = {}
    for kind, value, words in SCOPES:
        if words.search(text):
            named.setdefault(kind, value)
    return tuple(named.items())


def _say_rule(draft: Draft, rule: Json) -> None:
    row = rule["in_force"]
    names = (str(rule["label_zh"]), str(rule["label_en"]))
    value = facts.of_rule(row, draft.lang, names)
    since = facts.day(row["valid_from"], "valid_from", "起", "since", "from")
    label = rule["label_en" if draft.lang == "en" else "label_zh"]
    wording = "rule_now" if row["valid_to"] is None else "rule_then"
    until = facts.day(row["valid_to"] or row["valid_from"], "valid_to", "至", "until")
    draft.say(wording, label=label, value=value, since=since, until=until)
    note = row["note" if draft.lang == "en" else "note_zh"]
    draft.line()
    if note:
        draft.say("rule_note", note=draft.name(note))
    before = rule["previous"]
    if before is not None and before["confidence"] != "unverified":
        draft.say("rule_before", value=facts.of_rule(before, draft.lang, names), label=label)
    draft.say("rule_source", source=draft.name(str(row["source"])))


def _note_future(ask: Ask, draft: Draft, day: date) -> None:
    """Of a day to come only what is published today can be told."""
    if day > ask.message.now.date():
        draft.say("future_rules", day=facts.day(day, "future", "到", "by"))


def _say_source(draft: Draft, passage: Any) -> None:
    title = draft.name(passage.title)
    if passage.article:
        draft.say("source_article", title=title, article=draft.name(passage.article))
    else:
        since = facts.day(passage.effective_from, "effective_from", "起", "since", "from")
        draft.say("source_document", title=title, since=since)
    if passage.confidence in ("unverified", "memory"):
        draft.say("source_unverified")


def _offer_siblings(draft: Draft, found: Found) -> None:
    seen = {found.hits[0].passage.section}
    for hit in found.hits[1:3]:
        if hit.passage.section not in seen:
            seen.add(hit.passage.section)
            draft.offer(hit.passage.section, hit.passage.section)


def restated(ask: Ask, text: str) -> Ask:
    """The same ask about another text, for a flow that falls back to the library."""
    return replace(ask, request=replace(ask.request, text=text, intent="rule_question"))
