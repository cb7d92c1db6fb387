"""Where the account touches a line, and where a contract breaks even."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.to_ratio import said_ratio, to_ratio
from bot.dialogue.planning_effects import FetchLines

Json = Mapping[str, Any]

SHOWN = 4
_CLIENT_LINES = ("liquidation_line", "warning_line", "minimum_line", "withdrawal_line")
_WORDS = {
    "warning_line": ("预警", "警戒", "warning"),
    "minimum_line": ("最低线", "minimum"),
    "withdrawal_line": ("提取", "转出", "取", "withdraw"),
}


def touch(ask: Ask) -> FlowRun:
    """At which price of a holding, and at which common move, the account stands on a line; the liquidation line if none is said."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchLines(ask.client_id, ask.account_day)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    if asks_other_ratio(ask, found["lines"]):
        return (yield from to_ratio(ask))
    draft = ask.draft()
    say_touch(ask, draft, found["lines"])
    say_time(draft, found)
    return done(ask, draft.choose("choice_ratio", "choice_if_nothing", "choice_human"))


def asks_other_ratio(ask: Ask, rows: Sequence[Json]) -> bool:
    """Whether a ratio is said that is none of the account's lines."""
    said = said_ratio(ask)
    return said is not None and all(Decimal(str(row["value"])) != Decimal(said) for row in rows)


def say_touch(ask: Ask, draft: Draft, lines: Sequence[Json]) -> None:
    """The prices and the common move at the line that is asked about."""
    row = _line(ask, lines)
    if row is None:
        draft.say("touch_no_debt")
        return
    named = {mention.code for mention in ask.request.slots.securities}
    rows = [each for each in row["securities"] if not named or each["security"] in named]
    if named and not rows:
        names = "、".join(draft.name(mention.name) for mention in ask.request.slots.securities)
        draft.say("no_such_holding", name=names)
        return
    line = facts.of_line(row["line"], row["value"])
    below = row["state"] == "below"
    draft.say("touch_below" if below else "touch_above", name=label_of(row["line"], draft.lang), line=line)
    told = [each for each in rows if each["price"]["value"] is not None and each["move"]["value"] is not None]
    draft.items(*(_touched(draft, each) for each in told[:SHOWN]))
    together = (row["together"] or {}).get("move")
    if not named and len(row["securities"]) > 1 and together and together["value"] is not None:
        draft.line().say("touch_together", move=draft.figure(together))
    if len(told) < len(rows):
        draft.say("touch_never")
    draft.line().say("touch_condition")


def break_even(ask: Ask) -> FlowRun:
    """The price at which each contract, or the one of the security named, has earned its interest."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchLines(ask.client_id, ask.account_day)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    named = {mention.code for mention in ask.request.slots.securities}
    rows = [row for row in found["break_even"] if not named or row["security"] in named]
    known = [row for row in rows if row["price"]["value"] is not None]
    draft = ask.draft()
    if not known:
        return done(ask, draft.say("no_contracts").choose("choice_overview"))
    draft.say("break_even_lead")
    draft.items(*(_even(draft, row) for row in known[:SHOWN]))
    say_time(draft, found)
    return done(ask, draft.choose("choice_due_dates", "choice_interest_rule"))


def _line(ask: Ask, rows: Sequence[Json]) -> Json | None:
    """The line that is asked about by name or by its number; else the liquidation line."""
    text = ask.request.text.lower()
    by_name = {row["line"]: row for row in rows if row["line"] in _CLIENT_LINES}
    for name, words in _WORDS.items():
        if name in by_name and any(word in text for word in words):
            return by_name[name]
    said = said_ratio(ask)
    numbered = [row for row in by_name.values() if said and Decimal(str(row["value"])) == Decimal(said)]
    return numbered[0] if numbered else by_name.get("liquidation_line")


def _touched(draft: Draft, row: Json) -> Sentence:
    name = draft.name(str(row.get("name_en" if draft.lang == "en" else "name") or row["security"]))
    return "touch_row", {"name": name, "price": draft.figure(row["price"]), "move": draft.figure(row["move"])}


def _even(draft: Draft, row: Json) -> Sentence:
    contract = draft.name(f"{row['contract']}（{row['security']}）")
    return f"break_even_{row['kind']}", {"contract": contract, "price": draft.figure(row["price"])}
