"""What an agent writes: checked while it is typed, refused where it is marked, sent once."""

from __future__ import annotations

import asyncio

import pytest

from .conftest import SeatOf
from .fakes import Office

CASE = "handoffs/H20261120-0001"
WRONG = "您的维持担保比例是 150%。"
RIGHT = "您的维持担保比例是 128.00%。"


def told(opened: Office) -> list[str]:
    """What the client has been told by people."""
    said = opened.conversations.events_for_desk("s1", "demo-call")
    return [event["data"]["text"] for event in said if event["kind"] == "agent"]


async def test_a_check_marks_the_place_says_why_and_gives_the_right_figure(seat: SeatOf) -> None:
    browser = await seat("demo-agent")
    review = (await browser.post(f"{CASE}/check", {"text": WRONG})).json()
    (issue,) = review["issues"]
    assert WRONG[issue["start"] : issue["end"]] == "150%"
    assert (review["passed"], issue["expected"], review["corrected"]) == (False, "128.00%", RIGHT)
    assert issue["why"]["zh"] and issue["why"]["en"]


async def test_a_marked_draft_is_refused_by_the_server_whatever_the_page_thought(
    seat: SeatOf, desk_office: Office
) -> None:
    browser = await seat("demo-agent")
    await browser.post(f"{CASE}/claim")
    answer = await browser.post(f"{CASE}/messages", {"message_id": "a1", "text": WRONG})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["review"]["issues"][0]["code"] == "wrong_value"
    assert told(desk_office) == []
    corrected = await browser.post(f"{CASE}/messages", {"message_id": "a1", "text": RIGHT})
    assert corrected.status_code == 200 and told(desk_office) == [RIGHT]


async def test_the_same_message_twice_or_at_once_is_one_message(seat: SeatOf, desk_office: Office) -> None:
    browser = await seat("demo-agent")
    await browser.post(f"{CASE}/claim")
    body = {"message_id": "a1", "text": RIGHT}
    together = await asyncio.gather(*(browser.post(f"{CASE}/messages", body) for _ in range(3)))
    later = await browser.post(f"{CASE}/messages", body)
    assert {answer.json()["event"] for answer in (*together, later)} == {2}
    assert told(desk_office) == [RIGHT]


async def test_nobody_sends_in_a_case_that_is_not_their_own(seat: SeatOf, desk_office: Office) -> None:
    browser, colleague = await seat("demo-agent"), await seat("demo-colleague")
    body = {"message_id": "a1", "text": RIGHT}
    assert (await browser.post(f"{CASE}/messages", body)).status_code == 409
    await colleague.post(f"{CASE}/claim")
    assert (await browser.post(f"{CASE}/messages", body)).status_code == 409
    await colleague.post(f"{CASE}/close", {"outcome": "solved", "note": "已答复"})
    assert (await colleague.post(f"{CASE}/messages", body)).status_code == 409
    assert told(desk_office) == []


async def test_sending_while_the_client_writes_loses_neither(seat: SeatOf, desk_office: Office) -> None:
    browser = await seat("demo-agent")
    await browser.post(f"{CASE}/claim")
    sending = browser.post(f"{CASE}/messages", {"message_id": "a1", "text": RIGHT})
    writing = asyncio.to_thread(desk_office.says, "s1", "等一下", "m1")
    await asyncio.gather(sending, writing)
    said = desk_office.conversations.events_for_desk("s1", "demo-call")
    assert sorted(event["kind"] for event in said) == ["agent", "client", "notice"]
    assert [event["id"] for event in said] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "   ", "。。。", "一" * 4001])
async def test_what_cannot_be_read_is_not_sent(seat: SeatOf, desk_office: Office, text: str) -> None:
    browser = await seat("demo-agent")
    await browser.post(f"{CASE}/claim")
    answer = await browser.post(f"{CASE}/messages", {"message_id": "a1", "text": text})
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "text"
    assert told(desk_office) == []


async def test_an_anonymous_visitor_is_offered_rules_and_a_way_to_sign_in(seat: SeatOf) -> None:
    offered = (await (await seat("demo-agent")).get("handoffs/H20261120-0002/suggestions")).json()
    texts = [each["text"] for each in offered["suggestions"]]
    assert [each["kind"] for each in offered["suggestions"]] == ["opening", "opening"]
    assert any("登录" in text for text in texts)
    assert not any(char.isdigit() for text in texts for char in text)
