"""A figure that left is computed again to the same hash; whatever was altered since is told; the snapshots alone are enough."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from account_api.margin_calls.sweep import closing_sweep, run_clock
from account_api.published.job import publish_all
from account_api.snapshots import queries as snapshots
from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces.replay import Replayed, replay
from account_api.traces.service import keep_content
from account_api.traces.tables import KeptFigure
from risk.figure import trace

FIRM_ROWS = {
    "jurisdiction": "CN",
    "rows": [
        {
            "param": "withdrawal_line",
            "value": "3.20",
            "valid_from": "2026-11-01",
            "scope": {},
            "source": "firm decision",
        }
    ],
    "cut_overs": {},
}


@pytest.fixture
def published(either: Any) -> Any:
    publish_all(either.context, either.now)
    return either


def again(firm: Any, trace_id: str) -> Replayed | None:
    with firm.context.transaction(writes=False) as session:
        return replay(firm.context, session, trace_id)


def newest(firm: Any) -> FrozenSnapshot:
    with firm.context.transaction(writes=False) as session:
        row: FrozenSnapshot = snapshots.of_client(session, "demo-call")[-1]
        return row


def altered(firm: Any, change: Callable[[Any], None]) -> None:
    with firm.context.transaction() as session:
        change(session)


def test_every_figure_that_was_published_comes_out_the_same(published: Any) -> None:
    traces = newest(published).figures
    assert len(traces) > 10
    for name, trace_id in traces.items():
        found = again(published, trace_id)
        assert found is not None
        assert (found.name, found.now, found.same, found.found_in) == (name, trace_id, True, "figures")
        assert "published" in found.left_in


def test_it_does_so_whatever_became_of_the_account_since(published: Any) -> None:
    trace_id = newest(published).figures["maintenance_ratio"]
    altered(published, lambda s: s.execute(text("UPDATE prices SET price = price / 2")))
    altered(
        published, lambda s: s.execute(text("DELETE FROM holdings WHERE account_id = 'demo-call-credit'"))
    )
    found = again(published, trace_id)
    assert found is not None and found.same


def test_with_the_figure_table_emptied_the_snapshots_give_the_same_id(published: Any) -> None:
    traces = newest(published).figures
    altered(published, lambda s: s.execute(text("DELETE FROM kept_figures")))
    for trace_id in traces.values():
        found = again(published, trace_id)
        assert found is not None
        assert (found.same, found.found_in, found.now) == (True, "snapshots", trace_id)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("value", "9.99", {"kept figure", "value"}),
        ("display", "999.00%", {"display"}),
        ("formula", "x", {"kept figure", "formula"}),
        ("as_of", "2020-01-01", {"as_of"}),
        ("inputs", [], {"kept figure", "inputs"}),
    ],
)
def test_a_kept_figure_that_was_altered_is_told_field_by_field(
    published: Any, field: str, value: Any, told: set[str]
) -> None:
    frozen = newest(published)
    trace_id = frozen.figures["maintenance_ratio"]

    def change(session: Any) -> None:
        row = session.get(KeptFigure, (trace_id, frozen.id, "published"))
        row.figure = {**row.figure, field: value}

    altered(published, change)
    found = again(published, trace_id)
    assert found is not None
    assert {each.what for each in found.differences} == told
    assert (found.same, found.now) == (False, trace_id)


@pytest.mark.parametrize("also_emptied", [False, True])
def test_a_snapshot_that_was_altered_is_told_and_gives_another_id(published: Any, also_emptied: bool) -> None:
    frozen = newest(published)
    trace_id = frozen.figures["total_assets"]

    def change(session: Any) -> None:
        row = session.get(FrozenSnapshot, frozen.id)
        row.book = {**row.book, "cash": "123456.78"}

    altered(published, change)
    if also_emptied:
        altered(published, lambda s: s.execute(text("DELETE FROM kept_figures")))
    found = again(published, trace_id)
    assert found is not None
    assert {"snapshot", "trace_id"} <= {each.what for each in found.differences}
    assert not found.same
    assert found.now != trace_id


@pytest.mark.parametrize("ruin", [{}, {"cash": None}, {"terms": "x"}])
def test_a_snapshot_that_is_no_book_any_more_is_told_and_nothing_breaks(published: Any, ruin: Any) -> None:
    frozen = newest(published)

    def change(session: Any) -> None:
        row = session.get(FrozenSnapshot, frozen.id)
        row.book = {**row.book, **ruin} if ruin else {}

    altered(published, change)
    found = again(published, frozen.figures["total_assets"])
    assert found is not None
    assert (found.same, found.now) == (False, None)
    assert {each.what for each in found.differences} == {"snapshot"}


def test_a_snapshot_that_is_gone_is_told(published: Any) -> None:
    frozen = newest(published)
    altered(published, lambda s: s.execute(text("UPDATE kept_figures SET snapshot_id = 'sgone'")))
    found = again(published, frozen.figures["total_assets"])
    assert found is not None
    assert [each.what for each in found.differences] == ["snapshot"]


def test_rules_that_cannot_be_made_again_are_told(published: Any) -> None:
    frozen = newest(published)
    altered(published, lambda s: s.execute(text("UPDATE kept_figures SET edition = 'elsewhere'")))
    found = again(published, frozen.figures["total_assets"])
    assert found is not None
    assert [(each.what, each.was) for each in found.differences] == [("rules", "elsewhere")]


async def test_a_figure_is_replayed_under_the_rules_of_its_time(published: Any) -> None:
    before, edition = newest(published).figures, published.context.rulebooks.edition
    officer = await published.signed_in("demo-risk")
    await officer.bring_rules("k", FIRM_ROWS)
    assert published.context.rulebooks.edition != edition
    for trace_id in before.values():
        found = again(published, trace_id)
        assert found is not None and found.same
    publish_all(published.context, published.now)
    me = await published.signed_in("demo-call")
    after = {
        name: each["trace_id"]
        for name, each in (await me.published("demo-call"))["account"]["figures"].items()
    }
    changed = [name for name in before if before[name] != after[name]]
    assert changed
    for name in changed:
        found = again(published, after[name])
        assert found is not None and found.same


def test_a_figure_of_no_account_is_held_against_its_own_content(published: Any) -> None:
    content = {"name": "credit_score", "value": "82", "formula": "sum", "inputs": [], "rule": []}
    figure = {**content, "trace_id": trace(content), "display": "82"}
    now = published.context.clock.now()
    altered(
        published,
        lambda s: keep_content(published.context, s, "demo-call", [figure], "proposal P20261120-0001", now),
    )
    found = again(published, figure["trace_id"])
    assert found is not None and found.same

    altered(
        published,
        lambda s: s.execute(
            text("UPDATE kept_figures SET figure = :f WHERE trace_id = :t"),
            {"f": json.dumps({**figure, "value": "90"}), "t": figure["trace_id"]},
        ),
    )
    found = again(published, figure["trace_id"])
    assert found is not None
    assert [each.what for each in found.differences] == ["kept figure"]


@pytest.mark.parametrize("name", ["t0", "%", "t" + "0" * 24, "", "' OR 1=1"])
def test_what_never_left_is_not_known(published: Any, name: str) -> None:
    assert again(published, name) is None


def test_what_a_sweep_says_in_cases_and_notices_is_kept_and_comes_out_the_same(either: Any) -> None:
    closing_sweep(either.context, either.now)
    either.now += timedelta(days=3)  # a deadline passes, which is told
    assert run_clock(either.context, either.now) >= 1
    with either.context.transaction(writes=False) as session:
        rows = session.execute(text("SELECT trace_id, left_in FROM kept_figures")).all()
    left_in = {where.split()[0] for _, where in rows}
    assert left_in >= {"case", "notice"}
    for trace_id, _ in rows:
        found = again(either, trace_id)
        assert found is not None and found.same, found
