"""「这条短信是你们发的吗」: a text held against the ledger of what the firm has sent to this client.

Ours, ours but altered, or not ours. Before identity nothing of any account is looked at: only the signs of fraud in the text
itself are named.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed, FirmFacts
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.check_text import pasted
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.sent_notices import Difference, Match, Row, compared, fraud_signs
from bot.dialogue.service_effects import FetchSentNotices
from bot.guard.evidence import Fact

_VERBATIM = re.compile(r"[:：「『“\"【\n]")
ROOM = 60  # characters of one side of a difference
_DOORS = ("choice_fraud_signs", "choice_human")


def notice_check(ask: Ask) -> FlowRun:
    """Whether the pasted text is a notice of the firm, as it was sent; without a text, ask for one."""
    words = pasted(ask.message.text)
    if words is None:
        return (yield from _text_please(ask))
    if ask.client_id is None:
        return (yield from _unknown_asker(ask, words))
    sent = yield FetchSentNotices(ask.client_id)
    if isinstance(sent, Failed):
        return out_of_reach(ask, sent)
    match = compared(words, sent)
    draft = ask.draft()
    if match.verdict == "unknown" and not _VERBATIM.search(ask.said):
        return _only_told(ask, draft, sent)
    if match.verdict == "unknown":
        draft.say("notice_not_ours")
        yield from _say_signs(draft, words)
        _say_newest(draft, sent)
        return done(ask, draft.choose("choice_human", "choice_fraud_signs"))
    if match.verdict == "fragment":
        return (yield from _whole_text_please(ask, words))
    _say_match(draft, match)
    if match.verdict == "altered" or fraud_signs(words, None):
        yield from _say_signs(draft, words)
    return done(ask, draft.choose("choice_delivery", *_DOORS))


def _text_please(ask: Ask) -> FlowRun:
    """No text yet: what we sent last, to whom we know, and a wish for the words."""
    draft = ask.draft("ask")
    sent = [] if ask.client_id is None else (yield FetchSentNotices(ask.client_id))
    if sent and not isinstance(sent, Failed):
        _say_newest(draft, sent)
        draft.line()
    return done(ask, draft.say("notice_what").choose(*_DOORS))


def _only_told(ask: Ask, draft: Draft, sent: list[Row]) -> Step:
    """What somebody says that a notice says is no text to compare: the record, and a wish for the words themselves."""
    draft.action = "ask"
    _say_newest(draft.say("notice_told"), sent)
    draft.line().say("notice_never")
    return done(ask, draft.choose("choice_delivery", *_DOORS))


def _whole_text_please(ask: Ask, words: str) -> FlowRun:
    """A few words that stand in a notice say nothing about the rest of the message: the whole text is asked for."""
    draft = ask.draft("ask").say("notice_fragment")
    yield from _say_signs(draft, words)
    return done(ask, draft.choose("choice_delivery", *_DOORS))


def _unknown_asker(ask: Ask, words: str) -> FlowRun:
    """Without identity: how it can be checked, and what in the text itself is a sign of fraud."""
    draft = ask.draft("ask").say("notice_sign_in")
    yield from _say_signs(draft, words)
    return Step(draft.choose("choice_sign_in", *_DOORS), ask.state.settled(draft.intent, draft.figure_names))


def _say_match(draft: Draft, match: Match) -> None:
    row = match.notice
    assert row is not None
    draft.say(f"notice_{match.verdict}")
    for difference in match.differences:
        _say_difference(draft.line(), difference)
    draft.line().say("notice_as_sent", kind=kind_name(row, draft.lang), channel=channel_name(row, draft.lang))
    draft.say("notice_sent", sent=moment(row, "sent_at"))
    if row["clause"]:
        draft.say("notice_clause", clause=clause_of(draft, row["clause"]))
    if match.verdict == "altered":
        draft.say("notice_keep_to_ours")


def _say_difference(draft: Draft, found: Difference) -> None:
    glue = "、" if draft.lang == "zh" else ", "
    said, sent = glue.join(found.said), glue.join(found.sent)
    what = text(f"notice_part_{found.kind}", draft.lang)
    if said and sent:
        draft.say("notice_differs", what=what, said=draft.said(said, ROOM), sent=draft.said(sent, ROOM))
    elif said:
        draft.say("notice_added", what=what, said=draft.said(said, ROOM))
    else:
        draft.say("notice_left_out", what=what, sent=draft.said(sent, ROOM))


def _say_signs(draft: Draft, words: str) -> Generator[Effect, Any, None]:
    """The signs of fraud in the text, and what never to do."""
    firm = yield FirmFacts()
    phone = None if isinstance(firm, Failed) else str(firm["phone"]["value"])
    signs = fraud_signs(words, phone)
    if signs:
        glue = "、" if draft.lang == "zh" else ", "
        named = glue.join(text(f"notice_sign_{sign}", draft.lang) for sign in signs)
        draft.line().say("notice_signs", signs=named)
    draft.line().say("notice_never")
    if phone:
        draft.say("notice_call", phone=facts.phone(phone, "客服电话", "call us"))


def _say_newest(draft: Draft, sent: list[Row]) -> None:
    if sent:
        draft.line().say(
            "notice_newest", channel=channel_name(sent[0], draft.lang), kind=kind_name(sent[0], draft.lang)
        )
        draft.say("notice_sent", sent=moment(sent[0], "sent_at"))


def kind_name(row: Row, lang: str) -> str:
    """What a notice is about, in words."""
    return text(f"notice_kind_{row['kind']}", lang)


def channel_name(row: Row, lang: str) -> str:
    """How a notice went out, in words."""
    return text(f"notice_channel_{row['channel']}", lang)


def clause_of(draft: Draft, clause: object) -> Fact:
    """A clause of the contract, under the word it is said with."""
    return facts.code(str(clause), "clause" if draft.lang == "en" else "合同第")


_NAMES = {
    "sent_at": ("发出", "sent"),
    "delivered_at": ("送达", "delivered"),
    "read_at": ("已读", "read"),
    "deadline": ("载明的截止时间", "deadline named", "deadline"),
}


def moment(row: Row, column: str) -> Fact:
    """A time of a notice, under the word it is said with."""
    return facts.moment(str(row[column]), f"notice_{column}", *_NAMES[column])
