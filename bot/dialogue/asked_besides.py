"""Short questions that go on from an answer about the ratio, what was sold short or a complaint, told by their words.

Which day's figures those are, one's own numbers in the formula, whether it is enough, what tomorrow brings, all shorts moving at once,
where else one may turn. Pure: what a whole message is, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dialogue.applying import WHEN
from bot.dialogue.phrases import pattern
from bot.dialogue.serving import DELIVERY
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request, Understanding

RATIO_AHEAD, SHORTS_MOVE, CHANNELS = "my_ratio_ahead", "my_shorts_move", "complaint_channels"
LONGEST = 64  # characters
_LEFT_ALONE = ("distress", "account_security", "injection", "illegal", "human", "privacy_other")
_OF_RATIO = ("my_ratio", "my_figures", "margin_call", "how_computed", "ratio_moved", WHEN, RATIO_AHEAD)
_OF_COMPLAINTS = ("complaint", "complaint_status", "complaint_filed", CHANNELS)
_MARKS = " ,.!?。、~"
_RATIO = re.compile(r"担保比例|维保|比例|\bratio\b")
_SHORT = re.compile(r"(?<!融资)融券|做空|卖空|沽空|\bshort(?:s|ed|ing)?\b")
_COMPLAINT = re.compile(r"投诉|举报|\bcomplain\w*")
_OWN = re.compile(r"我|\bmy\b|1\d\d(?:\.\d+)?\s*%")
_WHICH_DAY = pattern(
    r"(?:用|按|取|拿|以)(?:的)?(?:是)?(?:哪|边)(?:一)?(?:天|日|个时间|个时点)(?:的|嘅)?(?:数|价|收盘|行情|市值)?",
    r"^(?:这|那|这些|这个)?(?:数|数字|数据|价格)?(?:是|系)?(?:哪|边)(?:一)?(?:天|日)(?:的|嘅)?(?:数|数据|价|价格|收盘价?)?$",
    r"\b(?:which|what) day (?:are|is|were) (?:these|those|this|the) (?:figures|prices|numbers|ratio|ones?)\b|\b(?:which|what) day'?s? (?:figures|prices|numbers|data|close|closing prices?)\b|\b(?:figures|prices|numbers) (?:of|from) (?:which|what) day\b|^as of (?:when|which day|what date)$",
)
_MY_NUMBERS = pattern(
    r"(?:用|拿|把|将)我(?:自己)?(?:的|嘅)?(?:数|数字|数据|账户)(?:代|带|套|放|算|填|入)(?:进去|进|入|一下|一遍|公式|里面|落去)*(?:算)?(?:一下|一遍|看看|呢)?$",
    r"^(?:代|带|套)(?:入|进)我(?:的)?(?:数|数字|数据)(?:呢)?$",
    r"\b(?:plug|put|fill)\b[^?]{0,12}\bmy (?:own )?(?:numbers|figures)\b|^(?:and )?with my (?:own )?(?:numbers|figures)(?: in it)?$",
)
_HOW_IT_CAME = pattern(
    r"比例[^,?]{0,10}(?:怎么|点样|如何)(?:来|得来|得出|算出)(?:来)?(?:的|嘅)?$",
    r"\bhow (?:did|do) you (?:get|arrive at|come to) my ratio\b|\bwhere does my ratio come from\b",
)
_WITH_SHORTS = pattern(
    r"^(?:what(?:'s| is) )?(?:the|my) (?:\w+ )?ratio (?:with|including|given|counting) (?:all )?my shorts?(?: positions?)?$"
)
_NOT_ENOUGH = pattern(
    r"^(?:那|这|这样|所以|这么)*(?:是不是|还是|应该|是)?(?:还|仲)?(?:不够|不足|没够|未够|不达标|没达标|差着|够不够|够唔够)(?:吧|了|喎|㖞|喔|喇|的吧|吗|么|呢|对吧|是吧|啊)*$",
    r"^(?:so )?(?:that'?s|is that|is it|it'?s|that is|it is)? ?(?:still )?not enough(?:,? (?:right|is it|then))?$|^still too low(?:,? right)?$|^(?:so )?(?:that|it|this) (?:isn'?t|is not) enough(?:,? is it)?$",
)
_AHEAD = pattern(
    r"^(?:那|它)?(?:明天|后天|听日|下周|下星期|下礼拜|下个?月|接下来|之后|以后|后面|未来)(?:我)?(?:的)?(?:比例|它)?(?:还)?(?:会不会|会|还会|可能)(?:再|继续|自己|自动)?(?:掉|跌|降|低|变低|变差|涨|回升|涨回|好转|恢复|跌破)[^,?]{0,8}$",
    r"^(?:它|比例)?(?:还会|会不会|会)(?:再|继续|自己|自动)?(?:掉|跌|降|涨回|回升|恢复)(?:下去|上去|来|吗|么|呢|不|上来)*$",
    r"^(?:and )?(?:will|would|could|is) (?:it|my ratio|the ratio|that)\b[^?]{0,16}\b(?:be back|go back|recover|fall|drop|rise|get (?:better|worse|lower|higher)|come back|go (?:up|down|lower))\b[^?]{0,40}$",
)
_MOVE = re.compile(
    r"(?:它们|他们|这些|那些|全部|所有|融券的?)(?:券|股票|股)?(?:都|全|一起|同时|再)*(?P<up>涨|升|上涨|跌|下跌|掉)(?:了)?(?P<zh>\d+(?:\.\d+)?)\s*%"
    r"|\b(?:they|these|those|them|all of them|my shorts|the shorts)\b(?: all| both)? (?P<go>go(?:es)? up|rise|rises|climb|gain|go(?:es)? down|fall|falls|drop)(?: by)? (?P<en>\d+(?:\.\d+)?)\s*%"
)
_ELSEWHERE = pattern(
    r"(?:还|除了|仲|另外|以外|之外)[^,?]{0,10}(?:找|向|去|到|跟|同|揾)(?:边个|谁|哪里|哪儿|哪|边度|什么(?:地方|部门|渠道|人|机构))[^,?]{0,8}$",
    r"(?:还有|有没有|有无|有什么)(?:什么|啥|哪些|其他|别的|其它)*(?:的)?(?:投诉)?(?:渠道|途径|地方|部门)(?:可以|能)?(?:投诉|反映|告)?[^,?]{0,6}$",
    r"\b(?:who|whom|where) else (?:can|could|may|do|should|might) i\b|\b(?:any|what) other (?:channels?|ways?|places?|bodies|options)\b|\banywhere else\b|\banyone else (?:i can|to)\b",
)

_WILL_CALL = pattern(
    r"(?:会不会|会|有没有|是不是会)(?:有|先|再|提前|派)*(?:人|客服|客户经理|你们的人|你们).{0,6}(?:打|来).{0,2}电话",
    r"\b(?:will|would|is|are|does) (?:anyone|anybody|someone|somebody|you|they|a person|a human)\b.{0,12}\b(?:call|calling|ring|phone)\b(?! back)",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words, who says them, after which answer, and what was asked before them."""

    text: str
    known: bool
    last: str | None
    before: str
    complains: bool
    supposed: bool


def besides(understanding: Understanding, state: State) -> Request | None:
    """The one request that a whole message is; ``None`` where it asks for none of these."""
    text, first = understanding.normal, understanding.requests[0]
    waits = _WILL_CALL.search(fold(text).lower()) and first.source == "model"
    alarmed = any(
        each.gate == "act" and each.intent in _LEFT_ALONE and not (waits and each.intent == "human")
        for each in understanding.requests
    )
    if alarmed or len(text) > LONGEST or state.role not in (None, "client"):
        return None
    said = _said(fold(text).lower().strip(_MARKS), state)
    named = next((named for named, asks in _KINDS if asks(said)), None)
    if named is None:
        return None
    slots = replace(first.slots, aspect=named[1], calculation=None)
    whole = replace(first, text=text, intent=named[0], gate="act", source="rule", slots=slots)
    return replace(whole, confidence=1.0)


def asks_besides(text: str, state: State) -> bool:
    """Whether a text in normal form is one of these after what was said, so that it is no side of another matter."""
    said = _said(fold(text).lower().strip(_MARKS), state)
    return state.role in (None, "client") and any(asks(said) for _, asks in _KINDS)


def move_of(text: str) -> tuple[bool, str] | None:
    """Whether all that was sold short rises, and by how many percent, as a message says; ``None`` where it says no such thing."""
    found = _MOVE.search(fold(text).lower())
    if found is None:
        return None
    rises = (found["up"] or "") in ("涨", "升", "上涨") or (found["go"] or "").startswith(
        ("go up", "goes up", "rise", "climb", "gain")
    )
    return rises, str(found["zh"] or found["en"])


def _said(text: str, state: State) -> _Said:
    before = " ".join(past.asked for past in state.trail[-2:]).lower()
    pending = state.pending.flow if state.pending else None
    complains = (
        pending == "complaint" or state.last_intent in _OF_COMPLAINTS or bool(_COMPLAINT.search(before))
    )
    free = pending is None and state.client_id is not None
    return _Said(text, free, state.last_intent, before, complains, bool(state.scenario))


def _goes_on(said: _Said, words: re.Pattern[str]) -> bool:
    """Words that mean the own ratio only after an answer about it."""
    of_ratio = said.last in _OF_RATIO or bool(_RATIO.search(said.before)) or bool(_RATIO.search(said.text))
    return said.known and not said.supposed and of_ratio and bool(words.search(said.text))


def _came(said: _Said) -> bool:
    return said.known and bool(_HOW_IT_CAME.search(said.text) and _OWN.search(said.text))


def _shorts(said: _Said) -> bool:
    about = _SHORT.search(said.before) or _SHORT.search(said.text)
    return said.known and not said.supposed and bool(about and _MOVE.search(said.text))


def _elsewhere(said: _Said) -> bool:
    return (said.complains or bool(_COMPLAINT.search(said.text))) and bool(_ELSEWHERE.search(said.text))


_KINDS: tuple[tuple[tuple[str, str | None], Callable[[_Said], bool]], ...] = (
    ((CHANNELS, None), _elsewhere),
    ((DELIVERY, None), lambda said: said.known and bool(_WILL_CALL.search(said.text))),
    ((SHORTS_MOVE, None), _shorts),
    ((WHEN, None), lambda said: said.known and bool(_WHICH_DAY.search(said.text))),
    (("my_ratio", None), lambda said: said.known and bool(_MY_NUMBERS.search(said.text))),
    (("my_ratio", None), _came),
    (("my_ratio", None), lambda said: said.known and bool(_WITH_SHORTS.search(said.text))),
    (("margin_call", "amount"), lambda said: _goes_on(said, _NOT_ENOUGH)),
    ((RATIO_AHEAD, None), lambda said: _goes_on(said, _AHEAD)),
)
