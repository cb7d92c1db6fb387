"""A security: is it eligible, what does it count for; a name that was only guessed is confirmed first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, FindSecurity
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.rules import rule_question
from bot.dialogue.scope import scope_of
from bot.guard.evidence import Fact

Json = Mapping[str, Any]


def security_lookup(ask: Ask) -> FlowRun:
    """Say what the firm's list holds of the security named; without a name it is a rule question."""
    slots = ask.request.slots
    if slots.securities:
        return (yield from _look_up(ask, slots.securities[0].code))
    if slots.to_confirm and not _is_of_a_board(ask.request.text):
        return _confirm(ask)
    if slots.unknown_codes:
        return done(ask, _unlisted(ask.draft("unknown"), slots.unknown_codes[0]))
    return (yield from rule_question(ask))


def _is_of_a_board(text: str) -> bool:
    """Whether the shares of a whole board are asked about, and no fund that goes by its name."""
    return "etf" not in text.lower() and any(kind == "board" for kind, _ in scope_of(text))


def chosen(ask: Ask) -> FlowRun:
    """The yes to a security that was asked about."""
    pending = ask.state.pending
    assert pending is not None
    return (yield from _look_up(ask, pending.slots["code"]))


def not_meant(ask: Ask) -> FlowRun:
    """The no to a security that was asked about."""
    return done(ask, ask.draft("ask", "security_lookup").say("clarify_open"))
    yield  # a flow is a generator, this one asks nothing


def _look_up(ask: Ask, code: str) -> FlowRun:
    row = yield FindSecurity(code)
    if isinstance(row, Failed):
        draft = _unlisted(ask.draft("unknown", "security_lookup"), code)
        return done(ask, draft.choose("choice_human"))
    draft = ask.draft("answer", "security_lookup")
    _say_security(draft, row)
    step = done(ask, draft.choose("choice_conversion_rule", "choice_eligible_rule"))
    return replace(step, state=replace(step.state, security=str(row["name"])))


def _unlisted(draft: Draft, code: str) -> Draft:
    return draft.say("security_unknown", code=facts.code(code, "find" if draft.lang == "en" else "找到"))


def _confirm(ask: Ask) -> Step:
    guess = ask.request.slots.to_confirm[0]
    draft = ask.draft("ask")
    draft.say("security_confirm", name=draft.name(guess.name), code=draft.name(guess.code))
    draft.choose("choice_yes")
    for other in ask.request.slots.to_confirm[1:3]:
        draft.offer(other.name, f"{other.name} {other.code}")
    draft.choose("choice_no")
    return Step(draft, ask.state.waiting("security", code=guess.code))


def _say_security(draft: Draft, row: Json) -> None:
    name = draft.name(f"{row['name_en'] if draft.lang == 'en' else row['name']}（{row['code']}）")
    financing, short = bool(row["eligible_financing"]), bool(row["eligible_short"])
    wording = {
        (True, True): "security_both",
        (True, False): "security_financing",
        (False, True): "security_short",
        (False, False): "security_neither",
    }
    draft.say(wording[financing, short], name=name)
    rate = _rate(row["conversion_rate"], "折算率", "conversion rate")
    draft.say("security_rate", rate=rate)
    if row.get("coming"):
        _say_coming(draft, row)
    if row["status"] != "normal":
        draft.say(f"security_{row['status']}")
    draft.say("security_source")


def _say_coming(draft: Draft, row: Json) -> None:
    """What the firm has announced of it: the rate from a day on, and what it no longer is, or is from then."""
    coming = row["coming"]
    day = facts.day(coming["effective"], "effective", "起", "from")
    if coming["conversion_rate"] != row["conversion_rate"]:
        rate = _rate(coming["conversion_rate"], "调整为", "becomes")
        draft.line().say("security_coming_rate", day=day, rate=rate)
    for kind in ("financing", "short"):
        then = bool(coming[f"eligible_{kind}"])
        if then != bool(row[f"eligible_{kind}"]):
            draft.line().say(f"security_coming_{kind}{'' if then else '_ends'}", day=day)
    draft.line()


def _rate(value: str, *names: str) -> Fact:
    return Fact("rule", "conversion_rate", facts.percent(value), (), names)
