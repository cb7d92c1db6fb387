"""The words of what was announced, when figures are from, what happened on an account and what was asked for, a way each line."""

from __future__ import annotations

from bot.dialogue.applying_words import WHY_WORDS
from bot.dialogue.phrases import pattern

# --- what was announced, when figures are from, what happened

_TERM = r"(?:折算率|折扣率?|标的(?:资格|名单)?|保证金比例|集中度(?:上限|限额)?|haircut|conversion rate|margin ratio|concentration limit)"
ANNOUNCED = pattern(
    rf"{_TERM}.{{0,8}}(?:要|会|将|是不是要?|是否|准备|快|马上|即将)(?:变|调|改|降|升|下调|上调|涨|跌|动)",
    rf"{_TERM}.{{0,8}}(?:{WHY_WORDS}|什么时候|啥时候|何时|哪天).{{0,8}}(?:变|降|调|改|升|低|生效)",
    rf"{WHY_WORDS}.{{0,10}}(?:下调|调低|降|改|调整|变)(?:了)?.{{0,12}}{_TERM}",
    rf"{_TERM}.{{0,4}}(?:变化|变动|变了|调整|下调|上调)(?:了)?(?:吗|么|没|什么|通知|$)",
    rf"{_TERM}.{{0,20}}\b(?:going to change|will change|change\w*|going down|be cut|being cut|lowered|cut)\b",
    rf"\bwhy\b.{{0,20}}\b(?:cut|lower\w*|chang\w*)\b.{{0,30}}{_TERM}",
    r"\b(?:announced|upcoming) changes?\b",
    rf"(?:发|出|公布|有)(?:了|过|没有)?[^?]{{0,8}}{_TERM}[^?]{{0,6}}(?:调整|变动|变化|变更|下调|上调)?(?:的)?(?:公告|通知|通告)",
    rf"^(?:is|are) (?:the |my |your )?{_TERM}s? (?:changing|to change|being (?:cut|changed|lowered|adjusted))\b",
    rf"\b(?:announce\w*|publish\w*)\b[^?]{{0,16}}{_TERM}",
)
ACCOUNT_LOG = pattern(
    r"(?:账户|资金|我的).{0,2}(?:流水|动账|变动记录)",
    r"(?:流水|动账)(?:明细|记录|给我|看)",
    r"(?:看|查|给我).{0,4}(?:流水|动账)",
)
VALUE_ASKED = pattern(
    r"(?:比例|维保|负债|可用|可取|余额|欠).{0,4}(?:多少|几)",
    r"\b(?:what(?:'s| is) my|how much)\b",
)
CAN_SUBMIT = pattern(
    r"(?:那)?(?:我)?(?:现在)?(?:能|可以)(?:不能)?提交(?:了)?(?:吗|不|么)?",
    r"can i submit(?: it)?(?: now)?",
)
TAKE_BACK = pattern(
    r"(?:那就?|我要|帮我|给我)?(?:撤回|撤销|撤了|撤掉|取消)(?:吧|它|了)?",
    r"withdraw(?: it)?",
    r"take it back",
)
LINE_CHANGES = pattern(
    r"(?:预警|警戒|平仓|补足|恢复|提取|最低)线.{0,2}(?:要|会|将)(?:不会)?(?:变|改|调|升|降)",
)
LATELY = pattern(
    r"(?:最近|近期|这阵子|马上|接下来|未来).{0,6}(?:公司|你们|政策|规则|规定|我这边|账户规则)?(?:的)?(?:有|会有)?(?:什么|啥|哪些|没有)?(?:新)?(?:政策|规则|规定|公告|业务)?(?:要)?(?:变化|变动|调整|变更|公告|要变)(?:吗|呢|么)?",
    r"(?:政策|公告)(?:有|要)?(?:什么|哪些|啥)?(?:变化|变动|调整)",
    r"\bwhat\b.{0,10}\b(?:chang(?:es|ed)|new)\b.{0,8}\b(?:lately|recently|coming|soon)\b",
    r"\brecent changes\b",
    r"\bany changes\b",
)
IN_FORCE_WHEN = pattern(
    r"(?:那|它|这个)?(?:什么时候|何时|哪天|几号|啥时候)(?:开始)?(?:生效|执行|实施|起)",
    r"when (?:does|will) it (?:take effect|apply|start)",
)
TIME_ASKED = pattern(
    r"(?:数|数字|数据|比例|结果|快照|价格|行情|余额|这个|这些|账户)(?:都)?(?:是|系)?(?:什么时候|几点|哪天|何时|啥时候|多久以?前|几时)(?:的|更新|算|取|嘅)",
    r"(?:数据|数字|这个?数|行情|价格)(?:的)?(?:来源|出处)",
    r"(?:数据|数字|数|价格|行情)(?:是|都)?(?:从|打)?哪(?:里|儿)?(?:来|取|拿|弄|得|搞)",
    r"实时",
    r"(?:多久|多长时间|几分钟|几个小时|什么时候|啥时候).{0,4}(?:没|没有)?更新",
    r"(?:数据|数字|数).{0,3}(?:多老|多旧|多久)",
    r"(?:数据|数字|行情|价格).{0,6}(?:旧|过时|过期|延迟|滞后|新鲜|最新|靠谱吗|新不新)",
    r"\breal[- ]?time\b",
    r"\b(?:live|up[- ]to[- ]date|stale|outdated)\b",
    r"\bwhere\b.{0,10}\b(?:numbers?|figures?|data|prices?)\b.{0,8}\bcome from\b",
    r"\b(?:how (?:old|fresh|recent)|when)\b.{0,18}\b(?:numbers?|figures?|data|snapshot|prices?)\b",
    r"\b(?:data|figures?|numbers?|prices?) source\b",
    r"\bsource of\b.{0,8}\b(?:data|numbers?|figures?|prices?)\b",
)
DAY_ASKED = pattern(
    r"什么时候",
    r"啥时候",
    r"何时",
    r"哪天",
    r"\bwhen\b",
)
NOT_OF_FIGURES = pattern(
    r"公告",
    r"规则",
    r"规定",
    r"条文",
    r"法规",
    r"实时监控",
    r"盯市",
    r"盘中",
    r"合同",
    r"\b(?:rules?|regulation|law)\b",
)
ARRIVED = pattern(
    r"(?:转|打|存|汇|划|充|入)(?:的|进|过|入|了|进去|进来|给你们)*.{0,6}(?:钱|款|资金|元|块|万|那笔|money).{0,10}(?:到账|到了?没|到了吗|收到|进来(?:了|没)|入账|进账户|没到|到没)",
    r"(?:钱|(?<!还)款|资金|那笔|这笔).{0,6}(?:(?:到账|入账|收到)(?:了)?(?:吗|么|没|没有|嘛|$)|进来(?:了)?(?:吗|么|没|没有|嘛))",
    r"入金.{0,6}(?:到|成功|了吗)",
    r"(?:到账|入账)(?:了)?(?:吗|没|没有)$",
    r"\b(?:did|has|have|is)\b.{0,16}\b(?:money|transfer|deposit|cash|payment|funds)\b.{0,20}\b(?:arrived?|come|land(?:ed)?|credited|there|received|gone through|through)\b",
    r"\b(?:money|transfer|deposit|funds)\b.{0,12}\b(?:arrived|landed|credited)\b",
    r"\b(?:repaid|paid|sent|wired|transferred|deposited)\b.{0,40}\b(?:did|has|have|is) (?:it|that|you)\b.{0,8}\b(?:arrived?|come|land(?:ed)?|credited|booked|there|gone through|got|received?)\b",
)
ENTITLED = pattern(
    r"(?:送股|分红|红利|股息|红股|派息|配股|转增|送转).{0,8}(?:到账|到了|入账|发了|到没|收到|派了|进来|到了没|给我了)",
    r"(?:收到|到账).{0,6}(?:分红|股息|红股|红利)",
    r"\b(?:dividends?|bonus shares?|rights)\b.{0,16}\b(?:arrived?|paid|credited|received|booked|in yet|come)\b",
)
HAPPENED = pattern(
    r"(?:今天|今日|昨天|最近|这几天|刚才|刚刚)?.{0,4}(?:账户|户头|账上|资金|我)?(?:里|上)?.{0,2}(?:有|发生)(?:了|过)?(?:什么|啥|哪些|没有)?(?:新的?)?(?:变动|动静|流水|动账|进出|交易记录)",
    r"(?:资金|账户)?(?:流水|动账|变动)(?:明细|记录|情况)?(?:看|给|呢|有|查|$)",
    r"(?:看|查|给我)(?:一?下)?.{0,6}(?:流水|动账|交易记录|资金变动|账户变动)",
    r"(?:今天|今日).{0,4}(?:账户|账上).{0,4}(?:变|动)",
)
HAPPENED_EN = pattern(
    r"\bwhat (?:happened|moved|changed)\b.{0,10}\b(?:in|on|to|with) my account\b",
    r"\b(?:account|any|my|recent|today'?s) (?:account )?(?:activity|movements?|transactions?)\b",
)
THIS_ONE = pattern(
    r"(?:那|这)(?:一?笔|一?条)(?:钱|款|资金|记录|流水)?(?:又)?(?:是)?(?:什么|啥|干什么的|怎么回事|哪来的|咋回事)",
    r"\bwhat(?:'s| is| was) (?:this|that) (?:entry|booking|transaction|charge|deduction)\b",
)
MY_REQUESTS = pattern(
    r"(?:我|本人)(?:的|都)?(?:有|提过|交过|递过|提交过|办过)?(?:哪些|什么|几个|多少|所有|全部|在办)?(?:的)?申请(?:都|一共)?(?:有)?(?:哪些|什么|几个|记录|列表|清单|呢)",
    r"(?:等|待)(?:着)?(?:审?批|审核|处理)(?:的)?申请",
    r"^(?:看看|查(?:一下|看)?|给我看)?我的申请$",
    r"(?:提|交|申请)过(?:什么|哪些|啥)(?:申请)?",
    r"(?:所有|全部|哪些)(?:的)?申请",
    r"申请(?:记录|列表|清单)",
    r"\bmy (?:requests|applications)\b",
    r"\bwhat (?:have|did) i (?:ask(?:ed)?|appl(?:y|ied)|request(?:ed)?)\b",
)
