"""When figures are from, who they come from and how old they are; what is stale, or rests on prices of the session before, says so
in every answer that rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import label_of
from bot.dialogue.applying import WHEN
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.flows.yes_first import who_first

Json = Mapping[str, Any]

LEDGER = "ledger"
_FIGURES = (
    ("available_margin", re.compile(r"可用|保证金余额|\bavailable|\bmargin left\b")),
    ("maintenance_ratio", re.compile(r"维保|维持担保|担保比例|比例|\bratio\b")),
    ("total_liabilities", re.compile(r"负债|欠|\b(?:debt|liabilit\w+|owe)\b")),
    ("withdrawable", re.compile(r"可取|提取|\bwithdraw\w*\b")),
    ("total_assets", re.compile(r"总资产|\bassets\b")),
)
"""The figures whose origin may be asked for by name."""
_MINUTE = 60  # seconds


def snapshot_time(ask: Ask) -> FlowRun:
    """Source and instant of position and prices, and whether the firm calls them stale."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent=WHEN)
    if found["snapshot_time"] is None:
        return done(ask, draft.say("origin_none").choose("choice_human"))
    for name in ask.request.slots.measures or _named(ask.said.lower()):
        known = found["figures"].get(name)
        if known is not None and known["value"] is not None:
            draft.say("origin_figure", measure=label_of(name, draft.lang), value=draft.figure(known))
    draft.say(
        "origin_position",
        source=_source(draft, found["source"]),
        at=facts.moment(found["snapshot_time"], "snapshot"),
    )
    if found["price_time"] is not None:
        draft.say(
            "origin_prices",
            source=_source(draft, found["price_source"]),
            at=facts.moment(found["price_time"], "price_time", "价格", "prices"),
        )
    if not found["stale"]:
        _say_age(draft, found)
    draft.line().say("origin_not_live")
    return done(ask, draft.choose("choice_ratio", "choice_events", "choice_human"))


def _named(said: str) -> tuple[str, ...]:
    return tuple(name for name, words in _FIGURES if words.search(said))[:1]


def _source(draft: Draft, source: object) -> str:
    """A source by its name; the firm's own ledger in words."""
    known = "账务系统" if draft.lang == "zh" else "the firm's ledger"
    return known if source in (None, LEDGER) else draft.name(str(source))


def _say_age(draft: Draft, found: Json) -> None:
    age = found["age_s"]
    if age is None:
        return
    minutes = int(age) // _MINUTE
    if minutes:
        draft.say("origin_age", minutes=facts.count(minutes, "age_minutes", "已过", "for"))
    else:
        draft.say("origin_fresh")


def marked(run: FlowRun) -> FlowRun:
    """A flow whose answer says so where anything it has looked at was stale, or counts at prices of the session before."""
    old: Json | None = None
    before = 0
    answer: Any = None
    step: Step | None = None
    while step is None:
        try:
            effect = run.send(answer)
        except StopIteration as stop:
            step = stop.value
        else:
            answer = yield effect
            old = old or _stale(answer)
            before = before or _prices_before(answer)
    if old is not None:
        _say_stale(step.draft, old)
    if before:
        count = facts.count(before, "prices_before", "共", "in all")
        step.draft.line().say("prices_before", count=count)
    return step


def _prices_before(answer: Any) -> int:
    return int(answer.get("prices_before") or 0) if isinstance(answer, Mapping) else 0


def _stale(answer: Any) -> Json | None:
    return answer if isinstance(answer, Mapping) and answer.get("stale") is True else None


def _say_stale(draft: Draft, old: Json) -> None:
    """That it is old, from when and by whom it is."""
    at = old["snapshot_time"]
    if at is None:
        return
    draft.line().say("figures_stale", source=_source(draft, old["source"]), at=facts.moment(at, "snapshot"))
    if old["age_s"] is not None:
        minutes = facts.count(int(old["age_s"]) // _MINUTE, "age_minutes", "已过", "for")
        draft.say("origin_age", minutes=minutes)
