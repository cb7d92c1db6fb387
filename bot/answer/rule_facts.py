"""Every dated rule, and what the firm has set, as facts: what is in force may be said, what was may be told as past.

A row that is not verified proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.measures import labels_of
from bot.guard.evidence import Fact, Proof
from bot.guard.naming import SPOKEN

Json = Mapping[str, Any]

_NO_NUMBER = ("text",)
_UNPROVED = ("unverified", "memory")
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "admission_average_assets": ("日均资产", "证券类资产", "资产门槛", "开户门槛", "average assets"),
    "admission_average_days": ("个交易日", "trading days"),
    "admission_experience": ("交易经验", "trading experience"),
    "contract_term": ("合约最长", "合约期限", "最长期限", "term"),
    "extension_length": ("每次展期", "展期", "extension"),
    "conversion_rate_cap": ("折算率", "conversion rate"),
    "price_limit": ("涨跌幅", "涨跌停", "price limit"),
    "statutory_minimum_maintenance_ratio": (
        "最低维持担保比例", "维持担保比例下限", "法定最低", "最低比例", "minimum maintenance ratio",
    ),
    "call_period": ("追保期限", "补足期限", "追加期限", "个交易日"),
    "restore_minimum": ("追加后维持担保比例", "追保后不得低于"),
    "investor_hotline": ("热线", "拨打", "投诉电话", "hotline"),
    "psychological_aid_hotline": ("热线", "拨打", "hotline", "aid line"),
    "stamp_duty_on_sale": ("印花税", "stamp duty"),
    "record_retention": ("保存", "年", "kept", "years"),
    "short_return_delay": ("个交易日",),
    "lot_size": ("一手", "整手", "lot"),
}  # fmt: skip
_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "private_fund": ("私募", "私募基金", "private fund"),
    "professional": ("专业投资者", "专业机构", "professional"),
    "main_risk_warned": ("风险警示", "st股", "*st", "risk-warned"),
    "main": ("主板", "main board"),
    "chinext": ("创业板", "chinext"),
    "star": ("科创板", "star market"),
    "bse": ("北交所", "bse"),
    "etf": ("etf", "交易型开放式"),
    "index_constituent": ("成份股", "成分股", "上证180", "深证100", "constituent"),
    "a_share": ("其他a股", "非成份股", "a股股票", "other a shares"),
    "cash_or_treasury": ("国债", "treasur"),
    "fund_or_bond": ("债券", "基金", "bond", "fund"),
}
_PHONES = ("客服电话", "客服热线", "电话", "热线", "拨打", "call us", "phone")
_TIMES = re.compile(r"\d{1,2}:\d{2}")


def of_rules(rules: Iterable[Json], lang: str) -> Iterator[Fact]:
    """The rows in force, their variants, and those that were, each with its dates and its source."""
    for rule in rules:
        today = [row for row in (rule["in_force"], *rule["variants"]) if row is not None]
        known = [row for row in today if row["confidence"] not in _UNPROVED]
        for row in known:
            yield from _of_row(rule, row, lang, past=False)
        said = {row["value"] for row in known if not row["scope"]}
        for row in rule["history"]:
            over = row["valid_to"] is not None and row["valid_to"] <= rule["as_of"]
            if over and row["confidence"] not in _UNPROVED and row["value"] not in said:
                yield from _of_row(rule, row, lang, past=True)


def _of_row(rule: Json, row: Json, lang: str, past: bool) -> Iterator[Fact]:
    param = str(rule["param"])
    proof = Proof(
        rule=param,
        source=str(row["source"]),
        article=row["article"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        layer=row["layer"],
    )
    if row["unit"] not in _NO_NUMBER:
        names = (
            str(rule["label_zh"]),
            str(rule["label_en"]),
            *_ALSO_CALLED.get(param, ()),
            *SPOKEN.get(param, ()),
        )
        subjects = tuple(word for value in row["scope"].values() for word in _SUBJECTS.get(str(value), ()))
        fact = facts.of_rule(row, lang, names)
        forms = tuple(form for form in fact.forms if not _scaled(row) or form == fact.shown)
        yield replace(fact, forms=forms, proof=proof, subjects=subjects, past=past)
    for end, names in (
        ("valid_from", ("起", "生效", "施行", "since", "from")),
        ("valid_to", ("至", "until")),
    ):
        if row[end]:
            yield replace(facts.day(row[end], end, *names), proof=proof, past=past)
    for article in filter(None, (row["article"],)):
        yield Fact("code", "article", str(article), (), ("依据",), proof=proof)


def by_contract(rules: Iterable[Json]) -> Iterator[Fact]:
    """The lines of nobody in particular: no number, but that a contract agrees them, since a rule says so."""
    row = next((r["in_force"] for r in rules if r["param"] == "statutory_minimum_maintenance_ratio"), None)
    if row is None or row["unit"] not in _NO_NUMBER:
        return
    proof = Proof(
        rule=str(row["param"]), source=str(row["source"]), valid_from=row["valid_from"], layer="contract"
    )
    for name in ("liquidation_line", "warning_line", "restore_line", "minimum_line"):
        yield Fact("line", name, "", names=(*labels_of(name), *SPOKEN.get(name, ())), proof=proof)


def _scaled(row: Json) -> bool:
    """Whether the bare value is in another unit than a reader would write: 5 for 5 亿元."""
    return str(row["unit"]).endswith("100m")


def sources_of(rules: Iterable[Json]) -> tuple[str, ...]:
    """The titles of the rules, whose numbers are names and may stand verbatim."""
    titles = {
        part for rule in rules for row in rule["history"] for part in re.split("[；、及]", str(row["source"]))
    }
    whole = {re.sub(r"(?:深交所|北交所)?同日通知.*", "", title).strip() for title in titles}
    return tuple(sorted(title for title in whole if re.search(r"\d", title) and len(title) > 5))


def leverage_of(rules: Sequence[Json]) -> tuple[str, ...]:
    """「1:1」, where a margin ratio of one is the lowest today."""
    floors = (r["in_force"] for r in rules if r["param"] == "financing_margin_ratio" and r["in_force"])
    return ("1:1",) if any(Decimal(str(row["value"])) == 1 for row in floors) else ()


def of_firm(firm: Json, lang: str) -> Iterator[Fact]:
    """Telephone, hours, answer times and standard rates."""
    values = {name: row["value"] for name, row in firm.items() if isinstance(row, Mapping) and "value" in row}
    yield facts.phone(str(values["phone"]), *_PHONES)
    hours = values.get("service_hours", {})
    for time in sorted(set(_TIMES.findall(str(hours)))):
        yield Fact(
            "time", "service_hours", time, (), ("服务时间", "人工", "工作时间", "service hours", "people")
        )
    for time in sorted(set(_TIMES.findall(str(values.get("bank_transfer_hours", ""))))):
        yield Fact("time", "bank_transfer_hours", time, (), ("银证转账", "转账时间", "bank transfer"))
    for time in sorted(set(_TIMES.findall(str(values.get("transfer_arrival", ""))))):
        yield Fact("time", "transfer_arrival", time, (), ("计入", "到账", "counts", "划入", "转账"))
    yield facts.count(str(values["complaint_reply_business_days"]), "reply", "个工作日", "business day")
    for name, names in (("standard_financing_rate", ("融资利率", "融资年利率", "financing rate")),
                        ("standard_short_rate", ("融券费率", "融券年费率", "short rate"))):  # fmt: skip
        if name in values:
            given = facts.of_given(
                {"name": name, "value": str(values[name]), "unit": "ratio"}, lang, names[0]
            )
            yield replace(given, names=names)


def words_of(firm: Json) -> tuple[str, ...]:
    """The firm's own words that may stand verbatim: its name and where things are in its app."""
    named = (firm[name]["value"] for name in ("name", "app_path") if name in firm)
    return tuple(
        str(word) for value in named for word in (value.values() if isinstance(value, Mapping) else (value,))
    )
