"""Carry out what teaching asks for: lessons and sections from the library, attempts and progress at the account service."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from typing import Any, cast

from bot.dialogue.learning_effects import (
    FetchProgress,
    ReadSection,
    RecordAttempt,
    SearchLessons,
)
from bot.ports import Accounts, Json, Knowledge, LearningStage, Row

TaughtEffect = SearchLessons | ReadSection | RecordAttempt | FetchProgress


def visitor(secret: str) -> str:
    """The learner's id of somebody who has not signed in, from a secret that only they hold."""
    return "visitor:" + hashlib.sha256(f"learner:{secret}".encode()).hexdigest()[:32]


async def taught(effect: TaughtEffect, accounts: Accounts, learner: str | None, knowledge: Knowledge) -> Any:
    """The result of one effect. ``learner`` is named by the assistant alone; a client records for itself (``None``)."""
    match effect:
        case SearchLessons(query, as_of, lang):
            return await asyncio.to_thread(knowledge.teach, query, as_of=as_of, lang=lang)
        case ReadSection(document, section, as_of):
            return await asyncio.to_thread(knowledge.section, document, section, as_of)
        case FetchProgress():
            return await accounts.progress(learner)
        case RecordAttempt():
            return await recorded(effect, accounts, learner)


async def recorded(effect: RecordAttempt, accounts: Accounts, learner: str | None) -> Row:
    """The attempt written down; what the learner has reached with it."""
    items = [_item(row, effect.rules) for row in effect.items]
    score = {"right": sum(right for _, _, right in effect.items), "total": len(items)}
    stage = cast(LearningStage, effect.stage)
    return await accounts.record_attempt(
        effect.key, effect.course, stage, effect.seed, effect.lang, items, score, learner
    )


def _item(row: tuple[str, str | None, bool], rules: Iterable[tuple[str, str, str]]) -> Json:
    item, answer, right = row
    cited = [{"param": param, "as_of": day} for name, param, day in rules if name == item]
    return {"item": item, "answer": answer, "right": right, "rules": cited}
