"""Whether a contract may be extended: in time, long enough, often enough, on an account that stands well."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.extension import Extension, check_extension, extended_due
from risk.figure import Figure
from risk.rulebook import CN
from risk.traced import traced

AS_OF = date(2026, 11, 20)


def ratio(value: str | None) -> Figure:
    figure = traced(
        "maintenance_ratio", None if value is None else Fraction(value), "ratio", ("a", "b"), (), AS_OF
    )
    return figure if value is not None else replace(figure, missing=("price",))


WELL = Extension(AS_OF, date(2026, 12, 18), 6, ratio("1.80"), 0, False, False)


def outcomes(asked: Extension) -> dict[str, str]:
    return {each.code: each.outcome for each in check_extension(asked, CN).reasons}


def test_what_stands_well_may_be_extended_and_every_condition_quotes_its_rule() -> None:
    found = check_extension(WELL, CN)
    assert (found.outcome, found.gaps) == ("may_extend", ())
    assert set(outcomes(WELL).values()) == {"met"} and len(found.reasons) == 6
    ruled = {each.code: each.rule[0] for each in found.reasons if each.rule}
    assert {code: row.confidence for code, row in ruled.items()} == {
        "in_time": "firm-set",
        "length": "seen-exch",
        "ratio": "firm-set",
        "count": "firm-set",
    }
    assert found.figures["days_to_due"].value == 28


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": date(2026, 11, 19)}, "in_time"),
        ({"due": date(2027, 3, 21)}, "in_time"),
        ({"months": 7}, "length"),
        ({"months": 0}, "length"),
        ({"ratio": ratio("1.4999")}, "ratio"),
        ({"call_open": True}, "call_open"),
        ({"blacklisted": True}, "blacklisted"),
        ({"extended": 2}, "count"),
    ],
)
def test_one_condition_that_is_not_met_says_which_and_what_closes_it(
    change: dict[str, Any], code: str
) -> None:
    found = check_extension(replace(WELL, **change), CN)
    assert found.outcome == "not_now"
    assert [(each.code, bool(each.closes and each.closes_zh)) for each in found.gaps] == [(code, True)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": None}, "in_time"),
        ({"ratio": ratio(None)}, "ratio"),
        ({"call_open": None}, "call_open"),
        ({"blacklisted": None}, "blacklisted"),
    ],
)
def test_what_is_unknown_goes_to_a_person(change: dict[str, Any], code: str) -> None:
    found = check_extension(replace(WELL, **change), CN)
    assert (found.outcome, [each.code for each in found.gaps]) == ("person", [code])


def test_the_window_opens_on_its_first_day_and_says_when() -> None:
    assert outcomes(replace(WELL, due=date(2027, 3, 20)))["in_time"] == "met"
    (gap,) = check_extension(replace(WELL, due=date(2027, 3, 21)), CN).gaps
    assert gap.earliest == date(2026, 11, 21)


def test_the_due_day_itself_is_in_time() -> None:
    assert outcomes(replace(WELL, due=AS_OF))["in_time"] == "met"


def test_months_are_calendar_months() -> None:
    assert extended_due(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert extended_due(date(2027, 3, 19), 6) == date(2027, 9, 19)
