"""A published account: one's own at once, everybody else's by the ordinary way, and never more than it says it is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from account_api.auth import tokens
from account_api.clients import queries as clients
from account_api.published import service
from account_api.published.job import publish_all
from account_api.snapshots import queries as snapshots
from account_api.traces import queries as traces

PATH = "/api/v1/accounts/{}/published"


@pytest.fixture
def published(either: Any) -> Any:
    publish_all(either.context, either.now)
    return either


async def asked(firm: Any, user: str, client_id: str) -> Any:
    token = (await firm.signed_in(user)).token
    return await firm.client.http.get(PATH.format(client_id), headers={"Authorization": f"Bearer {token}"})


async def test_a_client_reads_the_figures_and_positions_of_the_instant_that_is_named(published: Any) -> None:
    me = await published.signed_in("demo-call")
    shown = await me.published("demo-call")
    figures, positions = await me.figures("demo-call"), await me.positions("demo-call")
    assert shown["account"]["figures"] == figures["figures"]
    assert (shown["account"]["trace_id"], shown["account"]["band"]) == (figures["trace_id"], figures["band"])
    assert shown["positions"]["holdings"] == positions["holdings"]
    assert shown["positions"]["contracts"] == positions["contracts"]
    assert (shown["live"], shown["published_at"]) == (False, "2026-11-20T16:30:00+08:00")
    assert len(shown["positions"]["holdings"]) > 0


async def test_what_is_published_stays_as_it_was_until_it_is_published_again(published: Any) -> None:
    me = await published.signed_in("demo-call")
    before = await me.published("demo-call")
    with published.context.transaction() as session:
        session.execute(
            text("UPDATE account_days SET cash = cash + 10000 WHERE account_id = 'demo-call-credit'")
        )
    assert (await me.figures("demo-call"))["trace_id"] != before["account"]["trace_id"]
    assert await me.published("demo-call") == before
    publish_all(published.context, published.now)
    after, now = await me.published("demo-call"), await me.figures("demo-call")
    assert after["account"]["trace_id"] == now["trace_id"] != before["account"]["trace_id"]


async def test_an_older_publisher_does_not_undo_a_newer_one(published: Any) -> None:
    me = await published.signed_in("demo-call")
    before = await me.published("demo-call")
    published.now -= timedelta(minutes=5)
    publish_all(published.context, published.now)
    assert await me.published("demo-call") == before


async def test_the_short_way_and_the_ordinary_way_give_the_same_bytes(published: Any) -> None:
    own = await asked(published, "demo-call", "demo-call")
    looks = len(published.audit_actions())
    staff = await asked(published, "demo-agent", "demo-call")
    assert (own.status_code, staff.status_code) == (200, 200)
    assert own.content == staff.content
    assert own.headers["content-type"] == staff.headers["content-type"] == "application/json"
    assert published.audit_actions()[looks:] == ["account.read"]


@pytest.mark.parametrize("user", ["demo-call", "demo-agent"])
async def test_anothers_account_is_answered_like_an_unknown_one_word_for_word(
    published: Any, user: str
) -> None:
    answers = [await asked(published, user, whose) for whose in ("demo-overdue", "nobody-at-all", "x" * 64)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    elsewhere = await published.client.http.get(
        "/api/v1/accounts/nobody-at-all/figures",
        headers={"Authorization": f"Bearer {(await published.signed_in(user)).token}"},
    )
    assert elsewhere.content == answers[0].content
    assert published.audit_actions()[-4:] == ["account.denied"] * 4


async def test_a_blocked_user_is_out_at_once(published: Any) -> None:
    assert (await asked(published, "demo-call", "demo-call")).status_code == 200
    with published.context.transaction() as session:
        session.execute(text("UPDATE users SET active = false WHERE username = 'demo-call'"))
    assert (await asked(published, "demo-call", "demo-call")).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic ZGVtbzp4", "bearer  "])
async def test_without_a_good_token_nobody_reads(published: Any, header: str) -> None:
    answer = await published.client.http.get(PATH.format("demo-call"), headers={"Authorization": header})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")


async def test_an_expired_or_forged_token_is_none(published: Any) -> None:
    life, key = published.settings.token_life, published.context.home.secrets.token_key
    old = tokens.issue("demo-call", key, published.wall - life - timedelta(seconds=1), life)
    forged = tokens.issue("demo-call", "ab" * 32, published.wall, life)
    for token in (old, forged):
        headers = {"Authorization": f"Bearer {token}"}
        answer = await published.client.http.get(PATH.format("demo-call"), headers=headers)
        assert answer.status_code == 401


async def test_what_was_never_published_says_so_to_its_owner(either: Any) -> None:
    answer = await asked(either, "demo-call", "demo-call")
    assert (answer.status_code, answer.json()["detail_zh"]) == (404, "该账户的数据尚未发布。")
    assert (await asked(either, "demo-call", "demo-safe")).json()["type"] == "/problems/no-such-account"


async def test_only_reading_is_answered_here(published: Any) -> None:
    token = (await published.signed_in("demo-call")).token
    answer = await published.client.http.post(
        PATH.format("demo-call"), headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 405


def test_every_figure_that_was_published_is_kept_with_its_snapshot(published: Any) -> None:
    with published.context.transaction(writes=False) as session:
        client = clients.client(session, "demo-call")
        assert client is not None
        frozen = snapshots.of_client(session, "demo-call")[-1]
        assert len(frozen.figures) > 10
        for name, trace in frozen.figures.items():
            (kept,) = (row for row in traces.kept(session, trace) if row.left_in == "published")
            assert (kept.snapshot_id, kept.figure["name"]) == (frozen.id, name)
        assert frozen.id.encode() in service.body(session, client)


def test_publishing_twice_keeps_nothing_twice(published: Any) -> None:
    counts = []
    for _ in range(2):
        with published.context.transaction(writes=False) as session:
            counts.append(session.execute(text("SELECT count(*) FROM kept_figures")).scalar())
        publish_all(published.context, published.now)
    assert counts[0] == counts[1]
    assert counts[0] > 50
    assert published.audit_actions()[-1] == "accounts.published"


def test_a_second_run_on_an_unchanged_book_writes_nothing(published: Any) -> None:
    before, looks = bodies(published), len(published.audit_actions())
    published.now += timedelta(minutes=15)
    assert publish_all(published.context, published.now) == 0
    assert bodies(published) == before and len(before) > 5
    assert len(published.audit_actions()) == looks


def test_only_the_account_that_is_another_is_published_again(published: Any) -> None:
    before = bodies(published)
    with published.context.transaction() as session:
        session.execute(
            text("UPDATE account_days SET cash = cash + 10000 WHERE account_id = 'demo-call-credit'")
        )
    published.now += timedelta(minutes=15)
    assert publish_all(published.context, published.now) == 1
    changed = {name: body for name, body in bodies(published).items() if body != before[name]}
    assert list(changed) == ["demo-call"]
    assert b'"published_at":"2026-11-20T16:45:00+08:00"' in changed["demo-call"]


def test_a_security_that_is_called_otherwise_is_published_again_with_the_same_figures(published: Any) -> None:
    before = json.loads(bodies(published)["demo-call"])
    code = before["positions"]["holdings"][0]["security"]
    with published.context.transaction() as session:
        session.execute(text("UPDATE securities SET name = '另一名称' WHERE code = :code"), {"code": code})
    assert publish_all(published.context, published.now) > 0
    after = json.loads(bodies(published)["demo-call"])
    assert after["positions"]["holdings"][0]["name"] == "另一名称"
    assert after["account"] == before["account"]


def test_on_another_day_every_account_is_published_again(published: Any) -> None:
    accounts = len(bodies(published))
    published.now += timedelta(days=3)
    assert publish_all(published.context, published.now) == accounts
    assert all(b'"as_of":"2026-11-23"' in body for body in bodies(published).values())


def bodies(firm: Any) -> dict[str, bytes]:
    with firm.context.transaction(writes=False) as session:
        rows = session.execute(text("SELECT client_id, body FROM published_accounts ORDER BY client_id"))
        return {row.client_id: bytes(row.body) for row in rows}
