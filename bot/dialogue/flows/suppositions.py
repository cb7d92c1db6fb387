"""What is supposed in a conversation, as steps; and the words that say whether figures are supposed or the account's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.flow import Ask
from bot.dialogue.flows.account import as_of

Json = Mapping[str, Any]
_PRICE, _EVERY = "price", "*"


def changes_of(steps: Iterable[str]) -> tuple[str, ...]:
    """Every change of the steps, in order, each as JSON text."""
    return tuple(json.dumps(change, ensure_ascii=False) for step in steps for change in json.loads(step))


def step_of(changes: Iterable[str]) -> str:
    """One step: the changes of one message, each as JSON text."""
    return f"[{','.join(changes)}]"


def moved_last(steps: Sequence[str]) -> str | None:
    """The code of the one security whose price the last step moves; ``None`` where it moves none, or every one."""
    changes = json.loads(steps[-1]) if steps else []
    codes = {change["security"] for change in changes if change["op"] == _PRICE}
    return codes.pop() if len(codes) == len(changes) == 1 and _EVERY not in codes else None


def without_prices(steps: Iterable[str]) -> tuple[str, ...]:
    """The steps that move no price."""
    return tuple(step for step in steps if all(change["op"] != _PRICE for change in json.loads(step)))


def say_base(ask: Ask, draft: Draft, result: Json) -> None:
    """Whether what follows holds for what was supposed, or for the account at its snapshot's time."""
    if ask.state.scenario:
        draft.say("what_if_still")
    else:
        say_account(draft, result)


def say_account(draft: Draft, result: Json) -> None:
    """The mark of the account's own figures, with the snapshot's time."""
    draft.say("account_mark", time=facts.moment(as_of(result), "snapshot"))
