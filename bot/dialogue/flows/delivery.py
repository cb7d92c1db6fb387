"""「没通知我」: what the ledger says of the notices sent to this client, without a word on who is right."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.notice_check import channel_name, clause_of, kind_name, moment
from bot.dialogue.sent_notices import Row
from bot.dialogue.service_effects import FetchSentNotices
from bot.guard.numerals import fold

SHOWN = 3
_ABOUT: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("maturity", r"到期|展期|\bmatur|\bexpir|\bextension"),
        ("change", r"改|变更|调(?:高|低|整)|折算率|利率|\bchang"),
    )
)
_RISK = ("margin_call", "warning", "liquidation")


def delivery(ask: Ask) -> FlowRun:
    """The notices of the kind spoken of: channel, sent, delivered, read, the deadline and clause they named."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sent = yield FetchSentNotices(ask.client_id)
    if isinstance(sent, Failed):
        return out_of_reach(ask, sent)
    draft = ask.draft()
    rows = concerned(sent, ask.request.text)
    if not rows:
        draft.say("delivery_none")
    else:
        draft.say("delivery_lead", count=facts.count(len(rows), "notices", "共", "in all"))
        say_rows(draft, rows)
    draft.line().say("delivery_neutral")
    return done(ask, draft.choose("choice_complain", "choice_human"))


def say_record(client_id: str, draft: Draft, about: str) -> Generator[Effect, Any, None]:
    """Within another answer: the newest notice of the kind that ``about`` speaks of, nothing where the ledger is out of reach."""
    sent = yield FetchSentNotices(client_id)
    if isinstance(sent, Failed):
        return
    rows = concerned(sent, about)[:1]
    draft.line().say("delivery_newest" if rows else "delivery_none")
    say_rows(draft, rows)


def concerned(sent: Sequence[Row], words: str) -> list[Row]:
    """The notices a reproach speaks of, newest first: those about maturity or a change where it says so, else those about risk."""
    text = fold(words)
    kind = next((name for name, pattern in _ABOUT if pattern.search(text)), None)
    return [row for row in sent if (row["kind"] == kind if kind else row["kind"] in _RISK)]


def say_rows(draft: Draft, rows: Sequence[Row]) -> None:
    """One line for each notice, the first few."""
    for row in rows[:SHOWN]:
        draft.line().say(
            "delivery_row",
            kind=kind_name(row, draft.lang),
            channel=channel_name(row, draft.lang),
            sent=moment(row, "sent_at"),
        )
        for column in ("delivered_at", "read_at"):
            if row[column]:
                draft.say(f"delivery_{column}", at=moment(row, column))
            else:
                draft.say(f"delivery_not_{column}")
        if row["deadline"]:
            draft.say("delivery_deadline", by=moment(row, "deadline"))
        draft.say("delivery_stop")
        if row["clause"]:
            draft.say("notice_clause", clause=clause_of(draft, row["clause"]))
