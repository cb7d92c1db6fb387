"""The margin call explained: what happened, how much by which cure, by when, and what otherwise."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchCures, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import gauge, say_distance, say_ratio, say_time, say_unless_known
from bot.dialogue.flows.case_said import (
    cases_of,
    current,
    say_deadline,
    say_missing,
    say_moved,
    say_state,
    say_step,
)
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.to_ratio import REACHED, ratio_in
from bot.dialogue.flows.ways_back import asks_in_time, limited_sum, say_in_time, say_limited

Json = Mapping[str, Any]

KINDS = (
    ("repay_outside_cash", "cure_repay_outside_cash"),
    ("add_cash", "cure_add_collateral"),
    ("sell_to_repay", "cure_sell_to_repay"),
)


ROOM_FOR_NUMBERS = {"zh": 380, "en": 200}  # beyond it the numbers stand in the figures only
_CURE_OF = {
    "repay_outside_cash": "cure_repay_outside_cash",
    "add_cash": "cure_add_collateral",
    "add_security": "cure_add_collateral",
    "sell_to_repay": "cure_sell_to_repay",
}
_OF_THE_CONTRACT = re.compile(r"补足线|恢复线|追保到位线|\brestore line\b")
_QUOTED_RATIO = re.compile(r"[「『“\"][^」』”\"]*%[^」』”\"]*[」』”\"]")


def margin_call(ask: Ask) -> FlowRun:
    """Answer the aspect that was asked first, then the amounts, the deadline and the consequence."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.account_day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return (yield from reference.call(ask, sheet))
    draft = ask.draft()
    if not say_unless_known(draft, "maintenance_ratio", sheet["figures"]["maintenance_ratio"]):
        return done(ask, draft.choose("choice_human", "choice_overview"))
    target = _target(ask)
    limit = limited_sum(ask)
    cases = yield from cases_of(ask)
    case = None if isinstance(cases, Failed) else current(cases)
    if sheet["band"] != "call" and target is None and limit is None:
        if case is not None:
            return (yield from _still_open_case(ask, draft, case))
        draft.say("no_call_open")
        say_ratio(draft, sheet)
        yield from say_distance(ask, draft, sheet)
        return done(ask, draft.choose("choice_what_is_call", "choice_ratio_formula"))
    remedy = yield FetchCures(ask.client_id, ask.account_day, target, limit)
    if isinstance(remedy, Failed):
        return out_of_reach(ask, remedy)
    if remedy.get("limited"):
        say_limited(draft, remedy)
        _close(draft, sheet, remedy)
    elif asks_in_time(ask) and remedy.get("call"):
        say_in_time(draft, remedy)
        _close(draft, sheet, remedy)
    else:
        aspect = ask.request.slots.aspect or "amount"
        _say_kept_target(ask, draft, sheet, target)
        if case is not None and case["contract"] is None and target is None:
            yield from _say_case(ask, draft, case, aspect)
        if case is None and not remedy.get("call") and sheet["band"] == "call":
            draft.say("call_not_made").line()
        _explain(draft, sheet, remedy, aspect, told=bool(case and case.get("notices")))
    if target is not None:
        draft.choose("choice_to_restore")
    return done(ask, draft.choose("choice_why_differ", "choice_if_nothing", "choice_human"))


def _still_open_case(ask: Ask, draft: Draft, case: Json) -> FlowRun:
    """Above the line again, while the call that was made has not ended: where it stands, and what ends it."""
    say_state(draft, case)
    say_missing(draft, case)
    draft.line()
    yield from say_deadline(ask, draft, case)
    if case["contract"] is None:
        draft.line().say("back_how")
    say_step(draft.line(), case)
    return done(ask, draft.choose("choice_ratio", "choice_delivery", "choice_human"))


def _say_case(ask: Ask, draft: Draft, case: Json, aspect: str) -> Generator[Effect, Any, None]:
    """What of the call's case belongs to the question: the next lawful step, or what has moved the deadline."""
    if aspect == "consequence":
        say_step(draft, case)
        draft.line()
    if aspect in ("deadline", "consequence"):
        yield from say_moved(ask, draft, case)


def _say_kept_target(ask: Ask, draft: Draft, sheet: Json, target: str | None) -> None:
    """A ratio that was named before and not in this message is named again, beside the line of the contract."""
    if target is None or ratio_in(ask.request.text) or ask.request.slots.percents:
        return
    line = str(sheet["terms"]["restore_line"])
    if Decimal(target) != Decimal(line):
        draft.say(
            "target_kept", target=facts.of_line("target", target), line=facts.of_line("restore_line", line)
        ).line()


def _target(ask: Ask) -> str | None:
    """The ratio the asker wants to reach, where one is said; else the restore line holds. What is quoted is nobody's wish."""
    if _QUOTED_RATIO.search(ask.message.text) or _OF_THE_CONTRACT.search(ask.said.lower()):
        return None
    said = ask.request.slots.labelled
    if "target" in said:
        return f"{said['target']:f}"
    reached = [each for each in ask.request.slots.percents if each >= 1]
    if len(reached) == 1 and REACHED.search(ask.request.text):
        return f"{reached[0]:f}"
    if REACHED.search(ask.request.text) and (said_now := ratio_in(ask.request.text)):
        return said_now
    goes_on = ask.state.last_intent in ("margin_call", "my_target") and ask.state.asked
    return ratio_in(ask.state.asked) if goes_on and ask.state.asked else None


def _explain(draft: Draft, sheet: Json, remedy: Json, aspect: str, told: bool) -> None:
    """What was asked first, then the amounts and the deadline, then the formulas; `told` is whether a notice was sent.

    Once the deadline has passed, that and what it entails come before everything else.
    """
    parts = {
        "meaning": _meaning_told if told else _meaning,
        "deadline": say_call_deadline,
        "consequence": say_call_consequence,
    }
    overdue = (remedy.get("call") or {}).get("state") == "overdue"
    first = ["deadline", "consequence"] if overdue else []
    if aspect == "compare":
        draft.say("cures_differ")
    for name in dict.fromkeys([*first, *([aspect] if aspect in parts else []), "amount", "deadline"]):
        if name == "amount":
            _amounts(draft, sheet, remedy, asked=_CURE_OF.get(aspect))
        else:
            parts[name](draft, sheet, remedy)
    draft.line()
    numbers = draft.length < ROOM_FOR_NUMBERS[draft.lang]
    for figure in _cures(remedy, _CURE_OF.get(aspect)).values():
        draft.formula(figure, numbers).line()
    say_time(draft, sheet)
    draft.chart(gauge(sheet, draft.lang))


def _close(draft: Draft, sheet: Json, remedy: Json) -> None:
    """The deadline and the snapshot's time after a short answer."""
    draft.line()
    say_call_deadline(draft, sheet, remedy)
    say_time(draft, sheet)
    draft.chart(gauge(sheet, draft.lang))


def _meaning_told(draft: Draft, sheet: Json, remedy: Json) -> None:
    _meaning(draft, sheet, remedy, "call_meaning")


def _meaning(draft: Draft, sheet: Json, _remedy: Json, wording: str = "call_meaning_unsent") -> None:
    lines = sheet["terms"]
    draft.say(
        wording,
        ratio=draft.figure(sheet["figures"]["maintenance_ratio"]),
        liquidation=facts.of_line("liquidation_line", lines["liquidation_line"]),
    )


def _amounts(draft: Draft, sheet: Json, remedy: Json, asked: str | None) -> None:
    """The three amounts; the one that was asked for by name goes first. What comes too late is said."""
    agreed = Decimal(remedy["target"]) == Decimal(sheet["terms"]["restore_line"])
    amounts = _cures(remedy, asked)
    target = facts.of_line("restore_line" if agreed else "target", remedy["target"])
    if not agreed:
        draft.say("cures_lead_target", target=target)
    elif asked in amounts:
        draft.say(f"asked_{asked}", target=target, amount=draft.figure(amounts.pop(asked)))
        draft.say("cures_others")
    else:
        draft.say("cures_lead", target=target)
    draft.items(*((name, {"amount": draft.figure(figure)}) for name, figure in amounts.items()))
    _say_impossible(draft, remedy)
    moved = next((row for row in remedy["cures"] if row["kind"] == "add_security"), None)
    if moved is not None and not moved["feasible"] and moved["counts_from"] and _still_open(remedy):
        draft.say(
            "securities_too_late", day=facts.day(moved["counts_from"][:10], "counts_from", "自", "from")
        )


def _still_open(remedy: Json) -> bool:
    """Whether there is a deadline that something can come too late for."""
    return (remedy.get("call") or {}).get("state") == "open"


def _say_impossible(draft: Draft, remedy: Json) -> None:
    """A way that cannot be gone, by its reason; what comes too late is told with its day."""
    for row in remedy["cures"]:
        plain = row["security"] is None and row["kind"] in dict(KINDS)
        if plain and row["reason_code"] not in (None, "too_late"):
            reason = draft.name(str(row["reason" if draft.lang == "en" else "reason_zh"]))
            draft.say(f"impossible_{row['kind']}_for", reason=reason)


def _cures(remedy: Json, asked: str | None = None) -> dict[str, Json]:
    """The three amounts by name, those that could be computed, the one ``asked`` for first."""
    amounts = {row["kind"]: row["amount"] for row in reversed(remedy["cures"]) if row["kind"] in dict(KINDS)}
    known = {
        name: amounts[kind] for kind, name in KINDS if kind in amounts and amounts[kind]["value"] is not None
    }
    return {name: known[name] for name in sorted(known, key=lambda each: each != asked)}


def say_call_deadline(draft: Draft, _sheet: Json, remedy: Json) -> None:
    """By when the call of ``remedy`` has to be met, with its clause; nothing where there is none."""
    call = remedy.get("call")
    if call is None:
        return
    clauses = remedy.get("clauses", {})
    clause = clauses.get("call_deadline") or clauses.get("liquidation_line")
    wording = "call_overdue" if call["state"] == "overdue" else "call_deadline"
    draft.say(wording, deadline=facts.moment(call["deadline"], "deadline"))
    if clause:
        draft.say(
            "contract_clause", clause=facts.code(str(clause), "合同" if draft.lang == "zh" else "clause")
        )
    if call.get("provisional"):
        draft.say("deadline_provisional")


def say_call_consequence(draft: Draft, _sheet: Json, _remedy: Json) -> None:
    """What comes of a call that is not met in time."""
    draft.say("call_consequence")
