"""Whom, what and which market a question about the rules names: the scope under which a parameter is looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

JURISDICTIONS = (
    (
        "HK",
        re.compile(
            "孖展|(?<!买)(?<!买入)(?<!買)(?<!買入)港股(?!通)|香港|恒指|按金|联交所|聯交所|證監會|(?<![a-z])(?:hk|sfc)(?![a-z])|(?<!buy )(?<!short )hong ?kong",
            re.IGNORECASE,
        ),
    ),
    (
        "US",
        re.compile(
            r"美股|美[国國](?!国债|國債)|\bus\b(?!\$)|\bu\.s\.|\bpdt\b|pattern day|(?<![a-z])reg(?:ulation)?\s?t(?![a-z])|finra|equity maintenance",
            re.IGNORECASE,
        ),
    ),
    ("CN", re.compile(r"内地|內地|大陆|大陸|\ba股|沪深|滬深|\bmainland\b|\bchin(?:a|ese)\b", re.IGNORECASE)),
)
_ELSEWHERE = re.compile(
    r"(?:台湾|臺灣|台灣|日本|韩国|韓國|英国|英國|新加坡|印度|德国|德國|欧盟|歐盟|澳洲|澳大利亚)(?!居民|同胞|人|籍|护照|身份|客户|户口)|台股|日股"
    r"|\b(?:taiwan|japan|korea|singapore|india|germany|australia|the uk|united kingdom|european union)(?:'s|ese)?\b",
    re.IGNORECASE,
)
_OF_A_WORD = (
    ("taiwan", re.compile(r"台湾|臺灣|台灣|台股|taiwan", re.IGNORECASE)),
    ("japan", re.compile(r"日本|日股|japan", re.IGNORECASE)),
)
"""Markets elsewhere of which the library has a word."""
_SCOPES = tuple(
    (kind, value, re.compile(words, re.IGNORECASE), names)
    for kind, value, words, names in (
        ("client_class", "private_fund", "私募|private fund", ("私募基金", "private funds")),
        (
            "client_class",
            "professional",
            "专业机构|专业投资者|professional",
            ("专业机构投资者", "professional investors"),
        ),
        (
            "board",
            "main_risk_warned",
            r"\*?\bst\b|\*?st股|风险警示|戴帽",
            ("主板风险警示股票", "risk-warned main-board shares"),
        ),
        ("board", "chinext", "创业板|chinext", ("创业板", "ChiNext shares")),
        ("board", "star", r"科创板|\bstar\b", ("科创板", "STAR Market shares")),
        ("asset_class", "etf", "etf|交易型开放式", ("ETF", "ETFs")),
        (
            "asset_class",
            "index_constituent",
            "成份股|成分股|上证180|深证100|constituent",
            ("指数成份股", "index constituents"),
        ),
        (
            "asset_class",
            "a_share",
            r"a股|\bany a[- ]share\b|\ba[- ]shares\b|\ba-share\b",
            ("其他A股", "other A shares"),
        ),
        (
            "asset_class",
            "cash_or_treasury",
            "国债|货币基金|现金管理|treasur|money market",
            ("国债和货币基金", "treasury bonds and money-market funds"),
        ),
        (
            "asset_class",
            "fund_or_bond",
            r"债券|基金|\bbonds?\b|\bfunds?\b",
            ("其他基金和债券", "other funds and bonds"),
        ),
    )
)


def jurisdiction_of(text: str, whole: str = "") -> str:
    """Whose rules a question is about: ours, unless it names another market. Never the language.

    A question that names none may stand in a ``whole`` message that does.
    """
    return market_of(text) or market_of(whole) or "CN"


def market_of(text: str) -> str | None:
    """The market a text names; ``None`` where it names none that is held."""
    return next((code for code, pattern in JURISDICTIONS if pattern.search(text)), None)


def is_elsewhere(text: str) -> bool:
    """Whether a question is about the rules of a market that is not held, and of no other."""
    return _ELSEWHERE.search(text) is not None and market_of(text) is None


def are_of_one_market_elsewhere(question: str, section: str) -> bool:
    """Whether a section speaks of the very market elsewhere that a question names."""
    return any(pattern.search(question) and pattern.search(section) for _, pattern in _OF_A_WORD)


def scope_of(text: str) -> tuple[tuple[str, str], ...]:
    """Whom or what a parameter is asked for, where the message says it; the first of each kind counts."""
    named: dict[str, str] = {}
    for kind, value, words, _ in _SCOPES:
        if words.search(text):
            named.setdefault(kind, value)
    return tuple(named.items())


def whose(row: Mapping[str, Any], lang: str) -> str:
    """Whom or what a row of the rulebook is for, in words; empty for everybody."""
    values = set(map(str, row["scope"].values()))
    return next((names[lang == "en"] for _, value, _, names in _SCOPES if value in values), "")
