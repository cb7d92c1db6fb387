"""A sweep finds who stands otherwise than was published, and who fell."""

from risk.book.differences import NEVER, UNDER_MINIMUM, differences, severity, standing
from risk.book.engine import CALL, INDETERMINATE, NO_DEBT, SAFE, WARNING, evaluate
from risk.book.rows import frame_of
from risk.rulebook import CN
from tests.risk.books import book, financing, snapshot


def owing(name: str, assets: str) -> object:
    return snapshot(book(id=name, cash=assets, financing=[financing(quantity=0, amount="1000000")]))


def test_who_stands_otherwise_and_who_fell() -> None:
    accounts = [owing("a", "1500000"), owing("b", "1350000"), owing("c", "1250000"), owing("d", "1000000")]
    frame = frame_of(accounts, CN)  # type: ignore[arg-type]
    result = evaluate(frame, CN)
    assert list(standing(result)) == [SAFE, WARNING, CALL, CALL + UNDER_MINIMUM]
    first = differences(frame, result, {})
    assert list(first.changed) == [0, 1, 2, 3] and list(first.worse) == [1, 2, 3]
    again = differences(frame, result, {"a": SAFE, "b": CALL, "c": CALL, "d": CALL})
    assert list(again.changed) == [1, 3] and list(again.worse) == [3]
    known = differences(frame, result, dict(zip(frame.ids, first.standing.tolist(), strict=True)))
    assert list(known.changed) == [] and list(known.worse) == []


def test_how_bad_a_standing_is() -> None:
    codes = (NEVER, NO_DEBT, SAFE, INDETERMINATE, WARNING, CALL, CALL + UNDER_MINIMUM)
    assert [severity(code) for code in codes] == [0, 0, 0, 1, 1, 2, 3]
