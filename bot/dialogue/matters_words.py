"""The words of ``bot.dialogue.matters``: patterns over the folded, mended text of a request, each short and linear."""

from __future__ import annotations

import re

SUPPOSES = re.compile(
    r"如果|要是|假如|假设|倘若|万一|\b(?:suppose|supposing)\b|\bif (?!i (?:just |simply )?ignore)"
)
ASKS = re.compile(r"[吗么]$|怎么|为什么|多少|什么时候|\b(?:why|how|when|what)\b")

# --- extensions

OF_DEADLINE = re.compile(
    r"追保|补仓|补款|补足|催缴|截止|期限|宽限|时限|豁免|\b(?:deadline|margin call|call|grace|more time|top[- ]?up|waiver)\b"
)
SURELY_EXTENSION = re.compile(r"展期|续期|合约|\b(?:rollover|contract|roll)\b")
HOW_OFTEN = re.compile(
    r"(?:几|多少)(?:次|回)|(?:次数|上限|机会)|再展(?:几|多少)|\bhow (?:many times|often|many)\b|\bnumber of\b|\bmore than once\b|\btwice\b|\bagain\b"
)
REFUSED = re.compile(
    r"(?:被|给|又|都|让)?(?:拒|驳回|打回|否了?|退回|毙了?)|不(?:给|让|批|同意|通过)|没(?:给)?(?:批|过|通过|同意)(?!呢|吗|么|$|呀|啊)|\b(?:refus\w+|reject\w*|declin\w+|turned? (?:me |it )?down|denied|not approved)\b"
)
DECIDED = re.compile(
    r"批(?:没批|不批|了没|了吗|下来|到哪|准了?)|(?:过没过|成没成|同没同意|下没下来)|(?:批|过|成|通过|同意|下来)(?:了)?(?:没有?|吗|么|嘛|不|呀|啊)?$|怎么?样|咋样|结果|批(?:咗|了)?未|\b(?:approved?|agreed?|granted|accepted|through|status|decided|outcome|news|result)\b"
)

# --- agreements and amendments

PAPER = re.compile(
    r"合同|协议|条款|补充协议|合约书|修订|变更|(?:这|那|该)次(?:修改|改动|调整)|\b(?:contract|agreement|amendment|terms|clauses?)s?\b"
)
CLAUSE = re.compile(
    r"(?:那|这|哪|第[\d一二三四五六七八九十]+)(?:一)?(?:条|款)(?!通知|短信|消息)|条款|\b(?:clause|section|article|paragraph)s?\b"
)
VERBATIM = re.compile(
    r"原文|原话|原句|原条款|全文|逐字|一字不[差改漏]|怎么(?:写|说|约定|规定)的|白纸黑字|(?:把|给我?(?:看|发|念|贴|找)).{0,20}(?:条款|那一?条|那条|这一?条|那款)|(?:条款|那一?条(?!通知|短信|消息)).{0,6}(?:给我|发我|贴|念|看|拿)|\b(?:exact|original|actual|full) (?:words?|wording|text)\b|\bword for word\b|\bverbatim\b|\bwording of\b|\b(?:show|read|quote|give|send)\b.{0,24}\bclause\b|\bwhat does the\b.{0,24}\bclause\b.{0,12}\bsay\b|\bclause\b.{0,20}\bsays?\b"
)
NEWEST = re.compile(
    r"最新|新版|旧版|过时|还(?:有效|作数)|有没有(?:更)?新|\b(?:newest|latest|current|up[- ]to[- ]date|still (?:valid|in force)|newer)\b"
)
WHICH_SIGNED = re.compile(
    r"签(?:过|了|署了?|署过|的|订过)(?:的)?(?:都|有)?(?:是)?(?:哪些|什么|几|多少|哪几|啥)|(?:哪些|哪几份|几份|多少份|啥|什么)(?:合同|协议).{0,6}签|签(?:过|了|署)(?:的)?.{0,4}(?:合同|协议).{0,6}(?:有|都|哪|几|列|看)|(?:列|看).{0,6}签(?:过|了|署)|\b(?:which|what|list|how many)\b.{0,24}\bsign(?:ed)?\b|\bsigned\b.{0,16}\b(?:so far|agreements|contracts|list)\b"
)
MARKED = re.compile(
    r"标(?:出|红|注|明|一下|记|给)|对比|对照|比对|逐(?:条|项)|前后|哪(?:里|些|几处|几条)(?:地方)?|差(?:异|别)|改动处|新旧|红线|\b(?:mark(?:ed|up)?|highlight\w*|redline\w*|compar\w+|side by side|differences?|diff|before and after|track\w*)\b"
)
CHANGED_BY = re.compile(
    r"改|变|动|修订|补充|调整|差|不一样|区别|\b(?:chang\w*|amend\w*|differ\w*|modif\w*|new)\b"
)
WAS_CHANGED = re.compile(
    r"(?:改|变|动|调整?)(?:过|了|动过)(?:没有?|吗|么|嘛|没|什么|啥|哪|几|多少|内容)?|(?:是不是|有没有|是否)(?:被|让你们|偷偷)?(?:改|变|动)|\b(?:was|were|has|have|did|been)\b.{0,24}\b(?:chang\w*|amend\w*|alter\w*|modif\w*)\b|\bwhat (?:was |has |have )?(?:been )?changed\b"
)
AMENDS = re.compile(
    r"补充协议|变更|修订|修改|改动|新(?:的)?(?:合同|协议|条款)|(?:协议|合同).{0,4}(?:更新|调整)|\b(?:amendment|supplement\w*|change|new terms|update)\b"
)
UNANSWERED = re.compile(
    r"(?:一直|还|都|就|迟迟|压根|从来)?(?:没|不|没有|不去|懒得|忘了|不想)(?:去)?(?:点|签|确认|回|理|管|处理|动|看|答|搭理|操作|弄|表态|同意)|(?:放着|晾着|拖着|搁着)|(?:拖|等|放)到(?:什么时候|啥时候|哪天|几号|何时)|(?:多久|什么时候|哪天|何时|几号)(?:之)?前|\b(?:ignor\w+|not (?:click|answer|sign|respond|repl|accept|agree|touch)\w*|haven'?t|never (?:click|answer|sign|accept)\w*|do nothing|until when|by when|deadline to answer)\b"
)

# --- the line

OTHER_LINE = re.compile(r"(?:平仓|预警|补足|最低|提取|警戒)线|\bliquidation\b")
_UP = r"(?:提|加|调|升|涨|增|拉|弄|搞|扩)(?:高|大|升|额|上|多|加)?(?:到|至|成|为|一?点|些|到底)?"
RAISES = re.compile(
    rf"额度.{{0,6}}{_UP}.{{0,3}}(?:[\d一二两三四五六七八九十百]|高|一?点|翻)|{_UP}.{{0,6}}[\d一二两三四五六七八九十百]+[\d.]*(?:万|百万|千万|亿).{{0,6}}额度|(?:把|帮我|给我|我要|我想|想|申请).{{0,8}}额度.{{0,6}}{_UP}|额度不够.{{0,8}}{_UP}|(?:提|加|涨)(?:个|一?下)?额(?:度)?.{{0,4}}(?:到|[\d两一二三四五六七八九十百])"
    r"|\b(?:raise|increase|lift|bump|up|boost|extend|put)\b.{0,10}\b(?:my|the)\b.{0,10}\b(?:line|limit)\b.{0,8}(?:\bto\b|\bby\b|\bup\b|$)|\bi (?:need|want)\b.{0,8}\b(?:line|limit)\b.{0,8}\bof\b"
)
ONLY_ASKS = re.compile(
    r"怎么(?:才能|样)?(?:提|加|涨)|条件|到哪|进度|批了|批没|多久|\b(?:how (?:do|can|long)|approved|status|conditions?)\b"
)
LEFT = re.compile(
    r"(?:还)?(?:剩|余)(?:下|余)?(?:的)?(?:多少|几|呢)?|(?:还)?(?:能|可)用(?:的)?(?:多少|几)?|用(?:了|掉|去)(?:多少|几)|已用|(?<!会被)占用|对不上|(?:怎么|为(?:什么|啥)).{0,6}(?:少|不等|不一样|缩水|没那么多)|\b(?:left|remain\w*|unused|available|used|drawn|differ\w*|less than|not the same)\b"
)

# --- the questionnaire

INCOME = re.compile(
    r"收入|工资|薪水|隐私|净资产|财产|家底|\b(?:income|salary|earnings?|wealth|private|assets)\b"
)
WHY_ASKED = re.compile(
    r"(?:为(?:什么|啥|何|毛)|干嘛|干吗|凭(?:什么|啥)|咋|怎么(?:还)?)(?:要|得|老|非)?.{0,6}(?:问|查|填|打听|收集|知道|写)|(?:能|可以|可不可以|能不能|可否)(?:不|跳过|空着|略过).{0,4}|(?:不(?:想|愿意?)?(?:填|答|写|说|告诉))|跳过|空着|\b(?:why\b.{0,16}\b(?:ask|need|want)|(?:leave|skip|omit|refuse|decline)\b|have to (?:answer|say|tell)|not (?:answer|say|tell))\b"
)
MISTAKEN = re.compile(
    r"(?:填|答|选|点|做|写|勾)错|手滑|点错|(?:想|要|能|可以)(?:改|更正|修改)(?:一下)?(?:答案|刚才|上一题|前面|那题|选项)|上一题.{0,6}(?:改|重)|\b(?:wrong(?:ly)? (?:answer|option|one)|(?:answered|filled|ticked|picked|chose|clicked|put|got)\b.{0,24}\b(?:wrong\w*|mistake\w*|incorrectly)|change (?:my|an|one) answers?|made a mistake)\b"
)
OF_QUESTION = re.compile(r"题|问卷|测评|选项|\b(?:question|answer|option)s?\b")
RETAKE = re.compile(
    r"(?:多久|多长时间|几天|几个月|什么时候|啥时候|何时|哪天|几号|最早|隔).{0,8}(?:再|重|又|下一?次)|(?:再|重新?)(?:做|测|考|来|评)(?:一?次|一遍)?.{0,8}(?:多久|几天|什么时候|何时|哪天|要等|间隔|最早|隔)|(?:还|能|可以)(?:不能)?(?:再|重新?)(?:做|测|考|来)(?:一?次|一遍)?|\b(?:re-?take|again|redo|another try|re-?do)\b"
)
DONE = re.compile(
    r"(?:做|测|填|答|评|完成)(?:过|了|好|完)?(?:没有?|吗|么|了没|没)|有没有(?:做|测|填|完成)|做没做|(?:过期|到期|失效|有效期|作废)|还有效|几级|什么等级|多少分|\b(?:have i (?:done|taken|finished|completed|filled)|did i (?:do|take|finish|complete|fill)|expire\w*|valid|still good|run out|my (?:result|grade|score))\b"
)

# --- the own day

_DAY = r"(?:昨天|昨日|今天|今日|前天|今早|早上|上午|这两天|\d{1,2}[日号]|上周|周[一二三四五])"
OF_DAY = re.compile(
    rf"{_DAY}.{{0,10}}(?:账户|账上|账号|户头|资金|我).{{0,10}}(?:交易|利息|进出|流水|成交|动|发生|明细|买卖|情况|记录)|(?:交易|成交|买卖).{{0,4}}利息.{{0,6}}(?:进出|转入|转出|流水|出入金)|(?:资金|钱|款)(?:的)?(?:进出|出入)|{_DAY}.{{0,6}}(?:流水|进出|出入金)"
    r"|\b(?:trades?|transactions?|movements?)\b.{0,20}\b(?:interest|money|cash|fees)\b.{0,24}\b(?:in and out|in or out|in/out|movements?|out)\b|\b(?:yesterday|today|this morning)'?s?\b.{0,16}\b(?:account|activity|trades|movements|transactions|statement)\b|\bmoney in and out\b"
)
IN_ORDER = re.compile(
    r"(?:按|照).{0,4}(?:顺序|时间|先后)|从.{1,8}到(?:现在|目前|刚才|此刻|这会儿?).{0,16}(?:发生|变动|动|事|记录|流水|操作|账户)|时间顺序|一笔一笔|挨个|先后|\bin (?:chronological |time )?order\b|\bsince this morning\b|\bfrom this morning\b.{0,30}\b(?:now|happened|account)\b|\bchronological\w*\b"
)
COMING = re.compile(
    r"分红|除权|除息|派息|送股|转增|送转|配股|红利|股息|权益登记|公司行动|公司行为|权益分派|\b(?:dividends?|ex-?(?:rights?|dividend|date)|corporate actions?|rights issue|bonus (?:shares?|issue)|splits?)\b"
)
OF_HOLDINGS = re.compile(
    r"(?:持仓|持股|持有|手[里上]|账户里?|我的?(?:股票|票|仓|证券|这些)).{0,16}(?:最近|近期|快要?|马上|即将|接下来|要|有|会|下)|(?:最近|近期|快要?|马上|即将|接下来|下周|这周|本月).{0,20}(?:持仓|持股|股票|票|仓|要|会|有)|\b(?:my|i)\b.{0,16}\b(?:holdings?|stocks?|shares?|positions?|hold|own)\b|\b(?:soon|coming|upcoming|this week|next week|about to|going)\b"
)
SHARES_IN = re.compile(
    r"(?:转|划|挪|存|过户|提交|划转)(?:进|入|过)?(?:来|去|进来)?(?:了)?(?:的)?.{0,8}(?:股票|证券|担保物|担保品|股份|票|\d+股|券).{0,10}(?:到账|到了|到没|进来了|进来没|收到|入账|划好|到哪|好了没|没到)|(?:股票|证券|担保物|担保品|股份|\d+股)(?:都|已经|什么时候|今早|早上|上午)?.{0,6}(?:转|划|过户|到账|提交)(?:进|入|过)?(?:来|去)?(?:了|好|成功)?(?:没有?|吗|么|嘛|没)|(?:股票|证券|股份).{0,4}(?:到账|到了|入账)(?:了)?(?:没有?|吗|么)?"
    r"|\b(?:shares?|stocks?|securities|collateral)\b.{0,30}\b(?:arriv\w+|landed|come through|gone through|credited|in yet|booked|transferred in|there yet|show(?:n|ed)? up)\b|\b(?:did|have|has)\b.{0,10}\b(?:shares?|stocks?|securities)\b.{0,30}\b(?:arrive|land|come|go through|get there)\b"
)
CASH_IN = re.compile(
    r"(?:早上|上午|今早|刚才|刚刚|昨天|今天)?(?:转|打|汇|存|充)(?:进|入|过)?(?:来|去)?(?:的)?(?:那)?(?:笔)?(?:钱|款|资金|现金).{0,6}(?:到|收|进|入)(?:账)?(?:了)?(?:没有?|吗|么|嘛)|\b(?:cash|money|transfer|deposit|funds)\b.{0,40}\b(?:arrive\w*|landed|credited|there yet|in yet|received|gone through|go through|come through)\b"
)
OWES_LENDER = re.compile(
    r"(?:融券|做空|卖空|沽空|空头|借券).{0,24}(?:配股|送股|分红|派息|除权|除息|转增|红利|股息|权益).{0,24}(?:赔|补偿|出借|还|给|欠|谁|承担|怎么办|怎么算)|(?:配股|送股|分红|派息|除权|转增|红利|股息).{0,24}(?:融券|做空|卖空|沽空).{0,24}(?:赔|补偿|出借|还|给|欠|谁|承担|怎么办|怎么算)"
    r"|\b(?:short(?:ed)?|sold short|borrowed)\b.{0,40}\b(?:rights issue|rights|dividends?|bonus)\b.{0,50}\b(?:owe|pay|compensat\w*|lender|make good|liable)\b|\b(?:owe|pay|compensat\w*)\b.{0,30}\b(?:lender|firm)\b.{0,30}\b(?:rights|dividends?|bonus)\b.{0,30}\bshort"
)

NOT_YET_MOVED = re.compile(
    r"来得及|(?:能|可以|可否|要是|怎么|如何|才|要)(?:不能|不可以)?.{0,6}(?:转|划|提交)|(?:转|划).{0,14}(?:可以|行|能|算)|\b(?:can|could|may|if|how|when will)\b"
)

# --- figures, calls, notices

LIVE_OR_CLEARED = re.compile(
    r"(?:实时|即时|盘中|现算).{0,10}(?:还是|定系|定是|定|或者?|抑或).{0,8}(?:清算|结算|收盘|昨|寻|隔夜|日终)|(?:清算|结算|收盘|昨[晚天日]|日终).{0,8}(?:还是|定|或).{0,4}(?:实时|即时|盘中|现算)|(?:数|余额|保证金|比例|负债|维保)(?:是|到底|究竟)?(?:从)?(?:哪|边度|边)(?:来|里来|儿来|得来|算来|取)|\breal[- ]?time\b.{0,24}\b(?:or|vs)\b|\b(?:clearing|settlement|close|overnight)\b.{0,16}\bor\b.{0,16}\b(?:real[- ]?time|live)\b|\bwhere (?:does|do|did|is)\b.{0,30}\b(?:margin|ratio|figure|number|balance|debt|assets)\b.{0,10}\bcome from\b"
)
_NOTE = r"(?:通知|短信|消息|公告函|追保函|站内信|提示)"
SEEN = re.compile(
    rf"{_NOTE}.{{0,4}}(?:我|已经?|都)*(?:看过|看到|看了|收到|读过|读了|已阅|知道|看见|阅)(?:了|啦)?|(?:我)?(?:已经?|都)?(?:看过|看到|看了|收到|读过|读了|知道了?|已阅)(?:了)?(?:你们|那|这|该)?(?:发的|的)?(?:那|这)?(?:条|个|封|份)?(?:追保|强平|平仓)?{_NOTE}(?:了|啦)?$"
    r"|\bi(?:'ve| have)?\b.{0,10}\b(?:seen|read|received|got|saw)\b.{0,10}\b(?:notice|message|sms|text|notification|alert you sent)\b"
)
BY_WHICH_CHANNEL = re.compile(
    rf"(?:(?<!为)什么|啥|哪(?:个|种|些|条)?|怎样)(?:的)?(?:方式|渠道|途径|办法|形式|手段).{{0,4}}(?:通知|告诉|联系|告知)(?:到)?(?:的)?我|(?:咋|怎么|怎样)(?:通知|联系|告知)(?:到)?我的$|(?:通知|告知|联系)我.{{0,8}}(?:短信|app|电话|邮件|站内信|微信).{{0,6}}(?:还是|或)|{_NOTE}.{{0,6}}(?:短信|app|电话|邮件|站内).{{0,4}}还是|\b(?:which|what) (?:channel|way|means)\b.{{0,24}}\b(?:notif\w+|inform\w*|told|tell|send|sent|reach|contact)\b|\bhow did you (?:notify|inform|tell|reach|contact) me\b|\b(?:sms|text|app|e-?mail|phone)\b,? or (?:by |via |through )?(?:the )?(?:sms|text|app|e-?mail|phone)\b"
)
TIME_REFUSED = re.compile(
    r"(?:拒|驳回|没批|不批|不同意|没同意|没通过|打回|否)|\b(?:refus\w+|reject\w*|declin\w+|turned? (?:me )?down|denied|said no)\b"
)
SOLD_OR_PROPOSED = re.compile(
    r"(?:平|卖|处分|处置)(?:掉)?了(?:我)?(?:什么|啥|哪些|多少).{0,16}(?:没(?:执行|做|成|卖|平)|提议|打算|计划|方案)|(?:提议|打算|计划|方案|准备).{0,12}没(?:有)?(?:执行|做|成|卖|平)|\b(?:what|anything)\b.{0,20}\b(?:sold|liquidated|closed)\b.{0,30}\b(?:proposed|planned|not (?:done|executed|carried out))\b|\bproposed (?:but|and)\b.{0,20}\bnot\b"
)
ALREADY_SELLING = re.compile(
    r"(?:已经|是不是|马上|现在|正在|真)(?:就)?(?:已经|在|要|准备|开始)?(?:要)?(?:强平|强制平仓|处分|清掉|斩)(?:我|了|我的)|(?:强平|平仓|处分|卖出)(?:的)?(?:指令|委托|单子|订单|单)(?:下|有|出|发|挂)?(?:了|没|吗|没有)|(?:强平|平仓|处分).{0,8}(?:下单|挂单|报单)|\b(?:already|going to|about to|are you)\b.{0,16}\b(?:liquidat\w+|sell(?:ing)? (?:me|my)|clos\w+ (?:me|my)|forc\w+)\b|\b(?:is|are) there\b.{0,12}\b(?:order|sell order|liquidation order)s?\b"
)
BELOW_OR_NOT = re.compile(
    r"(?:到底|究竟|就说|一句话)?(?:我)?(?:到底|究竟|现在|是不是|有没有)*(?:在不在|在|低于|跌破|破|穿|掉到|过)(?:了)?(?:没|不)?.{0,4}(?:平仓线|强平线|警戒线|预警线|那条线|线).{0,4}(?:下面|之下|以下|底下|下方|没有?|吗|了没)?$|\b(?:am i|are we)\b.{0,24}\b(?:below|under|above|over)\b.{0,12}\b(?:line|threshold)\b.{0,12}$"
)

# --- requests

STILL_PENDING = re.compile(
    r"(?:申请|办|提交?|交|要求|请求)(?:过|了|的)?.{0,10}(?:还)?(?:没|未)(?:有)?(?:批|办完|办好|处理|审|结果|下来|完成|答复|回音)(?:的)?.{0,8}(?:都|哪|什么|全|列|看|有|给|吗|么|$)|(?:待审|待批|在审|在办|审批中|挂着|悬着)(?:的)?.{0,6}(?:申请|事项|有|哪|都)|(?:哪些|什么|所有|全部|有没有).{0,8}(?:待审|待批|在审|在办|还没批|没办完|没处理)"
    r"|\b(?:everything|anything|all|what|which|list|show)\b.{0,30}\b(?:request\w*|appl\w+|asked for|submitted|applications?)\b.{0,24}\b(?:pending|open|waiting|undecided|outstanding|in progress|not (?:yet )?decided)\b|\b(?:pending|open|outstanding|waiting) (?:requests|applications)\b"
)
TAKES_BACK = re.compile(
    r"申请.{0,6}(?:撤|不要|取消|收回|作废|不想要)|(?:撤|取消|收回)(?:回|销|掉|了)?.{0,6}申请|\b(?:withdraw|cancel|take back|drop|retract)\b.{0,28}\b(?:application|request)\b"
)
OPENING = re.compile(r"开户|开通|两融|融资融券|信用账户|\b(?:margin account|account opening)\b")
SENT_BACK = re.compile(
    r"(?:申请|材料|资料|开户).{0,8}(?:退回|打回|驳回|退了|弹回)|\b(?:application|request|papers?)\b.{0,20}\b(?:sent back|returned|bounced|kicked back)\b"
)
WENT_THROUGH = re.compile(
    r"(?:申请|请求|提交(?:的)?).{0,8}(?:成功|提交上去|收到|递上去|交上去|受理)(?:了)?(?:没有?|吗|么|嘛)|(?:我)?(?:提|交)的(?:那个)?申请.{0,6}(?:成|过|收)(?:了)?(?:没有?|吗)|\b(?:did|has|have)\b.{0,8}\bmy (?:request|application|submission)\b.{0,16}\b(?:go through|gone through|arrive\w*|received|submitted|succeed\w*|accepted)\b"
)
