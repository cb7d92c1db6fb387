"""Day trading: the pattern-day-trader rule until 3 June 2026, the intraday test from 4 June 2026.

The change was approved on 14 April 2026. Every firm may keep the old rule until it goes over, on
20 October 2027 at the latest (the date is in the notice; "18 months after 4 June" in the press is wrong).
"""

from datetime import date

from risk.rulebook.model import Force, Row
from risk.rulebook.us.documents import FINRA_4210, FINRA_DAY, INTRADAY, us_row

_APPROVED = date(2026, 4, 14)
_NEW = "SR-FINRA-2025-017 (Release 34-105226); FINRA Regulatory Notice 26-10"


def _old(param: str, value: str, unit: str, force: Force, note: str, note_zh: str) -> Row:
    return us_row(
        param,
        value,
        unit,
        force,
        FINRA_DAY,
        FINRA_4210,
        note,
        note_zh,
        article="4210(f)(8)(B)",
        layer="exchange",
        confidence="seen-2nd",
        valid_to=INTRADAY.first,
        repealed=_APPROVED,
        window=INTRADAY,
    )


_OLD = (
    _old(
        "pattern_day_trades",
        "4",
        "count",
        "condition",
        "Four or more day trades in five business days made a pattern day trader, if more than 6 % of the"
        " account's trades.",
        "五个营业日内四次以上日内交易、且超过账户交易的 6%，即为日内交易者。",
    ),
    _old(
        "pattern_day_trade_share",
        "0.06",
        "ratio",
        "condition",
        "Day trades had to be more than 6 % of the account's trades in that time.",
        "期间内日内交易须超过账户交易的 6%。",
    ),
    _old(
        "pattern_day_trader_equity",
        "25000",
        "USD",
        "floor",
        "A pattern day trader needed 25,000 dollars of equity on every day of day trading.",
        "日内交易者在每个日内交易日须有 25,000 美元权益。",
    ),
    _old(
        "day_trade_multiple",
        "4",
        "times",
        "cap",
        "Day-trading buying power was four times the last close's equity above the maintenance requirement.",
        "日内购买力为上一收盘权益超出维持保证金部分的四倍。",
    ),
    _old(
        "day_trade_call_period",
        "5",
        "business_days",
        "cap",
        "A day-trading call had five business days; unmet, 90 days on a cash-available basis followed.",
        "日内追缴期限为五个营业日；未补足的，90 天内只能按现有现金交易。",
    ),
)


def _since(
    param: str,
    value: str,
    unit: str,
    force: Force,
    note: str,
    note_zh: str,
    *,
    article: str | None = "4210(d)(2)",
    verified: bool = True,
) -> Row:
    return us_row(
        param,
        value,
        unit,
        force,
        INTRADAY.first,
        _NEW,
        note,
        note_zh,
        article=article,
        layer="exchange",
        confidence="seen-2nd" if verified else "unverified",
        announced=_APPROVED,
        window=INTRADAY,
    )


_NEW_RULES = (
    _since(
        "intraday_maintenance",
        "0.25",
        "ratio",
        "floor",
        "The maintenance level must be supported throughout the day; what is short of it is an intraday"
        " margin deficit. The definition itself was not read.",
        "全日须保持维持保证金水平，不足部分为日内保证金缺口；定义原文未读到。",
    ),
    _since(
        "intraday_deficit_period",
        "5",
        "business_days",
        "cap",
        "An intraday deficit is due by the close of the fifth business day.",
        "日内缺口须在第五个营业日结束前补足。",
        article=None,
    ),
    _since(
        "intraday_restriction",
        "90",
        "days",
        "condition",
        "A practice of leaving deficits unmet: 90 days without new shorts or debits.",
        "经常不补足缺口的，90 天内不得新增卖空或借款。",
        article=None,
    ),
    _since(
        "intraday_deficit_ignored",
        "1000",
        "USD",
        "cap",
        "About 1,000 dollars or 5 % of equity is said to be ignored; which of the two governs was not read.",
        "据称约 1,000 美元或权益的 5% 以内可不计；以哪个为准未读到。",
        article=None,
        verified=False,
    ),
)

_WHICH = (
    us_row(
        "day_trading_rule",
        "pattern_day_trader",
        "text",
        "condition",
        FINRA_DAY,
        FINRA_4210,
        "The pattern-day-trader rule with its floor of 25,000 dollars.",
        "日内交易者规则，最低权益 25,000 美元。",
        article="4210(f)(8)(B)",
        layer="exchange",
        value_zh="日内交易者（PDT）规则",
        valid_to=INTRADAY.first,
        confidence="seen-2nd",
        window=INTRADAY,
    ),
    us_row(
        "day_trading_rule",
        "intraday_margin",
        "text",
        "condition",
        INTRADAY.first,
        _NEW,
        "The intraday margin test in its place, without the floor of 25,000 dollars; firms may take until 20"
        " October 2027.",
        "改为日内保证金检验，不再有 25,000 美元门槛；公司最迟可至 2027 年 10 月 20 日切换。",
        article="4210(d)(2)",
        layer="exchange",
        value_zh="日内保证金检验",
        announced=_APPROVED,
        window=INTRADAY,
    ),
)

ROWS = (*_WHICH, *_OLD, *_NEW_RULES)
