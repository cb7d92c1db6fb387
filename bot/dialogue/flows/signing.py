"""Signing an agreement in chat: every section and disclosure read in turn, the exact text named by its hash, and a yes unmixed.

Where the firm asks for a code, the yes sends one, and only the code signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import AGREEMENT, READING, SIGNING
from bot.dialogue.applying_effects import (
    OpenAgreement,
    ReadStep,
    SendSigningCode,
    SignAgreement,
)
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.yes_first import bilingual, label, said_no, waits

Json = Mapping[str, Any]
TOO_QUICK, WRONG_CODE = 429, 403


def sign(ask: Ask, found: Json) -> FlowRun:
    """The offered version opened, and the step that comes next; nothing where one is in force."""
    assert ask.client_id is not None
    if found["in_force"] is not None:
        draft = ask.draft(intent=AGREEMENT)
        draft.say("agreement_in_force", number=draft.name(str(found["in_force"])))
        return done(ask, draft.choose("choice_signed", "choice_amendment"))
    opened = yield OpenAgreement(ask.client_id)
    if isinstance(opened, Failed):
        return said_no(ask, opened, AGREEMENT)
    draft = ask.draft("ask", AGREEMENT)
    draft.say("agreement_reading", count=facts.count(opened["steps_of"], "steps", "共", "in all")).line()
    return _next(ask, draft, opened)


def read_on(ask: Ask) -> FlowRun:
    """The step that was shown is acknowledged, and the next one shown."""
    pending = ask.state.pending
    assert pending is not None
    slots = pending.slots
    if ask.client_id is None or ask.client_id != slots["by"]:
        return (yield from sign_in_first(ask))
    found = yield ReadStep(ask.client_id, slots["agreement"], slots["step"])
    if isinstance(found, Failed) and found.status == TOO_QUICK:
        draft = ask.draft("ask", AGREEMENT)
        detail = found.problem["detail" if draft.lang == "en" else "detail_zh"]
        draft.say("applying_refused", detail=draft.name(str(detail).rstrip("。.")))
        return Step(draft.choose("choice_read_on"), ask.state)
    if isinstance(found, Failed):
        return said_no(ask, found, AGREEMENT)
    return _next(ask, ask.draft("ask", AGREEMENT), found)


def _next(ask: Ask, draft: Draft, found: Json) -> Step:
    """The section whose turn it is; all read, the text as it would be signed and a yes asked for."""
    step = next((each for each in found["steps"] if each["step"] == found["next_step"]), None)
    if step is None:
        return _ready(ask, draft, found)
    english = draft.lang == "en"
    words = " ".join(f"{each['no']} {each['en' if english else 'zh']}" for each in step["texts"])
    place = draft.name(f"{found['steps_done'] + 1}/{found['steps_of']}")
    draft.say("agreement_place", place=place, title=label(draft, step["title"]))
    draft.line().say("sentence", text=draft.name(words)).line().say("agreement_read_this")
    state = replace(ask.state, last_intent=AGREEMENT).waiting(
        READING,
        of=AGREEMENT,
        lang=ask.lang,
        by=str(ask.client_id),
        agreement=str(found["id"]),
        step=str(step["step"]),
    )
    return Step(draft.choose("choice_read_on"), state)


def _ready(ask: Ask, draft: Draft, found: Json) -> Step:
    if found["blocked"] is not None:
        draft.action = "answer"
        draft.say("sentence", text=bilingual(draft, found["blocked"]))
        return done(ask, draft.choose("choice_application", "choice_human"))
    draft.action = "confirm"
    draft.say(
        "agreement_ready",
        title=label(draft, found["title"]),
        version=facts.count(found["version"], "version", "第", "version"),
    )
    draft.line().say(
        "agreement_hash", number=draft.name(str(found["id"])), hash=draft.name(str(found["sha256"]))
    )
    draft.line().say("agreement_sign_confirm")
    return waits(
        ask,
        draft,
        "agreement_sign",
        agreement=str(found["id"]),
        sha256=str(found["sha256"]),
        factor=str(found["factor"]),
    )


def sign_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: signed, or a code sent where the firm asks for one."""
    if slots["factor"] != "code":
        return (yield from _signed(ask, slots, None, None))
    sent = yield SendSigningCode(slots["by"], slots["agreement"])
    if isinstance(sent, Failed):
        return said_no(ask, sent, AGREEMENT)
    draft = ask.draft("ask", AGREEMENT).say("agreement_code_sent")
    if sent["demo_code"]:
        draft.say("agreement_demo_code", code=draft.name(str(sent["demo_code"])))
    kept = {name: slots[name] for name in ("by", "agreement", "sha256", "factor")}
    state = replace(ask.state, last_intent=AGREEMENT).waiting(
        SIGNING, of=AGREEMENT, lang=ask.lang, challenge=str(sent["challenge"]), **kept
    )
    return Step(draft.choose("choice_cancel"), state)


def code_given(ask: Ask) -> FlowRun:
    """The code that was sent: it signs, or it is not the right one."""
    pending = ask.state.pending
    assert pending is not None
    slots = pending.slots
    if ask.client_id is None or ask.client_id != slots["by"]:
        return (yield from sign_in_first(ask))
    return (yield from _signed(ask, slots, slots["challenge"], str(ask.request.slots.aspect)))


def _signed(ask: Ask, slots: Mapping[str, str], challenge: str | None, code: str | None) -> FlowRun:
    found = yield SignAgreement(
        ask.key("agreement_sign"), slots["by"], slots["agreement"], slots["sha256"], challenge, code
    )
    if isinstance(found, Failed) and found.status == WRONG_CODE:
        draft = ask.draft("ask", AGREEMENT).say("agreement_wrong_code")
        return Step(draft.choose("choice_cancel"), ask.state)
    if isinstance(found, Failed):
        return said_no(ask, found, AGREEMENT) if found.problem else out_of_reach(ask, found)
    draft = ask.draft(intent=AGREEMENT)
    draft.say(
        "agreement_done",
        title=label(draft, found["title"]),
        version=facts.count(found["version"], "version", "第", "version"),
        at=facts.moment(found["signature"]["at"], "signed_at", "签署", "signed"),
    )
    draft.line().say(
        "agreement_hash", number=draft.name(str(found["id"])), hash=draft.name(str(found["sha256"]))
    )
    return done(ask, draft.choose("choice_line_ask", "choice_signed"))
