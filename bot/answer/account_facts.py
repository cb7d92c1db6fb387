"""Everything that may be said of one account, for judging a text that somebody else wrote about it.

Each fact carries where it comes from (a figure's trace id, a clause of the contract) and goes by the names people
use, not only by the composer's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.measures import labels_of
from bot.guard.evidence import Fact, Proof
from bot.guard.naming import SPOKEN
from bot.guard.reasons import CONTRACT

Json = Mapping[str, Any]

_LINES = ("warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line")
_HOLDING = (
    ("quantity", "shares", ("持股", "数量", "持有", "shares", "quantity", "holding")),
    ("price", "price", ("价格", "现价", "收盘价", "股价", "price", "close", "shares at", "股,", "每股")),
    ("market_value", "CNY", ("市值", "market value")),
    ("conversion_rate", "ratio", ("折算率", "conversion rate")),
)
_CONTRACT = (
    ("quantity", "shares", ("数量", "持股", "shares", "quantity")),
    ("price", "price", ("价格", "现价", "收盘价", "股价", "price", "close", "shares at", "股,", "每股")),
    ("market_value", "CNY", ("市值", "market value")),
    (
        "amount",
        "CNY",
        ("融资金额", "融资额", "合约金额", "借款金额", "本金", "融资余额", "amount", "principal"),
    ),
    ("annual_rate", "ratio", ("年利率", "利率", "费率", "annual rate", "interest rate", "rate")),
    ("interest", "CNY", ("利息", "息费", "interest")),
    ("margin_ratio", "ratio", ("保证金比例", "margin ratio for financing")),
)


def of_sheet(sheet: Json, names: Mapping[str, tuple[str, ...]], lang: str) -> Iterator[Fact]:
    """Figures, lines and times of an account's sheet; ``names`` are those of its securities by code."""
    for figure in sheet["figures"].values():
        if figure["value"] is not None:
            yield _figure(figure, names, lang)
    terms = sheet["terms"] or {}
    clauses = terms.get("clauses", {})
    for name in _LINES:
        if terms.get(name) is not None:
            yield of_line(name, str(terms[name]), clauses.get(name))
    yield from _of_terms(terms, lang)
    if sheet["snapshot_time"]:
        yield facts.moment(
            sheet["snapshot_time"],
            "snapshot",
            "账户快照",
            "快照",
            "截至",
            "时点",
            "as of",
            "account snapshot",
        )
    if sheet["price_time"]:
        yield facts.moment(
            sheet["price_time"], "price_time", "价格时间", "收盘", "行情", "截至", "prices", "close"
        )


def of_line(name: str, value: str, clause: str | None) -> Fact:
    """A line with the clause that agrees it."""
    proof = Proof(rule=name, source=CONTRACT, article=clause, layer="contract")
    names = (*labels_of(name), *SPOKEN.get(name, ()))
    return replace(facts.of_line(name, value), proof=proof, names=names)


def _figure(figure: Json, names: Mapping[str, tuple[str, ...]], lang: str) -> Fact:
    measure, _, security = str(figure["name"]).partition(".")
    spoken = (*labels_of(measure), *SPOKEN.get(measure, ()))
    subjects = names.get(security, (security,)) if security else ()
    proof = Proof(figure=str(figure["trace_id"]))
    return replace(facts.of_figure(figure, lang), names=spoken, subjects=subjects, proof=proof)


def _of_terms(terms: Json, lang: str) -> Iterator[Fact]:
    agreed, clauses = terms.get("call_deadline"), terms.get("clauses", {})
    if agreed:
        proof = Proof(
            rule="call_deadline", source=CONTRACT, article=clauses.get("call_deadline"), layer="contract"
        )
        days = str(agreed["trading_days"])
        yield Fact("counted", "call_days", days, (), ("个交易日", "trading day"), proof=proof)
        yield Fact("code", "call_days", f"T+{days}", (), ("t+", "追保"), proof=proof)
        yield Fact("time", "call_time", str(agreed["time"]), (), labels_of("deadline"), proof=proof)
    if terms.get("day_basis"):
        basis = facts.of_given(
            {"name": "day_basis", "value": str(terms["day_basis"]), "unit": "days"}, lang, "计息基数"
        )
        yield replace(basis, names=("计息基数", "年化", "一年按", "天计息", "day basis"))
    for clause in sorted(set(clauses.values())):
        yield Fact("code", "clause", str(clause), (), ("合同第", "条", "条款", "clause"))


def of_remedy(remedy: Json) -> Iterator[Fact]:
    """The margin call, its deadline, how many ways there are, and when each begins to count."""
    call, clauses = remedy.get("call"), remedy.get("clauses", {})
    if call:
        proof = Proof(
            rule="call_deadline", source=CONTRACT, article=clauses.get("call_deadline"), layer="contract"
        )
        names = (*labels_of("deadline"), "最迟", "期限", "限期", "不晚于", "until", "before", "no later than")
        yield replace(facts.moment(call["deadline"], "deadline", *names), proof=proof)
        yield facts.day(call["called_on"], "called_on", "触发", "追保日", "通知", "called on")
    kinds = {row["kind"] for row in remedy["cures"] if row["amount"]["value"] is not None} - {"add_security"}
    for ways in {len(kinds), 3} if kinds else ():
        yield _counted(ways, "ways", "种", "条路", "ways", "options", "cures")
    for row in remedy["cures"]:
        if row["counts_from"]:
            yield facts.day(row["counts_from"][:10], "counts_from", "起", "计入", "到账", "count")
        after = row["after"]
        if after and after["value"] is not None:
            names = ("补足后", "之后", "还款后", "追加后", "卖出后", "afterwards")
            shown = replace(facts.of_figure({**after, "name": "ratio_after"}, "zh"), names=names)
            yield replace(shown, proof=Proof(figure=str(after["trace_id"])))


def of_positions(positions: Json, lang: str) -> Iterator[Fact]:
    """Every row of the holdings and contracts, each under the names of its security."""
    for row in positions["holdings"]:
        yield from _of_row(row, _HOLDING, subjects_of(row), lang)
    for row in positions["contracts"]:
        subjects = (*subjects_of(row), str(row["contract"]))
        yield from _of_row(row, _CONTRACT, subjects, lang)
        yield replace(facts.day(row["opened"], "opened", "开仓", "开立", "起", "opened"), subjects=subjects)
        if row["due"]:
            due = facts.day(row["due"], "due", "到期", "期限", "due", "matures", "expires")
            yield replace(due, subjects=subjects)
        if row["days_to_due"] is not None:
            yield _counted(
                row["days_to_due"], "days_to_due", "天后到期", "天到期", "days to", "days until", "days left"
            )
    if positions["contracts"]:
        yield _counted(
            len(positions["contracts"]), "contracts", "笔合约", "笔融资", "笔融券", "个合约", "contracts"
        )
    if positions["holdings"]:
        yield _counted(len(positions["holdings"]), "holdings", "只证券", "只股票", "securities")
    for name, label in (("cash", "现金余额"), ("fees", "费用"), ("other_collateral", "其他担保物")):
        if positions.get(name) is not None:
            given = facts.of_given({"name": name, "value": positions[name], "unit": "CNY"}, lang, label)
            yield replace(given, names=(label, *_ALSO[name]))


_ALSO = {
    "cash": ("账户现金", "账户内现金", "cash balance", "cash in the account"),
    "fees": ("其他费用", "fees"),
    "other_collateral": ("other collateral",),
}


def _counted(number: int, name: str, *names: str) -> Fact:
    """How many there are of something; what is counted stands right behind the number, 「2 笔合约」."""
    return Fact("counted", name, str(number), (), names)


def subjects_of(row: Json) -> tuple[str, ...]:
    """What a security goes by: its code with and without the exchange, its names."""
    code = str(row["security"])
    return tuple(dict.fromkeys((code, code.partition(".")[0], str(row["name"]), str(row["name_en"]))))


def _of_row(
    row: Json, columns: Sequence[tuple[str, str, tuple[str, ...]]], subjects: tuple[str, ...], lang: str
) -> Iterator[Fact]:
    for column, unit, names in columns:
        if row.get(column) is not None:
            given = {"name": column, "value": str(row[column]), "unit": unit}
            yield replace(facts.of_given(given, lang, names[0]), names=names, subjects=subjects)


def of_tickets(tickets: Iterable[Json]) -> Iterator[Fact]:
    """Ticket numbers and the days by which they are answered."""
    for ticket in tickets:
        yield facts.code(str(ticket["number"]), "工单")
        yield facts.day(ticket["opened_at"][:10], "opened", "登记", "提交", "opened")
        yield facts.day(ticket["due_on"], "due_on", *labels_of("due_on"), "答复", "回复", "reply")


def of_today(day: date) -> Fact:
    """The day that is spoken of as today."""
    return facts.day(day, "today", "今天", "今日", "当日", "截至", "收盘", "today", "as of")
