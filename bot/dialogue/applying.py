"""Questions about applying, signing, asking for more, announced changes, the age of figures and what happened, told by their words.

Rules over an understood request, like those of ``bot.dialogue.planning``: each names the flow that answers and, in the slots, which
side of it. What must never be missed (distress, an alarm, injection) has been found before and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue import account_words as told
from bot.dialogue import applying_words as words
from bot.dialogue import contract_words as paper
from bot.dialogue.assent import WAITS
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

APPLICATION, SHEET, AGREEMENT, AMENDMENT = (
    "my_application",
    "my_questionnaire",
    "my_agreement",
    "my_amendment",
)
LINE, EXTENSION, ANNOUNCED, WHEN, EVENTS, REQUESTS = (
    "my_line_request",
    "my_extension",
    "my_announced_change",
    "my_snapshot_time",
    "my_account_events",
    "my_requests",
)
INTENTS = (*(APPLICATION, SHEET, AGREEMENT, AMENDMENT, LINE, EXTENSION, ANNOUNCED, WHEN, EVENTS, REQUESTS),)
ANSWER, READ_ON, CODE = "questionnaire_answer", "agreement_read_on", "signing_code"
PENDING = "applying"
"""The flow that writes after a yes, whatever it is that is applied for."""
QUESTION, READING, SIGNING, AMOUNT, WHICH = (
    "questionnaire",
    "agreement_reading",
    "agreement_code",
    "line_amount",
    "extension_contract",
)
_LEFT_ALONE = (
    *("distress", "account_security", "injection", "illegal", "privacy_other", "check_text", WAITS),
    *("what_if", "calculation"),
)
_AROUND = re.compile(r"^(?:我|请|麻烦)+|(?:吧|啊|呀|一下)+$")
_SHORT = 28  # characters

Named = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a request, whether they name a sum, whether a client has said them, and what the last answer was about."""

    text: str
    amounts: bool
    known: bool
    last: str | None


def applied(request: Request, state: State) -> Request:
    """``request`` with the intent of the flow that its words ask for; anything else as it is."""
    if request.gate == "act" and request.intent in _LEFT_ALONE:
        return request
    text = words.mended(fold(request.text)).strip(" .。!！?？")
    if words.COMPLAINS.search(text) or (words.SUPPOSES.search(text) and not paper.SILENCE.search(text)):
        return request
    if of_the_rules(request, text, state):
        return request
    said = _Said(text, bool(request.slots.amounts), state.client_id is not None, state.last_intent)
    named = _going_on(request, state, text) or next(filter(None, (of(said) for of in _RULES)), None)
    if (
        named is None
        and state.pending is not None
        and state.pending.flow == QUESTION
        and request.gate != "act"
    ):
        named = SHEET, "again"
    if named is None:
        return request
    slots = replace(request.slots, aspect=named[1], calculation=None)
    return replace(request, intent=named[0], gate="act", source="rule", confidence=1.0, slots=slots)


def of_the_rules(request: Request, text: str, state: State) -> bool:
    """Whether somebody who is not known, and says nothing of themselves, asks what the rules are."""
    likely = request.gate in ("act", "clarify") and request.intent in ("rule_question", "rule_value")
    return likely and state.client_id is None and not words.MINE.search(text)


def _going_on(request: Request, state: State, text: str) -> Named | None:
    """「批了吗」, 「为什么」, 「同意」, 「什么时候生效」 after an answer about the same."""
    pending, last = state.pending, state.last_intent
    if pending is not None and pending.flow == AMOUNT and request.slots.amounts:
        return LINE, "ask"
    if pending is not None and pending.flow == WHICH and _names_contract(request, text, pending.slots):
        return EXTENSION, "ask"
    if last not in INTENTS:
        return None
    if last == AMENDMENT and paper.REFUSE.fullmatch(text):
        return AMENDMENT, "refuse"
    if last == AMENDMENT and paper.ACCEPT.fullmatch(text):
        return AMENDMENT, "accept"
    if last == AMENDMENT and paper.SILENCE.search(text):
        return AMENDMENT, "silence"
    if last in (AMENDMENT, ANNOUNCED) and paper.WOULD_MEAN.search(text):
        return last, "effect"
    if last == ANNOUNCED and (told.IN_FORCE_WHEN.fullmatch(text) or words.BARE_WHY.fullmatch(text)):
        return ANNOUNCED, "why" if words.WHY.search(text) else "when"
    if last in (APPLICATION, LINE, EXTENSION) and words.BARE_STATUS.fullmatch(text):
        return last, "status"
    if last in (APPLICATION, LINE, EXTENSION) and words.BARE_WHY.fullmatch(text):
        return last, "why"
    if last in (APPLICATION, LINE) and told.TAKE_BACK.fullmatch(text):
        return last, "withdraw"
    if last == APPLICATION and told.CAN_SUBMIT.fullmatch(text):
        return APPLICATION, "submit"
    if last == SHEET and len(text) <= _SHORT and words.SHEET_RESULT.search(text):
        return SHEET, "result"
    if last == APPLICATION and words.PERSON.search(text):
        return APPLICATION, "person"
    return None


def _names_contract(request: Request, text: str, slots: object) -> bool:
    return bool(request.slots.securities) or any(code.lower() in text for code in str(slots).split("'"))


def _application(said: _Said) -> Named | None:
    if (
        words.LINE.search(said.text)
        or words.EXTENSION.search(said.text)
        or told.MY_REQUESTS.search(said.text)
    ):
        return None
    known, mentioned = said.known, bool(words.APPLICATION.search(said.text))
    mentioned = mentioned or said.last == APPLICATION
    if words.OPEN.search(said.text) and not words.ASKS.search(said.text):
        return APPLICATION, "open"
    core = _AROUND.sub("", said.text)
    for aspect, pattern in _OF_APPLICATION:
        if pattern.search(said.text) and (
            mentioned or (known and aspect in _ALONE and pattern.fullmatch(core))
        ):
            return (
                None
                if words.IN_GENERAL.search(said.text) and not words.MINE.search(said.text)
                else (APPLICATION, aspect)
            )
    return None


_OF_APPLICATION = (
    ("withdraw", words.WITHDRAW),
    ("person", words.PERSON),
    ("explain", words.EXPLAIN),
    ("why", words.NOT_PASSED),
    ("who", words.WHO),
    ("lacks", words.LACKS),
    ("status", words.STATUS),
    ("submit", words.SUBMIT),
)
_ALONE = ("explain", "person", "who", "lacks")
"""What needs no word about an application beside it."""


def _sheet(said: _Said) -> Named | None:
    if not words.SHEET.search(said.text) or words.IN_GENERAL.search(said.text):
        return None
    if words.SHEET_GO.search(said.text) and not words.SHEET_RESULT.search(said.text):
        return SHEET, "start"
    mine = words.MINE.search(said.text) or said.last in (SHEET, APPLICATION)
    return (SHEET, "result") if words.SHEET_RESULT.search(said.text) and mine else None


def _agreement(said: _Said) -> Named | None:
    contract = bool(words.CONTRACT.search(said.text))
    if paper.RISKS.search(said.text):
        return AGREEMENT, "risks"
    if paper.WHICH_CLAUSE.search(said.text) and (contract or words.MINE.search(said.text) or said.known):
        return AGREEMENT, "clause"
    if not contract:
        return None
    if paper.SIGNED.search(said.text):
        return AGREEMENT, "signed"
    if paper.SIGN.search(said.text) and not paper.REFUSE.search(said.text):
        return AGREEMENT, "sign"
    return None


def _amendment(said: _Said) -> Named | None:
    if said.known and told.LINE_CHANGES.search(said.text):
        return AMENDMENT, None
    about = (
        bool(words.CONTRACT.search(said.text) or paper.OF_CHANGE.search(said.text)) or said.last == AMENDMENT
    )
    if not about or words.IN_GENERAL.search(said.text):
        return None
    if paper.SILENCE.search(said.text):
        return AMENDMENT, "silence"
    for aspect, pattern in (("refuse", paper.REFUSE), ("accept", paper.ACCEPT)):
        if pattern.fullmatch(said.text) and paper.OF_CHANGE.search(said.text):
            return AMENDMENT, aspect
    if paper.TO_CHANGE.search(said.text):
        return AMENDMENT, "effect" if paper.WOULD_MEAN.search(said.text) else None
    return (
        (AMENDMENT, "effect")
        if paper.WOULD_MEAN.search(said.text) and words.CONTRACT.search(said.text)
        else None
    )


def _line(said: _Said) -> Named | None:
    if not words.LINE.search(said.text) or words.IN_GENERAL.search(said.text):
        return None
    if words.WITHDRAW.search(said.text):
        return LINE, "withdraw"
    if words.STATUS.search(said.text) and not paper.LINE_ASK.fullmatch(said.text) and not said.amounts:
        return LINE, "status"
    if paper.LINE_WHY.search(said.text) and not paper.LINE_ONLY_SCORE.search(said.text):
        return (LINE, "why") if said.known or words.MINE.search(said.text) else None
    asks = paper.LINE_ASK.search(said.text) and not paper.LINE_ONLY_SCORE.search(said.text)
    return (LINE, "ask") if asks else None


def _extension(said: _Said) -> Named | None:
    if not words.EXTENSION.search(said.text) or words.IN_GENERAL.search(said.text):
        return None
    mine = said.known or words.MINE.search(said.text)
    if paper.EXTEND_WHY.search(said.text):
        return (EXTENSION, "why") if mine else None
    if paper.EXTEND_UNTIL.search(said.text):
        return (EXTENSION, "until") if mine else None
    if words.STATUS.search(said.text):
        return EXTENSION, "status"
    if paper.EXTEND_CAN.search(said.text) and said.known:
        return EXTENSION, "ask"
    asks = paper.EXTEND_ASK.search(said.text) and not words.ASKS.search(said.text)
    return (EXTENSION, "ask") if asks else None


def _announced(said: _Said) -> Named | None:
    if not said.known and not words.MINE.search(said.text):
        return None
    if words.CONTRACT.search(said.text) or told.HAPPENED.search(said.text):
        return None
    if told.ANNOUNCED.search(said.text):
        if words.IN_GENERAL.search(said.text):
            return None
        when = told.DAY_ASKED.search(said.text)
        return ANNOUNCED, "why" if words.WHY.search(said.text) else "when" if when else None
    return (ANNOUNCED, None) if told.LATELY.search(said.text) else None


def _when(said: _Said) -> Named | None:
    own = said.known and not told.NOT_OF_FIGURES.search(said.text)
    asked = told.TIME_ASKED.search(said.text) and not told.VALUE_ASKED.search(said.text)
    return (WHEN, None) if own and asked else None


def _events(said: _Said) -> Named | None:
    if words.IN_GENERAL.search(said.text) or words.CONTRACT.search(said.text):
        return None
    if told.ENTITLED.search(said.text):
        return EVENTS, "entitled"
    if told.ARRIVED.search(said.text):
        return EVENTS, "arrived"
    if said.known and told.THIS_ONE.fullmatch(said.text):
        return EVENTS, "this"
    patterns = (told.HAPPENED_EN, told.ACCOUNT_LOG)
    happened = told.HAPPENED.fullmatch(said.text) or any(each.search(said.text) for each in patterns)
    return (EVENTS, None) if happened else None


def _requests(said: _Said) -> Named | None:
    line, extension = words.LINE.search(said.text), words.EXTENSION.search(said.text)
    if line and extension and words.STATUS.search(said.text):
        return REQUESTS, None
    general = words.IN_GENERAL.search(said.text) or line or extension
    mine = said.known or words.MINE.search(said.text)
    return (REQUESTS, None) if told.MY_REQUESTS.search(said.text) and mine and not general else None


_RULES: Sequence[Callable[[_Said], Named | None]] = (
    _requests,
    _line,
    _extension,
    _sheet,
    _amendment,
    _agreement,
    _application,
    _announced,
    _when,
    _events,
)
