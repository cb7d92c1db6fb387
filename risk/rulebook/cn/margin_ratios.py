"""The lowest margin ratios for new contracts, from 2006 to today, and the formulas they belong to.

Financing and short ratios moved separately, and their extensions follow opposite rules: see
`risk.rulebook.floors`.
"""

from collections.abc import Mapping
from datetime import date

from risk.rulebook.cn.documents import DETAILS_2019, DETAILS_2019_DAY
from risk.rulebook.model import AppliesTo, Row

_FINANCING = "financing_margin_ratio"
_SHORT = "short_margin_ratio"
_PRIVATE = {"client_class": "private_fund"}


def _short_since_july_2024(
    value: str, applies_to: AppliesTo, scope: Mapping[str, str], note: str, note_zh: str
) -> Row:
    return Row(
        _SHORT,
        value,
        "ratio",
        "exchange",
        "floor",
        date(2024, 7, 22),
        "沪深北交易所关于调整融券保证金比例的通知（2024年7月）",
        "seen-exch",
        note,
        note_zh,
        announced=date(2024, 7, 10),
        applies_to=applies_to,
        scope=scope,
    )


ROWS = (
    Row(
        _FINANCING,
        "0.50",
        "ratio",
        "exchange",
        "floor",
        date(2006, 8, 21),
        "融资融券交易试点实施细则（2006年）",
        "seen-2nd",
        "In the pilot rules a margin purchase needed at least 50 % margin.",
        "试点规则下，融资买入的保证金比例不得低于 50%。",
        valid_to=date(2015, 11, 23),
        applies_to="new",
    ),
    Row(
        _FINANCING,
        "1.00",
        "ratio",
        "exchange",
        "floor",
        date(2015, 11, 23),
        "沪深交易所关于修改融资融券交易实施细则的通知（2015年11月）",
        "seen-2nd",
        "From 23 November 2015 a new margin purchase needed at least 100 % margin.",
        "自 2015 年 11 月 23 日起，新的融资买入保证金比例不得低于 100%。",
        valid_to=date(2023, 9, 11),
        announced=date(2015, 11, 13),
        applies_to="new",
    ),
    Row(
        _FINANCING,
        "0.80",
        "ratio",
        "exchange",
        "floor",
        date(2023, 9, 11),
        "上证发〔2023〕140号及深交所同日通知",
        "seen-exch",
        "Cut to 80 % after the close of 8 September 2023; a firm could also agree the lower ratio on open"
        " contracts.",
        "2023 年 9 月 8 日收市后下调为 80%；未了结合约经公司与客户约定也可适用。",
        article="第三十九条",
        valid_to=date(2026, 1, 19),
        announced=date(2023, 8, 27),
        applies_to="all",
    ),
    Row(
        _FINANCING,
        "1.00",
        "ratio",
        "exchange",
        "floor",
        date(2026, 1, 19),
        "上证发〔2026〕5号及深交所、北交所同日通知",
        "seen-exch",
        "Back to 100 % for contracts opened from 19 January 2026, that is 1:1 at most; open contracts and"
        " their extensions keep the old rule.",
        "自 2026 年 1 月 19 日起新开仓的融资合约恢复为 100%，即保证金与融资金额最多 1:1；此前的合约及其展期仍按原规定。",
        article="第三十九条",
        announced=date(2026, 1, 14),
        applies_to="new",
    ),
    Row(
        _SHORT,
        "0.50",
        "ratio",
        "exchange",
        "floor",
        date(2006, 8, 21),
        "融资融券交易试点实施细则及其后修订",
        "seen-2nd",
        "A short sale needed at least 50 % margin until the autumn of 2023.",
        "2023 年 10 月 30 日以前，融券卖出的保证金比例不得低于 50%。",
        valid_to=date(2023, 10, 30),
        applies_to="new",
    ),
    Row(
        _SHORT,
        "0.80",
        "ratio",
        "exchange",
        "floor",
        date(2023, 10, 30),
        "沪深北交易所关于优化融券交易安排的通知（2023年10月）",
        "seen-2nd",
        "Raised to 80 % for short sales from 30 October 2023.",
        "自 2023 年 10 月 30 日起，融券卖出的保证金比例提高到 80%。",
        valid_to=date(2024, 7, 22),
        announced=date(2023, 10, 14),
        applies_to="new",
    ),
    Row(
        _SHORT,
        "1.00",
        "ratio",
        "exchange",
        "floor",
        date(2023, 10, 30),
        "沪深北交易所关于优化融券交易安排的通知（2023年10月）",
        "seen-2nd",
        "Private funds needed 100 % for short sales from 30 October 2023.",
        "自 2023 年 10 月 30 日起，私募基金融券卖出的保证金比例为 100%。",
        valid_to=date(2024, 7, 22),
        announced=date(2023, 10, 14),
        applies_to="new",
        scope=_PRIVATE,
    ),
    _short_since_july_2024(
        "1.00",
        "new",
        {},
        "Raised to 100 % for short sales from 22 July 2024.",
        "自 2024 年 7 月 22 日起，融券卖出的保证金比例提高到 100%。",
    ),
    _short_since_july_2024(
        "1.20",
        "new",
        _PRIVATE,
        "Private funds need 120 % for short sales from 22 July 2024.",
        "自 2024 年 7 月 22 日起，私募基金融券卖出的保证金比例为 120%。",
    ),
    _short_since_july_2024(
        "1.00",
        "extension",
        {},
        "An open short contract keeps its old ratio until it is extended; then 100 % binds it.",
        "未了结的融券合约维持原比例，展期时适用 100%。",
    ),
    _short_since_july_2024(
        "1.20",
        "extension",
        _PRIVATE,
        "A private fund's open short contract keeps its old ratio until it is extended; then 120 % binds it.",
        "私募基金未了结的融券合约维持原比例，展期时适用 120%。",
    ),
    Row(
        "available_margin_formula",
        "term_by_term",
        "text",
        "exchange",
        "exact",
        DETAILS_2019_DAY,
        DETAILS_2019,
        "seen-2nd",
        "Margin used by a new order may not exceed the available margin, which the rules spell out term by"
        " term.",
        "新委托占用的保证金不得超过保证金可用余额，规则逐项给出了计算公式。",
        article="第四十条",
        value_zh="逐项计算",
    ),
    Row(
        "floating_loss_rate",
        "1.00",
        "ratio",
        "exchange",
        "exact",
        DETAILS_2019_DAY,
        DETAILS_2019,
        "seen-2nd",
        "In the available margin a floating loss counts in full; a floating gain at the conversion rate.",
        "计算保证金可用余额时，浮亏按 100% 扣减，浮盈按折算率计入。",
        article="第四十条",
    ),
)
