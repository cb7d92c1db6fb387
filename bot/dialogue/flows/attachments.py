"""Files handed in to a conversation: evidence for a complaint, never words of the asker, never an instruction.

What stands in a file is not read here. It waits until a ticket is opened, or goes on the one that is open.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, ListTickets
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.flows.tickets import open_ones
from bot.dialogue.service_effects import AttachFile

ROOM = 60  # characters of a file's name


def attachments(ask: Ask) -> FlowRun:
    """What becomes of the files: on the open ticket, kept for a complaint, or nothing before a sign-in."""
    draft = ask.draft("ask", "attachments")
    if ask.client_id is None:
        return Step(draft.say("attachment_sign_in").choose("choice_sign_in", "choice_complain"), ask.state)
    if not ask.message.files:
        return Step(draft.say("attachment_none").choose("choice_complain"), ask.state)
    tickets = yield ListTickets()
    if isinstance(tickets, Failed):
        return out_of_reach(ask, tickets)
    waiting = open_ones(tickets)
    if not waiting:
        say_waiting(ask, draft)
        return Step(draft.say("attachment_kept").choose("choice_complain"), ask.state)
    draft.action = "answer"
    yield from say_attached(ask, draft, str(waiting[0]["number"]))
    return done(ask, draft.choose("choice_ticket_status"))


def say_waiting(ask: Ask, draft: Draft) -> None:
    """The files that will go with the complaint, by name."""
    if ask.message.files:
        draft.line().say("attachment_waiting", names=_names(ask, draft))


def say_attached(ask: Ask, draft: Draft, number: str) -> Generator[Effect, Any, None]:
    """Put every waiting file on ticket ``number`` and say so, or that it did not work."""
    failed = False
    for file, _ in ask.message.files:
        answer = yield AttachFile(number, file)
        failed = failed or isinstance(answer, Failed)
    if ask.message.files:
        said = "attachment_failed" if failed else "attachment_attached"
        draft.say(said, names=_names(ask, draft), number=facts.code(number, "工单"))


def _names(ask: Ask, draft: Draft) -> str:
    glue = ", " if draft.lang == "en" else "、"
    return glue.join(draft.said(name, ROOM) for _, name in ask.message.files)
