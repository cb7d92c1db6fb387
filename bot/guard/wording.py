"""What may never be said: a promise, a forecast, advice on a security, an admission, a judgement of fault.

Each pattern is looked for in our own words only (quotes of rules are taken out before) and does not
count where it is negated close before, in the same clause (「不保证」「不能预测」, not 「别担心，稳赚」).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ban:
    """A kind of statement with its pattern over folded text."""

    code: str
    pattern: re.Pattern[str]


_NEGATION = re.compile(
    r"(?:不|没|无|未|勿|别|禁|非|拒|never |not |cannot |can't |no |nor )[^,、。;!?\n]{0,10}$"
)

BANS: tuple[Ban, ...] = tuple(
    Ban(code, re.compile(pattern))
    for code, pattern in (
        (
            "promise",
            r"保证(?:您|你)?(?:收益|盈利|赚|不亏|不会|没事)|稳赚|包赚|放心(?:补|买|拿|持有)|肯定没事|就没事了"
            r"|(?:肯定|绝对|一定|保证|稳了)[,，]?不会?(?:被)?(?:强平|平仓|平您|平你|亏)"
            r"|一定(?:会)?(?:没事|通过|批|赚)|承诺(?:收益|赔|退|补偿)|(?:我们|公司)(?:会|将|愿意)?(?:全额)?(?:赔(?:偿|付)?|补偿)(?:您|你)"
            r"|guarantee(?:d|s)? (?:profit|return|no loss|you)|we (?:will|shall) compensate|risk[- ]free",
        ),
        (
            "forecast",
            r"(?:肯定|一定|必然|必定|必|大概率|明天|后市|接下来)(?:还)?(?:会|要|将)?(?:上涨|下跌|大涨|大跌|反弹|涨|跌)(?!跌?停)"
            r"|(?:会|将)(?:触底|见底|反弹)|要起飞|看(?:涨|跌|好这|好该)|(?:will|is going to|bound to) (?:rise|fall|rebound|recover|go up|go down)",
        ),
        (
            "advice",
            r"建议(?:您|你)?(?:现在|尽快|可以|马上)?(?:买|卖|加仓|减仓|满仓|清仓|抄底|持有|割肉|补仓|还款)"
            r"|(?:您|你)(?:应该|最好)(?:现在|马上|尽快)?(?:买|卖|加仓|减仓|清仓|割肉)"
            r"|(?:i|we) (?:recommend|suggest|advise)(?: that)?(?: you)? (?:buy|sell|hold|add|reduce)"
            r"|you should (?:buy|sell|hold)",
        ),
        (
            "admission",
            r"(?:是|确实是)(?:我们公司|我们|公司|我司)(?:的)?(?:错|责任|过错|失误)|(?:我们|公司)(?:承认|违规了|有过错)"
            r"|是您(?:自己)?的(?:责任|问题|错)|(?:our|the firm's) (?:fault|mistake)|your own fault",
        ),
        (
            "liquidation_notice",
            r"(?:今晚|明早|明天|马上|立刻)(?:就)?(?:一定|肯定|会|要)?(?:被)?(?:强)?平(?:仓)?(?:您|你|掉)?",
        ),
        (
            "loose_time",
            r"(?:截止|最晚|期限|deadline|by)[^。;!?\n]{0,8}(?:明天|后天|今晚|明早|下周|tomorrow|tonight|next week)",
        ),
    )
)


def banned(folded: str) -> tuple[tuple[str, int, int], ...]:
    """``(code, start, end)`` of each statement that must not go out."""
    return tuple(
        (ban.code, match.start(), match.end())
        for ban in BANS
        for match in ban.pattern.finditer(folded)
        if not _NEGATION.search(folded[max(0, match.start() - 14) : match.start()])
    )
