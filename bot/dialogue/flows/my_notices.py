"""My notices: what was sent, by which channel and when, how the matter stands, which wait for me, and what one of them says."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.applying_effects import FetchAmendments
from bot.dialogue.case_effects import FetchCases
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.delivery import say_arrival
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.notice_check import channel_name, clause_of, kind_name, moment
from bot.dialogue.notices_asked import ABOUT, MY_NOTICES, RECEIVED, SAID, SENT_AT, WAITING
from bot.dialogue.service_effects import FetchSentNotices
from bot.guard.evidence import Fact

Row = Mapping[str, Any]

SHOWN = 4
BODY = 400  # characters of a notice that is shown word for word
_KINDS = tuple(
    (kinds, re.compile(words))
    for kinds, words in (
        (("maturity",), r"逾期|到期|\bmatur\w*|\boverdue\b|\bexpir\w*|\bdue\b"),
        (
            ("margin_call", "call_ended", "deadline_moved", "deadline_extended"),
            r"追保|追缴|补仓|追加(?:担保|保证)|\bmargin[- ]call|\btop[- ]?up\b|\bcall (?:sms|notice|text|message)\b",
        ),
        (("liquidation", "residual_debt"), r"强平|平仓|处分|\bliquidat\w*"),
        (("change",), r"变更|修改|修订|调整|\bchang\w*|\bamend\w*"),
        (("warning",), r"预警|警戒|\bwarning\b"),
    )
)
_PICKS_BY_PLACE = (SAID, ABOUT, SENT_AT)
_CONTRACT = re.compile(r"(?<![A-Z0-9-])[A-Z][A-Z0-9]*-[FS]\d+(?!\d)")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record: the notices newest first, the open calls, the amendments that wait for an answer."""

    sent: Sequence[Row]
    calls: Sequence[Row]
    amendments: Sequence[Row]


def my_notices(ask: Ask) -> FlowRun:
    """Answer by aspect: all of them, ``waiting``, ``said``, ``sent_at``, ``about``, ``received``."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    known = yield from _known(ask.client_id)
    if isinstance(known, Failed):
        return out_of_reach(ask, known)
    aspect, draft = ask.request.slots.aspect, ask.draft(intent=MY_NOTICES)
    rows, found = _concerned(ask, known.sent)
    if aspect == WAITING:
        _say_waiting(draft, known)
    elif not known.sent:
        draft.say("my_notices_none")
        _say_waiting(draft.line(), known)
    elif aspect in _PICKS_BY_PLACE:
        yield from _say_one(ask, draft, rows[0], known)
    elif aspect == RECEIVED:
        _say_received(draft, rows[0], known, found)
        if rows[0]["kind"] == "maturity":
            yield from _say_contract(ask, draft.line(), rows[0])
    else:
        _say_list(draft, rows, known, found)
    return done(ask, draft.choose(*_next(aspect, known)))


def _known(client_id: str) -> Generator[Effect, Any, _Known | Failed]:
    sent = yield FetchSentNotices(client_id)
    if isinstance(sent, Failed):
        return sent
    cases = yield FetchCases(client_id)
    offered = yield FetchAmendments(client_id)
    calls = () if isinstance(cases, Failed) else tuple(each for each in cases if each["closed_at"] is None)
    amendments = () if isinstance(offered, Failed) else tuple(e for e in offered if e["state"] == "open")
    return _Known(sent, calls, amendments)


def _concerned(ask: Ask, sent: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    """The notices of the kind named, newest first, or all where none is named; False where none of that kind was sent."""
    words = (ask.said, *(() if ask.state.last_intent != MY_NOTICES else (ask.state.asked or "",)))
    for said in words:
        kinds = next((kinds for kinds, pattern in _KINDS if pattern.search(said.lower())), None)
        if kinds is not None:
            rows = [row for row in sent if row["kind"] in kinds]
            return (rows, True) if rows else (sent, False)
    return sent, True


def _say_list(draft: Draft, rows: Sequence[Row], known: _Known, found: bool) -> None:
    if not found:
        draft.say("my_notices_not_that").line()
    draft.say("my_notices_lead", count=facts.count(len(rows), "notices", "共", "in all"))
    for row in rows[:SHOWN]:
        _say_row(draft.line(), row, known)
    if len(rows) > SHOWN:
        draft.line().say("more_rows")
    _say_waiting(draft.line(), known)


def _say_row(draft: Draft, row: Row, known: _Known) -> None:
    """One notice: what, how and when it went out, whether it arrived, what it asked for, and how that stands."""
    draft.say(
        "delivery_row",
        kind=kind_name(row, draft.lang),
        channel=channel_name(row, draft.lang),
        sent=moment(row, "sent_at"),
    )
    say_arrival(draft, row)
    if row["deadline"]:
        draft.say("delivery_deadline", by=moment(row, "deadline"))
    if row.get("amount"):
        draft.say("my_notices_amount", amount=_amount(draft, row))
    draft.say("delivery_stop")
    if row["clause"]:
        draft.say("notice_clause", clause=clause_of(draft, row["clause"]))
    case = next((each for each in known.calls if each["id"] == row.get("case")), None)
    if case is not None:
        draft.say("my_notices_still_open")
    elif row.get("case"):
        draft.say("my_notices_settled")


def _amount(draft: Draft, row: Row) -> Fact:
    label = text("my_notices_amount_name", draft.lang)
    given = {"name": "notice_amount", "value": str(row["amount"]), "unit": "CNY"}
    return replace(facts.of_given(given, draft.lang, label), names=("载明的差额", "difference named"))


def _say_waiting(draft: Draft, known: _Known) -> None:
    """What the client is asked to do, with the day or hour until when; said too where there is nothing."""
    if not known.calls and not known.amendments:
        draft.say("my_notices_nothing_waits")
        return
    draft.say("my_notices_waits")
    for each in known.amendments:
        number = draft.name(str(each["id"]))
        by = facts.day(str(each["answer_by"])[:10], "answer_by", "答复", "answer")
        draft.line().say("my_notices_waits_amendment", number=number, by=by)
    for case in known.calls:
        _say_call(draft.line(), case)


def _say_call(draft: Draft, case: Row) -> None:
    kind = text(f"call_kind_{case['kind']}", draft.lang)
    draft.say("my_notices_waits_call", kind=kind)
    if case["deadline"]:
        late = case["state"] in ("overdue", "liquidating")
        by = facts.moment(str(case["deadline"]), "deadline", "截止时间", "deadline")
        draft.say("my_notices_by_past" if late else "my_notices_by", by=by)
    lacking = case["missing_amount"]
    if lacking is not None and lacking["value"] not in (None, "0"):
        draft.say("call_due" if case["contract"] else "call_lacking", amount=draft.figure(lacking))


def _say_one(ask: Ask, draft: Draft, row: Row, known: _Known) -> Generator[Effect, Any, None]:
    """One notice: when it was sent first, what it says word for word, or which contract it is about."""
    aspect = ask.request.slots.aspect
    if aspect == ABOUT:
        yield from _say_contract(ask, draft, row)
        draft.line()
    if aspect != SAID:
        _say_row(draft, row, known)
    if aspect != SENT_AT:
        _say_body(draft.line(), row)


def _say_body(draft: Draft, row: Row) -> None:
    kind, channel = kind_name(row, draft.lang), channel_name(row, draft.lang)
    draft.say("my_notices_body_lead", kind=kind, channel=channel, sent=moment(row, "sent_at"))
    body = row["text_en"] if draft.lang == "en" and row.get("text_en") else row["text"]
    draft.line().say("proof_body", body=draft.said(str(body), BODY))


def _say_received(draft: Draft, row: Row, known: _Known, found: bool) -> None:
    """No text was quoted: what was really sent, and that the words themselves can be compared."""
    draft.say("my_notices_yes" if found else "my_notices_not_that").line()
    _say_row(draft, row, known)
    _say_body(draft.line(), row)
    draft.line().say("my_notices_compare").say("notice_never")


def _say_contract(ask: Ask, draft: Draft, row: Row) -> Generator[Effect, Any, None]:
    """The contract that a notice names; a call of a line is about the account as a whole."""
    named = _CONTRACT.search(str(row["text"]))
    if named is None:
        draft.say("my_notices_whole_account")
        return
    book = yield FetchPositions(str(ask.client_id), ask.message.as_of)
    contracts = () if isinstance(book, Failed) else book["contracts"]
    own = next((each for each in contracts if each["contract"] == named.group()), None)
    if own is None:
        draft.say("my_notices_contract_gone", contract=draft.name(named.group()))
        return
    amount = {"name": "amount", "value": str(own["amount"]), "unit": "CNY"}
    draft.say(
        "my_notices_contract",
        contract=draft.name(named.group()),
        name=draft.name(str(own["name_en" if draft.lang == "en" else "name"])),
        amount=facts.of_given(amount, draft.lang, ("金额", "amount")[draft.lang == "en"]),
        due=facts.day(str(own["due"]), "due", "到期", "due"),
    )


def _next(aspect: str | None, known: _Known) -> tuple[str, ...]:
    """What may be asked then: by what waits."""
    calls = ("choice_how_much", "choice_acknowledge") if known.calls else ()
    amends = ("choice_amendment",) if known.amendments else ()
    body = () if aspect in (SAID, RECEIVED) or not known.sent else ("choice_notice_text",)
    return (*amends, *calls, *body, "choice_human")[:4]
