"""The words by which a client supposes something of the own account and asks what it comes to, a way each line."""

from __future__ import annotations

from bot.dialogue.phrases import pattern

LINE = r"(?:平仓|强平|平掉|爆仓|预警|警戒|追保|最低线|提取线|线|1[1-6]0|300)"
RATIO = r"(?:1[0-9]{2}|2[0-9]{2}|300)(?:\.\d+)?\s*%?"

UNDO = pattern(
    r"^(?:请|帮我|那|都)*(?:撤(?:回|销|掉)|还原|复原|回退|取消)(?:全部|所有|掉|了|吧|一下|假设)*[?!.。]*$",
    r"(?:撤(?:回|销|掉)|去掉|取消|删掉|删除|不算|不要)(?:了)?第.{1,2}[步个条笔]",
    r"(?:撤(?:回|销|掉)|去掉|取消|删掉|删除|不算|不要)[^,，\d]{1,8}(?:那|这)(?:一)?[步笔个条]",
    r"(?:第.{1,2}[步个条笔项]|[^,，\d]{1,8}(?:那|这|嗰|呢)(?:一)?[步笔个条])(?:假设|的|嘅|就|给|先|都|也|[,，\s])*(?:不要|唔要|不算|不计|唔计|唔算|去掉|撤(?:回|销|掉)|取消|删掉|删除|划掉|拿掉|扣掉|省掉)",
    r"^(?:那|请|麻烦|把|将)*(?:还款|还钱|还债|补钱|补仓|补款|转入|转钱|转账|现金|卖出|卖股票|跌|涨)[^,，\d]{0,3}(?:去掉|拿掉|删掉|撤掉|取消|不要了|不算了|唔要|唔计)",
    r"(?:拿掉|剔除|扣掉|划掉|唔要|唔计|唔算)(?:了)?(?:第.{1,2}[步个条笔项]|[^,，\d]{1,8}[那这嗰呢](?:一)?[步笔个条])",
    r"^(?:please |and |now |ok,? |just )*(?:remove|drop|undo|take out|take away|leave out|scrap|delete|without|cancel|skip|forget) (?:the |that |my )?(?:step \d|first|second|third|fourth|deposit|cash|sale|repayment|transfer|fall|price move)",
    r"^take (?:the |that |my )?(?:step \d|first|second|third|fourth|deposit|cash|sale|repayment|transfer|fall|price move)(?: one| step)? (?:out|away|back)",
    r"撤(?:回|销|掉)(?:上|刚|前|那|这|一)",
    r"(?:不|别)算(?:刚才|刚刚|上|最后|前面)(?:那|这)?(?:一)?(?:步|个|条|笔)",
    r"(?:去掉|取消|删掉)(?:刚才|刚刚|上|最后)(?:那|这)?(?:一)?(?:步|个|条)(?:假设)?",
    r"^回到(?:刚才|上一步|前一步|刚刚)(?:那步|那个|的假设)?[?!.。]*$",
    r"退回(?:上)?一步",
    r"\bundo\b",
    r"take (?:that|it|the last (?:one|step)) back",
    r"without the last (?:step|one)",
    r"go back (?:one|a) step",
)
REAL = pattern(
    r"真实",
    r"实际(?:上)?",
    r"真的",
    r"真正",
    r"真[系是](?:多少|几)",
    r"我(?:自己)?(?:的)?账户(?:现在|实际|里)",
    r"(?:my |the )?\b(?:real|really|actual|actually)\b",
)
REAL_ONE = pattern(
    r"(?:真的|真实|实际)(?:的)?(?:那个|那边|账户|情况|数)",
    r"我(?:自己)?(?:真实|真的|实际)?(?:的)?账户",
    r"\b(?:real|actual) (?:one|account)",
    r"my (?:real|actual|own) account",
)
SUPPOSED_ONE = pattern(
    r"(?:刚才|刚刚|上面|前面|之前)(?:的)?(?:那个|假设|那种|的)",
    r"那个假设",
    r"假设的?那个",
    r"(?:在|按)(?:刚才|刚刚|上面|那个)",
    r"\b(?:the )?(?:supposed|earlier|previous|last|hypothetical) (?:one|case|account|supposition)",
)
CORRECTS = pattern(
    r"^(?:不对|不是|错了|说错|弄错|我(?:是)?说的?是|更正|应该是|等等)",
    r"(?:说|打|写|弄)错了",
    r"^(?:no,|sorry|i meant?|correction|wrong)",
)
AFRESH = pattern(
    r"重新(?:算|来|开始|推演)",
    r"从头(?:算|来|开始)",
    r"清空",
    r"\b(?:start over|from scratch|afresh)\b",
)
GOES_ON = pattern(
    r"再",
    r"又",
    r"接着",
    r"继续",
    r"然后",
    r"那",
    r"还",
    r"此外",
    r"另外",
    r"同时",
    r"改成",
    r"换成",
    r"改为",
    r"调成",
    r"设成",
    r"变成",
    r"呢",
    r"按",
    r"\b(?:then|also|and|what about|plus|another|further|instead|under|with)\b",
)
ADDS = pattern(
    r"再(?![算试看说问讲来换改次]|一次)",
    r"又",
    r"接着",
    r"继续",
    r"然后",
    r"此外",
    r"另外",
    r"同时",
    r"也",
    r"加上",
    r"外加",
    r"[加还补]埋",
    r"一[起并齐]",
    r"[而并]且",
    r"基础上",
    r"之上",
    r"还(?=[要想会得能可有多另加补转存跌涨卖买融])",
    r"仲(?=[要会有还补转存跌涨卖买])",
    r"多(?=[还补转存打加卖跌涨])",
    r"\b(?:also|plus|another|further|as well|too|in addition|on top|besides|more)\b",
    r"(?:\band|^|, )\s*then\b",
    r"\band (?:i |we |to )?(?:repay|pay|deposit|add|put|sell|buy|move|transfer|withdraw|top up)\b",
    r"\band (?:\w+ ){1,3}(?:falls?|drops?|rises?|gains?|goes? (?:up|down))\b",
)

TOUCH = pattern(
    rf"(?:跌|涨|掉)(?:到|至)?(?:多少|百分之几|百分之多少|几(?:块|元|毛|个点|成)|什么价|哪个价|啥价).{{0,14}}{LINE}",
    rf"再(?:跌|涨)(?:多少|几个点|百分之几|几成).{{0,12}}{LINE}",
    r"(?:触线|平仓|强平|爆仓)(?:的)?价(?:格|位)?",
    rf"{LINE}.{{0,8}}(?:对应|是).{{0,6}}(?:股价|价格|价位)",
    r"(?:what|which) price.{0,40}(?:liquidat|margin call|line|call me)",
    r"how (?:far|much).{0,30}(?:fall|drop|rise).{0,30}(?:liquidat|line|margin call|before)",
)
TO_RATIO = pattern(
    rf"(?:跌|涨|掉|升)(?:到|至|了)?(?:多少|几|什么|哪).{{0,12}}?(?:到|回|剩|上|是|会)?\s*{RATIO}",
    r"(?:涨|升|反弹)(?:多少|几个点|到多少|到几).{0,10}(?:安全|没事|解除|不用补|脱险)",
    rf"(?:还|再|要)(?:差|还|补|涨|跌|转|追加|多少)?.{{0,8}}(?:多少|几).{{0,10}}(?:到|回到|达到|上|够)\s*{RATIO}",
    rf"(?:到|回到|达到)\s*{RATIO}.{{0,10}}(?:要|需要|还差|差).{{0,6}}(?:多少|几)",
    rf"(?:最多|还能?|还可以).{{0,12}}(?:融|借|买|取|转出|提).{{0,16}}(?:在|保持|不低于|高于|维持|守住).{{0,4}}{RATIO}",
    rf"{RATIO}.{{0,6}}(?:以上|之上).{{0,12}}(?:最多|还能).{{0,10}}(?:融|借|买|取|转|提)",
    rf"(?:过|超过|高于|低于|到|有没有|够不够|有)(?:了)?\s*{RATIO}\s*(?:了)?(?:没有|没|吗|么|未|不)",
    rf"(?:am i|is (?:it|my (?:\w+ )?ratio)|have i(?: got)?)\b.{{0,16}}\b(?:over|above|below|under|past|at|beyond)\s*{RATIO}",
    rf"how much.{{0,30}}(?:to (?:get|reach|be at|stay above)|back to|above)\s*{RATIO}",
    rf"(?:fall|rise|drop|go up).{{0,24}}(?:to|reach|back to)\s*{RATIO}",
    rf"(?:borrow|withdraw|buy).{{0,40}}(?:stay|keep|remain|still).{{0,16}}{RATIO}",
)
SAFE = pattern(
    r"安全",
    r"没事",
    r"解除",
    r"不用补",
    r"脱险",
    r"\bsafe\b",
    r"out of (?:danger|the call)",
)
WISHES_ADVICE = pattern(
    r"该(?:不该)?",
    r"要不要",
    r"推荐",
    r"值得",
    r"好不好",
    r"应该",
    r"划算",
    r"能不能买",
    r"会不会(?:涨|跌)",
    r"\b(?:should|recommend|worth|better|advise)\b",
)
WOULD_CALL = pattern(
    r"^(?:那|这样|这时|那样|然后|到时)?(?:候)?(?:我)?(?:会|就|能|还)?(?:会|要)?(?:不会|被)?(?:触发|追保|要?平仓|被平|强平|爆仓|被强平)(?:追保|平仓|吗|么|了|不|呢|[?？。])*$",
    r"^(?:and )?would (?:that|it|this) (?:trigger|cause|mean).{0,24}(?:call|liquidat)",
)
PRONOUN = pattern(
    r"它",
    r"这只",
    r"那只",
    r"该股",
    r"这个票",
    r"那个票",
    r"又被",
    r"又",
    r"\bit\b",
    r"\bthat (?:one|stock)\b",
)
FACTS_ONLY = pattern(
    r"规则",
    r"规定",
    r"条件",
    r"公式",
    r"什么时候(?:才)?(?:能|可以)",
    r"怎么(?:算|转)",
    r"\b(?:rule|when can|condition|formula)\b",
)

DEBT_FIRST = pattern(
    r"先还(?:哪|谁|融资|融券|哪个|什么)",
    r"(?:哪|那)(?:一)?(?:笔|个|张|份)(?:合约|债|负债)?.{0,4}(?:先|优先|最先)(?:还|了结)",
    r"还(?:哪|那)(?:一)?(?:笔|个)(?:合约|债)?(?:好|划算|合适|先|更)?",
    r"which (?:debt|contract|loan|one).{0,16}(?:first|repay|pay)",
    r"repay.{0,12}which",
)
DAILY = pattern(
    r"每[天日].{0,6}(?:利息|息费|利钱|费用|多少息|息(?:多少|几))",
    r"(?:一天|每天|一日|日)(?:的)?(?:利息|息费|费用)",
    r"(?:一天|一日|每天|每日)(?:要)?(?:多少|几)(?:钱)?(?:的)?(?:利息|息费|费用|息)",
    r"(?:daily|a day'?s?|per day|each day).{0,8}interest",
    r"interest.{0,12}(?:a|per|each) day",
)
POSITIONS = pattern(
    r"(?:融资|融券)(?:一共|总共|还)?(?:欠|借)(?:了|的)?(?:多少|几)",
    r"那笔.{0,4}欠",
    r"欠.{0,6}(?:多少|几).{0,8}(?:拆开|明细|分别)",
    r"(?:负债|欠款|债务|欠的).{0,6}(?:拆开|明细|分别|构成)",
    r"拆开看",
    r"(?:我|我的).{0,6}融券.{0,8}(?:费率|利率|多少股|数量|几股)",
    r"(?:shares|stock).{0,16}sold short",
    r"(?:持仓|持股).{0,3}(?:和|跟|与|及|、).{0,2}(?:合约|负债)",
)
COSTS_DAILY = pattern(
    r"(?:一天|一日|每天|每日)(?:要|得|收)?(?:多少|几)(?:钱)?",
    r"(?:cost|fee|charge)\w*\b.{0,16}(?:a|per|each) day",
    r"daily (?:cost|fee|charge)",
)
THIS_CONTRACT = pattern(
    r"[这呢](?:一)?(?:笔|张|个)",
    r"那(?:一)?(?:笔|张|个)",
    r"\b(?:it|that|this one)\b",
    r"^and\b",
    r"^那",
)
A_LINE = pattern(
    r"(?:平仓|强平|预警|警戒|补足|追保|提取|最低)线",
    r"(?:liquidation|warning|restore|withdrawal) line",
)
SUPPOSES_LINE = pattern(
    r"如果",
    r"要是",
    r"假如",
    r"假设",
    r"倘若",
    r"万一",
    r"(?:改|调|降|变|换|弄|搞|设)(?:成|到|为|做)",
    r"线(?:提高|上调|调高|升|下调|调低|降低?)\d",
    r"\b(?:if|suppose|were)\b",
)
OLD_CONTRACTS = pattern(
    r"(?:之前|以前|原来|老|旧|已经?开|存量|先前)(?:的|开的|开|借的)*.{0,4}(?:合约|融资单|仓)(?!.{0,6}(?:利息|还多少))",
    r"(?:old|existing|earlier|previous|open) contracts?",
    r"contracts? (?:opened )?before",
)
RATIO_NOW = pattern(
    r"(?:那|那么)?(?:我)?(?:的)?(?:现在|目前|当前|今天)?(?:我)?(?:的)?(?:账户)?(?:的)?(?:维持担保比例|维保比例|担保比例|维保|孖展比率|权益比率|比例|比率)(?:现在|目前)?(?:是|系|有|到)?(?:多少|几多|几)(?:了|呢|啊)?"
    r"|what(?:'s| is) (?:my|the) (?:\w+ )?ratio(?: now| right now)?",
)
TODAY_THEN = pattern(
    r"(?:那|那么)?(?:我)?(?:今天|现在|目前|当前)(?:的)?呢[?？。]*|(?:and |what about )(?:now|today)\??",
)
DOING_NOTHING = pattern(
    r"(?:要是|如果|假如|我|那)?不(?:补|追加|还)(?:仓|款|钱|保)?(?:的话)?(?:会|呢|怎)|(?:什么|啥|甚么)(?:都|也)不(?:做|干|管|补|操作|处理)|(?:不理|不管)(?:它|他|你们)?(?:会|的话)|if i do(?: absolutely)? nothing|do nothing",
)
