"""「比前天高了还是低了」, 「为什么」, 「哪只股票拖累最多」: the account of a day beside the one before it.

Both days are told as the account service has them, the ratio first; what moved is told by its two values. Nothing is added to them,
and what moved the prices is not guessed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.applying_effects import FetchAccountEvents
from bot.dialogue.effects import Effect, Failed, FetchFigures, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

INTENT = "ratio_moved"
WHY, WORST = "why", "worst"
MOST = 3
CLOSE = time(15)
_MOVED = ("total_assets", "total_liabilities", "accrued_interest")


@dataclass(frozen=True, slots=True)
class Move:
    """One security on both days: its price, and what its shares at the earlier day's number are worth more or less by. The later
    price is one of a close where that day is closed.
    """

    name: str
    closed: bool
    before: str
    after: str
    effect: Decimal


def ratio_moved(ask: Ask) -> FlowRun:
    """The ratio on both days; for ``why`` and ``worst`` the securities that moved most, the most harmful first."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    later = yield FetchFigures(ask.client_id, _base(ask))
    if isinstance(later, Failed):
        return out_of_reach(ask, later)
    if reference.is_reference(later):
        return reference.ratio(ask, later)
    earlier = None if later["snapshot_time"] is None else (yield from _earlier(ask, later))
    draft = ask.draft(intent=INTENT)
    name = "maintenance_ratio"
    if not say_unless_known(draft, name, later["figures"][name]):
        return done(ask, draft.choose("choice_overview", "choice_human"))
    if earlier is None or not _known(earlier):
        return done(ask, draft.say("moved_unknown").choose("choice_ratio", "choice_human"))
    aspect = ask.request.slots.aspect
    moves = (yield from _moves(ask, earlier, later)) if aspect in (WHY, WORST) else ()
    if aspect == WORST:
        _say_worst(draft, moves)
    _say_ratios(draft.line(), earlier, later)
    if aspect != WORST:
        _say_terms(draft.line(), earlier, later)
    if aspect == WHY:
        _say_moves(draft.line(), moves)
        yield from _say_payments(ask, draft, later)
    return done(ask, draft.choose("choice_overview", "choice_events", "choice_human"))


def _base(ask: Ask) -> date | None:
    """The later of the two days: the one that is spoken of; ``None`` for the account as it is."""
    days = [span.end for span in ask.request.slots.dates]
    today = ask.message.now.date()
    return days[0] if days and days[0] < today else ask.message.as_of


def _earlier(ask: Ask, later: Json) -> Generator[Effect, Any, Json | None]:
    """The account of the day that is compared with, else of the newest day before; ``None`` where there is none."""
    named = [span.end for span in ask.request.slots.dates][1:2]
    day = named[0] if named else _day(later) - timedelta(days=1)
    sheet = yield FetchFigures(str(ask.client_id), day)
    if isinstance(sheet, Failed) or sheet["snapshot_time"] is None or _day(sheet) >= _day(later):
        return None
    return dict(sheet)


def _day(sheet: Json) -> date:
    return datetime.fromisoformat(str(sheet["snapshot_time"])).date()


def _known(sheet: Json) -> bool:
    return sheet["figures"]["maintenance_ratio"]["value"] is not None


def _say_ratios(draft: Draft, earlier: Json, later: Json) -> None:
    """Higher, lower or the same, with both ratios and both days."""
    then, now = (sheet["figures"]["maintenance_ratio"] for sheet in (earlier, later))
    higher, lower = (
        Decimal(now["value"]) > Decimal(then["value"]),
        Decimal(now["value"]) < Decimal(then["value"]),
    )
    draft.say(
        "moved_up" if higher else "moved_down" if lower else "moved_same",
        day=facts.day(_day(later), "day"),
        ratio=draft.figure(now),
        before_day=facts.day(_day(earlier), "before_day"),
        before=draft.figure(then),
    )


def _say_terms(draft: Draft, earlier: Json, later: Json) -> None:
    """What the ratio is made of, and the interest in it, where they moved."""
    for name in _MOVED:
        then, now = earlier["figures"].get(name), later["figures"].get(name)
        if then and now and None not in (then["value"], now["value"]) and then["value"] != now["value"]:
            draft.line().say(
                "moved_figure",
                measure=label_of(name, draft.lang),
                before=draft.figure(then),
                after=draft.figure(now),
            )


def _moves(ask: Ask, earlier: Json, later: Json) -> Generator[Effect, Any, Sequence[Move]]:
    """Every security priced on both days, the one whose price cost most first."""
    books = []
    for sheet in (earlier, later):
        book = yield FetchPositions(str(ask.client_id), _day(sheet))
        if isinstance(book, Failed):
            return ()
        books.append(book)
    then, now = (_held(book) for book in books)
    today, hour = ask.message.now.date(), ask.message.now.time()
    closed = _day(later) < today or hour >= CLOSE
    moves = [_move(ask, then[code], row, closed) for code, row in now.items() if code in then]
    return sorted((each for each in moves if each.effect), key=lambda each: each.effect)


def _held(book: Json) -> dict[str, list[Json]]:
    """What is held or owed of each priced security."""
    held: dict[str, list[Json]] = {}
    for row in (*book["holdings"], *book["contracts"]):
        if row["price"] is not None:
            held.setdefault(str(row["security"]), []).append(row)
    return held


def _move(ask: Ask, then: Sequence[Json], now: Sequence[Json], closed: bool) -> Move:
    before, after = Decimal(then[0]["price"]), Decimal(now[0]["price"])
    shares = sum(row["quantity"] * (-1 if row.get("kind") == "short" else 1) for row in then)
    name = str(now[0]["name_en" if ask.lang == "en" else "name"])
    return Move(name, closed, str(then[0]["price"]), str(now[0]["price"]), (after - before) * shares)


def _say_worst(draft: Draft, moves: Sequence[Move]) -> None:
    worst = next((each for each in moves if each.effect < 0), None)
    if worst is None:
        draft.say("moved_no_drag")
        return
    draft.say("moved_worst", **_priced(draft, worst))


def _say_moves(draft: Draft, moves: Sequence[Move]) -> None:
    if not moves:
        draft.say("moved_no_price")
        return
    largest = sorted(moves, key=lambda each: -abs(each.effect))[:MOST]
    rows: list[Sentence] = [("moved_row", _priced(draft, each)) for each in largest]
    draft.say("moved_prices").items(*rows)
    if len(moves) > MOST:
        draft.say("more_rows")


def _priced(draft: Draft, move: Move) -> dict[str, Fact | str]:
    return {
        "name": draft.name(move.name),
        "label": _label(draft, move),
        "before": _price(draft, move, move.before),
        "after": _price(draft, move, move.after),
    }


def _label(draft: Draft, move: Move) -> str:
    words = ("收盘价", "closing price") if move.closed else ("价格", "price")
    return words[draft.lang == "en"]


def _price(draft: Draft, move: Move, value: str) -> Fact:
    given = facts.of_given(
        {"name": "price", "value": value, "unit": "price"}, draft.lang, _label(draft, move)
    )
    return replace(given, subjects=(move.name,))


def _say_payments(ask: Ask, draft: Draft, later: Json) -> Generator[Effect, Any, None]:
    """Whether money or shares moved on the later day; what they were is in the list of events."""
    found = yield FetchAccountEvents(str(ask.client_id))
    if isinstance(found, Failed):
        return
    rows = [
        row for row in found if str(row["day"])[:10] == _day(later).isoformat() and not row["reversed_by"]
    ]
    count = facts.count(len(rows), "events", "共", "in all")
    draft.line().say("moved_events", count=count) if rows else draft.line().say("moved_no_events")
