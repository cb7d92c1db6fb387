"""Thresholds of decisions: the rulebook first, the packaged firm-set values after, nothing unverified."""

from dataclasses import replace
from datetime import date

import pytest

from risk.rulebook import CN
from risk.thresholds import FIRST_KNOWN, Thresholds, firm_set

_ROW = firm_set("made_up", "5", "count", "note", "说明")
_DAY = date(2026, 11, 20)


def test_the_rulebook_answers_before_the_packaged_value() -> None:
    ours = replace(_ROW, value="7")
    assert Thresholds(CN, (_ROW,), _DAY).need("made_up").value == 5
    assert Thresholds(CN.with_firm_rows((ours,)), (_ROW,), _DAY).need("made_up").value == 7


def test_the_narrowest_scope_answers() -> None:
    narrow = replace(_ROW, value="9", scope={"grade": "A"})
    limits = Thresholds(CN, (_ROW, narrow), _DAY)
    assert (limits.need("made_up", grade="A").value, limits.need("made_up", grade="B").value) == (9, 5)


def test_what_is_unverified_a_word_or_not_yet_in_force_is_not_compared_with() -> None:
    unverified = replace(_ROW, layer="law", confidence="unverified")
    assert Thresholds(CN, (unverified,), _DAY).find("made_up") is None
    assert Thresholds(CN, (unverified,), _DAY).row("made_up") is unverified
    early = Thresholds(CN, (_ROW,), date(2015, 6, 30))
    assert date(2015, 6, 30) < FIRST_KNOWN and early.row("made_up") is None
    with pytest.raises(LookupError, match="made_up"):
        early.need("made_up")
