"""What happened on the account, as it was worked into the ledger: money that arrived, entitlements, the events of a day, one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.texts import all_texts, text
from bot.dialogue.applying import EVENTS
from bot.dialogue.applying_effects import FetchAccountEvents
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.yes_first import said_no, who_first
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

MOST = 5
_IN = ("cash_in", "other_in")
_SHARES_IN = ("collateral_in",)
_ENTITLEMENTS = ("corporate_action", "cash_dividend", "bonus_shares", "split", "rights")
_TODAY = re.compile(r"今天|今日|今早|早上|上午|刚|\bthis morning\b|\btoday\b|\bjust\b")
_OTHER_KIND = "event_kind_other"
_REPAID = ("repay", "sell_to_repay", "buy_to_return", "return_securities")
_REPAYS = re.compile(
    r"还(?:了|过|进|掉|清|上)|(?:已|刚|今天|昨天|早上|上午|下午)还|还款|还债|偿还|还的(?:钱|款|债|\d)|\brepa(?:id|y\w*)\b|\bpa(?:id|y\w*) (?:back|off|down)\b"
)
_MOVES = ("cash", "amount", "interest", "fees", "other", "holding", "quantity")


def own_events(ask: Ask) -> FlowRun:
    """The events asked for, the newest first, each with what it did; none is said with what that means."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchAccountEvents(ask.client_id)
    if isinstance(found, Failed):
        return said_no(ask, found, EVENTS)
    aspect, rows = ask.request.slots.aspect, list(reversed(found))
    draft = ask.draft(intent=EVENTS)
    if aspect == "arrived":
        _say_arrived(ask, draft, rows)
    elif aspect == "shares":
        hits = [row for row in rows if row["kind"] in _SHARES_IN and not row["reversed_by"]]
        _say_rows(draft, _of_day(ask, hits), "events_shares")
    elif aspect == "in_order":
        _say_rows(draft, list(reversed(_of_day(ask, rows)[:MOST])), "events_in_order")
    elif aspect in ("entitled", "upcoming"):
        if aspect == "upcoming":
            draft.say("events_upcoming").line()
        _say_rows(draft, [row for row in rows if row["kind"] in _ENTITLEMENTS], "events_entitled")
    elif aspect == "this":
        _say_rows(draft, rows[:1], "events_newest")
    else:
        _say_rows(draft, _of_day(ask, rows), "events_lately")
    return done(ask, draft.choose("choice_snapshot_time", "choice_ratio", "choice_human"))


def _of_day(ask: Ask, rows: Sequence[Json]) -> Sequence[Json]:
    """Those of the days that are named, of today where today is; else all of them."""
    spans = [(span.start, span.end) for span in ask.request.slots.dates]
    today = ask.message.now.date()
    if not spans and _TODAY.search(ask.said):
        spans = [(today, today)]
    return [row for row in rows if not spans or any(a <= _day(row) <= b for a, b in spans)]


def _day(row: Json) -> date:
    return datetime.fromisoformat(str(row["at"])).date()


def _say_arrived(ask: Ask, draft: Draft, rows: Sequence[Json]) -> None:
    """Whether money is in the ledger: that of the sum named, of today, else the newest. Whoever says to have repaid is told of the
    repayment first; of one that was meant and not said, where nothing else is of the sum.
    """
    standing = [row for row in rows if not row["reversed_by"]]
    booked, came = ([row for row in of if row["kind"] in _IN] for of in (rows, standing))
    repaid = _meant(ask, [row for row in standing if row["kind"] in _REPAID])
    arrived, repays = _meant(ask, came), bool(_REPAYS.search(ask.said.lower()))
    if repaid and (repays or (ask.request.slots.amounts and not arrived)):
        _say_rows(draft, repaid[:MOST], "events_repaid")
    elif arrived:
        _say_rows(draft, arrived[:MOST], "events_not_repaid" if repays else "events_arrived")
    else:
        draft.say("events_not_that" if booked else "events_not_arrived")
        if booked:
            _say_rows(draft.line(), (came or booked)[:1], "events_newest")


def _meant(ask: Ask, rows: Sequence[Json]) -> Sequence[Json]:
    """Those of the sum named, whichever day they are of; without a sum, those of today."""
    wanted = {amount.value for amount in ask.request.slots.amounts}
    if wanted:
        return [row for row in rows if abs(_delta(row, "cash")) in wanted or -_debt(row) in wanted]
    return [row for row in rows if _day(row) == ask.message.now.date()]


def _debt(row: Json) -> Decimal:
    """What an event added to the debts."""
    return _delta(row, "amount") + _delta(row, "interest")


def _say_rows(draft: Draft, rows: Sequence[Json], lead: str) -> None:
    if not rows:
        draft.say(f"{lead}_none" if f"{lead}_none" in all_texts() else "events_none")
        return
    draft.say(lead)
    for row in rows[:MOST]:
        draft.line()
        _say_event(draft, row)
    if len(rows) > MOST:
        draft.line().say("events_more", count=facts.count(len(rows) - MOST, "more_events", "另有", "further"))


def _say_event(draft: Draft, row: Json) -> None:
    """When, what kind, what it added or took from which line; that it was late or taken back."""
    kind = f"event_kind_{row['kind']}"
    name = text(kind if kind in all_texts() else _OTHER_KIND, draft.lang)
    parts: list[Sentence] = [("event_row", {"at": facts.moment(str(row["at"]), "event_at"), "kind": name})]
    for posting in row["postings"]:
        line, _, of = str(posting["line"]).partition(" ")
        if line not in _MOVES or Decimal(posting["delta"]) == 0:
            continue
        up = "more" if Decimal(posting["delta"]) > 0 else "less"
        parts.append((f"event_{line}_{up}", {"of": draft.name(of), "value": _moved(draft, line, posting)}))
    draft.items(*parts)
    if row["late"]:
        draft.say("event_late")
    if row["reversed_by"]:
        draft.say("event_reversed")


def _moved(draft: Draft, line: str, posting: Json) -> Fact:
    unit = "shares" if line in ("holding", "quantity") else "CNY"
    value = f"{abs(Decimal(posting['delta'])):f}"
    label = text(f"event_line_{line}", draft.lang)
    return facts.of_given({"name": f"event_{line}", "value": value, "unit": unit}, draft.lang, label)


def _delta(row: Json, line: str) -> Decimal:
    """What an event added to the lines of one name, of whichever contract or security."""
    mine = (each["delta"] for each in row["postings"] if str(each["line"]).partition(" ")[0] == line)
    return sum((Decimal(delta) for delta in mine), Decimal(0))
