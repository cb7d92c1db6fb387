"""An event and a corporate action at once, on PostgreSQL: whichever comes second sees the first."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from account_api.feed import actions, service
from account_api.feed.contract import ActionCreate, EventsCreate
from tests.account_api.conftest import Firm, on_postgres
from tests.account_api.feed.sending import event, lines, whole

INSURER = "601318.SH"


@pytest.fixture
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firm]:
    with on_postgres(request, tmp_path / "turns", "turns") as made:
        yield made


def dividend() -> ActionCreate:
    return ActionCreate.model_validate(
        {
            "source": "issuer",
            "id": "D",
            "kind": "cash_dividend",
            "code": INSURER,
            "record_day": "2026-11-18",
            "effective_day": "2026-11-19",
            "terms": {"per_share": "1.00"},
        }
    )


async def test_a_late_purchase_and_an_announcement_at_once_lose_no_entitlement(
    shared: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, begun, waits = shared.context, threading.Event(), threading.Event()
    before = lines(shared)["cash"]
    real = service.heard

    def lingering(*given: Any, **more: Any) -> None:
        real(*given, **more)
        begun.set()
        waits.wait(1)

    monkeypatch.setattr(service, "heard", lingering)
    late = event(1, "collateral_in", security=INSURER, quantity=1000, at="2026-11-17T10:00:00+08:00")

    def purchase() -> None:
        with ctx.transaction() as session:
            batch = EventsCreate(source="core", events=[late])
            assert service.take(ctx, session, "demo-feeder", batch).applied == ["demo-call-1"]

    def announcement() -> None:
        assert begun.wait(10)
        with ctx.transaction() as session:
            actions.announce(ctx, session, "demo-feeder", dividend())

    with ThreadPoolExecutor(2) as pool:
        for each in (pool.submit(purchase), pool.submit(announcement)):
            each.result(30)
    assert lines(shared, day=date(2026, 11, 18))[f"holding {INSURER}"] == 1000
    assert lines(shared)["cash"] == before + 1000 and whole(shared)
