"""Days said by their relation to today: 明早, 今晚, 下周一, tomorrow. As a deadline they must be the true one, with its hour.

「下周一 15:00 前」 stands where that is the deadline; 「明早前」 does not, and neither does a day without an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.guard.claim import Claim
from bot.guard.evidence import Fact, Standing
from bot.guard.numerals import Numeral
from bot.guard.passages import Passages

_WEEK = "一二三四五六日"
_ENGLISH_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORD = re.compile(
    r"(?P<today>今[天日晚早]|今儿|当[天日晚]|\btoday\b|\btonight\b|this (?:evening|afternoon|morning))"
    r"|(?P<tomorrow>明[天日早晚]|\btomorrow\b)|(?P<after>后天|大后天|day after tomorrow)"
    r"|(?P<next>下(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])?|\bnext (?P<en>monday|tuesday|wednesday|thursday|friday|week))"
    r"|(?P<this>(?:本|这)?(?:个)?(?:周|星期|礼拜)(?P<own>[一二三四五六日天末])|\b(?:this )?(?P<own_en>monday|tuesday|wednesday|thursday|friday)\b)"
    r"|(?P<vague>过(?:几|两|些)天|这几天|近期|(?:开|收)盘(?=前|之前|以前)|月底|in a few days|soon(?= or)|by the close)"
)
_PART = r"(?:\s*(?:上午|中午|下午|晚上|凌晨|早上|早|晚|收盘|开盘|morning|afternoon|evening|night|at|,|\(|\)|的|close|open|of business))*"
_LIMIT_AFTER = re.compile(r"\s*(?:之前|以前|前|以内|之内|内|为止|截止|必须|务必|就要|还?不|不补|没补|未补)")
_LIMIT_BEFORE = re.compile(
    r"(?:最晚|最迟|截止|期限|限期|务必|不晚于|deadline|\bby|\bbefore|\buntil|no later than)[^,。;!?]{0,10}$"
)
_DEED = re.compile(
    r"补|追|还款|平|强平|处置|截止|最晚|期限|restore|repay|add|top|liquidat|deadline|collateral|sell"
)
_ASKED = re.compile(
    r"(?:请|需要?|须|必须|务必|应|要)[您你]?\s*(?:在|于)?\s*$|(?:please|must|have to|has to|need to|should)[^,.;!?]{0,48}$"
)
_ASKS = re.compile(r"\s*(?:就|必须|务必|要|需要?)?[^,。;!?]{0,4}(?:补|还款|追加|处理|转入|存入|卖)")
_QUIET = re.compile(r"收盘价?的|收盘后?比例|价格|交易日|计入|到账|开盘价")


def loose_times(
    text: str, numbers: Iterable[Numeral], deadline: Fact | None, standing: Standing, passages: Passages
) -> Iterable[Claim]:
    """The relative days of a folded text that are given as a deadline, each judged against the true one."""
    taken = [number for number in numbers if number.kind in ("date", "time")]
    for found in _WORD.finditer(text):
        if any(number.start <= found.start() < number.end for number in taken):
            continue
        end = _end(text, found.end(), taken)
        if not _limits(text, found.start(), end, passages):
            continue
        inside = [n for n in taken if found.start() <= n.start < end]
        if _is_true(found, inside, standing, passages, taken):
            yield Claim(
                "time",
                found.start(),
                end,
                text[found.start() : end],
                measure="deadline",
                called=deadline.called if deadline else None,
            )
        elif standing.deadline is not None and _beside_date(text, found, taken):
            weekday = _same_word(found.group(), standing)
            yield Claim(
                "time", *found.span(), found.group(), "wrong", "loose_time", "deadline",
                deadline.shown if deadline else None, deadline.proof if deadline else None, weekday,
            )  # fmt: skip
        else:
            fix = deadline.shown if deadline else None
            yield Claim(
                "time", found.start(), end, text[found.start() : end], "wrong", "loose_time", "deadline",
                fix, deadline.proof if deadline else None, fix,
            )  # fmt: skip


def _end(text: str, place: int, taken: list[Numeral]) -> int:
    """Behind the part of the day and the hour that follow a day's word."""
    while True:
        more = re.compile(_PART).match(text, place)
        reached = more.end() if more else place
        number = next(
            (
                n
                for n in taken
                if n.start == reached or (text[reached : n.start].strip(" (") == "" and reached <= n.start)
            ),
            None,
        )
        if number is None:
            return place if text[place:reached].strip(" ,()") == "" else reached
        place = number.end


def _beside_date(text: str, found: re.Match[str], taken: list[Numeral]) -> bool:
    """Whether a day's word only says the weekday of a date in front of it: 11月25日（周三）, Wednesday, 25 November."""
    before = text[: found.start()].rstrip("( ")
    after = len(text) - len(text[found.end() :].lstrip(" ,"))
    dates = [number for number in taken if number.kind == "date"]
    return any(number.end == len(before) or number.start == after for number in dates)


def _same_word(said: str, standing: Standing) -> str:
    """The weekday of the deadline, said in the same way: 周三 → 周一, wednesday → Monday."""
    assert standing.deadline is not None
    day = standing.deadline.weekday()
    if said.isascii():
        return _ENGLISH_WEEK[day].capitalize()
    return f"星期{_WEEK[day]}" if "星期" in said else f"周{_WEEK[day]}"


def _limits(text: str, start: int, end: int, passages: Passages) -> bool:
    clause, _ = passages.clause(start)
    sentence = text[passages.sentence(start) : passages.sentence_end(start)]
    asked = _ASKED.search(text[clause:start]) and (text[start].isascii() or _ASKS.match(text, end))
    last = _LIMIT_AFTER.match(text, end) or _LIMIT_BEFORE.search(text[clause:start]) or asked
    return bool(last) and bool(_DEED.search(sentence)) and not _QUIET.match(text, end)


def _is_true(
    found: re.Match[str],
    inside: list[Numeral],
    standing: Standing,
    passages: Passages,
    taken: list[Numeral],
) -> bool:
    if standing.deadline is None:
        return False
    day = _resolved(found, standing.today)
    sentence = passages.sentence(found.start()), passages.sentence_end(found.start())
    hour = [n for n in (inside or taken) if n.kind == "time" and sentence[0] <= n.start < sentence[1]]
    return day == standing.deadline.date() and bool(hour)


def _resolved(found: re.Match[str], today: date) -> date | None:
    """The day a word means when it is said on ``today``; ``None`` where it means none in particular."""
    for group, days in (("today", 0), ("tomorrow", 1), ("after", 2)):
        if found[group]:
            return today + timedelta(days=days)
    monday = today - timedelta(days=today.weekday())
    weekday = _weekday(found["day"] or found["own"], found["en"] or found["own_en"])
    if weekday is None:
        return None
    day = monday + timedelta(days=weekday + (7 if found["next"] else 0))
    return day if day >= today else day + timedelta(days=7)


def _weekday(chinese: str | None, english: str | None) -> int | None:
    if english in _ENGLISH_WEEK:
        return _ENGLISH_WEEK.index(str(english))
    day = (chinese or "").replace("天", "日")
    return _WEEK.index(day) if day and day in _WEEK else None
