"""The gauge: the pointer on the right place, the lines readable, nothing the page's policy forbids."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.gauge import COLOURS, LEFT, RIGHT, WIDTH, gauge_svg, percent, text_width

from .fakes import LINES

SVG = "{http://www.w3.org/2000/svg}"


def drawing(
    ratio: str | None, lines: tuple[tuple[str, str, str], ...] = LINES, **rest: str
) -> ElementTree.Element:
    return ElementTree.fromstring(gauge_svg(ratio, lines, **rest))


def needle(svg: ElementTree.Element) -> float:
    (rect,) = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("class") == "g-needle"]
    return float(rect.get("x", "")) + float(rect.get("width", "")) / 2


def ticks(svg: ElementTree.Element) -> list[float]:
    return [float(line.get("x1", "")) for line in svg.iter(f"{SVG}line")]


def zone_at(svg: ElementTree.Element, x: float) -> str:
    zones = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("class") in COLOURS]
    return next(
        rect.get("class", "")
        for rect in zones
        if x <= float(rect.get("x", "")) + float(rect.get("width", "")) + 0.8
    )


@pytest.mark.parametrize(
    ("ratio", "zone"),
    [
        ("0.95", "g-deep"),
        ("1.28", "g-danger"),
        ("1.35", "g-caution"),
        ("1.6588", "g-safe"),
        ("3.2", "g-free"),
        ("250", "g-free"),
    ],
)
def test_the_pointer_stands_in_the_zone_of_the_ratio(ratio: str, zone: str) -> None:
    svg = drawing(ratio)
    assert zone_at(svg, needle(svg)) == zone


def test_a_ratio_on_a_line_points_at_its_tick() -> None:
    svg = drawing("1.30")
    assert needle(svg) == pytest.approx(ticks(svg)[1], abs=0.06)


def test_lines_of_equal_value_share_a_label() -> None:
    texts = ["".join(text.itertext()) for text in drawing("1.28").iter(f"{SVG}text")]
    assert "预警线 / 补足线140%" in texts
    assert len(ticks(drawing("1.28"))) == 4


ENGLISH = tuple((name, f"{name.split('_')[0]} line", value) for name, _, value in LINES)


@pytest.mark.parametrize("lines", [LINES, ENGLISH], ids=["zh", "en"])
def test_no_tick_runs_through_the_name_of_another_line(lines: tuple[tuple[str, str, str], ...]) -> None:
    svg = drawing("1.28", lines)
    down = [(float(line.get("x1", "")), float(line.get("y2", ""))) for line in svg.iter(f"{SVG}line")]
    texts = [(*span_of(text), y) for text, y in labels_of(svg)]
    assert len(texts) == len(down) == 4
    assert not [x for x, depth in down for start, end, y in texts if start < x < end and depth > y + 14]


def labels_of(svg: ElementTree.Element) -> list[tuple[ElementTree.Element, float]]:
    """The labels under the bar with the height of their first line."""
    texts = [text for text in svg.iter(f"{SVG}text") if text.get("class") == "g-label"]
    return [(text, float(text[0].get("y", ""))) for text in texts]


def span_of(text: ElementTree.Element) -> tuple[float, float]:
    """From where to where a label reaches."""
    width = max(text_width(span.text or "") for span in text)
    x = float(text[0].get("x", ""))
    return (x - width, x) if text.get("text-anchor") == "end" else (x, x + width)


def test_it_says_in_words_what_it_shows() -> None:
    svg = drawing("1.28", display="128.00%")
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "维持担保比例 128.00%"
    assert svg.findtext(f"{SVG}desc") == (
        "维持担保比例：128.00%。最低线 110%，平仓线 130%，预警线 / 补足线 140%，提取线 300%。"
    )


def test_without_a_ratio_there_is_no_pointer_and_no_safe_colour() -> None:
    svg = drawing(None, lang="en")
    classes = {rect.get("class") for rect in svg.iter(f"{SVG}rect")}
    assert classes == {"g-unknown", "g-pill"}
    assert svg.findtext(f"{SVG}title") == "Maintenance ratio cannot be determined"


def test_a_gauge_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="line"):
        gauge_svg("1.28", ())


def test_labels_are_escaped_and_nothing_is_styled_inline() -> None:
    text = gauge_svg("1.28", (("liquidation_line", "<b>&平仓", "1.30"),), title='"A" & <B>')
    assert "<b>" not in text and "<B>" not in text
    assert not re.search(r"style=|<script|\son\w+=", text)
    assert ElementTree.fromstring(text).findtext(f"{SVG}title", "").startswith('"A" & <B>')


@pytest.mark.parametrize(
    ("value", "shown"), [("1.3", "130%"), ("1.2854", "128.54%"), ("3.00", "300%"), ("10", "1000%")]
)
def test_percent_moves_the_digits_and_rounds_nothing(value: str, shown: str) -> None:
    assert percent(value) == shown


names = st.sampled_from(["平仓线", "警戒线", "追保到位线", "liquidation line", "withdrawal line"])
values = st.decimals("0.2", "9", places=2, allow_nan=False).map(str)


@given(
    st.decimals("0.01", "2000", places=4).map(str),
    st.lists(st.tuples(st.just("liquidation_line"), names, values), min_size=1, max_size=5),
)
def test_everything_stays_inside_and_no_two_labels_overlap(
    ratio: str, lines: list[tuple[str, str, str]]
) -> None:
    svg = drawing(ratio, tuple(lines))
    assert LEFT - 0.1 <= needle(svg) <= RIGHT + 0.1
    assert all(LEFT <= tick <= RIGHT for tick in ticks(svg))
    rows: dict[float, list[tuple[float, float]]] = {}
    for text, y in labels_of(svg):
        rows.setdefault(y, []).append(span_of(text))
    assert rows
    for placed in rows.values():
        assert all(start >= -0.1 and end <= WIDTH + 0.1 for start, end in placed)
        assert all(left[1] < right[0] for left, right in pairwise(sorted(placed)))
