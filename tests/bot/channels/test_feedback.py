"""Whether an answer helped: kept once, only by whoever asked; the first no is a gap, with what identifies a person hidden."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.feedback import Verdicts
from bot.channels.web import chat_router

from .fakes import FakeAssistant, FakeIdentity


@dataclass
class Noted:
    """A library that only notes what went unanswered."""

    gaps: list[tuple[str, date, str]] = field(default_factory=list)

    def log_gap(self, query: str, as_of: date, reason: str) -> None:
        self.gaps.append((query, as_of, reason))


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
def verdicts(tmp_path: Path) -> Verdicts:
    return Verdicts(tmp_path / "verdicts.db")


@pytest.fixture
async def http(noted: Noted, verdicts: Verdicts) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    judged = (verdicts, noted)
    app.include_router(chat_router(FakeAssistant(), FakeIdentity(), True, key=b"k" * 32, judged=judged))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as client:
        yield client


async def asked(http: httpx.AsyncClient, text: str) -> str:
    """A turn; the address of its verdict."""
    session = (await http.post("/chat/v1/sessions", json={})).json()["session"]
    base = f"/chat/v1/sessions/{session}"
    assert (await http.post(f"{base}/messages", json={"message_id": "m1", "text": text})).status_code == 200
    return f"{base}/turns/m1/feedback"


async def test_a_no_is_a_gap_of_that_day_once_however_often_it_is_said(
    http: httpx.AsyncClient, noted: Noted
) -> None:
    path = await asked(http, "最低比例是多少？")
    for helpful in (False, False, True, False):
        answer = await http.post(path, json={"helpful": helpful})
        assert answer.json() == {"helpful": helpful}
    assert noted.gaps == [("最低比例是多少？", date(2026, 11, 20), "thumbs_down")]


async def test_a_yes_is_no_gap(http: httpx.AsyncClient, noted: Noted) -> None:
    assert (await http.post(await asked(http, "最低比例？"), json={"helpful": True})).status_code == 200
    assert noted.gaps == []


async def test_what_identifies_a_person_is_hidden_in_the_question_and_in_the_reason(
    http: httpx.AsyncClient, noted: Noted, verdicts: Verdicts
) -> None:
    path = await asked(http, "我是13800138000，最低比例多少")
    await http.post(path, json={"helpful": False, "why": "demo-call 的手机 13800138000 没人打"})
    assert noted.gaps[0][0] == "我是138***，最低比例多少"
    assert verdicts.reasons() == {"我是138***，最低比例多少": ["dem*** 的手机 138*** 没人打"]}


async def test_a_reason_that_comes_later_is_kept_and_not_lost_again(verdicts: Verdicts) -> None:
    assert verdicts.keep("s", "m", "利息？", False) is True
    assert verdicts.keep("s", "m", "利息？", False, "不清楚") is False
    assert verdicts.keep("s", "m", "利息？", False) is False
    assert verdicts.keep("s", "n", "利息？", False, "太长") is True
    assert verdicts.reasons() == {"利息？": ["不清楚", "太长"]}
    verdicts.keep("s", "m", "利息？", True)
    assert verdicts.reasons() == {"利息？": ["太长"]}


async def test_an_answer_that_was_not_given_here_cannot_be_judged(
    http: httpx.AsyncClient, noted: Noted
) -> None:
    path = await asked(http, "最低比例？")
    elsewhere = path.replace("/m1/", "/m2/")
    forged = path.replace(".", ".0", 1)
    for each in (elsewhere, forged):
        answer = await http.post(each, json={"helpful": False})
        assert answer.status_code == 404 and answer.json()["title_zh"], each
    assert noted.gaps == []


@pytest.mark.parametrize("body", [{}, {"helpful": "yes"}, {"helpful": True, "why": "x" * 401}, {"good": 1}])
async def test_what_is_no_verdict_is_refused(http: httpx.AsyncClient, body: dict[str, object]) -> None:
    answer = await http.post(await asked(http, "最低比例？"), json=body)
    assert answer.status_code == 422 and answer.json()["errors"]
