"""My holdings and contracts: what I hold, what is due when, what the interest has come to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.effects import Failed, FetchFigures, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time, say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 8
_BOTH = re.compile(
    r"(?:持仓|持股|股票|证券).{0,4}(?:和|跟|与|及|、).{0,3}(?:合约|负债)|(?:holdings|positions) and (?:contracts|debts?)"
)
_SHORT = re.compile(r"(?<!融资)融券|做空|卖空|沽(?:空|了)|\bshort")
_FINANCING = re.compile(r"融资(?!融券)|借钱|financ|margin loan")


def my_positions(ask: Ask) -> FlowRun:
    """Answer by aspect: ``holdings``, ``contracts``, ``due`` or ``interest``; else contracts."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    if ask.request.slots.aspect == "interest":
        return (yield from _my_interest(ask))
    day = ask.account_day if ask.request.slots.aspect == "holdings" else ask.message.as_of
    book = yield FetchPositions(ask.client_id, day)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    draft = ask.draft()
    if book["snapshot_time"] is None:
        until = facts.day(day or ask.message.rules_day, "rules_day", "到", "by")
        return done(ask, draft.say("no_snapshot", day=until).choose("choice_overview"))
    both = _BOTH.search(ask.said)
    if both or ask.request.slots.aspect == "holdings":
        _say_holdings(ask, draft, book)
    if both:
        draft.line()
    if both or ask.request.slots.aspect != "holdings":
        kind = kind_of(ask.request.text)
        _say_contracts(draft, _named(ask, _of_kind(book["contracts"], kind)), kind)
    say_time(draft, book)
    return done(ask, draft.choose("choice_ratio", "choice_extension_rule", "choice_overview"))


def _my_interest(ask: Ask) -> FlowRun:
    assert ask.client_id is not None
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.overview(ask, sheet)
    draft = ask.draft()
    if say_unless_known(draft, "accrued_interest", sheet["figures"]["accrued_interest"]):
        figure = sheet["figures"]["accrued_interest"]
        draft.say("my_interest", value=draft.figure(figure))
        draft.line().formula(figure, numbers=True)
        say_time(draft, sheet)
    return done(ask, draft.choose("choice_interest_rule", "choice_due_dates"))


def _say_holdings(ask: Ask, draft: Draft, book: Json) -> None:
    """What was moved in and what was bought on margin; only the security that was named, where one was."""
    own = [("holding", row) for row in book["holdings"]]
    financed = [("holding_financed", row) for row in book["contracts"] if row["kind"] == "financing"]
    named = {mention.code for mention in ask.request.slots.securities}
    rows = [(wording, row) for wording, row in (*own, *financed) if not named or row["security"] in named]
    if not rows:
        names = (draft.name(mention.name) for mention in ask.request.slots.securities)
        draft.say("no_such_holding", name="、".join(names)) if named else draft.say("no_holdings")
        return
    draft.say("holdings_lead", count=facts.count(len(rows), "holdings", "持有", "hold"))
    draft.items(*((wording, _holding(draft, row)) for wording, row in rows[:SHOWN]))
    if len(rows) > SHOWN:
        draft.say("more_rows")


def _named(ask: Ask, rows: Sequence[Json]) -> list[Json]:
    """Only the contracts of the security that was named, where one was and it has any."""
    codes = {mention.code for mention in ask.request.slots.securities}
    return [row for row in rows if row["security"] in codes] or list(rows)


def kind_of(text: str) -> str | None:
    """``financing`` or ``short``, where a text names one of the two and not the other."""
    short, financing = _SHORT.search(text), _FINANCING.search(text)
    if bool(short) == bool(financing):
        return None
    return "short" if short else "financing"


def _of_kind(rows: Sequence[Json], kind: str | None) -> list[Json]:
    return [row for row in rows if kind is None or row["kind"] == kind]


def _holding(draft: Draft, row: Json) -> dict[str, Fact | str]:
    return {
        "name": draft.name(_name(row, draft.lang)),
        "quantity": facts.count(f"{row['quantity']:,}", "quantity", "数量", "holding"),
        "value": _amount(row["market_value"], draft.lang, "市值", "worth"),
    }


def _say_contracts(draft: Draft, rows: Sequence[Json], kind: str | None) -> None:
    """The contracts, nearest due day first; of short ones alone also how many shares are owed."""
    if not rows:
        draft.say(f"no_contracts_{kind}" if kind else "no_contracts")
        return
    dated = sorted(rows, key=lambda row: (row["due"] is None, row["due"] or ""))
    draft.say("contracts_lead", count=facts.count(len(rows), "contracts", "笔", "contracts", "have"))
    draft.items(*(contract_said(draft, row) for row in dated[:SHOWN]))
    if kind == "short":
        draft.line().items(*(_owed(draft, row) for row in dated[:SHOWN] if row["price"] is not None)).line()
    if len(rows) > SHOWN:
        draft.say("more_rows")


def _owed(draft: Draft, row: Json) -> Sentence:
    price = facts.of_given({"name": "price", "value": row["price"], "unit": "price"}, draft.lang, "")
    values: dict[str, Fact | str] = {
        "contract": draft.name(str(row["contract"])),
        "name": draft.name(_name(row, draft.lang)),
        "quantity": facts.count(f"{row['quantity']:,}", "quantity", "尚未归还", "still owed"),
        "price": replace(price, names=("现价", "stands at")),
    }
    return "contract_short_shares", values


def contract_said(draft: Draft, row: Json) -> Sentence:
    """The sentence about a contract with its values: by when it is due, or since when it has been."""
    values: dict[str, Fact | str] = {
        "contract": draft.name(str(row["contract"])),
        "name": draft.name(_name(row, draft.lang)),
        "amount": _amount(row["amount"], draft.lang, "金额", "for"),
        "rate": Fact(
            "given", "annual_rate", facts.percent(row["annual_rate"]), (), ("年利率", "annual rate")
        ),
    }
    if row["due"] is None:
        return f"contract_{row['kind']}_open", values
    left = int(row["days_to_due"])
    values["due"] = facts.day(row["due"], "due", "到期", "due")
    values["days"] = facts.count(abs(left), "days", "还有", "已过", "in", "past")
    return f"contract_{row['kind']}" if left >= 0 else f"contract_{row['kind']}_past", values


def _name(row: Json, lang: str) -> str:
    return str(row["name_en"] if lang == "en" else row["name"])


def _amount(value: str | None, lang: str, *names: str) -> Fact:
    shown = f"{Decimal(value):,.2f}" if value is not None else "—"
    pattern = "CNY {}" if lang == "en" else "{} 元"
    return Fact("figure", "amount", pattern.format(shown), (), names)
