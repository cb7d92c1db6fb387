"""The educators' part over the real account service: who comes in, what is refused and where, and nothing twice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI

from bot.channels.console.router import console_router
from bot.channels.headers import SecurityHeaders
from bot.channels.typing import Typing
from knowledge.education.curriculum import curriculum
from tests.account_api.campaigns.making import BODY, relayed, with_other_rules, without_rule
from tests.account_api.conftest import Firm
from tests.bot.education.world import Section

from .conftest import KEY, Seat, SeatOf

EVIL = "<script>alert(document.cookie)</script><img src=x onerror=alert(name)>"
PLAIN = {"zh": "一起学《{course_title}》", "en": "Learn “{course_title}”"}
EVERYBODY = {"audience": {"course_not_done": "surviving-a-fall"}, "text": PLAIN}
PARTS = ("/console/api/campaigns", "/console/api/education")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library in which every cited section is as it was when the item was written."""

    def section(self, document: str, section: str, as_of: date) -> Section:
        return Section(document, section, date(2026, 1, 19))


@dataclass(frozen=True, slots=True)
class School:
    firm: Firm
    library: Any = Shelf()

    def service(self) -> Any:
        return self.firm.client

    def now(self) -> datetime:
        return self.firm.now


@pytest.fixture
def app(house: Firm) -> FastAPI:
    app = FastAPI()
    app.include_router(
        console_router(
            house.client,
            None,  # type: ignore[arg-type]  # nobody here answers a client
            True,
            key=KEY,
            typing=Typing(),
            school=School(house),
            editorial=lambda _: APIRouter(),
            reasons=lambda: {},
        )
    )
    app.add_middleware(SecurityHeaders)
    return app


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """(method, path under the interface) of everything an educator may ask for."""
    return [
        (method, path.removeprefix("/console/api/").format(campaign_id="CM20261120-0001"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(PARTS)
    ]


async def ask(browser: Seat, method: str, path: str) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    return await browser.http.request(method, f"/console/api/{path}", headers=headers)


async def drafted(browser: Seat, key: str = "k", **changes: Any) -> str:
    answer = await browser.post("campaigns", {"key": key, "campaign": BODY | changes})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


async def submitted(educator: Seat, **changes: Any) -> str:
    campaign = await drafted(educator, **changes)
    assert (await educator.post(f"campaigns/{campaign}/submit")).json()["state"] == "submitted"
    return campaign


async def approved(educator: Seat, compliance: Seat, **changes: Any) -> str:
    campaign = await submitted(educator, **changes)
    answer = await compliance.post(f"campaigns/{campaign}/approve", {"confirm_broad": True})
    assert answer.json()["state"] == "approved"
    return campaign


def refused_fields(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    return {each["field"]: each["code"] for each in answer.json()["errors"]}


# --- who comes in


@pytest.mark.parametrize("persona", ["demo-educator", "demo-supervisor", "demo-compliance"])
async def test_educators_and_those_who_approve_read_campaigns_and_courses(seat: SeatOf, persona: str) -> None:
    browser = await seat(persona)
    assert [(await browser.get(path)).status_code for path in ("campaigns", "education")] == [200, 200]
    for page, mark in (("campaigns", 'id="entries"'), ("education", 'id="taught"')):
        answer = await browser.http.get(f"/console/{page}")
        assert answer.status_code == 200 and mark in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "style=" not in answer.text and "onclick" not in answer.text


@pytest.mark.parametrize("persona", ["demo-agent", "demo-risk", "demo-call", "demo-legal"])
async def test_whoever_has_no_part_in_it_gets_403_everywhere_and_each_time_it_is_kept(
    seat: SeatOf, app: FastAPI, house: Firm, persona: str
) -> None:
    browser = await seat(None)
    token = (await house.signed_in(persona)).token
    browser.http.cookies.set("liangrong_console", token or "", domain="desk.test", path="/console")
    await browser.http.get("/console")
    browser.http.cookies.set("liangrong_console", token or "", domain="desk.test", path="/console")
    page = await browser.http.get("/console/campaigns")
    assert page.status_code == 403 and "这一页不在您的职责内" in page.text
    browser.csrf = page.text.partition('name="csrf" content="')[2].partition('"')[0]
    kept, asked = house.audit_actions().count("right.denied"), routes(app)
    assert len(asked) == 12
    assert {(await ask(browser, *route)).status_code for route in asked} == {403}
    assert house.audit_actions().count("right.denied") >= kept + len(asked)


async def test_nobody_signed_in_is_shown_the_door(seat: SeatOf, app: FastAPI) -> None:
    browser = await seat(None)
    assert {(await ask(browser, *route)).status_code for route in routes(app)} == {401}
    assert 'id="sign-in"' in (await browser.http.get("/console/campaigns")).text


async def test_an_educator_is_led_to_the_campaigns_and_has_no_place_at_the_desk(
    seat: SeatOf, house: Firm
) -> None:
    browser = await seat("demo-educator")
    led = await browser.http.get("/console")
    assert (led.status_code, led.headers["location"]) == (303, "/console/campaigns")
    assert (await browser.get("queue")).status_code == 403
    assert "right.denied" in house.audit_actions()


async def test_an_agent_who_opens_the_campaigns_stays_an_agent(seat: SeatOf) -> None:
    browser = await seat("demo-agent")
    assert (await browser.http.get("/console/campaigns")).status_code == 403
    assert (await browser.get("queue")).status_code == 200
    campaigns = 'href="/console/campaigns"'
    assert campaigns not in (await browser.http.get("/console")).text
    assert campaigns in (await (await seat("demo-supervisor")).open()).text


async def test_no_write_passes_without_the_pages_own_header(seat: SeatOf, app: FastAPI, house: Firm) -> None:
    educator = await seat("demo-educator")
    writes = [route for route in routes(app) if route[0] in ("post", "put")]
    assert len(writes) == 7
    for csrf in ("", "wrong", (await seat("demo-educator")).csrf):
        for method, path in writes:
            answer = await ask(Seat(educator.http, csrf), method, path)
            assert answer.status_code == 403 and answer.json()["title_zh"] == "请求不是由本页发出"
    assert not [action for action in house.audit_actions() if action.startswith("campaign.")]


async def test_who_approves_does_not_write(seat: SeatOf) -> None:
    supervisor = await seat("demo-supervisor")
    assert (await supervisor.post("campaigns", {"key": "k", "campaign": BODY})).status_code == 403
    assert (await supervisor.get("campaigns")).json()["may_write"] is False


# --- writing


async def test_the_form_is_offered_courses_lessons_rules_in_force_and_the_placeholders(seat: SeatOf) -> None:
    offered = (await (await seat("demo-educator")).get("campaigns/choices?lang=zh-Hant")).json()
    assert offered["placeholders"] == ["name", "ratio", "line", "course_title", "lesson_title", "link"]
    assert [course["id"] for course in offered["courses"]] == list(curriculum().courses)
    assert offered["courses"][0]["title"]["zh-Hant"] == "開户之前"
    rules = {rule["param"]: rule for rule in offered["rules"]}
    assert rules["financing_margin_ratio"]["row"]["display"] == "100%"
    cited = {param for course in offered["courses"] for each in course["lessons"] for param in each["rules"]}
    assert len(cited) >= 20 and cited <= set(rules), "what a lesson rests on can be cited"


async def test_what_the_service_refuses_names_the_field(seat: SeatOf) -> None:
    educator = await seat("demo-educator")
    wrong = {
        "title": {"zh": "涨三成", "en": "Ten times {more}"},
        "text": {"zh": "跌30%怎么办", "en": "{lesson_title}"},
        "audience": {},
        "cites": [{"param": "no_such_rule"}],
    }
    found = refused_fields(await educator.post("campaigns", {"key": "k", "campaign": BODY | wrong}))
    assert found == {
        "body.title.zh": "free_number",
        "body.title.en": "free_number",
        "body.text.zh": "free_number",
        "body.lesson_title": "missing",
        "body.audience": "everybody",
        "body.cites.0.param": "not_found",
    }
    short = refused_fields(
        await educator.post("campaigns", {"key": "k", "campaign": BODY | {"title": {"zh": "", "en": "x"}}})
    )
    assert short == {"body.title.zh": "string_too_short"}
    assert (await educator.get("campaigns")).json()["campaigns"] == []


async def test_a_draft_is_written_once_per_key_and_anew_by_saving(seat: SeatOf) -> None:
    educator = await seat("demo-educator")
    first, again = await drafted(educator), await drafted(educator)
    assert first == again == "CM20261120-0001"
    saved = await educator.put(f"campaigns/{first}", {"campaign": BODY | {"lesson": None}})
    assert saved.json()["lesson"] is None and saved.json()["may"] == ["edit", "submit", "cancel"]


async def test_markup_in_title_and_text_stays_the_text_it_is(seat: SeatOf) -> None:
    educator = await seat("demo-educator")
    words = {"zh": EVIL, "en": EVIL}
    campaign = await drafted(educator, title=words, text=words)
    for path in (f"campaigns/{campaign}", "campaigns"):
        answer = await educator.get(path)
        assert answer.headers["content-type"] == "application/json" and EVIL in answer.text.replace(
            '\\"', '"'
        )
    preview = (await educator.post(f"campaigns/{campaign}/preview")).json()
    assert preview["samples"][0]["text"]["zh"] == EVIL
    assert EVIL not in (await educator.http.get("/console/campaigns")).text


# --- preview and the second pair of eyes


async def test_the_preview_counts_who_is_reached_and_why_others_are_not(seat: SeatOf, house: Firm) -> None:
    educator = await seat("demo-educator")
    campaign = await drafted(educator)
    preview = (await educator.post(f"campaigns/{campaign}/preview")).json()
    assert preview["selected"] + sum(preview["excluded"].values()) == preview["of"]
    assert (preview["selected"], preview["later"], preview["broad"]) == (1, 0, False)
    assert {"no_account", "indeterminate", "no_debt"} <= set(preview["excluded"])
    house.now += timedelta(hours=6)
    assert (await educator.post(f"campaigns/{campaign}/preview")).json()["later"] == 1


async def test_whoever_wrote_it_may_not_approve_it_and_is_told_why(seat: SeatOf, house: Firm) -> None:
    educator = await seat("demo-educator")
    campaign = await submitted(educator)
    assert (await educator.get(f"campaigns/{campaign}")).json()["own"] is True
    answer = await educator.post(f"campaigns/{campaign}/approve")
    assert answer.status_code == 403 and answer.json()["detail_zh"] == "本人撰写的活动须由他人审批。"
    assert house.audit_actions()[-1] == "campaign.self_approval"
    supervisor = await seat("demo-supervisor")
    seen = (await supervisor.get(f"campaigns/{campaign}")).json()
    assert (seen["own"], seen["may"]) == (False, ["approve", "cancel"])
    assert (await supervisor.post(f"campaigns/{campaign}/approve")).json()["approved_by"] == "demo-supervisor"


async def test_one_that_goes_to_most_clients_is_approved_only_knowingly(seat: SeatOf) -> None:
    educator, compliance = await seat("demo-educator"), await seat("demo-compliance")
    campaign = await submitted(educator, **EVERYBODY)
    assert (await compliance.post(f"campaigns/{campaign}/preview")).json()["broad"] is True
    answer = await compliance.post(f"campaigns/{campaign}/approve", {"confirm_broad": False})
    assert (answer.status_code, answer.json()["detail_zh"]) == (409, "该活动面向半数以上客户，请确认。")
    sure = await compliance.post(f"campaigns/{campaign}/approve", {"confirm_broad": True})
    assert sure.json()["state"] == "approved"


# --- running, holding, measuring


async def test_a_double_click_on_send_sends_once(seat: SeatOf, house: Firm) -> None:
    educator, compliance = await seat("demo-educator"), await seat("demo-compliance")
    campaign = await approved(educator, compliance)
    clicks = await asyncio.gather(*(educator.post(f"campaigns/{campaign}/run") for _ in range(3)))
    assert {(click.status_code, click.json()["state"]) for click in clicks} == {(200, "running")}
    assert relayed(house) == 1
    results = (await educator.get(f"campaigns/{campaign}/results")).json()
    assert (results["sent"], results["waiting"], results["chart"]) == (1, 0, None)
    assert house.audit_actions().count("campaign.run") == 1


async def test_a_campaign_that_is_cancelled_before_the_relay_sends_nothing(seat: SeatOf, house: Firm) -> None:
    educator, compliance = await seat("demo-educator"), await seat("demo-compliance")
    campaign = await approved(educator, compliance)
    await educator.post(f"campaigns/{campaign}/run")
    assert (await educator.post(f"campaigns/{campaign}/cancel")).json()["may"] == []
    relayed(house)
    results = (await educator.get(f"campaigns/{campaign}/results")).json()
    assert (results["sent"], results["skipped"]) == (0, {"cancelled": 1})


async def test_a_held_campaign_shows_the_row_it_was_written_under_and_the_row_now(
    seat: SeatOf, house: Firm
) -> None:
    educator, compliance = await seat("demo-educator"), await seat("demo-compliance")
    campaign = await approved(educator, compliance)
    before = (await educator.get(f"campaigns/{campaign}")).json()["rests_on"]
    assert [(each["old"], each["new"]) for each in before] == [([], [])]
    with_other_rules(house, without_rule("financing_margin_ratio"))
    (row,) = (await educator.get("campaigns")).json()["campaigns"]
    assert row["state"] == "approved" and "100%" in row["reason"]["zh"] and "80%" in row["reason"]["zh"]
    held = (await educator.post(f"campaigns/{campaign}/run?lang=en")).json()
    assert (held["state"], held["may"]) == ("held", ["edit", "cancel"])
    (ground,) = held["rests_on"]
    (old,), (new,) = ground["old"], ground["new"]
    assert (old["display"], old["valid_from"]) == ("100%", "2026-01-19")
    assert (new["display"], new["valid_from"]) == ("80%", "2023-09-11")
    assert ground["label"] == "lowest financing margin ratio"
    again = (await educator.put(f"campaigns/{campaign}", {"campaign": BODY})).json()
    assert again["state"] == "draft" and again["rests_on"][0]["new"] == []


async def test_results_give_the_gain_its_interval_its_method_and_a_drawing(seat: SeatOf, house: Firm) -> None:
    educator, compliance = await seat("demo-educator"), await seat("demo-compliance")
    campaign = await approved(educator, compliance, audience={"ratio_below": "1.40"})
    await educator.post(f"campaigns/{campaign}/run")
    relayed(house)
    for persona, right in (("demo-watch", 3), ("demo-call", 4)):
        client = await house.signed_in(persona)
        (letter,) = await client.inbox()
        await client.open_inbox(letter["id"])
        for stage, score in (("before", 1), ("after", right)):
            items = [{"item": f"i{n}", "answer": "A", "right": n < score, "rules": []} for n in range(4)]
            total: Any = {"right": score, "total": 4}
            await client.record_attempt(f"{persona}{stage}", BODY["course"], stage, 1, "zh", items, total)  # type: ignore[arg-type]
    results = (await educator.get(f"campaigns/{campaign}/results?lang=en")).json()
    assert [results[name] for name in ("sent", "opened", "started", "completed")] == [2, 2, 2, 2]
    assert (results["before"], results["after"]) == (0.25, 0.875)
    assert (results["gain"]["points"], results["gain"]["n"]) == (62.5, 2)
    assert results["gain"]["low"] < 62.5 < results["gain"]["high"] and "paired t" in results["gain"]["method"]
    assert "+62.5" in results["chart"]["svg"] and results["chart"]["svg"].startswith("<svg")


# --- what is taught


async def test_courses_show_every_lesson_and_item_with_what_it_rests_on(seat: SeatOf) -> None:
    taught = (await (await seat("demo-educator")).get("education")).json()
    assert (taught["as_of"], taught["held"]) == ("2026-11-20", [])
    assert [len(course["lessons"]) for course in taught["courses"]] == [6, 4]
    assert sum(len(course["items"]) for course in taught["courses"]) == len(curriculum().items) >= 24
    items = [item for course in taught["courses"] for item in course["items"]]
    assert all(item["grounds"] and item["as_of"] and not item["held"] for item in items)
    labels = {ground["label"] for each in taught["courses"][0]["lessons"] for ground in each["grounds"]}
    assert "融资保证金比例下限" in labels and not any(label.isascii() for label in labels)


async def test_a_changed_rule_holds_lessons_and_items_and_shows_both_rows(seat: SeatOf, house: Firm) -> None:
    educator = await seat("demo-educator")
    changed = date(2026, 11, 21)
    rules = house.context.rules
    rows = [row for param in rules.params() for row in rules.rows(param)]
    found = next(row for row in rows if row.param == "financing_margin_ratio" and row.valid_to is None)
    rows.remove(found)
    rows += [replace(found, valid_to=changed), replace(found, valid_from=changed, value="1.20")]
    with_other_rules(house, type(rules)(rows))
    house.now += timedelta(days=2)
    taught = (await educator.get("education?lang=en")).json()
    held = {each["id"]: each for each in taught["held"]}
    assert "lesson-margin-ratio" in held and len(held) >= 4
    (change,) = held["lesson-margin-ratio"]["changed"]
    assert [row["display"] for row in change["old"]] == ["100%"]
    assert [row["display"] for row in change["new"]] == ["120%"]
    marked = {
        each["id"]
        for course in taught["courses"]
        for each in (*course["lessons"], *course["items"])
        if each["held"]
    }
    assert marked == set(held)
