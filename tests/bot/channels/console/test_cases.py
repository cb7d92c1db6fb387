"""Cases at the desk: whose they are, who has them, what the client is told, what outlives a page and a server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import Seat, SeatOf, application
from .fakes import EVIL, Firm, Office, case, office

CASE = "handoffs/H20261120-0001"
WEST = "handoffs/H20261120-0003"


def heard(answer: httpx.Response) -> list[dict[str, Any]]:
    """The events of a stream that have a number."""
    blocks = [
        dict(line.split(": ", 1) for line in part.split("\n") if ": " in line)
        for part in answer.text.split("\n\n")
    ]
    return [json.loads(block["data"]) for block in blocks if "id" in block]


def notices(opened: Office, session: str = "s1") -> list[str]:
    said = opened.conversations.events_for_desk(session, "demo-call")
    return [event["data"]["what"] for event in said if event["kind"] == "notice"]


async def test_the_queue_comes_in_the_services_order_with_its_reason_and_only_ones_own(seat: SeatOf) -> None:
    answer = (await (await seat("demo-agent")).get("queue")).json()
    assert [row["rank"] for row in answer["handoffs"]] == [1, 2]
    assert all(row["why"]["zh"] and row["why"]["en"] for row in answer["handoffs"])
    assert answer["now"] == "2026-11-20T16:30:00+08:00"


@pytest.mark.parametrize(
    "path", ["", "/events", "/suggestions", "/claim", "/release", "/close", "/notes", "/check", "/messages"]
)
async def test_another_groups_case_is_not_there_whatever_is_asked(seat: SeatOf, path: str) -> None:
    browser = await seat("demo-agent")
    bodies = {
        "/close": {"outcome": "solved", "note": "已答复"},
        "/release": {"note": "交还"},
        "/notes": {"key": "k", "text": "x"},
        "/check": {"text": "x"},
        "/messages": {"message_id": "m", "text": "您好"},
    }
    reads = path in ("", "/events", "/suggestions")
    answer = await (browser.get(WEST + path) if reads else browser.post(WEST + path, bodies.get(path)))
    assert answer.status_code == 404


async def test_another_groups_client_and_ticket_are_not_there(seat: SeatOf) -> None:
    browser = await seat("demo-agent2")
    for path in ("clients/demo-call", "tickets/T20261120-0001", CASE):
        assert (await browser.get(path)).status_code == 404
    assert (await browser.get("clients")).json() == {"clients": []}


async def test_of_two_agents_one_gets_the_case_and_the_other_is_told_who(seat: SeatOf) -> None:
    one, two = await seat("demo-agent"), await seat("demo-colleague")
    answers = await asyncio.gather(one.post(f"{CASE}/claim"), two.post(f"{CASE}/claim"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["detail"] in ("坐席甲", "坐席丙")


async def test_the_client_is_told_of_taking_giving_back_and_the_end_once_each(
    seat: SeatOf, desk_office: Office
) -> None:
    browser = await seat("demo-agent")
    for _ in range(2):
        await browser.post(f"{CASE}/claim")
    await browser.post(f"{CASE}/release", {"note": "back"})
    await browser.post(f"{CASE}/claim")
    await browser.post(f"{CASE}/close", {"outcome": "solved", "note": "已答复"})
    assert notices(desk_office)[0] == "claimed"
    assert notices(desk_office).count("released") == notices(desk_office).count("closed") == 1


async def test_a_page_that_died_finds_everything_and_its_case_still_its_own(
    seat: SeatOf, desk_office: Office
) -> None:
    desk_office.says("s1", "我要补多少？", "m1")
    first = await seat("demo-agent")
    await first.post(f"{CASE}/claim")
    await first.post(f"{CASE}/messages", {"message_id": "a1", "text": "您好，我在。"})
    again = await seat("demo-agent")
    row = (await again.get(CASE)).json()
    assert (row["claimed_by"], row["attended"]) == ("demo-agent", True)
    kinds = [event["kind"] for event in heard(await again.get(f"{CASE}/events"))]
    assert kinds == ["client", "notice", "agent"]


async def test_after_ninety_silent_seconds_a_colleague_takes_over_and_the_first_cannot_send(
    seat: SeatOf, firm: Firm
) -> None:
    first, colleague = await seat("demo-agent"), await seat("demo-colleague")
    await first.post(f"{CASE}/claim")
    firm.seconds = 89
    assert (await colleague.post(f"{CASE}/claim")).status_code == 409
    firm.seconds = 91
    assert (await colleague.post(f"{CASE}/claim")).json()["agent_name"] == "坐席丙"
    late = await first.post(f"{CASE}/messages", {"message_id": "a1", "text": "您好"})
    assert late.status_code == 409


async def test_a_heartbeat_keeps_the_case(seat: SeatOf, firm: Firm) -> None:
    first, colleague = await seat("demo-agent"), await seat("demo-colleague")
    await first.post(f"{CASE}/claim")
    for firm.seconds in (60, 120, 180):
        assert (await first.post(f"{CASE}/heartbeat")).status_code == 200
    assert (await colleague.post(f"{CASE}/claim")).status_code == 409


async def test_a_reader_that_lost_the_line_hears_what_it_missed_once_in_order(
    seat: SeatOf, desk_office: Office
) -> None:
    browser = await seat("demo-agent")
    for number in range(3):
        desk_office.says("s1", f"第{number}句", f"m{number}")
    first = heard(await browser.get(f"{CASE}/events"))
    desk_office.says("s1", "断线时说的", "m9")
    headers = {"Last-Event-ID": str(first[-1]["id"])}
    second = heard(await browser.http.get(f"/console/api/{CASE}/events?after=0", headers=headers))
    assert [event["data"]["text"] for event in first + second] == ["第0句", "第1句", "第2句", "断线时说的"]


async def test_a_server_started_anew_goes_on_where_the_old_one_stopped(tmp_path: Path) -> None:
    url, firm = f"sqlite:///{tmp_path / 'bot.db'}", Firm({"H20261120-0001": case(1)})
    before = office(firm, url)
    before.conversations.begin("s1", "zh")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(application(firm, before)), base_url="http://desk.test"
    ) as http:
        browser = Seat(http)
        await browser.sit("demo-agent")
        await browser.post(f"{CASE}/claim")
        body = {"message_id": "a1", "text": "您好，我在。"}
        assert (await browser.post(f"{CASE}/messages", body)).json()["status"] == "sent"
        seen = heard(await browser.get(f"{CASE}/events"))
        before.conversations.close()
        after = office(firm, url)
        http._transport = httpx.ASGITransport(application(firm, after))
        assert (await browser.post(f"{CASE}/messages", body)).json() == {
            "status": "sent",
            "event": seen[-1]["id"],
        }
        after.says("s1", "谢谢", "m1")
        missed = heard(await browser.get(f"{CASE}/events?after={seen[-1]['id']}"))
        after.conversations.close()
    assert [event["data"] for event in missed] == [{"text": "谢谢"}]


async def test_an_anonymous_visitors_desk_hears_nothing_said_under_an_identity(
    seat: SeatOf, desk_office: Office
) -> None:
    desk_office.says("s2", "规则是什么？", "m1", None)
    desk_office.says("s2", "我的比例？", "m2", "demo-call")
    events = heard(await (await seat("demo-agent")).get("handoffs/H20261120-0002/events"))
    assert [event["data"]["text"] for event in events] == ["规则是什么？"]


async def test_markup_in_words_names_and_notes_stays_words(seat: SeatOf, desk_office: Office) -> None:
    browser = await seat("demo-agent")
    desk_office.says("s1", EVIL, "m1")
    await browser.post(f"{CASE}/notes", {"key": "k1", "text": EVIL})
    for path in (CASE, f"{CASE}/events", "clients/demo-call"):
        answer = await browser.get(path)
        assert "onerror" in answer.text
        assert answer.headers["content-type"].startswith(("application/json", "text/event-stream"))
    assert "onerror" not in (await browser.open()).text


async def test_a_note_is_for_colleagues_and_never_in_the_conversation(
    seat: SeatOf, desk_office: Office
) -> None:
    browser = await seat("demo-agent")
    await browser.post(f"{CASE}/notes", {"key": "k1", "text": "只给同事看"})
    assert (await browser.get(CASE)).json()["notes"][0]["text"] == "只给同事看"
    assert "只给同事看" not in json.dumps(
        desk_office.conversations.events_for_desk("s1", "demo-call"), ensure_ascii=False
    )


async def test_the_client_at_a_glance_has_figures_with_their_proof_and_charts_without_style(
    seat: SeatOf,
) -> None:
    seen = (await (await seat("demo-agent")).get("clients/demo-call?lang=zh-Hant")).json()
    ratio = seen["figures"]["figures"]["maintenance_ratio"]
    assert ratio["formula"] and ratio["trace_id"] and seen["figures"]["snapshot_time"]
    assert seen["call"]["deadline"] == "2026-11-23T15:00:00+08:00"
    assert "維持擔保比例" in seen["history"]["svg"]
    for chart in (seen["gauge"]["svg"], seen["history"]["svg"]):
        assert chart.startswith("<svg") and "style=" not in chart
    assert seen["positions"]["holdings"][0]["market_value"] is None
    (course,) = seen["learning"]
    assert course["title"] and (course["read"], course["before"]["right"], course["gain"]) == (1, 3, None)
    assert course["lessons"] > course["read"]


async def test_a_contact_and_a_ticket_are_kept_and_shown(seat: SeatOf) -> None:
    browser = await seat("demo-agent")
    contact = {"key": "k1", "channel": "phone", "result": "no_answer", "note": "占线"}
    assert (await browser.post("clients/demo-call/contacts", contact)).json()["result"] == "no_answer"
    opening = {"key": "k2", "category": "fee", "text": "利息多算了一天"}
    first = (await browser.post("clients/demo-call/tickets", opening)).json()
    assert first == (await browser.post("clients/demo-call/tickets", opening)).json()
    assert first["details"] == {"opened_by": "坐席甲"}
    tickets = (await browser.get("clients/demo-call")).json()["tickets"]
    assert [each["number"] for each in tickets] == [first["number"]]
