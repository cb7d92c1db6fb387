"""SMS over HTTP: however the gateway answers, each client gets the text once where the gateway knows a repetition, and never
twice where it does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from account_api import outbox
from account_api.delivery import deliver, handlers_of
from account_api.gateways.settings import GatewaySettings
from account_api.notices import service as notices
from tests.account_api.gateways.servers import SmsServer, sms_server

HOW = ("ok", "500", "429", "garbage", "no-id", "cut", "late", "taken-then-500", "taken-then-cut")
DOUBTS = ("500", "garbage", "no-id", "cut", "late", "taken-then-500", "taken-then-cut")


def settings(server: SmsServer) -> GatewaySettings:
    return GatewaySettings(
        sms_url=server.url, sms_token=SecretStr("s3cret"), sms_dedupes=server.dedupes, sms_timeout_s=0.3
    )


def send(firm: Any, words: str = "您好") -> str:
    with firm.context.transaction() as session:
        (row,) = notices.send(firm.context, session, "demo-safe", "general", words, channels=("sms",))
    return str(row.id)


def state(firm: Any) -> str:
    with firm.context.transaction(writes=False) as session:
        (found,) = session.execute(text("SELECT state FROM outbox WHERE kind = 'notice_sms'")).scalars()
    return str(found)


def tries(firm: Any, server: SmsServer, times: int = 2) -> None:
    handlers = handlers_of(firm.context, None, settings(server))
    for _ in range(times):
        deliver(firm.context, handlers)
        firm.wall += outbox.BACKOFF[-1]


@contextmanager
def serving(dedupes: bool) -> Iterator[SmsServer]:
    with sms_server(dedupes) as server:
        yield server


async def test_what_the_gateway_gets_and_what_is_kept_of_its_answer(either: Any) -> None:
    with serving(True) as server:
        sent = send(either)
        tries(either, server)
    (request,) = server.requests
    assert request == {
        "id": sent,
        "client": "demo-safe",
        "to": None,
        "text": "您好",
        "authorization": "Bearer s3cret",
    }
    proof = await (await either.signed_in("demo-safe")).notice_proof("demo-safe", sent)
    assert (proof["gateway"], proof["gateway_id"], proof["notice"]["state"]) == ("sms", "g-1", "handed")
    assert [(each["n"], each["outcome"]) for each in proof["attempts"]] == [(1, "taken")]
    assert (proof["body"], proof["hash_holds"], proof["tries"]) == ("您好", True, 1)


@pytest.mark.parametrize("how", HOW)
def test_a_gateway_that_knows_repetitions_sends_each_text_once_however_it_answers(
    own_firm: Any, how: str
) -> None:
    with serving(True) as server:
        server.behaviours = [how]
        send(own_firm)
        tries(own_firm, server)
    assert [each["text"] for each in server.sent] == ["您好"]
    assert len(server.requests) == (1 if how == "ok" else 2)
    assert state(own_firm) == "delivered"


@pytest.mark.parametrize("how", HOW)
def test_a_gateway_that_knows_none_never_sends_a_text_twice(own_firm: Any, how: str) -> None:
    with serving(False) as server:
        server.behaviours = [how]
        send(own_firm)
        tries(own_firm, server)
    assert len(server.sent) <= 1
    assert len(server.requests) == (2 if how == "429" else 1)
    assert state(own_firm) == ("uncertain" if how in DOUBTS else "delivered")


async def test_a_number_that_is_refused_is_a_dead_letter_at_once_and_the_notice_has_failed(
    own_firm: Any,
) -> None:
    with serving(True) as server:
        server.behaviours = ["400"]
        sent = send(own_firm)
        tries(own_firm, server)
    assert (len(server.requests), state(own_firm)) == (1, "dead")
    proof = await (await own_firm.signed_in("demo-safe")).notice_proof("demo-safe", sent)
    assert (proof["notice"]["state"], proof["attempts"][0]["detail"]) == ("failed", "Refused: status 400")


def test_a_gateway_that_is_not_there_is_tried_again(own_firm: Any) -> None:
    with serving(False) as server:
        pass
    send(own_firm)
    tries(own_firm, server, 1)
    assert state(own_firm) == "waiting"


def test_no_error_shows_the_address_or_the_token(own_firm: Any) -> None:
    with serving(True) as server:
        server.behaviours = list(DOUBTS[:2])
        send(own_firm)
        tries(own_firm, server)
    with own_firm.context.transaction(writes=False) as session:
        kept = " ".join(session.execute(text("SELECT detail FROM notice_attempts")).scalars())
    assert "status 500" in kept
    assert "127.0.0.1" not in kept and "s3cret" not in kept
