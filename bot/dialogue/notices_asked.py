"""Questions about the notices of one's own account, told by their words: which there are, which wait for something, what one says.

The ledger answers them. How notices are delivered in general is a question about the rules, and a text that is pasted is compared
with what was sent (``bot.dialogue.flows.notice_check``); both are left alone. Pure: a request in, the same or another one out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dialogue.flows.check_text import pasted
from bot.dialogue.phrases import pattern
from bot.dialogue.serving import DELIVERY, NOTICE
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request, Understanding

MY_NOTICES = "my_notices"
WAITING, SAID, SENT_AT, ABOUT, RECEIVED = "waiting", "said", "sent_at", "about", "received"
"""Which side of one's notices is asked about; none of them lists them all."""
LONGEST = 90  # characters
_LEFT_ALONE = ("distress", "account_security", "injection", "illegal", "complaint", "human", "check_text")
_AFTER = (MY_NOTICES, NOTICE, DELIVERY, "notice_acknowledge")
_N = r"(?:通知|短信|短讯|简讯|讯息|消息|信息|邮件|函|sms|message)"
_MARKS = " ,.!?。、~"
_IN_GENERAL = pattern(
    rf"{_N}.{{0,6}}(?:一般|通常).{{0,6}}(?:送达|发送?|通知|方式|渠道)|(?:一般|通常).{{0,6}}(?:怎么|如何|点样|用什么|通过什么).{{0,4}}(?:送达|发送?|通知)(?:{_N}|我|客户)?|{_N}(?:的)?送达(?:的)?(?:规则|规定|方式)",
    r"\bhow (?:are|do you (?:usually |generally )?send|is a|does a) (?:notices?|notifications?|messages?)\b|\bhow (?:notices?|notifications?) (?:are|get) (?:sent|delivered)\b",
)
_GENERAL = pattern(
    r"一般|通常|规则|规定|怎么(?:送达|发送|通知)|如何(?:送达|发送|通知)|点样(?:送达|通知)|哪几种|方式|退订|订阅|关掉|提醒我|通知我",
    r"\b(?:generally|usually|rules?|how (?:are|do|does|will)|unsubscribe|notify me|alert me)\b",
)
_OTHERS = pattern(
    r"投诉|赔|凭(?:什么|啥)|为(?:什么|啥)|点解|(?<!有)没(?:有)?(?:收到|通知|发)|冇(?:收到|通知)|证据|凭证|回执|送达|已读|申请|客户|骗|投教|课程",
    r"\b(?:complain\w*|why|never|didn't|did not|proof|delivered|read it|application|clients?|scam|lessons?)\b",
)
_LIST = pattern(
    rf"(?:最近|近期|近来|今天|今日|这几天|这周|本周|有没有|有冇|有无|有(?:什么|哪些|啥|咩|几条|啲咩)|还有|收到(?:过|了|咗)?(?:什么|哪些|咩|啥|几条)|(?:看|查|列)(?:一下|下|看|出)?|睇(?:下|吓)?)(?:我|你们|你哋|公司|的|过|给|新|嘅|什么|哪些|咩|未|没|有|读|看|重要|全部|所有|发|啲)*{_N}(?:记录|列表|清单|未|给我|俾我|吗|么|啊|呢|呀|没有)*$",
    rf"^(?:那|请问|帮我|还是|系|是)*(?:看|查)?(?:一下|看)?(?:我的|我嘅|我)(?:新|全部|所有|未读|最近|的)*{_N}(?:呢|记录|列表|有哪些|都有什么|有几条)?$",
    rf"^(?:那|这|今天|今日|最近|近期|呢排|都)*(?:你们|你哋|贵?公司|贵司|你|券商)(?:今天|今日|最近|近期|这几天|这周|呢排|近排|这阵子|近来|都|有没有|有冇|到底|是不是|系咪|是否|有否)*(?:给|向|俾|畀)?(?:我)?(?:都)?(?:发|send|寄|推送|传)(?:过|了|咗|出)?(?:给我|俾我|畀我)?(?:过|了)?(?:些|啲|的)?(?:什么|哪些|咩|啥|几条)?(?:样)?(?:的)?{_N}?(?:给我|俾我|畀我)?(?:吗|呢|啊|没有|呀)*$",
    r"^(?:so |and |hi |hello )?(?:are there |do i have |have i (?:got )?|have you (?:got )?|did i get |got |is there )?(?:any|some) (?:new |recent |unread |open |other )?(?:notices?|notifications?|messages?|letters?)(?: (?:for|to) me)?(?: (?:lately|recently|today|this week))?$",
    r"^(?:please )?(?:show|list|check|see|what(?:'s| is| are)|what about|open)?(?: me)? ?(?:all )?my (?:latest |last |recent |new |unread )?(?:notices?|notifications?)(?: please)?$",
    r"^(?:so )?(?:what|which) (?:notices?|notifications?|messages?|letters?)?\s?(?:have you sent|did you send|were sent to|was sent to|do you have for|have i (?:got|received))(?: to)?(?: me)?(?: (?:lately|recently|today|this week|so far))?$",
    r"^(?:did|have) you (?:text|texted|message|messaged|e-?mail|e-?mailed|contact|contacted|notify|notified) me(?: (?:today|lately|recently|about anything|this week))?$",
    rf"^{_N}(?:记录|列表|清单|中心)$",
    r"^(?:so )?have you (?:sent|written|texted|messaged)(?: to)? me(?: (?:anything|something|a notice|any notices?))?(?: (?:lately|recently|today|this week))?$",
    r"^anything (?:new )?from you(?: lately| recently| today)?$",
)
_AWAITS = pattern(
    r"(?:要|需要|等|等着|等紧|需|该|得)(?:我|本人)(?:来|去|亲自|这边)?(?:回复|答复|回覆|覆|回应|处理|确认|表态|回|办|做(?:什么|啥|咩))|(?:没|未|待|冇)(?:有)?(?:处理|回复|答复|回覆|回应|办)|我(?:还)?(?:要|需要|该|得)(?:回复|答复|回覆|处理|回)(?:的|嘅)?(?:有)?(?:哪|什么|边|咩|吗|没有)?",
    r"\b(?:needs?|requires?|wants?|awaits?|waits? for|waiting for|waiting on|expects?) (?:me|an? (?:answer|reply|response|action)|my (?:answer|reply|response|action)|(?:answer|reply|action|response))\b|\b(?:have|need|supposed) to (?:answer|reply|respond|react|act|do)\b|\b(?:unanswered|outstanding|pending|unhandled) (?:notices?|notifications?|messages?)\b|\b(?:must|should) i (?:answer|reply|respond)\b",
)
_WHICH_AWAITS = pattern(
    r"^(?=.*(?:哪|边|什么|有|事|东西|嘢))(?:那|有没有|有冇|还有)*(?:哪|边|什么|有)?(?:一)?(?:个|条|封|份|些|啲|东西|嘢|事)?(?:是|系)?(?:要|需要|等)(?:着|紧)?(?:我)(?:回复|答复|回覆|覆|回应|处理)(?:的|嘅)?(?:吗|呢|啊|呀)?$",
    r"^(?:and )?(?:which|do any|does any)(?: one| ones| of them| of these)? (?:needs?|requires?|awaits?|is waiting for|do i (?:have|need) to).{0,40}$",
    r"^(?:is there )?anything (?:that )?(?:i (?:have|need) to (?:answer|reply to|respond to)|waiting for (?:me|my answer)|(?:that )?needs my (?:answer|reply))$",
)
_TEXT = pattern(
    r"(?:说|写|讲|话)(?:的|了|紧|咗|嘅)?(?:到底|具体)?(?:是|系)?(?:些)?(?:什么|啥|咩|乜)(?:内容)?|(?:具体)?(?:内容|原文|全文)(?:是)?(?:什么|啥|咩|呢|给我看看|发我|看看)?$",
    r"\bwhat (?:did|does|do) (?:it|that|they|the \w+ ?\w*|this|that one|(?:that|this) (?:notice|text|message|letter|sms)|your (?:text|message|notice)) say\b|\bwhat(?:'s| is| was) in (?:it|that|the (?:notice|text|message))\b|\b(?:read|show) (?:it|me the (?:notice|text|message))(?: to me| out)?$|\bfull text\b",
)
_WHEN = pattern(
    r"(?:什么时候|几时|何时|哪天|几点|几号|哪一天|边日|啥时候)(?:给我|俾我)?(?:发|send|寄)(?:的|嘅|出|过来|来|咗)*|(?:发|send)(?:的|出)?(?:时间|日期)",
    r"\bwhen (?:was (?:it|that|this|the \w+ ?\w*) (?:sent|issued)|did you (?:send|text|issue) (?:it|that|this|me|the \w+)|did (?:it|that) (?:go out|come))\b|\bwhat (?:day|time|date) was (?:it|that) sent\b",
)
_WHICH_CONTRACT = pattern(
    r"(?:哪|边)(?:一)?(?:笔|个合约|份合约|张合约|单)|(?:说|讲|指)(?:的|紧|嘅)?(?:是|系)?(?:哪|边)(?:一)?(?:个|笔|只)",
    r"\bwhich (?:contract|loan|one|position)\b.{0,40}\b(?:about|mean|means|meant|refer|refers|concern|concerns|for)\b|\bwhat is it about\b",
)
_OURS = pattern(
    r"(?:^|[,?!。])(?:那|这|它|呢)?(?:一)?(?:条|封|个|份)?(?:短信|通知|短讯|简讯|消息|邮件)?(?:真|真的|真系|到底|确实|究竟|其实)*(?:是|系)(?:不是|咪|唔系)?(?:真的?)?(?:你(?:们|哋)?|贵司|公司)(?:真的)?(?:发|send|寄)(?:的|嘅|来的|过来的|俾我的?|给我的?)?(?:吗|呀|啊|吧)?$",
    r"^(?:for real,? ?\??,? ?)?(?:so |and )?(?:you guys|you|liangrong|your firm)(?: guys)? (?:really |actually )?sent (?:it|this|that)$",
    r"^(?:for real,? ?\??,? ?)?(?:so |and )?(?:was|is) (?:it|this|that)(?: (?:text|sms|message|notice|letter))? (?:really |actually )?(?:from )?(?:you|you guys|yours|your (?:firm|company))$",
    r"^(?:for real,? ?\??,? ?)?did you (?:guys )?(?:really |actually )?(?:send|text) (?:it|that|this|me (?:it|this|that))$",
)
_GOT = pattern(
    rf"^(?:我)?(?:今天|刚刚?|昨天|早上|啱啱)?(?:收到|接到|收咗)(?:了|过|咗)?(?:你们|你哋|公司)?(?:发的|的|嘅|发来的)?(?:一|个|条|几|份|封|则)+[^,?]{{0,14}}{_N}(?:了)?$",
    r"^(?:hi,? |hello,? )?i(?:'ve| have)? (?:just )?(?:got|received) an? [a-z' -]{0,32}(?:sms|text|notice|message|letter|e-?mail|notification)(?: (?:from you|today|yesterday)| (?:about|on) [a-z' -]{1,40})?$",
)
_LATEST = pattern(r"最近那条通知|\bthe latest notice\b")
_A_NOTICE = pattern(
    _N,
    r"(?:追保|到期|逾期|变更|强平|预警)(?:的)?那(?:一)?(?:条|封|份|个)",
    r"\b(?:notices?|notifications?|sms|(?<!full )texts?|messages?|letters?)\b",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words, and whether the answer before spoke of notices."""

    text: str
    after: bool

    @property
    def of_notices(self) -> bool:
        return self.after or bool(_A_NOTICE.search(self.text))


def whole_message(understanding: Understanding, state: State) -> Request | None:
    """The one request of a message that asks for one's notices and nothing else; ``None`` for any other."""
    if any(each.gate == "act" and each.intent in _LEFT_ALONE for each in understanding.requests):
        return None
    text, first = understanding.normal, understanding.requests[0]
    if len(text) > LONGEST or pasted(text) is not None:
        return None
    if _IN_GENERAL.search(fold(text).lower()):
        slots = replace(first.slots, aspect=None, calculation=None)
        return replace(first, text=text, intent="rule_question", gate="act", source="rule", slots=slots)
    named = _named(text, state)
    if named is None:
        return None
    slots = replace(first.slots, aspect=named[0], calculation=None)
    whole = replace(first, text=text, intent=MY_NOTICES, gate="act", source="rule", slots=slots)
    return replace(whole, confidence=1.0)


def asks_of_notices(text: str, state: State) -> bool:
    """Whether a text in normal form asks something of one's notices, so that it is no side of another matter."""
    return len(text) <= LONGEST and pasted(text) is None and _named(text, state) is not None


def _named(text: str, state: State) -> tuple[str | None] | None:
    """The side that is asked about, in a tuple of one; ``None`` where nothing is asked of one's notices."""
    words = fold(text).lower().strip(_MARKS)
    if state.role not in (None, "client") or _GENERAL.search(words) or _OTHERS.search(words):
        return None
    if state.client_id is None and not (_LIST.search(words) or _LATEST.search(words)):
        return None
    said = _Said(words, state.last_intent in _AFTER)
    return next(((aspect,) for aspect, asks in _KINDS if asks(said)), None)


def _one(words: re.Pattern[str]) -> Callable[[_Said], bool]:
    return lambda said: said.of_notices and bool(words.search(said.text))


_KINDS: tuple[tuple[str | None, Callable[[_Said], bool]], ...] = (
    (RECEIVED, lambda said: bool(_OURS.search(said.text))),
    (WAITING, lambda said: bool(_WHICH_AWAITS.search(said.text))),
    (WAITING, _one(_AWAITS)),
    (ABOUT, _one(_WHICH_CONTRACT)),
    (RECEIVED, lambda said: bool(_GOT.search(said.text))),
    (SENT_AT, _one(_WHEN)),
    (SAID, _one(_TEXT)),
    (None, lambda said: bool(_LIST.search(said.text))),
)
