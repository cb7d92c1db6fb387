"""Everything a client has asked for and what was decided: the newest first, with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import REQUESTS
from bot.dialogue.applying_effects import FetchApplication, FetchOwnProposals
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.yes_first import bilingual, said_no, who_first

Json = Mapping[str, Any]
MOST = 5


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
    count = len(rows) + under_way
    if not count:
        return done(
            ask, draft.say("requests_none").choose("choice_line_ask", "choice_extend", "choice_human")
        )
    draft.say("requests_lead", count=facts.count(count, "requests", "共", "in all"))
    if under_way:
        number = draft.name(str(applied["id"]))
        state = bilingual(draft, applied["state_text"])
        draft.line().say("application_stands", number=number, state=state)
    for row in rows[:MOST]:
        _say(draft.line(), row)
    more = ("choice_application",) if under_way else ()
    return done(ask, draft.choose(*more, "choice_line_status", "choice_extension_status", "choice_human"))


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
