"""The firm's starting values for credit: what a grade is good for, what moves a line, what makes a book crowded.

All of it is firm-set. Older prudential figures (one client 5 % of net capital, one collateral stock 20 % of its
value) were seen only in a text that has been replaced since: they stand here unverified and are never computed with.
"""

from datetime import date

from risk.rulebook.row import Force, Row
from risk.thresholds import firm_set


def _grade(param: str, values: dict[str, str], unit: str, note: str, note_zh: str) -> tuple[Row, ...]:
    return tuple(
        firm_set(param, value, unit, note, note_zh, force="cap", scope={"grade": grade})
        for grade, value in values.items()
    )


def _scoped(param: str, scope: str, values: dict[str, str], note: str, note_zh: str) -> tuple[Row, ...]:
    return tuple(
        firm_set(param, value, "ratio", note, note_zh, scope={scope: case}) for case, value in values.items()
    )


def _unverified(param: str, value: str, note: str, note_zh: str, force: Force = "cap") -> Row:
    return Row(
        param,
        value,
        "ratio",
        "law",
        force,
        date(2015, 7, 1),
        "证券公司风险控制指标管理办法",
        "unverified",
        note,
        note_zh,
    )


ROWS: tuple[Row, ...] = (
    *_grade(
        "credit_line_multiple",
        {"A": "1.00", "B": "0.80", "C": "0.50", "D": "0.20", "E": "0"},
        "ratio",
        "A line is at most this share of the client's assets with the firm.",
        "授信额度不超过客户在本公司资产的这一比例。",
    ),
    *_grade(
        "credit_line_most",
        {"A": "50000000", "B": "20000000", "C": "5000000", "D": "1000000", "E": "0"},
        "CNY",
        "The largest line of the grade.",
        "该信用等级的额度上限。",
    ),
    firm_set(
        "credit_line_step", "10000", "CNY", "Lines are rounded down to this sum.", "额度向下取整到该金额。"
    ),
    *_scoped(
        "credit_allocation_factor",
        "largest_share_up_to",
        {"0.50": "1.00", "0.70": "0.80", "1.00": "0.60"},
        "The more of the assets is one security, the smaller the line.",
        "单一证券占比越高，额度越低。",
    ),
    *_scoped(
        "credit_history_factor",
        "late_calls_up_to",
        {"0": "1.00", "1": "0.80", "any": "0.50"},
        "Margin calls not met in time in two years make the line smaller.",
        "近两年未按期补足的追保次数越多，额度越低。",
    ),
    *_scoped(
        "credit_regime_factor",
        "regime",
        {"calm": "1.00", "strained": "0.80", "stressed": "0.50"},
        "In a strained market lines are smaller.",
        "市场紧张时额度下调。",
    ),
    *_scoped(
        "credit_stress_move",
        "scenario",
        {"1": "-0.10", "2": "-0.20", "3": "-0.30"},
        "A scenario, not a forecast: every price that trades moves by this share.",
        "情景假设，并非预测：所有可交易证券价格同比变动。",
    ),
    firm_set(
        "crowded_share",
        "0.10",
        "ratio",
        "From this share of the book a security is crowded.",
        "单一证券占全部担保证券市值达到该比例视为集中。",
    ),
    firm_set(
        "sale_participation",
        "0.20",
        "ratio",
        "The share of a day's turnover that sales may be.",
        "处分时占日均成交量的比例。",
    ),
    firm_set("slow_sale_days", "5", "days", "Longer than this to sell is slow.", "超过该天数视为变现缓慢。"),
    *(
        firm_set(
            "overdue_bucket_days",
            days,
            "days",
            "Overdue for at most so many days.",
            "逾期天数分档上限。",
            scope={"bucket": bucket},
        )
        for bucket, days in (("1", "30"), ("2", "90"), ("3", "180"))
    ),
    _unverified(
        "single_client_to_net_capital",
        "0.05",
        "Lending to one client within 5 % of net capital: seen in an older text only.",
        "对单一客户的融资不超过净资本 5%：仅见于旧文本。",
    ),
    _unverified(
        "collateral_stock_to_its_value",
        "0.20",
        "One stock taken as collateral within 20 % of its market value: seen in an older text only.",
        "接受单只担保股票不超过其总市值 20%：仅见于旧文本。",
    ),
)
