"""What a message means where it stands: completed, put right or picked by what was said before, then understood.

A message that stands by itself is understood as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer.draft import Reply
from bot.dialogue import facets, first_words, looked_up, supposed_asked
from bot.dialogue.amending import amended, as_sum, moved
from bot.dialogue.amending_deeds import paid
from bot.dialogue.asked_besides import asks_besides
from bot.dialogue.assent import WAITS, write_waits
from bot.dialogue.facet_table import Question
from bot.dialogue.follow_up import carried
from bot.dialogue.interest_asked import asks_repayment
from bot.dialogue.notices_asked import asks_of_notices
from bot.dialogue.plain_asked import asks_what_moved
from bot.dialogue.planning import WHAT_IF
from bot.dialogue.planning_words import ADDS, REAL_ONE, SUPPOSED_ONE, UNDO
from bot.dialogue.referring import continued, corrected, goes_back, picked, points_nowhere, presses, rest_of
from bot.dialogue.requests import select
from bot.dialogue.state import PLEASANT, Message, State
from bot.dialogue.supposing import mentions_change
from bot.dialogue.watching import REMOVE, wants_back
from bot.guard.numerals import fold
from bot.nlu.dates import find_dates
from bot.nlu.model import Request, SecurityMention, Slots, Understanding
from bot.nlu.split import without_politeness

_FILLER = re.compile(r"^(?:(?:嗯+|额+|呃+|哎+|唉+|哦|噢|喔|啊|well|um+|uh+|hmm+)[,.。…~\s]+)+")
_ABOUT_ONE = 24  # characters
_OF_A_SECURITY = re.compile(
    r"折算率|折扣|打几折|(?:能|可以|可不可以|能不能)(?:做|被)?(?:融资|融券|两融|做空|充抵|担保|质押)|(?:是不是|是|算)(?:两融)?标的|还?有(?:没有)?券|券源|保证金比例|停牌|conversion rate|haircut|eligible|on margin|sell (?:it )?short|shortable"
)
_IN_GENERAL = re.compile(
    r"规[则定]|一般|通常|上限|最[高低]|怎么[算定]|公式|我|所有|全部|\b(?:rules?|my|generally|maximum)\b"
)
Understand = Callable[[str, str | None, date], Understanding]
WHICH_ONE = "which_one"
_QUIZ = "quiz"
_COMPLAINT = "complaint"
SURELY_ELSEWHERE = 0.8
_NEVER_NEARLY = ("distress", "account_security", "injection", "illegal", "privacy_other", "complaint")
_PLAIN = (asks_what_moved, asks_repayment, asks_of_notices, asks_besides, first_words.asks)
"""What is asked plainly is no side of the matter spoken of last."""
_CATCH_ALL = ("margin_call", "call_missing", "my_figures", "my_positions", "my_ratio", "my_requests")
"""What short questions of any matter are taken for."""
_NO_QUESTION = ("smalltalk", "help", "affirm", "deny", WHICH_ONE)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with the words that are meant, how they are understood, and the memory they are to be answered from.

    ``certain``: the one request that it is, whatever its words could ask for.
    """

    message: Message
    understanding: Understanding
    lang: str
    state: State
    certain: Request | None = None


def heard(message: Message, state: State, understand: Understand) -> Heard:
    """``message`` understood as it stands after what was said before."""
    day = message.now.date()
    understanding = understand(message.text, message.lang, day)
    lang = message.lang or understanding.lang
    waiting = state.pending.flow if state.pending else None
    said = _bare(understanding.normal)
    if state.pending is not None and presses(said, state.offered):
        return _asked_back(
            Heard(message, understanding, lang, state), WAITS if write_waits(state) else WHICH_ONE
        )
    if waiting != _QUIZ and (choice := _chosen(said, state)):
        return _meaning(choice, message, state, understand, lang)
    if waiting != _QUIZ and points_nowhere(said, state.offered):
        return _asked_back(Heard(message, understanding, lang, state), WHICH_ONE)
    if state.last_intent == REMOVE and state.offered and wants_back(said):
        return _meaning(state.offered[-1], message, state, understand, lang)
    instead = _looked_up_instead(said, state, lang, day, understand)
    if instead is not None:
        return _meaning(instead, message, state, understand, lang)
    forms = said, _bare(fold(message.text))
    side = supposed_asked.asked(forms, state) or _side(forms, state, understanding)
    if side is not None and message.text not in state.offered:
        return _in_full(side, said, Heard(message, understanding, lang, state), understand)
    whole = carried(said, state.topic)
    if whole is not None:
        there = message.lang or state.topic_lang
        return Heard(message, understand(whole, lang, day), there, state)
    about = _security_meant(said, understanding, state)
    if about is not None:
        return _meaning(about, message, state, understand, lang)
    counts = any(request.slots.calculation for request in understanding.requests)
    told = None if state.client_id or counts else as_sum(said)
    if told is not None:
        return _meaning(told, message, state, understand, lang)
    known = _sum_meant(said, state)
    if known is not None:
        question = understand(known, lang, day)
        whole = moved(question, understanding) or paid(question, understanding)
        whole = whole or amended(question, understanding, state.lacking)
        now = understanding if whole is None else understand(whole, lang, day)
        return Heard(message, now, lang, state)
    takes_back = bool(state.scenario) and bool(UNDO.search(understanding.normal))
    if waiting != _COMPLAINT and not takes_back and goes_back(said) and state.asked_before:
        return _meaning(state.asked_before, message, state, understand, lang)
    return _put_right(Heard(message, understanding, lang, state), understand)


def _looked_up_instead(said: str, state: State, lang: str, day: date, understand: Understand) -> str | None:
    """The question about another security than the one that was looked up."""

    def securities(words: str) -> Sequence[SecurityMention]:
        return understand(words, lang, day).requests[0].slots.securities

    return looked_up.another(said, state, lang == "en", securities)


def _side(forms: tuple[str, str], state: State, understanding: Understanding) -> Question | None:
    """The side of a matter that a message asks for: of the one that it goes back to, else of the one spoken of last."""
    back = facets.back_to(forms[0], state)
    if back is not None:
        return facets.asked((back[1],), state, topic=back[0])
    if any(asks(forms[0], state) for asks in _PLAIN):
        return None
    side = facets.asked(forms, state, _nameless(forms[0], understanding))
    return None if side and not facets.is_whole(forms) and _stands(understanding, state) else side


def _nameless(said: str, understanding: Understanding) -> str:
    """``said`` with 「这只」 for the one security that it names; nothing where it names none, or several."""
    named = [mention.text for request in understanding.requests for mention in request.slots.securities]
    return said.replace(named[0], "it" if said.isascii() else "这只") if len(named) == 1 else ""


def which(now: Heard, requests: Sequence[Request]) -> Heard | None:
    """Which side of the matter spoken of last is meant, asked back once; ``None`` where none was, or something is sure."""
    side = facets.which(_bare(now.understanding.normal), now.state) if _unsure(requests) else None
    return None if side is None else _in_full(side, now.message.text, now, None)


def nearly(now: Heard, requests: Sequence[Request], understand: Understand) -> Heard | None:
    """A message that nothing is sure of, as a side of the matter spoken of last; ``None`` where it names something of its own."""
    if not _unsure(requests):
        return None
    said = _bare(now.understanding.normal)
    side = facets.nearly((said, _bare(fold(now.message.text))), now.state)
    return None if side is None else _in_full(side, said, now, understand)


def is_elsewhere(now: Heard) -> bool:
    """Whether nothing in a message asks or names a matter; taken for a pleasantry or for something outside the field, it has
    to be made of such words alone.
    """
    first = now.understanding.requests[0]
    outside = first.gate == "oos" or first.intent in _NO_QUESTION
    forms = _bare(now.understanding.normal), _bare(fold(now.message.text))
    today = now.message.now.date()
    days = tuple(span for span in first.slots.dates if not span.start == span.end == today)
    named = _names(replace(first.slots, dates=days))
    return not named and not facets.of_the_field(forms, alone=outside)


def _unsure(requests: Sequence[Request]) -> bool:
    """Whether it is one request that nothing is sure of, and that names nothing."""
    first = requests[0]
    sure = first.gate == "act" or (first.gate == "oos" and first.confidence >= SURELY_ELSEWHERE)
    named = _names(replace(first.slots, dates=()))
    return len(requests) == 1 and not sure and not named and first.intent not in _NEVER_NEARLY


def _names(slots: Slots) -> bool:
    """Whether a security, a number or a day is named."""
    named = (
        slots.securities,
        slots.unknown_codes,
        slots.amounts,
        slots.percents,
        slots.quantities,
        slots.dates,
    )
    return any(named)


def _asked_back(now: Heard, intent: str) -> Heard:
    """A message that only chooses, where nothing can be chosen for it."""
    asked = replace(now.understanding.requests[0], intent=intent, gate="act")
    return replace(now, understanding=replace(now.understanding, requests=(asked,)))


def _stands(understanding: Understanding, state: State) -> bool:
    """Whether a message is, as it stands, one certain question about a matter of its own."""
    now = select(understanding, state).now
    if len(now) != 1 or now[0].gate != "act":
        return False
    about = facets.matter_of(now[0].intent)
    if about is not None and about == facets.topic_of(state):
        return now[0].source == "rule"
    return about is not None and now[0].intent not in _CATCH_ALL


def _in_full(question: Question, said: str, now: Heard, understand: Understand | None) -> Heard:
    """A side of the matter spoken of last, as the whole question that it is; its flow is certain."""
    day = now.message.now.date()
    words = facets.in_words(question, said, now.state, now.lang, day)
    whole = now
    if question.words and understand is not None:
        whole = _meaning(words, now.message, now.state, understand, now.lang)
    named = whole.understanding.requests[0].slots.securities if question.named else ()
    spans = tuple(span for span, _, _ in find_dates(words, day)) if question.dated else ()
    asked = replace(
        whole.understanding.requests[0],
        text=words,
        intent=question.intent,
        gate="act",
        source="rule",
        confidence=1.0,
        slots=Slots(aspect=question.aspect, dates=spans, securities=named),
    )
    return replace(whole, certain=asked)


def _bare(text: str) -> str:
    """A message without greetings and hums, as what only goes on from another is compared."""
    return _FILLER.sub("", without_politeness(_FILLER.sub("", text)))


def _chosen(text: str, state: State) -> str | None:
    return picked(text, state.offered) or rest_of(text, state.offered)


def _sum_meant(said: str, state: State) -> str | None:
    """The calculation that a message may go on from: the last one, or the one before where it says so; never the real account."""
    if REAL_ONE.search(said):
        return None
    return state.sum or (state.sum_aside if SUPPOSED_ONE.search(said) else None)


def _security_meant(said: str, understanding: Understanding, state: State) -> str | None:
    """「折算率多少」 after a security was looked up: the same about that one."""
    slots = understanding.requests[0].slots
    named = slots.securities or slots.to_confirm or slots.unknown_codes
    if state.security is None or named or len(said) > _ABOUT_ONE:
        return None
    return f"{state.security}{said}" if _OF_A_SECURITY.search(said) and not _IN_GENERAL.search(said) else None


def _put_right(now: Heard, understand: Understand) -> Heard:
    """The last question with what this message takes back put right; a complaint that was spoken of last puts itself right."""
    message, state = now.message, now.state
    last = state.trail[-1].intent if state.trail else None
    if state.asked is None or (state.pending is not None and last == _COMPLAINT):
        return now
    day = message.now.date()

    def securities(words: str) -> Sequence[SecurityMention]:
        return understand(words, now.lang, day).requests[0].slots.securities

    said, asked = _bare(now.understanding.normal), state.asked
    fixed = corrected(said, asked, day, securities)
    whole = fixed or continued(said, asked, day, securities)
    if whole is None or (REAL_ONE.search(said) and mentions_change(said)):
        return now
    before = next((past.intent for past in reversed(state.trail) if past.intent not in PLEASANT), None)
    if before == WHAT_IF and mentions_change(said) and fixed is None:
        return now
    if before == WHAT_IF:
        message = replace(message, linked="instead" if fixed or not ADDS.search(said) else "on")
    return _meaning(whole, message, state, understand, now.lang)


def _meaning(words: str, message: Message, state: State, understand: Understand, lang: str) -> Heard:
    """The message as if ``words`` had been said."""
    meant = replace(message, text=words)
    return Heard(meant, understand(words, lang, message.now.date()), lang, state)


def kept(state: State, understanding: Understanding, reply: Reply) -> State:
    """The memory with what was offered now, and with the last question and the one before it."""
    state = replace(state, offered=tuple(send for _, send in reply.choices), sections=(), sections_day=None)
    answered = reply.action == "answer"
    asks = [each for each in understanding.requests if each.intent not in _NO_QUESTION]
    if not any(answered or each.gate == "act" for each in asks):
        return state
    asked = understanding.normal
    before = state.asked if state.asked != asked else state.asked_before
    return replace(state, asked=asked, asked_before=before)
