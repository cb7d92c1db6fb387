"""What may never be said: a promise, a forecast, advice on a security, an admission, a judgement of fault.

Each pattern is looked for in our own words only (quotes of rules are taken out before) and does not
count where it is negated close before, in the same clause (「不保证」「不能预测」, not 「别担心，稳赚」).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.guard.certainty import REASSURANCE, SURE_SALE
from bot.guard.evidence import Standing


@dataclass(frozen=True, slots=True)
class Ban:
    """A kind of statement with its pattern over folded text."""

    code: str
    pattern: re.Pattern[str]


_UNDONE = re.compile(
    r"(?:不|没有?|未)(?:及时|马上|按时)?(?:补|还|追加|处理|操作|管|理|动|转|打|存|交|充|付|入)|不然|要不"
)
_NEGATION = re.compile(
    r"(?:不|没|无|未|勿|别|禁|非|拒|唔|冇|毋|never |not |cannot |can't |no |nor )[^,、。;!?\n]{0,10}$"
)
_DENIED_TWICE = re.compile(
    r"(?:不是|并非|绝非|不会|不能|不可能|没有)(?:说)?(?:(?:我们|公司|我司)(?:就)?)?(?:不(?:会|能|肯|敢|可能|得)?|没有?|无法)(?!是)"
    r"|(?:is|are|do|does|will|can)(?: not|n't|not) (?:that )?(?:(?:we|i|the firm) )?(?:not|never|cannot|can't|won't|unable to)\b"
)
"""What denies a denial says the thing: 「不是不能保证」."""

BANS: tuple[Ban, ...] = tuple(
    Ban(code, re.compile(pattern))
    for code, pattern in (
        (
            "promise",
            r"保证(?:您|你)?(?:收益|盈利|赚|不亏|不会|没事)|稳赚|包赚|放心(?:补|买|拿|持有)|肯定没事|就没事了"
            r"|(?:肯定|绝对|一定|保证|稳了)[,，]?不会?(?:被)?(?:强平|平仓|平您|平你|亏)"
            r"|一定(?:会)?(?:没事|通过|批|赚)|承诺(?:收益|赔|退|补偿)|(?:我们|公司)(?:会|将|愿意)?(?:全额)?(?:赔(?:偿|付)?|补偿)(?:您|你)"
            r"|包(?:您|你)?(?:没事|不亏|回本)|(?:没有?|零|毫无)(?:任何|一点)?风险|(?:绝对|肯定|完全|百分百)(?:安全|没问题|不会有)"
            r"|不会有(?:任何|什么)?(?:问题|事|风险)|不用(?:再)?(?:担心|害怕|怕)|万无一失|高枕无忧|打包票"
            r"|(?:补|还|转|追加|处理|加)[^,。;!?]{0,8}(?:就|便|即可|肯定|一定)(?:会)?(?:没事|安全|稳|不用管|ok)"
            r"|(?:就|一定|肯定|绝对|都|也)不会(?:再)?(?:被)?(?:强制平仓|强平|平仓|平您|平你|追保)|(?:我们?|公司|我司)不会(?:再)?(?:强平|平仓|平您|平你|动您)"
            r"|我(?:们|司)?(?:可以|来|会|能)?(?:向您|给您)?(?:保证|担保(?!物|品|比例|证券|资产)|承诺)"
            r"|(?:一定|肯定|早晚|迟早)(?:会|能|可以)?(?:涨回|回本|赚|解套)|(?:帮您|给您|替您)(?:争取)?(?:宽限|拖|延期|缓)|可以(?:宽限|通融|缓几)"
            r"|(?<!会)不会(?!立即|马上|自动)(?:再|被|给|把|对|来|有|去|因此|提前|轻易|您的?|你的?|客户的?|人|仓位|账户|持仓|股票){0,5}(?:强制平仓|强平|平仓|平(?=您|你|掉|了|的|[,。;!?]|$))"
            r"|(?:放心|安心|别担心|不用急|别怕)(?:吧|好了|啦)?[,，。!]?[^。;!?\n]{0,10}?(?:不会?(?:被|给您|给你)?(?:强|平)|没事|没问题)"
            r"|不会因[^,。;!?]{0,6}(?:被|而)(?:强制平仓|强平|平仓|平)|不可能(?:会?被?)?(?:不赚|亏|强制平仓|强平|平仓|平您|平你|追保)|不会不(?:赚|批|赔|补偿|通融|宽限)"
            r"|(?:我们?|公司|我司|也|就|都)(?:能|可以)(?:向您|给您)?(?:承诺|保证(?!金)|担保(?!物|品|比例|证券|资产))"
            r"|先不(?:强)?平|暂时?不(?:会)?(?:强)?平|(?:再|多)(?:等|给|宽限?)(?:您|你)?[^,。;!?]{0,3}[天日]|(?:我们|公司|我司)不会[^,。;!?]{0,8}(?:强平|平仓|平您|平你)"
            r"|(?:我们?|公司)(?:会|可以|帮您|给您)[^,。;!?]{0,6}(?:赔|补偿|退还?利息|免(?:除|掉)?(?:利息|罚息)|减免)"
            r"|(?:公司|我们|我司)(?:绝对|肯定|一定|是)?不会(?:再|对您|把您|给您)?(?:强制平仓|强平|处置|处分)|一定会(?:再|先)?(?:给您|跟您|和您)?(?:再|先)?(?:打电话|通知|联系|提醒)"
            r"|(?:强平|平仓|处置|处分)(?:以?后|了|完)?[^。;!?]{0,10}(?:不(?:用|必|需要?)?(?:您)?再?(?:还(?!款)|偿还)|不(?:再)?欠|公司(?:会|来|自己)?承担|一笔勾销)"
            r"|(?:亏损|损失|赔)[^,。;!?]{0,6}(?:(?:不会|不可能)超过|(?:最多|顶多)(?:就)?(?:是|只)?)[^,。;!?]{0,4}(?:本金|本钱|自有资金)"
            r"|(?:利息|罚息|费用)(?:我们?|公司|可以|能|会|都|帮您|给您|替您)*(?:免|减)(?:掉|除|免|了)"
            r"|(?:we|the firm) (?:will not|won't|shall not) (?:liquidate|sell|close)|(?:loss(?:es)?|lose)[^.,;!?]{0,6} (?:cannot|can't|can not|never|will not|won't) (?:exceed|be more)"
            r"|(?:after|once)[^.;!?]{0,24}(?:liquidat\w+|sold)[^.;!?]{0,20}(?:owe nothing|no longer owe|nothing more to pay)"
            r"|(?:卖|抛)[^,。;!?]{0,14}(?:就|便)(?:够|行|好|可以|没事|安全)|(?:公司|我们|我司|券商)(?:无权|没有权|没有资格|不可以)[^,。;!?]{0,10}(?:强制平仓|强平|平仓|处分|处置)"
            r"|the firm (?:has no right|is not entitled|is not allowed) to (?:liquidate|sell|dispose)"
            r"|年化(?:收益|回报)率?(?:可?达|有|约|是|为|至少)?\s*\d+(?:\.\d+)?%?|(?:(?:补|还|转|存|加)(?:足|够|上|齐|进|入|了)?|元|万)就(?:行|够了|好了|没事|可以了|安全)"
            r"|(?:绝对|肯定|保证|一定)不会?(?:被)?(?:强平|平仓)"
            r"|guarantee(?:d|s)? (?:profit|return|no loss|you)|we (?:will|shall) compensate|risk[- ]free"
            r"|you(?:'ll| will)(?: then)? be (?:perfectly |completely )?(?:fine|safe|ok(?:ay)?)\b|(?:no|zero) risk\b|rest assured|(?:don't|no need to) worry"
            r"|nothing (?:will|can|bad) happen|(?:won't|will not|will never) be (?:liquidated|closed out|sold)|\b(?:we|the firm)(?:'ll| will)? (?:never|not) (?:liquidate|sell|close)|\b(?:we|the firm) won't (?:liquidate|sell|close)|\b(?:i|we)(?: can| will|'ll)? (?:guarantee|promise|assure)\b"
            r"|(?:we|i)(?: can| will|'ll) (?:extend|postpone|hold off|waive|refund)\b"
            rf"|{REASSURANCE}",
        ),
        (
            "forecast",
            r"(?:不会|不可能|没有)不(?:涨|跌|反弹|回升)|(?:肯定|一定|必然|必定|必|大概率|明天|后市|接下来)(?:还)?(?:会|要|将)?(?:上涨|下跌|大涨|大跌|反弹|涨|跌)(?!跌?停)"
            r"|(?:很快|下周|近期|应该|估计|预计|马上)(?:还)?(?:就)?(?:会|能|要)?(?:涨|反弹|回升|大跌|下跌)(?!跌?停)"
            r"|(?:会|将)(?:触底|见底|反弹)|要起飞|看(?:涨|跌|好这|好该)|(?:will|is going to|bound to|should|expected to|likely to)(?: soon| surely| probably)? (?:rise|fall|rebound|bounce|recover|go up|go down)",
        ),
        (
            "advice",
            r"建议(?:您|你)?(?:现在|尽快|可以|马上)?(?:买|卖|加仓|减仓|满仓|清仓|抄底|持有|割肉|补仓|还款)"
            r"|(?:您|你)(?:应该|最好)(?:现在|马上|尽快)?(?:买|卖|加仓|减仓|清仓|割肉)"
            r"|(?:赶紧|赶快|马上|尽快|趁早|趁现在)(?:把)?(?:卖|割|清仓|抛|加仓|买|抄底)|(?:推荐|劝)(?:您|你)(?:买|卖|选|用|持有|加仓|减仓)"
            r"|(?:卖|还款|补)[^,。;!?]{0,6}(?:最划算|最合适|最好)"
            r"|(?:长期|继续|一直)?持有(?:就)?(?:没问题|没事)|(?:可以|不妨)先卖(?:掉|出)?(?!券|出|股|证券|部分|持有|担保)|(?:割肉|卖出?)[^,。;!?]{0,4}不(?:值得|划算|合算)"
            r"|(?:i|we)(?:'d| would)? (?:recommend|suggest|advise)(?: that)?(?: you)?(?: to)? (?:buy|sell|hold|add|reduce)|you(?:'d| had) better (?:buy|sell|hold)"
            r"|you should (?:buy|sell|hold)",
        ),
        (
            "admission",
            r"(?:是|确实是)(?:我们公司|我们|公司|我司)(?:的)?(?:错|责任|过错|失误)|(?:我们|公司)(?:承认|违规了|有过错)"
            r"|(?:我们|公司|我司|系统)(?:这边)?(?:搞错|弄错|算错|失误|疏忽)"
            r"|(?:不是|并非|绝非)(?:我们公司|我们|公司|我司)(?:的)?(?:错|责任|过错|失误|问题)|责任不在(?:我们|公司|我司|我方)|与(?:我们|公司|我司)(?:完全|毫)?无关"
            r"|(?:我们|公司|我司)(?:这边)?(?:并?没有|并?无|不存在|没)(?:任何|什么|一点)?(?:过错|错误|错|责任|失误|违规)"
            r"|是(?:您|你|客户)(?:自己|本人)?[^,。;!?]{1,8}(?:造成|导致|引起)的|(?:not|isn't|wasn't) (?:our|the firm's) (?:fault|mistake)|(?:we|the firm) did nothing wrong"
            r"|是您(?:自己)?的(?:责任|问题|错)|(?:our|the firm's) (?:fault|mistake)|your own fault",
        ),
        (
            "liquidation_notice",
            r"(?:不会|不可能|不能|没有)不(?:会|被)?(?:强制平仓|强平|平仓|平(?=[您你掉,。;!?]|$))"
            r"|(?:今晚|明早|明天|马上|立刻)(?:就)?(?:一定|肯定|会|要)?(?:被)?(?:强)?平(?:仓)?(?:您|你|掉)?"
            r"|(?:今晚|明早|明天|明日|后天|马上|立刻|下?周[一二三四五])(?:(?!有权|可以|可能|或|未|没)[^,。;!?]){0,10}(?:强制平仓|强平|平仓|平掉|平您|平你|平了)"
            r"|(?:一定|肯定|必定|必然|铁定|绝对)(?:会|要)?(?:被)?(?:强制平仓|强平|平仓|平掉|平(?=[您你,。;!?]|$))"
            r"|(?:definitely|certainly|surely|tonight|tomorrow|immediately)[^.;!?]{0,24}\b(?:liquidat\w+|clos(?:e|ed) out|sell (?:you|your))"
            r"|\b(?:liquidated?|clos(?:e|ed) (?:you )?out|sell your \w+)\b[^.;!?]{0,16}\b(?:tomorrow|tonight|immediately|for sure|definitely)\b"
            rf"|{SURE_SALE}",
        ),
        (
            "loose_time",
            r"(?:截止|最晚|期限|deadline|by)[^。;!?\n]{0,8}(?:明天|后天|今晚|明早|下周|tomorrow|tonight|next week)",
        ),
    )
)


_SAID_NOT = re.compile(
    r"(?:不能|无法|不敢|不会|没(?:有)?人(?:能|敢)?|谁也不能|cannot|can't|could not|nobody can|no one can|never|(?:do|does|will|would) not|don't)[^,.。;!?\n]{0,16}"
    r"(?:保证|承诺|答应|担保|说|断言|promise|guarantee|assure|say|commit)[^,.。;!?\n]{0,24}$"
)
_BEFORE, _CLOSE = 60, 14


def banned(folded: str) -> tuple[tuple[str, int, int], ...]:
    """``(code, start, end)`` of each statement that must not go out."""
    return tuple(
        (ban.code, match.start(), match.end())
        for ban in BANS
        for match in ban.pattern.finditer(folded)
        if not _is_denied(folded, match.start())
    )


def _is_denied(folded: str, place: int) -> bool:
    """Whether what begins at ``place`` is said not to be."""
    before = _DENIED_TWICE.sub("", folded[max(0, place - _BEFORE) : place])
    return bool(_NEGATION.search(_UNDONE.sub("", before[-_CLOSE:])) or _SAID_NOT.search(before))


_INSTEAD = {
    "zh": "补足后比例仍会随行情变化",
    "en": "the ratio goes on moving with prices afterwards",
}
_OF_CALL = re.compile(
    r"补|追|还款|平仓|强平|斩|平(?=[您你掉的了,。;!?]|$)|top|add|repay|liquidat|restore|margin"
)
_DEADLINE = {
    "zh": "请在 {at} 前补足，逾期未补足的，公司有权按合同约定处分担保物（强制平仓）",
    "en": "please restore it by {at}; otherwise the firm may dispose of your collateral as the contract agrees (forced liquidation)",
}
_ENDS = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,，、。!?;\n]|\.(?=\s|$)")


def instead_of(
    code: str, text: str, start: int, end: int, standing: Standing | None
) -> tuple[str | None, tuple[int, int] | None]:
    """What may be said in its place, and instead of what: the clause of a promise, the sentence of a threat.

    Empty words take the sentence out.
    """
    sentence = _around(_ENDS, text, start, end)
    if standing is None:
        return None, None
    if code == "promise" and _OF_CALL.search(text, *sentence):
        return _INSTEAD[standing.lang], _around(_CLAUSE, text, start, end)
    if code == "liquidation_notice" and standing.deadline is not None:
        at = standing.deadline.strftime("%Y-%m-%d %H:%M")
        return _DEADLINE[standing.lang].format(at=at), _around(_CLAUSE, text, start, end)
    return "", sentence


def _around(ends: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((match.end() for match in ends.finditer(text, 0, start)), default=0)
    stop = ends.search(text, end)
    return begin + len(text[begin:start]) - len(text[begin:start].lstrip()), stop.start() if stop else len(
        text
    )
