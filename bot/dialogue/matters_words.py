"""The words of ``bot.dialogue.matters``: patterns over the folded, mended text of a request, each short and linear."""

from __future__ import annotations

from bot.dialogue.phrases import pattern

SUPPOSES = pattern(
    r"如果",
    r"要是",
    r"假如",
    r"假设",
    r"倘若",
    r"万一",
    r"\b(?:suppose|supposing)\b",
    r"\bif (?!i (?:just |simply )?ignore)",
)
ASKS = pattern(
    r"[吗么]$",
    r"怎么",
    r"为什么",
    r"多少",
    r"什么时候",
    r"\b(?:why|how|when|what)\b",
)

# --- extensions

OF_DEADLINE = pattern(
    r"追保",
    r"补仓",
    r"补款",
    r"补足",
    r"催缴",
    r"截止",
    r"期限",
    r"宽限",
    r"时限",
    r"豁免",
    r"\b(?:deadline|margin call|call|grace|more time|top[- ]?up|waiver)\b",
)
SURELY_EXTENSION = pattern(
    r"展期",
    r"续期",
    r"合约",
    r"\b(?:rollover|contract|roll)\b",
)
HOW_OFTEN = pattern(
    r"(?:几|多少)(?:次|回)",
    r"(?:次数|上限|机会)",
    r"再展(?:几|多少)",
    r"\bhow (?:many times|often|many)\b",
    r"\bnumber of\b",
    r"\bmore than once\b",
    r"\btwice\b",
    r"\bagain\b",
)
REFUSED = pattern(
    r"(?:被|给|又|都|让)?(?:拒|驳回|打回|否了?|退回|毙了?)",
    r"不(?:给|让|批|同意|通过)",
    r"没(?:给)?(?:批|过|通过|同意)(?!呢|吗|么|$|呀|啊)",
    r"\b(?:refus\w+|reject\w*|declin\w+|turned? (?:me |it )?down|denied|not approved)\b",
)
DECIDED = pattern(
    r"批(?:没批|不批|了没|了吗|下来|到哪|准了?)",
    r"(?:过没过|成没成|同没同意|下没下来)",
    r"(?:批|过|成|通过|同意|下来)(?:了)?(?:没有?|吗|么|嘛|不|呀|啊)?$",
    r"怎么?样",
    r"咋样",
    r"结果",
    r"批(?:咗|了)?未",
    r"\b(?:approved?|agreed?|granted|accepted|through|status|decided|outcome|news|result)\b",
)

# --- agreements and amendments

PAPER = pattern(
    r"合同",
    r"协议",
    r"条款",
    r"补充协议",
    r"合约书",
    r"修订",
    r"变更",
    r"(?:这|那|该)次(?:修改|改动|调整)",
    r"\b(?:contract|agreement|amendment|terms|clauses?)s?\b",
)
CLAUSE = pattern(
    r"(?:那|这|哪|第[\d一二三四五六七八九十]+)(?:一)?(?:条|款)(?!通知|短信|消息)",
    r"条款",
    r"\b(?:clause|section|article|paragraph)s?\b",
)
VERBATIM = pattern(
    r"原文",
    r"原话",
    r"原句",
    r"原条款",
    r"全文",
    r"逐字",
    r"一字不[差改漏]",
    r"怎么(?:写|说|约定|规定)的",
    r"白纸黑字",
    r"(?:把|给我?(?:看|发|念|贴|找)).{0,20}(?:条款|那一?条|那条|这一?条|那款)",
    r"(?:条款|那一?条(?!通知|短信|消息)).{0,6}(?:给我|发我|贴|念|看|拿)",
    r"\b(?:exact|original|actual|full) (?:words?|wording|text)\b",
    r"\bword for word\b",
    r"\bverbatim\b",
    r"\bwording of\b",
    r"\b(?:show|read|quote|give|send)\b.{0,24}\bclause\b",
    r"\bwhat does the\b.{0,24}\bclause\b.{0,12}\bsay\b",
    r"\bclause\b.{0,20}\bsays?\b",
)
NEWEST = pattern(
    r"最新",
    r"新版",
    r"旧版",
    r"过时",
    r"还(?:有效|作数)",
    r"有没有(?:更)?新",
    r"\b(?:newest|latest|current|up[- ]to[- ]date|still (?:valid|in force)|newer)\b",
)
WHICH_SIGNED = pattern(
    r"签(?:过|了|署了?|署过|的|订过)(?:的)?(?:都|有)?(?:是)?(?:哪些|什么|几|多少|哪几|啥)",
    r"(?:哪些|哪几份|几份|多少份|啥|什么)(?:合同|协议).{0,6}签",
    r"签(?:过|了|署)(?:的)?.{0,4}(?:合同|协议).{0,6}(?:有|都|哪|几|列|看)",
    r"(?:列|看).{0,6}签(?:过|了|署)",
    r"\b(?:which|what|list|how many)\b.{0,24}\bsign(?:ed)?\b",
    r"\bsigned\b.{0,16}\b(?:so far|agreements|contracts|list)\b",
)
MARKED = pattern(
    r"标(?:出|红|注|明|一下|记|给)",
    r"对比",
    r"对照",
    r"比对",
    r"逐(?:条|项)",
    r"前后",
    r"哪(?:里|些|几处|几条)(?:地方)?",
    r"差(?:异|别)",
    r"改动处",
    r"新旧",
    r"红线",
    r"\b(?:mark(?:ed|up)?|highlight\w*|redline\w*|compar\w+|side by side|differences?|diff|before and after|track\w*)\b",
)
CHANGED_BY = pattern(
    r"改",
    r"变",
    r"动",
    r"修订",
    r"补充",
    r"调整",
    r"差",
    r"不一样",
    r"区别",
    r"\b(?:chang\w*|amend\w*|differ\w*|modif\w*|new)\b",
)
WAS_CHANGED = pattern(
    r"(?:改|变|动|调整?)(?:过|了|动过)(?:没有?|吗|么|嘛|没|什么|啥|哪|几|多少|内容)?",
    r"(?:是不是|有没有|是否)(?:被|让你们|偷偷)?(?:改|变|动)",
    r"\b(?:was|were|has|have|did|been)\b.{0,24}\b(?:chang\w*|amend\w*|alter\w*|modif\w*)\b",
    r"\bwhat (?:was |has |have )?(?:been )?changed\b",
)
AMENDS = pattern(
    r"补充协议",
    r"变更",
    r"修订",
    r"修改",
    r"改动",
    r"新(?:的)?(?:合同|协议|条款)",
    r"(?:协议|合同).{0,4}(?:更新|调整)",
    r"\b(?:amendment|supplement\w*|change|new terms|update)\b",
)
UNANSWERED = pattern(
    r"(?:一直|还|都|就|迟迟|压根|从来)?(?:没|不|没有|不去|懒得|忘了|不想)(?:去)?(?:点|签|确认|回|理|管|处理|动|看|答|搭理|操作|弄|表态|同意)",
    r"(?:放着|晾着|拖着|搁着)",
    r"(?:拖|等|放)到(?:什么时候|啥时候|哪天|几号|何时)",
    r"(?:多久|什么时候|哪天|何时|几号)(?:之)?前",
    r"\b(?:ignor\w+|not (?:click|answer|sign|respond|repl|accept|agree|touch)\w*|haven'?t|never (?:click|answer|sign|accept)\w*|do nothing|until when|by when|deadline to answer)\b",
)

# --- the line

OTHER_LINE = pattern(
    r"(?:平仓|预警|补足|最低|提取|警戒)线",
    r"\bliquidation\b",
)
_UP = r"(?:提|加|调|升|涨|增|拉|弄|搞|扩)(?:高|大|升|额|上|多|加)?(?:到|至|成|为|一?点|些|到底)?"
RAISES = pattern(
    rf"额度.{{0,6}}{_UP}.{{0,3}}(?:[\d一二两三四五六七八九十百]|高|一?点|翻)",
    rf"{_UP}.{{0,6}}[\d一二两三四五六七八九十百]+[\d.]*(?:万|百万|千万|亿).{{0,6}}额度",
    rf"(?:把|帮我|给我|我要|我想|想|申请).{{0,8}}额度.{{0,6}}{_UP}",
    rf"额度不够.{{0,8}}{_UP}",
    r"(?:提|加|涨)(?:个|一?下)?额(?:度)?.{0,4}(?:到|[\d两一二三四五六七八九十百])",
    r"\b(?:raise|increase|lift|bump|up|boost|extend|put)\b.{0,10}\b(?:my|the)\b.{0,10}\b(?:line|limit)\b.{0,8}(?:\bto\b|\bby\b|\bup\b|$)",
    r"\bi (?:need|want)\b.{0,8}\b(?:line|limit)\b.{0,8}\bof\b",
)
ONLY_ASKS = pattern(
    r"怎么(?:才能|样)?(?:提|加|涨)",
    r"条件",
    r"到哪",
    r"进度",
    r"批了",
    r"批没",
    r"多久",
    r"\b(?:how (?:do|can|long)|approved|status|conditions?)\b",
)
LEFT = pattern(
    r"(?:还)?(?:剩|余)(?:下|余)?(?:的)?(?:多少|几|呢)?",
    r"(?:还)?(?:能|可)用(?:的)?(?:多少|几)?",
    r"用(?:了|掉|去)(?:多少|几)",
    r"已用",
    r"(?<!会被)占用",
    r"对不上",
    r"(?:怎么|为(?:什么|啥)).{0,6}(?:少|不等|不一样|缩水|没那么多)",
    r"\b(?:left|remain\w*|unused|available|used|drawn|differ\w*|less than|not the same)\b",
)

# --- the questionnaire

INCOME = pattern(
    r"收入",
    r"工资",
    r"薪水",
    r"隐私",
    r"净资产",
    r"财产",
    r"家底",
    r"\b(?:income|salary|earnings?|wealth|private|assets)\b",
)
WHY_ASKED = pattern(
    r"(?:为(?:什么|啥|何|毛)|干嘛|干吗|凭(?:什么|啥)|咋|怎么(?:还)?)(?:要|得|老|非)?.{0,6}(?:问|查|填|打听|收集|知道|写)",
    r"(?:能|可以|可不可以|能不能|可否)(?:不|跳过|空着|略过).{0,4}",
    r"(?:不(?:想|愿意?)?(?:填|答|写|说|告诉))",
    r"跳过",
    r"空着",
    r"\b(?:why\b.{0,16}\b(?:ask|need|want)|(?:leave|skip|omit|refuse|decline)\b|have to (?:answer|say|tell)|not (?:answer|say|tell))\b",
)
MISTAKEN = pattern(
    r"(?:填|答|选|点|做|写|勾)错",
    r"手滑",
    r"点错",
    r"(?:想|要|能|可以)(?:改|更正|修改)(?:一下)?(?:答案|刚才|上一题|前面|那题|选项)",
    r"上一题.{0,6}(?:改|重)",
    r"\b(?:wrong(?:ly)? (?:answer|option|one)|(?:answered|filled|ticked|picked|chose|clicked|put|got)\b.{0,24}\b(?:wrong\w*|mistake\w*|incorrectly)|change (?:my|an|one) answers?|made a mistake)\b",
)
OF_QUESTION = pattern(
    r"题",
    r"问卷",
    r"测评",
    r"选项",
    r"\b(?:question|answer|option)s?\b",
)
RETAKE = pattern(
    r"(?:多久|多长时间|几天|几个月|什么时候|啥时候|何时|哪天|几号|最早|隔).{0,8}(?:再|重|又|下一?次)",
    r"(?:再|重新?)(?:做|测|考|来|评)(?:一?次|一遍)?.{0,8}(?:多久|几天|什么时候|何时|哪天|要等|间隔|最早|隔)",
    r"(?:还|能|可以)(?:不能)?(?:再|重新?)(?:做|测|考|来)(?:一?次|一遍)?",
    r"\b(?:re-?take|again|redo|another try|re-?do)\b",
)
DONE = pattern(
    r"(?:做|测|填|答|评|完成)(?:过|了|好|完)?(?:没有?|吗|么|了没|没)",
    r"有没有(?:做|测|填|完成)",
    r"做没做",
    r"(?:过期|到期|失效|有效期|作废)",
    r"还有效",
    r"几级",
    r"什么等级",
    r"多少分",
    r"\b(?:have i (?:done|taken|finished|completed|filled)|did i (?:do|take|finish|complete|fill)|expire\w*|valid|still good|run out|my (?:result|grade|score))\b",
)
