"""Who comes in to the console, and which writes are believed."""

from __future__ import annotations

import httpx
from fastapi import FastAPI

from .conftest import Seat, SeatOf, application
from .fakes import Firm, Office

CASE = "handoffs/H20261120-0001"


def paths(app: FastAPI, method: str) -> list[str]:
    document = app.openapi()["paths"]
    return [
        path.format(
            handoff_id="H20261120-0001",
            client_id="demo-call",
            number="T20261120-0001",
            campaign_id="C20261120-0001",
            proposal_id="P20261120-0001",
            policy_id="PL20261120-0001",
            call_id="C20261120-0001",
            notice_id="demo-call-notice-1",
            liquidation_id="L20261120-0001",
            task_id="1",
            name="born",
            act="approve",
            what="waiver",
        )
        for path, operations in document.items()
        if path.startswith("/console/api") and method in operations
    ]


async def test_password_and_code_lead_to_the_desk(seat: SeatOf) -> None:
    browser = await seat(None)
    first = await browser.post("sign-in", {"username": "demo-agent", "password": "correct horse"})
    assert first.json() == {"status": "code_required", "challenge": "c-demo-agent", "demo_code": "246810"}
    second = await browser.post("sign-in", {"challenge": "c-demo-agent", "code": "246810"})
    assert second.json()["principal"]["user"] == "demo-agent"
    page = await browser.open()
    assert 'id="panes"' in page.text and "坐席甲" in page.text


async def test_a_wrong_password_a_wrong_code_and_half_an_attempt_leave_the_door_shut(seat: SeatOf) -> None:
    browser = await seat(None)
    wrong = await browser.post("sign-in", {"username": "demo-agent", "password": "wrong"})
    code = await browser.post("sign-in", {"challenge": "c-demo-agent", "code": "000000"})
    half = await browser.post("sign-in", {"username": "demo-agent"})
    assert [wrong.status_code, code.status_code, half.status_code] == [401, 401, 422]
    assert (await browser.get("queue")).status_code == 401


async def test_the_token_lies_in_a_cookie_that_no_script_reads_and_no_other_site_sends(seat: SeatOf) -> None:
    browser = await seat(None)
    answer = await browser.post("sign-in", {"persona": "demo-agent"})
    cookie = answer.headers["set-cookie"].lower()
    assert "liangrong_console=demo-agent" in cookie
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/console"))
    assert "token" not in answer.json()


async def test_every_write_without_the_pages_header_or_with_a_wrong_one_is_refused(
    seat: SeatOf, app: FastAPI, firm: Firm
) -> None:
    browser = await seat("demo-agent")
    writes = paths(app, "post")
    assert len(writes) >= 12
    for path in writes:
        for headers in ({}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": "错".encode()}):
            answer = await browser.http.post(path, json={}, headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 403, path
            assert answer.json()["title_zh"] == "请求不是由本页发出"
    assert firm.cases["H20261120-0001"]["state"] == "waiting"


async def test_the_header_of_another_browser_or_of_before_the_sign_in_does_not_count(seat: SeatOf) -> None:
    mine, theirs, nobody = await seat("demo-agent"), await seat("demo-agent"), await seat(None)
    for csrf in (theirs.csrf, nobody.csrf):
        assert (await Seat(mine.http, csrf).post(f"{CASE}/claim")).status_code == 403
    assert (await mine.post(f"{CASE}/claim")).status_code == 200


async def test_nothing_behind_the_door_answers_before_sign_in(seat: SeatOf, app: FastAPI) -> None:
    browser = await seat(None)
    reads = paths(app, "get")
    assert len(reads) >= 8
    for path in reads:
        assert (await browser.http.get(path)).status_code == 401, path
    assert (await browser.post(f"{CASE}/claim")).status_code == 401


async def test_a_client_who_opens_the_console_is_refused_and_it_is_kept(seat: SeatOf, firm: Firm) -> None:
    browser = await seat(None)
    answer = await browser.post("sign-in", {"persona": "demo-call"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    browser.http.cookies.set("liangrong_console", "demo-call")
    page = await browser.open()
    assert page.status_code == 403 and "这里是客服人员的工作台" in page.text
    assert 'id="panes"' not in page.text
    browser.http.cookies.set("liangrong_console", "demo-call")
    assert (await browser.get("queue")).status_code == 403
    assert firm.denied == ["demo-call"] * 3


async def test_an_expired_sign_in_says_so_and_shows_the_door(seat: SeatOf) -> None:
    browser = await seat("demo-agent")
    browser.http.cookies.set("liangrong_console", "nobody-any-more", domain="desk.test", path="/console")
    page = await browser.open()
    assert page.status_code == 200 and "登录已过期" in page.text


async def test_signing_out_takes_the_cookie_away(seat: SeatOf) -> None:
    browser = await seat("demo-agent")
    assert (await browser.get("queue")).status_code == 200
    await browser.post("sign-out")
    assert (await browser.get("queue")).status_code == 401


async def test_without_a_demo_no_persona_opens_the_door(firm: Firm, desk_office: Office) -> None:
    app = application(firm, desk_office, demo=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as http:
        browser = Seat(http)
        page = await browser.open()
        assert "demo-agent" not in page.text.partition("<script type")[0]
        assert (await browser.post("sign-in", {"persona": "demo-agent"})).status_code == 422


async def test_the_page_carries_the_strict_policy_and_nothing_inline(seat: SeatOf) -> None:
    page = await (await seat("demo-agent")).open()
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "style=" not in page.text and "onclick" not in page.text
    assert page.text.count("<script") == page.text.count('<script type="module" src="/static/') + 1
