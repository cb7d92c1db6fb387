"""What an asker takes for granted, held against the rulebook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.answer.reading.claims import judged, number_of, of_the_same_kind
from tests.bot.dialogue.test_other_flows import RULE, row

NOW, THEN = RULE["in_force"], row("0.80", "80%", "2023-09-11", "2026-01-19")
FIRST = row("0.50", "50%", "2006-08-21", "2015-11-23")
KNOWN: dict[str, Any] = {**RULE, "history": [FIRST, THEN, NOW]}


@pytest.mark.parametrize(
    ("value", "judgement", "until"),
    [
        ("1.00", "right", None),
        ("0.80", "outdated", "2026-01-19"),
        ("0.50", "outdated", "2015-11-23"),
        ("0.70", "wrong", None),
        ("1.20", "stricter", None),
    ],
)
def test_a_value_is_right_outdated_wrong_or_the_firms_to_set(
    value: str, judgement: str, until: str | None
) -> None:
    found = judged(Decimal(value), KNOWN)
    assert found is not None and found.judgement == judgement
    assert (found.then and found.then["valid_to"]) == until


def test_a_row_that_is_not_verified_judges_nothing_and_proves_no_past() -> None:
    unsure = {**NOW, "confidence": "unverified"}
    assert judged(Decimal(1), {**KNOWN, "in_force": unsure}) is None
    assert judged(Decimal(1), {**KNOWN, "in_force": None}) is None
    past = judged(Decimal("0.80"), {**KNOWN, "history": [{**THEN, "confidence": "unverified"}]})
    assert past is not None and past.judgement == "wrong"


def test_what_held_for_others_only_is_no_past_of_this_rule() -> None:
    theirs = {**THEN, "scope": {"client_class": "private_fund"}}
    found = judged(Decimal("0.80"), {**KNOWN, "history": [theirs]})
    assert found is not None and found.judgement == "wrong" and not of_the_same_kind(theirs, NOW)


def test_a_longer_time_than_the_law_asks_for_is_not_what_the_law_says() -> None:
    months = {**NOW, "unit": "months", "value": "6"}
    found = judged(Decimal(18), {**KNOWN, "in_force": months, "history": []})
    assert found is not None and found.judgement == "wrong"


def test_a_rule_in_words_has_no_number() -> None:
    words = {**NOW, "unit": "text", "value": "by_contract"}
    assert number_of(words) is None
    found = judged(Decimal("0.80"), {**KNOWN, "in_force": words})
    assert found is not None and found.judgement == "outdated"
