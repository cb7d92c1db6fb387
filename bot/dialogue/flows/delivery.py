"""「没通知我」: what the ledger says of the notices sent to this client, without a word on who is right."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.case_effects import FetchProof
from bot.dialogue.day_words import NOT_SEEN
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
_RISK = (
    *("margin_call", "warning", "liquidation", "residual_debt"),
    *("deadline_moved", "deadline_extended", "call_ended"),
)
_PROOF = re.compile(r"证据|凭证|证明|回执|原文|存证|\b(?:proof|evidence|receipts?|prove)\b")
_NOT_SENT = re.compile(r"没(?:给我)?发(?:短信)?")
BODY = 160  # characters of a notice that a proof shows


def delivery(ask: Ask) -> FlowRun:
    """The notices of the kind spoken of: channel, sent, delivered, read, the deadline and clause they named."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sent = yield FetchSentNotices(ask.client_id)
    if isinstance(sent, Failed):
        return out_of_reach(ask, sent)
    draft = ask.draft()
    rows = concerned(sent, ask.request.text)
    if rows and _PROOF.search(ask.said.lower()):
        return (yield from _proved(ask, draft, rows[0]))
    missed = _not_arrived(ask.said.lower())
    if rows and missed:
        _say_why_not(draft, rows)
    if not rows:
        draft.say("delivery_none")
    else:
        draft.say("delivery_lead", count=facts.count(len(rows), "notices", "共", "in all"))
        say_rows(draft, rows)
    draft.line().say("delivery_neutral")
    first = "choice_proof" if missed else "choice_acknowledge"
    return done(ask, draft.choose(first, "choice_complain", "choice_human"))


def _not_arrived(text: str) -> bool:
    """Whether a message says that nothing came, or that nothing was sent."""
    return bool(NOT_SEEN.search(text) or _NOT_SENT.search(text))


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
        say_arrival(draft, row)
        if row["deadline"]:
            draft.say("delivery_deadline", by=moment(row, "deadline"))
        draft.say("delivery_stop")
        if row["clause"]:
            draft.say("notice_clause", clause=clause_of(draft, row["clause"]))


def say_arrival(draft: Draft, row: Row) -> None:
    """What is known of a notice's arrival; what failed or is uncertain is said as that, and not as a missing receipt."""
    state = row.get("state")
    if row["delivered_at"]:
        draft.say("delivery_delivered_at", at=moment(row, "delivered_at"))
    elif state in ("failed", "uncertain", "waiting", "handed"):
        draft.say(f"delivery_{state}")
    else:
        draft.say("delivery_not_delivered_at")
    if row["read_at"]:
        draft.say("delivery_read_at", at=moment(row, "read_at"))
    elif row["delivered_at"] or state is None:
        draft.say("delivery_not_read_at")
    if row.get("acknowledged_at"):
        at = facts.moment(str(row["acknowledged_at"]), "acknowledged_at", "确认", "acknowledged")
        draft.say("delivery_acknowledged_at", at=at)


def _say_why_not(draft: Draft, rows: Sequence[Row]) -> None:
    """Why a text message was not seen, as far as the gateway's reports say; nothing is guessed."""
    sms = next((row for row in rows if row["channel"] == "sms"), None)
    if sms is None:
        draft.say("not_arrived_no_sms")
        return
    state = sms.get("state")
    if state in ("failed", "uncertain"):
        draft.say(f"not_arrived_{state}")
    else:
        draft.say("not_arrived_delivered" if sms["delivered_at"] else "not_arrived_waiting")
    draft.line()


def _proved(ask: Ask, draft: Draft, row: Row) -> FlowRun:
    """The newest notice with what proves it: the words, the times, the gateway's receipts, the checksum that was kept."""
    proof = yield FetchProof(str(ask.client_id), str(row["id"]))
    if isinstance(proof, Failed):
        return out_of_reach(ask, proof)
    row = proof["notice"]
    draft.say("proof_lead", kind=kind_name(row, draft.lang), channel=channel_name(row, draft.lang))
    draft.say("notice_sent", sent=moment(row, "sent_at"))
    say_rows(draft, [row])
    count = len(proof["receipts"])
    if count:
        draft.line().say("proof_receipts", count=facts.count(count, "receipts", "共", "in all"))
    elif proof["gateway"]:
        draft.line().say("proof_no_receipts")
    if proof["hash_holds"] is not None:
        draft.say("proof_hash" if proof["hash_holds"] else "proof_hash_not")
    body = row["text_en"] if draft.lang == "en" and row.get("text_en") else row["text"]
    draft.line().say("proof_body", body=draft.said(str(body), BODY))
    if others := len(proof["other_channels"]):
        draft.line().say("proof_others", count=facts.count(others, "channels", "共", "in all"))
    return done(ask, draft.choose("choice_acknowledge", "choice_complain", "choice_human"))
