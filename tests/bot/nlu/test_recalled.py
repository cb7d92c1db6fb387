"""A number the asker was told, or thinks to know, is a request of its own: checked, and never reckoned with."""

from __future__ import annotations

import pytest

from bot.nlu.split import asks, recalls, split


def parts(text: str) -> tuple[str, ...]:
    return split(text, lambda _: False, lambda piece: asks(piece) and "ratio" in piece)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我的股票都跌10%会怎样。你刚说我维保198.57%对吧", "你刚说我维保198.57%对吧"),
        ("你刚说我维保198.57%对吧。我的股票都跌10%会怎样", "你刚说我维保198.57%对吧。"),
        ("how much do i have to add. you just said my ratio is 173.14%, right?", "you just said my ratio is 173.14%,"),
    ],
)  # fmt: skip
def test_what_was_told_before_is_cut_from_what_is_asked(text: str, told: str) -> None:
    found = parts(text)
    assert len(found) == 2
    assert next(part for part in found if recalls(part)).startswith(told)


@pytest.mark.parametrize(
    "text", ["总资产150万,负债100万,维保多少", "资产128万,负债100万,补到140%要还多少", "你们说3天答复,10天了"]
)
def test_the_numbers_of_a_supposed_account_stay_with_their_question(text: str) -> None:
    assert parts(text) == (text,) and not recalls(text)
