"""The words of ``bot.dialogue.plain_asked``: what a client plainly asks of the account's services, over folded, mended text."""

from __future__ import annotations

from bot.dialogue.phrases import one_of, pattern, words

_WHY = one_of("为什么", "为啥", "为何", "怎么", "咋", "点解")
_WHEN = one_of("什么时候", "啥时候", "何时", "几时", "哪[一]?天", "几号", "边日")
_WHICH = one_of("什么", "啥", "哪些", "哪几", "几份", "咩", "乜", "边啲")
_END = r"(?:的内容|内容)?(?:了|啦|喇|吧|的|啊|呀|哦)*$"
NUMBERS = pattern(r"\d", r"[一二两三四五六七八九十百]+(?:个点|成|%|万|元|块)")

# --- opening an account

_MARGIN = r"(?:a |an |my |the |your |up )*(?:margin|credit)(?: (?:account|acct|trading|facility|lending))?"
_WISHES = words(
    "want to", "wanna", "(?:would|'d|d) (?:like|love) to", "like to", "love to", "wish to", "need to",
    "ready to", "please", "can you", "could you", "would you", "help me", "let me", "here to", "trying to",
    "looking to", "looking for", "interested in", "me",
)  # fmt: skip
_STARTS = words(
    "open(?:ing)?", "set(?:ting)? up", "start(?:ing)?", "get(?:ting)? started (?:with|on)?", "sign (?:me )?up (?:for)?",
    "apply(?:ing)? for", "activat(?:e|ing)", "enabl(?:e|ing)", "begin(?:ning)?", "creat(?:e|ing)", "get(?:ting)?",
)  # fmt: skip
OPENS = pattern(
    rf"{_WISHES}.{{0,24}}{_STARTS} ?{_MARGIN}\b",
    rf"^(?:hi|hello|hey)?[, ]*(?:i )?(?:want|need|would like|'d like) {_MARGIN}(?: please| here| with you)*$",
    rf"^(?:please )?{_STARTS} {_MARGIN}\b.{{0,24}}$",
    rf"\bget(?:ting)? (?:me )?(?:going|started) (?:with|on) {_MARGIN}\b",
    rf"how (?:would|do|can) i go about (?:getting|opening|having) (?:an account|{_MARGIN})\b",
)
NO_OPENING = pattern(
    words("requirements?", "conditions?", "rules?", "minimum", "how much", "how long", "what", "which", "who", "eligible", "qualif\\w+",
          "am i", "do i (?:need|have|qualify|meet)", "closing?", "call", "ratio", "position", "withdraw", "cancel", "should"),
)  # fmt: skip

# --- the questionnaire

_GRADED = one_of(
    "测评", "评测", "风评", "问卷", "风险(?:评估|等级|测试)", words("questionnaire", "risk (?:score|grade|test|assessment|profile|quiz)", "suitability")
)  # fmt: skip
_TOO_LOW = one_of(
    "(?:太|过|偏)低", "不够", "不(?:合格|达标|及格|过|行)", "没(?:过|通过|达标|合格)", "唔(?:合格|够|过)", "分(?:数)?(?:少|低)", "低了", "唔好", "不理想",
    words("too low", "not (?:high )?enough", "low", "fail(?:ed)?", "didn'?t pass", "not passed?", "insufficient"),
)  # fmt: skip
SCORED_LOW = pattern(rf"{_GRADED}.{{0,16}}{_TOO_LOW}", rf"{_TOO_LOW}.{{0,12}}{_GRADED}")
TAKES_AGAIN = pattern(
    r"(?:怎么|咋|点)(?:办|算|样)?", r"重(?:来|做|新|测)", r"再(?:做|测|来|考|试)",
    words("again", "re-?take", "redo", "re-?do", "another (?:try|go)", "what (?:now|then|if|can i do)"),
)  # fmt: skip

# --- an amendment

_CHANGE = one_of(
    "变更", "修改", "改动", "修订", "补充协议", "新(?:的)?(?:合同|条款|协议)", "改(?:的)?(?:合同|协议|条款|合约)", "(?:合同|协议|条款)(?:改|变)"
)  # fmt: skip
_FINE = one_of("没(?:有)?(?:问题|意见|异议)", "冇(?:问题|意见)", "可以", "行", "好")
_AGREES = one_of("同意", "接受", "答应", "认可", "接纳")
TAKES_ANEW = pattern(
    words("re-?take", "redo", "re-?do", "take again", "repeat") + r".{0,14}" + words("assessment", "questionnaire", "(?:risk|suitability) test"),
)  # fmt: skip
ACCEPTS = pattern(
    rf"^.{{0,6}}{_CHANGE}.{{0,6}}(?:我)?(?:{_FINE})?[,，、 ]*(?:我)?(?<!不){_AGREES}{_END}",
    rf"^(?:那|好|行|嗯|ok|okay)?[,， ]*(?:我)?{_FINE}?[,， ]*(?:我)?{_AGREES}.{{0,8}}{_CHANGE}{_END}",
    words("i(?:'m| am)? (?:agree|accept|consent|ok|okay|fine|happy)(?: to| with)?") + r".{0,16}" + words("amendment", "new terms", "new contract", "changes?"),
)  # fmt: skip
NO_ANSWER = pattern(
    r"[?？]|吗|么$|如果|怎|默认|自动|不同意|不接受|不答应|唔同意|什么", words("if", "not", "don'?t", "won'?t", "what", "how", "should", "must")
)  # fmt: skip

# --- the credit line

LINE_LEFT = pattern(
    words("how much") + r".{0,8}" + words("credit", "(?:of )?my (?:line|limit)") + r".{0,24}" + words("left", "used", "available", "remain\\w*", "taken", "drawn"),
    words("how much") + r".{0,8}" + words("left", "remains?") + r".{0,8}" + words("(?:of|on|in) my (?:credit )?(?:line|limit)"),
)  # fmt: skip
LINE_RAISED = pattern(
    r"(?:授信|额度).{0,6}(?:提|加|调|升|增|上|抬|拉|多)(?:高|大|升|额|上|多|加|个)?(?:到|至|成|为)?.{0,3}[\d一二两三四五六七八九十百]",
    r"(?:授信|额度).{0,4}从.{1,12}(?:提|加|调|升|增|抬)(?:高|到|至|成)",
)

# --- extensions

EARLIEST = pattern(
    r"(?:最早|最先|最快|先|快要?|就要|马上|即将|最近).{0,3}到期", r"(?:头一|第一|最近一|下一)(?:张|笔|个|份).{0,2}到期",
    words("due (?:first|next|soonest|earliest)", "earliest", "soonest", "first (?:due|to (?:expire|mature))", "(?:expir|matur)\\w+ (?:first|next|soonest)", "next due"),
)  # fmt: skip
PROLONGS = pattern(
    r"展(?:期|一下|那|哪|这)|延期|续期|延长|续上|续(?:一|掉|下|约|多)|往后(?:延|推|拖)", words("exten\\w+", "roll(?:ed|ing)? ?(?:it )?over", "rollover", "renew\\w*", "prolong\\w*", "more time on (?:the|my) contract")
)  # fmt: skip
EXTENDED_TO = pattern(
    r"新(?:的)?到期日", words("new (?:due|maturity|expiry) date"),
    rf"(?:展|延|续)(?:期)?(?:到|至)(?:了)?.{{0,2}}{_WHEN}",
    words("extend(?:ed|s)?|rolled over") + r".{0,12}" + words("to when", "until when", "how long", "which day", "what date"),
)  # fmt: skip
ASKS_RULE = pattern(r"规[则定]|一般|通常|最多|几次|多少次", words("rules?", "how many times", "generally"))
OF_DEADLINE = pattern(r"追保|补仓|补款|截止|宽限|期限", words("deadline", "margin call", "grace", "call"))

# --- forced liquidation

_SELLS = one_of(
    "强平", "强制平仓", "平(?:了|掉)?我(?:的)?(?:仓|账户|股票|票)?", "爆仓", "斩(?:了)?我?(?:的)?仓", "被平(?:仓|掉)?", "平仓", "卖(?:了|掉)?我(?:的)?(?:股票|票|仓)"
)  # fmt: skip
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
    words("will|would|going to|gonna|about to|do you|are you|am i|when will you|will you") + r".{0,24}"
    + words("liquidat\\w+", "sell(?:ing)? me (?:out|up)", "sold out", "clos\\w+ me out", "force[- ]sell\\w*", "sell my (?:stocks?|shares|positions?)"),
)  # fmt: skip
NO_SALE_ASKED = pattern(
    r"[跌涨]|不补|没补|补不|补上|补了|哪(?:些|只|几)|先|顺序|怎么|如何|为什么|凭什么|可以|条件|线|规|流程|费|利息|保证|承诺|之后|以后|融券|你说",
    words("were", "was", "did", "fall\\w*", "drops?", "rise\\w*", "which", "what", "how", "why", "order", "first", "line", "after", "already", "if", "promise", "guarantee", "at", "limit down", "would have"),
)  # fmt: skip

# --- a day that has been

OF_THAT_DAY = pattern(
    r"(?:看看|看下|看一下|睇下|查下|查一下|查查).{0,6}(?:昨|前|上|那|\d).{0,8}(?:账户|户口)$", r"户口.{0,3}点(?:样)?$",
    words("what did") + r".{0,6}" + words("my account") + r".{0,6}" + words("look", "stand"), words("my account as (?:of|at)"),
    r"(?:账户|户口|我(?:的|这边)?).{0,6}(?:什么样|怎(?:么)?样|咋样|点样|(?:什么|啥|咩)(?:情况|状况|样子)|情况|状况)(?:的|了|啊|呀|呢)*$",
    words("how did") + r".{0,10}" + words("account") + r".{0,8}" + words("look", "stand", "do"),
    words("my account") + r".{0,10}" + words("yesterday", "last (?:session|trading day|close)"),
    words("state|status") + r".{0,6}" + words("my account"),
)  # fmt: skip
ANOTHER_MATTER = pattern(
    r"变动|流水|进出|交易(?!日)|动静|发生|成交|利息|买卖|明天|后天|下周|会|[跌涨]", words("moved?", "movements?", "trades?", "transactions?", "happened", "tomorrow", "will", "if")
)  # fmt: skip

# --- an application

_STUCK = one_of("卡|压|堵|停|拖|搁|耽搁")
STUCK = pattern(
    r"(?:申请|审核|审批).{0,6}(?:在|喺)(?:谁|边个|哪个人)(?:的)?(?:手|那|度|嗰)", words("(?:sitting|stuck) on|hold(?:s|ing)? up|delaying|blocking") + r".{0,10}" + words("application"),
    rf"{_STUCK}(?:住)?(?:在)?(?:了)?(?:哪|谁|什么(?:地方|环节|人)|边)", rf"(?:申请|审核|审批|开户).{{0,8}}{_STUCK}(?:住|着|了)",
    r"(?:申请|审核|审批).{0,4}(?:到|去到)(?:哪|咩|边|什么)(?:里|儿|度|一?步|阶段|环节)?",
    words("application") + r".{0,24}" + words("stuck", "held up", "hanging", "sitting", "stalled"),
    words("where|why") + r".{0,20}" + words("application") + r".{0,16}" + words("stuck", "stand", "held up", "now"),
)  # fmt: skip
PULLS = pattern(
    words("pull", "scrap", "recall", "call off", "forget", "kill")
    + r".{0,8}"
    + words("(?:my|the) application")
)
OF_A_CARD = pattern(r"银行卡|信用卡|卡(?:号|片|里|上|的)|软件|页面|网", words("app"))
DECIDES = pattern(
    r"(?:谁|边个|哪(?:个人|位|个部门))(?:来|去|嚟)?(?:决定|批|审批|拍板|说了算)(?:的)?.{0,3}(?:我)?(?:能不能|可不可以|可唔可以|的)?(?:开户?|开通|申请)?",
    words("who") + r".{0,10}" + words("decides?|approves?|deciding") + r".{0,20}" + words("application|open|account"),
)  # fmt: skip
SOMETHING_ELSE_DECIDED = pattern(
    r"平仓线|折算率|额度|保证金|规则|强平|平仓|卖|处分|名单|标的|利率|展期|宽限",
    words("liquidat\\w+", "line", "haircut", "rate", "list", "extension"),
)

# --- what was signed

_PAPERS = one_of(
    "合同", "协议", "文件", "文书", "东西", words("documents?", "agreements?", "papers?", "contracts?")
)
SIGNED_WHAT = pattern(
    r"(?:签(?:署|过|咗|了|的)+|签).{0,4}(?:几|多少)(?:份|个|样)", rf"签(?:约|署)(?:的)?(?:日期|时间|日子).{{0,4}}{_WHEN}", rf"(?:我)?{_WHEN}签(?:嘅|的|咗|了|过)*(?:合约|合同|协议)",
    rf"风险揭示书?.{{0,6}}{_WHEN}.{{0,3}}签", words("everything|all") + r".{0,8}" + words("i(?:'ve| have)? signed"), words("when did i sign"),
    rf"(?:我)?{_WHEN}.{{0,3}}签(?:署|过|咗|了|的)*(?:啲)?(?:了)?{_WHICH}", rf"签(?:署|过|咗|了|的)+.{{0,4}}{_PAPERS}.{{0,4}}(?:和|跟|及|、)?(?:日期|时间|列|清单)",
    r"(?:列|看|查).{0,6}签(?:署|过|咗|了|的)+.{0,6}", rf"(?:都|我)(?:在)?(?:你们这|这里)?签(?:署|过|咗|了)(?:啲)?{_WHICH}(?:{_PAPERS})?{_END}",
    words("what|which") + r".{0,12}" + words("did i sign|have i signed|i signed") + r".{0,24}",
    words("when did i sign") + r".{0,8}" + words("what"), words("list") + r".{0,16}" + words("i(?:'ve| have)? signed"),
)  # fmt: skip

# --- what was announced

_TERMS = one_of("折算率", "保证金比例", "集中度")
_NEWS = one_of("政策", "公告", "规则", "调整", "新规", "通告")
FOR_ME = pattern(
    rf"(?:你们|你哋|公司|听说|是不是).{{0,4}}(?:要|会|准备|打算)(?:下调|上调|调低|调高|降低?|提高|改|调整|调)(?:了)?.{{0,6}}{_TERMS}",
    rf"{_NEWS}(?:出来|实施|执行|生效|下来|落地)?(?:之?后|以后)?.{{0,4}}我(?:的)?(?:账户|比例|户口).{{0,4}}(?:会)?(?:怎样|怎么样|如何|点|变)",
    words("how am i affected by|am i affected by|am i hit by") + r".{0,24}" + words("new|announced|changes?|policy|haircut"),
    rf"{_NEWS}.{{0,10}}(?:跟|和|同|对|与)我.{{0,6}}(?:有|什么|啥|咩)?.{{0,2}}(?:关系|影响|关)", rf"{_NEWS}.{{0,8}}(?:影响|关系到|牵涉)(?:到)?我",
    rf"{_NEWS}(?:一|要|将|会)?(?:改|变|调).{{0,8}}我(?:的|会|要|这边)?.{{0,8}}(?:多少|怎样|怎么样|几|什么|影响|变)",
    words("(?:announce\\w+|polic(?:y|ies)|upcoming changes?|new rules?|change)") + r".{0,24}" + words("(?:mean|change|affect|impact|matter)\\w*") + r".{0,12}" + words("me|my account|for me"),
    words("what") + r".{0,10}" + words("changes?") + r".{0,6}" + words("for me") + r".{0,24}" + words("announce\\w+|policy|policies|rules?"),
)  # fmt: skip
OLD_OR_LAW = pattern(
    r"合约|合同|交易所|监管|\d{4}年|新开|存量",
    words("exchange", "regulat\\w+", "contract", "agreement", "amendment"),
)

# --- why an amount is another one than before

_ANOTHER = one_of(
    "不一样", "唔同", "不同", "不(?:对|相)?符", "对不上", "对唔上", "不一致", "差(?:了|这么|那么|那?么多)", "又变", "变(?:了|来变去|化)", "多(?:了|咗|出)",
    "少(?:了|咗)", "高了", "低了", "涨了", "增加了", "不是(?:短信|通知|消息)",
)  # fmt: skip
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
    rf"(?:和|跟|同|与|比).{{0,8}}{_NOTE}.{{0,16}}{_ANOTHER}", rf"{_NOTE}.{{0,14}}(?:和|跟|同|与|比).{{0,8}}{_ANOTHER}",
    rf"{_WHY}(?:又)?不(?:是|等于|像){_NOTE}.{{0,10}}", rf"{_NOTE}.{{0,6}}(?:写|说|讲|是).{{0,10}}(?:现在|怎么|点解|为什么|咋).{{0,10}}{_ANOTHER}",
    rf"{_DIFFERS_EN}.{{0,24}}{_NOTE_EN}", rf"{_NOTE_EN}.{{0,30}}{_DIFFERS_EN}",
)  # fmt: skip
DIFFERS = pattern(
    rf"{_WHY}(?:会|又|就|老|还|突然)*.{{0,10}}{_ANOTHER}", rf"{_ANOTHER}.{{0,4}}(?:是)?{_WHY}", r"^(?:那)?(?:怎么|点解|咋)又(?:变|涨|多|加)",
    words("why|how come") + rf".{{0,24}}{_DIFFERS_EN}", words("what (?:has |have )?(?:changed|moved)(?: since.{0,20})?$"),
)  # fmt: skip
THREE_WAYS = pattern(
    r"三|几(?:个|种)|办法|方式|哪(?:个|种)|划算|比例|维保|利息|额度|折算",
    words("three", "ways?", "options?", "ratio", "interest", "line", "these", "them"),
)
YESTERDAY = pattern(
    r"昨|寻日|前(?:一)?(?:天|日)|上(?:一)?个?交易日",
    words("yesterday", "last (?:session|night)", "the day before", "previous day"),
)
