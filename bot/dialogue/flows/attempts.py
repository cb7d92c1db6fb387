"""「谁打的」, 「你们给我打电话了吗」: the attempts to reach the client that the case of a call holds, then the notices sent.

The record of the call and nothing else: what is not in it was not written down, and that is all that is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.texts import text
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.case_said import cases_of
from bot.dialogue.flows.delivery import say_record
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

INTENT = "contact_attempts"
SHOWN = 4


def attempts(ask: Ask) -> FlowRun:
    """Each attempt with its time, its way and what came of it, the newest first; then the newest notice."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    draft = ask.draft(intent=INTENT)
    _say(draft, logged(cases))
    yield from say_record(ask.client_id, draft, "")
    draft.line().say("attempts_neutral")
    return done(ask, draft.choose("choice_delivery", "choice_deadline", "choice_human"))


def logged(cases: Sequence[Json]) -> list[Json]:
    """The attempts of every case, the newest first."""
    rows = [each for case in cases for each in case["timeline"] if each["what"] == "attempt"]
    return sorted(rows, key=lambda each: str(each["at"]), reverse=True)


def _say(draft: Draft, rows: Sequence[Json]) -> None:
    if not rows:
        draft.say("attempts_none")
        return
    draft.say("attempts_lead", count=facts.count(len(rows), "attempts", "共", "in all"))
    draft.items(*(_row(draft, each) for each in rows[:SHOWN]))


def _row(draft: Draft, each: Json) -> Sentence:
    detail = each["detail"]
    words = {name: text(f"attempt_{detail[name]}", draft.lang) for name in ("channel", "result")}
    return "attempt_row", {"at": facts.moment(str(each["at"]), "at"), **words}
