"""The chart of a gain says in words what it draws, and draws an interval only where there is one."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.channels.gain_chart import WORDS, gain_svg, signed

SVG = "{http://www.w3.org/2000/svg}"


def parts(svg: str, name: str) -> list[ElementTree.Element]:
    return [node for node in ElementTree.fromstring(svg).iter() if node.get("class") == name]


@pytest.mark.parametrize(
    ("points", "said"), [(33.33, "+33.33"), (-5.0, "−5"), (0.0, "0"), (62.5, "+62.5"), (100.0, "+100")]
)
def test_a_gain_is_written_with_its_sign_and_without_idle_zeros(points: float, said: str) -> None:
    assert signed(points) == said


@pytest.mark.parametrize("lang", WORDS)
def test_the_title_says_gain_and_interval_in_every_language(lang: str) -> None:
    title = ElementTree.fromstring(gain_svg(20.0, -10.0, 50.0, lang)).findtext(f"{SVG}title") or ""
    assert all(number in title for number in ("+20", "−10", "+50"))


def test_the_interval_lies_around_the_mean_and_one_person_has_none() -> None:
    svg = gain_svg(20.0, -10.0, 50.0)
    (interval,), (mean,) = parts(svg, "g-interval"), parts(svg, "g-mean")
    ends = float(interval.get("x1", "")), float(interval.get("x2", ""))
    assert ends[0] < float(mean.get("cx", "")) < ends[1]
    assert float(mean.get("cx", "")) == pytest.approx(sum(ends) / 2, abs=0.1)
    assert parts(gain_svg(20.0, None, None), "g-interval") == []


@pytest.mark.parametrize("points", [-100.0, 100.0])
def test_the_utmost_gains_stay_on_the_paper(points: float) -> None:
    (mean,) = parts(gain_svg(points, None, None), "g-mean")
    assert 5.5 <= float(mean.get("cx", "")) <= 354.5


def test_nothing_is_styled_inline() -> None:
    assert "style=" not in gain_svg(1.0, 0.0, 2.0)
