"""Receipts: each counts once, in whatever order; an unknown one is kept aside; what they prove can be shown."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from account_api.auth.roles import Role
from account_api.auth.tables import User
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.clock import local_text
from account_api.delivery import deliver, handlers_of
from account_api.gateways.contract import Gateway, Taken
from account_api.notices import carrying
from account_api.notices import service as notices
from account_api.notices.receipts import signature
from tests.account_api.conftest import Firm

SECRET = "shared between two machines"


def sent(firm: Any, handed: bool = True, client: str = "demo-safe") -> str:
    """A notice by SMS, handed over under the gateway's id `g-1`."""
    with firm.context.transaction() as session:
        (row,) = notices.send(firm.context, session, client, "margin_call", "您好", channels=("sms",))
    if handed:
        hand(firm)
    return str(row.id)


def hand(firm: Any) -> None:
    gateway = Gateway("sms", lambda _: Taken("g-1"), knows_repetition=True)
    assert deliver(firm.context, carrying.handlers(firm.context, {"sms": gateway}, None)) == 1


async def feeder(firm: Any) -> Any:
    with firm.context.transaction() as session:
        if session.get(User, "gateway") is None:
            session.add(
                User.of(username="gateway", role=Role.feeder, display_name="Gateway", password_hash="x")
            )
    return await firm.signed_in("gateway")


def at(firm: Any, minutes: int) -> str:
    return local_text(firm.now + timedelta(minutes=minutes))


async def of(firm: Any, notice: str) -> Any:
    return await (await firm.signed_in("demo-safe")).notice_proof("demo-safe", notice)


async def test_a_receipt_counts_once_however_often_it_comes(either: Any) -> None:
    notice, gateway = sent(either), await feeder(either)
    first = await gateway.report_receipt("sms", "g-1", "delivered", at(either, 1))
    again = await gateway.report_receipt("sms", "g-1", "delivered", at(either, 1))
    assert (first["known"], again["known"], first["notice"], again["notice"]) == (False, True, notice, notice)
    proof = await of(either, notice)
    assert (proof["notice"]["state"], proof["notice"]["delivered_at"]) == ("delivered", at(either, 1))
    assert len(proof["receipts"]) == 1
    assert either.audit_actions().count("notice.receipt") == 1


async def test_receipts_give_the_same_answer_in_every_order(own_firm: Any) -> None:
    said = (("delivered", 2), ("read", 3), ("read", 4), ("failed", 1), ("delivered", 4))
    gateway, seen = await feeder(own_firm), set()
    for n, order in enumerate(list(permutations(said))[::12]):
        with own_firm.context.transaction() as session:
            (row,) = notices.send(own_firm.context, session, "demo-safe", "warning", "x", channels=("sms",))
            row.gateway, row.gateway_id, row.handed_at = "sms", f"o-{n}", own_firm.now
        for state, minutes in order:
            await gateway.report_receipt("sms", f"o-{n}", state, at(own_firm, minutes))
        proof = await of(own_firm, row.id)
        seen.add((proof["notice"]["state"], proof["notice"]["delivered_at"], proof["notice"]["read_at"]))
    assert n == 9
    assert seen == {("read", at(own_firm, 2), at(own_firm, 3))}


async def test_a_receipt_of_an_unknown_id_is_kept_aside_and_shown(own_firm: Any) -> None:
    gateway = await feeder(own_firm)
    told = await gateway.report_receipt("sms", "never-heard-of", "read", at(own_firm, 0))
    assert told["notice"] is None
    watching = await own_firm.signed_in("demo-compliance")
    assert [each["id"] for each in await watching.unknown_receipts()] == ["never-heard-of"]
    with pytest.raises(NotAllowed):
        await (await own_firm.signed_in("demo-agent")).unknown_receipts()


async def test_a_receipt_that_overtakes_our_own_record_is_the_notices_once_that_is_written(
    either: Any,
) -> None:
    notice, gateway = sent(either, handed=False), await feeder(either)
    assert (await gateway.report_receipt("sms", "g-1", "delivered", at(either, 1)))["notice"] is None
    hand(either)
    proof = await of(either, notice)
    assert (proof["notice"]["state"], len(proof["receipts"])) == ("delivered", 1)
    assert await (await either.signed_in("demo-compliance")).unknown_receipts() == []


async def test_a_gateway_may_name_our_own_id_but_not_that_of_another_gateways_notice(own_firm: Any) -> None:
    notice, gateway = sent(own_firm), await feeder(own_firm)
    assert (await gateway.report_receipt("sms", notice, "delivered", at(own_firm, 0)))["notice"] == notice
    assert (await gateway.report_receipt("other", notice, "read", at(own_firm, 0)))["notice"] is None
    old = await gateway.report_receipt("sms", "demo-call-notice-1", "read", at(own_firm, 0))
    assert old["notice"] is None, "a notice of before there were gateways"


async def test_clocks_that_are_wrong(own_firm: Any) -> None:
    notice, gateway = sent(own_firm), await feeder(own_firm)
    for absurd in (
        "2099-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "soon",
    ):
        with pytest.raises(AccountError) as caught:
            await gateway.report_receipt("sms", "g-1", "read", absurd)
        assert caught.value.status == 422
    await gateway.report_receipt("sms", "g-1", "delivered", at(own_firm, -60))
    assert (await of(own_firm, notice))["notice"]["delivered_at"] == at(own_firm, 0), "not before it was sent"


async def test_a_failure_that_turns_out_to_have_arrived_has_arrived(own_firm: Any) -> None:
    notice, gateway = sent(own_firm), await feeder(own_firm)
    await gateway.report_receipt("sms", "g-1", "failed", at(own_firm, 1))
    assert (await of(own_firm, notice))["notice"]["state"] == "failed"
    await gateway.report_receipt("sms", "g-1", "delivered", at(own_firm, 2))
    assert (await of(own_firm, notice))["notice"]["state"] == "delivered"


async def test_only_a_feeder_or_whoever_signs_the_body_may_report(home: Any) -> None:
    firm = Firm(home)
    firm.context = firm.app.state.context = _with_secret(firm.context)
    sent(firm)
    body = json.dumps({"gateway": "sms", "id": "g-1", "state": "delivered", "at": at(firm, 0)}).encode()

    async def post(**headers: str) -> httpx.Response:
        given = {
            "Content-Type": b"application/json",
            **{k.replace("_", "-"): v.encode() for k, v in headers.items()},
        }
        return await firm.client.http.post("/api/v1/receipts", content=body, headers=given)

    assert (await post()).status_code == 401
    assert (await post(X_Liangrong_Signature=signature("another", body))).status_code == 401
    assert (await post(X_Liangrong_Signature="ü")).status_code == 401
    assert (await post(X_Liangrong_Signature=signature(SECRET, body))).status_code == 200
    for user in ("demo-safe", "demo-agent", "demo-risk"):
        with pytest.raises(NotAllowed):
            await (await firm.signed_in(user)).report_receipt("sms", "g-1", "read", at(firm, 0))
    firm.context.database.dispose()


def _with_secret(context: Any) -> Any:
    settings = context.settings.model_copy(update={"receipt_secret": SecretStr(SECRET)})
    return replace(context, settings=settings)


async def test_without_a_shared_secret_no_signature_is_good(own_firm: Any) -> None:
    answer = await own_firm.client.http.post(
        "/api/v1/receipts",
        json={"gateway": "sms", "id": "g-1", "state": "read", "at": at(own_firm, 0)},
        headers={"X-Liangrong-Signature": signature("", b"")},
    )
    assert answer.status_code == 401


async def test_the_client_acknowledges_once_for_all_channels_and_nobody_else_can(either: Any) -> None:
    with either.context.transaction() as session:
        sms, app = notices.send(either.context, session, "demo-safe", "margin_call", "您好")
        (second,) = notices.send(
            either.context, session, "demo-safe", "margin_call", "您好", channels=("app",)
        )
    me = await either.signed_in("demo-safe")
    told = await me.acknowledge_notice("demo-safe", sms.id)
    either.now += timedelta(hours=1)
    assert await me.acknowledge_notice("demo-safe", sms.id) == told
    assert (told["state"], told["acknowledged_at"], told["read_at"]) == (
        "waiting",
        at(either, -60),
        None,
    ), "what the gateway of another channel did is for the gateway to say"
    other = (await of(either, app.id))["notice"]
    assert (other["acknowledged_at"], other["read_at"]) == (told["acknowledged_at"], None)
    in_app = await me.acknowledge_notice("demo-safe", second.id)
    assert (in_app["state"], in_app["read_at"]) == ("read", at(either, 0))
    with pytest.raises(NotAllowed):
        await (await either.signed_in("demo-supervisor")).acknowledge_notice("demo-safe", sms.id)
    with pytest.raises(NotFound):
        await (await either.signed_in("demo-call")).acknowledge_notice("demo-call", sms.id)
    assert either.audit_actions().count("notice.acknowledged") == 2


async def test_opening_the_message_in_the_inbox_reads_the_notice(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        (app,) = notices.send(own_firm.context, session, "demo-safe", "warning", "您好", channels=("app",))
    me = await own_firm.signed_in("demo-safe")
    (message,) = await me.inbox()
    own_firm.now += timedelta(minutes=3)
    await me.open_inbox(message["id"])
    assert (await of(own_firm, app.id))["notice"]["read_at"] == at(own_firm, 0)


async def test_the_proof_shows_a_text_that_was_altered(own_firm: Any) -> None:
    notice = sent(own_firm)
    assert (await of(own_firm, notice))["hash_holds"] is True
    with own_firm.context.transaction() as session:
        session.execute(text("UPDATE sent_notices SET text = '别的' WHERE id = :id"), {"id": notice})
    assert (await of(own_firm, notice))["hash_holds"] is False
    assert (await of(own_firm, notice))["other_channels"] == []


def test_a_demo_firm_rehearses(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        (row,) = notices.send(own_firm.context, session, "demo-safe", "warning", "您好", channels=("sms",))
    deliver(own_firm.context, handlers_of(own_firm.context))
    with own_firm.context.transaction(writes=False) as session:
        found = session.get_one(type(row), row.id)
    assert (found.gateway, found.delivered_at) == ("rehearsal", own_firm.now)


def test_a_notice_to_telegram_goes_to_the_clients_chat_or_is_refused(own_firm: Any) -> None:
    chats: list[Any] = []
    with own_firm.context.transaction() as session:
        for client in ("demo-safe", "demo-call"):
            notices.send(own_firm.context, session, client, "warning", "您好", channels=("telegram",))
        session.execute(
            text("INSERT INTO telegram_chats VALUES ('demo-safe', 4711, 'zh', '2026-11-20 00:00:00')")
        )
    assert deliver(own_firm.context, carrying.handlers(own_firm.context, {}, chats.append)) == 1
    assert [(each["chat"], each["text"]) for each in chats] == [(4711, "您好")]
