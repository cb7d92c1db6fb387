"""Beside a general rule: what the asker's own contract agrees on it, with the clause."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Effect, Failed, FetchAccount
from bot.dialogue.flow import Ask

MOST = 3
_LINES = (
    ("warning_line", re.compile(r"警戒线|预警线|\bwarning line", re.IGNORECASE)),
    ("liquidation_line", re.compile(r"平仓线|强平线|\bliquidation line", re.IGNORECASE)),
    ("restore_line", re.compile(r"补足线|恢复线|追保到位|补到|追加后|\brestore|\btop up", re.IGNORECASE)),
    ("minimum_line", re.compile(r"盘中.{0,4}最低|盘中线|\bintraday minimum", re.IGNORECASE)),
    (
        "withdrawal_line",
        re.compile(
            r"提取线|(?:才|方)(?:可以?|能)(?:提取|转出)|(?:提取|转出|取).{0,16}300|\bwithdraw", re.IGNORECASE
        ),
    ),
)


def lines_named(text: str) -> list[str]:
    """The lines of a contract that a text speaks of."""
    return [name for name, words in _LINES if words.search(text)]


def say_own_terms(ask: Ask, draft: Draft, about: str) -> Generator[Effect, Any, None]:
    """Add the lines of the asker's contract that ``about`` (the question and the rule as said) speaks of.

    Nothing for somebody who is not signed in, for a contract without them, and for a day that is past.
    """
    wanted = lines_named(about)
    if ask.client_id is None or not wanted or draft.rules_day < ask.message.now.date():
        return
    account = yield FetchAccount(ask.client_id)
    if isinstance(account, Failed):
        return
    terms = account["terms"] or {}
    clauses = terms.get("clauses", {})
    agreed = [name for name in wanted if terms.get(name) and clauses.get(name)][:MOST]
    if agreed:
        draft.line().say("own_terms").items(
            *(_term(draft, name, str(terms[name]), str(clauses[name])) for name in agreed)
        )
        draft.line()


def _term(draft: Draft, name: str, value: str, clause: str) -> Sentence:
    return "own_term", {
        "measure": label_of(name, draft.lang),
        "value": facts.of_line(name, value),
        "clause": facts.code(clause, "合同" if draft.lang == "zh" else "clause"),
    }
