"""Another credit line asked for: the amount, the ceiling told first, a yes, a number; why the line is what it is, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import AMOUNT, LINE
from bot.dialogue.applying_effects import AskCreditLine, FetchLineStanding, WithdrawLineRequest
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.credit_line import say_conditions
from bot.dialogue.flows.yes_first import bilingual, said_no, waits, who_first
from bot.dialogue.phrases import pattern, words
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

MOST = 3
NO_ACCOUNT = 404
_BY = pattern(
    r"(?:再|多|另外?|额外|追|增|新)(?:加|给|批|提|涨|增|调)?(?:高|多|大|加)?(?:我)?(?:了|个)?\s*(?=[\d一二两三四五六七八九十百])",
    r"(?:加|提高|调高|上调|上浮|涨|升|增加|提升)(?:了|个)?\s*(?=[\d一二两三四五六七八九十百])",
    words("by", "another", "additional", "extra", "more") + r"(?! than)",
)
_TO = pattern(r"(?:到|至|成|为)\s*(?=[\d一二两三四五六七八九十百])", words("to", "of"))
"""A raise by a sum, 「再加50万」, comes on top of the line there is; one to a sum does not."""
_A_PATH = re.compile(r"\b[a-z]+\.[a-z_]+\b")
_LOWER = re.compile(r"降|减|调低|少一?点|\b(?:lower|reduce|smaller)\b")
_NAMES = {
    "line_now": ("现有额度", "the line now"),
    "line_wanted": ("您要的额度", "requested amount"),
    "line_used": ("已用额度", "in use"),
}


def line_request(ask: Ask) -> FlowRun:
    """The side of the line that is asked about."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchLineStanding(ask.client_id)
    if isinstance(found, Failed):
        if found.status == NO_ACCOUNT:
            draft = ask.draft(intent=LINE).say("line_no_account")
            return done(ask, draft.choose("choice_application", "choice_apply"))
        return said_no(ask, found, LINE)
    if ask.request.slots.aspect == "ask":
        return (yield from _asked(ask, found))
    sides = {"status": _status, "withdraw": _withdrawn, "left": _left, "who": _who}
    return sides.get(str(ask.request.slots.aspect), _why)(ask, found)


def _why(ask: Ask, found: Json) -> Step:
    """The line in force, what is left of it, its ceiling, what freezes it; score and factors unfold."""
    draft, english = ask.draft(intent=LINE), ask.draft().lang == "en"
    _say_line(draft, found)
    draft.say("line_frozen" if found["frozen"] else "line_not_frozen")
    if found["left"] is not None and found["left"]["value"] is not None:
        draft.say("line_left", amount=draft.figure(found["left"]))
    _say_ceiling(draft, found)
    for trigger in found["triggers"][:MOST]:
        if trigger["cleared_at"] is None:
            for row in trigger["reasons"][:1]:
                draft.line().say("line_trigger", text=draft.name(str(row["text" if english else "text_zh"])))
    _say_gaps(draft, found)
    draft.line().say("line_by_people")
    _say_last_change(draft, found)
    return done(ask, draft.choose("choice_line_ask", "choice_requests", "choice_human"))


def _who(ask: Ask, found: Json) -> Step:
    """Who decides on a line, and the one that was decided."""
    draft = ask.draft(intent=LINE).say("line_by_people").line()
    _say_line(draft, found)
    _say_last_change(draft, found)
    return done(ask, draft.choose("choice_line_why", "choice_requests", "choice_human"))


def _left(ask: Ask, found: Json) -> Step:
    """The line, what each contract uses of it, what is left, and whether it is frozen: that is the whole difference."""
    draft, left = ask.draft(intent=LINE), found["left"]
    _say_line(draft, found)
    if left is None or left["value"] is None:
        draft.say("line_left_unknown")
        return done(ask, draft.choose("choice_line_why", "choice_human"))
    draft.say("line_left", amount=draft.figure(left))
    if found["line"] is not None:
        used = Decimal(str(found["line"])) - Decimal(str(left["value"]))
        draft.line().say("line_used", used=_given(draft, "line_used", f"{used:f}"))
    draft.say("line_frozen" if found["frozen"] else "line_not_frozen")
    return done(ask, draft.choose("choice_line_why", "choice_line_ask", "choice_human"))


def _say_line(draft: Draft, found: Json) -> None:
    if found["line"] is None:
        draft.say("line_none")
    else:
        draft.say("credit_now", amount=_given(draft, "line_now", str(found["line"])))


def _say_ceiling(draft: Draft, found: Json) -> None:
    ceiling = found["ceiling"]
    if ceiling["value"] is None:
        draft.show(ceiling).say("line_ceiling_unknown")
    else:
        draft.say("credit_proposed", amount=draft.figure(ceiling))


def _say_gaps(draft: Draft, found: Json) -> None:
    """What stands in the way; a datum that the firm lacks is not named by its path."""
    english = draft.lang == "en"
    for gap in found["decision"]["gaps"][:MOST]:
        if gap["code"] == "missing" or _A_PATH.search(str(gap["text"])):
            continue
        draft.line().say(
            "gap_row",
            text=draft.name(str(gap["text" if english else "text_zh"])),
            closes=draft.name(str(gap["closes" if english else "closes_zh"])),
        )


def _say_last_change(draft: Draft, found: Json) -> None:
    draft.fold()
    if found["history"]:
        row = found["history"][0]
        day = facts.day(row["valid_from"], "valid_from", "起", "since")
        draft.say("line_since", day=day, reason=draft.name(str(row["reason"])))
    score = found["score"].get("figure")
    if score is not None and score["value"] is not None:
        draft.say("credit_score", score=draft.figure(score))
    draft.unfold()


def _asked(ask: Ask, found: Json) -> FlowRun:
    """The amount against the ceiling; a yes is asked for only where a request would stand."""
    waiting = next((row for row in found["requests"] if row["state"] == "proposed"), None)
    if waiting is not None:
        return _status(ask, found)
    amounts, ceiling = ask.request.slots.amounts, found["ceiling"]["value"]
    draft = ask.draft("ask", LINE)
    if not amounts:
        draft.say("line_how_much")
        _say_line(draft, found)
        _say_ceiling(draft, found)
        state = replace(ask.state, last_intent=LINE).waiting(
            AMOUNT, of=LINE, lang=ask.lang, by=str(ask.client_id)
        )
        return Step(draft.choose("choice_cancel", "choice_human"), state)
    wanted, line = _wanted(ask, found), found["line"]
    if line is not None and wanted <= Decimal(line) and not _LOWER.search(ask.said):
        draft.action = "answer"
        draft.say("line_the_same" if wanted == Decimal(line) else "line_no_more")
        _say_wanted(draft, wanted)
        _say_line(draft, found)
        return done(ask, draft.choose("choice_line_why", "choice_human"))
    if ceiling is None or wanted > Decimal(ceiling):
        draft.action = "answer"
        draft.say("line_too_much" if ceiling is not None else "line_not_yet")
        _say_wanted(draft, wanted, _raises_by(ask))
        if ceiling is not None:
            _say_ceiling(draft, found)
        yield from say_conditions(ask, draft.line())
        _say_gaps(draft, found)
        return done(ask, draft.choose("choice_line_why", "choice_human"))
    draft.action = "confirm"
    draft.say("line_heard")
    _say_wanted(draft, wanted, _raises_by(ask))
    _say_line(draft, found)
    _say_ceiling(draft, found)
    draft.line().say("applying_confirm")
    return waits(ask, draft, "line_ask", amount=f"{wanted:f}", reason=ask.message.text[:200])


def _wanted(ask: Ask, found: Json) -> Decimal:
    """The line that is asked for: the sum said, on top of the line there is where it is a raise by that sum."""
    amounts = ask.request.slots.amounts
    amount = amounts[-1 if _TO.search(ask.said.lower()) else 0].value
    return amount + Decimal(str(found["line"])) if found["line"] is not None and _raises_by(ask) else amount


def _raises_by(ask: Ask) -> bool:
    said = ask.said.lower()
    return bool(_BY.search(said)) and not _TO.search(said) and not _LOWER.search(said)


def _say_wanted(draft: Draft, wanted: Decimal, on_top: bool = False) -> None:
    if on_top:
        draft.say("line_on_top")
    draft.say("line_wanted", wanted=_given(draft, "line_wanted", f"{wanted:f}"))


def _status(ask: Ask, found: Json) -> Step:
    """The newest request and what became of it."""
    draft = ask.draft(intent=LINE)
    if not found["requests"]:
        return done(ask, draft.say("line_no_request").choose("choice_line_ask", "choice_line_why"))
    row = found["requests"][0]
    draft.say("request_stands", number=draft.name(str(row["id"])), says=bilingual(draft, row["says"]))
    _say_wanted(draft, Decimal(str(row["amount"])))
    if row["decision_reason"]:
        draft.say("application_reason", reason=draft.name(str(row["decision_reason"])))
    return done(ask, draft.choose("choice_line_why", "choice_requests", "choice_human"))


def _withdrawn(ask: Ask, found: Json) -> Step:
    row = next((each for each in found["requests"] if each["state"] == "proposed"), None)
    if row is None:
        draft = ask.draft(intent=LINE).say("line_no_request")
        return done(ask, draft.choose("choice_requests", "choice_human"))
    draft = ask.draft("confirm", LINE)
    draft.say("line_withdraw_heard", number=draft.name(str(row["id"])))
    return waits(ask, draft.say("applying_confirm"), "line_withdraw", request=str(row["id"]))


def ask_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: asked for, with its number."""
    act = AskCreditLine(ask.key("line"), slots["by"], slots["amount"], slots["reason"])
    return (yield from _written(ask, act, "request_two_people"))


def withdraw_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: taken back."""
    return (yield from _written(ask, WithdrawLineRequest(slots["by"], slots["request"], "client"), None))


def _written(ask: Ask, act: AskCreditLine | WithdrawLineRequest, more: str | None) -> FlowRun:
    found = yield act
    if isinstance(found, Failed):
        return said_no(ask, found, LINE)
    draft = ask.draft(intent=LINE)
    draft.say("request_stands", number=draft.name(str(found["id"])), says=bilingual(draft, found["says"]))
    if more is not None:
        draft.say(more)
    return done(ask, draft.choose("choice_line_status", "choice_requests"))


def _given(draft: Draft, name: str, value: str) -> Fact:
    row = {"name": name, "value": value, "unit": "CNY"}
    return facts.of_given(row, draft.lang, _NAMES[name][draft.lang == "en"])
