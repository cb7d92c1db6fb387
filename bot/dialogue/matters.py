"""Short questions about extensions, agreements, the line, the questionnaire, one's own day, alerts and requests, told by their words.

Rules that come before those of ``bot.dialogue.case_asked`` and ``bot.dialogue.applying``: what is refused, and what a few words would
otherwise be taken for something else. What must never be missed (distress, an alarm, injection) is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue import account_words as told
from bot.dialogue import applying as asked
from bot.dialogue import applying_words as words
from bot.dialogue import contract_words as paper
from bot.dialogue import day_words as day
from bot.dialogue import first_words
from bot.dialogue import matters_words as said_as
from bot.dialogue.assent import WAITS
from bot.dialogue.case_asked import ACKNOWLEDGE, MORE_TIME, SALE_PLAN, SOLD, TIME_ASKED
from bot.dialogue.plain_asked import plainly
from bot.dialogue.refused_first import refused_first
from bot.dialogue.serving import CHANGES, DELIVERY, NOTICE
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

COUNT, QUOTE, MARKED, LEFT, STATUS, WRONG, INCOME, RETAKE = (
    *("count", "quote", "marked", "left", "result", "wrong", "income", "retake"),
)
UPCOMING, SHARES, IN_ORDER, PENDING, WITHDRAW = "upcoming", "shares", "in_order", "pending", "withdraw"
"""Which side of a matter is asked about."""
_LEFT_ALONE = ("distress", "account_security", "injection", "illegal", "check_text", WAITS)
_WISHES = ("complaint", "human", "subscription")
"""What is wanted is more than to hear how a notice went out."""
_OF_STAFF = (None, "client")

Named = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Said:
    """The words, who says them and after which answer, and what is waited for."""

    text: str
    known: bool
    last: str | None
    waiting: str | None
    sums: bool


def matter(request: Request, state: State) -> Request:
    """``request`` with the intent that its words ask for; anything else as it is."""
    if request.gate == "act" and request.intent in _LEFT_ALONE:
        return request
    text = words.mended(fold(request.text)).strip(" .。!！?？")
    waiting = state.pending.flow if state.pending else None
    no = refused_first(text, waiting == asked.QUESTION, state.role not in _OF_STAFF)
    if no is not None:
        slots = replace(request.slots, kind=no[1])
        return replace(request, intent=no[0], gate="act", source="rule", confidence=1.0, slots=slots)
    if request.intent == "privacy_other" and request.gate == "act":
        return request
    if state.role in _OF_STAFF and (first := first_words.named(text, state)) is not None:
        return _as(request, *first)
    if day.OWES_LENDER.search(text):
        return _as(request, "rule_question", None)
    if words.COMPLAINS.search(text) or said_as.SUPPOSES.search(text) or state.role not in _OF_STAFF:
        return request
    if asked.of_the_rules(request, text, state):
        return request
    said = _Said(text, state.client_id is not None, state.last_intent, waiting, bool(request.slots.amounts))
    named = plainly(request, state, text) or next(filter(None, (of(said) for of in _RULES)), None)
    if named is None or (named[0] == DELIVERY and request.gate == "act" and request.intent in _WISHES):
        return request
    return _as(request, *named)


def _as(request: Request, intent: str, aspect: str | None) -> Request:
    slots = replace(request.slots, aspect=aspect, calculation=None)
    return replace(request, intent=intent, gate="act", source="rule", confidence=1.0, slots=slots)


def _extension(said: _Said) -> Named | None:
    """An extension of a contract; that of a deadline, or of a call, is more time and none of it."""
    text = said.text
    if not words.EXTENSION.search(text) or said_as.OF_DEADLINE.search(text):
        return None
    if said.last in (MORE_TIME, TIME_ASKED) and not said_as.SURELY_EXTENSION.search(text):
        return None
    if said_as.HOW_OFTEN.search(text) and (said.known or words.MINE.search(text)):
        return asked.EXTENSION, COUNT
    if words.IN_GENERAL.search(text):
        return None
    if words.WITHDRAW.search(text):
        return asked.EXTENSION, WITHDRAW
    if said_as.REFUSED.search(text):
        return asked.EXTENSION, "why"
    decided = said_as.DECIDED.search(text) or words.STATUS.search(text)
    return (asked.EXTENSION, "status") if decided and not words.LINE.search(text) else None


def _agreement(said: _Said) -> Named | None:
    text = said.text
    contract = bool(said_as.PAPER.search(text))
    if said.last == asked.AGREEMENT and said_as.NEWEST.search(text):
        return asked.AGREEMENT, "signed"
    if said_as.VERBATIM.search(text) and (contract or said_as.CLAUSE.search(text)):
        return asked.AGREEMENT, QUOTE
    if not contract:
        return None
    if said_as.WHICH_SIGNED.search(text) and not words.IN_GENERAL.search(text):
        return asked.AGREEMENT, "signed"
    if said_as.CHANGED_BY.search(text) and said_as.MARKED.search(text):
        return asked.AMENDMENT, MARKED
    if said_as.UNANSWERED.search(text) and said_as.AMENDS.search(text):
        return asked.AMENDMENT, "silence"
    if said_as.AMENDS.search(text) and paper.ACCEPT.fullmatch(text):
        return asked.AMENDMENT, "accept"
    return None


def _changed(said: _Said) -> Named | None:
    """Whether the agreement was changed, and by what."""
    paper = said_as.PAPER.search(said.text) and not words.IN_GENERAL.search(said.text)
    if paper and said_as.WAS_CHANGED.search(said.text) and (said.known or words.MINE.search(said.text)):
        return CHANGES, None
    return None


def _line(said: _Said) -> Named | None:
    text = said.text
    if not words.LINE.search(text) or words.IN_GENERAL.search(text) or said_as.OTHER_LINE.search(text):
        return None
    if said_as.RAISES.search(text) and not words.WITHDRAW.search(text) and not said_as.ONLY_ASKS.search(text):
        return asked.LINE, "ask"
    left = said_as.LEFT.search(text) and (said.known or words.MINE.search(text)) and not said.sums
    return (asked.LINE, LEFT) if left else None


def _sheet(said: _Said) -> Named | None:
    text, sitting = said.text, said.waiting == asked.QUESTION
    about = words.SHEET.search(text) or sitting or said.last == asked.SHEET
    if said_as.INCOME.search(text) and (about or said.known) and said_as.WHY_ASKED.search(text):
        return asked.SHEET, INCOME
    if said_as.MISTAKEN.search(text) and (about or said_as.OF_QUESTION.search(text)):
        return asked.SHEET, WRONG
    if not about or words.IN_GENERAL.search(text):
        return None
    if said_as.RETAKE.search(text) and (said.known or words.MINE.search(text)):
        return asked.SHEET, RETAKE
    own = words.SHEET.search(text) and (said.known or words.MINE.search(text))
    return (asked.SHEET, STATUS) if own and said_as.DONE.search(text) else None


def _events(said: _Said) -> Named | None:
    text = said.text
    if words.IN_GENERAL.search(text) or words.CONTRACT.search(text):
        return None
    mine = said.known or words.MINE.search(text)
    if day.SHARES_IN.search(text) and not day.NOT_YET_MOVED.search(text):
        return asked.EVENTS, SHARES
    if day.COMING.search(text) and day.OF_HOLDINGS.search(text) and mine:
        return asked.EVENTS, UPCOMING
    if told.ARRIVED.search(text) or day.CASH_IN.search(text):
        return asked.EVENTS, "arrived"
    if day.IN_ORDER.search(text) and mine:
        return asked.EVENTS, IN_ORDER
    return (asked.EVENTS, None) if day.OF_DAY.search(text) and mine else None


def _when(said: _Said) -> Named | None:
    asks = said.known and day.LIVE_OR_CLEARED.search(said.text)
    return (asked.WHEN, None) if asks and not words.IN_GENERAL.search(said.text) else None


def _calls(said: _Said) -> Named | None:
    text = said.text
    if not said.known:
        return None
    if day.NOT_SEEN.search(text) and not said_as.ASKS.search(text):
        of_notices = said.last in (DELIVERY, ACKNOWLEDGE, NOTICE) or said.waiting == "acknowledge"
        return (DELIVERY, None) if of_notices or day.NOTICE_NAMED.search(text) else None
    if day.SEEN.search(text) and not (said_as.ASKS.search(text) or day.DENIES.search(text)):
        return ACKNOWLEDGE, None
    if day.BY_WHICH_CHANNEL.search(text):
        return DELIVERY, None
    if day.TIME_REFUSED.search(text) and (
        said_as.OF_DEADLINE.search(text) or said.last in (MORE_TIME, TIME_ASKED)
    ):
        return TIME_ASKED, None
    if day.SOLD_OR_PROPOSED.search(text):
        return SOLD, None
    return (SALE_PLAN, None) if day.ALREADY_SELLING.search(text) else None


def _below(said: _Said) -> Named | None:
    return ("my_ratio", None) if said.known and day.BELOW_OR_NOT.search(said.text) else None


def _requests(said: _Said) -> Named | None:
    """What is pending of all requests, one taken back without a name, and for the unknown asker: whether it went through."""
    text = said.text
    if words.LINE.search(text) or words.EXTENSION.search(text) or words.IN_GENERAL.search(text):
        return None
    if day.STILL_PENDING.search(text):
        return asked.REQUESTS, PENDING
    if day.TAKES_BACK.search(text) and said.known:
        return asked.APPLICATION if day.OPENING.search(text) else asked.REQUESTS, WITHDRAW
    if day.SENT_BACK.search(text):
        return asked.APPLICATION, "why"
    return (asked.REQUESTS, None) if day.WENT_THROUGH.search(text) else None


_RULES: Sequence[Callable[[_Said], Named | None]] = (
    _requests,
    _extension,
    _line,
    _sheet,
    _calls,
    _agreement,
    _changed,
    _when,
    _events,
    _below,
)
