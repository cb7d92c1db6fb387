"""What is said of a margin call's case wherever it comes up: where it stands, the deadline and why it moved, what is still missing."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.case_effects import FetchCallProposals, FetchCases
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask

Json = Mapping[str, Any]

REASON = 40  # characters of the reason that somebody wrote
TIME_KINDS = ("call_extension", "call_waiver")
_ENDED = ("met", "met_by_market", "waived", "closed", "closed_with_debt")


def cases_of(ask: Ask) -> Generator[Effect, Any, Sequence[Json] | Failed]:
    """The cases of whoever asks; none for somebody unknown."""
    if ask.client_id is None:
        return ()
    found: Sequence[Json] | Failed = yield FetchCases(ask.client_id)
    return found


def current(cases: Sequence[Json]) -> Json | None:
    """The call that is meant: an open one of a line first, then one of a contract; ``None`` where none is open."""
    still = [case for case in cases if case["closed_at"] is None]
    return next((case for case in still if case["contract"] is None), still[0] if still else None)


def newest(cases: Sequence[Json]) -> Json | None:
    """The open call, else the one that was closed last."""
    return current(cases) or max(cases, key=lambda case: str(case["closed_at"]), default=None)


def say_state(draft: Draft, case: Json) -> None:
    """What the call is and where it stands, and since which day."""
    kind = text(f"call_kind_{case['kind']}", draft.lang)
    draft.say(f"call_state_{case['state']}", kind=kind)
    draft.say("call_called_on", day=facts.day(case["called_on"], "called_on", "触发", "called on"))


def say_sale_waits(draft: Draft, case: Json) -> None:
    """That no sale is approved: what may come before the deadline; after it, since when a proposal waits, where one does."""
    waits = case.get("sale_proposed")
    if waits:
        at = facts.moment(waits["at"], "proposed_at", "提出", "proposed")
        draft.say("sale_waits_rule" if waits["by_rule"] else "sale_waits_person", at=at)
    else:
        draft.say("sale_undecided" if case["state"] == "overdue" else "sale_not_yet")


def say_clause(draft: Draft, case: Json) -> None:
    """The clause of the contract that the call rests on, where it is known."""
    if case["clause"]:
        named = "合同" if draft.lang == "zh" else "clause"
        draft.say("contract_clause", clause=facts.code(str(case["clause"]), named))


def say_deadline(ask: Ask, draft: Draft, case: Json) -> Generator[Effect, Any, None]:
    """The deadline as it is, and what moved it: an agreed extension with its reason, or a session that did not take place."""
    if case["deadline"] is None:
        draft.say("case_no_deadline")
        return
    overdue = case["state"] in ("overdue", "liquidating")
    draft.say(
        "call_overdue" if overdue else "call_deadline", deadline=facts.moment(case["deadline"], "deadline")
    )
    if case["provisional"]:
        draft.say("deadline_provisional")
    yield from say_moved(ask, draft, case)


def say_moved(ask: Ask, draft: Draft, case: Json) -> Generator[Effect, Any, None]:
    """Why the deadline is another one than at first; nothing where it is the first one."""
    moved = next((each for each in reversed(case["timeline"]) if each["what"] == "deadline"), None)
    if moved is None or moved["detail"].get("before") is None:
        return
    before = facts.moment(moved["detail"]["before"], "deadline_before", "原截止时间", "first deadline")
    granted = [each for each in case["timeline"] if each["detail"].get("act") == "extend"]
    if not granted:
        draft.say("deadline_moved", before=before)
        return
    draft.say("deadline_extended", before=before)
    made = yield FetchCallProposals(str(ask.client_id))
    if isinstance(made, Failed):
        return
    number = granted[-1]["detail"].get("proposal")
    reason = next((_reason(draft, each) for each in made if each["id"] == number), None)
    if reason:
        draft.say("deadline_reason", reason=draft.said(reason, REASON))


def _reason(draft: Draft, proposal: Json) -> str:
    """Why more time was put before somebody, in the words of whoever did."""
    points = proposal["explanation"]["points"]
    return str(points[0]["en" if draft.lang == "en" else "zh"]) if points else ""


def say_missing(draft: Draft, case: Json) -> None:
    """What is still missing now, where the call is open and it can be counted."""
    lacking = case["missing_amount"]
    if lacking is None or lacking["value"] in (None, "0"):
        return
    draft.say("call_due" if case["contract"] else "call_lacking", amount=draft.figure(lacking))


def say_paid(draft: Draft, call: Json) -> bool:
    """What came in from outside since the call, and what was repaid out of the account; whether there was either."""
    figures = call["figures"]
    shown = [
        (wording, figures[name])
        for name, wording in (("contributed", "call_contributed"), ("repaid_since_call", "call_repaid"))
        if name in figures and figures[name]["value"] not in (None, "0")
    ]
    for wording, figure in shown:
        draft.say(wording, amount=draft.figure(figure))
    return bool(shown)


def say_step(draft: Draft, case: Json) -> None:
    """The next lawful step, in the words of the rules that the state rests on."""
    if case["next"]:
        step = case["next"][0]
        words = draft.name(str(step["text" if draft.lang == "en" else "text_zh"]))
        draft.say(f"call_next_{step['who']}", step=words)


def say_ended(draft: Draft, cases: Sequence[Json]) -> None:
    """The call that ended last, where there was one."""
    last = newest(cases)
    if last is not None and last["state"] in _ENDED:
        draft.say("case_last")
        say_state(draft, last)
