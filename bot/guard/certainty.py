"""Words that make the outcome certain: a sale that will surely come, and that there is nothing to worry about.

Patterns over folded text for ``bot.guard.wording``; written and spoken Chinese, Cantonese and English alike. What may happen
(「可能」「有权」, "may") is no certain sale.
"""

from __future__ import annotations

_SALE = (
    r"(?:强制平仓|强行平仓|强平|平仓|平掉|平(?=[您你])|斩仓|斩(?=[您你掉晒咗])|爆仓|(?:强制|强行)?(?:卖出|卖掉|卖光|沽出|沽晒|沽(?=[您你])|抛售|抛掉|变卖|清仓)"
    r"|卖(?=[您你])|处置|处分)"
)
_SURE = r"(?:一定(?!比例|条件|期限|程度|范围|数量|金额)|肯定|必定|必然|势必|铁定|绝对|笃定|百分之?百|硬系|梗系|梗(?=会|要|斩|沽|平)|实(?=会|要|斩|沽|平))"
_SOON = r"(?:今晚|明早|明天|明日|后天|后日|听朝|听日|听晚|今朝|今日|即刻|马上|立刻|下?周[一二三四五]|下?个?礼拜[一二三四五])"
_OPEN = r"(?!有权|可以|可能|或|未|没|冇|不|唔|能|自己|自行|卖券还款)"

SURE_SALE = (
    rf"{_SURE}(?:{_OPEN}[^,。;!?\n]){{0,10}}{_SALE}"
    rf"|{_SOON}(?:就|便)?(?:会|要|将|被|帮您|帮你|同您|同你|{_SURE})+(?:{_OPEN}[^,。;!?\n]){{0,8}}{_SALE}"
    rf"|{_SOON}(?:就|便)?斩(?:您|你|仓|晒|咗)"
    r"|\b(?:surely|certainly|definitely|absolutely|inevitably|undoubtedly|without (?:fail|doubt)|no doubt|for sure|for certain|bound to|sure to|certain to|guaranteed to)"
    r"\b[^.,;!?]{0,24}\b(?:sell|sold|liquidat\w+|clos(?:e|ed) (?:you )?out|dispos\w+)\b"
    r"|\b(?:sell|sold|liquidat\w+|clos(?:e|ed) (?:you )?out|dispos\w+)\b[^.,;!?]{0,24}\b(?:surely|certainly|without (?:fail|doubt)|no doubt|for sure|for certain)\b"
    r"|\b(?:we|the firm)(?:'ll| will| shall| are going to|'re going to| is going to| must| have to| will have to)(?: (?:then|just|simply|now|have to)){0,2} (?:sell|liquidate|dispose|close (?:you|your|out))\b"
)
"""A sale announced as certain."""

REASSURANCE = (
    r"(?:不用|不必|无需|无须|毋须|毋需|不需要?|用不着|唔使|唔驶|唔洗|唔需要?|唔好|别|不要|请?勿|切勿)(?:再|太|过于|过分|为此|因此|咁|您|你){0,3}"
    r"(?:担心|担忧|害怕|怕(?!错过)|惊(?!讶)|慌|焦虑|紧张|忧虑|忧心)"
    r"|(?:请|可以|大可|尽管|您|你|^|[,。;!?\n ])(?:您|你|大家)?(?:放心|安心)(?=吧|啦|喇|好了|[,。;!?~ ]|$)"
    r"|(?:一定|肯定|绝对|包|实|保证)(?:您|你)?(?:会|都)?(?:冇|没有?|无)(?:乜|什么|任何|咩)?(?:事|问题|风险)|(?:冇|没有?)(?:乜|什么|咩)?事(?:嘅|的)?(?=[,。;!?~]|$)"
    r"|唔会(?:再|俾人|畀人|被)?[^,。;!?]{0,4}(?:斩|平仓|强平)"
    r"|\b(?:do not|don't|needn't|need not|no need to|no reason to|never|nothing to|not to|stop|without having to)(?: you)?(?: need to| have to)?(?: be)? ?(?:worry(?:ing)?|worried|concerned|alarmed|afraid|panic\w*)\b"
    r"|\bno worries\b|\b(?:everything|all|it|things)(?:'ll| will| is going to| are going to) be (?:perfectly |just |quite )?(?:fine|all right|alright|ok(?:ay)?|good|safe)\b"
    r"|\byou are (?:perfectly |completely |quite )?safe\b|\bthere is nothing to (?:worry|fear)\b"
)
"""A client told that nothing can go wrong."""
