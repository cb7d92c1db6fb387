"""What is refused about applying, calls and requests whatever else the words ask for: somebody else's matters, a promise of a decision,
how far a price goes, which answers pass the questionnaire. Pure: folded text in, the intent to refuse and its kind out.
"""

from __future__ import annotations

import re

DECISION, HONESTLY = "decision", "honestly"
"""The kinds of a promise that is about a decision, and of answers made up for the questionnaire."""
_WHO = (
    r"(?:老婆|老公|丈夫|妻子|爱人|媳妇|太太|对象|(?:男|女)(?:朋友|友)|朋友|哥们儿?|闺蜜|同事|同学|邻居|亲戚|爸爸?|妈妈?|父亲|母亲|爹|娘|"
    r"父母|爷爷|奶奶|儿子|女儿|哥哥?|姐姐?|弟弟?|妹妹?|岳父|岳母|舅舅?|叔叔?|表[哥姐弟妹]|老板|客户|领导)"
)
_MATTER = (
    r"(?:通知|短信|追保|补仓|强平|平仓|展期|延期|申请|开户|两融|额度|授信|合同|协议|测评|问卷|提醒|账户|账号|户头|持仓|股票|仓位|"
    r"负债|欠|维保|担保比例|保证金|流水|进出|到账|转账|利息|合约)"
)
_OTHERS = re.compile(
    rf"(?:我|咱|俺|他|她)(?:的|们|家|那个?)?{_WHO}(?!说|讲|问|推荐|觉得|告诉|以为|想|要|能|也?可以|介绍|提|劝|让).{{0,8}}{_MATTER}"
    rf"|(?:查|看|帮|替|给|代).{{0,4}}(?:一下|下)?我?{_WHO}.{{0,6}}{_MATTER}"
    rf"|{_WHO}(?:的|收到的?|那边的?|名下的?).{{0,4}}{_MATTER}"
    r"|\bmy (?:wife|husband|spouse|partner|friend|buddy|mate|colleague|co-?worker|boss|neighbou?r|mother|mom|mum|father|dad|brother|sister|son|daughter|uncle|aunt|cousin|girlfriend|boyfriend|client|parents?)(?:'?s\b|s'|\b (?:was|got|has|had|is|did|received)).{0,40}\b(?:notices?|calls?|called|applications?|applied|accounts?|extensions?|line|limit|agreement|contract|questionnaire|alerts?|positions?|holdings|shares|debts?|ratio|request|liquidat\w+|money|transfer)\b"
    r"|\b(?:for|of) my (?:wife|husband|friend|colleague|mother|father|brother|sister|son|daughter|neighbou?r)\b"
)
_NOT_OTHERS = re.compile(
    r"诈骗|被骗|真的吗|真的假的|是你们发|代操作|(?:借|转|给|用).{0,3}(?:我|给).{0,4}(?:账户|账号)|密码|操作|条件|规[则定]|担保人|法律|违法|投诉|\b(?:lend|trade for|rules?|allowed|told me|says?|said)\b"
)
_APPROVED = r"(?:批|过|通过|获批|下来|成功|办成|办下来|放行|拒|强平|平仓|通得过|给我(?:开|提|展|批|办)|展期|提额|开户)"
_PROMISES = re.compile(
    rf"(?:保证(?!金)|承诺|打包票|打保票|包过|包批|保批|保过|发誓|答应我|给(?:个|句)?准话|说死).{{0,14}}{_APPROVED}|{_APPROVED}.{{0,14}}(?:保证(?!金)|承诺|打包票|打保票|发誓|(?:给|要)(?:我)?(?:个|句)?准话|说死)"
    rf"|(?:肯定|一定|铁定|必定|百分之?百|百分百|绝对|稳稳?|100%)(?:会|能|可以|要)?.{{0,5}}{_APPROVED}(?:了)?(?:吧|对吧|是吧|的吧|吗|没问题)|(?:包|保)(?:过|批)"
    r"|\b(?:promise|guarantee|swear|assure|give me your word)\b.{0,40}\b(?:approv\w+|granted?|grant|pass\w*|accept\w*|go(?:es)? through|get (?:it|the|my)|extend\w*|extension|line|not (?:be )?(?:liquidat\w+|reject\w*|refus\w*))\b|\b(?:approv\w+|extension|application|line)\b.{0,30}\b(?:promise|guaranteed?|for sure|100 ?%|definitely)\b"
)
_NO_PROMISE = re.compile(
    r"有没有人(?:能)?|合法|算不算|骗|说(?:过)?能?保证|收费|中介|投诉|\b(?:no guarantee|scam|fee)\b"
)
_FORECASTS = re.compile(
    r"(?:股票|股价|这(?:只|个)?票|这股|它|大盘|行情|茅台|正股|价格).{0,6}(?:还得|还会|还要|会不会|会|得|要|将)(?:再)?(?:继续)?(?:往下|往上)?(?:大)?(?:跌|涨|掉|崩)(?:多少|多深|多狠|到哪|到多少|几个点|成什么样|多久|停|得)?"
    r"|(?:跌|涨|掉)到(?:哪|什么(?:价|位置)).{0,4}(?:止|见底|为止)|(?:调|降|下调|砍|公布|生效).{0,8}(?:后|之后|以后|完|了).{0,10}(?:会|得|要|能)(?:跌|涨|掉|崩)"
    r"|\bhow (?:far|much|low|high|deep)\b.{0,6}\b(?:will|would|is|does)\b.{0,24}\b(?:fall|drop|sink|go|decline|crash|rise|climb|lose|going to)\b|\b(?:will|would)\b.{0,20}\b(?:stock|shares?|price|market)\b.{0,16}\b(?:fall|drop|crash|sink|rise|tank)\b.{0,30}\b(?:cut|lower\w*|announce\w*|rate|change\w*)\b"
)
_TOUCHES = re.compile(
    r"平仓|强平|追保|触|爆仓|预警|补仓|线|我的?(?:比例|维保|账户|可用)|通知我|提醒|\b(?:my|liquidat\w+|margin call|line|before i|alert|i (?:get|am|be)|affect)\b"
)
_ANSWERS = re.compile(
    r"(?:选|勾|填|答|打勾|点|写|打)(?:哪|啥|什么|几|甚么|哪一|[a-e])(?:个|项|一项|些|样|选项|题)?.{0,10}(?:才|就|能|可以|好|容易|会|更)?.{0,4}(?:过|通过|达标|合格|高分|及格|c[345]|开通|够格|批|高一?点|等级高)"
    r"|(?:怎么|咋|如何|怎样)(?:选|勾|填|答|写|做)?.{0,6}(?:才)?(?:能)?(?:过(?!期)|通过|拿高分|到c[345]|达标|糊弄|蒙混)|(?:替|帮|给)我(?:填|答|选|做掉|作答|写)(?!.{0,4}(?:错|好了))|(?:正确|标准|参考)答案|给(?:我)?(?:个)?答案|(?:直接)?告诉我答案"
    r"|\b(?:which|what)\b.{0,24}\b(?:tick|pick|choose|select|answer|option|box\w*|put|check)\b.{0,40}\b(?:pass|qualify|get through|approved|c[345]|high\w*|good grade|score)\b|\b(?:how (?:do|can|should) i|help me|let me) (?:pass|cheat|beat|game|ace)\b|\b(?:right|correct) answers?\b|\b(?:answer|fill (?:it |this )?(?:in|out)|do) (?:it |this |the (?:questionnaire|test) )?for me\b"
)
_SHEET = re.compile(
    r"测评|评测|问卷|风评|风险评估|这(?:一)?题|第[\d一二三四五六七八九十]+题|适当性|\b(?:questionnaire|risk (?:test|assessment|quiz)|suitability|this question|question \d+)\b"
)


_CURSES = re.compile(
    r"(?:他|她|你|去你|操你|草你|日你)(?:妈|娘|奶奶|大爷|爹)(?:了?个?[逼屁])?的?|(?:^|(?<=[,，。!！?？\s]))妈的|尼玛|特么的?|tmd"
)
"""Somebody's mother who is nobody's mother."""


def refused_first(text: str, sitting: bool, of_staff: bool) -> tuple[str, str | None] | None:
    """The intent to refuse and its kind; ``sitting``: a question of the questionnaire waits; staff look at others by their desk."""
    text = _CURSES.sub("", text)
    if not of_staff and _OTHERS.search(text) and not _NOT_OTHERS.search(text):
        return "privacy_other", None
    if _PROMISES.search(text) and not _NO_PROMISE.search(text):
        return "promise", DECISION
    if (sitting or _SHEET.search(text)) and _ANSWERS.search(text):
        return "illegal", HONESTLY
    if _FORECASTS.search(text) and not _TOUCHES.search(text):
        return "advice", None
    return None
