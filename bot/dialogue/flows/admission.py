"""May I open a margin account: every condition, what is lacking and what closes it; how the average of the last sessions rolls on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue import decision_words
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchAdmission

Json = Mapping[str, Any]

MOST_GAPS = 5
FIRST = ("suitability", "age")
_TOMORROW = re.compile(r"明天|后天|下周|过几天|涨|tomorrow|next week|rise")


def admission(ask: Ask) -> FlowRun:
    """The outcome, the gaps with an expired assessment first, and the average with what would lift it."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchAdmission(ask.client_id, ask.message.as_of)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent="my_admission")
    rule = next((row["rule"] for row in found["reasons"] if row["code"] == "assets"), ())
    about_average = decision_words.THRESHOLD.search(ask.said)
    if about_average:
        say_average(draft, found["figures"], rule, bool(_TOMORROW.search(ask.said)))
        draft.line()
    draft.say(f"admission_{found['outcome']}")
    say_gaps(draft, found["gaps"], found["reasons"])
    if not about_average:
        draft.line()
        say_average(draft, found["figures"], rule, False)
    draft.say("admission_person")
    return done(ask, draft.choose("choice_open_account", "choice_risk_lessons", "choice_human"))


def say_gaps(draft: Draft, gaps: Sequence[Json], reasons: Sequence[Json] = ()) -> None:
    """Each gap with what closes it and from when, the assessment before everything else."""
    english = draft.lang == "en"
    ordered = sorted(gaps, key=lambda gap: FIRST.index(gap["code"]) if gap["code"] in FIRST else len(FIRST))
    for gap in ordered[:MOST_GAPS]:
        draft.line().say(
            "gap_row",
            text=draft.name(str(gap["text" if english else "text_zh"])),
            closes=draft.name(str(gap["closes" if english else "closes_zh"])),
        )
        if gap["earliest"] and gap["code"] != "assets":
            draft.say("gap_earliest", day=facts.day(gap["earliest"], "earliest", "最早", "from"))
    met = {gap["code"] for gap in gaps}
    refused = [row for row in reasons if row["outcome"] == "refuse" and row["code"] not in met]
    for row in refused[:2]:
        draft.line().say("reason_row", text=draft.name(str(row["text" if english else "text_zh"])))


def say_average(draft: Draft, figures: Mapping[str, Json], rule: Sequence[Json], tomorrow: bool) -> None:
    """The average, what it lacks, how the window rolls, and what a single session or several would have to bring."""
    average = figures.get("admission_average")
    if average is None:
        return
    if average["value"] is None:
        draft.show(average).say("average_unknown")
        return
    days = next((ref["value"] for ref in rule if ref["param"] == "admission_average_days"), None)
    if days is not None:
        count = facts.count(str(days), "average_days", "最近", "last")
        draft.say("average_is", days=count, average=draft.figure(average))
    lacking = figures.get("admission_lacking")
    if lacking is None or lacking["value"] in (None, "0"):
        draft.say("average_enough")
        return
    draft.say("average_lacking", lacking=draft.figure(lacking))
    draft.say("average_rolls")
    one, left = figures.get("admission_addition.1"), figures.get("admission_sessions_left")
    if one is not None and one["value"] is not None:
        draft.say("average_tomorrow" if tomorrow else "average_one_session", amount=draft.figure(one))
    if left is None:
        return
    if left["value"] is None:
        draft.show(left).say("average_never")
    else:
        draft.say("average_sessions_left", sessions=draft.figure(left))
