"""Everything a client has asked for and what was decided: the newest first, with numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import REQUESTS
from bot.dialogue.applying_effects import FetchApplication, FetchOwnProposals
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, Flow, FlowRun, done
from bot.dialogue.flows.application import application
from bot.dialogue.flows.extension_request import extension_request
from bot.dialogue.flows.line_request import line_request
from bot.dialogue.flows.yes_first import bilingual, said_no, who_first

Json = Mapping[str, Any]
MOST = 5
_UNDER_WAY = ("draft", "submitted", "in_review", "proposed")


def own_requests(ask: Ask) -> FlowRun:
    """Each request with its state; the application too, which is no proposal before the desk has looked at it."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    rows = yield FetchOwnProposals(ask.client_id)
    if isinstance(rows, Failed):
        return said_no(ask, rows, REQUESTS)
    applied = yield FetchApplication(ask.client_id)
    draft = ask.draft(intent=REQUESTS)
    under_way = not isinstance(applied, Failed) and applied["id"] is not None
    aspect = ask.request.slots.aspect
    if aspect in ("pending", "withdraw"):
        rows = [row for row in rows if row["state"] == "proposed" and row.get("kind") in _OWN]
        under_way = under_way and applied["state"] in _UNDER_WAY
    if aspect == "withdraw":
        return (yield from _taken_back(ask, rows, under_way))
    count = len(rows) + under_way
    if not count:
        return done(
            ask,
            draft.say("requests_none_pending" if aspect == "pending" else "requests_none").choose(
                "choice_line_ask", "choice_extend", "choice_human"
            ),
        )
    draft.say(
        "requests_lead_pending" if aspect == "pending" else "requests_lead",
        count=facts.count(count, "requests", "共", "in all"),
    )
    if under_way:
        number = draft.name(str(applied["id"]))
        state = bilingual(draft, applied["state_text"])
        draft.line().say("application_stands", number=number, state=state)
    for row in rows[:MOST]:
        _say(draft.line(), row)
    more = ("choice_application",) if under_way else ()
    return done(ask, draft.choose(*more, "choice_line_status", "choice_extension_status", "choice_human"))


def _taken_back(ask: Ask, rows: Sequence[Json], under_way: bool) -> FlowRun:
    """The only request that waits is taken back after a yes; of several it is asked which."""
    kinds = [*(str(row["kind"]) for row in rows), *(("admission",) if under_way else ())]
    if len(kinds) == 1:
        return (yield from _WITHDRAWN[kinds[0]](_meaning_withdrawal(ask)))
    draft = ask.draft("ask", REQUESTS)
    if not kinds:
        draft.action = "answer"
        return done(ask, draft.say("requests_none_pending").choose("choice_requests", "choice_human"))
    draft.say("requests_which")
    for row in rows[:MOST]:
        _say(draft.line(), row)
    draft.choose(*(f"choice_withdraw_{kind}" for kind in dict.fromkeys(kinds)))
    return done(ask, draft)


def _meaning_withdrawal(ask: Ask) -> Ask:
    return replace(ask, request=replace(ask.request, slots=replace(ask.request.slots, aspect="withdraw")))


_WITHDRAWN: Mapping[str, Flow] = {
    "admission": application,
    "extension": extension_request,
    "credit_line": line_request,
}
_OWN = tuple(name for name in _WITHDRAWN if name != "admission")


def _say(draft: Draft, row: Json) -> None:
    """「合约展期 P…：待审批。合约…」."""
    draft.say(
        f"requests_row_{row['state']}",
        title=bilingual(draft, row["title"]),
        number=draft.name(str(row["id"])),
        summary=bilingual(draft, row["explanation"]["summary"]),
    )
    if row["reason"] and row["state"] == "refused":
        draft.say("application_reason", reason=draft.name(str(row["reason"])))
