"""Dated, layered, sourced rules: the model, the three rulebooks, a firm's own rows, which floor binds one contract.

`CN` is what the firm lives by; `HK` and `US` are for reference and education.
"""

from collections.abc import Mapping
from types import MappingProxyType

from risk.rulebook.changes import Change, changes
from risk.rulebook.cn import CN
from risk.rulebook.firm import FirmRow, FirmRules, firm_rulebook, read_firm_rules
from risk.rulebook.floors import for_contract
from risk.rulebook.hk import HK
from risk.rulebook.labels import LABELS, label, nearest
from risk.rulebook.model import JURISDICTIONS, Row, Rulebook, RulebookError, Standing, Window
from risk.rulebook.us import US

PACKAGED: Mapping[str, Rulebook] = MappingProxyType({"CN": CN, "HK": HK, "US": US})
REFERENCE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "HK": (
            "香港规则，仅供参考与投资者教育，以所属机构的合约为准",
            "Hong Kong rules, for reference and education; the contract with the firm decides",
        ),
        "US": (
            "美国规则，仅供参考与投资者教育，以所属机构的合约为准",
            "United States rules, for reference and education; the contract with the firm decides",
        ),
    }
)
"""The label that everything of a reference jurisdiction carries, in Chinese and in English."""

__all__ = [
    "CN",
    "HK",
    "JURISDICTIONS",
    "LABELS",
    "PACKAGED",
    "REFERENCE",
    "US",
    "Change",
    "FirmRow",
    "FirmRules",
    "Row",
    "Rulebook",
    "RulebookError",
    "Standing",
    "Window",
    "changes",
    "firm_rulebook",
    "for_contract",
    "label",
    "nearest",
    "read_firm_rules",
]
