"""What if: one's own account after what messages suppose, step by step, beside the account as it is; always marked as supposed."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import as_of, my_ratio, say_time
from bot.dialogue.flows.going_on import FRAGMENT, Going, going_on, in_place
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.lines import asks_other_ratio, say_touch
from bot.dialogue.flows.security_names import all_named, held_of, names_of
from bot.dialogue.flows.supposed_missing import say_missing_then
from bot.dialogue.flows.suppositions import changes_of, step_of
from bot.dialogue.flows.to_ratio import to_ratio
from bot.dialogue.flows.what_if_said import SIDE_BY_SIDE, say_all, say_band
from bot.dialogue.planning_effects import WhatIf
from bot.dialogue.revising import revised, without
from bot.dialogue.supposed_words import step_in_words
from bot.dialogue.supposing import (
    EVERYTHING,
    Held,
    Supposition,
    Told,
    other_account,
    steps_of,
    told,
)
from bot.dialogue.supposing_by import from_present, moves_a_line
from bot.dialogue.supposing_sale import is_spread
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_FROM_OUTSIDE = re.compile(
    r"外面|外部|银行|转(?:钱|进|入|账)|自有|场外|自己(?:的)?钱|outside|from (?:my )?bank"
)
_HOW_MUCH = re.compile(
    r"(?:补|追加|还|差|缺|短|争)(?:我|仓|钱|款)?(?:多少|几)|够不够|够唔够|how much.{0,24}(?:top up|add|put in|repay|bring|short|missing)|how (?:far )?short|still be short"
)
_REPRICING = ('"price", "security"', '"suspend"')
INTENT = "my_what_if"


def my_what_if(ask: Ask) -> FlowRun:
    """The figures that matter before and after; a supposition that goes on builds on the one before."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return Step(ask.draft("ask").say("what_if_needs_numbers"), ask.state)
    other = other_account(ask.message.text)
    right = revised(ask.message.text, ask.state.scenario)
    text = right[1] if right else (yield from _from_present(ask))
    read = Told((other,)) if other else _told(ask, book, text)
    if read.unread is not None:
        return _unclear(ask, read.unread)
    found = read.changes
    go = in_place(ask.state.scenario, right[0]) if right else going_on(ask, found)
    steps = (*go.earlier, step_of(each.change for each in found), *go.later)
    earlier = () if go.later else go.earlier
    result = yield WhatIf(ask.client_id, changes_of(steps), ask.message.as_of)
    if isinstance(result, Failed):
        return _refused(ask, result)
    before = yield from _before(ask, earlier)
    draft = ask.draft(intent=INTENT)
    if other:
        _say_other(draft, other, result)
    else:
        _say_lead(ask, draft, go, found, book)
        if _HOW_MUCH.search(ask.said):
            yield from say_missing_then(ask, draft.line(), steps, result)
        say_all(draft, before, result, found)
        yield from _say_inside(ask, draft, earlier, found)
    if go.lead != "what_if_lead":
        say_time(draft, book)
    draft.supposed(_as_it_is(result)).choose("choice_undo", "choice_ratio", "choice_if_nothing")
    return Step(draft, ask.state.settled(INTENT, draft.figure_names).supposing(steps))


def _say_lead(ask: Ask, draft: Draft, go: Going, found: Sequence[Supposition], book: Json) -> None:
    """What is supposed now, on what, and in whose place."""
    glue = "; " if draft.lang == "en" else "，"
    values: dict[str, Fact | str] = {"changes": draft.name(glue.join(each.said for each in found))}
    if go.instead is not None:
        values["old"] = draft.name(step_in_words(go.instead, names_of(book, draft.lang), draft.lang))
    elif go.lead == "what_if_lead":
        values["time"] = facts.moment(as_of(book), "snapshot")
    draft.say(go.lead, **values)
    if is_spread(found, len(steps_of(ask.message.text))):
        draft.say("what_if_spread")


def _from_present(ask: Ask) -> Generator[Effect, Any, str]:
    """The message, with a line moved by points said as the line it comes to from the account's own."""
    text = ask.message.text
    if ask.client_id is None or ask.state.scenario or not moves_a_line(text):
        return text
    now = yield WhatIf(ask.client_id, (), ask.message.as_of)
    known = () if isinstance(now, Failed) else now["lines"]
    return from_present(text, {row["line"]: Decimal(row["value"]) for row in known if row["value"]})


def _say_inside(
    ask: Ask, draft: Draft, earlier: tuple[str, ...], found: Sequence[Supposition]
) -> Generator[Effect, Any, None]:
    """Beside a repayment that does not say from where: the ratio if the account's own cash pays it, where there is enough."""
    repaid = [change for each in found if (change := json.loads(each.change))["op"] == "repay"]
    if len(found) != 1 or not repaid or _FROM_OUTSIDE.search(ask.said):
        return
    assert ask.client_id is not None
    inside = step_of((json.dumps({"op": "cash", "amount": f"-{repaid[0]['amount']}"}), found[0].change))
    result = yield WhatIf(ask.client_id, changes_of((*earlier, inside)), ask.message.as_of)
    if not isinstance(result, Failed) and result["after"]["maintenance_ratio"]["value"] is not None:
        draft.line().say(
            "what_if_repay_inside", after=draft.figure(result["after"]["maintenance_ratio"])
        ).line()


def _as_it_is(result: Json) -> tuple[Json, ...]:
    """The figures of the account itself beside those of the supposition."""
    return (*result["before"].values(), result["credit_line_left"]["before"])


def _say_other(draft: Draft, other: Supposition, result: Json) -> None:
    """Another account than the client's: its own figures, with nothing of the real one beside them."""
    told, after = json.loads(other.change), result["after"]
    assets, owed = after["total_assets"], after["total_liabilities"]
    draft.say("what_if_other", assets=draft.figure(assets), debt=draft.figure(owed))
    if after["maintenance_ratio"]["value"] is not None:
        draft.say("what_if_is_maintenance_ratio", after=draft.figure(after["maintenance_ratio"]))
    say_band(draft, result)
    draft.say("what_if_other_parts" if "cash" not in told else "what_if_no_forecast")


def undo(ask: Ask) -> FlowRun:
    """The last step taken back: the supposition without it, or the account again where nothing is left of it."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    supposed = ask.state.scenario or ask.state.set_aside
    codes = (yield from _named_in(ask)) if len(supposed) > 1 else ()
    steps = without(ask.message.text, supposed, codes)
    if steps is None:
        return Step(ask.draft("ask", intent=INTENT).say("undo_which").choose("choice_undo"), ask.state)
    if not steps:
        step = yield from my_ratio(ask)
        return Step(step.draft.lead(ask.draft().say("undone_all")), replace(step.state, set_aside=()))
    result = yield WhatIf(ask.client_id, changes_of(steps), ask.message.as_of)
    if isinstance(result, Failed):
        return _refused(ask, result)
    draft = ask.draft(intent=INTENT).say("undone" if steps == supposed[:-1] else "undone_that")
    for name in SIDE_BY_SIDE:
        if result["after"][name]["value"] is not None:
            draft.line().say(f"what_if_is_{name}", after=draft.figure(result["after"][name]))
    say_band(draft, result)
    say_time(draft, result)
    draft.supposed(_as_it_is(result)).choose("choice_undo", "choice_ratio")
    return Step(draft, ask.state.settled(INTENT, draft.figure_names).supposing(steps))


def _named_in(ask: Ask) -> Generator[Effect, Any, tuple[str, ...]]:
    """The codes of the securities of the account that the message names."""
    book = yield FetchPositions(str(ask.client_id), ask.message.as_of)
    if isinstance(book, Failed):
        return ()
    return tuple(each.code for each in all_named(ask.said, held_of(ask, book)))


def touch_supposed(ask: Ask) -> FlowRun:
    """The prices at a line after what was supposed."""
    assert ask.client_id is not None
    steps = ask.state.scenario
    result = yield WhatIf(ask.client_id, changes_of(steps), ask.message.as_of)
    if isinstance(result, Failed):
        return _refused(ask, result)
    if asks_other_ratio(ask, result["lines"]):
        return (yield from to_ratio(ask))
    draft = ask.draft(intent=INTENT).say("what_if_still")
    say_touch(ask, draft, result["lines"])
    say_time(draft.supposed(_as_it_is(result)), result)
    return Step(draft, ask.state.settled(INTENT, draft.figure_names).supposing(steps))


def _before(ask: Ask, earlier: tuple[str, ...]) -> Generator[Effect, Any, Json | None]:
    """The supposition that the new figures are set beside; ``None`` stands for the account."""
    if not earlier:
        return None
    assert ask.client_id is not None
    known = yield WhatIf(ask.client_id, changes_of(earlier), ask.message.as_of)
    return None if isinstance(known, Failed) else dict(known)


def _told(ask: Ask, book: Json, text: str) -> Told:
    """What ``text`` supposes, going on from what was supposed before."""
    steps = ask.state.scenario or ask.state.set_aside
    of_each = [codes for step in steps if (codes := _codes(step))]
    one = [next(iter(codes)) for codes in of_each if len(codes) == 1]
    last = next((code for code in reversed(one) if code != EVERYTHING), None)
    about = one[-1] if ask.state.scenario and of_each and len(of_each[-1]) == 1 else None
    about = None if about == EVERYTHING else about
    return told(text, _held(ask, book), ask.lang, _day(ask), last, about)


def _codes(step: str) -> frozenset[str]:
    """The securities that a step is about; ``EVERYTHING`` for a move of all of them."""
    return frozenset(str(change["security"]) for change in json.loads(step) if change.get("security"))


def _day(ask: Ask) -> str | None:
    """The day whose rules are spoken of, where one is said."""
    dates = ask.request.slots.dates
    return dates[0].end.isoformat() if dates else None


def _held(ask: Ask, book: Json) -> list[Held]:
    """The securities of the account, then those that only the message names: they can be bought."""
    repriced = [step for step in ask.state.scenario if any(op in step for op in _REPRICING)]
    moved = {code for step in repriced for code in _codes(step)}
    own = [
        replace(each, price=None) if moved & {each.code, EVERYTHING} else each for each in held_of(ask, book)
    ]
    codes = {each.code for each in own}
    spoken = [mention for mention in ask.request.slots.securities if mention.code not in codes]
    return own + [Held(each.code, (each.name, each.text), own=False) for each in spoken]


def _unclear(ask: Ask, step: str) -> Step:
    """Nothing is computed where a step is not read; which one it is is said where there are several."""
    draft = ask.draft("ask")
    if (step,) != steps_of(ask.message.text):
        draft.say("what_if_unread", step=draft.said(step, FRAGMENT * 2))
    draft.say("what_if_unclear")
    return Step(draft.choose("choice_ratio", "choice_human"), ask.state)


def _refused(ask: Ask, failed: Failed) -> Step:
    """What does not fit the account is said by its reason; what was supposed before stays."""
    if failed.status != 422:
        return out_of_reach(ask, failed)
    codes = {(error["field"].rpartition(".")[2], error["code"]) for error in failed.problem.get("errors", ())}
    known = [f"what_if_refused_{field}" for field, code in sorted(codes) if code == "out_of_range"]
    text_id = next((each for each in known if each in _REFUSALS), "what_if_unclear")
    return Step(ask.draft("ask").say(text_id).choose("choice_ratio", "choice_human"), ask.state)


_REFUSALS = (
    "what_if_refused_quantity",
    "what_if_refused_amount",
    "what_if_refused_share",
    "what_if_refused_price",
)
