"""Before an order: the largest margin purchase or short sale of a security, what stops it, and the account after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchWithdrawable, PreviewOrder
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

ORDERS = {"max_margin_purchase": "margin_purchase", "max_short_sale": "short_sale"}
_LIMITS = (
    "available_margin",
    "credit_line",
    "concentration",
    "inventory",
    "usable_cash",
    "trading",
    "eligibility",
    "price_limit",
    "uptick",
)
SHOWN = 4
_SHORT = re.compile(r"融券|做空|卖空|\bshort")


def largest_order(ask: Ask) -> FlowRun:
    """How much of the security named may be bought on margin or sold short now, and what it does to the ratio."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    slots, measure = ask.request.slots, _measure(ask)
    if not slots.securities:
        return _which_security(ask, measure)
    price = f"{slots.prices[0]:f}" if len(slots.prices) == 1 else None
    shares = int(slots.quantities[0].shares) if len(slots.quantities) == 1 else None
    order = PreviewOrder(
        ask.client_id, ORDERS[measure], slots.securities[0].code, price, shares, ask.account_day
    )
    found = yield order
    if isinstance(found, Failed):
        return _refused(ask, found)
    draft = ask.draft()
    _say_largest(draft, found, measure)
    if shares is not None and found["feasible"] is not None:
        draft.say(
            "order_fits" if found["feasible"] else "order_does_not_fit", quantity=_shares(found["quantity"])
        )
    if found["feasible"]:
        _say_after(draft, found)
    draft.line().say("order_time")
    say_time(draft, found)
    return done(ask, draft.choose("choice_margin_ratio_now", "choice_ratio", "choice_human"))


def why_not(ask: Ask) -> FlowRun:
    """Why no margin order goes through: what gates it is the available margin, not the maintenance ratio."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.account_day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft()
    margin = sheet["figures"].get("available_margin")
    if margin is None or margin["value"] is None:
        return done(ask, draft.say("why_not_rule").choose("choice_overview", "choice_human"))
    spent = Decimal(margin["value"]) <= 0
    draft.say("why_not_spent" if spent else "why_not_left", margin=draft.figure(margin))
    draft.say("why_not_rule").line().formula(margin)
    say_time(draft, sheet)
    return done(ask, draft.choose("choice_overview", "choice_conversion_rule", "choice_human"))


def withdrawable_securities(ask: Ask) -> FlowRun:
    """How many shares of each holding may leave, each if nothing else does."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchWithdrawable(ask.client_id, ask.account_day)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft()
    named = {mention.code for mention in ask.request.slots.securities}
    rows = [row for row in found["securities"] if not named or row["security"] in named]
    if not rows:
        return done(ask, draft.say("no_holdings").choose("choice_overview"))
    known = [row for row in rows if row["shares"]["value"] is not None]
    draft.say("leaving_lead" if any(row["shares"]["value"] != "0" for row in known) else "leaving_none")
    draft.items(*(_leaving(draft, row) for row in known[:SHOWN]))
    if len(known) < len(rows):
        draft.say("leaving_unknown")
    draft.line().say("leaving_rule")
    say_time(draft, found)
    return done(ask, draft.choose("choice_ratio", "choice_overview"))


def _measure(ask: Ask) -> str:
    named = next((name for name in ask.request.slots.measures if name in ORDERS), None)
    return named or ("max_short_sale" if _SHORT.search(ask.request.text.lower()) else "max_margin_purchase")


def _which_security(ask: Ask, measure: str) -> Step:
    draft = ask.draft("ask").say(f"order_which_{measure}")
    for guess in ask.request.slots.to_confirm[:3]:
        draft.offer(guess.name, f"{ask.request.text} {guess.name} {guess.code}")
    return done(ask, draft)


def _refused(ask: Ask, failed: Failed) -> Step:
    """A number or a security that the service does not take is named; anything else as everywhere."""
    if failed.status != 422:
        return out_of_reach(ask, failed)
    return done(ask, ask.draft("ask").say("order_not_readable").choose("choice_human"))


def _say_largest(draft: Draft, found: Json, measure: str) -> None:
    name = draft.name(f"{_name(found, draft.lang)}（{found['security']}）")
    largest = found["largest"]
    if largest["value"] is None:
        draft.show(largest)
        draft.say("order_unknown", name=name)
        return
    price = Fact(
        "given", "price", _price(found, draft.lang), (str(found["price"]),), ("按价格", "at a price of")
    )
    draft.say(measure, name=name, price=price, shares=draft.figure(largest))
    for stop in found["stopped_by"][:2] or [found["binding"]]:
        if stop in _LIMITS:
            draft.say(f"order_limit_{stop}")


def _say_after(draft: Draft, found: Json) -> None:
    """The ratio and the available margin before and after, side by side."""
    before, after = found["before"], found["after"]
    for name in ("maintenance_ratio", "available_margin"):
        if before[name]["value"] is not None and after[name]["value"] is not None:
            draft.line().say(
                f"order_after_{name}", before=draft.figure(before[name]), after=draft.figure(after[name])
            )


def _price(found: Json, lang: str) -> str:
    return f"CNY {found['price']}" if lang == "en" else f"{found['price']} 元"


def _leaving(draft: Draft, row: Json) -> Sentence:
    return "leaving_row", {"name": draft.name(_name(row, draft.lang)), "shares": draft.figure(row["shares"])}


def _shares(quantity: int) -> Fact:
    return facts.count(f"{quantity:,}", "quantity", "您说的", "you asked for")


def _name(row: Json, lang: str) -> str:
    return str(row["name_en"] if lang == "en" else row["name"])
