"""The packaged standard texts of a margin agreement and the firm's starting terms, as a template's body is kept.

body = {"sections": [{"no": "12", "kind": "lines", "title": {zh, en},
                      "clauses": [{"no": "12.2", "term": "warning_line", "zh": …, "en": …}]}],
        "disclosures": [{"no": "R1", "title": {zh, en}, "zh": …, "en": …}]}
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from account_api.agreements.sections import BY_KIND
from account_api.agreements.terms import TermsSet

STANDARD = "margin"


def standard_title() -> dict[str, str]:
    """The name of the standard agreement in both languages."""
    return dict(_read()["title"])


def standard_body() -> dict[str, Any]:
    """Every section and disclosure with its number."""
    read = _read()
    sections = [_section(str(n), each) for n, each in enumerate(read["sections"], start=1)]
    disclosures = [{"no": f"R{n}", **each} for n, each in enumerate(read["disclosures"], start=1)]
    return {"sections": sections, "disclosures": disclosures}


def standard_terms() -> TermsSet:
    """What the firm starts with: all of it firm-set within the rules."""
    return TermsSet.model_validate(
        {
            "collateral": [
                {"kind": "index_constituent", "most": "0.70"},
                {"kind": "a_share", "most": "0.65"},
                {"kind": "etf", "most": "0.90"},
                {"kind": "cash_or_treasury", "most": "0.95"},
                {"kind": "fund_or_bond", "most": "0.80"},
            ],
            "valuation": "close",
            "margin": {
                "financing_margin_ratio": "1.00",
                "short_margin_ratio": "1.00",
                "short_margin_ratio_private_fund": "1.20",
            },
            "lines": {
                "warning_line": "1.40",
                "liquidation_line": "1.30",
                "restore_line": "1.40",
                "minimum_line": "1.10",
                "withdrawal_line": "3.00",
            },
            "call_deadline": {"trading_days": 1, "time": "15:00"},
            "delivery": [
                {"channel": "app", "counts": "receipt"},
                {"channel": "sms", "counts": "sent", "after_minutes": 60},
            ],
            "interest": {
                "financing_rate": "0.065",
                "short_rate": "0.085",
                "day_basis": 360,
                "fee_basis": "proceeds",
                "settled": "repayment",
                "penalty_rate": "0.0975",
            },
            "duration": {"months": 6, "extension_months": 6},
            "default": {"liquidation_order": ["cash", "value", "shorts"], "stop_at": "restore_line"},
        }
    )


def _section(no: str, read: dict[str, Any]) -> dict[str, Any]:
    known = BY_KIND[read["kind"]]
    clauses = [
        {
            "no": f"{no}.{n}",
            "term": each.get("clause") or each.get("term"),
            "zh": each["zh"],
            "en": each["en"],
        }
        for n, each in enumerate(read["clauses"], start=1)
    ]
    return {"no": no, "kind": known.kind, "title": {"zh": known.zh, "en": known.en}, "clauses": clauses}


@cache
def _read() -> Mapping[str, Any]:
    """The file as it stands, parsed once; a fallback keeps an interpreter without libyaml going."""
    import yaml

    text = files("account_api.agreements").joinpath("data/standard.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read
