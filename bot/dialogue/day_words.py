"""The words of one's own day, of figures, calls and notices, and of requests: over the folded, mended text, a way each line."""

from __future__ import annotations

from bot.dialogue.phrases import pattern

# --- the own day

_DAY = r"(?:昨天|昨日|今天|今日|前天|今早|早上|上午|这两天|\d{1,2}[日号]|上周|周[一二三四五])"
OF_DAY = pattern(
    rf"{_DAY}.{{0,10}}(?:账户|账上|账号|户头|资金|我).{{0,10}}(?:交易|利息|进出|流水|成交|动|发生|明细|买卖|情况|记录)",
    r"(?:交易|成交|买卖).{0,4}利息.{0,6}(?:进出|转入|转出|流水|出入金)",
    r"(?:资金|钱|款)(?:的)?(?:进出|出入)",
    rf"{_DAY}.{{0,6}}(?:流水|进出|出入金)",
    r"\b(?:trades?|transactions?|movements?)\b.{0,20}\b(?:interest|money|cash|fees)\b.{0,24}\b(?:in and out|in or out|in/out|movements?|out)\b",
    r"\b(?:yesterday|today|this morning)'?s?\b.{0,16}\b(?:account|activity|trades|movements|transactions|statement)\b",
    r"\bmoney in and out\b",
)
IN_ORDER = pattern(
    r"(?:按|照).{0,4}(?:顺序|时间|先后)",
    r"从.{1,8}到(?:现在|目前|刚才|此刻|这会儿?).{0,16}(?:发生|变动|动|事|记录|流水|操作|账户)",
    r"时间顺序",
    r"一笔一笔",
    r"挨个",
    r"先后",
    r"\bin (?:chronological |time )?order\b",
    r"\bsince this morning\b",
    r"\bfrom this morning\b.{0,30}\b(?:now|happened|account)\b",
    r"\bchronological\w*\b",
)
COMING = pattern(
    r"分红",
    r"除权",
    r"除息",
    r"派息",
    r"送股",
    r"转增",
    r"送转",
    r"配股",
    r"红利",
    r"股息",
    r"权益登记",
    r"公司行动",
    r"公司行为",
    r"权益分派",
    r"\b(?:dividends?|ex-?(?:rights?|dividend|date)|corporate actions?|rights issue|bonus (?:shares?|issue)|splits?)\b",
)
OF_HOLDINGS = pattern(
    r"(?:持仓|持股|持有|手[里上]|账户里?|我的?(?:股票|票|仓|证券|这些)).{0,16}(?:最近|近期|快要?|马上|即将|接下来|要|有|会|下)",
    r"(?:最近|近期|快要?|马上|即将|接下来|下周|这周|本月).{0,20}(?:持仓|持股|股票|票|仓|要|会|有)",
    r"\b(?:my|i)\b.{0,16}\b(?:holdings?|stocks?|shares?|positions?|hold|own)\b",
    r"\b(?:soon|coming|upcoming|this week|next week|about to|going)\b",
)
SHARES_IN = pattern(
    r"(?:转|划|挪|存|过户|提交|划转)(?:进|入|过)?(?:来|去|进来)?(?:了)?(?:的)?.{0,8}(?:股票|证券|担保物|担保品|股份|票|\d+股|券).{0,10}(?:到账|到了|到没|进来了|进来没|收到|入账|划好|到哪|好了没|没到)",
    r"(?:股票|证券|担保物|担保品|股份|\d+股)(?:都|已经|什么时候|今早|早上|上午)?.{0,6}(?:转|划|过户|到账|提交)(?:进|入|过)?(?:来|去)?(?:了|好|成功)?(?:没有?|吗|么|嘛|没)",
    r"(?:股票|证券|股份).{0,4}(?:到账|到了|入账)(?:了)?(?:没有?|吗|么)?",
    r"\b(?:shares?|stocks?|securities|collateral)\b.{0,30}\b(?:arriv\w+|landed|come through|gone through|credited|in yet|booked|transferred in|there yet|show(?:n|ed)? up)\b",
    r"\b(?:did|have|has)\b.{0,10}\b(?:shares?|stocks?|securities)\b.{0,30}\b(?:arrive|land|come|go through|get there)\b",
)
CASH_IN = pattern(
    r"(?:早上|上午|今早|刚才|刚刚|昨天|今天)?(?:转|打|汇|存|充)(?:进|入|过)?(?:来|去)?(?:的)?(?:那)?(?:笔)?(?:钱|款|资金|现金).{0,6}(?:到|收|进|入)(?:账)?(?:了)?(?:没有?|吗|么|嘛)",
    r"\b(?:cash|money|transfer|deposit|funds)\b.{0,40}\b(?:arrive\w*|landed|credited|there yet|in yet|received|gone through|go through|come through)\b",
)
OWES_LENDER = pattern(
    r"(?:融券|做空|卖空|沽空|空头|借券).{0,24}(?:配股|送股|分红|派息|除权|除息|转增|红利|股息|权益).{0,24}(?:赔|补偿|出借|还|给|欠|谁|承担|怎么办|怎么算)",
    r"(?:配股|送股|分红|派息|除权|转增|红利|股息).{0,24}(?:融券|做空|卖空|沽空).{0,24}(?:赔|补偿|出借|还|给|欠|谁|承担|怎么办|怎么算)",
    r"\b(?:short(?:ed)?|sold short|borrowed)\b.{0,40}\b(?:rights issue|rights|dividends?|bonus)\b.{0,50}\b(?:owe|pay|compensat\w*|lender|make good|liable)\b",
    r"\b(?:owe|pay|compensat\w*)\b.{0,30}\b(?:lender|firm)\b.{0,30}\b(?:rights|dividends?|bonus)\b.{0,30}\bshort",
)

NOT_YET_MOVED = pattern(
    r"来得及",
    r"(?:能|可以|可否|要是|怎么|如何|才|要)(?:不能|不可以)?.{0,6}(?:转|划|提交)",
    r"(?:转|划).{0,14}(?:可以|行|能|算)",
    r"\b(?:can|could|may|if|how|when will)\b",
)

# --- figures, calls, notices

LIVE_OR_CLEARED = pattern(
    r"(?:实时|即时|盘中|现算).{0,10}(?:还是|定系|定是|定|或者?|抑或).{0,8}(?:清算|结算|收盘|昨|寻|隔夜|日终)",
    r"(?:清算|结算|收盘|昨[晚天日]|日终).{0,8}(?:还是|定|或).{0,4}(?:实时|即时|盘中|现算)",
    r"(?:数|余额|保证金|比例|负债|维保)(?:是|到底|究竟)?(?:从)?(?:哪|边度|边)(?:来|里来|儿来|得来|算来|取)",
    r"\breal[- ]?time\b.{0,24}\b(?:or|vs)\b",
    r"\b(?:clearing|settlement|close|overnight)\b.{0,16}\bor\b.{0,16}\b(?:real[- ]?time|live)\b",
    r"\bwhere (?:does|do|did|is)\b.{0,30}\b(?:margin|ratio|figure|number|balance|debt|assets)\b.{0,10}\bcome from\b",
)
_NOTE = r"(?:通知|短信|消息|公告函|追保函|站内信|提示)"
SEEN = pattern(
    rf"{_NOTE}.{{0,4}}(?:我|已经?|都)*(?:看过|看到|看了|收到|读过|读了|已阅|知道|看见|阅)(?:了|啦)?",
    rf"(?:我)?(?:已经?|都)?(?:看过|看到|看了|收到|读过|读了|知道了?|已阅)(?:了)?(?:你们|那|这|该)?(?:发的|的)?(?:那|这)?(?:条|个|封|份)?(?:追保|强平|平仓)?{_NOTE}(?:了|啦)?$",
    r"\bi(?:'ve| have)?\b.{0,10}\b(?:seen|read|received|got|saw)\b.{0,10}\b(?:notice|message|sms|text|notification|alert you sent)\b",
)
NOT_SEEN = pattern(
    r"(?<!有)(?:没|冇|未|无)(?:有)?(?:人)?(?:收|接|看|睇|见|读)(?:到|过|倒|见)|(?:收|接|看|睇)(?:不|唔)(?:到|见)|(?:不|唔)记得(?:有)?(?:收|看)",
    rf"{_NOTE}[^?]{{0,6}}(?:没|冇|未)(?:有)?(?:到|来|嚟)",
    r"\b(?:never|not|(?:did|have|has|do|does|was)n'?t)\b(?!.{0,10}\b(?:want|wish|need|like)\b).{0,16}\b(?:got|gotten|get|getting|received?|see|seen|saw|read|arrived?|reached|come|came)\b",
    r"\b(?:got|received|saw|seen) (?:no|nothing|none)\b|\bno (?:text|sms|message|notice|notification|letter|e-?mail)s?\b.{0,24}\b(?:came|arrived|reached|received|from you)\b|\bnothing\b.{0,12}\b(?:arrived|came|reached)\b",
)
"""Something is said not to have come."""
NOTICE_NAMED = pattern(
    rf"{_NOTE}|短讯|简讯|讯息|邮件",
    r"\b(?:notices?|notifications?|sms|texts?|messages?|letters?|e-?mails?|margin call)\b",
)
DENIES = pattern(
    r"没(?!问题|事)|冇(?!问题|事)|未|不|唔|谁说|哪(?:里|有)",
    r"\b(?:not?|never|nothing|none|nobody|neither|\w+n't)\b",
)
"""Any no: what holds one acknowledges nothing."""
BY_WHICH_CHANNEL = pattern(
    r"(?:(?<!为)什么|啥|哪(?:个|种|些|条)?|怎样)(?:的)?(?:方式|渠道|途径|办法|形式|手段).{0,4}(?:通知|告诉|联系|告知)(?:到)?(?:的)?我",
    r"(?:咋|怎么|怎样)(?:通知|联系|告知)(?:到)?我的$",
    r"(?:通知|告知|联系)我.{0,8}(?:短信|app|电话|邮件|站内信|微信).{0,6}(?:还是|或)",
    rf"{_NOTE}.{{0,6}}(?:短信|app|电话|邮件|站内).{{0,4}}还是",
    r"\b(?:which|what) (?:channel|way|means)\b.{0,24}\b(?:notif\w+|inform\w*|told|tell|send|sent|reach|contact)\b",
    r"\bhow did you (?:notify|inform|tell|reach|contact) me\b",
    r"\b(?:sms|text|app|e-?mail|phone)\b,? or (?:by |via |through )?(?:the )?(?:sms|text|app|e-?mail|phone)\b",
)
TIME_REFUSED = pattern(
    r"(?:拒|驳回|没批|不批|不同意|没同意|没通过|打回|否)",
    r"\b(?:refus\w+|reject\w*|declin\w+|turned? (?:me )?down|denied|said no)\b",
)
SOLD_OR_PROPOSED = pattern(
    r"(?:平|卖|处分|处置)(?:掉)?了(?:我)?(?:什么|啥|哪些|多少).{0,16}(?:没(?:执行|做|成|卖|平)|提议|打算|计划|方案)",
    r"(?:提议|打算|计划|方案|准备).{0,12}没(?:有)?(?:执行|做|成|卖|平)",
    r"\b(?:what|anything)\b.{0,20}\b(?:sold|liquidated|closed)\b.{0,30}\b(?:proposed|planned|not (?:done|executed|carried out))\b",
    r"\bproposed (?:but|and)\b.{0,20}\bnot\b",
)
ALREADY_SELLING = pattern(
    r"(?:已经|是不是|马上|现在|正在|真)(?:就)?(?:已经|在|要|准备|开始)?(?:要)?(?:强平|强制平仓|处分|清掉|斩)(?:我|了|我的)",
    r"(?:强平|平仓|处分|卖出)(?:的)?(?:指令|委托|单子|订单|单)(?:下|有|出|发|挂)?(?:了|没|吗|没有)",
    r"(?:强平|平仓|处分).{0,8}(?:下单|挂单|报单)",
    r"\b(?:already|going to|about to|are you)\b.{0,16}\b(?:liquidat\w+|sell(?:ing)? (?:me|my)|clos\w+ (?:me|my)|forc\w+)\b",
    r"\b(?:is|are) there\b.{0,12}\b(?:order|sell order|liquidation order)s?\b",
)
BELOW_OR_NOT = pattern(
    r"(?:到底|究竟|就说|一句话)?(?:我)?(?:到底|究竟|现在|是不是|有没有)*(?:在不在|在|低于|跌破|破|穿|掉到|过)(?:了)?(?:没|不)?.{0,4}(?:平仓线|强平线|警戒线|预警线|那条线|线).{0,4}(?:下面|之下|以下|底下|下方|没有?|吗|了没)?$",
    r"\b(?:am i|are we)\b.{0,24}\b(?:below|under|above|over)\b.{0,12}\b(?:line|threshold)\b.{0,12}$",
)

# --- requests

STILL_PENDING = pattern(
    r"(?:申请|办|提交?|交|要求|请求)(?:过|了|的)?.{0,10}(?:还)?(?:没|未)(?:有)?(?:批|办完|办好|处理|审|结果|下来|完成|答复|回音)(?:的)?.{0,8}(?:都|哪|什么|全|列|看|有|给|吗|么|$)",
    r"(?:待审|待批|在审|在办|审批中|挂着|悬着)(?:的)?.{0,6}(?:申请|事项|有|哪|都)",
    r"(?:哪些|什么|所有|全部|有没有).{0,8}(?:待审|待批|在审|在办|还没批|没办完|没处理)",
    r"\b(?:everything|anything|all|what|which|list|show)\b.{0,30}\b(?:request\w*|appl\w+|asked for|submitted|applications?)\b.{0,24}\b(?:pending|open|waiting|undecided|outstanding|in progress|not (?:yet )?decided)\b",
    r"\b(?:pending|open|outstanding|waiting) (?:requests|applications)\b",
)
TAKES_BACK = pattern(
    r"申请.{0,6}(?:撤|不要|取消|收回|作废|不想要)",
    r"(?:撤|取消|收回)(?:回|销|掉|了)?.{0,6}申请",
    r"\b(?:withdraw|cancel|take back|drop|retract)\b.{0,28}\b(?:application|request)\b",
)
OPENING = pattern(
    r"开户",
    r"开通",
    r"两融",
    r"融资融券",
    r"信用账户",
    r"\b(?:margin account|account opening)\b",
)
SENT_BACK = pattern(
    r"(?:申请|材料|资料|开户).{0,8}(?:退回|打回|驳回|退了|弹回)",
    r"\b(?:application|request|papers?)\b.{0,20}\b(?:sent back|returned|bounced|kicked back)\b",
)
WENT_THROUGH = pattern(
    r"(?:申请|请求|提交(?:的)?).{0,8}(?:成功|提交上去|收到|递上去|交上去|受理)(?:了)?(?:没有?|吗|么|嘛)",
    r"(?:我)?(?:提|交)的(?:那个)?申请.{0,6}(?:成|过|收)(?:了)?(?:没有?|吗)",
    r"\b(?:did|has|have)\b.{0,8}\bmy (?:request|application|submission)\b.{0,16}\b(?:go through|gone through|arrive\w*|received|submitted|succeed\w*|accepted)\b",
)
