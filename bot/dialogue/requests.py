"""Which of the requests in a message are answered now, and which are left; nothing is left without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.dialogue.anger import angry_why
from bot.dialogue.applying import INTENTS as APPLYING
from bot.dialogue.applying import applied
from bot.dialogue.asked_besides import besides
from bot.dialogue.assent import WAITS, asks_whether, changes, holds, mixed, says_yes, write_waits
from bot.dialogue.case_asked import CASES, CERTAIN, about_case
from bot.dialogue.complaint_words import of_complaint
from bot.dialogue.context import ACCOUNT, in_context
from bot.dialogue.flows.complaint import files_it, is_amendment
from bot.dialogue.interest_asked import about_interest
from bot.dialogue.matters import matter
from bot.dialogue.matters_words import SUPPOSES
from bot.dialogue.notices_asked import whole_message
from bot.dialogue.of_that_day import of_that_day
from bot.dialogue.plain_asked import WILL_SELL
from bot.dialogue.planning import PLAN_SAVE, WHAT_IF, planned
from bot.dialogue.serving import served, whole_of
from bot.dialogue.state import PLEASANT, State
from bot.dialogue.supposing import mentions_change, steps_of
from bot.dialogue.watching import watched
from bot.guard.personal import CLIENT_ID
from bot.nlu.claims import claimed
from bot.nlu.model import Request, Understanding

_ANOTHER = re.compile(
    r"(?:尾号|末四位|客户号|资金账号|账号)\s*(?:是|为|:)?\s*\d{3,}|\d{3,}\s*(?:的)?(?:尾号|客户|这个账[号户])|ending (?:in|with) \d{3,}"
)
_MINE = re.compile(
    r"我(?:自己|本人)?的?(?:账[户号])?\s*(?:\(|,)?\s*(?:尾号|末四位|客户号|资金账号|账号)|\bmy account"
)
_OWN = re.compile(r"我(?!国|们国)|\bmy\b|\bi (?!heard|read|can)")
_RATE = re.compile(r"利率|费率|(?:interest|annual) rate")
_OVERDUE = re.compile(r"逾期|过期|到期|\boverdue\b|\bpast due\b")
_ONLY_HOW_MUCH = re.compile(
    r"(?:and )?(?:if so,? )?how much(?: is it| exactly| then)?[?.! ]*|(?:那|能)?(?:是)?多少(?:呢|钱|啊)?[?!。 ]*"
)
"""What stands alone behind a question whose answer says it."""
_OF_POSITIONS = (
    (
        "contracts",
        re.compile(
            r"(?:融资|融券)(?:的)?(?:负债|欠|借|市值|余额|金额|利率|年利率|费率)|年?利率|(?:short|financing) (?:debt|liabilit|value|position)|(?:interest|annual) rate"
        ),
    ),
    ("holdings", re.compile(r"(?<!维)持(?:仓|股)|(?:总|证券|股票)市值|market value of my")),
)
_ALMOST_A_YEAR = 360  # days
SOLO = ("distress", "injection", "privacy_other", "illegal", "account_security", "complaint")
REFUSED = ("advice", "promise", "illegal")
"""What stands unclear beside one of these is a plea for it, 「不算荐股」, and no question of its own."""
UNMENTIONED = ("distress", "injection")
MAX_REQUESTS = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """The requests to answer, in order, and those that are not answered in this message."""

    now: tuple[Request, ...]
    left: tuple[Request, ...] = ()

    @property
    def unclear(self) -> bool:
        """Whether there is one request, and what it wants is not certain."""
        return len(self.now) == 1 and not self.left and self.now[0].gate != "act"


def select(understanding: Understanding, state: State) -> Selection:
    """What must never be missed is answered alone; else every request in order, a few at most."""
    if files_it(understanding.text, state) or (write_waits(state) and says_yes(understanding.normal)):
        return Selection((_as_yes(understanding),))
    turned = of_complaint(understanding.normal, state)
    if turned is not None:
        return Selection((_certainly(understanding, turned),))
    whole = (watched, of_that_day, angry_why, besides, whole_message, whole_of)
    notice = next(filter(None, (each(understanding, state) for each in whole)), None)
    if notice is not None:
        return Selection((notice,))
    alone = understanding.normal if len(understanding.requests) == 1 else None
    supposed = bool(SUPPOSES.search(understanding.normal)) or mentions_change(understanding.normal)
    stepwise = understanding.normal if len(steps_of(understanding.normal)) > 1 else None
    asked = _once(
        tuple(
            _screened(
                in_context(r, state),
                state,
                alone or (stepwise if mentions_change(r.text) else None),
                supposed,
            )
            for r in understanding.requests
        )
    )
    solo = next((r for r in asked if r.intent in SOLO and r.gate == "act"), None)
    if solo is not None:
        left = () if solo.intent in UNMENTIONED else _questions(asked, without=solo)
        return Selection((solo,), left)
    if write_waits(state) and mixed(understanding.normal, asked):
        return _while_it_waits(understanding, asked, state)
    if is_amendment(understanding.text, asked, state):
        return Selection((_whole(understanding, asked[0]),))
    kept = _kept(asked, state)
    return Selection(kept[:MAX_REQUESTS], kept[MAX_REQUESTS:])


def _while_it_waits(understanding: Understanding, asked: tuple[Request, ...], state: State) -> Selection:
    """A yes with anything beside it writes nothing: what is asked beside it is answered, a change goes to the flow that
    waits, and the rest is asked back.
    """
    assert state.pending is not None
    text, flow = understanding.normal, state.pending.flow
    others = tuple(r for r in asked if r.gate == "act" and r.intent not in PLEASANT)
    asks = any(r.intent in ACCOUNT or _RATE.search(r.text) for r in others)
    if (holds(text) and not asks) or asks_whether(text):
        return Selection((_certainly(understanding, WAITS),))
    if others and not (flow == "own_plan" and all(r.intent == PLAN_SAVE for r in others)):
        return Selection(others[:MAX_REQUESTS], others[MAX_REQUESTS:])
    intent = {"complaint": "complaint", "own_plan": PLAN_SAVE}.get(flow, WAITS)
    return Selection((_certainly(understanding, intent if changes(text) else WAITS),))


def _screened(request: Request, state: State, alone: str | None, supposed: bool) -> Request:
    """An account question that names an account by its number, and not as one's own, is about somebody else."""
    another = _ANOTHER.search(request.text) and not _MINE.search(request.text)
    if request.intent in ACCOUNT and another:
        return replace(request, intent="privacy_other", gate="act")
    if state.client_id is not None and _names_another(alone or request.text, state.client_id):
        return replace(request, intent="privacy_other", gate="act")
    interest = about_interest(request, state)
    if interest is not None:
        return interest
    own = matter(request, state)
    if own is not request and not (supposed and own.intent == WILL_SELL):
        return own
    case = about_case(request, state)
    if case is not request and case.intent in CERTAIN:
        return case
    asked = applied(request, state)
    if asked is not request:
        return asked
    service = served(request, state)
    if service is not request:
        return service
    if case is not request:
        return case
    if _is_of_a_year(request):
        return replace(request, intent="rule_question", gate="act")
    if _is_claim(request):
        return replace(request, intent="rule_question", gate="act")
    plan = planned(request, state, alone or request.text)
    if plan is not request:
        return plan
    if request.intent == "my_positions" and (_RATE.search(request.text) or _OVERDUE.search(request.text)):
        return replace(request, slots=replace(request.slots, aspect="contracts"))
    if request.intent == "my_figures" and request.gate == "act":
        aspect = next((name for name, words in _OF_POSITIONS if words.search(request.text)), None)
        if aspect is not None:
            return replace(request, intent="my_positions", slots=replace(request.slots, aspect=aspect))
    return request


def _is_of_a_year(request: Request) -> bool:
    """Whether a whole past year is named, and nobody's own account: 「2012年的时候追保期限是几天」 asks for the rule of then."""
    years = [span for span in request.slots.dates if (span.end - span.start).days >= _ALMOST_A_YEAR]
    return bool(years) and request.intent in ACCOUNT and not _OWN.search(request.text)


def _is_claim(request: Request) -> bool:
    """Whether what is taken for granted is a rule, where the model took it for one's own account or was unsure."""
    unsure = request.gate != "act" or request.intent in ACCOUNT
    return (
        unsure and request.source == "model" and not _OWN.search(request.text) and bool(claimed(request.text))
    )


def _names_another(text: str, own: str) -> bool:
    """Whether a client speaks of somebody else's account by its id."""
    return any(found.group() != own for found in CLIENT_ID.finditer(text.lower()))


def _kept(asked: tuple[Request, ...], state: State) -> tuple[Request, ...]:
    """Without pleasantries beside a question; a yes that is waited for is no pleasantry.

    Before identity one account question stands for all: they get the same request to sign in.
    """
    kept: list[Request] = []
    for request in asked:
        awaited = request.intent == "affirm" and state.pending is not None and not write_waits(state)
        repeats = request.intent in ACCOUNT and any(known.intent in ACCOUNT for known in kept)
        if (request.intent not in PLEASANT or awaited) and not (repeats and state.client_id is None):
            kept.append(request)
    if any(request.gate == "act" for request in kept):
        kept = [
            each for each in kept if each.gate == "act" or not _ONLY_HOW_MUCH.fullmatch(each.text.strip())
        ]
    if any(request.gate == "act" and request.intent in REFUSED for request in kept):
        kept = [request for request in kept if request.gate == "act"]
    return tuple(kept) or asked[:1]


def _once(requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Each request once: two parts of a sentence may ask the same."""
    kept: list[Request] = []
    for request in requests:
        if not any(_same(request, known) for known in kept):
            kept.append(request)
    return tuple(kept)


def _same(one: Request, other: Request) -> bool:
    same_words = one.text == other.text
    return (
        same_words
        or (one.intent == other.intent == "margin_call" and one.slots.aspect == other.slots.aspect)
        or one.intent == other.intent == WHAT_IF
        or (
            one.intent == other.intent
            and one.intent in (*APPLYING, *CASES)
            and one.slots.aspect == other.slots.aspect
        )
    )


def _questions(asked: tuple[Request, ...], without: Request) -> tuple[Request, ...]:
    """What else was asked clearly enough to be offered again."""
    return tuple(
        r for r in asked if r is not without and r.gate == "act" and r.intent not in (*PLEASANT, *SOLO)
    )


def _whole(understanding: Understanding, request: Request) -> Request:
    return replace(request, text=understanding.normal, intent="complaint", gate="act")


def _as_yes(understanding: Understanding) -> Request:
    return replace(understanding.requests[0], intent="affirm", gate="act", source="rule", confidence=1.0)


def _certainly(understanding: Understanding, intent: str) -> Request:
    first = understanding.requests[0]
    return replace(first, text=understanding.normal, intent=intent, gate="act", source="rule", confidence=1.0)
