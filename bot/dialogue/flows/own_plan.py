"""A client's own limits: read from a sentence, kept after a yes, and held against the account. They bind nobody but the client."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import labels_of
from bot.dialogue.effects import Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import all_named, held_of, names_of
from bot.dialogue.planning_effects import FetchOwnPlan, ReviewOwnPlan, SaveOwnPlan
from bot.dialogue.spoken_numbers import in_digits
from bot.guard.evidence import Fact
from bot.guard.numerals import fold

Json = Mapping[str, Any]

OWN_PLAN = "own_plan"
_LIMITS = (
    (
        "floor_ratio",
        re.compile(
            r"(?:底线|下限|红线|比例|维保|担保|不(?:能|要)?低于|守住|floor|ratio|above)\D{0,12}(?P<n>[12]\d{2}(?:\.\d+)?|300)\s*%?"
        ),
    ),
    (
        "max_leverage",
        re.compile(r"(?:杠杆|leverage)\D{0,10}(?P<n>\d(?:\.\d+)?)\s*(?:倍|x|times|(?![\d%万元]|\.\d))"),
    ),
    (
        "least_cash",
        re.compile(
            r"(?:留|保留|至少|keep|least)\D{0,8}(?P<n>\d+(?:\.\d+)?)\s*元?\s*(?:的)?(?:现金|cash)|(?:现金|cash)[^\d,，。;；]{0,8}(?P<m>\d{3,}(?:\.\d+)?)"
        ),
    ),
    (
        "most_share",
        re.compile(
            r"(?:单只|单一|单票|单个|个股|一只|每只|集中度|single|one (?:stock|security))\D{0,12}(?P<n>\d{1,2}(?:\.\d+)?)\s*%"
        ),
    ),
    (
        "buffer_days",
        re.compile(
            r"(?P<n>\d{1,2}|[一两二三四五])\s*(?:个|天)?(?:连续)?跌停|(?P<m>\d{1,2}) limit[- ]?downs?"
        ),
    ),
)
_PERCENT = ("floor_ratio", "most_share")
_DAYS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_AVOIDS = re.compile(r"(?:不碰|不买|不要|排除|避开|avoid|never buy|exclude)(?P<what>[^,，。;；]{1,24})")
_KEEPS = re.compile(r"(?:不动|不卖|留着|长期持有|保留(?!\d)|keep|never sell)(?P<what>[^,，。;；\d]{1,24})")
_PIECES = re.compile(r",(?!\d{3}(?!\d))|[，。;；、:\n]|\band\b")
_TAKEN_BACK = re.compile(
    r"(?:不是|(?<!不)从|别用|not )\s*\d+(?:\.\d+)?\s*(?:%|倍|元|万)?[,，、\s]*(?:而是|应该是|应为|是|改[成为到]?|调[成到]|提到|升到|降到|but |it'?s |to )"
)
"""「不是150%,是160%」: what is taken back before what is meant."""
_BARE_VALUE = re.compile(r"(?<![\d.])(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>%|倍|x|times|元|万元|个?跌停)?")
_UNITS: Mapping[str | None, tuple[str, ...]] = {
    "%": ("floor_ratio", "most_share"),
    "倍": ("max_leverage",),
    "x": ("max_leverage",),
    "times": ("max_leverage",),
    "元": ("least_cash",),
}
_RATIO = (Decimal(100), Decimal(300))
_ROOM, _MOST_UNREAD = 24, 3
_SHOWN = ("floor_ratio", "max_leverage", "least_cash", "most_share", "buffer_days")


def own_plan(ask: Ask) -> FlowRun:
    """The limits as they were understood, with those kept before; saved after a yes."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    known = yield FetchOwnPlan(ask.client_id)
    for answer in (book, known):
        if isinstance(answer, Failed):
            return out_of_reach(ask, answer)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    said = _read(ask, book)
    if not said:
        return done(ask, ask.draft("ask", intent="my_own_plan").say("own_plan_unclear"))
    before = dict(known["plan"]["limits"]) if known["plan"] else {}
    limits = {**before, **_drafted(ask), **said}
    draft = ask.draft("confirm", intent="my_own_plan").say("own_plan_heard")
    _say_limits(draft, limits, names_of(book, draft.lang))
    for words in _unread(ask):
        draft.line().say("own_plan_unread", words=draft.said(words, _ROOM))
    draft.line().say("own_plan_confirm").choose("choice_confirm", "choice_cancel")
    return Step(draft, ask.state.waiting(OWN_PLAN, limits=json.dumps(limits, ensure_ascii=False)))


def saved(ask: Ask) -> FlowRun:
    """The limits kept, after the yes."""
    assert ask.client_id is not None and ask.state.pending is not None
    limits = ask.state.pending.slots["limits"]
    found = yield SaveOwnPlan(ask.key(OWN_PLAN), ask.client_id, limits)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent="my_own_plan")
    draft.say("own_plan_saved", version=facts.count(found["plan"]["version"], "version", "第", "version"))
    return done(ask, draft.choose("choice_plan_review", "choice_ratio"))


def dropped(ask: Ask) -> FlowRun:
    """Nothing kept, after the no."""
    return done(ask, ask.draft(intent="my_own_plan").say("own_plan_dropped").choose("choice_ratio"))
    yield  # a flow is a generator, this one asks nothing


def review(ask: Ask) -> FlowRun:
    """Which of the client's own limits the account keeps, and which it breaks; no advice follows from either."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield ReviewOwnPlan(ask.client_id)
    if isinstance(found, Failed):
        if found.status != 404:
            return out_of_reach(ask, found)
        return done(ask, ask.draft(intent="my_plan_review").say("own_plan_none").choose("choice_own_plan"))
    draft = ask.draft(intent="my_plan_review")
    broken = [item for item in found["items"] if item["outcome"] == "broken"]
    draft.say("own_plan_broken" if broken else "own_plan_kept")
    for item in (*broken, *(item for item in found["items"] if item["outcome"] != "broken")):
        _say_item(draft, item)
    for finding in found["findings"][:2]:
        draft.line().say(
            "reason_row", text=draft.name(str(finding["text" if draft.lang == "en" else "text_zh"]))
        )
    draft.line().say("own_plan_neutral")
    say_time(draft, found)
    return done(ask, draft.choose("choice_way_back", "choice_ratio", "choice_human"))


def _read(ask: Ask, book: Json) -> dict[str, Any]:
    text = _TAKEN_BACK.sub(" ", in_digits(fold(ask.message.text)))
    limits: dict[str, Any] = {}
    for name, words in _LIMITS:
        found = words.search(text)
        if found is None:
            continue
        number = next(group for group in found.groups() if group)
        limits[name] = _days(number) if name == "buffer_days" else _decimal(name, number)
    held = held_of(ask, book)
    for name, words in (("exclusions", _AVOIDS), ("keep", _KEEPS)):
        found = words.search(text)
        codes = [each.code for each in all_named(found["what"], held)] if found else []
        if name == "exclusions" and found:
            codes += [mention.code for mention in ask.request.slots.securities if mention.code not in codes]
        if codes:
            limits[name] = codes
    return limits or _put_right(text, _drafted(ask))


def _put_right(text: str, drafted: Mapping[str, Any]) -> dict[str, Any]:
    """「是190%」 where limits wait for a yes: the one value that is said, in the one limit of its kind; else nothing."""
    said = list(_BARE_VALUE.finditer(text))
    if len(said) != 1:
        return {}
    number, unit = said[0]["n"], said[0]["unit"]
    ratio = _RATIO[0] <= Decimal(number) <= _RATIO[1] and unit in ("%", None)
    kinds = (
        ("floor_ratio",) if ratio else tuple(each for each in _UNITS.get(unit, ()) if each != "floor_ratio")
    )
    meant = [name for name in kinds if name in drafted]
    return {meant[0]: _decimal(meant[0], number)} if len(meant) == 1 else {}


def _drafted(ask: Ask) -> dict[str, Any]:
    """The limits that wait for a yes, when another message adds to them."""
    pending = ask.state.pending
    return json.loads(pending.slots["limits"]) if pending is not None and pending.flow == OWN_PLAN else {}


def _unread(ask: Ask) -> list[str]:
    """The pieces of the message that set something with a number, and are none of the limits that can be kept."""
    words = _TAKEN_BACK.sub(" ", fold(ask.message.text))
    pieces = [piece.strip() for piece in _PIECES.split(words) if piece.strip()]
    written = [(piece, in_digits(piece)) for piece in pieces]
    return [
        piece
        for piece, text in written
        if re.search(r"\d", text)
        and not any(limit.search(text) for _, limit in _LIMITS)
        and not _put_right(text, _drafted(ask))
    ][:_MOST_UNREAD]


def _days(number: str) -> int:
    return _DAYS[number] if number in _DAYS else int(number)


def _decimal(name: str, number: str) -> str:
    return f"{Decimal(number) / 100:f}" if name in _PERCENT else number


def _say_limits(draft: Draft, limits: Mapping[str, Any], names: Mapping[str, str]) -> None:
    parts = [
        (f"own_limit_{name}", {"value": _limit(draft, name, limits[name])})
        for name in _SHOWN
        if limits.get(name)
    ]
    glue = "、" if draft.lang == "zh" else ", "
    for name in ("exclusions", "keep"):
        if limits.get(name):
            listed = draft.name(glue.join(names.get(code, code) for code in limits[name]))
            draft.line().say(f"own_limit_{name}", names=listed)
    draft.line().items(*parts)


def _limit(draft: Draft, name: str, value: Any) -> Fact:
    shown = str(value)
    if name in _PERCENT:
        shown = facts.percent(shown)
    elif name == "least_cash":
        grouped = f"{Decimal(shown):,.2f}"
        shown = f"CNY {grouped}" if draft.lang == "en" else f"{grouped} 元"
    elif name == "max_leverage":
        shown = f"{shown} times" if draft.lang == "en" else f"{shown} 倍"
    return Fact("given", f"own_{name}", shown, (shown,), labels_of(f"own_{name}"))


def _say_item(draft: Draft, item: Json) -> None:
    """One limit beside what is, in the words of the review; its figures unfold."""
    draft.line().say("reason_row", text=draft.name(str(item["text" if draft.lang == "en" else "text_zh"])))
    draft.show(*item["figures"])
