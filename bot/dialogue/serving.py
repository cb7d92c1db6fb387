"""Questions about what the firm did for its client, by their words: a notice, its delivery, the contract over time, a fee, somebody else.

Rules over an understood request, like those of ``bot.dialogue.planning``: each names the flow that answers. What must never be missed
(distress, an alarm, injection) has been found before and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.complaint_words import TAKES_BACK_TICKET
from bot.dialogue.flows.check_text import pasted
from bot.dialogue.refusing import INSULT, PROXY, offers_account, only_abuse, refused
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request, Understanding

NOTICE, DELIVERY, CHANGES, THEN, WHY_SOLD, FILES, CODE, COMMISSION, BARRED = (
    "notice_check",
    "notice_delivery",
    "contract_changes",
    "contract_then",
    "why_liquidated",
    "attachments",
    "code_in_chat",
    "commission_difference",
    "why_barred",
)
_AFTER_FILING = ("complaint_filed", "complaint_status", "complaint")
LEFT_ALONE = ("distress", "account_security", "injection", "human")
_A_NOTICE = r"(?:短信|通知|消息|微信|邮件|电话|信息|函|sms|text|message|notice|e-?mail|letter)"
_FROM_US = re.compile(
    rf"{_A_NOTICE}.{{0,10}}(?:真的?)?(?:是不是|是否|是|真是)?(?:由|从)?(?:真的?是)?(?:你们|贵司|贵公司|你们公司|公司|官方|券商|你)(?:真的?)?(?:那边|这边)?(?:给我)?(?:发|打|寄)(?:来|给我|出)?(?:的|过)?"
    rf"|(?:你们|贵司|公司|你)(?:真的?|到底|是不是|有没有|是否)*(?:给我)?(?:发|打)(?:过|了)?(?:这|一|那|下面)(?:样)?(?:一)?(?:条|个|封|份|则)?.{{0,6}}{_A_NOTICE}"
    rf"|{_A_NOTICE}.{{0,8}}(?:是真的?还是假的?|真的?假的?|是不是(?:假|骗|诈骗|真)|真伪|靠谱吗|可信吗)"
    rf"|(?:is|was|are) (?:this|that|the following|it).{{0,24}}(?:really |actually )?from (?:you|your (?:firm|company)|liangrong)|did (?:you|your (?:firm|company)) (?:really |actually )?send"
    r"|(?:is|was) (?:this|that|the following) (?:sms|text|message|notice|e-?mail|letter) (?:really |actually )?(?:yours|legit\w*|genuine|real|authentic|fake)\b"
    r"|^.{0,6}(?:条|个|封|短信|通知|消息|嘢)?(?:系咪|是咪|是不是|系唔系)(?:真系|真的|真)?(?:由)?(?:你哋|你们|贵司)(?:发|send|寄|打)(?:出|来|过来|嚟)?(?:嘅|的|㗎)?(?:啊|呀|吖|嘎)?[?？]?$"
    r"|^(?:你哋|你们)(?:发|send)(?:嘅|的|㗎)(?:系咪|是不是|咩|吗|吖嘛)?[?？]?$"
)
_NOT_TOLD = re.compile(
    r"(?:没|没有|从没|从来没|并没有|未|根本没|都没)(?:有)?(?:人)?(?:给我|跟我|向我|提前|事先)?(?:收到|接到|看到|发|打|通知|告知|提醒)(?:过)?(?:我)?(?:你们)?(?:的)?(?:任何|一条|一个)?(?:通知|短信|电话|消息|提醒|邮件|微信)?(?:啊|呀|过|了)?$"
    r"|(?:没|未)(?:有)?(?:收到|接到|看到)(?:过)?(?:你们|公司)?(?:的)?(?:任何|一条|追保|强平|平仓|到期|催告|预警)*(?:的)?(?:通知|短信|电话|消息|提醒|邮件|微信)"
    r"|(?:通知|短信|提醒|电话|消息).{0,6}(?:什么时候|何时|几点|哪天|怎么)(?:发|送|打|通知)|谁(?:给我)?(?:发|打)的(?:短信|通知|消息|电话)|没(?:有)?人(?:告诉|通知|跟我说|提醒)(?:过)?我?|(?:送达|通知|发送)(?:的)?(?:记录|凭证|证据|回执)|(?:什么时候|何时|几点|怎么|哪天|通过什么)(?:给我)?(?:通知|发(?:的|过)?(?:短信|通知)|告知)(?:的)?(?:我|过)?"
    r"|(?:你们|公司|贵司|有没有|是不是|是否)(?:是不是|有没有|到底|是否)?(?:给|向)我(?:发|打)(?:过|了)?(?:什么|哪些|过什么)?(?:通知|短信|消息|提醒|电话|邮件)|(?:给|向)我(?:发|打)(?:过|了)(?:什么|哪些|几条)(?:通知|短信|消息)?"
    r"|(?:never|not|nobody|no one) (?:got|received|been|was|notified|told|informed|sent me).{0,24}(?:notice|notified|notification|sms|message|told|informed|me)|delivery record|when (?:did you|was i) (?:notif\w+|told|inform\w+)"
)
_ASKS_MORE = re.compile(
    r"投诉|赔|退|举报|起诉|登记|立案|就(?:把我|给我|卖|平|强)|擅自|complain|compensat|refund|sue"
)
_CHANGED = re.compile(
    r"(?:合同|合约|协议|条款|约定|平仓线|预警线|警戒线|补足线|恢复线|提取线|我的(?:利率|费率|额度)).{0,10}(?:改|变|调整?|更新|修订)(?:了|过|动|更|成)?.{0,4}(?:什么|哪些|哪里|吗|没|没有|多少|几次|过|啥)"
    r"|那(?:次|回)(?:都|到底)?(?:改|变|调)|(?:合同|协议).{0,4}(?:什么时候|啥时候|何时|哪天)(?:改|变|调)|(?:改|变)(?:了)?(?:之)?前.{0,8}(?:线|合同|多少)|(?:改|变|调整?)(?:了|过|动了)?(?:我的|我)?(?:合同|协议|条款)(?:里)?(?:的)?(?:什么|哪|吗)|(?:什么|哪些|哪里)(?:改|变)了.{0,6}(?:合同|协议|条款)"
    r"|(?:contract|agreement|terms|my lines).{0,20}chang|chang\w*.{0,16}(?:my )?(?:contract|agreement|terms)|what changed"
)
_COSTS_TO_OPEN = re.compile(
    r"^(?:那|请问)?(?:得|要|需要|有|最少|至少)*(?:多少|几)(?:钱|万|资金|资产)(?:块)?(?:才|就)?(?:能|可以|让)(?:开(?!仓)(?:户|通)?|办)(?:两融|融资融券|信用账户)?(?:吗|呢|啊)?[?!。 ]*$"
)
_TELLS_FRAUD = re.compile(
    r"(?:怎么|如何|怎样|咋|怎么样)(?:去|才能|能)?(?:识别|分辨|辨别|辨认|分清|看出|判断|区分|鉴别|防范|避免|认出).{0,12}(?:骗|诈|假|冒充)|(?:骗|诈|假|冒充).{0,12}(?:怎么|如何|怎样|咋)(?:去|才能|能)?(?:识别|分辨|辨别|辨认|分清|看出|判断|区分|鉴别|防范|避免|认)"
    r"|how (?:do|can|to).{0,8}(?:recogni[sz]e|spot|tell|detect|avoid).{0,24}(?:scam|fraud|fake|phish)"
)
_HAPPENED = re.compile(r"被骗|上当|已经|刚才|刚刚|转了|点了|填了|输了|\b(?:already|just|clicked|sent|paid)\b")
_ONE_MORE = re.compile(
    r"(?:那|还有|再看|另外|另|又)?(?:这|那|下面|另)(?:一)?(?:条|个|封|则|份|段)|还有(?:一条)?|再(?:帮我)?(?:看|查|核)|呢|\b(?:this|that|another) one\b|what about|how about"
)
_NUMBER_OF_TICKET = re.compile(
    r"(?:(?:投诉|工单|登记)的?)?(?:单号|工单号|编号|受理号|号码)(?:是)?(?:多少|几|什么|啥|呢|发我|给我)|\b(?:ticket|case|complaint) number\b"
)
_WAS_SENT = re.compile(
    r"(?:给我)?发(?:过|了|出)?(?:给)?(?:我)?(?:过|了)?(?:些)?(?:哪些|哪几|什么|啥|甚么|几|多少)(?:条|个|封|次|种)?(?:样)?的?(?:通知|短信|消息|提醒|函)|(?:what|which) (?:notices?|messages?|letters?).{0,16}(?:sent|send)"
)
_EARLIER = re.compile(r"以前|之前|原来|原先|从前|改前|早先|\b(?:before|earlier|old|previous\w*|used to)\b")
_MINE = re.compile(r"我|\bmy\b|\bme\b")
_RULES = re.compile(r"规则|规定|细则|办法|法规|监管|交易所|\b(?:rules?|regulation|law)\b")
_CONTRACT_THEN = re.compile(
    r"(?:那天|当天|当时|那时|那会儿?|之前|以前|原来|\d[日号]|上(?:周|个?月)|去年|昨天|前天).{0,10}(?:合同|协议|条款|约定).{0,8}(?:多少|怎么写|写的?|什么|约定|是|几)"
    r"|(?:合同|协议).{0,8}(?:那天|当天|当时|那时|原来|以前|之前).{0,8}(?:多少|怎么写|写的?|什么|约定)|(?:合同|协议)(?:里)?(?:写的?|约定)(?:的)?(?:平仓线|预警线|警戒线|补足线|恢复线|各条线|线)?(?:是)?(?:多少|什么|几)"
    r"|what (?:did|does) (?:my|the) (?:contract|agreement) say|contract.{0,16}(?:on that day|back then|at (?:that|the) time)"
)
_A_LINE = re.compile(r"(?:预警|警戒|平仓|补足|提取|最低)线|(?:warning|liquidation|restore|withdrawal) line")
_COMPLAINT_NAMED = re.compile(r"投诉|工单|举报|申诉|\b(?:complaint|ticket)\b")
_COMPLAINT_STANDS = re.compile(
    r"(?:投诉|工单|申诉)(?:现在|而家|依家|搞|处理|跟|办)*(?:到|得)?(?:成点|成怎么|点样?|怎么样|咋样|怎样|如何)(?:了|呀|啊|㗎|呢)*[?!。 ]*$"
)
_AHEAD = re.compile(r"明天|后天|下周|下个?月|到时|以后|会不会|\b(?:tomorrow|next|will)\b")
_WHY_SOLD = re.compile(
    r"(?:凭什么|凭啥|为什么|为啥|怎么(?:就|能|可以)?|有什么(?:权利|依据))(?:要|能|可以|就|把|给|来|强行|强制)*(?:我(?:的)?(?:股票|仓|票|仓位|账户)?)?(?:强制)?(?:平仓|强平|平掉|平了|平|卖了|卖掉)(?:我|了|的|掉)*"
    r"|why (?:did|were|was|do) (?:you|i|my).{0,24}(?:liquidat|sold out|forced)|on what (?:ground|basis).{0,24}(?:liquidat|sell)"
)
_REPROACH = re.compile(
    r"(?:说好|约定|承诺|答应|谈好|讲好|合同(?:写|约定)).{0,24}(?:万|千|%|佣金|费率|利率|手续费).{0,20}(?:收|扣|变成|却|结果|实际)"
    r"|(?:多|乱|重复)(?:收|扣)(?:了)?(?:我)?.{0,10}(?:佣金|手续费|费用|利息|钱|元|块)|(?:佣金|手续费|利息)(?:.{0,8})(?:多收|收多了|多扣|扣多了|收错|算错)"
    r"|(?:agreed|promised|told).{0,30}%.{0,30}(?:charged?|took|billed)|overcharg"
)
_HE = re.compile(
    r"(?:他|她|李四|张三|王五|那个人|这个人|对方)(?:的|是不是|现在|到底|有没有|账户|户头)*.{0,8}(?:低于|高于|多少|比例|维保|负债|持仓|余额|账户|1[1-6]0|爆|平仓|追保|开户)"
    r"|有没有(?:这个|此|该|这么个|这样的)(?:人|户|客户|账户)|\b(?:his|her|their)\b.{0,20}(?:ratio|account|balance|position|margin|below)|\b(?:is|does) (?:he|she)\b.{0,30}(?:below|ratio|account|margin|call)"
)
_HERSELF = re.compile(
    r"^【?[真本]?.{0,4}】?(?:这是我|是我本人|我是本人|本人)|(?:我)?(?:的)?(?:动态|短信)?(?:验证码|校验码|code)\s*(?:是|为|:)?\s*\d{4,8}"
)
_CODED = re.compile(r"(?:这是我|本人|我就?是).{0,12}(?:验证码|校验码)(?!.{0,10}(?:告诉|给了|泄|被骗))")
_FILE = re.compile(
    r"附件|(?:我|给你|已经?|刚)(?:上传|附上|提交|传)(?:了|的|过|个|一个|一下|给你)*(?:文件|截图|图片|照片|录音|pdf|材料|凭证|证据)?|(?:看|读|打开|查看|参考)(?:一下|下)?(?:这个|这份|那个)?(?:文件|pdf|图片|文档)|(?:这|下面)(?:就)?是(?:我的)?(?:证据|凭证|录音|材料)"
    r"|\b(?:attach(?:ment|ed)?|uploaded|pdf|see the file)\b"
)
_THREAT = re.compile(
    r"(?:再不|要是不|如果不|不).{1,14}(?:我|就).{0,4}(?:去|到|向|找|打)?.{0,4}(?:证监[会局]|监管局?|局里|12386|信访|媒体|投诉|举报)|(?:if|unless) (?:you|this).{2,40}(?:csrc|regulator|12386|complain)"
)
_ELSEWHERE = re.compile(
    r"(?:除了?(?:找)?(?:你们|你|公司|贵司|这里)(?:以外|之外)?|(?:你们|公司)(?:不管|处理不了|解决不了|不处理|不解决)).{0,10}(?:还|我)?.{0,6}(?:哪|什么(?:地方|渠道|部门)|谁).{0,6}(?:告|投诉|举报|反映|说理|申诉|解决)"
    r"|(?:还能?|还可以)(?:去|到|找|向)(?:哪|谁|什么(?:地方|部门|渠道)).{0,6}(?:告|投诉|举报|反映|申诉)|(?:哪里|哪)(?:还)?(?:可以|能)(?:告|投诉|举报)你们"
    r"|where else (?:can|could|may|do) i\b.{0,16}\b(?:complain|go|turn|report)|(?:who|whom) else (?:can|could) i\b.{0,16}\b(?:complain|report|turn)|complain\w* (?:outside|elsewhere|somewhere else|to anybody else|to someone else)"
)
_SOLD_OUT = re.compile(
    r"强平|强制平仓|平仓了|被平|平了|平掉|斩(?:了|我)?仓|卖了|卖掉|\b(?:liquidat\w+|sold (?:out|my|me))\b"
)
_SHARES_BACK = re.compile(
    r"(?:还|赔|退)(?:返|回|给)?(?:的|我)?.{0,4}(?:股票|股份|股|持仓|仓位)(?:给|还|返)?|(?:股票|股份|持仓|仓位).{0,4}(?:还(?:给|回)|退(?:给|回)|买回|恢复)|恢复(?:我)?(?:的)?(?:股票|股份|持仓|仓位)|\b(?:restore|reinstate|return|give (?:me )?back|buy back)\b.{0,10}\b(?:shares|stocks?|positions?|holdings)\b|\bgive me my (?:shares|stocks?) back\b"
)
_ONLY_ASKS = re.compile(
    r"如果|要是|假如|万一|会不会|能不能|可不可以|可以吗|规则|规定|[吗么?]|还款|\b(?:if|can|could|would|will|may|how|what|rules?)\b"
)
_STILL_COMPLAINS = re.compile(
    r"(?:还是|那就|那我|我就|就)(?:要)?投诉|投诉(?:吧|你们|定了)|(?:找|打|去|拨|上|投诉到).{0,4}(?:12386|证监[会局]|监管局|局里)(?!.{0,6}(?:管用|有用|是什么|怎么|吗|？|\?))"
)
_COMMISSION = re.compile(
    r"(?:佣金|手续费|交割|万[一二三四五六七八九\d]).{0,20}(?:差(?:了|额)?|多收(?:了)?|多(?:扣|付)(?:了)?)(?:我)?(?:一共|总共)?(?:是)?(?:多少|几)|(?:差|多收)(?:了)?多少.{0,10}佣金"
    r"|commission.{0,30}(?:difference|too much|overcharg)|difference.{0,24}commission"
)
_MINE_THEN = re.compile(
    r"(?:那|那么)?.{2,10}?(?:我|我的|我那天|我当时|我账户)(?:的)?(?:维持担保比例|维保比例|维保|担保比例|比例|账户)?(?:是|有)?(?:多少|几|怎么样|什么情况)(?:来着|呢|啊|了)?"
    r"|(?:and )?(?:what (?:was|is) )?(?:i|my ratio|my account|mine)(?: at)? (?:on |last ).{3,20}"
)
_FROZEN = re.compile(
    r"(?:账户|权限|账号).{0,6}(?:被)?(?:冻结|限制|锁死?)(?:了)?.{0,3}(?:是吧|吗|么|吧|$)|解(?:冻|开|除).{0,6}(?:账户|限制)|(?:account|trading).{0,12}(?:frozen|restricted|blocked)"
)
_FORBIDDEN_TO_OPEN = re.compile(
    r"禁止开仓|不(?:让|能|许|准)(?:我)?(?:再)?(?:开(?:新)?仓|融资买|买)|限制开仓|(?:权限|账户)(?:被)?(?:冻结|限制|暂停)|\bopening (?:is )?(?:forbidden|barred|blocked)|(?:not allowed|can't|cannot) (?:to )?open"
)
_ARRIVED = re.compile(
    rf"{_A_NOTICE}[^?]{{0,8}}(?:什么时候|何时|几点|哪天)[^?]{{0,4}}(?:送达|送到|到的?|读|已读|收到)|{_A_NOTICE}[^?]{{0,6}}(?:走|用|通过|经)(?:的|了)?(?:哪个|什么|哪条)?渠道|{_A_NOTICE}[^?]{{0,6}}(?:送达|送到|读|已读)(?:了)?(?:没有?|吗|么)|{_A_NOTICE}[^?]{{0,8}}(?:证据|凭证|证明|回执)|(?:证据|证明|回执)[^?]{{0,8}}{_A_NOTICE}"
    r"|我(?:有没有|是否|到底)?收到(?:过|了)?(?:追保)?(?:通知|短信)(?:了)?(?:吗|没有?|么)|\bwhen was (?:it|the \w+|this \w+) (?:delivered|read)\b|\bwhich channel\b|\bproof of delivery\b|\b(?:proof|evidence) (?:that|of)\b[^?]{0,20}\b(?:sent|notice|deliver\w*|message)\b"
)
_PROVED = re.compile(
    r"证据|凭证|证明|回执|原文|渠道|(?:什么时候|何时|几点)[^?]{0,4}(?:送达|送到|到的|发的|读|已读)|(?:送达|已读|送到)(?:了)?(?:没有?|吗|么)|\b(?:proof|evidence|channel|delivered|receipt)\b"
)
_AFTER_NOTICES = (NOTICE, "my_notices")
_NOTICE_FLOWS = ("notice_acknowledge", "call_why")
_WHY = re.compile(r"为什么|为啥|怎么|凭什么|干嘛|什么原因|\bwhy\b|how come")


def whole_of(understanding: Understanding, state: State) -> Request | None:
    """The one request that a whole message is: a text said to be the firm's, abuse and nothing else, a demand for shares
    that were sold, an offer of one's password; after a notice was checked, one more of them.

    ``None`` for any other message.
    """
    text, first = understanding.normal, understanding.requests[0]
    if any(request.intent == "distress" for request in understanding.requests):
        return None
    if only_abuse(understanding):
        return _as(first, "smalltalk", text, INSULT)
    if _CODED.search(text) and first.intent in ("account_security", "sign_in", "oos"):
        return _as(first, CODE, text)
    if _SOLD_OUT.search(text) and _SHARES_BACK.search(text) and not _ONLY_ASKS.search(text):
        return _as(first, "complaint", text)
    if offers_account(text):
        return _as(first, "illegal", text, PROXY)
    material = pasted(text)
    said = fold(text.replace(material, " ") if material else text)
    one_more = state.last_intent in _AFTER_NOTICES and material is not None and _ONE_MORE.search(said)
    return _as(first, NOTICE, text) if one_more or _FROM_US.search(said) else None


def served(request: Request, state: State) -> Request:
    """``request`` with the intent of the flow that its words ask for."""
    if _COSTS_TO_OPEN.search(request.text) and not request.slots.amounts:
        asked = replace(request, slots=replace(request.slots, param="admission_average_assets"))
        return _as(asked, "rule_value", request.text)
    if (
        request.intent == "account_security"
        and _TELLS_FRAUD.search(request.text)
        and not _HAPPENED.search(request.text)
    ):
        return _as(request, "rule_question", request.text)
    if request.gate == "act" and request.intent in LEFT_ALONE:
        return request
    text = request.text.lower()
    no = refused(request, text)
    if no is not None:
        return _as(request, no[0], request.text, no[1])
    intent = _named(request, text, state)
    return request if intent is None else _as(request, intent, request.text)


def _named(request: Request, text: str, state: State) -> str | None:
    known, complains = state.client_id is not None, bool(_ASKS_MORE.search(text))
    if _ELSEWHERE.search(text) and state.pending is None:
        return "rule_question"
    if _HERSELF.search(text) and not complains:
        return "my_ratio" if known else CODE
    if _HE.search(text) and not (known and _MINE.search(text)) and state.role in (None, "client"):
        return "privacy_other"
    if _FROZEN.search(text) and known:
        return BARRED
    if _FILE.search(text) and request.intent not in ("complaint", "check_text"):
        return FILES
    if _COMMISSION.search(text) and not complains and (known or _MINE.search(text)):
        return COMMISSION
    filed = bool(_COMPLAINT_NAMED.search(text)) or state.last_intent in _AFTER_FILING[:2]
    if known and state.pending is None and filed and TAKES_BACK_TICKET.search(text):
        return "complaint_status"
    if _STILL_COMPLAINS.search(text) and (request.gate != "act" or request.intent == "deny"):
        return "complaint"
    if _THREAT.search(text) and request.intent != "promise":
        return "complaint"
    if _REPROACH.search(text) and not _RULES.search(text):
        return "complaint"
    if _NUMBER_OF_TICKET.search(text) and state.last_intent in _AFTER_FILING:
        return "complaint_status"
    if known and _COMPLAINT_STANDS.search(text) and state.pending is None:
        return "complaint_status"
    if _WAS_SENT.search(text) and not complains:
        return DELIVERY
    if known and not complains and _asks_delivery(text, state.last_intent):
        return DELIVERY
    if _NOT_TOLD.search(text.strip(" ,.?!。")) and not complains and known:
        return DELIVERY
    if _FORBIDDEN_TO_OPEN.search(text) and _WHY.search(text) and known:
        return BARRED
    if _WHY_SOLD.search(text) and not complains and not _on_a_day(request):
        return WHY_SOLD
    if known and _MINE_THEN.fullmatch(text.strip(" ,.?!。")) and _on_a_day(request):
        return "my_ratio"
    return _of_contract(request, text, state)


def _asks_delivery(text: str, last: str | None) -> bool:
    """Whether it asks when, how or with what proof a notice arrived; of 「有没有证据」 alone only after a notice was spoken of."""
    bare = text.strip(" ,.?!。")
    return bool(_ARRIVED.search(bare)) or (
        last in (NOTICE, DELIVERY, *_NOTICE_FLOWS) and bool(_PROVED.search(bare))
    )


def _in_the_past(request: Request) -> bool:
    """Whether a single day is named, and is not followed by a wish to suppose something of it."""
    return _on_a_day(request) and not request.slots.amounts and not request.slots.percents


def _on_a_day(request: Request) -> bool:
    return any(span.start == span.end for span in request.slots.dates)


def _of_contract(request: Request, text: str, state: State) -> str | None:
    known = state.client_id is not None
    if _RULES.search(text):
        return None
    if _CHANGED.search(text) and (known or _MINE.search(text)):
        return CHANGES
    if state.last_intent == CHANGES and _A_LINE.search(text) and _EARLIER.search(text):
        return CHANGES
    if known and _A_LINE.search(text) and _in_the_past(request) and not _AHEAD.search(text):
        return THEN
    if _CONTRACT_THEN.search(text) and (request.slots.dates or _MINE.search(text) or known):
        return THEN
    return None


def _as(request: Request, intent: str, text: str, kind: str | None = None) -> Request:
    slots = replace(request.slots, kind=kind or request.slots.kind)
    return replace(request, text=text, intent=intent, gate="act", source="rule", confidence=1.0, slots=slots)
