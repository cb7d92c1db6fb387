"""Changes that the firm has announced and that touch the account: what, from when, why, and the figures on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import ANNOUNCED
from bot.dialogue.applying_effects import FetchPolicyChanges
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.yes_first import bilingual, label, said_no, who_first

Json = Mapping[str, Any]

MOST = 3
_SHOWN = ("maintenance_ratio", "available_margin", "withdrawable", "shortfall_to_restore")
_EFFECTS = ("newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used")


def announced_change(ask: Ask) -> FlowRun:
    """Those that touch the account, the named security's first; none is said to be none."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchPolicyChanges(ask.client_id)
    if isinstance(found, Failed):
        return said_no(ask, found, ANNOUNCED)
    rows, missed = _named(ask, found)
    draft = ask.draft(intent=ANNOUNCED)
    if not rows:
        return done(ask, draft.say("change_none").choose("choice_contract_changes", "choice_human"))
    if missed:
        draft.say("change_not_of_that", name=draft.name(missed)).line()
    for row in rows[:MOST]:
        _say_change(draft, row, ask.request.slots.aspect)
    return done(ask, draft.choose("choice_change_effect", "choice_change_why", "choice_ratio"))


def _named(ask: Ask, found: Sequence[Json]) -> tuple[Sequence[Json], str | None]:
    """The changes of what the message names; all of them, with the name, where it names something else."""
    mentions = ask.request.slots.securities
    codes = {mention.code for mention in mentions}
    named = [row for row in found if row["security"] in codes]
    return (named or found), (mentions[0].name if mentions and not named else None)


def _say_change(draft: Draft, row: Json, aspect: str | None) -> None:
    """One change: what asked for comes first, the rest behind it."""
    if aspect == "effect":
        _say_effect(draft, row)
        draft.line()
        _say_what(draft, row)
        return
    if aspect == "why":
        draft.say("change_why", about=bilingual(draft, row["about"]), reason=draft.name(str(row["reason"])))
        draft.line()
    _say_what(draft, row)
    draft.line()
    _say_effect(draft, row)
    if aspect != "why":
        draft.fold().say("change_reason", reason=draft.name(str(row["reason"]))).unfold()


def _say_what(draft: Draft, row: Json) -> None:
    day = facts.day(row["effective"], "effective", "生效", "takes effect")
    coming = "coming" if row["state"] == "announced" else "in_force"
    for term in row["terms"]:
        draft.say(
            f"change_{coming}",
            about=bilingual(draft, row["about"]),
            label=label(draft, term["label"]),
            before=bilingual(draft, term["before_display"]),
            after=bilingual(draft, term["after_display"]),
            day=day,
        )
    draft.say("change_announced", day=facts.day(row["announced_on"], "announced_on", "公布", "announced"))


def _say_effect(draft: Draft, row: Json) -> None:
    """The account as it is beside the account under the change; one in force stands in the figures already."""
    before, after = row["before"], row["after"]
    if before is None or after is None:
        draft.say("change_in_figures")
        return
    names = [name for name in _SHOWN if name in before and name in after]
    moved = [name for name in names if before[name]["value"] != after[name]["value"]]
    as_of = str(next(iter(before.values()))["as_of"])
    if "T" in as_of:
        draft.say("account_mark", time=facts.moment(as_of, "snapshot"))
    else:
        draft.say("change_account")
    for name in moved or names[:1]:
        if before[name]["value"] is not None:
            draft.say(f"change_now_{name}", value=draft.figure(before[name]))
    draft.line()
    for name in moved:
        if after[name]["value"] is not None:
            draft.say(f"change_then_{name}", value=draft.figure(after[name]))
    if not moved:
        draft.say("change_no_figure")
    elif not row["moves_ratio"]:
        draft.say("change_ratio_same")
    for effect in _EFFECTS:
        if effect in row["effects"]:
            draft.line().say(f"change_{effect}")
