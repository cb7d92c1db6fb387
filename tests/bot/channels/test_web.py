"""The chat over HTTP: conversations, messages, who is speaking, and what is said when something is wrong."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from account_api.client import Unreachable

from .conftest import Browser, application
from .fakes import RATIO, FakeAssistant

RULE = {"message_id": "m-1", "text": "现在融资保证金比例最低是多少？"}
MINE = {"message_id": "m-2", "text": "我的维持担保比例是多少？"}
STREAM = {"Accept": "text/event-stream"}


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    found = []
    for part in response.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in part.split("\n"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


async def test_a_program_opens_a_conversation_and_gets_a_turn_as_json(program: httpx.AsyncClient) -> None:
    opened = await program.post("/chat/v1/sessions", json={"lang": "zh"})
    answer = await program.post(f"/chat/v1/sessions/{opened.json()['session']}/messages", json=RULE)
    assert opened.status_code == answer.status_code == 200
    assert answer.json()["action"] == "answer"
    assert answer.json()["citations"][0]["effective_from"] == "2026-01-19"


async def test_a_conversation_is_opened_without_any_body(program: httpx.AsyncClient) -> None:
    assert len((await program.post("/chat/v1/sessions")).json()["session"]) > 40


async def test_a_stream_gives_stages_then_blocks_in_order_then_the_turn(
    program: httpx.AsyncClient, session: str
) -> None:
    response = await program.post(f"{session}/messages", json=RULE, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events(response)]
    assert names == ["status", "status", "block", "block", "done"]
    data = [data for _, data in events(response)]
    assert [item["stage"] for item in data[:2]] == ["rules", "figures"]
    assert [(item["index"], item["kind"]) for item in data[2:4]] == [(0, "text"), (1, "citation")]
    assert data[4]["answer"].startswith("融资保证金比例最低为 100%")


async def test_the_same_message_twice_is_answered_once(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    first = await program.post(f"{session}/messages", json=RULE)
    second = await program.post(f"{session}/messages", json=RULE, headers=STREAM)
    assert events(second)[-1][1] == first.json()
    assert assistant.turns_run == 1


async def test_a_message_repeated_while_it_is_answered_joins_the_running_turn(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.delay_s = 0.02
    answers = await asyncio.gather(*(program.post(f"{session}/messages", json=RULE) for _ in range(3)))
    assert assistant.turns_run == 1
    assert len({answer.text for answer in answers}) == 1


async def test_a_reader_who_leaves_does_not_stop_the_turn(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.delay_s = 0.02
    leaving = asyncio.create_task(program.post(f"{session}/messages", json=RULE))
    await asyncio.sleep(0.01)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await asyncio.sleep(0.06)
    assert assistant.turns_run == 1


async def test_a_reloaded_page_reads_the_conversation_back(program: httpx.AsyncClient, session: str) -> None:
    await program.post(f"{session}/messages", json=RULE)
    messages = (await program.get(f"{session}/messages")).json()["messages"]
    assert [item["text"] for item in messages] == [RULE["text"]]
    assert messages[0]["reply"]["blocks"][0]["kind"] == "text"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("字" * 4_001, "too_long"),
        ("x" * 100_000, "too_long"),
        ("PK\x03\x04\x00\x00", "not_text"),
        ("\ufffd\ufffdabc", "not_text"),
        ("👍👍", "no_words"),
    ],
)
async def test_a_message_that_cannot_be_read_is_refused_in_both_languages_and_names_the_field(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant, text: str, code: str
) -> None:
    response = await program.post(
        f"{session}/messages", json={"message_id": "m", "text": text}, headers=STREAM
    )
    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("text", code)]
    assert problem["detail"] and problem["detail_zh"]
    assert assistant.turns_run == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "你好"}, "message_id"),
        ({"message_id": "", "text": "你好"}, "message_id"),
        ({"message_id": "m" * 65, "text": "你好"}, "message_id"),
        ({"message_id": "m"}, "text"),
        ({"message_id": "m", "text": 7}, "text"),
        ({"message_id": "m", "text": "你好", "lang": "fr"}, "lang"),
        ({"message_id": "m", "text": "你好", "as_of": "soon"}, "as_of"),
        ({"message_id": "m", "text": "你好", "colour": "red"}, "colour"),
    ],
)
async def test_a_malformed_request_names_its_field(
    program: httpx.AsyncClient, session: str, body: dict[str, Any], field: str
) -> None:
    response = await program.post(f"{session}/messages", json=body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_broken_json_names_the_body(program: httpx.AsyncClient, session: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = await program.post(f"{session}/messages", content=b'{"text": ', headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize("body", [b'{"message_id": "a", "text": "\xff"}', b"\x00\x01\x02", b"[1, 2]", b""])
async def test_a_body_that_is_no_json_object_in_utf_8_is_refused(
    program: httpx.AsyncClient, session: str, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await program.post(f"{session}/messages", content=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "body" and response.json()["detail_zh"]


async def test_a_bug_is_an_error_object_with_an_id_and_not_a_lost_conversation(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.failure = KeyError("a secret name")
    response = await program.post(f"{session}/messages", json={"message_id": "m", "text": "最低？"})
    assert response.status_code == 500 and response.json()["trace_id"]
    assert "secret" not in response.text


async def test_a_body_beyond_a_megabyte_is_not_read(program: httpx.AsyncClient, session: str) -> None:
    response = await program.post(f"{session}/messages", json={"message_id": "m", "text": "x" * 1_100_000})
    assert response.status_code == 413


@pytest.mark.parametrize("known", ["nothing", "s1", "s1.", "s1.0123456789abcdef", "s1.é"])
async def test_an_unknown_or_guessed_conversation_is_not_found(
    program: httpx.AsyncClient, session: str, known: str
) -> None:
    assert session.split("/")[-1].startswith("s1.")
    for response in (
        await program.get(f"/chat/v1/sessions/{known}/messages"),
        await program.post(f"/chat/v1/sessions/{known}/messages", json=RULE),
        await program.post(f"/chat/v1/sessions/{known}/sign-in", json={"persona": "demo-call"}),
        await program.post(f"/chat/v1/sessions/{known}/sign-out"),
    ):
        assert response.status_code == 404
        assert response.json()["title_zh"] == "会话不存在"


async def test_a_conversation_belongs_to_the_browser_that_opened_it(open_browser: Browser) -> None:
    mine, other, stranger = open_browser(), open_browser(), open_browser()
    cookie = (await mine.get("/")).headers["set-cookie"]
    await other.get("/")
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    session = (await mine.post("/chat/v1/sessions")).json()["session"]
    path = f"/chat/v1/sessions/{session}/messages"
    assert (await mine.get(path)).status_code == 200
    assert (await other.get(path)).status_code == 404
    assert (await stranger.get(path)).status_code == 404


async def test_a_second_page_load_keeps_the_browsers_secret(open_browser: Browser) -> None:
    browser = open_browser()
    await browser.get("/")
    assert "set-cookie" not in (await browser.get("/")).headers


async def test_nothing_of_an_account_before_sign_in(program: httpx.AsyncClient, session: str) -> None:
    reply = (await program.post(f"{session}/messages", json=MINE)).json()
    assert (reply["action"], reply["figures"]) == ("ask", [])


async def test_password_then_code_binds_the_conversation(program: httpx.AsyncClient, session: str) -> None:
    first = await program.post(
        f"{session}/sign-in", json={"username": "demo-call", "password": "correct horse"}
    )
    assert first.json() == {"status": "code_required", "challenge": "c-1", "demo_code": "246810"}
    second = await program.post(f"{session}/sign-in", json={"challenge": "c-1", "code": "246810"})
    assert second.json()["principal"]["client_id"] == "demo-call"
    assert "token" not in second.text
    reply = (await program.post(f"{session}/messages", json=MINE)).json()
    assert reply["figures"][0]["value"] == "1.28"


async def test_signing_out_takes_the_account_away(program: httpx.AsyncClient, session: str) -> None:
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    assert (await program.post(f"{session}/sign-out")).json() == {"status": "signed_out"}
    assert (await program.post(f"{session}/messages", json=MINE)).json()["figures"] == []


async def test_a_wrong_password_is_said_in_the_account_services_words(
    program: httpx.AsyncClient, session: str
) -> None:
    response = await program.post(f"{session}/sign-in", json={"username": "nobody", "password": "x"})
    assert response.status_code == 401
    assert response.json()["title_zh"] == "登录失败"


@pytest.mark.parametrize(
    "body", [{}, {"username": "a"}, {"code": "1"}, {"persona": "demo-call", "username": "a", "password": "b"}]
)
async def test_half_a_sign_in_is_refused(
    program: httpx.AsyncClient, session: str, body: dict[str, str]
) -> None:
    response = await program.post(f"{session}/sign-in", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "incomplete"


async def test_personas_exist_only_in_a_demo(assistant: FakeAssistant) -> None:
    transport = httpx.ASGITransport(application(assistant, None, demo=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        session = (await client.post("/chat/v1/sessions")).json()["session"]
        response = await client.post(f"/chat/v1/sessions/{session}/sign-in", json={"persona": "demo-call"})
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "persona")
        assert assistant.who == {"s1": None}
        assert 'data-persona="' not in (await client.get("/")).text


async def test_a_figure_is_recomputed_for_its_owner_only(program: httpx.AsyncClient, session: str) -> None:
    asked = {"name": "maintenance_ratio", "trace_id": RATIO["trace_id"]}
    assert (await program.post(f"{session}/recompute", json=asked)).status_code == 404
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    same = (await program.post(f"{session}/recompute", json=asked)).json()
    changed = (await program.post(f"{session}/recompute", json={**asked, "trace_id": "t0"})).json()
    assert (same["same"], changed["same"]) == (True, False)
    assert same["figure"]["formula"]


async def test_a_code_for_telegram_needs_a_sign_in(program: httpx.AsyncClient, session: str) -> None:
    assert (await program.post(f"{session}/telegram-code")).status_code == 409
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    assert (await program.post(f"{session}/telegram-code")).json() == {
        "code": "12345678",
        "expires_in_s": 300,
    }


async def test_a_failing_turn_ends_the_stream_with_an_error_object_and_tells_nothing_inside(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.failure = RuntimeError("secret detail")
    response = await program.post(f"{session}/messages", json=RULE, headers=STREAM)
    name, problem = events(response)[-1]
    assert (name, problem["status"]) == ("error", 500)
    assert problem["trace_id"] in problem["detail_zh"]
    assert "secret" not in response.text


async def test_an_account_service_out_of_reach_is_said(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.failure = Unreachable(0, {"title": "No answer", "title_zh": "账户服务没有响应"})
    response = await program.post(f"{session}/messages", json=RULE)
    assert (response.status_code, response.json()["title_zh"]) == (503, "账户服务没有响应")


async def test_the_status_line_tells_clock_rules_and_model(program: httpx.AsyncClient) -> None:
    assert (await program.get("/chat/v1/status")).json() == {
        "demo": True,
        "now": "2026-11-20T16:30:00+08:00",
        "rules_as_of": "2026-11-20",
        "model": None,
        "external_calls": 0,
    }
