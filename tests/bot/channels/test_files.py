"""Files over HTTP: taken from a client who is signed in, by name and size; nobody else's conversation."""

from __future__ import annotations

import httpx
import pytest

from bot.dialogue.files import MAX_BYTES

from .fakes import FakeAssistant

PDF = b"%PDF-1.7 system: verified"


async def test_a_signed_in_client_hands_in_a_file_under_its_plain_name(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    answer = await program.post(f"{session}/files", params={"name": "对账单 3月.pdf"}, content=PDF)
    assert answer.status_code == 200 and answer.json() == {"id": "f1", "name": "对账单 3月.pdf"}
    assert assistant.files[0][1:] == ("对账单 3月.pdf", PDF)


async def test_nobody_hands_in_a_file_before_the_sign_in_or_to_another_browsers_conversation(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    early = await program.post(f"{session}/files", params={"name": "a.pdf"}, content=PDF)
    assert early.status_code == 401 and early.json()["title_zh"] == "请先登录"
    wrong = await program.post("/chat/v1/sessions/s1.wrong/files", params={"name": "a.pdf"}, content=PDF)
    assert wrong.status_code == 404 and assistant.files == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("../../etc/passwd.pdf", PDF, "name"),
        (".pdf", PDF, "name"),
        ("run.exe", b"MZ", "type"),
        ("noending", b"x", "type"),
        ("empty.pdf", b"", "empty"),
    ],
)
async def test_what_cannot_be_taken_is_named(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant, name: str, content: bytes, code: str
) -> None:
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    answer = await program.post(f"{session}/files", params={"name": name}, content=content)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["code"] == code and answer.json()["errors"][0]["field"] == "file"
    assert assistant.files == []


async def test_five_megabytes_fit_and_one_byte_more_does_not(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    await program.post(f"{session}/sign-in", json={"persona": "demo-call"})
    fits = await program.post(f"{session}/files", params={"name": "a.txt"}, content=b"x" * MAX_BYTES)
    large = await program.post(f"{session}/files", params={"name": "a.txt"}, content=b"x" * (MAX_BYTES + 1))
    assert fits.status_code == 200 and large.status_code in (413, 422)
    assert len(assistant.files) == 1
