"""The credit line: what would be proposed and why, what stands in the way of more, what would raise it, and who decides."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.admission import say_gaps
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchAdmission, FetchCredit
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

MOST = 3
_DATUM = re.compile(r" (?:unknown|未知|-?[\d.]+)")
_HARD = ("suitability", "age")


def credit_line(ask: Ask) -> FlowRun:
    """Conditions that are not met first, an assessment that has lapsed before all; then the line as it would be proposed."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchCredit(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent="my_credit_line").say("credit_who")
    yield from say_conditions(ask, draft)
    _say_frozen(draft, found["line"])
    _say_line(ask, draft, found)
    _say_raises(draft, found)
    return done(ask, draft.choose("choice_admission", "choice_human"))


def say_conditions(ask: Ask, draft: Draft) -> Generator[Effect, Any, None]:
    """The hard conditions that are not met, an assessment that has lapsed before all; nothing where none is known."""
    admitted = yield FetchAdmission(str(ask.client_id), ask.message.as_of)
    gaps = () if isinstance(admitted, Failed) else [gap for gap in admitted["gaps"] if gap["code"] in _HARD]
    if gaps:
        draft.say("credit_conditions")
        say_gaps(draft, gaps)
        draft.line()


def _say_frozen(draft: Draft, line: Json) -> None:
    """What freezes the line, and what nobody knows."""
    english = draft.lang == "en"
    frozen = [row for row in line["reasons"] if row["outcome"] == "freeze"]
    if frozen:
        glue = "; " if english else "；"
        reasons = glue.join(str(row["text" if english else "text_zh"]) for row in frozen)
        draft.line().say("credit_frozen", reasons=draft.name(reasons))


def _say_line(ask: Ask, draft: Draft, found: Json) -> None:
    """The line there is, the one that would be proposed, and how it stands to the one that was asked for."""
    lines, figure = found["lines"], found["line"]["figures"]["credit_line"]
    draft.line()
    if lines:
        now = {"name": "line_now", "value": str(lines[0]["amount"]), "unit": "CNY"}
        draft.say("credit_now", amount=facts.of_given(now, draft.lang, _NOW[draft.lang == "en"]))
    if figure["value"] is None:
        names = _names(found["score"], draft.lang == "en")
        missing = ("、" if draft.lang == "zh" else ", ").join(
            names.get(str(each), str(each)) for each in figure["missing"]
        )
        draft.show(figure).say("credit_unknown", missing=draft.name(missing))
        return
    draft.say("credit_proposed", amount=draft.figure(figure))
    amounts = ask.request.slots.amounts
    if amounts:
        wanted = {"name": "line_wanted", "value": f"{amounts[0].value:f}", "unit": "CNY"}
        reached = Decimal(figure["value"]) >= amounts[0].value
        shown: Fact = facts.of_given(wanted, draft.lang, _WANTED[draft.lang == "en"])
        draft.say("credit_enough" if reached else "credit_short", wanted=shown)


_NOW = ("现有额度", "the line now")
_WANTED = ("您要的额度", "requested amount")


def _say_raises(draft: Draft, found: Json) -> None:
    """The score, and what would raise it; the reasons and the formula unfold."""
    english = draft.lang == "en"
    score: Json = found["score"]
    draft.say("credit_score", score=draft.figure(score["figure"]))
    gaps: Sequence[Json] = score["gaps"][:MOST]
    if gaps:
        names = _names(score, english)
        closes = ("; " if english else "；").join(_way(gap, names, english) for gap in gaps)
        draft.line().say("credit_raises", ways=draft.name(closes))
    factors = [row for row in found["line"]["reasons"] if str(row["outcome"]).startswith("×")]
    draft.fold()
    for row in factors[:MOST]:
        text = str(row["text" if english else "text_zh"])
        draft.say("reason_row", text=draft.name(text.partition(": " if english else "：")[2]))
    draft.say("credit_person").unfold()


def _names(score: Json, english: bool) -> dict[str, str]:
    """What each datum of the score is called, by its path."""
    rows = ((str(row["path"]), str(row["text" if english else "text_zh"])) for row in score["reasons"])
    return {path: _DATUM.split(text)[0].strip() for path, text in rows}


def _way(gap: Json, names: Mapping[str, str], english: bool) -> str:
    closes = str(gap["closes" if english else "closes_zh"])
    name = names.get(str(gap["path"]), "")
    return closes if closes.startswith(name) else f"{name} {closes}" if english else f"{name}{closes}"
