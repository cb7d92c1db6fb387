"""Questions whether a liquidation of the past was right by the rules of its day, and what goes on from one, by their words.

Rules over an understood message: a day named and gone with the words of a rule; after that the rule of another day, a decree that
came into force, and both days side by side.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.state import State
from bot.nlu.model import Request, Understanding

RULE_THEN, DECREE, BESIDE = "rule_then", "rule_decree", "rules_side_by_side"
THESE = (RULE_THEN, DECREE, BESIDE)
_SOLD = re.compile(
    r"被平|被强|强平|强制平|平掉|平了|平我|平仓(?!线)|爆仓|被卖|卖了我|卖掉我|被处置|liquidat|sold (?:me )?out|forced (?:sale|sell)"
)
_BY_A_RULE = re.compile(
    r"规定|规则|规矩|规[则定]?上|细则|办法|法规|合规|合法|违规|允许|依据|凭什么|行不行|行吗|合理|对不对|有没有权|能不能平|该不该平|够不够平"
    r"|\b(?:rules?|regulations?|allowed|lawful|legal|right|entitled|permitted)\b"
)
_ANOTHER_DAY = re.compile(
    r"(?:今天|今日|现在|现行|目前|如今|眼下|最新|today|\bnow\b|current).{0,12}(?:规定|规则|规矩|细则|办法|口径|标准|算|呢|行不行|rules?|[?？]|$)"
)
_RULE_OF_DAY = re.compile(r"规定|规则|规矩|细则|办法|口径|呢[?？。]*$|\brules?\b|what about|how about")
_A_DECREE = re.compile(
    r"(?:新办法|新规|新政|新的?(?:管理)?(?:办法|规定|规则|细则)|管理办法|细则|办法|规定|规则|修订(?:版|稿)?|new (?:rules?|measures|regulation)|amendment).{0,14}(?:生效|施行|实施|执行|出台|发布|公布|出来|落地|改|取消|effect|force|appl|publish)"
)
_BESIDE = re.compile(
    r"并排|并列|对照|对比|比较|放(?:在)?一起|摆(?:在)?一起|左右|列(?:成|个|张|出)?(?:表|清单)|(?:两|2)(?:次|个(?:时点|时间|日子|日期|版本|规定)|版|天|边)|前后|side by side|next to each other|compare|both (?:days|rules|versions)"
)


_DATED = re.compile(
    r"(?:19|20)\d{2}(?:年|-\d)|\d{2}年|\d{1,2}月\d{1,2}|去年|前年|\b(?:in|on) .{0,16}(?:19|20)\d{2}\b|\blast year\b"
)
_LEFT_ALONE = ("distress", "check_text", "injection", "account_security", "complaint")
LONGEST = 160  # characters


def of_that_day(understanding: Understanding, state: State) -> Request | None:
    """The one request that such a message is, ``None`` for any other."""
    text, first = understanding.normal, understanding.requests[0]
    alarmed = any(each.gate == "act" and each.intent in _LEFT_ALONE for each in understanding.requests)
    intent = None if alarmed or len(text) > LONGEST or state.pending else _named(text, state)
    if intent is None:
        return None
    return replace(first, text=text, intent=intent, gate="act", source="rule", confidence=1.0)


def _named(text: str, state: State) -> str | None:
    goes_on, dated = state.last_intent in THESE, bool(_DATED.search(text))
    if goes_on and _BESIDE.search(text):
        return BESIDE
    if goes_on and _A_DECREE.search(text):
        return DECREE
    if _SOLD.search(text) and _BY_A_RULE.search(text) and (dated or goes_on):
        return RULE_THEN
    if goes_on and (_ANOTHER_DAY.search(text) or (dated and _RULE_OF_DAY.search(text))):
        return RULE_THEN
    return None
