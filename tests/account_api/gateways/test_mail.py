"""E-mail over SMTP: what the server gets, and that no letter goes out twice whatever the server does."""

from datetime import date
from email import message_from_string, policy
from typing import Any

import pytest
from sqlalchemy import text

from account_api import outbox
from account_api.delivery import deliver, handlers_of
from account_api.gateways.settings import GatewaySettings
from account_api.notices import service as notices
from account_api.notices.tables import DeliveryRule
from account_api.notices.texts import Text
from tests.account_api.gateways.servers import MailServer, mail_server

WORDS = Text("【示例】您好。\n.首行有点", "[Demo] Hello.")


def settings(server: MailServer) -> GatewaySettings:
    return GatewaySettings(
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        smtp_from="notices@firm.test",
        smtp_timeout_s=2,
    )


def send(firm: Any, address: str | None = "safe@example.test") -> str:
    with firm.context.transaction() as session:
        rule = {"client_id": "demo-safe", "valid_from": date(2026, 1, 1), "channels": ["email"]}
        session.add(DeliveryRule.of(**rule, email=address))
        session.flush()
        (row,) = notices.send(firm.context, session, "demo-safe", "general", WORDS)
    return str(row.id)


def tries(firm: Any, server: MailServer, times: int = 2) -> str:
    handlers = handlers_of(firm.context, None, settings(server))
    for _ in range(times):
        deliver(firm.context, handlers)
        firm.wall += outbox.BACKOFF[-1]
    with firm.context.transaction(writes=False) as session:
        (found,) = session.execute(text("SELECT state FROM outbox WHERE kind = 'notice_email'")).scalars()
    return str(found)


async def test_the_letter_as_the_server_takes_it_is_the_body_of_the_proof(own_firm: Any) -> None:
    with mail_server() as server:
        sent = send(own_firm)
        assert tries(own_firm, server) == "delivered"
    (taken,) = server.taken
    letter: Any = message_from_string(taken["text"], policy=policy.default)
    assert (taken["to"], letter["Subject"], letter["From"]) == (
        "safe@example.test",
        "通知 / Notice",
        "notices@firm.test",
    )
    proof = await (await own_firm.signed_in("demo-safe")).notice_proof("demo-safe", sent)
    told = letter.get_content().replace("\r\n", "\n").strip()
    assert told == proof["body"] == f"{WORDS.zh}\n\n{WORDS.en}"
    assert letter["Message-ID"] == proof["gateway_id"] == f"<{sent}@firm.test>"


@pytest.mark.parametrize(
    ("how", "end", "letters"),
    [
        ("no-such-box", "dead", 0),
        ("refused-text", "dead", 0),
        ("busy", "delivered", 1),
        ("cut-in-data", "uncertain", 0),
        ("taken-then-cut", "uncertain", 1),
    ],
)
def test_whatever_the_server_does_no_letter_goes_out_twice(
    own_firm: Any, how: str, end: str, letters: int
) -> None:
    with mail_server() as server:
        server.behaviours = [how]
        send(own_firm)
        assert tries(own_firm, server) == end
    assert len(server.taken) == letters


def test_a_server_that_is_not_there_is_tried_again(own_firm: Any) -> None:
    with mail_server() as server:
        pass
    send(own_firm)
    assert tries(own_firm, server, 1) == "waiting"


def test_a_client_without_an_address_is_a_dead_letter_for_a_person(own_firm: Any) -> None:
    with mail_server() as server:
        send(own_firm, None)
        assert tries(own_firm, server) == "dead"
    assert server.taken == []
