"""「按当时的规定行不行」: the rule of the day asked about, the contract that goes before it, and what the library does not hold.

Each day is told by its own rows and texts; two of them stand side by side. Nothing here says who was right.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import label_of
from bot.dialogue.effects import Effect, Failed, FetchFigures, LookUpRule, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows import rule_said
from bot.dialogue.flows.passages import say_where
from bot.dialogue.of_that_day import BESIDE, DECREE, RULE_THEN
from bot.guard.evidence import Fact
from bot.guard.numerals import fold
from bot.library_port import Hit
from bot.nlu.dates import find_dates
from bot.nlu.model import DateRange

Json = Mapping[str, Any]
Run = Generator[Effect, Any, None]

MINIMUM = "statutory_minimum_maintenance_ratio"
_ALONGSIDE = (MINIMUM, "call_period", "restore_minimum")
_LINES = ("liquidation_line", "restore_line")
_SECOND_HAND = "seen-2nd"
_RATIO = re.compile(r"(?<![\d.])(?P<n>1[0-9]{2}(?:\.\d+)?|2[0-9]{2}(?:\.\d+)?)\s*(?:%|percent)")
_OF_THE_LINE = {"zh": "平仓线是多少，谁来定", "en": "who sets the liquidation line"}
_OF_THE_CHANGE = {"zh": "{year}年改了什么", "en": "what changed in {year}"}
DETAILS = 160  # characters of what follows in a passage
MOST_DAYS = 3


def rule_then(ask: Ask) -> FlowRun:
    """The common minimum on the day, its text, the contract's own line of that day, and how a ratio that was told stands to them."""
    day = _day(ask)
    draft = ask.draft(intent=RULE_THEN)
    draft.rules_day = day
    draft.say("rule_then_lead", day=facts.day(day, "asked_day", "按", "of"))
    rule = yield from _say_rule(ask, draft, MINIMUM, day)
    if rule is not None:
        _say_told(ask, draft, rule["in_force"])
    yield from _say_text(ask, draft, _OF_THE_LINE[draft.lang], day)
    draft.line().say("rule_then_contract_first")
    yield from _say_contract(ask, draft, day)
    draft.line().say("liquidated_neutral")
    draft.choose("choice_rules_today", "choice_rules_beside", "choice_complain")
    return _kept(ask, draft, day)


def decree(ask: Ask) -> FlowRun:
    """The text in force on the day spoken of: since when, what it changed, and what it left as it was."""
    day = date.fromisoformat(ask.state.rule_days[-1])
    said = _said_day(ask, day)
    draft = ask.draft(intent=DECREE)
    draft.rules_day = day
    query = _OF_THE_CHANGE[draft.lang].format(year=(said or day).year)
    found = yield SearchKnowledge(query, day, ask.lang, k=1)
    hit = None if isinstance(found, Failed) or not found.answerable else found.hits[0]
    if said is not None:
        _say_when(draft, said, day, hit)
    if hit is not None:
        _say_hit(draft.line(), hit)
    draft.line()
    yield from _say_rule(ask, draft, MINIMUM, day)
    draft.line().say("rule_then_contract_first")
    draft.choose("choice_rules_today", "choice_rules_beside")
    return _kept(ask, draft, day)


def side_by_side(ask: Ask) -> FlowRun:
    """What each day's rules say, one below the other, each with its document and since when; today beside a day that stands alone."""
    today = ask.message.now.date()
    days = [date.fromisoformat(each) for each in ask.state.rule_days[-MOST_DAYS:]]
    days = sorted({*days, *(() if len(days) > 1 else (today,))})
    draft = ask.draft(intent=BESIDE).say("rules_beside")
    for day in days:
        draft.line().say("rule_then_lead", day=facts.day(day, "asked_day", "按", "of"))
        for param in _ALONGSIDE:
            yield from _say_rule(ask, draft, param, day)
    draft.line().say("rule_then_contract_first").say("rule_then_second_hand")
    yield from _say_contract(ask, draft, days[0])
    draft.line().say("liquidated_neutral").choose("choice_complain", "choice_human")
    return _kept(ask, draft, *days)


def _day(ask: Ask) -> date:
    """The past day that the message names; today where it names none."""
    today = ask.message.now.date()
    return next((min(span.end, today) for span in _spans(ask) if span.start <= today), ask.message.rules_day)


def _spans(ask: Ask) -> Sequence[DateRange]:
    return [span for span, _, _ in find_dates(ask.said, ask.message.now.date())]


def _kept(ask: Ask, draft: Draft, *days: date) -> Step:
    """The conversation with the days spoken of in their order, each once, the last one last."""
    spoken = dict.fromkeys((*ask.state.rule_days, *(day.isoformat() for day in days)))
    last = days[-1].isoformat()
    kept = (*(each for each in spoken if each != last), last)
    return Step(draft, replace(ask.state.settled(draft.intent), rule_days=kept))


def _say_rule(ask: Ask, draft: Draft, param: str, day: date) -> Generator[Effect, Any, Json | None]:
    """The row of a day with its document; that none is on record, where none is."""
    rule = yield LookUpRule(param, day)
    if isinstance(rule, Failed) or not rule_said.is_proved(rule["in_force"]):
        draft.say("rule_then_no_version", day=facts.day(day, "asked_day", "在", "on"))
        return None
    rule_said.say_row(draft, rule, ask.message.now.date())
    rule_said.say_source(draft, rule["in_force"])
    draft.line()
    return dict(rule)


def _say_told(ask: Ask, draft: Draft, row: Json) -> None:
    """A ratio in the question, beside the common minimum of that day: above or below it, and no more than that."""
    found = _RATIO.search(fold(ask.message.text))
    if found is None or row["unit"] != "ratio":
        return
    called = ("您说的", "you mention")
    told = Fact("given", "said_ratio", f"{found['n']}%", (f"{found['n']}%",), called)
    above = Decimal(found["n"]) >= 100 * Decimal(str(row["value"]))
    draft.say("rule_then_above" if above else "rule_then_below", said=told)


def _say_text(ask: Ask, draft: Draft, query: str, day: date) -> Run:
    found = yield SearchKnowledge(query, day, ask.lang, k=1)
    if isinstance(found, Failed) or not found.answerable:
        draft.line().say("rule_then_no_version", day=facts.day(day, "asked_day", "在", "on"))
        return
    _say_hit(draft.line(), found.hits[0])


def _say_hit(draft: Draft, hit: Hit) -> None:
    draft.quote(hit).details(hit, DETAILS)
    say_where(draft, hit.passage)
    if hit.passage.effective_to is not None and hit.passage.confidence == _SECOND_HAND:
        draft.say("rule_then_second_hand")


def _say_when(draft: Draft, said: date, day: date, hit: Hit | None) -> None:
    """Whether a new version began on the day that was said, and whether it was in force on the day in question."""
    begins = hit is not None and hit.passage.effective_from == said
    told = facts.day(said, "said_day", "您说的", "mention")
    if begins:
        draft.say("decree_begins", said=facts.day(said, "said_day", "起", "from"))
    else:
        draft.say("decree_no_version", said=told)
    draft.say("decree_before" if said <= day else "decree_after", day=facts.day(day, "asked_day", "在", "on"))


def _said_day(ask: Ask, day: date) -> date | None:
    """The day that a decree is said to begin on; a day without a year is of the year that is spoken of."""
    for span in _spans(ask):
        dated = bool(re.search(r"\d{4}|年", span.text))
        return span.start if dated else span.start.replace(year=day.year)
    return None


def _say_contract(ask: Ask, draft: Draft, day: date) -> Run:
    """The contract's own lines of that day; where none is kept of it, that it is so, and those of today."""
    if ask.client_id is None:
        draft.say("liquidated_sign_in")
        return
    then = yield FetchFigures(ask.client_id, day)
    terms = None if isinstance(then, Failed) else then["terms"]
    if terms:
        draft.say("contract_then", day=facts.day(day, "asked_day", "在", "on"))
    else:
        draft.say("contract_not_kept", day=facts.day(day, "asked_day", "在", "on"))
        now = yield FetchFigures(ask.client_id, None)
        terms = None if isinstance(now, Failed) else now["terms"]
        if not terms:
            return
        draft.say("contract_today")
    draft.items(*_lines(draft, terms))


def _lines(draft: Draft, terms: Json) -> Sequence[tuple[str, dict[str, Fact | str]]]:
    clauses = terms.get("clauses") or {}
    said = []
    for name in _LINES:
        if terms.get(name) is None:
            continue
        values: dict[str, Fact | str] = {
            "measure": label_of(name, draft.lang),
            "value": facts.of_line(name, str(terms[name])),
        }
        if clauses.get(name):
            values["clause"] = facts.code(str(clauses[name]), "合同" if draft.lang == "zh" else "clause")
        said.append(("own_term" if "clause" in values else "own_line", values))
    return said
