"""Days and spans of days as clients say them, in Chinese and English, relative to a given `today`.

A date without a year lies in the year of `today`; a bare weekday in its week; ranges are calendar days, both ends included
(which of them are trading days is the calendar's business, not the reader's).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from bot.nlu.model import DateRange
from bot.nlu.numbers import read_han

Span = tuple[date, date]
Dated = tuple[DateRange, int, int]
_UP_TO = re.compile(r"\s?(?:到|至|~|-|—|to|until|through)\s?")
_BARE_DAY = re.compile(r"\d{1,2}[号日]")
_N = r"(\d{1,4}|[一二两三四五六七八九十百]{1,4}|\b(?:a|one|two|three|four|five|six|ten)(?= ))"
_SHORT = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_WEEKDAYS: Final = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
}
_NEAR: Final = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0, "明天": 1, "明日": 1, "后天": 2,
                "大后天": 3, "昨晚": -1, "今晚": 0, "今早": 0, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}  # fmt: skip
_SHIFT: Final = {
    "上上": -2,
    "上": -1,
    "上个": -1,
    "这": 0,
    "这个": 0,
    "本": 0,
    "下": 1,
    "下个": 1,
    "last": -1,
    "this": 0,
    "next": 1,
}
_HOLIDAYS: Final = {
    "国庆": (10, 1, 7),
    "五一": (5, 1, 5),
    "元旦": (1, 1, 1),
}  # month, first and last day that markets are shut
_YEARS: Final = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_SMALL_EN: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_MONTHS_EN: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS_EN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_EN = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_EN = r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday)"


def find_dates(text: str, today: date) -> tuple[Dated, ...]:
    """Every date of a normal-form text with its offsets, in order; impossible ones (2月30日) are left out."""
    found: list[Dated] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for _, start, end in found):
                continue
            span = _safely(read, match, today)
            if span is not None:
                found.append((DateRange(*span, match[0].strip()), match.start(), match.end()))
    return _joined(text, sorted(found, key=lambda item: item[1]))


def _joined(text: str, found: Sequence[Dated]) -> tuple[Dated, ...]:
    """Two dates with `到` between them are one span; a bare day at its end lies in the month it began in."""
    spans: list[Dated] = []
    for day, start, end in found:
        before = spans[-1] if spans else None
        if before is None or not _UP_TO.fullmatch(text, before[2], start):
            spans.append((day, start, end))
            continue
        first = before[0].start
        last = first.replace(day=day.end.day) if _BARE_DAY.fullmatch(day.text) else day.end
        if first > last:
            spans.append((day, start, end))
        else:
            spans[-1] = (DateRange(first, last, text[before[1] : end].strip()), before[1], end)
    return tuple(spans)


def _safely(read: Callable[[re.Match[str], date], Span], match: re.Match[str], today: date) -> Span | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int:
    if text in _SMALL_EN:
        return _SMALL_EN[text]
    value = int(text) if text.isdigit() else read_han(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def _day(day: date) -> Span:
    return day, day


def _month(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_of(match: re.Match[str], today: date) -> int:
    said = match["year"]
    if said is None:
        return today.year
    if said in _YEARS:
        return today.year + _YEARS[said]
    year = _number(said.rstrip("年-/. "))
    return year + 2000 if year < 100 else year


def _full(match: re.Match[str], today: date) -> Span:
    return _day(date(_year_of(match, today), _number(match["month"]), _number(match["day"])))


def _month_part(match: re.Match[str], today: date) -> Span:
    start, end = _month(_year_of(match, today), _number(match["month"]))
    return _part(start, end, match["part"])


def _part(start: date, end: date, part: str | None) -> Span:
    """底/末 = the last day of the period, 初 = its first five days, otherwise the whole."""
    if part and part in "底末尾":
        return end, end
    return (start, start + timedelta(4)) if part == "初" else (start, end)


def _relative_month(match: re.Match[str], today: date) -> Span:
    shift = _SHIFT[match[1]] if match[1] else 0
    return _part(*_month(today.year, today.month + shift), match["part"])


def _day_of_relative_month(match: re.Match[str], today: date) -> Span:
    start, _ = _month(today.year, today.month + _SHIFT[match[1]])
    return _day(start.replace(day=_number(match[2])))


def _quarter(match: re.Match[str], today: date) -> Span:
    first = (today.month - 1) // 3 * 3 + 1 + 3 * _SHIFT[match[1]]
    return _month(today.year, first)[0], _month(today.year, first + 2)[1]


def _half_ago(match: re.Match[str], today: date) -> Span:
    way = -1 if "前" in match[2] else 1
    if match[1] == "半个月":
        return _day(today + timedelta(15 * way))
    start, end = _month(today.year, today.month + 6 * way)
    return _day(start.replace(day=min(today.day, end.day)))


def _weekday_from(day: date, way: int) -> date:
    """The day itself, or the nearest one in that direction that is no weekend; which of them are holidays the calendar knows."""
    while day.weekday() > _WEEKDAYS["五"]:
        day += timedelta(way)
    return day


def _trading_day(match: re.Match[str], today: date) -> Span:
    said = match[1] or match[2]
    way = 1 if said.startswith(("下", "next")) else -1
    return _day(_weekday_from(today + timedelta(way), way))


def _beside_holiday(match: re.Match[str], today: date) -> Span:
    """The first trading day after a holiday with a fixed date, or the last one before it in this year."""
    month, first, last = _HOLIDAYS[match[1]]
    if "前" in match[2]:
        return _day(_weekday_from(date(today.year, month, first) - timedelta(1), -1))
    return _day(_weekday_from(date(today.year, month, last) + timedelta(1), 1))


def _relative_year(match: re.Match[str], today: date) -> Span:
    year = today.year + (_YEARS[match[1]] if match[1] else 0)
    return _part(date(year, 1, 1), date(year, 12, 31), match["part"])


def _weekday(match: re.Match[str], today: date) -> Span:
    monday = today - timedelta(today.weekday()) + timedelta(weeks=_SHIFT[match[1]] if match[1] else 0)
    return _day(monday + timedelta(_WEEKDAYS[match[2]]))


def _week(match: re.Match[str], today: date) -> Span:
    monday = today - timedelta(today.weekday()) + timedelta(weeks=_SHIFT[match[1]])
    return monday, monday + timedelta(6)


def _ago(match: re.Match[str], today: date) -> Span:
    count = _number(match[1]) * (-1 if match["way"] in ("前", "之前", "以前", "ago") else 1)
    unit = match["unit"]
    if unit.startswith(("个月", "month", "年", "year")):
        months = count * (12 if unit.startswith(("年", "year")) else 1)
        start, end = _month(today.year, today.month + months)
        return _day(start.replace(day=min(today.day, end.day)))
    return _day(today + timedelta(count * (7 if unit.lstrip("个").startswith(("周", "星期", "week")) else 1)))


def _recent(match: re.Match[str], today: date) -> Span:
    count, unit = (_number(match[1]) if match[1] else 1), match["unit"].lstrip("个")
    length = 7 if unit.startswith(("周", "星期", "week")) else 30 if unit.startswith(("月", "month")) else 1
    return today - timedelta(count * length - 1), today


def _english_date(match: re.Match[str], today: date) -> Span:
    year = int(match["year"]) if match["year"] else today.year
    return _day(date(year, _MONTHS_EN.index(match["month"][:3]) + 1, int(match["day"])))


def _english_month(match: re.Match[str], _today: date) -> Span:
    return _month(int(match["year"]), _MONTHS_EN.index(match["month"][:3]) + 1)


def _bare_year(match: re.Match[str], _today: date) -> Span:
    """`in 2014`, `before 2019`, `the 2014 ratio`: four digits after a word that dates, and no unit behind them."""
    if not _DATING.search(match.string[: match.start()]):
        raise ValueError(match[0])
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def _english_weekday(match: re.Match[str], today: date) -> Span:
    """`last Friday` is the latest one before today, `next Friday` the first after it, `on Friday` lies in this week."""
    weekday = _DAYS_EN.index(match[2][:3])
    if match[1] == "last":
        return _day(today - timedelta((today.weekday() - weekday - 1) % 7 + 1))
    if match[1] == "next":
        return _day(today + timedelta((weekday - today.weekday() - 1) % 7 + 1))
    return _day(today - timedelta(today.weekday() - weekday))


def _english_period(match: re.Match[str], today: date) -> Span:
    shift = _SHIFT[match[2]]
    if match[3] == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=shift)
        span = monday, monday + timedelta(6)
    elif match[3] == "month":
        span = _month(today.year, today.month + shift)
    else:
        span = date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)
    return (span[1], span[1]) if match[1] else span


_DATING = re.compile(r"\b(?:in|during|before|after|since|until|till|year|the|through)\s$")
_YEAR = r"(?P<year>(?:\d{4}|\d{2})\s?年|前年|去年|今年|明年)"
_NO_YEAR = r"(?P<year>(?!))?"
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span]], ...]] = (
    (re.compile(r"(?<!\d)(?P<year>\d{4}[-/.])(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"), _full),
    (re.compile(rf"{_YEAR}?\s?(?P<month>{_SHORT})\s?月\s?(?P<day>{_SHORT})\s?[日号]?(?![\d个])"), _full),
    (re.compile(rf"{_YEAR}\s?(?P<month>{_SHORT})\s?月份?(?P<part>[底末尾初])?"), _month_part),
    (re.compile(rf"(?<![\d个]){_NO_YEAR}(?P<month>{_SHORT})月(?:份|(?P<part>[底末尾初]))"), _month_part),
    (re.compile(r"(?:近|最近|过去|the last |the past |past )\s?" + _N + r"?\s?(?P<unit>个?天|个?日|个?周|个?星期|个月|days?|weeks?|months?)"), _recent),
    (re.compile(_N + r"\s?(?P<unit>个?天|日|个?交易日|周|个?星期|个月|days?|weeks?|months?)\s?(?P<way>之前|以前|前|之后|以后|后|ago|from now|later)(?!天)"), _ago),
    (re.compile(r"(?<!\d)(\d{1,2}(?!年[以之])|\d(?=年)|[一二两三四五六七八九十]{1,2}|\b(?:a|one|two|three|four|five|ten))\s?(?P<unit>年|years?)\s?(?P<way>[以之]?前|ago)"), _ago),
    (re.compile(r"(大前天|前天|昨[天日晚]|今[天日晚早]|当天|明[天日]|大后天|后天|\b(?:yesterday|today|tonight|tomorrow)\b)"),
     lambda m, today: _day(today + timedelta(_NEAR[m[1]]))),
    (re.compile(r"(上上|上个|上|这个|这|本|下个|下)?(?:周|星期|礼拜)([一二三四五六日天1-5])(?![\d个])"), _weekday),
    (re.compile(r"(上上|上个|上|这个|这|本|下个|下)(?:周|星期|礼拜)"), _week),
    (re.compile(r"(国庆|五一|元旦)(?:节|假期|长假)?(之?后|之?前)(?:的)?(?:第一个|首个|最后一个|最后)?(?:交易日|开盘)"), _beside_holiday),
    (re.compile(r"(上一个?|上个|前一个?|下一个?|下个)交易日|\b(?:the )?(last|previous|next) trading day\b"), _trading_day),
    (re.compile(r"(上个|上|这个|本|下个|下)季度?"), _quarter),
    (re.compile(r"(半年|半个月)(之?前|以前|之?后|以后)"), _half_ago),
    (re.compile(rf"(上个|上|这个|本|下个|下)月{_SHORT}[号日]"), _day_of_relative_month),
    (re.compile(r"(上个|上|这个|本|下个|下)月(?P<part>[底末尾初])?"), _relative_month),
    (re.compile(r"()月(?P<part>[底末初])"), _relative_month),
    (re.compile(r"(前年|去年|今年|明年)(?P<part>[底末尾初])?"), _relative_year),
    (re.compile(r"(?<!\d)()年(?P<part>[底末初])"), _relative_year),
    (re.compile(rf"(?<!\d)(?<![展延续借满长期过超])(?<!最多)(?<!至少){_YEAR}(?P<month>)(?P<part>[底末初])?"),
     lambda m, today: _part(date(_year_of(m, today), 1, 1), date(_year_of(m, today), 12, 31), m["part"])),
    (re.compile(rf"\b{_MONTH_EN.replace('(', '(?P<month>', 1)} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?\b"), _english_date),
    (re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH_EN.replace('(', '(?P<month>', 1)}(?: (?P<year>\d{{4}}))?\b"), _english_date),
    (re.compile(rf"\b(last|this|next|on) {_DAY_EN}\b"), _english_weekday),
    (re.compile(r"\b((?:the )?end of )?(last|this|next) (week|month|year)\b"), _english_period),
    (re.compile(rf"\b{_MONTH_EN.replace('(', '(?P<month>', 1)},? (?:of )?(?P<year>\d{{4}})\b"), _english_month),
    (re.compile(r"(?<![\d,.$])(?P<year>(?:19[89]|20[0-4])\d)(?![\d,.%/-]*\d|\s?(?:%|yuan|cny|rmb|shares|lots|usd|hkd|元|股|手|万|块|年|点|月))(?=[\s?.,!;)']|$)"), _bare_year),
    (re.compile(rf"(?<![\d月第个借用满共]){_SHORT}[号日](?!线|均|元)"),
     lambda m, today: _day(today.replace(day=_number(m[1])))),
)  # fmt: skip
