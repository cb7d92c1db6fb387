"""One's own alerts, told by their words: set, list, change, remove, quiet hours.

Rules over the understood message, like those of ``bot.dialogue.planning``: each names the flow that answers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.alert_words import CONDITION, hours_in, said_slots
from bot.dialogue.phrases import pattern, words
from bot.dialogue.serving import LEFT_ALONE
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request, Understanding

SET, LIST, REMOVE, QUIET, CHANGE = "alert_set", "alert_list", "alert_remove", "alert_quiet", "alert_change"
ALERTS = (SET, LIST, REMOVE, QUIET, CHANGE)
ALERT, ALERT_SLOTS, ALERT_REMOVAL, ALERT_QUIET, QUIET_SLOTS, ALERT_LEVEL = (
    "alert",
    "alert_slots",
    "alert_removal",
    "alert_quiet",
    "alert_quiet_slots",
    "alert_level",
)
"""What waits: alerts for a yes, alerts for what is lacking of them, a removal, quiet hours, another level."""
_TELL = (
    r"(?:提醒|告诉|通知|叫|喊|知会|提示|吱|预警|报警|警报)(?:一下|下|一声|声)?(?:给)?(?:我|咱|俺)|(?:给|跟|对)(?:我|咱)(?:说|讲|吱|发|提)(?:一声|声|一下|个|条)?(?:消息|提醒|短信|信息)?|(?:设|加|弄|建|来|开)(?:置|定|立)?(?:个|一个|一条|条)?[^?,。]{0,16}(?:提醒|预警|闹钟|警报)|话(?:俾|畀|给)?我(?:知|听)|提醒(?:设|定)(?:在|为|成|到)?\s*\d|提(?:下|一下)?我|(?:时|就|都|也)(?:再)?提醒"
    r"|\b(?:alert|notify|remind|tell|ping|warn|text|message) me\b|\blet me know\b|\b(?:set|add|create)\b[^?]{0,12}\b(?:alert|reminder)\b|\bgive me (?:a shout|a heads[- ]?up)\b"
)
_TELLS = re.compile(_TELL)
_NO_WISH = re.compile(
    r"没(?:有)?(?:人)?(?:提醒|通知|告诉)|未(?:提醒|通知)|会不会|(?:会|要|该)(?:提前)?(?:提醒|通知|告诉)我?(?:吗|么|不|\?)|是不是|有没有(?:提醒|通知|告诉)|为(?:什么|啥)|怎么(?!设|加|开)|凭什么|谁(?:提醒|通知)|(?:提醒|通知|告诉)(?:过|了)我|告诉我(?:一下)?(?:怎么|为什么|什么|哪|多少|现在|我的|当前)|\b(?:why|did|didn't|never|will you|do you|would you|have you|tell me (?:what|how|why|my|the|about|which))\b"
)
_LISTS = re.compile(
    r"(?:设|加|有|定|开)(?:置)?(?:了|过)?(?:的)?(?:哪些|哪几|什么|几个|几条|多少)(?:个|条)?[^?]{0,4}提醒|(?:我的|现在的|已有的|设的|全部|所有)(?:的)?提醒(?:列表|有哪些|有几|都有|呢|看)?|提醒(?:列表|清单|都有哪些|有哪些|有几[个条]|有什么)|(?:看|查|列)(?:一?下|看|出)?(?:我)?(?:的|设的)?(?:所有|全部)?提醒"
    r"|\b(?:my|list|show|what|which)\b[^?]{0,16}\b(?:alerts|reminders)\b"
)
_REMOVES = re.compile(
    r"(?:删|取消|关|去|撤|停|清)(?:掉|除|了|销|闭|回|空|消)?[^?]{0,14}(?:提醒|闹钟|alert)|提醒[^?,。]{0,4}(?:删|取消|关|去|撤|停|清|不要|别)(?:掉|除|了|销|闭)?|(?:不要|别|不用)再(?:提醒|通知)我"
    r"|\b(?:delete|remove|cancel|drop|clear|stop|turn off|switch off|undo)\b[^?]{0,24}\b(?:alerts?|reminders?)\b"
)
_REMOVES_ONE = re.compile(
    r"^(?:那|请|把|帮我|就)*(?:删|取消|去|撤|关|不要)(?:掉|除|了|销|回)?[^?]{0,6}(?:第|刚才|刚刚|最后|上一|这|那|全部|所有|都|它)[^?]{0,8}$|^(?:那|请|把|帮我)*(?:第[^?]{1,3}[个条]|全部|所有|都|刚才(?:那|的)?(?:个|条)?|它)(?:都)?(?:删|取消|去|撤|关|不要)(?:掉|除|了|销|回)?(?:了|吧)?$|^撤(?:销|回)(?:一下|吧)?$"
    r"|^(?:那|请|把|将|帮我|都)*[^?,]{1,12}?(?:[那嗰这呢](?:一)?[个条]|的)(?:提醒)?(?:我)?(?:都)?(?:帮我|给我)?(?:删|取消|去|撤|关|[不唔](?:要|用))(?:掉|除|了|销|回)*(?:吧|啦|喇|呀)*$"
    r"|^(?:please |ok,? |and |actually,? )*(?:delete|remove|cancel|drop|scrap|lose|get rid of|undo) (?:the |my )?[a-z0-9.% -]{1,28} (?:one|alert|reminder|part)(?:,? please| too| then)*$|^i (?:don'?t|do not) (?:want|need) (?:the |my )?[a-z0-9.% -]{1,24} (?:one|alert|reminder)(?: any ?more)?$"
    r"|^(?:please )?(?:delete|remove|cancel|drop|undo)(?: (?:the |all )?(?:first|second|third|last|all|them|it|one|that|this|everything|\d(?:st|nd|rd|th)?)){0,4}$"
)
_NEW_LEVEL = r"(?:\d|[一二两三四五六七八九十百千]{2,})"
_CHANGES = pattern(
    rf"(?:改|换|调|变|设)(?:高|低|回)?(?:成|为|到|做|至|返)[^\d,，。]{{0,8}}{_NEW_LEVEL}",
    words("change", "move", "set", "update", "raise", "lower", "make", "adjust")
    + rf".{{0,40}}\b(?:to|at)\b\s*{_NEW_LEVEL}",
    rf"{words('make (?:it|that|the [a-z ]{1,20})')}\s*{_NEW_LEVEL}",
)
ANOTHER = pattern(
    r"(?:再|另外|还要|仲要|多)(?:加|设|来|要|开)?(?:多)?(?:一)?(?:个|条)",
    r"(?:同时|另外|也)(?:再)?(?:加|设)",
    words("another", "also", "one more", "as well"),
)
"""A further alert beside the one that waits for its yes."""
ALL_OF_THEM = pattern(
    r"(?:那)?(?:两|几|三|这两|这几)?(?:个|条|笔|样)?(?:全部|全|都)+(?:给我|帮我)?(?:设|要|加|提醒)(?:上|了)?(?:吧|啦|呀)?",
    r"(?:set |i want )?(?:both|all)(?: of them)?(?:,? please)?",
)
"""All that wait for a yes: they are read out once more."""
_AN_ALERT = pattern(r"提醒|闹钟|预警(?!线)", words("alerts?", "reminders?"))
_BACK = re.compile(
    r"(?:再|重新|给我)?(?:设|加|恢复)(?:置)?回来|^撤(?:销|回)|(?:重新|再)设(?:一遍|上)|\b(?:set it again|restore it|put it back|undo)\b"
)
_ONLY_TELL = re.compile(
    r"(?:请|帮我|能不能|可以)*(?:设(?:个|置)?)?提醒(?:一下)?我?(?:一下)?|(?:remind|alert) me"
)
_SUPPOSES = pattern(r"如果|要是|假如|假设|平仓线|预警线|合同", words("if", "suppose"))
QUIETS = re.compile(
    r"(?:晚上|夜里|半夜|睡觉|夜间|凌晨|\d{1,2}[点:时])[^?]{0,14}(?:别|不要|勿|甭|少)(?:再)?[^?]{0,4}(?:吵|打扰|扰|发|提醒|通知|烦|响|叫|骚扰)|(?:别|不要|勿|甭)(?:在)?(?:大)?(?:晚上|夜里|半夜|睡觉|夜间|凌晨)[^?]{0,6}(?:吵|打扰|扰|发|提醒|通知|烦|响|叫)|免打扰|勿扰|静音(?:时段)?|安静时段"
    r"|\bquiet (?:hours|time)\b|\bdo not disturb\b|\b(?:don'?t|do not|stop) (?:disturb|bother|wak\w+|text\w*|messag\w*|alert\w*|notify\w*|buzz\w*)\b[^?]{0,30}\b(?:night|evening|sleep|after|\d)\b"
)


def watched(understanding: Understanding, state: State) -> Request | None:
    """The one request that a message about own alerts is; ``None`` for any other message."""
    text, first = fold(understanding.normal).lower(), understanding.requests[0]
    if any(each.gate == "act" and each.intent in LEFT_ALONE for each in understanding.requests):
        return None
    named = CHANGE if _changes(text, state) else _named(text, state)
    if named is None and _goes_on(understanding, text, state):
        named = QUIET if state.pending is not None and state.pending.flow in _QUIET_FLOWS else SET
    if named is None:
        return None
    securities = tuple(mention for each in understanding.requests for mention in each.slots.securities)
    slots = replace(first.slots, securities=securities)
    return replace(
        first, text=understanding.normal, intent=named, gate="act", source="rule", confidence=1.0, slots=slots
    )


_QUIET_FLOWS = (ALERT_QUIET, QUIET_SLOTS)
_DRAFTS = (ALERT, ALERT_SLOTS)


def wants_back(text: str) -> bool:
    """Whether a message after a removal wants what was removed set again."""
    return bool(_BACK.search(text.lower()))


def _changes(text: str, state: State) -> bool:
    """Whether another level is wanted for an alert that is set; what still waits for its yes is put right there."""
    if state.pending is not None or not _CHANGES.search(text) or _SUPPOSES.search(text):
        return False
    return bool(_AN_ALERT.search(text)) or state.last_intent in ALERTS


def _named(text: str, state: State) -> str | None:
    if QUIETS.search(text) and not CONDITION.search(text):
        return QUIET
    if _REMOVES.search(text) or (_of_alerts(state) and _REMOVES_ONE.search(text.strip(" ,.!?。"))):
        return None if _NO_WISH.search(text) else REMOVE
    if _LISTS.search(text):
        return LIST
    if _ONLY_TELL.fullmatch(text.strip(" .。!！?？")):
        return SET
    wishes = _TELLS.search(text) and not _NO_WISH.search(text)
    asks = CONDITION.search(text) or re.search(
        r"(?:提醒|预警|闹钟|警报)$|提醒(?:设|定)(?:在|为|成|到)?\s*\d|\b(?:alert|reminder)s?$",
        text.strip(" .。!"),
    )
    more = state.pending is None and state.last_intent in ALERTS and _says_another(text)
    return SET if (wishes and asks) or more else None


def _of_alerts(state: State) -> bool:
    """Whether alerts were spoken of last, or wait for a yes."""
    return state.last_intent in ALERTS or (state.pending is not None and state.pending.flow in _DRAFTS)


def _says_another(text: str) -> bool:
    return bool(ANOTHER.search(text) and re.search(r"\d|[一二两三四五六七八九十百千]{2,}", text))


def _goes_on(understanding: Understanding, text: str, state: State) -> bool:
    """Whether a message says what an alert, or quiet hours, still lack; or puts right what waits for a yes."""
    pending = state.pending
    if pending is None or "?" in text or len(text) > 40:
        return False
    if pending.flow in _QUIET_FLOWS:
        return hours_in(text) is not None
    if pending.flow == ALERT_SLOTS:
        return pending.slots.get("lacking") in said_slots(understanding, text)
    if pending.flow != ALERT:
        return False
    corrects = re.search(r"改|换|不对|应该|不是|\b(?:make (?:it|that|the)|change|instead|rather)\b", text)
    return bool(corrects or _says_another(text) or ALL_OF_THEM.fullmatch(text.strip(" .。!！")))
