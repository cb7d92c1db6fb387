"""What an application still lacks, in words: a few of it with how many are left, or all of it, the client's and the firm's apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft

Json = Mapping[str, Any]

MOST_GAPS = 4


def say_gaps(draft: Draft, gaps: Sequence[Json], most: int = MOST_GAPS) -> None:
    """What is open, one line each, with what closes it; of more than `most`, how many are left."""
    english = draft.lang == "en"
    for gap in gaps[:most]:
        draft.line().say(
            "gap_row",
            text=draft.name(str(gap["text" if english else "text_zh"])),
            closes=draft.name(str(gap["closes" if english else "closes_zh"])),
        )
    if len(gaps) > most:
        more = facts.count(len(gaps) - most, "more_gaps", "另有", "further")
        draft.line().say("application_more_gaps", count=more)


def _say_counts(draft: Draft, own: int, theirs: int) -> None:
    """How many are open in all, and how many of them are the client's."""
    count = facts.count(own + theirs, "gaps", "共缺", "in all", "Open")
    yours = facts.count(own, "own_gaps", "要您完成", "for you to do")
    draft.say("application_lacks", count=count, own=yours)


def say_all_gaps(draft: Draft, own: Sequence[Json], theirs: Sequence[Json]) -> None:
    """Every one of them: the client's own first, then those of the firm, each part with its number."""
    if own:
        _say_counts(draft, len(own), len(theirs))
        say_gaps(draft, own, len(own))
    else:
        count = facts.count(len(theirs), "gaps", "等公司办理", "for the firm")
        draft.say("application_lacks_nothing_of_yours", count=count)
    if own and theirs:
        firm = facts.count(len(theirs), "their_gaps", "由公司办理", "For the firm to do")
        draft.line().say("application_lacks_theirs", count=firm)
    say_gaps(draft, theirs, len(theirs))


def say_next_gaps(draft: Draft, found: Json) -> None:
    """What is open for whoever is next; where that is the client, with both numbers."""
    mine = [gap for gap in found["gaps"] if gap["by"] == found["next"]["by"]]
    if mine and found["next"]["by"] == "client":
        _say_counts(draft.line(), len(mine), len(found["gaps"]) - len(mine))
    say_gaps(draft, mine or found["gaps"])
