"""What is refused by its words whatever a model took it for, and abuse that is nothing but abuse.

The account lent, operated by somebody else or for a share; an assessment filled in to order; up or down. A question about the rule
itself is none of it.
"""

from __future__ import annotations

import re

from bot.nlu.model import Request, Understanding

PROXY = "proxy"
INSULT = "insult"
_RULES = re.compile(r"规则|规定|细则|办法|法规|监管|交易所|违法|合法|\b(?:rules?|regulation|law|legal)\b")
_PROXY = re.compile(
    r"(?:找|请|让|雇|托|交给)(?:个|一个)?(?:人|别人|朋友|老师|高手|团队|操盘手|亲戚|机构)?.{0,4}(?:[代替](?:我|为)?(?:操作|操盘|炒|做|理财|管|打理)|帮我(?:操作|炒|操盘|做单|打理))|代操作|代操盘|代客|托管(?:给|操作)"
    r"|(?:账户|账号|户头)(?:借|租|转|给|交)(?:给)?(?:别人|他|她|朋友|人|亲戚)|(?:借|租|用)(?:给|用)?(?:别人|朋友|他|她)(?:的)?(?:账户|账号)|\b(?:lend|rent|borrow) .{0,16}account|trade (?:for|on behalf of) me|(?:let|have) (?:someone|somebody|a friend).{0,20}(?:trade|operate)"
)
_SHARE = re.compile(
    r"(?:密码|账号|账户).{0,8}(?:给|告诉|发|交)(?:给)?(?:你|您).{0,14}(?:操作|炒|做|买|卖|帮|打理)|(?:帮|替)我(?:操作|炒股?|操盘|打理|做单).{0,14}(?:分|提成|对半|五五|一半|佣金)|(?:收益|利润|盈利).{0,6}[一二三四五六七八九\d][成七三五五]?分|带我(?:操作|炒|做单)|带单|(?:赚|盈利|利润)(?:了|的)?.{0,6}(?:分你|分成|对半|五五|给你一半)"
    r"|(?:give|send|tell) you my password|(?:split|share) (?:the )?profits?"
)
_ASSESSMENT = re.compile(
    r"(?:教|帮|告诉|指点)(?:一下)?我?.{0,6}(?:怎么|如何)?(?:填|答|做|选|过|改|刷).{0,6}(?:测评|评测|问卷|适当性)|(?:测评|问卷).{0,8}(?:怎么|如何)(?:填|答|选|做).{0,8}(?:才)?(?:能)?(?:到|过|高|c[45])"
    r"|(?:fill|answer).{0,20}(?:questionnaire|assessment).{0,20}(?:to get|c[45]|higher|pass\b)|how (?:do i|to|should i|can i) (?:fill|answer|pass|cheat).{0,16}\b(?:risk|suitability) (?:questionnaire|assessment|test)"
)
_CHOICE = re.compile(
    r"^[^,。?]{1,10}好(?:还是|定(?:是|系)?)[^,。?]{1,10}好|[^,。?]{1,10}(?:和|跟)[^,。?]{1,10}(?:哪个|哪种|边个)(?:更)?好|^(?:are|is) .{2,30} or .{2,30} better\b|.{2,30} or .{2,30}\bwhich (?:one )?is better\b|^which is better\b.{2,60}\bor\b"
)
_TRADED = re.compile(
    r"融|券|股|票|仓|担保|抵押|保证金|账户|合约|合同|利率|利息|杠杆|还款|还债|补|基金|债|期货|期权|黄金|理财|投资|买|卖|行情|板|\b(?:margin|stocks?|shares?|funds?|bonds?|repay|collateral|loan|debts?|invest\w*|buy|sell|short|financing|cash|etfs?|gold|contracts?|account|market|board|star|chinext)\b"
)
_MARKET = re.compile(
    r"(?:大盘|指数|股市|行情|a股|沪指|创业板指?|明天|下周|下个?月|后市|它|这只|这票).{0,8}(?:会|要)?(?:涨还是跌|跌还是涨|是涨是跌|涨不涨|跌不跌|会不会(?:涨|跌)|会涨|会跌|涨跌(?!幅|停))"
    r"|(?:will|is) .{2,30}(?:go up|go down|rise or fall|going to (?:rise|fall))"
)
_FOUL = re.compile(
    r"(?:你们?|这|贵司|公司)(?:这)?(?:帮|群|些|家|个|种)?.{0,4}(?:骗子|强盗|流氓|垃圾|黑店|吸血鬼|王八蛋|混蛋|不要脸|狗屁|坑货|傻[逼比b])|(?:什么|他妈的?|tmd|妈的|操|靠).{0,4}(?:破|垃圾|烂|狗屁|鬼)(?:系统|公司|平台|软件|客服|东西|玩意)"
    r"|骗子(?:公司|券商|平台)|你(?:们)?(?:是不是|就是|真是|怎么这么|真)?(?:很|好|太)?(?:傻|笨|蠢|有病|弱智|智障)|\b(?:you|your).{0,14}(?:crooks|thieves|scammers|idiots|bastards|useless)\b"
)
_ALARM = re.compile(
    r"转账|汇款|密码|验证码|链接|冒充|假冒|自称|盗|有人|陌生|自动下单|不是我|骗走|骗了|报警|收益|老师|投诉|赔|举报|起诉|退|告|扣|收了|平了|卖了|多少|怎么|什么时候|为什么|\b(?:password|code|link|transfer|stolen|complain\w*|refund|sue|police|sold|liquidat\w*|how|what|when|why)\b"
)
_BAIT = re.compile(
    r"(?:推荐|荐股?|说(?:会|能)?涨|说(?:会|能)?跌|保证|承诺|给(?:我)?.{0,3}(?:票|代码|内幕)).{0,12}(?:我|咱)?(?:就|才)?(?:不)?(?:再)?(?:投诉|举报|告你|曝光)|(?:不投诉|不举报).{0,10}(?:推荐|保证|说涨)"
    r"|(?:保证|承诺|包|推荐).{0,16}(?:不是|不系|否则|不然|要不|要不然|做不到|赚不到).{0,8}(?:投诉|举报|告|曝光|证监)|\b(?:promise|guarantee|recommend)\b.{0,40}\b(?:or|otherwise|else|unless)\b.{0,20}\b(?:report|complain|sue|regulator)\b|\b(?:if|unless) you (?:don't|do not|won't)? ?(?:promise|guarantee|recommend)\b.{0,40}\b(?:report|complain|sue)\b"
)
_PROMISES = re.compile(r"保证|承诺|\b(?:promise|guarantee)")
_OPINION = ("advice", "oos", "smalltalk", "what_if", "my_what_if", "calculation")
_ABUSED = ("account_security", "complaint", "smalltalk", "oos", "promise", "advice", "human")


def refused(request: Request, text: str) -> tuple[str, str | None] | None:
    """The intent to refuse and its kind; ``None`` where nothing of it is refused here."""
    if _SHARE.search(text) or (_PROXY.search(text) and not _RULES.search(text)):
        return "illegal", PROXY
    if _BAIT.search(text):
        return ("promise" if _PROMISES.search(text) else "advice"), None
    if _ASSESSMENT.search(text) and not _RULES.search(text):
        return "illegal", None
    if _CHOICE.search(text) and request.slots.securities:
        return "advice", None
    if _CHOICE.search(text) and not _TRADED.search(text):
        return "oos", None
    if _MARKET.search(text) and (request.gate != "act" or request.intent in _OPINION):
        return "advice", None
    return None


def offers_account(text: str) -> bool:
    """Whether a message offers its password, or a share, for the account to be operated."""
    return bool(_SHARE.search(text))


def only_abuse(understanding: Understanding) -> bool:
    """Whether a message calls names and says nothing else: no fraud, no reproach that it tells, no question."""
    first, text = understanding.requests[0], understanding.normal
    rude = len(understanding.requests) == 1 and first.intent in _ABUSED and bool(_FOUL.search(text))
    return rude and not _ALARM.search(text)
