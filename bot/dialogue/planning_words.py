"""The words by which a client asks what would happen to the own account, what can be done, and who decides."""

from __future__ import annotations

import re

LINE = r"(?:平仓|强平|平掉|爆仓|预警|警戒|追保|最低线|提取线|线|1[1-6]0|300)"
_RATIO = r"(?:1[0-9]{2}|2[0-9]{2}|300)(?:\.\d+)?\s*%?"

UNDO = re.compile(
    r"^(?:请|帮我|那|都)*(?:撤(?:回|销|掉)|还原|复原|回退|取消)(?:全部|所有|掉|了|吧|一下|假设)*[?!.。]*$|(?:撤(?:回|销|掉)|去掉|取消|删掉|删除|不算|不要)(?:了)?第.{1,2}[步个条笔]|(?:撤(?:回|销|掉)|去掉|取消|删掉|删除|不算|不要)[^,，\d]{1,8}(?:那|这)(?:一)?[步笔个条]|^(?:remove|drop|undo) (?:the )?(?:step \d|first|second|third|deposit|sale|repayment|transfer)"
    r"|撤(?:回|销|掉)(?:上|刚|前|那|这|一)|(?:不|别)算(?:刚才|刚刚|上|最后|前面)(?:那|这)?(?:一)?(?:步|个|条|笔)|(?:去掉|取消|删掉)(?:刚才|刚刚|上|最后)(?:那|这)?(?:一)?(?:步|个|条)(?:假设)?|^回到(?:刚才|上一步|前一步|刚刚)(?:那步|那个|的假设)?[?!.。]*$|退回(?:上)?一步"
    r"|\bundo\b|take (?:that|it|the last (?:one|step)) back|without the last (?:step|one)|go back (?:one|a) step"
)
REAL = re.compile(
    r"真实|实际(?:上)?|真的|真正|真[系是](?:多少|几)|我(?:自己)?(?:的)?账户(?:现在|实际|里)|(?:my |the )?\b(?:real|really|actual|actually)\b"
)
REAL_ONE = re.compile(
    r"(?:真的|真实|实际)(?:的)?(?:那个|那边|账户|情况|数)|我(?:自己)?(?:真实|真的|实际)?(?:的)?账户|\b(?:real|actual) (?:one|account)|my (?:real|actual|own) account"
)
SUPPOSED_ONE = re.compile(
    r"(?:刚才|刚刚|上面|前面|之前)(?:的)?(?:那个|假设|那种|的)|那个假设|假设的?那个|(?:在|按)(?:刚才|刚刚|上面|那个)|\b(?:the )?(?:supposed|earlier|previous|last|hypothetical) (?:one|case|account|supposition)"
)
CORRECTS = re.compile(
    r"^(?:不对|不是|错了|说错|弄错|我(?:是)?说的?是|更正|应该是|等等)|(?:说|打|写|弄)错了|^(?:no,|sorry|i meant?|correction|wrong)"
)
AFRESH = re.compile(r"重新(?:算|来|开始|推演)|从头(?:算|来|开始)|清空|\b(?:start over|from scratch|afresh)\b")
GOES_ON = re.compile(
    r"再|又|接着|继续|然后|那|还|此外|另外|同时|改成|换成|改为|调成|设成|变成|呢|按|\b(?:then|also|and|what about|plus|another|further|instead|under|with)\b"
)
ADDS = re.compile(r"再|又|接着|继续|然后|还|此外|另外|同时|\b(?:then|also|and|plus|another|further)\b")

TOUCH = re.compile(
    rf"(?:跌|涨|掉)(?:到|至)?(?:多少|百分之几|百分之多少|几(?:块|元|毛|个点|成)|什么价|哪个价|啥价).{{0,14}}{LINE}|再(?:跌|涨)(?:多少|几个点|百分之几|几成).{{0,12}}{LINE}"
    rf"|(?:触线|平仓|强平|爆仓)(?:的)?价(?:格|位)?|{LINE}.{{0,8}}(?:对应|是).{{0,6}}(?:股价|价格|价位)"
    r"|(?:what|which) price.{0,40}(?:liquidat|margin call|line|call me)|how (?:far|much).{0,30}(?:fall|drop|rise).{0,30}(?:liquidat|line|margin call|before)"
)
TO_RATIO = re.compile(
    rf"(?:跌|涨|掉|升)(?:到|至|了)?(?:多少|几|什么|哪).{{0,12}}?(?:到|回|剩|上|是|会)?\s*{_RATIO}|(?:涨|升|反弹)(?:多少|几个点|到多少|到几).{{0,10}}(?:安全|没事|解除|不用补|脱险)"
    rf"|(?:还|再|要)(?:差|还|补|涨|跌|转|追加|多少)?.{{0,8}}(?:多少|几).{{0,10}}(?:到|回到|达到|上|够)\s*{_RATIO}|(?:到|回到|达到)\s*{_RATIO}.{{0,10}}(?:要|需要|还差|差).{{0,6}}(?:多少|几)"
    rf"|(?:最多|还能?|还可以).{{0,12}}(?:融|借|买|取|转出|提).{{0,16}}(?:在|保持|不低于|高于|维持|守住).{{0,4}}{_RATIO}|{_RATIO}.{{0,6}}(?:以上|之上).{{0,12}}(?:最多|还能).{{0,10}}(?:融|借|买|取|转|提)"
    rf"|(?:过|超过|高于|低于|到|有没有|够不够|有)(?:了)?\s*{_RATIO}\s*(?:了)?(?:没有|没|吗|么|未|不)|(?:am i|is (?:it|my (?:\w+ )?ratio)|have i(?: got)?)\b.{{0,16}}\b(?:over|above|below|under|past|at|beyond)\s*{_RATIO}|how much.{{0,30}}(?:to (?:get|reach|be at|stay above)|back to|above)\s*{_RATIO}|(?:fall|rise|drop|go up).{{0,24}}(?:to|reach|back to)\s*{_RATIO}|(?:borrow|withdraw|buy).{{0,40}}(?:stay|keep|remain|still).{{0,16}}{_RATIO}"
)
SAFE = re.compile(r"安全|没事|解除|不用补|脱险|\bsafe\b|out of (?:danger|the call)")
WISHES_ADVICE = re.compile(
    r"该(?:不该)?|要不要|推荐|值得|好不好|应该|划算|能不能买|会不会(?:涨|跌)|\b(?:should|recommend|worth|better|advise)\b"
)
WOULD_CALL = re.compile(
    r"^(?:那|这样|这时|那样|然后|到时)?(?:候)?(?:我)?(?:会|就|能|还)?(?:会|要)?(?:不会|被)?(?:触发|追保|要?平仓|被平|强平|爆仓|被强平)(?:追保|平仓|吗|么|了|不|呢|[?？。])*$|^(?:and )?would (?:that|it|this) (?:trigger|cause|mean).{0,24}(?:call|liquidat)"
)
PRONOUN = re.compile(r"它|这只|那只|该股|这个票|那个票|又被|又|\bit\b|\bthat (?:one|stock)\b")
FACTS_ONLY = re.compile(
    r"规则|规定|条件|公式|什么时候(?:才)?(?:能|可以)|怎么(?:算|转)|\b(?:rule|when can|condition|formula)\b"
)

DEBT_FIRST = re.compile(
    r"先还(?:哪|谁|融资|融券|哪个|什么)|(?:哪|那)(?:一)?(?:笔|个|张|份)(?:合约|债|负债)?.{0,4}(?:先|优先|最先)(?:还|了结)|还(?:哪|那)(?:一)?(?:笔|个)(?:合约|债)?(?:好|划算|合适|先|更)?|which (?:debt|contract|loan|one).{0,16}(?:first|repay|pay)|repay.{0,12}which"
)
DAILY = re.compile(
    r"每[天日].{0,6}(?:利息|息费|利钱|费用|多少息|息(?:多少|几))|(?:一天|每天|一日|日)(?:的)?(?:利息|息费|费用)|(?:一天|一日|每天|每日)(?:要)?(?:多少|几)(?:钱)?(?:的)?(?:利息|息费|费用|息)|(?:daily|a day'?s?|per day|each day).{0,8}interest|interest.{0,12}(?:a|per|each) day"
)
POSITIONS = re.compile(
    r"(?:融资|融券)(?:一共|总共|还)?(?:欠|借)(?:了|的)?(?:多少|几)|那笔.{0,4}欠|欠.{0,6}(?:多少|几).{0,8}(?:拆开|明细|分别)|(?:负债|欠款|债务|欠的).{0,6}(?:拆开|明细|分别|构成)|拆开看|(?:我|我的).{0,6}融券.{0,8}(?:费率|利率|多少股|数量|几股)|(?:shares|stock).{0,16}sold short|(?:持仓|持股).{0,3}(?:和|跟|与|及|、).{0,2}(?:合约|负债)"
)
COSTS_DAILY = re.compile(
    r"(?:一天|一日|每天|每日)(?:要|得|收)?(?:多少|几)(?:钱)?|(?:cost|fee|charge)\w*\b.{0,16}(?:a|per|each) day|daily (?:cost|fee|charge)"
)
THIS_CONTRACT = re.compile(
    r"[这呢](?:一)?(?:笔|张|个)|那(?:一)?(?:笔|张|个)|\b(?:it|that|this one)\b|^and\b|^那"
)
A_LINE = re.compile(
    r"(?:平仓|强平|预警|警戒|补足|追保|提取|最低)线|(?:liquidation|warning|restore|withdrawal) line"
)
SUPPOSES_LINE = re.compile(
    r"如果|要是|假如|假设|倘若|万一|(?:改|调|降|变|换|弄|搞|设)(?:成|到|为|做)|线(?:提高|上调|调高|升|下调|调低|降低?)\d|\b(?:if|suppose|were)\b"
)
OLD_CONTRACTS = re.compile(
    r"(?:之前|以前|原来|老|旧|已经?开|存量|先前)(?:的|开的|开|借的)*.{0,4}(?:合约|融资单|仓)(?!.{0,6}(?:利息|还多少))|(?:old|existing|earlier|previous|open) contracts?|contracts? (?:opened )?before"
)
SCREENSHOT = re.compile(
    r"(?:截图|群里|朋友圈|图(?:上|里)|上面|屏幕|页面|app|软件|短信|别人|他们|客户经理|经理|通知)(?:里|上|面|说|写|显示|标|发|的|着|了|我|是|告诉|跟)*.{0,14}(?:写|说|显示|标|是|告诉).{0,16}?(?P<n>\d{2,3}(?:\.\d+)?)\s*%|(?:screenshot|picture|image|group|app|screen|someone|they).{0,30}(?:says?|shows?|reads?|wrote|written|told).{0,24}?(?P<en>\d{2,3}(?:\.\d+)?)\s*%"
)
ASKS_TRUTH = re.compile(
    r"对不对|对吗|对么|是不是|是吗|准(?:吗|不准|确)|真的(?:吗|假的)|没错吧|错了|一样吗|\b(?:right(?! now)|correct|true|accurate|wrong)\b"
)

STRESS = re.compile(
    r"压力测试|(?<!不)跌停(?:了|的话|呢|会怎|怎么|之?后|,|，|[?？。]*$)|(?:连(?:着|续)?|一连|再来)?(?:吃)?(?:\d+|[一两二三四五几])(?:个|天)?(?:连续)?跌停|跌停(?:\d+|[一两二三四五几])(?:天|个|次)|连(?:着|续)?跌(?:\d+|[一两二三四五几])(?:日|天|个)(?:停板|跌停)|(?:\d+|[一两二三四五])(?:日|天|个)停板|极端(?:行情|情况)|最坏(?:的)?(?:情况|结果|打算)|股灾|(?:板块|行业).{0,6}(?:跌|下跌|崩)|利率.{0,4}(?:涨|上调|加)\d.{0,6}(?:我|会)|大盘.{0,6}(?:跌|掉|崩).{0,8}(?:会|怎|如何|影响)|流动性.{0,6}(?:枯竭|危机|不好)"
    r"|stress[- ]?test|limit[- ]?down|(?:index|market) (?:falls?|drops?|crash)|worst[- ]case"
)
TRADE_ALONE = re.compile(
    r"^(?:那|再|我|先|如果|要是|假如)*(?:买券还券|卖券还款|卖掉?|买入?|融资买入?|还款)[^吗么什怎能可规多几?？]{0,16}(?:\d|一半|全部)[^吗么什怎能可规多几?？]{0,12}[?？。]*$|^(?:buy|sell|repay)\b[^?]{0,24}(?:\d|half|all)[^?]{0,24}$"
)
PACKAGED = re.compile(
    r"压力测试|板块|行业|利率|流动性|极端|最坏|股灾|sector|stress|rates?\b|liquidity|worst"
    r"|(?:大盘|指数|股市|市场|index|market).{0,8}?(?<![\d.])(?:3|5|10)\s*(?:%|个点|percent)"
)
LIMIT_DOWN = re.compile(r"跌停|停板|limit[- ]?down")
BEARABLE = re.compile(
    r"(?:我)?(?:能|可以|还能|最多)?(?:承受|扛(?:得住)?|顶(?:得住)?|撑(?:得住)?|吃(?:得消)?)(?:得了|得起|住|到|得|几|多少).{0,8}(?:跌停|跌|亏|损失)|(?:几|多少)(?:个|天)?跌停.{0,8}(?:才|就)?(?:会)?(?:爆|平仓|强平|受不了)|how many (?:more )?limit[- ]?down|(?:适合|匹配|合适).{0,8}(?:我的)?(?:杠杆|风险)|(?:杠杆|风险).{0,8}(?:适合|匹配|合适)(?:我|吗)|\bsuitable\b.{0,20}\bleverage|leverage.{0,20}\bsuit"
)
PLAN = re.compile(
    rf"(?:怎么|怎样|如何|咋).{{0,6}}(?:把)?.{{0,6}}(?:比例|维保|担保|杠杆|账户)?.{{0,4}}(?:恢复|拉回|回到|降到|降下|补回|做到|提(?:高)?到|弄到|升到|弄回|调到)(?:到)?\s*(?:{_RATIO}|安全|预警|补足|\d|来)|(?:最省|最便宜|步骤最少|最少(?:的)?步|最少操作|卖得最少|少卖(?:点)?|成本最低|最少卖).{{0,10}}|(?:不动|不卖|别动|别卖|保留|留着).{{0,10}}(?:怎么|能不能|方案|恢复|到\s*1|还能|行不行|可以)|(?:去|降)杠杆(?:的)?(?:方案|计划|怎么)|(?:补足|恢复|去杠杆)方案|方案.{{0,8}}(?:恢复|补足|到\s*1)"
    rf"|how (?:do|can|to|should).{{0,24}}(?:restore|get|bring|raise).{{0,24}}(?:ratio|{_RATIO})|(?:cheapest|fewest|least).{{0,16}}(?:way|steps?|plan|sales?)|delever|without (?:selling|touching)"
)
LIQUIDATION = re.compile(
    r"^卖(?:多少股?|哪(?:只|几只|些)?|什么)[?？。]*$|(?:会|要|先|被|给我)(?:强制)?平(?:掉|我)?(?:的)?(?:哪|什么|几|多少)|(?:会|先|被)(?:强制)?卖(?:掉|我)?(?:的)?(?:哪|什么|几|多少)|(?:要|会)?先平(?:掉)?我|(?:强平|平仓|强制平仓)(?:会|要|的话|时|了)?(?:先)?(?:卖|平|处置)(?:多少|哪|什么|掉|几)|(?:强平|平仓|处置)(?:的)?(?:顺序|次序|先后)|(?:按|以)\s*t\s*\+\s*\d.{0,8}(?:强平|平仓|卖|价)|(?:换成|改成|如果)?(?:只|先)(?:准|许|能|让)?(?:卖|平).{1,12}(?:股|证券|的话|呢)?.{0,6}(?:再)?(?:算|推|模拟|看)(?:一)?(?:遍|下|次|看|算)?|(?:模拟|推演|演示)(?:一下|一次)?(?:强平|平仓)|(?:which|what) (?:shares|stocks?|securities|of mine).{0,20}(?:sold|liquidat)|simulate.{0,16}liquidat|liquidation (?:order|simulation)|forced (?:sale|liquidation).{0,30}(?:sell|sold|how (?:many|much))"
)
NOT_TOPPED_UP = re.compile(
    r"(?:要是|如果|假如|当时|那时|当初|我|那).{0,10}(?:没|没有|未)(?:去|有|提前|先)?(?:补|追加|还钱|还款|转钱|打钱)(?:仓|款|进去|钱)?(?:(?:那|这|上).{1,6}?)?(?:的话|呢|会|$|[,，?？。])|没补(?:仓|款|钱)?(?:呢|会(?:怎|多|少))|if i (?:had not|hadn't|did not|didn't).{0,16}(?:top(?:ped)? up|add(?:ed)?|deposit(?:ed)?|repa)"
)
ONLY_SUPPOSED = re.compile(r"如果|要是|假如|假设|倘若|万一|\bif\b|suppose")
ANOTHER_PLAN = re.compile(
    r"(?:步骤|步数|卖得?|费用|成本).{0,6}(?:最少|少一?点|最省|最低)|最省|(?:不动|不卖|别动|别卖|留着)|fewest|cheapest|least|without (?:selling|touching)"
)
ONLY_SELL = re.compile(
    r"(?:只|先|光|仅)(?:准|许|能|让)?(?:卖|平|处置|抛)(?:掉|出)?|\b(?:only|first) (?:sell|sold)|sell(?:ing)? only"
)
DIFFERENCE = re.compile(
    r"(?:差额|相差|差了?|差别|差距|多亏|少亏)(?:是)?(?:多少|几|了)|差额|what(?:'s| is) the difference|how much (?:more|less)"
)
AFTER_SALE = re.compile(
    r"(?:平|卖|处置|强平)(?:完|掉|了|光|过)?(?:以后|之后|后|的话)?.{0,6}(?:还|会|要)?(?:欠|剩|负债|债)(?:.{0,4}(?:多少|几))|(?:欠|剩).{0,6}多少|(?:how much|what).{0,16}(?:owe|left|remain)"
)
CALL_STATE = re.compile(
    r"追保.{0,8}(?:到哪|哪一步|什么状态|进度|进展|阶段|怎么样了|流程)|(?:到哪|哪)(?:一)?步.{0,6}追保|(?:接下来|下一步).{0,12}(?:会|公司|你们|是什么|怎么|要|能)|(?:公司|你们)(?:接下来|下一步|还要|还得|应该|必须)(?:会|要)?.{0,10}(?:通知|做|干|怎么)|(?:欠|还没|应该|该)(?:发|给)?(?:我)?.{0,6}(?:哪些|什么)通知|what(?:'s| is) the (?:state|status|stage) of my (?:margin )?call|where (?:is|does) my (?:margin )?call|next (?:lawful )?step|(?:call|notice)s? (?:are|is) (?:still )?owed"
)
ADMISSION = re.compile(
    r"我(?:现在|目前|这种情况|这样|今年|已经)?.{0,8}(?:能|可以|够|有没有|符合|满足|有)(?:不能|资格|条件)?.{0,8}(?:开通?|开户|办|申请)(?:两融|融资融券|信用账户|信用|吗|不|了|个)|我.{0,6}(?:开通|开户|准入)(?:的)?(?:条件|门槛|资格)(?:还)?(?:差|缺|够|满足)|我(?:还)?(?:差|缺)(?:什么|哪|多少).{0,8}(?:开通?|开户|门槛|条件)|(?:能|可以)(?:给我)?开通(?:吗|不|么)"
    r"|(?:can|may|could|am) i .{0,20}(?:open|apply|eligible|qualif).{0,24}(?:margin|account|credit)?|do i qualify|what am i (?:missing|lacking)"
)
TOLD_A_SUM = re.compile(
    r"(?:客服|经理|专员|你们|您们|他们|人家|有人).{0,4}(?:说|告诉|讲).{0,4}只(?:要|需|用).{0,3}补|\btold me\b.{0,16}\bonly (?:need|have) to (?:add|pay|deposit)"
)
"""What somebody is said to have told: the account says what it is, and nothing is supposed."""
THE_BAR = re.compile(r"门槛|条件|标准|threshold")
THRESHOLD = re.compile(
    r"(?:门槛|条件|标准).{0,10}(?:50|五十)\s*万|(?:50|五十)\s*万.{0,10}(?:门槛|条件|标准)|(?:只|就|才)?差(?:了)?(?:一|那么一?)(?:点点|丁点|点儿)|(?:明天|后天|下周|过(?:几|两|\d)天|以后|后面).{0,6}(?:涨(?:上去|到|回)|补(?:上|齐)).{0,4}(?:算|行|够)|(?:20|二十)(?:个)?(?:交易)?日(?:均|日均|的)?(?:平均)?(?:资产)?.{0,8}(?:怎么|多少|还差|够|算)|日均(?:资产)?.{0,8}(?:怎么|多少|还差|够|滚)|(?:明天|后天|下周|过几天|今天).{0,6}(?:涨(?:上去|到|回)|补(?:上|齐)|转进|打进|存进).{0,8}(?:算|行|够|可以|能)|threshold.{0,20}(?:500|half a million)|(?:20|twenty)[- ]day average|(?:tomorrow|next week).{0,24}(?:count|enough|qualif)"
)
CREDIT = re.compile(
    r"(?:额度|授信).{0,6}拉满|(?:额度|授信).{0,8}(?:提|调|升|加|涨|增|扩|批)(?:高|升|到|大|多|点|一点|一下|额)?|(?:提|调|升|加|涨|增|扩|要|批|给)(?:高|升|大|多|一点|点|个)?.{0,8}(?:授信|额度)|(?:授信|额度).{0,10}(?:怎么(?:算|来|定)|为什么|为啥|多少|谁(?:定|批|决定)|冻结|降|减|砍|不够|能到|还能)|(?:信用)?评分.{0,6}(?:多少|怎么|几分)|我(?:的)?(?:信用)?(?:评分|评级)|(?:raise|increase|lift|extend).{0,16}(?:credit line|credit limit|my (?:line|limit))|(?:credit line|credit limit|credit score)"
)
OWN_PLAN_SAVE = re.compile(
    r"(?:我的|我给自己|自己|我)(?:定的?|设的?)?(?:的)?(?:底线|纪律|红线|计划|规矩|止损线|下限).{0,4}(?:是|定|设|改|为|就|:)|(?:记(?:下|一下|住)|存(?:下|一下)|保存|帮我记).{0,10}(?:底线|纪律|红线|计划|下限|不低于|不超过|杠杆)|(?:底线|红线|下限|杠杆|不碰).{0,24}(?:记(?:下|一下|住)|保存|存(?:下|一下))|my (?:own )?(?:floor|limit|plan|rule) (?:is|should be|to be)|(?:note|save|remember).{0,20}(?:floor|plan|limit)"
)
OWN_PLAN_REVIEW = re.compile(
    r"(?:对照|对比|检查|看看|回顾|复查|核对)(?:一下)?.{0,6}(?:我)?(?:自己)?(?:的)?(?:计划|底线|纪律|红线|规矩)|(?:我)?(?:自己)?(?:的)?(?:计划|底线|纪律|红线)(?:.{0,6})(?:守住|破(?:了|没)|违反|遵守|怎么样|还在|是什么|是多少|有哪些)|(?:review|check|compare).{0,16}(?:my )?(?:own )?(?:plan|floor|limits)|(?:am i|did i).{0,12}(?:keeping|break|broke|kept).{0,12}(?:plan|floor|limits)"
)
LINES_ASKED = re.compile(
    r"(?:我(?:的)?)?(?:警戒线|预警线|平仓线|补足线|恢复线|追保线|最低线|提取线|(?:几|各)?条线)(?:和|跟|、|及|与|,)*(?:警戒线|预警线|平仓线|补足线|追保线|最低线|提取线)*(?:分别|各|都)?(?:是|在)?(?:多少|几|各多少)|what are my (?:margin )?lines"
)
