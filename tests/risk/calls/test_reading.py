"""The call file as JSON: what is read, what is refused by name, and what is printed of it."""

from datetime import time
from fractions import Fraction
from typing import Any

import pytest

from risk.account import DeadlineRule, Terms
from risk.calls import Lines, read_call, replay, report
from risk.calls.reading import lines_of
from risk.fields import BookError
from risk.rulebook import CN
from risk.sessions import cn_calendar

FILE: dict[str, Any] = {
    "kind": "maintenance",
    "lines": {"watch": "1.40", "trigger": "1.30", "restore": "1.40"},
    "deadline": {"trading_days": 1, "time": "15:00"},
    "closures": ["2026-11-24"],
    "events": [
        {"event": "mark", "at": "2026-11-20T15:00", "assets": "1280000", "debt": "1000000"},
        {"event": "notice", "at": "2026-11-20T18:00+08:00", "notice": "call"},
        {"event": "start_liquidation", "at": "2026-11-20T19:00"},
    ],
}


def _report(raw: dict[str, Any]) -> dict[str, Any]:
    file, events = read_call(raw)
    return report(file, replay(file, events, cn_calendar()), CN)


def test_a_call_is_reported_with_deadline_shortfall_steps_and_refusals() -> None:
    """1.40 × 1,000,000 − 1,280,000 = 120,000 is lacking to the restore line."""
    told = _report(FILE)
    assert (told["state"], told["deadline"]) == ("called", "2026-11-23T15:00:00+08:00")
    assert told["figures"]["maintenance_ratio"]["value"] == "1.28"
    assert told["figures"]["shortfall_to_restore"]["value"] == "120000"
    assert told["next"][0]["row"]["article"] == "第五十四条"
    assert told["history"][-1]["refusal"]["code"] == "call_not_overdue"
    assert told["served"] == ["call"] and told["owed"] == []


def test_a_figure_whose_datum_is_missing_says_which() -> None:
    told = _report(FILE | {"events": [{"event": "mark", "at": "2026-11-20T15:00", "debt": "1"}]})
    assert told["figures"]["maintenance_ratio"]["missing"] == ["assets", "debt"]
    assert told["figures"]["maintenance_ratio"]["value"] is None


def test_before_anything_happened_there_is_nothing_to_figure() -> None:
    told = _report(FILE | {"events": []})
    assert (told["state"], told["figures"], told["deadline"], told["called_on"]) == ("normal", {}, None, None)
    assert told["next"][0]["row"] is None


def test_a_due_contract_has_no_ratio_of_its_own() -> None:
    raw = {"kind": "maturity", "due": "2026-11-20", "events": FILE["events"][:1]}
    told = _report(raw)
    assert (told["state"], list(told["figures"])) == ("called", ["contributed", "repaid_since_call"])
    assert told["deadline"] == "2026-11-20T15:00:00+08:00"


def test_a_call_below_the_minimum_line_runs_to_the_next_morning_unless_the_contract_says_otherwise() -> None:
    raw = {key: value for key, value in FILE.items() if key != "deadline"} | {"kind": "minimum"}
    assert read_call(raw)[0].rule == DeadlineRule(1, time(11, 30))
    assert read_call(raw | {"kind": "maintenance"})[0].rule is None


def test_the_lines_of_a_contract_by_kind() -> None:
    terms = Terms(Fraction("1.5"), Fraction("1.3"), Fraction("1.45"), minimum_line=Fraction("1.1"))
    assert lines_of(terms, "maintenance") == Lines(Fraction("1.5"), Fraction("1.3"), Fraction("1.45"))
    assert lines_of(terms, "minimum") == Lines(Fraction("1.3"), Fraction("1.1"), Fraction("1.45"))
    assert lines_of(Terms(Fraction(2), Fraction(1), Fraction(2)), "minimum") is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"lines": None}, "lines", "missing"),
        ({"lines": {"watch": "1.2", "trigger": "1.3", "restore": "1.4"}}, "lines.watch", "line_order"),
        ({"lines": {"watch": "1.4", "trigger": "1.3", "restore": "1.2"}}, "lines.restore", "line_order"),
        ({"deadline": {"trading_days": 251, "time": "15:00"}}, "deadline.trading_days", "out_of_range"),
        ({"kind": "other"}, "kind", "not_one_of"),
        ({"kind": "maturity"}, "due", "missing"),
        ({"surprise": 1}, "surprise", "unknown_key"),
        ({"events": [{"event": "extend", "at": "2026-11-20T15:00"}]}, "events[0].until", "missing"),
        ({"events": [{"event": "mark"}]}, "events[0].at", "missing"),
        ({"events": [{"event": "mark", "at": "yesterday"}]}, "events[0].at", "bad_date"),
        ({"events": [{"event": "mark", "at": 5}]}, "events[0].at", "bad_date"),
        ({"events": [{"event": "mark", "at": "2015-06-30T23:59"}]}, "events[0].at", "out_of_range"),
        ({"kind": "maturity", "due": "2015-06-30"}, "due", "out_of_range"),
        ({"events": [{"event": "mark", "at": "2026-11-20", "debt": -1}]}, "events[0].debt", "negative"),
        ({"events": {}}, "events", "not_list"),
    ],
)
def test_what_is_wrong_with_a_call_file_is_said_by_field(
    change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(BookError) as refused:
        read_call(FILE | change)
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]


def test_an_instant_of_another_zone_is_read_in_china_time() -> None:
    late = {"event": "mark", "at": "2026-11-20T17:00:00+00:00", "assets": "1", "debt": "1"}
    _, (event,) = read_call(FILE | {"events": [late]})
    assert event.at.isoformat() == "2026-11-21T01:00:00+08:00"


def test_something_else_than_an_object_is_refused() -> None:
    with pytest.raises(BookError) as refused:
        read_call([])
    assert refused.value.errors[0].code == "not_object"
