"""Questions about a margin call that was made, told by their words: why, what is still missing, more time, what was sold, what happened.

Rules over an understood request, like those of ``bot.dialogue.serving``: each names the flow that answers. What must never be missed
has been found before and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.serving import DELIVERY, LEFT_ALONE, NOTICE, WHY_SOLD
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

WHY, MISSING, BACK, MORE_TIME, TIME_ASKED, SALE_PLAN, SOLD, HAPPENED, ACKNOWLEDGE = (
    "call_why",
    "call_missing",
    "call_prices_back",
    "call_more_time",
    "call_time_asked",
    "call_sale_plan",
    "call_sold",
    "call_happened",
    "notice_acknowledge",
)
DEADLINE = "margin_call"
CASES = (WHY, MISSING, BACK, MORE_TIME, TIME_ASKED, SALE_PLAN, SOLD, HAPPENED)
CERTAIN = (MORE_TIME, TIME_ASKED, ACKNOWLEDGE)
"""What is meant whatever else the words could ask for."""
COUNTED = "counted"
"""The aspect of a question by somebody who has paid in already."""
_OF_NOTICES = (NOTICE, DELIVERY, ACKNOWLEDGE, WHY)
_OF_SALES = (SALE_PLAN, SOLD, WHY_SOLD, "my_liquidation")
_NEVER = (*LEFT_ALONE, "illegal", "complaint")
_OF_CONTRACTS = re.compile(
    r"合约|开户|门槛|准入|授信|额度|利息|佣金|问卷|测评|\b(?:contract|credit line|account opening|interest)\b"
)
_RULES = re.compile(r"规[则定]|法规|一般来说|通常|\b(?:rules?|generally|regulation)\b")
_COMPLAINS = re.compile(r"投诉|赔|举报|起诉|\b(?:complain|compensat|sue)\w*")
_WHY_WORDS = r"(?:为(?:什么|啥|何|毛)|凭(?:什么|啥)|干嘛|干吗|怎么(?:突然|又|会|就|老)|什么(?:原因|理由|依据)|咋(?:又|就)?)"
_WHY = re.compile(
    rf"{_WHY_WORDS}[^没未不无]{{0,10}}(?:通知|追保|追缴|追我|追孖展|call我|补仓|催|发(?:我|来)?(?:短信|消息|通知|追保)|打电话|[让要叫]我(?:去)?(?:补|加)|补钱|找我要钱)"
    r"|(?:追保|追缴|催补)(?:的|是)?(?:因为|原因|依据|理由|怎么来|怎么触发)"
    r"|\bwhy\b[^?.]{0,24}\b(?:notif\w+|margin call(?:ed)?|called|call(?:ing)? me|contact\w*|text\w*|messag\w+|top up)\b|\b(?:reason|basis|grounds?) (?:for|of) (?:the|my|this) (?:margin )?call\b"
)
_MISSING = re.compile(
    r"(?:还|仍|究竟还|到底还)(?:差|缺|短|(?:需|要|得|需要)补)(?:我)?(?:了)?(?:多少|几)|(?:已经|一共|总共)?(?:补|到账|算|认)了(?:我)?多少(?:钱)?(?:了)?[吗呢?。!]*$"
    r"|\bhow much (?:is |am i )?(?:still|more|left)\b[^?.]{0,20}|\bstill (?:short|missing|lacking|to add)\b"
)
_PAID = re.compile(
    r"(?:补|存|转|还|打|充|汇|入)(?:了|过|进(?:去|来)?了?|完)[^?]{0,16}(?:怎么|为(?:什么|啥)|咋|凭什么|居然|竟然|结果)?[^?]{0,6}(?:还|仍|又)(?:是)?(?:说|显示|要|差|缺|在|不够|催|通知|追保|没)"
    r"|(?:钱|款)(?:都|已经?)?(?:到|转|打|补|存)[^?]{0,6}了?[^?]{0,6}(?:怎么|为什么|咋)[^?]{0,6}(?:差|不够|追保|没(?:算|解除|变))"
    r"|\b(?:already|just|have) (?:paid|topped up|transferred|deposited|added|put in)\b[^?]{0,40}\b(?:still|why|short)\b|\bwhy\b[^?]{0,24}\bstill\b[^?]{0,16}\b(?:short|missing|owe|called)\b|\bwhat (?:has been|was|is) counted\b"
    r"|^(?:i(?:'ve| have)? |i just )?(?:already |just )+(?:wired|sent|paid|transferred|deposited|topped up|put)\b[^?]{0,24}$|^(?:it'?s|it is|the money is|money'?s) (?:already )?(?:paid|wired|sent|in|there)\b[^?]{0,40}"
    r"|\b(?:did|have) you (?:get|got|received?|see|seen) (?:it|my (?:money|payment|transfer|wire|deposit)|the (?:money|payment|transfer|wire))\b|\bwired (?:it|the money|the funds)\b"
    r"|^(?:我)?(?:已经|都|刚|刚刚|啱啱)?(?:补|转|打|存|汇|入|过)(?:咗|了)(?:钱|款|数)?(?:了|啦|喇)?[,，]?(?:你哋|你们)?(?:收到|收咗|见到|查到)(?:未|没|没有|吗|冇)?[?？]?$"
)
_BACK = re.compile(
    r"(?:涨回|涨上|回升|反弹|升回|涨起|拉回|回暖|恢复|回(?:到|来))[^?]{0,14}(?:还(?:要|得|用|需)|用(?:不用|补)|不用|就不|是不是|算不算|算数|解除|取消|作废|没事)"
    r"|(?:又|都|已经|今天|价格|股价|行情|大盘)[^?]{0,4}涨了?[^?]{0,8}还(?:要|得|用|需)?(?:补|追|追保)"
    r"|\b(?:prices?|market|ratio|stocks?|shares?)\b[^?]{0,20}\b(?:recover\w*|c[ao]me back|comes back|rebound\w*|bounc\w+|go(?:es)? back up|rises? again|is back)\b[^?]{0,40}\b(?:still|need|have to|cancel\w*|call|over|off)\b"
    r"|\bstill\b[^?]{0,20}\b(?:top up|add|pay)\b[^?]{0,30}\b(?:recover\w*|c[ao]me back|comes back|rebound\w*|is back)\b"
)
_TIME = re.compile(
    r"宽限|(?<!开)通融(?!资)|缓(?:一|两|几|\d|些|个)?(?:缓|天|日|下)|(?:多|再)(?:给|宽|缓|等|容)(?:我|我们)?(?:一|两|二|三|几|\d+|些|点)?(?:个)?(?:点|天|日|小时|时间)|(?:晚|迟|过)(?:一|两|二|三|几|\d+)(?:个)?(?:天|日|小时)(?:再)?(?:补|还|交)|(?:给|多)(?:我)?(?:点|些|几天|两天)时间"
    r"|(?:追保|补仓|补款|补足|期限|截止)[^?]{0,6}(?:延|展期|推迟|往后|缓)|(?:延(?:长|期|后)|推迟|放宽)(?:一下|几天|两天)?[^?]{0,4}(?:追保|补仓|补款|补|期限|截止)"
    r"|\b(?:more|extra|some) time\b|\bgrace\b|\b(?:extend|extension (?:of|for|on)|push back|postpone|delay) (?:the |my |this )?(?:deadline|margin call|call)\b|\b(?:one|two|three|a few|\d) (?:more )?days? (?:more|longer|extra)\b|\b(?:one|two|three|a few|\d) more days?\b"
)
_HOW_LONG = re.compile(r"(?:宽限期|期限)(?:一般)?(?:是|有)?(?:多久|多长|几天)|\bhow long\b")
_DECIDED = re.compile(
    r"(?:批(?:了|下来|准|复)?|通过|同意|审批|答复|回复|有结果|下来)(?:了)?(?:没有?|吗|么|不|怎么样|如何|了没)?[?。!]*$|批了吗|批没批|\b(?:approved|granted|decided|accepted|outcome)\b"
)
_TIME_WORDS = re.compile(r"宽限|延期|豁免|缓|延长|\b(?:extension|more time|grace|waiver)\b")
_SALE_PLAN = re.compile(
    r"(?:强平|平仓|处分|处置|卖出?)(?:的)?(?:方案|计划|清单|提议|委托|名单)|(?:要|准备|打算|正在|开始|马上)(?:强)?(?:平|卖|处分|处置)(?:掉|仓)?我(?:的)?(?:哪|什么|啥|多少|几|仓|股票|票)|(?:开始|已经|有没有)(?:强平|处分|处置|平仓)(?:我)?(?:了)?(?:没有?|吗|么)|谁(?:批准?|同意|决定)(?:的)?(?:强?平(?!仓?线)|卖|处分)"
    r"|\b(?:liquidation|sale|sell-?off) (?:plan|proposal|orders?|list)\b|\bwhat (?:are you|will you be) (?:going to )?(?:sell|selling|liquidat\w+)\b|\bhas the (?:liquidation|selling) (?:started|begun)\b"
)
_A_PLAN = re.compile(r"(?:有|出|定)(?:了)?(?:个)?方案(?:了)?(?:没有?|吗|么)?[?。]*$|\bis there a plan\b")
_SOLD = re.compile(
    r"(?:平|强平|处分|处置|斩)(?:掉|仓)?(?:了|过)(?:我)?(?:的)?(?:什么|哪些|哪几|啥|多少|几)|(?:你们|公司|券商|给我|把我(?:的)?)[^?]{0,6}卖(?:掉|出)?了(?:我)?(?:的)?(?:什么|哪些|哪几|啥|多少|几)|卖(?:掉|出)?了我(?:的)?(?:什么|哪些|哪几|啥|多少|几)|(?:强平|处分|平仓|处置)(?:的)?(?:结果|成交|明细|情况)|(?:平|卖|处分|强平)(?:仓)?(?:完|后|了)(?:之后|以后)?[^?]{0,6}(?:还)?(?:剩|欠|差)[^?]{0,6}(?:多少|几|什么)"
    r"|\bwhat (?:did you|was|were|have you|has been) (?:sell|sold|liquidat\w+)\b|\bhow (?:much|many)\b[^?]{0,16}\b(?:did you sell|was sold|were sold|has been sold)\b|\bwhat of mine (?:was|were|has been|have been) sold\b|\b(?:was|were|has) any(?:thing)? of mine (?:been )?sold\b|\bresidual debt\b|\b(?:fills|results?) of the (?:liquidation|sale)\b"
)
_SOLD_AFTER = re.compile(
    r"(?:卖|平|成交)(?:掉|出)?了?(?:多少|什么|哪些|几|啥)|(?:还)?(?:剩|欠)(?:下)?(?:多少|什么|几)?(?:债|欠款|钱)?|\b(?:how much|what)\b[^?]{0,16}\b(?:sold|left|owe|remain\w*)\b"
)
_AFTER_THAT_RUN = re.compile(r"完|之后|以后|\bafter\b")
"""Right after a simulated liquidation: what would be left of it, not what was sold."""
_HAPPENED = re.compile(
    r"(?:发生|出)了?(?:什么|啥|哪些|甚么)(?:事|事情|情况|变化)?|(?:(?<!已)经过(?!了)|来龙去脉|时间线|全过程|前因后果|始末)|(?:给|出|发|写|要)(?:我)?(?:一|个)?(?:份|个)?(?:情况|书面|事件|追保|处分|完整)?(?:的)?说明(?:书)?[吧呗。!?]*$"
    r"|\bwhat (?:has )?happened\b|\btimeline\b|\bstatement of (?:what|events)\b|\b(?:account|summary) of (?:what happened|events)\b"
)
_OF_MARKETS = re.compile(
    r"大盘|股市|A股|市场|新闻|板块|政策|世界|\b(?:market|news|index|world)\b", re.IGNORECASE
)
_BY_WHEN = re.compile(
    r"(?:几点|什么时候|哪天|何时|啥时候|几时|几号)(?:之)?前(?:要|得|必须|需要)?(?:补|追加|还清|到账)|(?:几点|什么时候|哪天|何时|啥时候)[^?]{0,4}(?:截止|最晚|到期限)|(?:截止|期限|最晚|最迟)[^?]{0,6}(?:几点|什么时候|哪天|何时|啥时候)"
)
_SEEN = re.compile(
    r"(?:我)?(?:已经?|都)?(?:已阅|阅(?:悉|了)?|知悉|确认(?:已经?)?收到(?:了)?(?:该|这条|追保)?(?:通知|短信|消息)?|收到(?:了|啦|通知|短信|追保)?(?:了|啦)?(?:通知|短信|消息)?(?:了)?|看到(?:了)?(?:通知|短信|消息)?了?|(?:通知|短信|消息)(?:我)?(?:已经?)?(?:收到|看到|看过|看了|读了|已阅|知悉)了?|确认(?:一下)?(?:这条|该)?(?:通知|短信))"
    r"|(?:i (?:have |hereby )?)?(?:acknowledge\w*|confirm receipt|got|received|read|seen|noted)(?: (?:of )?(?:it|this|that|the|your|my|margin|call|notice|message|text|receipt)){0,4}"
)
_NAMES_NOTICE = re.compile(
    r"已阅|知悉|阅悉|通知|短信|消息|追保|确认收到|确认已|notice|message|text|acknowledg|receipt"
)
_EDGES = " ,.!?。,、~～:：的哈啊呀呢吧"


def about_case(request: Request, state: State) -> Request:
    """``request`` with the intent of the flow about a call, a sale or a notice that its words ask for."""
    text = fold(request.text).lower()
    never = _NEVER if not _WHY.search(text) else tuple(each for each in _NEVER if each != "human")
    unknown = state.client_id is None and not _acknowledges(text, None)
    if unknown or (request.gate == "act" and request.intent in never):
        return request
    named = _named(request, text, state)
    if named is None:
        return request
    aspect = COUNTED if named == MISSING and _PAID.search(text) else request.slots.aspect
    aspect = "deadline" if named == DEADLINE else aspect
    slots = replace(request.slots, aspect=aspect)
    return replace(request, intent=named, gate="act", source="rule", confidence=1.0, slots=slots)


def _named(request: Request, text: str, state: State) -> str | None:
    last = state.last_intent
    if _COMPLAINS.search(text):
        return None
    if _acknowledges(text, last):
        return ACKNOWLEDGE
    if _HAPPENED.search(text) and not _OF_MARKETS.search(text) and not _RULES.search(text):
        return HAPPENED
    if (found := _of_time(text, last)) is not None:
        return found
    if _SALE_PLAN.search(text) or (last in (*_OF_SALES, *CASES) and _A_PLAN.search(text)):
        return None if _RULES.search(text) or request.slots.percents else SALE_PLAN
    if last == "my_liquidation" and _AFTER_THAT_RUN.search(text):
        return None
    if _SOLD.search(text) or (last in (SALE_PLAN, SOLD, WHY_SOLD) and _SOLD_AFTER.search(text)):
        return None if _RULES.search(text) else SOLD
    return _of_call(request, text)


def _of_call(request: Request, text: str) -> str | None:
    if _RULES.search(text) or _OF_CONTRACTS.search(text):
        return None
    counts = bool(request.slots.percents or request.slots.amounts or request.slots.quantities)
    if _PAID.search(text):
        return MISSING
    if request.gate != "act" and _BY_WHEN.search(text):
        return DEADLINE
    if counts:
        return None
    if _BACK.search(text):
        return BACK
    if _MISSING.search(text):
        return MISSING
    return WHY if _WHY.search(text) else None


def _of_time(text: str, last: str | None) -> str | None:
    """More time for a call; not for a contract that comes due, and not how long a deadline is."""
    if _HOW_LONG.search(text) or _RULES.search(text) or _OF_CONTRACTS.search(text):
        return None
    about = _TIME_WORDS.search(text) or last in (MORE_TIME, TIME_ASKED)
    if about and _DECIDED.search(text) and not re.search(r"能不能|可不可以|\bcan\b", text):
        return TIME_ASKED
    return MORE_TIME if _TIME.search(text) else None


def _acknowledges(text: str, last: str | None) -> bool:
    """Whether a whole message says that a notice was seen; 「收到」 alone only after a notice was spoken of."""
    bare = text.strip(_EDGES)
    if not _SEEN.fullmatch(bare) or "?" in text:
        return False
    return bool(_NAMES_NOTICE.search(bare)) or last in _OF_NOTICES
