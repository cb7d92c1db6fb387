"""What no exchange sets and the firm does: how it builds its margin ratios, how much of one security is too much.

These are the firm's starting values; rows of its own take their place. A margin-ratio formula is written as
"floor", "1.00+(1-rate)" or "max(1.70-rate,1.00)", with `rate` for the conversion rate of the security
(`risk.margin_ratio` reads it). A concentration limit applies from its `ratio_from` up to the next one; 1.00
is no limit. A client class with rows of its own has its own table.
"""

from datetime import date

from risk.rulebook.cn.documents import DETAILS_2019_DAY
from risk.rulebook.model import Row

_FORMULA = "公司保证金比例标准"
_READING = "公司口径"
_CONCENTRATION = "公司集中度控制标准"
_GENERAL = (("0", "0.50"), ("1.80", "0.70"), ("2.40", "1.00"))
_PRODUCTS = (("0", "0.30"), ("1.80", "0.50"), ("3.00", "1.00"))


def _formula(param: str) -> Row:
    return Row(
        param,
        "floor",
        "text",
        "firm",
        "condition",
        DETAILS_2019_DAY,
        _FORMULA,
        "firm-set",
        "The firm asks for the exchange's floor and adds nothing for a low conversion rate.",
        "本公司按交易所规定的下限执行，不因折算率低而加收。",
        value_zh="按下限执行",
    )


def _limits(table: tuple[tuple[str, str], ...], scope: dict[str, str]) -> tuple[Row, ...]:
    return tuple(
        Row(
            "concentration_limit",
            limit,
            "ratio",
            "firm",
            "cap",
            DETAILS_2019_DAY,
            _CONCENTRATION,
            "firm-set",
            f"From a maintenance ratio of {ratio_from}, one security may be this share of total assets after an"
            " order that adds to it; 1.00 is no limit.",
            f"维持担保比例不低于 {ratio_from} 时，增持委托后单一证券占总资产的上限；1.00 表示不限。",
            scope={"ratio_from": ratio_from, **scope},
        )
        for ratio_from, limit in table
    )


def _extended_then(value: str, scope: dict[str, str]) -> Row:
    return Row(
        "short_margin_ratio",
        value,
        "ratio",
        "firm",
        "floor",
        date(2023, 10, 30),
        _READING,
        "firm-set",
        "How we read the notice of October 2023, which does not speak of extensions: a short contract extended"
        " then takes the ratio that was new then.",
        "本公司口径：2023 年 10 月的通知未提及展期，当时展期的融券合约适用当时的新比例。",
        valid_to=date(2024, 7, 22),
        applies_to="extension",
        scope=scope,
    )


ROWS = (
    _formula("financing_margin_ratio_formula"),
    _formula("short_margin_ratio_formula"),
    _extended_then("0.80", {}),
    _extended_then("1.00", {"client_class": "private_fund"}),
    *_limits(_GENERAL, {}),
    *_limits(_PRODUCTS, {"client_class": "product"}),
    *_limits(_PRODUCTS, {"client_class": "private_fund"}),
)
