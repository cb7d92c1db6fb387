"""The words by which an account, a questionnaire, an amendment, a line or an extension is plainly asked for: folded, mended text."""

from __future__ import annotations

from bot.dialogue.phrases import one_of, pattern, words

WHY = one_of("为什么", "为啥", "为何", "怎么", "咋", "点解")
WHEN = one_of("什么时候", "啥时候", "何时", "几时", "哪[一]?天", "几号", "边日")
WHICH = one_of("什么", "啥", "哪些", "哪几", "几份", "咩", "乜", "边啲")
END = r"(?:的内容|内容)?(?:了|啦|喇|吧|的|啊|呀|哦)*$"
NUMBERS = pattern(r"\d", r"[一二两三四五六七八九十百]+(?:个点|成|%|万|元|块)")

# --- opening an account

_MARGIN = r"(?:a |an |my |the |your |up )*(?:margin|credit)(?: (?:account|acct|trading|facility|lending))?"
_WISHES = words(
    "want to",
    "wanna",
    "(?:would|'d|d) (?:like|love) to",
    "like to",
    "love to",
    "wish to",
    "need to",
    "ready to",
    "please",
    "can you",
    "could you",
    "would you",
    "help me",
    "let me",
    "here to",
    "trying to",
    "looking to",
    "looking for",
    "interested in",
    "me",
)
_STARTS = words(
    "open(?:ing)?",
    "set(?:ting)? up",
    "start(?:ing)?",
    "get(?:ting)? started (?:with|on)?",
    "sign (?:me )?up (?:for)?",
    "apply(?:ing)? for",
    "activat(?:e|ing)",
    "enabl(?:e|ing)",
    "begin(?:ning)?",
    "creat(?:e|ing)",
    "get(?:ting)?",
)
OPENS = pattern(
    rf"{_WISHES}.{{0,24}}{_STARTS} ?{_MARGIN}\b",
    rf"^(?:hi|hello|hey)?[, ]*(?:i )?(?:want|need|would like|'d like) {_MARGIN}(?: please| here| with you)*$",
    rf"^(?:please )?{_STARTS} {_MARGIN}\b.{{0,24}}$",
    rf"\bget(?:ting)? (?:me )?(?:going|started) (?:with|on) {_MARGIN}\b",
    rf"how (?:would|do|can) i go about (?:getting|opening|having) (?:an account|{_MARGIN})\b",
)
NO_OPENING = pattern(
    words(
        "requirements?",
        "conditions?",
        "rules?",
        "minimum",
        "how much",
        "how long",
        "what",
        "which",
        "who",
        "eligible",
        "qualif\\w+",
        "am i",
        "do i (?:need|have|qualify|meet)",
        "closing?",
        "call",
        "ratio",
        "position",
        "withdraw",
        "cancel",
        "should",
    ),
)

# --- the questionnaire

_GRADED = one_of(
    "测评",
    "评测",
    "风评",
    "问卷",
    "风险(?:评估|等级|测试)",
    words("questionnaire", "risk (?:score|grade|test|assessment|profile|quiz)", "suitability"),
)
_TOO_LOW = one_of(
    "(?:太|过|偏)低",
    "不够",
    "不(?:合格|达标|及格|过|行)",
    "没(?:过|通过|达标|合格)",
    "唔(?:合格|够|过)",
    "分(?:数)?(?:少|低)",
    "低了",
    "唔好",
    "不理想",
    words(
        "too low", "not (?:high )?enough", "low", "fail(?:ed)?", "didn'?t pass", "not passed?", "insufficient"
    ),
)
SCORED_LOW = pattern(rf"{_GRADED}.{{0,16}}{_TOO_LOW}", rf"{_TOO_LOW}.{{0,12}}{_GRADED}")
TAKES_AGAIN = pattern(
    r"(?:怎么|咋|点)(?:办|算|样)?",
    r"重(?:来|做|新|测)",
    r"再(?:做|测|来|考|试)",
    words("again", "re-?take", "redo", "re-?do", "another (?:try|go)", "what (?:now|then|if|can i do)"),
)

# --- an amendment

_CHANGE = one_of(
    "变更",
    "修改",
    "改动",
    "修订",
    "补充协议",
    "新(?:的)?(?:合同|条款|协议)",
    "改(?:的)?(?:合同|协议|条款|合约)",
    "(?:合同|协议|条款)(?:改|变)",
)
_FINE = one_of("没(?:有)?(?:问题|意见|异议)", "冇(?:问题|意见)", "可以", "行", "好")
_AGREES = one_of("同意", "接受", "答应", "认可", "接纳")
TAKES_ANEW = pattern(
    words("re-?take", "redo", "re-?do", "take again", "repeat")
    + r".{0,14}"
    + words("assessment", "questionnaire", "(?:risk|suitability) test"),
)
ACCEPTS = pattern(
    rf"^.{{0,6}}{_CHANGE}.{{0,6}}(?:我)?(?:{_FINE})?[,，、 ]*(?:我)?(?<!不){_AGREES}{END}",
    rf"^(?:那|好|行|嗯|ok|okay)?[,， ]*(?:我)?{_FINE}?[,， ]*(?:我)?{_AGREES}.{{0,8}}{_CHANGE}{END}",
    words("i(?:'m| am)? (?:agree|accept|consent|ok|okay|fine|happy)(?: to| with)?")
    + r".{0,16}"
    + words("amendment", "new terms", "new contract", "changes?"),
)
NO_ANSWER = pattern(
    r"[?？]|吗|么$|如果|怎|默认|自动|不同意|不接受|不答应|唔同意|什么",
    words("if", "not", "don'?t", "won'?t", "what", "how", "should", "must"),
)

# --- the credit line

LINE_LEFT = pattern(
    r"^(?:帮我|请|麻烦)?(?:查|看|睇|查询|查看)(?:一)?(?:下)?我(?:的|嘅)?(?:两融|信用|授信|融资)?额度(?:是)?(?:多少|几多|情况)?$",
    r"^(?:请问|那)?(?:我)?(?:现在|而家)?(?:还|仲)(?:能|可以|可)(?:再)?(?:融资|借钱|融|借)(?:多少|几多)(?:钱|额度)?(?:啊|呀|呢)?$",
    words("how much")
    + r".{0,8}"
    + words("credit", "(?:of )?my (?:line|limit)")
    + r".{0,24}"
    + words("left", "used", "available", "remain\\w*", "taken", "drawn"),
    words("how much")
    + r".{0,8}"
    + words("left", "remains?")
    + r".{0,8}"
    + words("(?:of|on|in) my (?:credit )?(?:line|limit)"),
)
LINE_RAISED = pattern(
    r"(?:授信|额度).{0,6}(?:提|加|调|升|增|上|抬|拉|多)(?:高|大|升|额|上|多|加|个)?(?:到|至|成|为)?.{0,3}[\d一二两三四五六七八九十百]",
    r"(?:授信|额度).{0,4}从.{1,12}(?:提|加|调|升|增|抬)(?:高|到|至|成)",
)

# --- extensions

EARLIEST = pattern(
    r"(?:最早|最先|最快|先|快要?|就要|马上|即将|最近).{0,3}到期",
    r"(?:头一|第一|最近一|下一)(?:张|笔|个|份).{0,2}到期",
    r"(?:期限|到期日?)最(?:早|近|先)",
    words(
        "due (?:first|next|soonest|earliest)",
        "earliest",
        "soonest",
        "first (?:due|to (?:expire|mature))",
        "(?:expir|matur)\\w+ (?:first|next|soonest)",
        "next due",
    ),
)
PROLONGS = pattern(
    r"展(?:期|一下|那|哪|这)|延期|续期|延长|续上|续(?:一|掉|下|约|多)|往后(?:延|推|拖)",
    words(
        "exten\\w+",
        "roll(?:ed|ing)? ?(?:it )?over",
        "rollover",
        "renew\\w*",
        "prolong\\w*",
        "more time on (?:the|my) contract",
    ),
)
EXTENDED_TO = pattern(
    r"新(?:的)?到期日",
    words("new (?:due|maturity|expiry) date"),
    rf"(?:展|延|续)(?:期)?(?:到|至)(?:了)?.{{0,2}}{WHEN}",
    words("extend(?:ed|s)?|rolled over")
    + r".{0,12}"
    + words("to when", "until when", "how long", "which day", "what date"),
)
ASKS_RULE = pattern(r"规[则定]|一般|通常|最多|几次|多少次", words("rules?", "how many times", "generally"))
OF_DEADLINE = pattern(
    r"追保|补仓|补款|截止|宽限|期限(?!最)", words("deadline", "margin call", "grace", "call")
)
