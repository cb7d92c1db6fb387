"""A firm's own stress scenarios: read from JSON, refused field by field, and written as they are read."""

from fractions import Fraction

import pytest

from risk.fields import BookError
from risk.stress_file import MOST_SCENARIOS, read_scenarios
from risk.stress_scenarios import SCENARIOS, IndexMove, LimitDown, Liquidity, RateRise, SectorMove


def _refusals(raw: object) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as caught:
        read_scenarios(raw)
    return [(error.field, error.code) for error in caught.value.errors]


def test_every_kind_of_shock_is_read() -> None:
    (found,) = read_scenarios(
        [
            {
                "name": "all at once",
                "text_zh": "同时发生",
                "shocks": [
                    {"kind": "index", "share": "-0.02"},
                    {"kind": "sector", "share": "-0.1", "sector": "bank"},
                    {"kind": "sector", "share": "0.1"},
                    {"kind": "limit_down", "days": 2, "of": "all"},
                    {"kind": "rate", "points": "0.005", "days": 90},
                    {"kind": "liquidity", "discount": "0.03"},
                ],
            }
        ]
    )
    assert (found.text, found.text_zh) == ("all at once", "同时发生")
    assert found.shocks == (
        IndexMove(Fraction(-1, 50)),
        SectorMove(Fraction(-1, 10), "bank"),
        SectorMove(Fraction(1, 10)),
        LimitDown(2, "all"),
        RateRise(Fraction(1, 200), 90),
        Liquidity(Fraction(3, 100)),
    )


def test_what_is_written_is_read_again() -> None:
    assert read_scenarios([each.as_json() for each in SCENARIOS]) == SCENARIOS


def test_what_is_wrong_is_refused_by_its_path() -> None:
    assert _refusals({}) == [("scenarios", "not_list")]
    assert _refusals([]) == [("scenarios", "out_of_range")]
    assert _refusals([{}] * (MOST_SCENARIOS + 1)) == [("scenarios", "out_of_range")]
    assert _refusals([1]) == [
        ("scenarios[0]", "not_object"),
        ("scenarios[0].name", "missing"),
        ("scenarios[0].shocks", "out_of_range"),
    ]
    shocks = [
        1,
        {"kind": "war"},
        {"kind": "index"},
        {"kind": "index", "share": "-2"},
        {"kind": "index", "share": -0.1},
        {"kind": "limit_down", "days": 31, "of": "some"},
        {"kind": "rate", "points": "2", "days": 0},
        {"kind": "liquidity", "discount": "-1", "price": "1"},
    ]
    assert _refusals(
        [{"name": "x", "shocks": shocks}, {"name": "x", "shocks": [shocks[5] | {"days": 1}]}]
    ) == [  # type: ignore[operator]
        ("scenarios[0].shocks[0].kind", "missing"),
        ("scenarios[0].shocks[1].kind", "not_one_of"),
        ("scenarios[0].shocks[2].share", "missing"),
        ("scenarios[0].shocks[3].share", "out_of_range"),
        ("scenarios[0].shocks[4].share", "float"),
        ("scenarios[0].shocks[5].days", "out_of_range"),
        ("scenarios[0].shocks[5].of", "not_one_of"),
        ("scenarios[0].shocks[6].points", "out_of_range"),
        ("scenarios[0].shocks[6].days", "not_positive"),
        ("scenarios[0].shocks[7].price", "unknown_key"),
        ("scenarios[0].shocks[7].discount", "negative"),
        ("scenarios[1].shocks[0].of", "not_one_of"),
        ("scenarios[1].name", "duplicate"),
    ]
