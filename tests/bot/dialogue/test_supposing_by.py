"""A line moved by points comes to a value from the one it has, and only where that is known."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.dialogue.supposing import supposed
from bot.dialogue.supposing_by import from_present, moves_a_line

LINES = {"warning_line": Decimal("1.4"), "liquidation_line": Decimal("1.3")}


@pytest.mark.parametrize(
    ("text", "line", "to"),
    [
        ("预警线提高10%会怎样", "warning_line", "1.5"),
        ("預警線提高10%會怎樣", "warning_line", "1.5"),
        ("平仓线降5%", "liquidation_line", "1.25"),
        ("what if the warning line rises by 10%", "warning_line", "1.5"),
    ],
)
def test_points_are_added_to_the_present_line(text: str, line: str, to: str) -> None:
    assert moves_a_line(text)
    (only,) = supposed(from_present(text, LINES), ())
    assert json.loads(only.change) == {"op": "line", "line": line, "to": to}


@pytest.mark.parametrize("text", ["补足线提高10%", "平仓线降50%", "平仓线提高300%"])
def test_an_unknown_line_or_one_no_contract_has_is_asked_about(text: str) -> None:
    assert moves_a_line(text) and supposed(from_present(text, LINES), ()) == ()


def test_a_line_that_is_set_is_not_moved() -> None:
    assert not moves_a_line("平仓线提高到135%")
