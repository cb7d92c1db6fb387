"""One door for books of every place."""

from typing import Any

import pytest

from risk.account import Snapshot
from risk.evaluation import Evaluation
from risk.fields import BookError
from risk.hk.account import HkAccount
from risk.jurisdictions import evaluate_any, read, reference_cures
from risk.rulebook import PACKAGED
from risk.us.account import UsAccount
from tests.risk.books import called

HK_BOOK = {"jurisdiction": "HK", "as_of": "2026-11-20", "loan": "0", "terms": {}}
US_BOOK = {"jurisdiction": "US", "as_of": "2026-11-20", "debit": "0"}


def test_a_book_is_read_and_evaluated_as_what_it_says_it_is() -> None:
    assert isinstance(read(called()), Snapshot)
    assert isinstance(evaluate_any(read(called()), PACKAGED), Evaluation)
    assert isinstance(read(HK_BOOK), HkAccount) and isinstance(read(US_BOOK), UsAccount)
    assert [evaluate_any(read(each), PACKAGED).band for each in (HK_BOOK, US_BOOK)] == ["no_debt"] * 2


def test_cures_of_a_reference_book_are_those_of_its_place() -> None:
    for raw, place in ((HK_BOOK, "HK"), (US_BOOK, "US")):
        account = read(raw)
        assert not isinstance(account, Snapshot)
        assert reference_cures(account, PACKAGED).jurisdiction == place


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"jurisdiction": "XX"}, "jurisdiction"),
        ({"jurisdiction": ["HK"]}, "jurisdiction"),
        ({"jurisdiction": "HK", "debit": "1", "as_of": "2026-11-20", "loan": "1", "terms": {}}, "debit"),
        ([], "book"),
    ],
)
def test_a_book_of_nowhere_or_of_two_places_is_refused(raw: Any, field: str) -> None:
    with pytest.raises(BookError) as refused:
        read(raw)
    assert field in [error.field for error in refused.value.errors]
