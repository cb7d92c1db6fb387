"""The whole book at once is the accounts one by one."""

from datetime import date

import pytest

from account_api.accounts import whole_book
from account_api.accounts.view import look
from account_api.clients.queries import named
from tests.account_api.conftest import Firm

TODAY = date(2026, 11, 20)


@pytest.fixture
def firm(shared_firm: Firm) -> Firm:
    return shared_firm


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 18), date(2026, 1, 1)])
def test_each_account_is_seen_as_it_is_alone(firm: Firm, day: date) -> None:
    with firm.context.transaction(writes=False) as session:
        together = whole_book.views(session, day)
        clients = named(session, [view.client.client_id for view in together])
        alone = [look(session, clients[view.client.client_id], day) for view in together]
    assert len(together) >= 7
    assert [view.snapshot for view in together] == [view.snapshot for view in alone]
    assert [view.missing for view in together] == [view.missing for view in alone]


def test_some_clients_are_the_same_as_among_all(firm: Firm) -> None:
    with firm.context.transaction(writes=False) as session:
        every = whole_book.views(session, TODAY)
        two = whole_book.views(session, TODAY, clients=["demo-watch", "demo-call"])
    assert [view.client.client_id for view in two] == ["demo-call", "demo-watch"]
    assert [view.snapshot for view in two] == [
        view.snapshot for view in every if view.client.client_id in ("demo-call", "demo-watch")
    ]


def test_a_later_day_brings_its_rules_and_leaves_prices_and_positions(firm: Firm) -> None:
    later = date(2026, 12, 4)
    with firm.context.transaction(writes=False) as session:
        (now,) = whole_book.views(session, TODAY, clients=["demo-watch"])
        (then,) = whole_book.views(session, TODAY, later, ["demo-watch"])
    assert now.snapshot is not None and then.snapshot is not None
    assert (then.as_of, then.snapshot.as_of) == (later, later)
    assert then.snapshot.collateral == now.snapshot.collateral
    assert then.snapshot.taken_at == now.snapshot.taken_at
