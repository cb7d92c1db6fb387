"""Words of decisions on admission: what an outcome means, and what each condition is called. In Chinese and in English."""

from collections.abc import Mapping
from types import MappingProxyType

OUTCOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "admit": ("各项条件均已满足", "every condition is met"),
        "not_yet": ("尚有条件未满足", "a condition is not met yet"),
        "refuse": ("有条件不符合规定", "a condition bars it"),
        "person": ("有事项须由人工判断", "something is for a person to judge"),
    }
)

CONDITIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "experience": ("交易经验", "Trading experience"),
        "assets": ("证券类资产", "Securities-type assets"),
        "suitability": ("风险承受能力", "Capacity for risk"),
        "shareholder": ("本公司股东及关联人", "Shareholders of this firm and affiliates"),
        "staff": ("证券从业人员", "People who work for a securities firm"),
        "blacklisted": ("公司黑名单", "The firm's own list"),
        "material_default": ("重大违约记录", "Record of material default"),
        "age": ("年龄", "Age"),
    }
)


def said(code: str, text_zh: str, text: str) -> dict[str, str]:
    """What was found about a condition, with its name before it."""
    chinese, english = CONDITIONS[code]
    return {"zh": f"{chinese}：{text_zh}", "en": f"{english}: {text}"}
