"""The highest conversion rates (折算率) by class of security. A firm may set lower ones, never higher."""

from datetime import date

from risk.rulebook.cn.documents import DETAILS_2019, DETAILS_2019_DAY
from risk.rulebook.model import Row

_BEIJING = {"market": "BSE"}

_CAPS = (
    (
        "index_constituent",
        "0.70",
        "Constituents of the SSE 180 and SZSE 100 count for at most 70 %.",
        "上证180、深证100成份股的折算率最高 70%。",
    ),
    ("a_share", "0.65", "Other A shares count for at most 65 %.", "其他 A 股的折算率最高 65%。"),
    (
        "etf",
        "0.90",
        "Exchange-traded funds count for at most 90 %.",
        "交易型开放式指数基金的折算率最高 90%。",
    ),
    (
        "cash_or_treasury",
        "0.95",
        "Cash-management products, money-market funds and treasuries count for at most 95 %.",
        "证券公司现金管理产品、货币市场基金、国债的折算率最高 95%。",
    ),
    (
        "fund_or_bond",
        "0.80",
        "Other listed funds and bonds count for at most 80 %.",
        "其他上市基金和债券的折算率最高 80%。",
    ),
    (
        "zero_rated",
        "0",
        "Risk-warned, delisting and listing-suspended shares, A shares with a static P/E of 300 or more or"
        " below zero,"
        " and warrants count for nothing.",
        "被实施风险警示、暂停上市、进入退市整理期的证券，静态市盈率在 300 倍以上或为负的 A"
        " 股，以及权证，折算率为 0%。",
    ),
)

ROWS = (
    *(
        Row(
            "conversion_rate_cap",
            value,
            "ratio",
            "exchange",
            "cap",
            DETAILS_2019_DAY,
            DETAILS_2019,
            "seen-2nd",
            note,
            note_zh,
            scope={"asset_class": asset_class},
        )
        for asset_class, value, note, note_zh in _CAPS
    ),
    *(
        Row(
            "conversion_rate_cap",
            value,
            "ratio",
            "exchange",
            "cap",
            date(2022, 9, 2),
            "北京证券交易所融资融券交易细则（征求意见稿）",
            "unverified",
            f"Draft of the Beijing exchange; the final text was not read. {note}",
            f"北交所征求意见稿，正式文本未核对。{note_zh}",
            scope={"asset_class": asset_class, **_BEIJING},
        )
        for asset_class, value, note, note_zh in (
            (
                "index_constituent",
                "0.70",
                "Constituents of the index the exchange names: at most 70 %.",
                "交易所指定指数成份股最高 70%。",
            ),
            ("a_share", "0.65", "Other shares: at most 65 %.", "其他股票最高 65%。"),
        )
    ),
    Row(
        "zero_rated_static_pe",
        "300",
        "times",
        "exchange",
        "condition",
        DETAILS_2019_DAY,
        DETAILS_2019,
        "seen-2nd",
        "An A share whose static P/E, as the exchange publishes it, is 300 or more or negative counts for"
        " nothing.",
        "交易所公布的静态市盈率在 300 倍以上（含）或为负的 A 股，折算率为 0。",
    ),
    Row(
        "other_collateral_counts_in",
        "maintenance_ratio",
        "text",
        "exchange",
        "condition",
        DETAILS_2019_DAY,
        DETAILS_2019,
        "seen-2nd",
        "Other assets accepted as supplementary collateral count in the maintenance ratio only.",
        "其他担保物只计入维持担保比例，不计入保证金可用余额。",
        announced=date(2019, 8, 9),
        value_zh="仅维持担保比例",
    ),
)
