"""「我逾期了吗」: a yes or a no, of the call by its deadline and of each contract by its due date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, FetchPositions
from bot.dialogue.first_words import OVERDUE
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.case_said import cases_of, current, say_deadline, say_missing
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.positions import contract_said

Json = Mapping[str, Any]

SHOWN = 4
_LATE = ("overdue", "liquidating")


def overdue(ask: Ask) -> FlowRun:
    """Whether the deadline of a call or the due date of a contract has passed; where neither has, the next of each."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    case, draft = current(cases), ask.draft(intent=OVERDUE)
    dated = sorted((row for row in book["contracts"] if row["due"]), key=lambda row: str(row["due"]))
    past = [row for row in dated if int(row["days_to_due"]) < 0]
    late = case is not None and case["state"] in _LATE
    draft.say("overdue_yes" if late or past else "overdue_no").line()
    if case is not None:
        draft.say("overdue_call" if late else "overdue_call_not")
        yield from say_deadline(ask, draft, case)
        say_missing(draft, case)
        draft.line()
    _say_contracts(draft, past, dated)
    return done(
        ask, draft.choose("choice_how_much" if case else "choice_ratio", "choice_due_dates", "choice_human")
    )


def _say_contracts(draft: Draft, past: Sequence[Json], dated: Sequence[Json]) -> None:
    """The contracts that are past their day, else the one that falls due first."""
    if not dated:
        draft.say("overdue_no_contracts")
        return
    draft.say("overdue_contracts" if past else "overdue_contracts_not")
    draft.items(*(contract_said(draft, row) for row in (past or dated[:1])[:SHOWN]))
