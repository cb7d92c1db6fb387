"""The words of being sold out, of a day that has been, of what waits, what was signed or announced, and of an amount that moved."""

from __future__ import annotations

from bot.dialogue.phrases import one_of, pattern, words
from bot.dialogue.plain_words import END, WHEN, WHICH, WHY

# --- forced liquidation

_SELLS = one_of(
    "强平",
    "强制平仓",
    "平(?:了|掉)?我(?:的)?(?:仓|账户|股票|票)?",
    "爆仓",
    "斩(?:了)?我?(?:的)?仓",
    "被平(?:仓|掉)?",
    "平仓",
    "卖(?:了|掉)?我(?:的)?(?:股票|票|仓)",
)
_WILL = one_of(
    "会不会",
    "会唔会",
    "是不是(?:要|会|准备|打算)?",
    "系咪(?:要|会)?",
    "要不要",
    "准备",
    "打算",
    "就要",
    "几时",
    "什么时候",
    "会",
)
WILL_SELL = pattern(
    rf"(?:我|你们?|你哋|公司|账户|这样|现在|到底|究竟|明天|今天|周一)*.{{0,4}}{_WILL}.{{0,4}}{_SELLS}(?:我|掉|吗|么|嘛|啊|呀|呢|了|的|仓)*$",
    words("will|would|going to|gonna|about to|do you|are you|am i|when will you|will you")
    + r".{0,24}"
    + words(
        "liquidat\\w+",
        "sell(?:ing)? me (?:out|up)",
        "sold out",
        "clos\\w+ me out",
        "force[- ]sell\\w*",
        "sell my (?:stocks?|shares|positions?)",
    ),
)
NO_SALE_ASKED = pattern(
    r"[跌涨]|不补|没补|补不|补上|补了|哪(?:些|只|几)|先|顺序|怎么|如何|为什么|凭什么|可以|条件|线|规|流程|费|利息|保证|承诺|之后|以后|融券|你说",
    words(
        "were",
        "was",
        "did",
        "fall\\w*",
        "drops?",
        "rise\\w*",
        "which",
        "what",
        "how",
        "why",
        "order",
        "first",
        "line",
        "after",
        "already",
        "if",
        "promise",
        "guarantee",
        "at",
        "limit down",
        "would have",
    ),
)

# --- a day that has been

OF_THAT_DAY = pattern(
    r"(?:看看|看下|看一下|睇下|查下|查一下|查查).{0,6}(?:昨|前|上|那|\d).{0,8}(?:账户|户口)$",
    r"户口.{0,3}点(?:样)?$",
    words("what did") + r".{0,6}" + words("my account") + r".{0,6}" + words("look", "stand"),
    words("my account as (?:of|at)"),
    r"(?:账户|户口|我(?:的|这边)?).{0,6}(?:什么样|怎(?:么)?样|咋样|点样|(?:什么|啥|咩)(?:情况|状况|样子)|情况|状况)(?:的|了|啊|呀|呢)*$",
    words("how did") + r".{0,10}" + words("account") + r".{0,8}" + words("look", "stand", "do"),
    words("my account") + r".{0,10}" + words("yesterday", "last (?:session|trading day|close)"),
    words("state|status") + r".{0,6}" + words("my account"),
)
ANOTHER_MATTER = pattern(
    r"变动|流水|进出|交易(?!日)|动静|发生|成交|利息|买卖|明天|后天|下周|会|[跌涨]",
    words("moved?", "movements?", "trades?", "transactions?", "happened", "tomorrow", "will", "if"),
)

# --- an application

_STUCK = one_of("卡|压|堵|停|拖|搁|耽搁")
STUCK = pattern(
    r"(?:申请|开户).{0,8}(?:谁|边个)(?:在|喺)?(?:看|办|处理|审|跟|睇)",
    r"(?:申请|审核|审批).{0,6}(?:在|喺)(?:谁|边个|哪个人)(?:的)?(?:手|那|度|嗰)",
    words("(?:sitting|stuck) on|hold(?:s|ing)? up|delaying|blocking") + r".{0,10}" + words("application"),
    rf"{_STUCK}(?:住)?(?:在)?(?:了)?(?:哪|谁|什么(?:地方|环节|人)|边)",
    rf"(?:申请|审核|审批|开户).{{0,8}}{_STUCK}(?:住|着|了)",
    r"(?:申请|审核|审批).{0,4}(?:到|去到)(?:哪|咩|边|什么)(?:里|儿|度|一?步|阶段|环节)?",
    words("application") + r".{0,24}" + words("stuck", "held up", "hanging", "sitting", "stalled"),
    words("where|why")
    + r".{0,20}"
    + words("application")
    + r".{0,16}"
    + words("stuck", "stand", "held up", "now"),
)
PULLS = pattern(
    words("pull", "scrap", "recall", "call off", "forget", "kill")
    + r".{0,8}"
    + words("(?:my|the) application")
)
NO_APPLICATION = pattern(
    r"银行卡|信用卡|卡(?:号|片|里|上|的)|软件|页面|网",
    r"提额|额度|授信|展期|延期|宽限|豁免",
    words("app", "credit", "line", "limit", "exten\\w+", "rollover"),
)
DECIDES = pattern(
    r"(?:谁|边个|哪(?:个人|位|个部门))(?:来|去|嚟)?(?:决定|批|审批|拍板|说了算)(?:的)?.{0,3}(?:我)?(?:能不能|可不可以|可唔可以|的)?(?:开户?|开通|申请)?",
    words("who")
    + r".{0,10}"
    + words("decides?|approves?|deciding")
    + r".{0,20}"
    + words("application|open|account"),
)
SOMETHING_ELSE_DECIDED = pattern(
    r"平仓线|折算率|额度|保证金|规则|强平|平仓|卖|处分|名单|标的|利率|展期|宽限",
    words("liquidat\\w+", "line", "haircut", "rate", "list", "extension"),
)

# --- what was signed

_PAPERS = one_of(
    "合同", "协议", "文件", "文书", "东西", words("documents?", "agreements?", "papers?", "contracts?")
)
SOLD_WHICH = pattern(
    r"(?:强平|平仓|强制平仓|斩仓|爆仓)(?:的话|时|嘅话)?(?:会|要|将)?(?:先)?(?:卖|沽|平|斩|处分)(?:掉|咗)?(?:我)?(?:的|嘅)?(?:边|哪)(?:的|啲|些|只|隻|几只|支)?(?:股票|股|货|证券)?(?:先)?[^,?]{0,3}$",
    r"\bwhich\b.{0,16}\b(?:get|be|are) sold (?:first )?(?:in|on|if) (?:a|the|you)?\b.{0,12}\b(?:forced sale|liquidat\w+)",
)
SIGNED_WHAT = pattern(
    r"签(?:署|过|咗|了|的|嘅)+(?:是|系)?(?:边|哪)(?:一)?(?:份|张|个)",
    r"(?:签(?:署|过|咗|了|的)+|签).{0,4}(?:几|多少)(?:份|个|样)",
    rf"签(?:约|署)(?:的)?(?:日期|时间|日子).{{0,4}}{WHEN}",
    rf"(?:我)?{WHEN}签(?:嘅|的|咗|了|过)*(?:合约|合同|协议)",
    rf"风险揭示书?.{{0,6}}{WHEN}.{{0,3}}签",
    words("everything|all") + r".{0,8}" + words("i(?:'ve| have)? signed"),
    words("when did i sign"),
    rf"(?:我)?{WHEN}.{{0,3}}签(?:署|过|咗|了|的)*(?:啲)?(?:了)?{WHICH}",
    rf"签(?:署|过|咗|了|的)+.{{0,4}}{_PAPERS}.{{0,4}}(?:和|跟|及|、)?(?:日期|时间|列|清单)",
    r"(?:列|看|查).{0,6}签(?:署|过|咗|了|的)+.{0,6}",
    rf"(?:都|我)(?:在)?(?:你们这|这里)?签(?:署|过|咗|了)(?:啲)?{WHICH}(?:{_PAPERS})?{END}",
    words("what|which") + r".{0,12}" + words("did i sign|have i signed|i signed") + r".{0,24}",
    words("when did i sign") + r".{0,8}" + words("what"),
    words("list") + r".{0,16}" + words("i(?:'ve| have)? signed"),
)

# --- what was announced

_TERMS = one_of("折算率", "保证金比例", "集中度")
_NEWS = one_of("政策", "公告", "规则", "调整", "新规", "通告")
FOR_ME = pattern(
    rf"(?:你们|你哋|公司|听说|是不是).{{0,4}}(?:要|会|准备|打算)(?:下调|上调|调低|调高|降低?|提高|改|调整|调)(?:了)?.{{0,6}}{_TERMS}",
    rf"{_NEWS}(?:出来|实施|执行|生效|下来|落地)?(?:之?后|以后)?.{{0,4}}我(?:的)?(?:账户|比例|户口).{{0,4}}(?:会)?(?:怎样|怎么样|如何|点|变)",
    words("how am i affected by|am i affected by|am i hit by")
    + r".{0,24}"
    + words("new|announced|changes?|policy|haircut"),
    rf"{_NEWS}.{{0,10}}(?:跟|和|同|对|与)我.{{0,6}}(?:有|什么|啥|咩)?.{{0,2}}(?:关系|影响|关)",
    rf"{_NEWS}.{{0,8}}(?:影响|关系到|牵涉)(?:到)?我",
    rf"{_NEWS}(?:一|要|将|会)?(?:改|变|调).{{0,8}}我(?:的|会|要|这边)?.{{0,8}}(?:多少|怎样|怎么样|几|什么|影响|变)",
    words("(?:announce\\w+|polic(?:y|ies)|upcoming changes?|new rules?|change)")
    + r".{0,24}"
    + words("(?:mean|change|affect|impact|matter)\\w*")
    + r".{0,12}"
    + words("me|my account|for me"),
    words("what")
    + r".{0,10}"
    + words("changes?")
    + r".{0,6}"
    + words("for me")
    + r".{0,24}"
    + words("announce\\w+|policy|policies|rules?"),
)
OLD_OR_LAW = pattern(
    r"合约|合同|交易所|监管|\d{4}年|新开|存量",
    words("exchange", "regulat\\w+", "contract", "agreement", "amendment"),
)

# --- why an amount is another one than before

_ANOTHER = one_of(
    "不一样",
    "唔同",
    "不同",
    "不(?:对|相)?符",
    "对不上",
    "对唔上",
    "不一致",
    "差(?:了|这么|那么|那?么多)",
    "又变",
    "变(?:了|来变去|化)",
    "多(?:了|咗|出)",
    "少(?:了|咗)",
    "高了",
    "低了",
    "涨了",
    "增加了",
    "不是(?:短信|通知|消息)",
)
_NOTE = one_of("短信", "通知", "消息", "信息", "公告函", "追保函")
_NOTE_EN = words("text|sms|notice|message|letter|you (?:said|wrote|sent)|e-?mail")
_DIFFERS_EN = words(
    "differ\\w*",
    "not the same",
    "another",
    "chang\\w+",
    "more than",
    "less than",
    "higher",
    "lower",
    "doesn'?t match",
    "not match\\w*",
    "not what",
    "isn'?t (?:it )?what",
    "gone up",
    "went up",
    "grown",
)
DIFFERS_FROM_NOTICE = pattern(
    rf"(?:和|跟|同|与|比).{{0,8}}{_NOTE}.{{0,16}}{_ANOTHER}",
    rf"{_NOTE}.{{0,14}}(?:和|跟|同|与|比).{{0,8}}{_ANOTHER}",
    rf"{WHY}(?:又)?不(?:是|等于|像){_NOTE}.{{0,10}}",
    rf"{_NOTE}.{{0,6}}(?:写|说|讲|是).{{0,10}}(?:现在|怎么|点解|为什么|咋).{{0,10}}{_ANOTHER}",
    rf"{_DIFFERS_EN}.{{0,24}}{_NOTE_EN}",
    rf"{_NOTE_EN}.{{0,30}}{_DIFFERS_EN}",
)
DIFFERS = pattern(
    rf"{WHY}(?:会|又|就|老|还|突然)*.{{0,10}}{_ANOTHER}",
    rf"{_ANOTHER}.{{0,4}}(?:是)?{WHY}",
    r"^(?:那)?(?:怎么|点解|咋)又(?:变|涨|多|加)",
    r"(?:昨[天晚日]?|寻日|之前|刚才|上次|早上).{0,4}(?:不是|唔系).{0,10}(?:吗|么|咩|[?？])?$",
    words("why|how come") + rf".{{0,24}}{_DIFFERS_EN}",
    words("what (?:has |have )?(?:changed|moved)(?: since.{0,20})?$"),
)
THREE_WAYS = pattern(
    r"三|几(?:个|种)|办法|方式|哪(?:个|种)|划算|比例|维保|利息|额度|折算",
    words("three", "ways?", "options?", "ratio", "interest", "line", "these", "them"),
)
YESTERDAY = pattern(
    r"昨|寻日|前(?:一)?(?:天|日)|上(?:一)?个?交易日",
    words("yesterday", "last (?:session|night)", "the day before", "previous day"),
)
