"""How a rule's value is shown: "0.80" as a ratio is 80%, "500000" in CNY is 500,000 元 or CNY 500,000."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Lang = Literal["zh", "en"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "CNY": ("{} 元", "CNY {}"),
        "CNY100m": ("{} 亿元", "CNY {} hundred million"),
        "USD": ("{} 美元", "USD {}"),
        "HKD": ("{} 港元", "HKD {}"),
        "business_days": ("{} 个营业日", "{} business days"),
        "shares": ("{} 股", "{} shares"),
        "shares100m": ("{} 亿股", "{} hundred million shares"),
        "trading_days": ("{} 个交易日", "{} trading days"),
        "days": ("{} 日", "{} days"),
        "months": ("{} 个月", "{} months"),
        "years": ("{} 年", "{} years"),
        "times": ("{} 倍", "{} times"),
        "persons": ("{} 户", "{} holders"),
        "per_second": ("{} 笔/秒", "{} per second"),
        "per_day": ("{} 笔/日", "{} per day"),
        "minutes": ("{} 分钟", "{} minutes"),
        "phone": ("{}", "{}"),
        "count": ("{}", "{}"),
        "text": ("{}", "{}"),
    }
)


def units() -> tuple[str, ...]:
    """Every unit a row may have."""
    return ("ratio", *_WORDS)


def show(value: str, unit: str, lang: Lang) -> str:
    """The value in words of `lang`; raises `KeyError` for an unknown unit."""
    if unit == "ratio":
        return f"{(Decimal(value) * 100).normalize():f}%"
    pattern = _WORDS[unit][lang == "en"]
    return pattern.format(value if unit in ("phone", "text") else f"{Decimal(value):,}")
