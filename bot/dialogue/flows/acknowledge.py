"""「已阅」: the client says that a notice was seen. It is asked first which one, and counts once, the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.case_effects import Acknowledge
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.flows.notice_check import channel_name, kind_name, moment
from bot.dialogue.service_effects import FetchSentNotices

Row = Mapping[str, Any]

ACKNOWLEDGE = "acknowledge"
_OWN = ("alert", "reminder", "general")
"""Kinds of notices that ask for nothing: they are not acknowledged."""


def acknowledge(ask: Ask) -> FlowRun:
    """The newest notice that is not acknowledged, named before it is written that it was seen."""
    draft = ask.draft(intent="notice_acknowledge")
    if ask.client_id is None and ask.state.role is None:
        draft.action = "ask"
        draft.say("sign_in_first", what=text("asked_notice_delivery", draft.lang))
        return done(ask, draft.choose("choice_sign_in", "choice_fraud_signs"))
    if ask.client_id is None or ask.state.role != "client":
        draft.action = "refuse"
        return done(ask, draft.say("staff_no_client_acts"))
    sent = yield FetchSentNotices(ask.client_id)
    if isinstance(sent, Failed):
        return out_of_reach(ask, sent)
    rows = [row for row in sent if row["kind"] not in _OWN]
    row = next((each for each in rows if not _known(each, rows)), None)
    if row is None:
        draft.say("acknowledge_none")
        if rows:
            _say_when(draft, next(each for each in rows if each.get("acknowledged_at")))
        return done(ask, draft.choose("choice_delivery", "choice_human"))
    draft.action = "confirm"
    draft.say("acknowledge_which", kind=kind_name(row, draft.lang), channel=channel_name(row, draft.lang))
    draft.say("notice_sent", sent=moment(row, "sent_at"))
    draft.say("acknowledge_means").choose("choice_confirm", "choice_cancel")
    return Step(draft, ask.state.waiting(ACKNOWLEDGE, notice=str(row["id"])))


def acknowledged(ask: Ask) -> FlowRun:
    """Written after the yes; a notice that was acknowledged before keeps its first time."""
    assert ask.client_id is not None and ask.state.pending is not None
    found = yield Acknowledge(ask.client_id, ask.state.pending.slots["notice"])
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent="notice_acknowledge").say("acknowledge_done")
    _say_when(draft, found)
    return done(ask, draft.choose("choice_how_much", "choice_deadline", "choice_delivery"))


def not_acknowledged(ask: Ask) -> FlowRun:
    """Nothing written, after the no."""
    return done(ask, ask.draft(intent="notice_acknowledge").say("acknowledge_dropped"))
    yield  # a flow is a generator, this one asks nothing


def _known(row: Row, rows: Sequence[Row]) -> bool:
    """Whether this notice was acknowledged, by this channel or by another one of the same sending."""
    shared = row.get("sending")
    return any(
        each.get("acknowledged_at")
        for each in rows
        if each is row or (shared and each.get("sending") == shared)
    )


def _say_when(draft: Draft, row: Row) -> None:
    at = facts.moment(str(row["acknowledged_at"]), "acknowledged_at", "确认", "acknowledged")
    draft.say("acknowledge_at", kind=kind_name(row, draft.lang), at=at)
