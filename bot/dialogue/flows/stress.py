"""Stress: the account after a packaged scenario, or all of them, by the lines as they are; nothing says how likely one is."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import held_of
from bot.dialogue.flows.suppositions import changes_of, moved_last, step_of, without_prices
from bot.dialogue.held import named
from bot.dialogue.planning_effects import Stress, WhatIf
from bot.dialogue.spoken_numbers import in_digits
from bot.guard.evidence import Fact
from bot.guard.numerals import fold

Json = Mapping[str, Any]

ALL = "all"
SHOWN = 6
_SESSIONS = ("[1一]|one|single", "[2两二]|two", "[3三]|three")
_MANY = (
    r"(?<!\d)(?P<n>\d{1,2}|[一两二三四五六七八九十]|one|single|two|three|four|five|six|seven|eight|nine|ten)"
)
_LIMIT = re.compile(
    rf"{_MANY}\s*(?:个|天|日)?(?:连续|straight|consecutive)?\s*(?:的)?(?:跌停|停板|limit[- ]?downs?)|跌停{_MANY.replace('P<n>', 'P<m>')}(?:天|个|次|日)"
    rf"|limit[- ]?downs? (?:for )?{_MANY.replace('P<n>', 'P<k>')} (?:days?|sessions?|times)"
)
MOST_SESSIONS = 3
_ALL_DOWN = re.compile(r"全部.{0,6}跌停|都跌停|everything.{0,12}limit")
_LIMIT_DOWN = re.compile(
    rf"{_MANY.replace('P<n>', 'P<z>')}?\s*(?:个|天|日)?(?:连续)?的?(?:跌停|停板)|limit[- ]?downs?"
)
_NAMES_SOMETHING = re.compile(r"[\u4e00-\u9fff]{2}|\d{6}|[a-z]{4}")
_NOBODYS = re.compile(
    r"如果|要是|假如|假设|倘若|万一|那么?|再来?|又|连续跌|连着跌|连跌|连着|连续|一连|接着|继续|吃|来|遇到|碰到|遭遇|出现|我的?|能|可以|还|扛|承受|最多|第一大|最大的?|重仓股?|持仓|股票|证券|会|要|的|了|呢|请问|明天|今天|后天|下周|一下|给|帮|看看|算算?|推演|模拟|在此|基础|上|之后|然后|先|压力测试"
    r"|\b(?:what|if|and|then|the|my|a|an|another|in|row|for|are|is|were|goes?|hits?|has|have|two|three|one|largest|holding|stocks?|it|consecutive|straight|happens|would|suppose|at|its|i|after|with)\b|[\s\d,.;:，。；：?？!！]"
)
_INDEX = re.compile(
    r"(?:大盘|指数|股市|市场|index|market).{0,8}?(?<![\d.])(?P<n>3|5|10)\s*(?:%|个点|percent)"
)
_SCENARIOS = (
    ("sector_10", re.compile(r"板块|行业|sector")),
    ("rate_1", re.compile(r"利率|rates?\b")),
    ("liquidity_5", re.compile(r"流动性|变现|liquidity")),
    ("combined", re.compile(r"极端|最坏|股灾|worst|crash")),
    ("limit_down_1", re.compile(r"跌停|limit[- ]?down")),
)
_CURES = ("cure_repay_outside_cash", "cure_add_collateral", "cure_sell_to_repay")
_RECOMPUTED = re.compile(r"重新(?:取|算|计)|折算率.{0,6}(?:也|一起|下调)|recomputed?")


def stressed(ask: Ask) -> FlowRun:
    """One scenario with its lines and cures, or every one in a row."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    name, of = scenario_of(ask.said), None
    words, before = _whose(ask.said) or "", moved_last(ask.state.scenario)
    if name.startswith("limit_down_") and name != "limit_down_all" and (words or before):
        book = yield FetchPositions(ask.client_id, ask.message.as_of)
        if isinstance(book, Failed):
            return out_of_reach(ask, book)
        held = held_of(ask, book)
        of = named(words, held) if words else next((each for each in held if each.code == before), None)
        if words and of is None and (_NAMES_SOMETHING.search(words) or ask.request.slots.securities):
            return Step(ask.draft("ask", intent="my_stress").say("stress_not_held"), ask.state)
        name = f"{name}:{of.code}" if of else name
    requirement = "recomputed" if _RECOMPUTED.search(ask.said) else "held"
    found = yield Stress(ask.client_id, name, requirement, ask.message.as_of)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    rows = found["scenarios"]
    draft = ask.draft(intent="my_stress")
    if of is not None:
        rows = [_called(rows[0], of.code, of.names[0])]
    if asks_more_sessions(ask.said):
        draft.say("stress_most_sessions").line()
    if len(rows) == 1:
        _say_one(draft, rows[0])
    else:
        _say_every(draft, rows)
    moves = moves_of(rows[0]) if len(rows) == 1 else ()
    kept = without_prices(ask.state.scenario) if moves else ()
    if kept:
        yield from _say_with(ask, draft, (*kept, step_of(moves)))
    _say_requirement(draft, rows[0])
    say_time(draft.supposed(rows[0]["before"].values()), found)
    draft.choose("choice_way_back", "choice_bearable", "choice_human")
    state = ask.state.settled(draft.intent, draft.figure_names)
    return Step(draft, state.supposing((*kept, step_of(moves))) if moves else state)


def _say_with(ask: Ask, draft: Draft, steps: tuple[str, ...]) -> Generator[Effect, Any, None]:
    """The ratio with what else is supposed, where it is known."""
    result = yield WhatIf(str(ask.client_id), changes_of(steps), ask.message.as_of)
    if not isinstance(result, Failed) and result["after"]["maintenance_ratio"]["value"] is not None:
        draft.say("stress_with", after=draft.figure(result["after"]["maintenance_ratio"])).line()


def scenario_of(text: str) -> str:
    """The packaged scenario that is spoken of; all of them where none is."""
    said = in_digits(fold(text))
    if _ALL_DOWN.search(said):
        return "limit_down_all"
    limit, index = _LIMIT.search(said), _INDEX.search(said)
    if limit:
        return f"limit_down_{_sessions(limit) or MOST_SESSIONS}"
    if index:
        return f"index_{index['n']}"
    return next((name for name, words in _SCENARIOS if words.search(said)), ALL)


def _whose(text: str) -> str | None:
    """The words before the limit-down that may name whose it is; ``None`` where there are none."""
    before = _LIMIT_DOWN.split(in_digits(fold(text)), maxsplit=1)[0]
    return _NOBODYS.sub("", before) or None


def _called(row: Json, code: str, name: str) -> Json:
    """A result whose scenario says the name of the security in place of its code."""
    told = {key: str(row["scenario"][key]).replace(code, name) for key in ("text", "text_zh")}
    return {**row, "scenario": {**row["scenario"], **told}}


def _sessions(limit: re.Match[str]) -> int | None:
    """How many sessions are said; ``None`` for more than a scenario holds."""
    said = limit["n"] or limit["m"] or limit["k"]
    return next((n for n, words in enumerate(_SESSIONS, 1) if re.fullmatch(words, said)), None)


def asks_more_sessions(text: str) -> bool:
    """Whether more sessions in a row are spoken of than the longest scenario has."""
    limit = _LIMIT.search(in_digits(fold(text)))
    return limit is not None and _sessions(limit) is None


def _say_one(draft: Draft, row: Json) -> None:
    """The ratio before and after, the lines crossed, and what it would take to come back."""
    before, after = row["before"]["maintenance_ratio"], row["after"]["maintenance_ratio"]
    draft.say("stress_lead", scenario=_name(draft, row))
    if after["value"] is None or before["value"] is None:
        _say_missing(draft, row)
        return
    draft.say("what_if_maintenance_ratio", before=draft.figure(before), after=draft.figure(after))
    crossed = [line for line in row["lines"] if line["after"] == "below"]
    for line in crossed[-1:]:
        name = label_of(line["line"], draft.lang)
        draft.say("stress_below", name=name, line=facts.of_line(line["line"], line["value"]))
    if not crossed:
        draft.say("stress_above")
    fallen = [price for price in row["prices"] if price["value"] is not None]
    if row["scenario"]["name"].startswith("limit_down_1") and len(fallen) == 1:
        draft.say("stress_limit_price", price=draft.figure(fallen[0]))
    cures = [(name, row["cures"][name]) for name in _CURES if row["cures"][name]["value"] not in (None, "0")]
    if cures:
        draft.line().say("stress_cures")
        draft.items(*((name, {"amount": draft.figure(figure)}) for name, figure in cures))
    draft.line()


def _say_every(draft: Draft, rows: Sequence[Json]) -> None:
    known = [row for row in rows if row["after"]["maintenance_ratio"]["value"] is not None]
    draft.say("stress_all")
    if not known:
        _say_missing(draft, rows[0])
    for row in known[:SHOWN]:
        text_id, values = _line(draft, row)
        draft.line().say(text_id, **values)
    draft.line()


def _line(draft: Draft, row: Json) -> Sentence:
    below = [line["line"] for line in row["lines"] if line["after"] == "below"]
    worst = next(
        (name for name in ("minimum_line", "liquidation_line", "warning_line") if name in below), "none"
    )
    values: dict[str, Fact | str] = {
        "scenario": _name(draft, row),
        "ratio": draft.figure(row["after"]["maintenance_ratio"]),
    }
    return f"stress_row_{worst}", values


def _say_missing(draft: Draft, row: Json) -> None:
    named = draft.name(("、" if draft.lang == "zh" else ", ").join(str(each) for each in row["missing"]))
    draft.say("what_if_unknown" if named else "target_no_debt", missing=named)


def _say_requirement(draft: Draft, row: Json) -> None:
    told = row["requirement"]
    draft.say("stress_requirement", text=draft.name(str(told["text" if draft.lang == "en" else "text_zh"])))


def _name(draft: Draft, row: Json) -> str:
    return draft.name(str(row["scenario"]["text" if draft.lang == "en" else "text_zh"]))


def moves_of(row: Json) -> tuple[str, ...]:
    """The prices of the scenario as changes, so that the next supposition goes on from them."""
    return tuple(
        json.dumps({"op": "price", "security": price["name"].partition(".")[2], "to": price["value"]})
        for price in row["prices"]
        if price["value"] is not None
    )
