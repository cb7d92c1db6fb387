"""What is supposed in a conversation, as steps; and the words that say whether figures are supposed or the account's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.flow import Ask

Json = Mapping[str, Any]


def changes_of(steps: Iterable[str]) -> tuple[str, ...]:
    """Every change of the steps, in order, each as JSON text."""
    return tuple(json.dumps(change, ensure_ascii=False) for step in steps for change in json.loads(step))


def step_of(changes: Iterable[str]) -> str:
    """One step: the changes of one message, each as JSON text."""
    return f"[{','.join(changes)}]"


def say_base(ask: Ask, draft: Draft, result: Json) -> None:
    """Whether what follows holds for what was supposed, or for the account at its snapshot's time."""
    if ask.state.scenario:
        draft.say("what_if_still")
    else:
        say_account(draft, result)


def say_account(draft: Draft, result: Json) -> None:
    """The mark of the account's own figures, with the snapshot's time."""
    draft.say("account_mark", time=facts.moment(result["snapshot_time"], "snapshot"))
