"""Trading rules around margin business: eligible securities, suspension, short selling, price limits."""

from collections.abc import Mapping
from datetime import date

from risk.rulebook.cn.documents import DETAILS_2019, DETAILS_2019_DAY, DETAILS_2023, DETAILS_2023_DAY
from risk.rulebook.model import Confidence, Row

_REGISTRATION = date(2023, 4, 10)
_CHINEXT_REFORM = date(2020, 8, 24)
_RISK_WARNED_WIDER = date(2026, 7, 6)


def _price_limit(
    board: str,
    value: str,
    since: date,
    source: str,
    name: str,
    name_zh: str,
    until: date | None = None,
    confidence: Confidence = "seen-2nd",
) -> Row:
    return Row(
        "price_limit",
        value,
        "ratio",
        "exchange",
        "exact",
        since,
        source,
        confidence,
        f"The price of {name} moves at most this far from the previous close in a day.",
        f"{name_zh}的每日涨跌幅限制。",
        valid_to=until,
        scope={"board": board},
    )


def _threshold(
    param: str, value: str, confidence: Confidence, scope: Mapping[str, str], note: str, note_zh: str
) -> Row:
    return Row(
        param,
        value,
        "ratio",
        "exchange",
        "condition",
        DETAILS_2019_DAY,
        DETAILS_2019,
        confidence,
        note,
        note_zh,
        scope=scope,
    )


def _eligible(param: str, value: str, unit: str, note: str, note_zh: str) -> Row:
    return Row(
        param,
        value,
        unit,
        "exchange",
        "floor",
        DETAILS_2019_DAY,
        DETAILS_2019,
        "seen-2nd",
        note,
        note_zh,
        article="第二十四条",
    )


ROWS = (
    _price_limit("main", "0.10", _REGISTRATION, "交易规则", "main-board shares", "主板股票"),
    _price_limit("chinext", "0.20", _CHINEXT_REFORM, "创业板交易特别规定", "ChiNext shares", "创业板股票"),
    _price_limit("star", "0.20", _CHINEXT_REFORM, "科创板交易特别规定", "STAR shares", "科创板股票"),
    _price_limit(
        "bse",
        "0.30",
        date(2021, 11, 15),
        "北交所交易规则",
        "Beijing shares",
        "北交所股票",
        None,
        "unverified",
    ),
    _price_limit(
        "main_risk_warned",
        "0.05",
        _REGISTRATION,
        "交易规则",
        "risk-warned main-board shares",
        "主板风险警示股票",
        _RISK_WARNED_WIDER,
    ),
    _price_limit(
        "main_risk_warned",
        "0.10",
        _RISK_WARNED_WIDER,
        "上证发〔2026〕41号、深证上〔2026〕551号",
        "risk-warned main-board shares",
        "主板风险警示股票",
    ),
    Row(
        "new_listing_without_price_limit",
        "5",
        "trading_days",
        "exchange",
        "exact",
        date(2023, 4, 10),
        "交易规则（2023年修订）",
        "seen-2nd",
        "A share newly listed under the registration system has no price limit in its first five sessions.",
        "注册制下新上市的股票，前 5 个交易日不设涨跌幅限制。",
    ),
    _threshold(
        "financing_suspension_threshold",
        "0.25",
        "seen-2nd",
        {},
        "At 25 % of a security's tradable market value financed, its margin purchases may stop the next day.",
        "单只证券融资余额达到流通市值 25% 的，次一交易日可暂停其融资买入。",
    ),
    _threshold(
        "financing_resumption_threshold",
        "0.20",
        "seen-2nd",
        {},
        "Margin purchases may resume once the share financed is back at 20 % or less.",
        "融资余额降至流通市值 20% 以下（含）时可恢复融资买入。",
    ),
    _threshold(
        "short_suspension_threshold",
        "0.25",
        "seen-2nd",
        {},
        "At 25 % of a security's tradable quantity sold short, its short sales may stop.",
        "单只证券融券余量达到可流通量 25% 的，可暂停其融券卖出。",
    ),
    _threshold(
        "short_resumption_threshold",
        "0.20",
        "seen-2nd",
        {},
        "Short sales may resume once the share sold short is back at 20 % or less.",
        "融券余量降至可流通量 20% 以下（含）时可恢复融券卖出。",
    ),
    _threshold(
        "financing_suspension_threshold",
        "0.75",
        "seen-2nd",
        {"asset_class": "etf"},
        "For exchange-traded funds the threshold is 75 %.",
        "交易型开放式指数基金的暂停阈值为 75%。",
    ),
    _threshold(
        "financing_resumption_threshold",
        "0.70",
        "unverified",
        {"asset_class": "etf"},
        "For exchange-traded funds the level to resume is remembered as 70 %; the text was not read.",
        "交易型开放式指数基金的恢复阈值据称为 70%，文本未核对。",
    ),
    Row(
        "short_sale_price_rule",
        "not_below_last",
        "text",
        "exchange",
        "condition",
        DETAILS_2023_DAY,
        DETAILS_2023,
        "seen-2nd",
        "A short order may not be priced below the latest trade; without one today, not below the previous"
        " close.",
        "融券卖出的申报价格不得低于最新成交价；当日无成交的，不得低于前收盘价。",
        article="第十二条",
        value_zh="不低于最新成交价",
    ),
    Row(
        "securities_refinancing_for_shorts",
        "suspended",
        "text",
        "law",
        "condition",
        date(2024, 7, 11),
        "证监会公告（2024年7月10日）",
        "seen-exch",
        "Borrowing through 转融券 is suspended; open positions could be extended and had to end by 30"
        " September 2024.",
        "转融券业务暂停，存量可展期，但须在 2024 年 9 月 30 日前了结。",
        announced=date(2024, 7, 10),
        value_zh="暂停",
    ),
    Row(
        "restricted_share_lending",
        "suspended",
        "text",
        "law",
        "condition",
        date(2024, 1, 29),
        "证监会公告（2024年1月28日）",
        "seen-2nd",
        "Lending of restricted shares is suspended altogether.",
        "限售股出借全面暂停。",
        announced=date(2024, 1, 28),
        value_zh="暂停",
    ),
    Row(
        "insider_holding_threshold",
        "0.05",
        "ratio",
        "exchange",
        "condition",
        date(2022, 1, 7),
        "深交所自律监管指引第10号",
        "seen-exch",
        "Directors, supervisors, senior managers and holders of 5 % or more do no margin trades in their"
        " company's shares.",
        "上市公司董监高及持股 5% 以上的股东，不得对本公司股票做融资融券。",
        article="第二十五条",
    ),
    _eligible(
        "eligible_listing_months",
        "3",
        "months",
        "A main-board share must have been listed for more than three months to be eligible.",
        "主板股票作为标的证券须上市交易超过 3 个月。",
    ),
    _eligible(
        "eligible_financing_tradable_shares",
        "1",
        "shares100m",
        "For margin purchases: at least 100 million tradable shares, or CNY 500 million of tradable value.",
        "融资标的：流通股本不少于 1 亿股，或流通市值不低于 5 亿元。",
    ),
    _eligible(
        "eligible_financing_tradable_value",
        "5",
        "CNY100m",
        "For margin purchases: at least CNY 500 million of tradable value, or 100 million tradable shares.",
        "融资标的：流通市值不低于 5 亿元，或流通股本不少于 1 亿股。",
    ),
    _eligible(
        "eligible_short_tradable_shares",
        "2",
        "shares100m",
        "For short sales: at least 200 million tradable shares, or CNY 800 million of tradable value.",
        "融券标的：流通股本不少于 2 亿股，或流通市值不低于 8 亿元。",
    ),
    _eligible(
        "eligible_short_tradable_value",
        "8",
        "CNY100m",
        "For short sales: at least CNY 800 million of tradable value, or 200 million tradable shares.",
        "融券标的：流通市值不低于 8 亿元，或流通股本不少于 2 亿股。",
    ),
    _eligible(
        "eligible_holders",
        "4000",
        "persons",
        "An eligible share has at least 4,000 shareholders.",
        "标的股票的股东人数不少于 4,000 人。",
    ),
)
