"""The course of a ratio as a drawing: what is not known is a gap, and the words stay readable."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.channels.history_chart import history_svg

LINES = (
    ("minimum_line", "最低线", "1.10"),
    ("liquidation_line", "平仓线", "1.30"),
    ("warning_line", "预警线", "1.40"),
    ("restore_line", "补足线", "1.40"),
    ("withdrawal_line", "提取线", "3.00"),
)


def days(*ratios: str | None) -> list[tuple[str, str | None, str | None]]:
    return [
        (f"2026-11-{10 + i}", ratio, f"{float(ratio):.2%}" if ratio else None)
        for i, ratio in enumerate(ratios)
    ]


def course(svg: str) -> str:
    found = re.search(r'class="h-course"[^>]* d="([^"]*)"', svg)
    assert found is not None
    return found.group(1)


def test_a_day_without_a_ratio_is_a_gap_and_never_a_zero() -> None:
    drawn = course(history_svg(days("1.52", "1.44", None, "1.36", "1.28"), LINES))
    assert [part[0] for part in drawn.split(" ") if part[0].isalpha()] == ["M", "L", "M", "L"]


def test_a_day_alone_between_two_gaps_is_a_dot() -> None:
    svg = history_svg(days("1.5", None, "1.4", None, "1.3"), LINES)
    assert svg.count('r="2"') == 3


def test_a_newest_day_that_cannot_be_determined_says_so_in_every_language() -> None:
    for lang, words in (("zh", "无法确定"), ("zh-Hant", "無法確定"), ("en", "cannot be determined")):
        assert words in history_svg(days("1.5", None), LINES, lang)


def test_days_that_are_all_unknown_and_a_single_day_can_be_drawn() -> None:
    for shown in (days(None, None), days("1.28"), days("0", "0")):
        assert ElementTree.fromstring(history_svg(shown, LINES)).tag.endswith("svg")


def test_only_the_lines_that_threaten_are_drawn_and_lines_of_equal_value_once() -> None:
    svg = history_svg(days("1.5", "1.28"), LINES)
    assert svg.count('class="h-line') == 3
    assert "提取线" not in svg and "补足线" not in svg


def test_the_higher_ratio_stands_higher_and_the_days_run_from_left_to_right() -> None:
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", course(history_svg(days("1.5", "1.3", "1.4"), LINES)))
    x, y = [float(point[0]) for point in points], [float(point[1]) for point in points]
    assert x == sorted(x) and y[0] < y[2] < y[1]


def test_markup_in_a_label_is_text_and_nothing_is_styled_inline() -> None:
    svg = history_svg(days("1.5"), (("warning_line", "<script>", "1.4"),))
    assert "<script>" not in svg and "style=" not in svg
    ElementTree.fromstring(svg)


def test_without_days_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        history_svg([], LINES)
