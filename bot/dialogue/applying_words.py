"""The words of applying for an account and of the risk questionnaire: patterns over the normal form of a request, a way each line."""

from __future__ import annotations

from bot.dialogue.phrases import pattern

_OPENING = r"(?:两融|融资融券|双融|孖展(?:户口|账户)?|信用(?:账户|账号|户)|(?:margin|credit) account)"
NOT_WORDS = r"(?:没有?|不(?:给|让|能)?|未|拒)"
WHY_WORDS = r"(?:为什么|为啥|为何|凭什么|凭啥|怎么|咋|干嘛|什么原因|\bwhy\b|\bhow come\b)"
_HOW_FAR = (
    r"(?:进度|进展|状态|动静|下文|没消息|能不能快|快一?点|催|到哪|哪一?步|怎么样了?$|咋样了?$|有(?:没有)?结果|多久|还要等|"
    r"(?:批|过|通过|审核|审批|办|下来|弄|搞)(?:好|完|下来)?(?:了)?(?:吗|么|没|没有|嘛)|批下来|status|progress|approved|how far|stuck)"
)

LINE = pattern(
    r"额度",
    r"授信",
    r"提额",
    r"credit (?:line|limit)",
    r"my (?:line|limit)\b",
)
EXTENSION = pattern(
    r"展期",
    r"延期",
    r"续期",
    r"\bexten(?:d|sions?|ded|ding)\b",
    r"\broll(?:ed|ing)?[- ]?(?:it )?over\b",
    r"\brenew(?:al|ed)?\b",
)
_MISTYPED = pattern(
    r"展(?:其|齐|骑|琪|七|qi)",
    r"[斩辗粘占]期",
    r"佔期",
    r"展qi",
)
CONTRACT = pattern(
    r"合同",
    r"协议",
    r"条款",
    r"\b(?:contract|agreement|amendment|clauses?|terms)\b",
)
APPLICATION = pattern(
    r"申请",
    r"开户",
    r"开通",
    r"审核",
    r"审批",
    rf"{_OPENING}.{{0,4}}(?:开|办|批)",
    rf"(?:开|办|批).{{0,4}}{_OPENING}",
    r"\bappl(?:y|ied|ication)\b",
    r"\badmission\b",
)
SUPPOSES = pattern(
    r"如果",
    r"要是",
    r"假如",
    r"假设",
    r"倘若",
    r"万一",
    r"(?:调|改|降|变|打)(?:成|到|为)\s*(?:\d|零)",
    r"\bif\b",
    r"suppose",
)
IN_GENERAL = pattern(
    r"规[则定]",
    r"什么条件",
    r"哪些条件",
    r"条件是",
    r"一般",
    r"通常",
    r"法律",
    r"监管",
    r"交易所",
    r"(?<!为)什么(?:是|叫)",
    r"是什么意思",
    r"\b(?:rules?|regulation|in general|conditions?)\b",
)
COMPLAINS = pattern(
    r"投诉",
    r"举报",
    r"赔偿?",
    r"起诉",
    r"告你们",
    r"\b(?:complain|complaint|compensat\w+|sue)\b",
)
WHY = pattern(
    WHY_WORDS,
)
STATUS = pattern(
    _HOW_FAR,
)
BARE_STATUS = pattern(
    r"(?:那|我的|现在|这个|它)*(?:批了|批下来|通过了?|过了|好了|办好了|有结果|下来了?|审完了?)(?:吗|么|没|没有|嘛)",
    r"(?:那|我的|现在|这个|它)*(?:到哪(?:一?步)?了?|进度(?:呢|怎么样)?|怎么样了|什么进度|走到哪了?)",
    r"(?:is it )?approved(?: yet)?",
    r"any (?:news|progress)",
    r"where does it stand",
)
BARE_WHY = pattern(
    r"(?:那|这)?(?:是)?(?:为什么|为啥|为何|凭什么|什么原因|怎么回事|理由呢|原因呢)(?:要|会)?(?:变|改|调整?|降|下调|调低)?(?:了)?(?:呢|啊|呀)?",
    r"why(?: not| is that)?",
)

# --- admission

WITHDRAW = pattern(
    r"(?:撤回|撤销|撤掉|撤了?|取消|收回|不要了).{0,8}(?:申请|开户|两融)",
    r"(?:申请|开户).{0,5}(?:撤回|撤销|撤掉|撤了|取消|收回|不要了)",
    r"不(?:想)?(?:申请|开户|开两融|开通)了",
    r"\b(?:withdraw|cancel|take back|drop|retract)\b.{0,16}\b(?:application|request|applying)\b",
)
SUBMIT = pattern(
    r"(?:提交|递交|上交|交上?去?|报上去).{0,6}(?:开户|开通|两融|融资融券|我的)?.{0,3}申请",
    r"申请.{0,4}(?:提交|递交|交上去|报上去)",
    r"\bsubmit\b.{0,14}\bapplication\b",
    r"\bhand in\b.{0,12}\bapplication\b",
)
OPEN = pattern(
    rf"(?:我|俺)?(?:就|也|现在|马上|立刻)?(?:要|想|打算|准备|需要|来)(?:在?你们?(?:这|这里|这儿|家)?)?(?:申请|去)?(?:开通?|开立|办理?|弄|搞|申请)(?:一?个|一下)?(?:开通)?{_OPENING}(?:账户|账号|户头?|业务|权限|资格)?",
    rf"(?:帮|给|替)我?(?:申请|开通?|办理?|弄|搞)(?:一?个|一下)?{_OPENING}",
    rf"^申请(?:开通|开立|办理)?{_OPENING}",
    r"^(?:我要|我想)?(?:申请开户|开户申请)$",
    rf"\b(?:want|like|wish|need) to (?:open|apply for|get)\b.{{0,12}}{_OPENING}",
    rf"\b(?:open|apply for)\b (?:a|my|me a) {_OPENING}",
)
ASKS = pattern(
    r"[?]",
    r"吗",
    r"么$",
    r"呢",
    r"什么",
    r"多少",
    r"怎么",
    r"如何",
    r"哪",
    r"谁",
    r"几",
    r"能不能",
    r"可不可以",
    r"可以",
    r"门槛",
    r"\b(?:what|how|when|which|who|can|may|do|does|is|are)\b",
)
NOT_PASSED = pattern(
    rf"{WHY_WORDS}.{{0,10}}{NOT_WORDS}.{{0,6}}(?:通过|批|过审|审核|开通|开户|给我开|过$)",
    r"(?:申请|审核|开户|开通).{0,10}(?:被拒|拒绝|没过|没通过|没批|卡住|不批|不通过)",
    rf"(?:被拒|拒绝).{{0,6}}(?:原因|理由|{WHY_WORDS})",
    r"\bwhy\b.{0,30}\b(?:refused|rejected|declined|approved|turned down|turn me down|pass)\b",
)
LACKS = pattern(
    r"还(?:差|缺|少|需要|要|得)(?:些|点|我|补|准备|交|办)*(?:什么|啥|哪些|哪几)(?:材料|资料|条件|东西|步骤|手续|没)?",
    r"(?:缺|差|补)(?:什么|哪些|啥)(?:材料|资料|手续|条件)",
    r"\bwhat\b.{0,14}\b(?:missing|lack(?:ing)?|still need(?:ed)?|outstanding)\b",
)
WHO = pattern(
    r"(?:谁|哪个部门|哪个人|什么人|哪位|哪些人).{0,6}(?:决定|来?批|审批|审核|来?审|说了算|拍板|负责批)",
    r"\bwho\b.{0,10}\b(?:decides?|approves?|reviews?|deciding)\b",
)
EXPLAIN = pattern(
    r"(?:要|想要?|需要|给我?|跟我|有权)(?:你们)?(?:一?个|一下|要求)?(?:解释|说法|说明)(?:一下|清楚|原因|理由)*",
    r"解释(?:一下|清楚).{0,6}(?:申请|审核|开户|结果|决定)",
    r"\bexplain\b.{0,30}\b(?:application|decision|refusal|why)\b",
    r"\bexplanation\b",
)
PERSON = pattern(
    r"(?:找|叫|派|让|换)(?:个|一?个|一位|真)?人(?:来|工)?.{0,6}(?:解释|说明|说清|复核|再看|重新看)",
    r"人工.{0,4}(?:解释|复核|重新审|再审)",
    r"\b(?:person|someone|somebody|human)\b.{0,16}\b(?:explain|look (?:at it )?again|review)\b",
)
SHEET = pattern(
    r"(?:风险)?(?:测评|评测|问卷|风评)",
    r"风险(?:承受能力)?(?:评估|等级)",
    r"适当性(?:测评|评估)",
    r"\b(?:questionnaire|risk (?:assessment|test|profile|grade)|suitability test)\b",
)
SHEET_RESULT = pattern(
    r"结果",
    r"几分",
    r"多少分",
    r"得分",
    r"分数",
    r"等级",
    r"几级",
    r"有效",
    r"到期",
    r"过期",
    r"失效",
    r"什么时候.{0,6}(?:再|重)",
    r"(?:多久|何时|几时|哪天).{0,6}(?:再|重|能)",
    r"\b(?:result|score|points|grade|valid|expire\w*|when)\b",
)
SHEET_GO = pattern(
    r"开始",
    r"继续",
    r"接着",
    r"来做",
    r"要做",
    r"想做",
    r"做(?:一下|吧|个)",
    r"重新(?:做|测|答|填)",
    r"重做",
    r"重测",
    r"再做",
    r"填(?:一下|写)?",
    r"答(?:题|卷)",
    r"去做",
    r"进行",
    r"测一下",
    r"^(?:做|我做)",
    r"\b(?:start|begin|take|continue|resume|go on|retake|do)\b",
)
MINE = pattern(
    r"我",
    r"\bmy\b",
    r"\bi\b",
    r"\bme\b",
)

# --- while a section or a question waits

READ_ON = pattern(
    r"(?:我)?(?:已经?|都)?(?:阅读|读|看)(?:完|过|好)?(?:了|啦)?(?:,?(?:继续|下一[节步条个]|往下|接着))*",
    r"(?:继续|下一[节步条个]|往下|接着|下页|下一页)(?:读|看|吧)?",
    r"(?:i(?:'ve| have)? )?read(?: it)?",
    r"(?:go on|continue|next(?: (?:section|step|one))?|done reading)",
)
STOP = pattern(
    r"(?:先)?(?:不|停|退出|结束|算了|取消)(?:做|读|看|答|签|填)?(?:了|吧|下来)?",
    r"(?:stop|quit|exit|cancel|later)",
)


def mended(text: str) -> str:
    """``text`` with an extension that was mistyped put right: 展其 is meant as 展期."""
    return _MISTYPED.sub("展期", text)
