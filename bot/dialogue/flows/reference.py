"""The account of a client booked in Hong Kong or the United States: its own ratio, words and direction.

Every answer carries the label that it is for reference. What the firm there has not told (when a call must be
met) is said to be unknown, and nothing of the mainland's terms is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Failed, FetchCures
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_MAIN = {
    "HK": ("loan_to_marginable_value", "marginable_value", "equity", "call_amount", "available_credit"),
    "US": ("equity_ratio", "equity", "maintenance_requirement", "maintenance_call", "buying_power"),
}
_CALL = {"HK": "call_amount", "US": "maintenance_call"}
_LINES = {
    "safe": "target_line",
    "warning": "target_line",
    "call": "call_line",
    "forced_sale": "forced_sale_line",
}
_KINDS = {
    "repay_outside_cash": "reference_cash",
    "add_cash": "reference_cash",
    "add_security": "reference_add",
    "sell_to_repay": "reference_sell",
    "buy_to_return": "reference_cover",
}
_CALLED = ("call", "forced_sale")
_CURRENCIES = {"HK": ("{} 港元", "HKD {}"), "US": ("{} 美元", "USD {}")}
_RATIO = re.compile(r"比率|比例|\bratio\b", re.IGNORECASE)
SHOWN = 8


def is_reference(sheet: Json) -> bool:
    """Whether an answer of the account service is about an account booked elsewhere."""
    return sheet.get("reference") is not None


def ratio(ask: Ask, sheet: Json) -> Step:
    """The ratio of the place, where it stands, which way is safer, and how it is made."""
    draft = ask.draft()
    place, measure = _place(sheet), str(sheet["reference"]["measure"])
    figure = sheet["figures"][measure]
    if sheet["band"] == "no_debt":
        draft.say("reference_no_debt", measure=label_of(measure, draft.lang))
    elif figure["value"] is None:
        _say_unknown(draft, measure, figure)
    else:
        _say_standing(draft, sheet, place, figure)
        draft.line().formula(figure, numbers=True)
    return _closed(ask, draft, sheet)


def overview(ask: Ask, sheet: Json) -> Step:
    """The main figures of the account, under the names of the place; the ratio where that is what was asked for."""
    if _RATIO.search(ask.request.text):
        return ratio(ask, sheet)
    draft = ask.draft().say("overview")
    names = [name for name in _MAIN[_place(sheet)] if name in sheet["figures"]]
    known = [name for name in names if sheet["figures"][name]["value"] is not None]
    draft.items(*(_item(draft, name, sheet["figures"][name]) for name in known))
    for name in names:
        if sheet["figures"][name]["missing"]:
            _say_unknown(draft, name, sheet["figures"][name])
    return _closed(ask, draft, sheet)


def call(ask: Ask, sheet: Json) -> FlowRun:
    """What the call asks for and the ways to meet it; by when is the firm's matter."""
    place, draft = _place(sheet), ask.draft()
    if sheet["band"] == "indeterminate":
        return ratio(ask, sheet)
    if sheet["band"] not in _CALLED:
        draft.say("reference_no_call")
        return _closed(ask, draft, sheet)
    assert ask.client_id is not None
    remedy = yield FetchCures(ask.client_id, ask.account_day)
    if isinstance(remedy, Failed):
        return out_of_reach(ask, remedy)
    amount = sheet["figures"][_CALL[place]]
    if amount["value"] is None:
        _say_unknown(draft, _CALL[place], amount)
    else:
        draft.say(f"reference_call_{place}", amount=draft.figure(amount))
    ways = [row for row in remedy["cures"] if row["feasible"] and row["amount"]["value"] is not None]
    draft.items(*((_KINDS[row["kind"]], _way(draft, row)) for row in ways[:SHOWN]))
    draft.say("reference_deadline")
    return _closed(ask, draft, sheet)


def holdings(ask: Ask, book: Json) -> Step:
    """What is held, in the currency of the place; there are no contracts one by one."""
    draft = ask.draft()
    if ask.request.slots.aspect != "holdings":
        draft.say("reference_one_balance")
    for row in book["holdings"][:SHOWN]:
        draft.items(("reference_holding", _holding(draft, row, _place(book))))
    return _closed(ask, draft, book)


def _say_standing(draft: Draft, sheet: Json, place: str, figure: Json) -> None:
    band, lines, figures = str(sheet["band"]), sheet["reference"]["lines"], sheet["figures"]
    shown = draft.figure(figure)
    if place == "US":
        need, equity = figures["maintenance_requirement"], figures["equity"]
        draft.say(f"us_ratio_{band}", ratio=shown, equity=draft.figure(equity), need=draft.figure(need))
        return
    line = _LINES.get(band)
    by_limit = band == "call" and Decimal(figure["value"]) <= Decimal(lines.get("call_line", "0"))
    if by_limit or line not in lines:
        draft.say("hk_ratio_limit" if by_limit else "hk_ratio_unlined", ratio=shown)
    else:
        draft.say(f"hk_ratio_{band}", ratio=shown, line=facts.of_line(str(line), lines[line]))


def _say_unknown(draft: Draft, name: str, figure: Json) -> None:
    draft.show(figure)
    missing = "、".join(draft.name(_missing(str(item), draft.lang)) for item in figure["missing"])
    draft.say("indeterminate", measure=label_of(name, draft.lang), missing=missing)


def _item(draft: Draft, name: str, figure: Json) -> Sentence:
    return "overview_item", {"measure": label_of(name, draft.lang), "value": draft.figure(figure)}


def _missing(item: str, lang: str) -> str:
    """``00005.HK.price`` as words; a day's lack of a book as it stands."""
    code, _, what = item.rpartition(".")
    if what == "price" and code:
        return f"the price of {code}" if lang == "en" else f"{code} 的价格"
    if item.startswith("account_day<="):
        day = item.partition("<=")[2]
        return f"any record of the account by {day}" if lang == "en" else f"{day} 及以前的账户记录"
    return item


def _way(draft: Draft, row: Json) -> dict[str, Fact | str]:
    values: dict[str, Fact | str] = {"amount": draft.figure(row["amount"])}
    if row["security"] is not None:
        values["name"] = draft.name(str(row["security"]))
        values["quantity"] = facts.count(f"{row['quantity']:,}", "quantity", "约", "about")
    return values


def _holding(draft: Draft, row: Json, place: str) -> dict[str, Fact | str]:
    worth = "—" if row["market_value"] is None else f"{Decimal(row['market_value']):,.2f}"
    pattern = _CURRENCIES[place][draft.lang == "en"]
    return {
        "name": draft.name(str(row["security"])),
        "quantity": facts.count(f"{row['quantity']:,}", "quantity", "数量", "holding"),
        "value": Fact("figure", "amount", pattern.format(worth), (), ("市值", "worth")),
    }


def _closed(ask: Ask, draft: Draft, sheet: Json) -> Step:
    """The time of the snapshot and the label, then what may be asked next."""
    draft.line()
    if sheet["snapshot_time"]:
        draft.say("snapshot_time", time=facts.moment(sheet["snapshot_time"], "snapshot"))
    draft.say("reference_label_" + _place(sheet))
    return done(ask, draft.choose("choice_how_much", "choice_overview", "choice_human"))


def _place(sheet: Json) -> str:
    return str(sheet["reference"]["jurisdiction"])
