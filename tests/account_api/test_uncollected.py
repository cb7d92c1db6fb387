"""The collector of cycles waits for a batch, and works on afterwards."""

import gc

import pytest

from account_api.uncollected import uncollected


def test_the_collector_waits_and_goes_on_even_where_the_batch_fails() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        1 / 0  # noqa: B018
    assert gc.isenabled()


def test_whoever_turned_it_off_turns_it_on() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
