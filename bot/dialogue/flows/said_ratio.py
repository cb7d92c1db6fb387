"""A ratio that somebody wrote or showed, held against the account's own snapshot; and the account's lines as agreed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue import decision_words
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time, say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.suppositions import say_account
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

LINES = ("warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line")


def screenshot(ask: Ask) -> FlowRun:
    """Whether the ratio on a picture or in a message is that of the snapshot; what was supposed before stays as it is."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.ratio(ask, sheet)
    draft = ask.draft(intent="my_screenshot")
    ratio = sheet["figures"]["maintenance_ratio"]
    say_account(draft, sheet)
    if say_unless_known(draft, "maintenance_ratio", ratio):
        found = decision_words.SCREENSHOT.search(ask.request.text.lower())
        if found:
            _say_compared(draft, ratio, Decimal(found["n"] or found["en"]))
    draft.choose("choice_ratio", "choice_ratio_formula", "choice_human")
    state = ask.state.settled(draft.intent, draft.figure_names)
    return Step(draft, state)


def _say_compared(draft: Draft, ratio: Json, said: Decimal) -> None:
    """The account's ratio first, then what was said, in per cent, and whether it is that one at the places given."""
    claimed = Fact("given", "said_ratio", f"{said:f}%", (f"{said:f}%",), ("您说的数字", "number you mention"))
    ours = 100 * Decimal(ratio["value"])
    same = said in (ours.quantize(said, ROUND_DOWN), ours.quantize(said, ROUND_HALF_UP))
    draft.say("screenshot_is", ratio=draft.figure(ratio))
    draft.say("screenshot_same" if same else "screenshot_differs", said=claimed)
    draft.line().formula(ratio, numbers=True)
    draft.say("screenshot_trust")


def my_lines(ask: Ask) -> FlowRun:
    """The lines of the client's own contract, each with its clause, beside where the ratio stands."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.ratio(ask, sheet)
    terms = sheet["terms"]
    draft = ask.draft(intent="my_lines").say("own_terms")
    draft.items(*(_line(draft, name, terms) for name in LINES if terms.get(name)))
    ratio = sheet["figures"]["maintenance_ratio"]
    if ratio["value"] is not None:
        draft.line().say("ratio_now", ratio=draft.figure(ratio))
    say_time(draft, sheet)
    return done(ask, draft.choose("choice_ratio", "choice_what_is_call"))


def _line(draft: Draft, name: str, terms: Json) -> Sentence:
    clause = (terms.get("clauses") or {}).get(name)
    values: dict[str, Fact | str] = {
        "measure": label_of(name, draft.lang),
        "value": facts.of_line(name, str(terms[name])),
    }
    if clause is None:
        return "own_line", values
    return "own_term", values | {
        "clause": facts.code(str(clause), "合同" if draft.lang == "zh" else "clause")
    }
