"""The risk questionnaire in chat: one question at a time, answered by letter, number or words; graded after a yes.

The answers are kept by the account service, so it can be put off and taken up again at any time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import QUESTION, SHEET
from bot.dialogue.applying_effects import (
    AnswerQuestion,
    FetchQuestionnaire,
    FinishQuestionnaire,
    StartQuestionnaire,
)
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import sign_in_first
from bot.dialogue.flows.yes_first import bilingual, said_no, waits, who_first
from bot.dialogue.plain_words import SCORED_LOW
from bot.dialogue.spoken_numbers import in_digits

Json = Mapping[str, Any]
_LETTERS = "ABCDEFG"
_NUMBERED = re.compile(r"第\s*(?P<n>\d{1,2})\s*题")


def questionnaire(ask: Ask) -> FlowRun:
    """Begin or go on with it, or tell the newest result."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchQuestionnaire(ask.client_id)
    if isinstance(found, Failed):
        return said_no(ask, found, SHEET)
    if (told := _TOLD.get(str(ask.request.slots.aspect))) is not None:
        return told(ask, found)
    if found["sitting"]["state"] != "open":
        found = yield StartQuestionnaire(ask.key("questionnaire"), ask.client_id)
        if isinstance(found, Failed):
            return said_no(ask, found, SHEET)
        return _next(ask, ask.draft("ask", SHEET).say("questionnaire_begins").line(), found)
    draft = ask.draft("ask", SHEET)
    if ask.request.slots.aspect == "again":
        draft.say("questionnaire_choose").line()
    return _next(ask, draft, found)


def answered(ask: Ask) -> FlowRun:
    """One answer kept, and the next question."""
    pending = ask.state.pending
    assert pending is not None
    if ask.client_id is None or ask.client_id != pending.slots["by"]:
        return (yield from sign_in_first(ask))
    slots, option = pending.slots, str(ask.request.slots.aspect)
    key = ask.key("questionnaire_answer")
    act = AnswerQuestion(key, ask.client_id, slots["version"], slots["question"], option)
    found = yield act
    if isinstance(found, Failed):
        return said_no(ask, found, SHEET)
    return _next(ask, ask.draft("ask", SHEET), found)


def finish_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: the result with points and validity, or the contradictions, which are asked again."""
    found = yield FinishQuestionnaire(ask.key("questionnaire_finish"), slots["by"])
    if isinstance(found, Failed):
        return said_no(ask, found, SHEET)
    if found["next_question"] is None:
        return _result(ask, found)
    return _next(ask, ask.draft("ask", SHEET), found)


def _next(ask: Ask, draft: Draft, found: Json) -> Step:
    """The question whose turn it is, with what contradicted itself before it; a yes once none is left."""
    sitting = found["sitting"]
    for each in found["contradictions"]:
        draft.say("questionnaire_contradiction", text=bilingual(draft, each)).line()
    if found["next_question"] is None:
        draft.action = "confirm"
        draft.say("questionnaire_complete", count=facts.count(sitting["of"], "questions", "全部", "all"))
        return waits(ask, draft, "questionnaire_finish")
    question = next(each for each in found["questions"] if each["id"] == found["next_question"])
    return _put(ask, draft, found, question, sitting["answered"] + 1)


def _put(ask: Ask, draft: Draft, found: Json, question: Json, number: int) -> Step:
    """One question with its options, and the conversation waiting for one of them."""
    place = draft.name(f"{number}/{found['sitting']['of']}")
    draft.say("quiz_question", place=place, stem=draft.name(str(question[_side(draft)])))
    for letter, option in zip(_LETTERS, question["options"], strict=False):
        label = f"{letter}. {option[_side(draft)]}"
        draft.line().say("quiz_option", option=draft.name(label)).offer(label, letter)
    rows = [[option["id"], option["zh"], option["en"]] for option in question["options"]]
    state = replace(ask.state, last_intent=SHEET).waiting(
        QUESTION,
        of=SHEET,
        lang=ask.lang,
        by=str(ask.client_id),
        version=str(found["version"]),
        question=str(question["id"]),
        options=json.dumps(rows, ensure_ascii=False),
    )
    return Step(draft, state)


def _result(ask: Ask, found: Json) -> Step:
    """Grade, points and validity of the newest one, and from when it can be taken again."""
    draft, sitting, result = ask.draft(intent=SHEET), found["sitting"], found["result"]
    if sitting["state"] == "open":
        answered = facts.count(sitting["answered"], "answered", "已答", "answered")
        draft.say("questionnaire_open", answered=answered, of=facts.count(sitting["of"], "of", "共", "of"))
        return _still(ask, draft.choose("choice_questionnaire_on", "choice_application", "choice_human"))
    if result is None or sitting["valid_until"] is None:
        draft.say("questionnaire_none")
        return done(ask, draft.choose("choice_questionnaire", "choice_human"))
    draft.say(
        "questionnaire_result",
        grade=draft.name(str(sitting["grade"])),
        points=draft.figure(result["figure"]),
        until=facts.day(sitting["valid_until"], "valid_until", "有效期至", "valid until"),
    )
    _say_retake(draft, found)
    return done(ask, draft.choose("choice_application", "choice_lacks", "choice_human"))


def _say_retake(draft: Draft, found: Json) -> None:
    if found["retake_from"] is None:
        draft.say("questionnaire_retake_person")
    else:
        draft.say("questionnaire_retake", day=facts.day(found["retake_from"], "retake_from", "最早", "from"))


def _retake(ask: Ask, found: Json) -> Step:
    """From when it can be taken again; one that is open is gone on with, one never taken can be begun."""
    draft = ask.draft(intent=SHEET)
    if found["sitting"]["state"] == "open" or found["result"] is None:
        return _result(ask, found)
    _say_retake(draft, found)
    if SCORED_LOW.search(ask.said.lower()):
        draft.say("questionnaire_low")
    return done(ask, draft.choose("choice_questionnaire", "choice_human"))


def _wrong(ask: Ask, found: Json) -> Step:
    """Before it is graded the question is put again, the one that is named or the last; after it, when it can be taken anew."""
    if found["sitting"]["state"] != "open":
        draft = ask.draft(intent=SHEET)
        if found["result"] is None:
            return _result(ask, found)
        _say_retake(draft.say("questionnaire_graded"), found)
        return done(ask, draft.choose("choice_questionnaire", "choice_human"))
    answered = [row for row in found["questions"] if row["answer"] is not None]
    if not answered:
        return _next(ask, ask.draft("ask", SHEET).say("questionnaire_no_answer_yet").line(), found)
    numbers = {row["id"]: place for place, row in enumerate(found["questions"], 1)}
    named = _NUMBERED.search(in_digits(ask.said))
    wanted = int(named["n"]) if named else 0
    row = next((each for each in answered if numbers[each["id"]] == wanted), answered[-1])
    draft = ask.draft("ask", SHEET).say("questionnaire_put_right").line()
    return _put(ask, draft, found, row, numbers[row["id"]])


def _why_asked(ask: Ask, found: Json) -> Step:
    """Why it asks what one earns and owns, and that it cannot be graded with anything left out."""
    draft = ask.draft(intent=SHEET).say("questionnaire_why_income").say("questionnaire_no_gaps")
    on = "choice_questionnaire_on" if found["sitting"]["state"] == "open" else "choice_questionnaire"
    return _still(ask, draft.choose(on, "choice_human"))


def _still(ask: Ask, draft: Draft) -> Step:
    """Told beside a question that waits for its answer: it goes on waiting."""
    step, pending = done(ask, draft), ask.state.pending
    if pending is None or pending.flow != QUESTION:
        return step
    return Step(step.draft.line().say("questionnaire_waits"), replace(step.state, pending=pending))


def _failed(ask: Ask, found: Json) -> Step:
    """What a grade that is too low means for the application, and when the questionnaire can be taken again."""
    draft = ask.draft(intent=SHEET).say("questionnaire_failed")
    if found["result"] is not None:
        _say_retake(draft, found)
    on = "choice_questionnaire_on" if found["sitting"]["state"] == "open" else "choice_questionnaire"
    return _still(ask, draft.choose(on, "choice_human"))


_TOLD = {"failed": _failed, "result": _result, "retake": _retake, "wrong": _wrong, "income": _why_asked}
"""What is told about it without going on with it."""


def _side(draft: Draft) -> str:
    return "en" if draft.lang == "en" else "zh"
