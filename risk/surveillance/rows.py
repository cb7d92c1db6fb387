"""Thresholds of surveillance. Where an exchange publishes a figure it stands with its text; "large", "high" and "often"
are not published, and what the firm puts in their place is firm-set and marked so.

Rates of programme trading are rows of the rulebook.
"""

from datetime import date

from risk.rulebook.cn.documents import SECURITIES_LAW, SECURITIES_LAW_DAY
from risk.rulebook.row import Row
from risk.thresholds import firm_set

_MONITORING = "主板股票异常交易实时监控细则（深交所投资者教育文本）"
_MONITORING_DAY = date(2023, 8, 30)


def _public(param: str, value: str, unit: str, note: str, note_zh: str) -> Row:
    return Row(
        param,
        value,
        unit,
        "exchange",
        "condition",
        _MONITORING_DAY,
        _MONITORING,
        "seen-exch",
        f"{note} The first day of the rule was not checked: the row starts with the text that was read.",
        f"{note_zh}规则首日未核对，自所读文本之日起列示。",
    )


def _law(param: str, article: str, note: str, note_zh: str) -> Row:
    return Row(
        param,
        "applies",
        "text",
        "law",
        "condition",
        SECURITIES_LAW_DAY,
        SECURITIES_LAW,
        "seen-law",
        note,
        note_zh,
        article=article,
        value_zh="适用",
    )


ROWS: tuple[Row, ...] = (
    _law(
        "own_account_trades",
        "第五十五条",
        "The law names trades between accounts one controls.",
        "法律列举了在自己实际控制的账户之间进行的交易。",
    ),
    _law(
        "orders_not_to_trade",
        "第五十五条",
        "The law names orders placed and cancelled often or in large numbers and not meant to trade.",
        "法律列举了不以成交为目的，频繁或者大量申报并撤销申报。",
    ),
    _law(
        "account_lending",
        "第五十八条",
        "Securities accounts are neither lent nor borrowed.",
        "不得违反规定出借自己的证券账户或者借用他人的证券账户。",
    ),
    _public(
        "cancelled_share",
        "0.50",
        "ratio",
        "Cancelled orders of half of what was ordered or more.",
        "累计撤销申报数量占累计申报数量 50% 以上。",
    ),
    _public("push_move", "0.04", "ratio", "A price moved by 4 % or more.", "成交价格涨跌幅达到 4% 以上。"),
    _public("push_minutes", "3", "minutes", "Within any three minutes.", "任意 3 分钟内。"),
    firm_set(
        "round_trips",
        "3",
        "count",
        "Bought and sold again so often in one security on one day.",
        "同一证券当日买入后又卖出的次数。",
    ),
    firm_set(
        "matched_trades",
        "1",
        "count",
        "So many trades between accounts under common control.",
        "同一控制下账户之间成交的笔数。",
    ),
    firm_set(
        "matched_trades_often",
        "5",
        "count",
        "From so many such trades on a higher severity.",
        "达到该笔数提高关注程度。",
    ),
    firm_set(
        "least_orders",
        "10",
        "count",
        "Fewer orders than this are not looked at.",
        "申报笔数低于该值不作检查。",
    ),
    firm_set("push_trades", "5", "count", "So many trades in one direction.", "同一方向成交的笔数。"),
    firm_set(
        "concentration_jump",
        "0.20",
        "ratio",
        "The share of one security grew by this much.",
        "单一证券占比上升幅度。",
    ),
    firm_set("leverage_jump", "0.50", "times", "Leverage grew by this much.", "杠杆倍数上升幅度。"),
    firm_set("jump_days", "7", "days", "Within so many calendar days.", "在多少个自然日之内。"),
    firm_set(
        "accounts_per_device",
        "3",
        "count",
        "So many accounts used from one device on one day.",
        "同一设备当日登录的账户数。",
    ),
    firm_set(
        "devices_per_account",
        "4",
        "count",
        "One account used from so many devices on one day.",
        "同一账户当日登录的设备数。",
    ),
    firm_set(
        "routed_amount",
        "500000",
        "CNY",
        "The smallest of the three legs.",
        "三个环节中最小的金额。",
    ),
    firm_set("routed_days", "3", "days", "The legs within so many calendar days.", "各环节间隔的自然日数。"),
)
