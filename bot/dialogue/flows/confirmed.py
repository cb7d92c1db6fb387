"""The yes to what waits: each act by its name, done for whoever it was asked of and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.dialogue.flow import Ask, FlowRun
from bot.dialogue.flows import amendment, application, extension_request, line_request, questionnaire, signing
from bot.dialogue.flows.identity import sign_in_first
from bot.dialogue.flows.yes_first import dropped

_ACTS: Mapping[str, Callable[[Ask, Mapping[str, str]], FlowRun]] = {
    "application_open": application.open_now,
    "application_submit": application.submit_now,
    "application_withdraw": application.withdraw_now,
    "questionnaire_finish": questionnaire.finish_now,
    "agreement_sign": signing.sign_now,
    "amendment_accept": amendment.accept_now,
    "amendment_refuse": amendment.refuse_now,
    "line_ask": line_request.ask_now,
    "line_withdraw": line_request.withdraw_now,
    "extension_ask": extension_request.ask_now,
    "extension_withdraw": extension_request.withdraw_now,
}


def confirmed(ask: Ask) -> FlowRun:
    """Do what waits. Whoever has signed out in between signs in again; for another client it is dropped."""
    assert ask.state.pending is not None
    slots = ask.state.pending.slots
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    if ask.client_id != slots["by"]:
        return (yield from dropped(ask))
    return (yield from _ACTS[slots["act"]](ask, slots))
