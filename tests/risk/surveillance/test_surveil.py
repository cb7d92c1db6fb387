"""All patterns over one tape: what was looked at is told, wording accuses nobody, thresholds say who set them."""

from typing import Any

import pytest

from risk.fields import BookError
from risk.rulebook import CN
from risk.surveillance import PATTERNS, ROWS, read_tape, surveil
from tests.risk.surveillance.tapes import fill, request, tape

_ACCUSING = ("违规", "违法", "操纵", "嫌疑", "illegal", "violat", "manipulat", "suspect", "fraud", "guilty")


def _everything() -> dict[str, Any]:
    """One tape on which every pattern sees something."""
    trips = [fill(f"13:{i:02d}", ("buy", "sell")[i % 2], account="a2") for i in range(6)]
    push = [fill(f"14:0{i}:00", account="a3", price=f"{10 + i}") for i in range(3)]
    push += [fill(f"14:02:0{i + 1}", account="a3", price="12.00") for i in range(3)]
    routed = [
        fill("10:00", kind="financed", quantity=80_000),
        fill("10:30", "sell", quantity=80_000),
        fill("11:00", security="830799.BJ", quantity=80_000, counterparty="a1"),
    ]
    rises = [
        {"day": f"2026-11-{day}", "account": "a1", "value": value}
        for day, value in (("18", "1"), ("19", "2"))
    ]
    shares = [
        {"day": f"2026-11-{day}", "account": "a1", "value": value, "security": "600519.SH"}
        for day, value in (("18", "0.1"), ("19", "0.5"))
    ]
    return tape(
        fills=[*trips, *push, *routed],
        requests=[request("10:00:00", count=300), request("10:00:01", "cancel")],
        leverages=rises,
        concentrations=shares,
        logins=[{"at": "2026-11-20T09:00", "account": f"a{i}", "device": "d1"} for i in range(3)],
        eligible=["600519.SH"],
    )


def test_every_pattern_sees_its_own_and_says_how_much_it_looked_at() -> None:
    seen = surveil(read_tape(_everything()), CN)
    assert {each.pattern for each in seen.alerts} == {each.code for each in PATTERNS}
    assert len(PATTERNS) == 9 and all(look.looked_at > 0 for look in seen.looks.values())
    told: dict[str, Any] = seen.as_json()
    assert [each["alerts"] for each in told["patterns"]] == [1] * 9
    assert told["alerts"][0]["trace_id"] == seen.alerts[0].trace_id


def test_an_alert_has_evidence_figure_thresholds_and_a_wording_that_accuses_nobody() -> None:
    seen = surveil(read_tape(_everything()), CN)
    assert len(seen.alerts) == 9
    for alert in seen.alerts:
        told = alert.as_json()
        assert alert.evidence and alert.thresholds and alert.figure.formula and alert.figure.english
        assert alert.figure.value is not None and alert.figure.rule
        words = f"{told['text']} {told['text_zh']}".lower()
        assert not [each for each in _ACCUSING if each in words], words
    firm_set = {alert.pattern for alert in seen.alerts if alert.as_json()["firm_set"]}
    assert firm_set == {each.code for each in PATTERNS} - {"programme_rates"}


def test_an_empty_tape_is_looked_at_and_nothing_is_seen() -> None:
    seen = surveil(read_tape({"as_of": "2026-11-20"}), CN)
    assert seen.alerts == () and len(seen.looks) == 9
    assert {look.looked_at for look in seen.looks.values()} == {0}


def test_what_nobody_publishes_is_marked_as_set_by_the_firm() -> None:
    assert len(ROWS) == 18
    assert {row.confidence for row in ROWS} == {"seen-law", "seen-exch", "firm-set"}
    assert all((row.layer == "firm") == (row.confidence == "firm-set") for row in ROWS)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"fills": [fill("10:00", price="0")]}, "fills[0].price", "not_positive"),
        ({"fills": [fill("10:00", quantity=0)]}, "fills[0].quantity", "not_positive"),
        ({"fills": [fill("10:00", "hold")]}, "fills[0].side", "not_one_of"),
        ({"fills": [{"at": "2026-11-20T10:00"}]}, "fills[0].kind", "missing"),
        ({"requests": [{"at": "2026-11-20T10:00"}]}, "requests[0].kind", "missing"),
        ({"requests": [request("10:00", count=0)]}, "requests[0].count", "not_positive"),
        ({"leverages": [{"day": "2026-11-20", "account": "a1"}]}, "leverages[0].value", "missing"),
        ({"concentrations": [{"day": "x"}]}, "concentrations[0].security", "missing"),
        ({"logins": [{"at": "2026-11-20T10:00", "account": ""}]}, "logins[0].account", "not_text"),
        ({"withdrawals": [{"amount": "-1"}]}, "withdrawals[0].amount", "negative"),
        ({"linked": ["a1"]}, "linked[0].accounts", "not_list"),
        ({"eligible": [5]}, "eligible[0]", "not_text"),
        ({"as_of": "2014-01-01"}, "as_of", "out_of_range"),
    ],
)
def test_what_is_wrong_with_a_tape_is_said_by_field(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_tape(tape() | change)
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]
