"""Whatever stands in a decision file, it is read and decided on, or refused by field: nothing else ever happens."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.admission import decide, read_applicant
from risk.book_file import read_book
from risk.calls import read_call, replay, report
from risk.credit import book_risk, credit_line, read_credit, read_credit_book
from risk.fields import BookError
from risk.planning import read_person, read_plan, review, suit
from risk.rulebook import CN
from risk.sessions import cn_calendar
from risk.surveillance import read_tape, surveil

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_BOOK = read_book(json.loads((_DOCS / "book.json").read_text("utf-8")))


def _call(raw: Any) -> Any:
    file, events = read_call(raw)
    return report(file, replay(file, events, cn_calendar()), CN)


_DECISIONS: dict[str, Callable[[Any], Any]] = {
    "applicant": lambda raw: decide(read_applicant(raw), CN, cn_calendar()).as_json(),
    "credit": lambda raw: credit_line(read_credit(raw), CN).as_json(),
    "credit_book": lambda raw: book_risk(read_credit_book(raw), CN).as_json(),
    "tape": lambda raw: surveil(read_tape(raw), CN).as_json(),
    "call": _call,
    "person": lambda raw: suit(read_person(raw), _BOOK, CN).as_json(),
    "plan": lambda raw: review(read_plan(raw), _BOOK, CN).as_json(),
}
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**45), 10**45),
    st.floats(allow_nan=True),
    st.sampled_from(
        (
            "",
            "0",
            "-1",
            "1e5",
            "1",
            "0.5",
            "999999999999",
            "2026-11-20",
            "2199-12-31",
            "2026-02-30",
            "C5",
            "\ud800",
        )
    ),
    st.sampled_from(
        ("2026-11-20T15:00", "2199-12-31T23:59+00:00", "1990-01-01T00:00-12:00", "15:00", "24:00")
    ),
    st.sampled_from(([], {}, [[]], [{}], {"a": 1})),
)


def _paths(raw: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [at, *(path for key, value in inside for path in _paths(value, (*at, key)))]


def _with(raw: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(raw, dict):
        return {**raw, path[0]: _with(raw[path[0]], path[1:], value)}
    return [_with(each, path[1:], value) if i == path[0] else each for i, each in enumerate(raw)]


def test_the_examples_are_decided_on() -> None:
    for name, answer in _DECISIONS.items():
        assert answer(json.loads((_DOCS / "people" / f"{name}.json").read_text("utf-8"))), name
    assert len(_DECISIONS) == 7


@pytest.mark.parametrize("name", list(_DECISIONS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_with_something_odd_in_it_is_decided_on_or_refused_by_field(
    name: str, data: st.DataObject
) -> None:
    raw = json.loads((_DOCS / "people" / f"{name}.json").read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        raw = _with(raw, data.draw(st.sampled_from(_paths(raw))), data.draw(_ODD))
    try:
        told = _DECISIONS[name](raw)
    except BookError as refused:
        assert refused.errors and all(each.field and each.text_zh for each in refused.errors)
        return
    json.dumps(told, ensure_ascii=False).encode()
