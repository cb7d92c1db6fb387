"""The words a term has in a text, in Chinese and in English, and the names of the terms."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from risk.rulebook.units import show

Both = tuple[str, str]
"""Chinese, English."""

NAMES: Mapping[str, Both] = MappingProxyType(
    {
        "collateral": ("担保物与最高折算率", "collateral and highest conversion rates"),
        "valuation": ("担保物计价", "valuation of collateral"),
        "financing_margin_ratio": ("融资保证金比例", "financing margin ratio"),
        "short_margin_ratio": ("融券保证金比例", "short margin ratio"),
        "short_margin_ratio_private_fund": ("私募基金融券保证金比例", "short margin ratio of private funds"),
        "warning_line": ("预警线", "warning line"),
        "liquidation_line": ("平仓线", "liquidation line"),
        "restore_line": ("补足线", "restore line"),
        "minimum_line": ("最低线", "minimum line"),
        "withdrawal_line": ("提取线", "withdrawal line"),
        "financing_rate": ("融资年利率", "annual financing rate"),
        "short_rate": ("融券年费率", "annual short rate"),
        "day_basis": ("年化天数", "day basis"),
        "fee_basis": ("融券费用计算基数", "basis of the short fee"),
        "settled": ("利息结清方式", "when interest is settled"),
        "monthly_day": ("按月结息日", "monthly settlement day"),
        "penalty_rate": ("逾期年利率", "annual rate when overdue"),
        "months": ("合约期限（月）", "term of a contract in months"),
        "extension_months": ("每次展期（月）", "months of one extension"),
        "liquidation_order": ("处分次序", "order of disposal"),
        "stop_at": ("处分停止点", "where disposal stops"),
        "call_deadline": ("追加期限", "deadline of a call"),
        "delivery": ("通知渠道与送达", "channels and delivery"),
    }
)

_RATIOS = frozenset(name for name in NAMES if name.endswith(("_ratio", "_line", "_rate", "_fund")))
_UNSET: Both = ("不设", "not set")
_WORDS: Mapping[str, Both] = MappingProxyType(
    {
        "index_constituent": ("指数成份股", "index constituents"),
        "a_share": ("其他A股", "other A shares"),
        "etf": ("交易型开放式指数基金", "exchange-traded funds"),
        "cash_or_treasury": ("现金管理产品、货币基金与国债", "cash products, money funds and treasuries"),
        "fund_or_bond": ("其他上市基金与债券", "other listed funds and bonds"),
        "zero_rated": ("折算率为零的证券", "zero-rated securities"),
        "close": ("当日收盘价", "the closing price of the day"),
        "latest": ("最新成交价", "the latest price"),
        "proceeds": ("融券卖出金额", "the proceeds of the sale"),
        "market_value": ("融券市值", "the market value borrowed"),
        "repayment": ("随还款", "with the repayment"),
        "monthly": ("按月", "monthly"),
        "restore_line": ("维持担保比例不低于补足线", "the maintenance ratio is at the restore line"),
        "all_debts": ("全部债务清偿", "all debts are repaid"),
        "sent": ("发出", "it was sent"),
        "receipt": ("收到送达回执", "its receipt arrived"),
        "read": ("被阅读", "it was read"),
        "app": ("App消息", "app message"),
        "sms": ("短信", "text message"),
        "wechat": ("微信", "WeChat"),
        "email": ("电子邮件", "e-mail"),
        "phone": ("电话", "telephone"),
        "telegram": ("Telegram", "Telegram"),
        "cash": ("账户内资金还款", "cash in the account repays"),
        "shorts": ("买券偿还融券负债", "borrowed securities are bought back"),
        "value": ("市值由高到低卖出", "the largest market value is sold first"),
        "liquidity": ("成交额由高到低卖出", "the most traded is sold first"),
        "loss": ("浮亏由大到小卖出", "the largest loss is sold first"),
        "opened": ("融资买入由早到晚卖出", "the oldest margin purchase is sold first"),
        "book": ("按账户记载顺序卖出", "in the order of the books"),
    }
)


def words_of(name: str, terms: Mapping[str, Any]) -> Both:
    """How the term of that name reads among flat `terms`."""
    value = terms[name]
    if value is None:
        return _UNSET
    if name in _RATIOS:
        return show(value, "ratio", "zh"), show(value, "ratio", "en")
    if name in _LISTS:
        return _LISTS[name](value)
    if name == "settled" and value == "monthly":
        day = terms["monthly_day"]
        return f"按月于{day}日", f"monthly on day {day}"
    return _WORDS.get(value, (str(value), str(value)))


def _collateral(value: list[dict[str, str]]) -> Both:
    kinds = [(*_WORDS[each["kind"]], show(each["most"], "ratio", "zh")) for each in value]
    return "、".join(f"{zh}{most}" for zh, _, most in kinds), ", ".join(
        f"{en} {most}" for _, en, most in kinds
    )


def _deadline(value: dict[str, Any]) -> Both:
    n, hour = value["trading_days"], value["time"]
    if n == 0:
        return f"当日{hour}前", f"by {hour} the same day"
    return f"通知发出后第{n}个交易日{hour}前", f"by {hour} on trading day {n} after the notice"


def _delivery(value: list[dict[str, Any]]) -> Both:
    zh, en = zip(*(_one_delivery(each) for each in value), strict=True)
    return "；".join(zh), "; ".join(en)


def _one_delivery(each: dict[str, Any]) -> Both:
    (channel, channel_en), (counts, counts_en) = _WORDS[each["channel"]], _WORDS[each["counts"]]
    minutes = each["after_minutes"]
    if minutes == 0:
        return f"{channel}，{counts}时视为送达", f"{channel_en}, once {counts_en}"
    return (
        f"{channel}，{counts}后{minutes}分钟视为送达",
        f"{channel_en}, {minutes} minutes after {counts_en}",
    )


def _order(value: list[str]) -> Both:
    zh, en = zip(*(_WORDS[name] for name in value), strict=True)
    return "，其后".join(zh), ", then ".join(en)


_LISTS: Mapping[str, Callable[[Any], Both]] = MappingProxyType(
    {
        "collateral": _collateral,
        "call_deadline": _deadline,
        "delivery": _delivery,
        "liquidation_order": _order,
    }
)
