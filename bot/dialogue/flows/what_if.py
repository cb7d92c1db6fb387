"""What if: one's own account after what the message supposes, beside the account as it is; always marked as supposed."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.lines import say_touch
from bot.dialogue.planning_effects import WhatIf
from bot.dialogue.supposing import Held, supposed

Json = Mapping[str, Any]

SIDE_BY_SIDE = ("maintenance_ratio", "available_margin", "total_assets", "total_liabilities")
_LINES = ("liquidation_line", "warning_line")


def my_what_if(ask: Ask) -> FlowRun:
    """The figures that matter before and after; a supposition that goes on builds on the one before."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return Step(ask.draft("ask").say("what_if_needs_numbers"), ask.state)
    found = supposed(ask.message.text, _held(ask, book), _debts(book), ask.lang)
    if not found:
        return Step(ask.draft("ask").say("what_if_unclear").choose("choice_ratio", "choice_human"), ask.state)
    earlier = ask.state.scenario if _goes_on(ask) else ()
    changes = (*earlier, *(each.change for each in found))
    result = yield WhatIf(ask.client_id, changes, ask.message.as_of)
    before = yield from _before(ask, earlier, result)
    if isinstance(result, Failed):
        return _refused(ask, result)
    draft = ask.draft(intent="my_what_if")
    glue = "; " if draft.lang == "en" else "，"
    draft.say(
        "what_if_lead_on" if earlier else "what_if_lead",
        changes=draft.name(glue.join(each.said for each in found)),
    )
    _say_both(draft, before, result["after"])
    _say_band(draft, result)
    say_time(draft, book)
    draft.choose("choice_ratio", "choice_if_nothing")
    return Step(draft, replace(ask.state.settled("my_what_if", draft.figure_names), scenario=changes))


def touch_supposed(ask: Ask) -> FlowRun:
    """The prices at a line after what was supposed."""
    assert ask.client_id is not None
    result = yield WhatIf(ask.client_id, ask.state.scenario, ask.message.as_of)
    if isinstance(result, Failed):
        return _refused(ask, result)
    draft = ask.draft(intent="my_what_if").say("what_if_still")
    say_touch(ask, draft, result["lines"])
    say_time(draft, result)
    return Step(
        draft, replace(ask.state.settled("my_what_if", draft.figure_names), scenario=ask.state.scenario)
    )


def _before(ask: Ask, earlier: tuple[str, ...], result: Any) -> Generator[Effect, Any, Json]:
    """What the new figures are set beside: the account, or the supposition before."""
    if isinstance(result, Failed):
        return {}
    if not earlier:
        return dict(result["before"])
    assert ask.client_id is not None
    known = yield WhatIf(ask.client_id, earlier, ask.message.as_of)
    return dict(result["before"] if isinstance(known, Failed) else known["after"])


def _goes_on(ask: Ask) -> bool:
    """Whether a supposition builds on the last one: right after it, and with a word that says so."""
    words = ("再", "又", "改成", "换成", "呢", "then", "also", "and if", "what about")
    return bool(ask.state.scenario) and any(word in ask.message.text.lower() for word in words)


def _held(ask: Ask, book: Json) -> list[Held]:
    """The securities of the account under their names, and under the words the message used for them."""
    spoken = {mention.code: mention.text for mention in ask.request.slots.securities}
    rows = {row["security"]: row for row in (*book["holdings"], *book["contracts"])}
    return [
        Held(code, tuple(filter(None, (row["name"], row["name_en"], spoken.get(code)))))
        for code, row in rows.items()
    ]


def _debts(book: Json) -> list[Json]:
    financing = [row for row in book["contracts"] if row["kind"] == "financing"]
    return sorted(financing, key=lambda row: row["due"] or "9999")


def _say_both(draft: Draft, before: Json, after: Json) -> None:
    """Each figure that changes, before and after; the ratio always, also when only its hidden places move."""
    for name in SIDE_BY_SIDE:
        old, new = before[name], after[name]
        if old["value"] is None or new["value"] is None:
            continue
        if name == "maintenance_ratio" and old["display"] == new["display"]:
            same = old["value"] == new["value"]
            draft.line().say("what_if_ratio_same" if same else "what_if_ratio_close", after=draft.figure(new))
        elif old["value"] != new["value"]:
            draft.line().say(f"what_if_{name}", before=draft.figure(old), after=draft.figure(new))
    missing = [after[name] for name in SIDE_BY_SIDE if after[name]["value"] is None]
    if missing:
        draft.show(*missing).line().say("what_if_unknown")


def _say_band(draft: Draft, result: Json) -> None:
    """Where the ratio stands then."""
    ratio = result["after"]["maintenance_ratio"]["value"]
    lines = {row["line"]: row["value"] for row in result["lines"]}
    for name in _LINES:
        if ratio is not None and name in lines and Decimal(ratio) < Decimal(lines[name]):
            draft.line().say(f"what_if_below_{name}", line=facts.of_line(name, lines[name]))
            return
    if ratio is not None and "warning_line" in lines:
        draft.line().say("what_if_above", line=facts.of_line("warning_line", lines["warning_line"]))


def _refused(ask: Ask, failed: Failed) -> Step:
    if failed.status != 422:
        return out_of_reach(ask, failed)
    return Step(ask.draft("ask").say("what_if_unclear").choose("choice_ratio", "choice_human"), ask.state)
