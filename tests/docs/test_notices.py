"""What the page about notices shows is so: its settings, its gateway, its signature, its receipt."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

from account_api.gateways.contract import Letter
from account_api.gateways.settings import GatewaySettings
from account_api.gateways.sms import sms_gateway
from account_api.notices.contract import ReceiptCreate
from account_api.notices.receipts import signature
from account_api.outbox import BACKOFF

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "notices.md").read_text("utf-8")
OF_ORDERS = (DOCS / "margin-calls.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_settings_on_the_page_are_those_there_are() -> None:
    pages = f"{PAGE}\n{OF_ORDERS}"
    named = set(re.findall(r"^\| `LIANGRONG_(\w+)`", pages, re.MULTILINE))
    assert named == {name.upper() for name in GatewaySettings.model_fields}
    for name, default in re.findall(r"^\| `LIANGRONG_(\w+)` \| [^|]*\(`([^`]+)`\) \|", pages, re.MULTILINE):
        field = GatewaySettings.model_fields[name.lower()]
        assert str(field.default).lower().removesuffix(".0") == default


def test_the_gateway_on_the_page_sends_a_message_once() -> None:
    names: dict[str, Any] = {}
    exec(blocks("python")[0], names)
    with names["server"]() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        made = sms_gateway(
            GatewaySettings(sms_url=f"http://127.0.0.1:{server.server_port}/", sms_dedupes=True)
        )
        assert made is not None
        letter = Letter("N20261120-000001-sms", "demo-call", None, "", "您好")
        assert {made.send(letter).gateway_id for _ in range(3)} == {"sms-1"}
        server.shutdown()
        thread.join()
    assert len(names["sent"]) == 1


def test_the_signature_and_the_receipt_on_the_page_are_ours() -> None:
    names: dict[str, Any] = {}
    exec(blocks("python")[1], names)
    body = blocks("json")[1].encode()
    assert names["signature"]("secret", body) == signature("secret", body)
    assert ReceiptCreate.model_validate(json.loads(body)).state == "delivered"


def test_the_pauses_on_the_page_are_those_of_the_outbox() -> None:
    assert [int(each.total_seconds()) for each in BACKOFF] == [10, 60, 300, 1800, 7200]
    assert "10 s, 1 min, 5 min, 30 min, 2 h" in PAGE
