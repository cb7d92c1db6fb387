"""The words of stress, ways back, sales, what is decided by whom, and limits of one's own, a way each line."""

from __future__ import annotations

from bot.dialogue.phrases import pattern
from bot.dialogue.planning_words import RATIO

SCREENSHOT = pattern(
    r"(?:截图|群里|朋友圈|图(?:上|里)|上面|屏幕|页面|app|软件|短信|别人|他们|客户经理|经理|通知)(?:里|上|面|说|写|显示|标|发|的|着|了|我|是|告诉|跟)*.{0,14}(?:写|说|显示|标|是|告诉).{0,16}?(?P<n>\d{2,3}(?:\.\d+)?)\s*%",
    r"(?:screenshot|picture|image|group|app|screen|someone|they).{0,30}(?:says?|shows?|reads?|wrote|written|told).{0,24}?(?P<en>\d{2,3}(?:\.\d+)?)\s*%",
)
ASKS_TRUTH = pattern(
    r"对不对",
    r"对吗",
    r"对么",
    r"是不是",
    r"是吗",
    r"准(?:吗|不准|确)",
    r"真的(?:吗|假的)",
    r"没错吧",
    r"错了",
    r"一样吗",
    r"\b(?:right(?! now)|correct|true|accurate|wrong)\b",
)

STRESS = pattern(
    r"压力测试",
    r"(?<!不)跌停(?:了|的话|呢|会怎|怎么|之?后|,|，|[?？。]*$)",
    r"(?:连(?:着|续)?|一连|再来)?(?:吃)?(?:\d+|[一两二三四五几])(?:个|天)?(?:连续)?跌停",
    r"跌停(?:\d+|[一两二三四五几])(?:天|个|次)",
    r"连(?:着|续)?跌(?:\d+|[一两二三四五几])(?:日|天|个)(?:停板|跌停)",
    r"(?:\d+|[一两二三四五])(?:日|天|个)停板",
    r"极端(?:行情|情况)",
    r"最坏(?:的)?(?:情况|结果|打算)",
    r"股灾",
    r"(?:板块|行业).{0,6}(?:跌|下跌|崩)",
    r"利率.{0,4}(?:涨|上调|加)\d.{0,6}(?:我|会)",
    r"大盘.{0,6}(?:跌|掉|崩).{0,8}(?:会|怎|如何|影响)",
    r"流动性.{0,6}(?:枯竭|危机|不好)",
    r"stress[- ]?test",
    r"limit[- ]?down",
    r"(?:index|market) (?:falls?|drops?|crash)",
    r"worst[- ]case",
)
TRADE_ALONE = pattern(
    r"^(?:那|再|我|先|如果|要是|假如)*(?:买券还券|卖券还款|卖掉?|买入?|融资买入?|还款)[^吗么什怎能可规多几?？]{0,16}(?:\d|一半|全部)[^吗么什怎能可规多几?？]{0,12}[?？。]*$",
    r"^(?:buy|sell|repay)\b[^?]{0,24}(?:\d|half|all)[^?]{0,24}$",
    r"(?:卖|抛|沽)(?:掉|出)?[^,，。]{0,4}\d[^,，。？?]{0,14}(?:还|偿)(?:款|债|融资|负债|钱).{0,6}(?:会|比例|变|呢|怎)",
    r"\bif (?:i|we) (?:sell|repay|pay|deposit|add|top up|buy|transfer|move|withdraw)\b[^?]{0,24}\d",
)
PACKAGED = pattern(
    r"压力测试",
    r"板块",
    r"行业",
    r"利率",
    r"流动性",
    r"极端",
    r"最坏",
    r"股灾",
    r"sector",
    r"stress",
    r"rates?\b",
    r"liquidity",
    r"worst",
    r"(?:大盘|指数|股市|市场|index|market).{0,8}?(?<![\d.])(?:3|5|10)\s*(?:%|个点|percent)",
)
LIMIT_DOWN = pattern(
    r"跌停",
    r"停板",
    r"limit[- ]?down",
)
BEARABLE = pattern(
    r"(?:我)?(?:能|可以|还能|最多)?(?:承受|扛(?:得住)?|顶(?:得住)?|撑(?:得住)?|吃(?:得消)?)(?:得了|得起|住|到|得|几|多少).{0,8}(?:跌停|跌|亏|损失)",
    r"(?:几|多少)(?:个|天)?跌停.{0,8}(?:才|就)?(?:会)?(?:爆|平仓|强平|受不了)",
    r"how many (?:more )?limit[- ]?down",
    r"(?:适合|匹配|合适).{0,8}(?:我的)?(?:杠杆|风险)",
    r"(?:杠杆|风险).{0,8}(?:适合|匹配|合适)(?:我|吗)",
    r"\bsuitable\b.{0,20}\bleverage",
    r"leverage.{0,20}\bsuit",
)
PLAN = pattern(
    rf"(?:怎么|怎样|如何|咋).{{0,6}}(?:把)?.{{0,6}}(?:比例|维保|担保|杠杆|账户)?.{{0,4}}(?:恢复|拉回|回到|降到|降下|补回|做到|提(?:高)?到|弄到|升到|弄回|调到)(?:到)?\s*(?:{RATIO}|安全|预警|补足|\d|来)",
    r"(?:最省|最便宜|步骤最少|最少(?:的)?步|最少操作|卖得最少|少卖(?:点)?|成本最低|最少卖).{0,10}",
    r"(?:不动|不卖|别动|别卖|保留|留着).{0,10}(?:怎么|能不能|方案|恢复|到\s*1|还能|行不行|可以)",
    r"(?:去|降)杠杆(?:的)?(?:方案|计划|怎么)",
    r"(?:补足|恢复|去杠杆)方案",
    r"方案.{0,8}(?:恢复|补足|到\s*1)",
    rf"how (?:do|can|to|should).{{0,24}}(?:restore|get|bring|raise).{{0,24}}(?:ratio|{RATIO})",
    r"(?:cheapest|fewest|least).{0,16}(?:way|steps?|plan|sales?)",
    r"delever",
    r"without (?:selling|touching)",
)
LIQUIDATION = pattern(
    r"^卖(?:多少股?|哪(?:只|几只|些)?|什么)[?？。]*$",
    r"(?:会|要|先|被|给我)(?:强制)?平(?:掉|我)?(?:的)?(?:哪|什么|几|多少)",
    r"(?:会|先|被)(?:强制)?卖(?:掉|我)?(?:的)?(?:哪|什么|几|多少)",
    r"(?:要|会)?先平(?:掉)?我",
    r"(?:强平|平仓|强制平仓)(?:会|要|的话|时|了)?(?:先)?(?:卖|平|处置)(?:多少|哪|什么|掉|几)",
    r"(?:强平|平仓|处置)(?:的)?(?:顺序|次序|先后)",
    r"(?:按|以)\s*t\s*\+\s*\d.{0,8}(?:强平|平仓|卖|价)",
    r"(?:换成|改成|如果)?(?:只|先)(?:准|许|能|让)?(?:卖|平).{1,12}(?:股|证券|的话|呢)?.{0,6}(?:再)?(?:算|推|模拟|看)(?:一)?(?:遍|下|次|看|算)?",
    r"(?:模拟|推演|演示)(?:一下|一次)?(?:强平|平仓)",
    r"(?:which|what) (?:shares|stocks?|securities|of mine).{0,20}(?:sold|liquidat)",
    r"simulate.{0,16}liquidat",
    r"liquidation (?:order|simulation)",
    r"forced (?:sale|liquidation).{0,30}(?:sell|sold|how (?:many|much))",
)
NOT_TOPPED_UP = pattern(
    r"(?:要是|如果|假如|当时|那时|当初|我|那).{0,10}(?:没|没有|未)(?:去|有|提前|先)?(?:补|追加|还钱|还款|转钱|打钱)(?:仓|款|进去|钱)?(?:(?:那|这|上).{1,6}?)?(?:的话|呢|会|$|[,，?？。])",
    r"没补(?:仓|款|钱)?(?:呢|会(?:怎|多|少))",
    r"if i (?:had not|hadn't|did not|didn't).{0,16}(?:top(?:ped)? up|add(?:ed)?|deposit(?:ed)?|repa)",
)
ONLY_SUPPOSED = pattern(
    r"如果",
    r"要是",
    r"假如",
    r"假设",
    r"倘若",
    r"万一",
    r"\bif\b",
    r"suppose",
)
ANOTHER_PLAN = pattern(
    r"(?:步骤|步数|卖得?|费用|成本).{0,6}(?:最少|少一?点|最省|最低)",
    r"最省",
    r"(?:不动|不卖|别动|别卖|留着)",
    r"fewest",
    r"cheapest",
    r"least",
    r"without (?:selling|touching)",
)
ONLY_SELL = pattern(
    r"(?:只|先|光|仅)(?:准|许|能|让)?(?:卖|平|处置|抛)(?:掉|出)?",
    r"\b(?:only|first) (?:sell|sold)",
    r"sell(?:ing)? only",
)
DIFFERENCE = pattern(
    r"(?:差额|相差|差了?|差别|差距|多亏|少亏)(?:是)?(?:多少|几|了)",
    r"差额",
    r"what(?:'s| is) the difference",
    r"how much (?:more|less)",
)
AFTER_SALE = pattern(
    r"(?:平|卖|处置|强平)(?:完|掉|了|光|过)?(?:以后|之后|后|的话)?.{0,6}(?:还|会|要)?(?:欠|剩|负债|债)(?:.{0,4}(?:多少|几))",
    r"(?:欠|剩).{0,6}多少",
    r"(?:how much|what).{0,16}(?:owe|left|remain)",
)
CALL_STATE = pattern(
    r"追保.{0,8}(?:到哪|哪一步|什么状态|进度|进展|阶段|怎么样了|流程)",
    r"(?:到哪|哪)(?:一)?步.{0,6}追保",
    r"(?:接下来|下一步).{0,12}(?:会|公司|你们|是什么|怎么|要|能)",
    r"(?:公司|你们)(?:接下来|下一步|还要|还得|应该|必须)(?:会|要)?.{0,10}(?:通知|做|干|怎么)",
    r"(?:欠|还没|应该|该)(?:发|给)?(?:我)?.{0,6}(?:哪些|什么)通知",
    r"what(?:'s| is) the (?:state|status|stage) of my (?:margin )?call",
    r"where (?:is|does) my (?:margin )?call",
    r"next (?:lawful )?step",
    r"(?:call|notice)s? (?:are|is) (?:still )?owed",
)
ADMISSION = pattern(
    r"我(?:现在|目前|这种情况|这样|今年|已经)?.{0,8}(?:能|可以|够|有没有|符合|满足|有)(?:不能|资格|条件)?.{0,8}(?:开通?|开户|办|申请)(?:两融|融资融券|信用账户|信用|吗|不|了|个)",
    r"我.{0,6}(?:开通|开户|准入)(?:的)?(?:条件|门槛|资格)(?:还)?(?:差|缺|够|满足)",
    r"我(?:还)?(?:差|缺)(?:什么|哪|多少).{0,8}(?:开通?|开户|门槛|条件)",
    r"(?:能|可以)(?:给我)?开通(?:吗|不|么)",
    r"(?:can|may|could|am) i .{0,20}(?:open|apply|eligible|qualif).{0,24}(?:margin|account|credit)?",
    r"do i qualify",
    r"what am i (?:missing|lacking)",
)
TOLD_A_SUM = pattern(
    r"(?:客服|经理|专员|你们|您们|他们|人家|有人).{0,4}(?:说|告诉|讲).{0,4}只(?:要|需|用).{0,3}补",
    r"\btold me\b.{0,16}\bonly (?:need|have) to (?:add|pay|deposit)",
)
"""What somebody is said to have told: the account says what it is, and nothing is supposed."""
THE_BAR = pattern(
    r"门槛",
    r"条件",
    r"标准",
    r"threshold",
)
THRESHOLD = pattern(
    r"(?:门槛|条件|标准).{0,10}(?:50|五十)\s*万",
    r"(?:50|五十)\s*万.{0,10}(?:门槛|条件|标准)",
    r"(?:只|就|才)?差(?:了)?(?:一|那么一?)(?:点点|丁点|点儿)",
    r"(?:明天|后天|下周|过(?:几|两|\d)天|以后|后面).{0,6}(?:涨(?:上去|到|回)|补(?:上|齐)).{0,4}(?:算|行|够)",
    r"(?:20|二十)(?:个)?(?:交易)?日(?:均|日均|的)?(?:平均)?(?:资产)?.{0,8}(?:怎么|多少|还差|够|算)",
    r"日均(?:资产)?.{0,8}(?:怎么|多少|还差|够|滚)",
    r"(?:明天|后天|下周|过几天|今天).{0,6}(?:涨(?:上去|到|回)|补(?:上|齐)|转进|打进|存进).{0,8}(?:算|行|够|可以|能)",
    r"threshold.{0,20}(?:500|half a million)",
    r"(?:20|twenty)[- ]day average",
    r"(?:tomorrow|next week).{0,24}(?:count|enough|qualif)",
)
CREDIT = pattern(
    r"(?:额度|授信).{0,6}拉满",
    r"(?:额度|授信).{0,8}(?:提|调|升|加|涨|增|扩|批)(?:高|升|到|大|多|点|一点|一下|额)?",
    r"(?:提|调|升|加|涨|增|扩|要|批|给)(?:高|升|大|多|一点|点|个)?.{0,8}(?:授信|额度)",
    r"(?:授信|额度).{0,10}(?:怎么(?:算|来|定)|为什么|为啥|多少|谁(?:定|批|决定)|冻结|降|减|砍|不够|能到|还能)",
    r"(?:信用)?评分.{0,6}(?:多少|怎么|几分)",
    r"我(?:的)?(?:信用)?(?:评分|评级)",
    r"(?:raise|increase|lift|extend).{0,16}(?:credit line|credit limit|my (?:line|limit))",
    r"(?:credit line|credit limit|credit score)",
)
OWN_PLAN_SAVE = pattern(
    r"(?:我的|我给自己|自己|我)(?:定的?|设的?)?(?:的)?(?:底线|纪律|红线|计划|规矩|止损线|下限).{0,4}(?:是|定|设|改|为|就|:)",
    r"(?:记(?:下|一下|住)|存(?:下|一下)|保存|帮我记).{0,10}(?:底线|纪律|红线|计划|下限|不低于|不超过|杠杆)",
    r"(?:底线|红线|下限|杠杆|不碰).{0,24}(?:记(?:下|一下|住)|保存|存(?:下|一下))",
    r"my (?:own )?(?:floor|limit|plan|rule) (?:is|should be|to be)",
    r"(?:note|save|remember).{0,20}(?:floor|plan|limit)",
)
OWN_PLAN_REVIEW = pattern(
    r"(?:对照|对比|检查|看看|回顾|复查|核对)(?:一下)?.{0,6}(?:我)?(?:自己)?(?:的)?(?:计划|底线|纪律|红线|规矩)",
    r"(?:我)?(?:自己)?(?:的)?(?:计划|底线|纪律|红线)(?:.{0,6})(?:守住|破(?:了|没)|违反|遵守|怎么样|还在|是什么|是多少|有哪些)",
    r"(?:review|check|compare).{0,16}(?:my )?(?:own )?(?:plan|floor|limits)",
    r"(?:am i|did i).{0,12}(?:keeping|break|broke|kept).{0,12}(?:plan|floor|limits)",
)
LINES_ASKED = pattern(
    r"(?:我(?:的)?)?(?:警戒线|预警线|平仓线|补足线|恢复线|追保线|最低线|提取线|(?:几|各)?条线)(?:和|跟|、|及|与|,)*(?:警戒线|预警线|平仓线|补足线|追保线|最低线|提取线)*(?:分别|各|都)?(?:是|在)?(?:多少|几|各多少)",
    r"what are my (?:margin )?lines",
    r"what(?:'s| is) my (?:restore|warning|liquidation|minimum|withdrawal) line",
)
