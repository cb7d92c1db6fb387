"""What if it had been otherwise, from an account as it was frozen: price, days, deadline, order, and what is refused."""

from typing import Any

import pytest

from account_api.errors import Malformed
from account_api.published.job import publish_all
from account_api.snapshots import queries as snapshots
from account_api.traces.counterfactual import supposed_of


@pytest.fixture
def frozen(own_firm: Any) -> tuple[Any, Any]:
    publish_all(own_firm.context, own_firm.now)
    with own_firm.context.transaction(writes=False) as session:
        return own_firm, snapshots.of_client(session, "demo-call")[-1]


def asked(frozen: tuple[Any, Any], change: dict[str, Any], name: str | None = None) -> dict[str, Any] | None:
    firm, row = frozen
    with firm.context.transaction(writes=False) as session:
        return supposed_of(firm.context, session, name or row.id, change)


def test_another_price_moves_the_account_and_is_labelled_as_supposed(frozen: tuple[Any, Any]) -> None:
    found = asked(frozen, {"changes": [{"op": "price", "security": "*", "pct": "-5"}]})
    assert found is not None
    assert found["label"] == {"zh": "假设", "en": "supposed"}
    before, after = (found["account"][side]["maintenance_ratio"] for side in ("before", "after"))
    assert before["trace_id"] == frozen[1].figures["maintenance_ratio"]
    assert float(after["value"]) < float(before["value"])
    assert (found["deadline"], found["liquidation"]) == (None, None)


def test_the_figure_that_left_leads_to_its_snapshot(frozen: tuple[Any, Any]) -> None:
    trace_id = frozen[1].figures["maintenance_ratio"]
    found = asked(frozen, {"changes": [{"op": "days", "n": 10}]}, trace_id)
    assert found is not None
    assert found["snapshot"] == frozen[1].id
    assert found["account"]["interest"]
    assert asked(frozen, {"changes": []}, "t" + "0" * 24) is None


def test_another_deadline_stands_beside_that_of_the_contract(frozen: tuple[Any, Any]) -> None:
    found = asked(frozen, {"deadline": {"trading_days": 2, "time": "11:30"}})
    assert found is not None
    assert found["deadline"]["was"] == {"deadline": "2026-11-23T15:00:00+08:00", "provisional": False}
    assert found["deadline"]["supposed"] == {"deadline": "2026-11-24T11:30:00+08:00", "provisional": False}


def test_another_order_of_sale_stands_beside_that_of_the_contract(frozen: tuple[Any, Any]) -> None:
    held = [row["security"] for row in frozen[1].book["collateral"]]
    found = asked(frozen, {"order": held[:1]})
    assert found is not None
    assert set(found["liquidation"]) >= {"first", "second"}
    assert found["liquidation"]["second"]["order_rule"]["order"] == held[:1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "changes"),
        ({"price": "1"}, "price"),
        ({"changes": [{"op": "price", "security": "NONE.SH", "pct": "-5"}]}, "changes[0].security"),
        ({"changes": [{"op": "wish"}]}, "changes[0].op"),
        ({"changes": [], "target": "high"}, "target"),
        ({"deadline": {"trading_days": 400, "time": "15:00"}}, "deadline.trading_days"),
        ({"deadline": {"trading_days": 1, "time": "soon"}}, "deadline.time"),
        ({"order": ["NONE.SH"]}, "order[0]"),
        ({"order": "x"}, "order"),
    ],
)
def test_what_cannot_be_supposed_is_named(
    frozen: tuple[Any, Any], change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Malformed) as refused:
        asked(frozen, change)
    assert [error.field for error in refused.value.errors] == [field]
