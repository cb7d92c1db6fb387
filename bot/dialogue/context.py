"""What a short message means after what was said before: 「那公式呢」, 「为什么三个数不一样」, 「到哪一步了」.

Only a message that does not stand by itself is read this way: one the model is unsure of, or one whose words
point back at the last answer. Everything else keeps the meaning it has alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

_CALL = ("margin_call", "call_missing")
ACCOUNT = ("my_ratio", "my_figures", "my_positions", "margin_call")
HOW_COMPUTED = "how_computed"
TARGET = "my_target"
_SHORT = 24  # characters
_RATIO_ASKED = re.compile(r"(?<![\d.])[1-3]\d\d(?:\.\d+)?\s*%")
_COLLATERAL = re.compile(r"(?:追加|补充?|增加)(?:的)?(?:担保|抵押)(?:物|品)|\b(?:add|more) collateral")
_COMPLAINT = ("complaint", "complaint_filed", "complaint_status")

_FORMULA = re.compile(
    r"(?:那|那么|这|这个|那个|它|请问|能|给我|说说|看看|具体|是|的|,)*"
    r"(?:公式|算式|计算过程|计算公式|怎么算|如何计算|怎么计算|怎么得出|怎么来|怎么得来)(?:的|出来|呢|是|什么|啊|呀|吗|[?!.。])*"
    r"|(?:and )?(?:the |what(?:'s| is) the )?(?:formula|calculation)\??"
    r"|how (?:is|was|did you) (?:it|that|this|get that|get this|compute it|compute that)(?: (?:calculated|computed))?\??"
)
_DIFFER = re.compile(
    r"为什么.{0,8}(?:不一样|不同|不等|差)|(?:三个|这几个)(?:数|金额).{0,6}(?:不|差)|哪(?:个|种|一种).{0,4}(?:划算|便宜|省|少|好|合适)"
    r"|why.{0,30}differ|which (?:one|way|of them)"
)
_MEANING = re.compile(r"(?:啥|什么|几个)意思|怎么回事|\bwhat does .{0,24}mean\b")
_HOW_MUCH_IN = re.compile(
    r"how much (?:do|must|should|would|will) i (?:have |need )?(?:to )?(?:put in|top up|add|pay in|come up with|bring in|deposit)\b"
)
_GOES_ON = re.compile(
    r"^(?:那|要是|如果|如|what about|how about|and if|what if|and what if)|(?:呢|行吗|可以吗|行不行)[?!.。]*$"
)
_CURES = tuple(
    (aspect, re.compile(words))
    for aspect, words in (
        ("sell_to_repay", r"卖|减仓|\bsell"),
        (
            "add_security",
            r"转.{0,3}(?:股票|证券|券)|(?:股票|证券).{0,4}(?:转|划|抵)|transfer (?:shares|stock)",
        ),
        (
            "repay_outside_cash",
            r"还(?:债|款|钱|一部分)|银行.{0,6}(?:转|还)|(?:外面|自己|外部).{0,4}(?:钱|现金|资金).{0,3}还|用.{0,6}还(?:呢|的话)|repay|pay (?:back|off)",
        ),
        (
            "add_cash",
            r"(?:转|打|存|补|加).{0,3}(?:钱|现金|资金)|银证|转账|add (?:cash|money)|bank transfer",
        ),
    )
)
_CALL_ASPECTS = tuple(
    (aspect, re.compile(words))
    for aspect, words in (
        ("consequence", r"不(?:补|管|理|还)|没钱|后果|if i (?:don't|do not|ignore)"),
        ("deadline", r"几点|什么时候|截止|最晚|来得及|今天|明天|by when|deadline"),
    )
)
_PROGRESS = re.compile(
    r"到哪|进度|进展|怎么样了|处理.{0,3}(?:了|完|好)|有结果|什么时候(?:答复|回复)|status|progress"
)
_REAL = re.compile(r"真实|实际|真的|我(?:自己)?(?:的)?账户|(?:my )?(?:real|actual)")


def in_context(request: Request, state: State) -> Request:
    """``request`` as it reads after the last answer."""
    text = fold(request.text).strip()
    if state.last_intent in ACCOUNT and state.shown and _FORMULA.fullmatch(text):
        return _certain(request, HOW_COMPUTED)
    if request.intent == "margin_call" and _MEANING.search(text):
        return _certain(request, "margin_call", aspect="meaning")
    if state.last_intent in _CALL and _HOW_MUCH_IN.search(text):
        return _certain(request, "margin_call", aspect="amount")
    if state.last_intent == TARGET and (same := _of_same_target(request, state, text)):
        return same
    if state.last_intent in (*_CALL, "my_target"):
        if _DIFFER.search(text):
            return _certain(request, "margin_call", aspect="compare")
        if request.source == "model" and _GOES_ON.search(text) and (cure := _aspect(text, _CURES)):
            return _certain(request, "margin_call", aspect=cure)
    return request if request.gate == "act" else _unsure_in_context(request, text, state)


def _of_same_target(request: Request, state: State, text: str) -> Request | None:
    """「那追加担保物要多少」 after a ratio to be reached: another way to the same one."""
    ratio = _RATIO_ASKED.search(state.asked or "")
    another = (_aspect(text, _CURES) or _COLLATERAL.search(text)) and not _numbers(request)
    if ratio is None or not another or len(text) > _SHORT:
        return None
    return replace(_certain(request, TARGET), text=f"{request.text} {ratio[0]}")


def _unsure_in_context(request: Request, text: str, state: State) -> Request:
    if state.last_intent in _CALL:
        aspect = _aspect(text, (*_CURES, *_CALL_ASPECTS))
        return _certain(request, "margin_call", aspect=aspect) if aspect else request
    if state.last_intent in _COMPLAINT and _PROGRESS.search(text):
        return _certain(request, "complaint_status")
    if (
        state.last_intent in ("calculation", "what_if", "my_what_if")
        and _REAL.search(text)
        and not _numbers(request)
    ):
        return _certain(request, "my_ratio")
    return request


def _aspect(text: str, aspects: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((name for name, words in aspects if words.search(text)), None)


def _numbers(request: Request) -> bool:
    return bool(request.slots.percents or request.slots.amounts or request.slots.calculation)


def _certain(request: Request, intent: str, aspect: str | None = None) -> Request:
    slots = replace(request.slots, calculation=None, aspect=aspect)
    return replace(request, intent=intent, gate="act", slots=slots)
