"""Days as clients say them, seen from Friday 20 November 2026."""

from datetime import date

import pytest

from bot.nlu.dates import find_dates
from bot.nlu.normal import Script, normalise

TODAY = date(2026, 11, 20)
DAYS = [
    ("今天", "2026-11-20"),
    ("昨天", "2026-11-19"),
    ("前天", "2026-11-18"),
    ("大前天", "2026-11-17"),
    ("明天", "2026-11-21"),
    ("后天", "2026-11-22"),
    ("三天前", "2026-11-17"),
    ("5天后", "2026-11-25"),
    ("两周前", "2026-11-06"),
    ("三个月后", "2027-02-20"),
    ("上周五", "2026-11-13"),
    ("上週五", "2026-11-13"),
    ("周三", "2026-11-18"),
    ("下周一", "2026-11-23"),
    ("星期二", "2026-11-17"),
    ("11月3号", "2026-11-03"),
    ("十月一号", "2026-10-01"),
    ("十一月二十号", "2026-11-20"),
    ("去年3月5日", "2025-03-05"),
    ("2026年1月19日", "2026-01-19"),
    ("2026-01-19", "2026-01-19"),
    ("2025/6/1", "2025-06-01"),
    ("7号", "2026-11-07"),
    ("月底", "2026-11-30"),
    ("上月底", "2026-10-31"),
    ("10月底", "2026-10-31"),
    ("年底", "2026-12-31"),
    ("去年底", "2025-12-31"),
    ("yesterday", "2026-11-19"),
    ("last Friday", "2026-11-13"),
    ("next Monday", "2026-11-23"),
    ("2 days ago", "2026-11-18"),
    ("Nov 3", "2026-11-03"),
    ("November 3rd, 2025", "2025-11-03"),
    ("on 5 Sept", "2026-09-05"),
    ("3 November 2025", "2025-11-03"),
    ("the end of last year", "2025-12-31"),
]
RANGES = [
    ("上个月", "2026-10-01", "2026-10-31"),
    ("本月", "2026-11-01", "2026-11-30"),
    ("上周", "2026-11-09", "2026-11-15"),
    ("2024年6月", "2024-06-01", "2024-06-30"),
    ("去年12月", "2025-12-01", "2025-12-31"),
    ("6月份", "2026-06-01", "2026-06-30"),
    ("2025年", "2025-01-01", "2025-12-31"),
    ("去年", "2025-01-01", "2025-12-31"),
    ("最近一周", "2026-11-14", "2026-11-20"),
    ("近30天", "2026-10-22", "2026-11-20"),
    ("next month", "2026-12-01", "2026-12-31"),
]


@pytest.mark.parametrize(("said", "start", "end"), [(said, day, day) for said, day in DAYS] + RANGES)
def test_a_day_or_a_span_is_read(said: str, start: str, end: str, tables: Script) -> None:
    ((found, _, _),) = find_dates(normalise(said, tables), TODAY)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "said",
    [
        "2月30日",
        "13月1号",
        "30天",
        "借45天",
        "3个月",
        "一个月",
        "年化6%",
        "T+1",
        "0000-00-00",
        "the market 5",
        "decline 10%",
        "margin 13",
        "借30日",
    ],
)
def test_impossible_days_and_lengths_of_time_are_no_dates(said: str, tables: Script) -> None:
    assert find_dates(normalise(said, tables), TODAY) == ()


def test_both_days_of_a_correction_are_read_in_order() -> None:
    found = find_dates("不是7号,是6号", TODAY)
    assert [day.start.day for day, _, _ in found] == [7, 6]
