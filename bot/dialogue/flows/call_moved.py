"""Why the amount of a call is another one than it was: the notice's amount, the account of then and of now, what came in since."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.case_said import say_deadline, say_paid
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.flows.notice_check import channel_name, moment
from bot.dialogue.sent_notices import Row
from bot.dialogue.service_effects import FetchSentNotices
from bot.dialogue.standing_words import YESTERDAY
from bot.guard.evidence import Fact

Json = Mapping[str, Any]
Sides = Callable[[Draft], dict[str, Fact]]

_SHORT, _INTEREST = "shortfall_to_restore", "accrued_interest"
_SIDES = {"assets": "total_assets", "debt": "total_liabilities"}


def moved(ask: Ask, case: Json) -> FlowRun:
    """The amount that was told and the amount now, then both sides of the account; equal amounts are said to be equal."""
    lacking = case["missing_amount"]
    if lacking is None or lacking["value"] is None:
        return done(ask, ask.draft().say("missing_unknown").choose("choice_human"))
    now = yield FetchFigures(str(ask.client_id), None)
    if isinstance(now, Failed):
        return out_of_reach(ask, now)
    draft = ask.draft()
    before = (yield from _day_before(ask)) if YESTERDAY.search(ask.said) else None
    if before is not None:
        _say_day_before(draft, before, now, lacking)
    else:
        yield from _say_notice(ask, draft, case, now)
    draft.line()
    _say_brought_in(draft, case)
    draft.line()
    yield from say_deadline(ask, draft, case)
    return done(ask, draft.choose("choice_how_much", "choice_if_nothing", "choice_human"))


def _day_before(ask: Ask) -> Generator[Effect, Any, Json | None]:
    """The account at the close of the last day before today that it has one of."""
    day = ask.message.now.date() - timedelta(days=1)
    sheet = yield FetchFigures(str(ask.client_id), day)
    return None if isinstance(sheet, Failed) or not sheet["snapshot_time"] else dict(sheet)


def _say_day_before(draft: Draft, before: Json, now: Json, lacking: Json) -> None:
    """The amount of then under its day, the amount now, and both sides of the account on either."""
    day = facts.moment(str(before["snapshot_time"]), "snapshot")
    draft.say("sum_before", at=day, amount=draft.figure(before["figures"][_SHORT]))
    draft.say("sum_now", amount=draft.figure(lacking)).line()
    draft.say(
        "sum_then", at=day, **{slot: draft.figure(before["figures"][name]) for slot, name in _SIDES.items()}
    )
    _say_now(draft, now)
    draft.say("sum_why")


def _say_notice(ask: Ask, draft: Draft, case: Json, now: Json) -> Generator[Effect, Any, None]:
    """What the newest notice of the call says, what is missing now, and the account frozen at the call beside that of now."""
    sent = yield FetchSentNotices(str(ask.client_id))
    row = None if isinstance(sent, Failed) else _newest(sent)
    lacking, told = case["missing_amount"], row["amount"] if row else case["amount_at_call"]
    if row is not None:
        given = {"name": "notice_amount", "value": row["amount"], "unit": "CNY"}
        label = "amount named" if draft.lang == "en" else "载明的差额"
        amount = facts.of_given(given, draft.lang, label)
        draft.say(
            "sum_notice", channel=channel_name(row, draft.lang), amount=amount, sent=moment(row, "sent_at")
        )
    draft.say("sum_now", amount=draft.figure(lacking))
    if told is not None and Decimal(str(told)) == Decimal(str(lacking["value"])):
        draft.say("sum_same" if row else "sum_same_since")
        return
    then = yield from _then(ask, case, row)
    if then is not None:
        at, sides = then
        draft.line().say("sum_then", at=facts.moment(at, "called_at", "当时", "then"), **sides(draft))
        _say_now(draft, now)
    draft.say("sum_why")
    if row is not None:
        draft.say("sum_as_sent")


def _then(ask: Ask, case: Json, row: Row | None) -> Generator[Effect, Any, tuple[str, Sides] | None]:
    """The account that the amount told belongs to: that frozen at the call, or that of the notice's own day."""
    stood = case["at_call"]
    frozen = stood and stood["figures"].get("maintenance_ratio")
    if frozen and (row is None or _same(row["amount"], stood["figures"].get("missing_amount"))):
        inputs = {each["name"]: each for each in frozen["inputs"]}
        if all(name in inputs for name in _SIDES.values()):
            return str(stood["at"]), lambda draft: {s: _side(draft, inputs[n]) for s, n in _SIDES.items()}
    if row is None:
        return None
    day = datetime.fromisoformat(str(row["sent_at"])).date()
    sheet = yield FetchFigures(str(ask.client_id), day)
    if isinstance(sheet, Failed) or not _same(row["amount"], sheet["figures"].get(_SHORT)):
        return None
    figures = sheet["figures"]
    return str(sheet["snapshot_time"]), lambda draft: {s: draft.figure(figures[n]) for s, n in _SIDES.items()}


def _same(told: object, figure: Json | None) -> bool:
    return (
        figure is not None
        and figure["value"] is not None
        and Decimal(str(told)) == Decimal(str(figure["value"]))
    )


def _side(draft: Draft, row: Json) -> Fact:
    return facts.of_input(row, draft.lang)[1]


def _say_now(draft: Draft, now: Json) -> None:
    """Both sides of the account as it is, with the interest that the debt holds."""
    figures = now["figures"]
    draft.say("sum_today", **{slot: draft.figure(figures[name]) for slot, name in _SIDES.items()})
    interest = figures.get(_INTEREST)
    if interest and interest["value"] not in (None, "0"):
        draft.say("sum_interest", interest=draft.figure(interest))


def _say_brought_in(draft: Draft, case: Json) -> None:
    """What was paid in or repaid since the call; nothing is said to be nothing."""
    if not say_paid(draft, case):
        draft.say("sum_nothing_in")


def _newest(sent: Sequence[Row]) -> Row | None:
    """The newest notice that names an amount."""
    return next((row for row in sent if row.get("amount")), None)
