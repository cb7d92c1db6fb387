"""The margin arithmetic written a second time with decimals, straight from the rules: the tests' oracle."""

from __future__ import annotations

from typing import Any

from tests.oracle.margin_oracle import Answer, answer

NAME = "decimal oracle of the tests"


def evaluate(book: dict[str, Any]) -> Answer:
    """Assets, liabilities, available margin and band of one book."""
    return answer(book)
