"""The policy desk, the applications and the board of operations over the real account service."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI

from account_api.audit_check import verify
from account_api.demo import DEMO_CLOCK
from account_api.outbox import Message
from bot.channels.console.amounts import display
from bot.channels.console.spoken import spoken
from tests.account_api.conftest import Firm

from .conftest import SeatOf, over_the_firm

NUMBERS = count()
SECURITY = {"security": {"code": "600519.SH", "conversion_rate": "0.55"}}
WHEN = {"effective": "2026-12-07", "reason": "波动加大"}


@pytest.fixture
def app(house: Firm) -> FastAPI:
    return over_the_firm(house)


def keyed(**body: Any) -> dict[str, Any]:
    return {"key": f"k{next(NUMBERS)}", **body}


# --- policies


async def test_a_policy_goes_from_a_draft_over_its_impact_to_a_proposal_and_back(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    draft = (await risk.post("policies", keyed(policy=SECURITY | WHEN))).json()
    assert (draft["state"], draft["may"]) == ("draft", ["impact", "withdraw"])
    impact = (await risk.post(f"policies/{draft['id']}/impact")).json()
    assert impact["touched"] == 2 and impact["figures"]["policy_margin_lost"]["trace_id"]
    assert (await risk.get(f"policies/{draft['id']}")).json()["may"] == ["impact", "propose", "withdraw"]
    proposed = (await risk.post(f"policies/{draft['id']}/propose", keyed())).json()
    assert proposed["state"] == "proposed"
    gone = (await risk.post(f"policies/{draft['id']}/withdraw", keyed(reason="数据有误"))).json()
    assert (gone["state"], gone["may"], gone["ended_because"]) == ("withdrawn", [], "数据有误")


async def test_what_loosens_the_rules_is_refused_beside_its_field(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    body = {"security": {"code": "600519.SH", "conversion_rate": "0.95"}} | WHEN
    answer = await risk.post("policies", keyed(policy=body))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith("security.conversion_rate")


async def test_the_accounts_of_an_effect_are_named_and_masked(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    draft = (await risk.post("policies", keyed(policy=SECURITY | WHEN))).json()
    await risk.post(f"policies/{draft['id']}/impact")
    everybody = (await risk.get(f"policies/{draft['id']}/accounts")).json()["accounts"]
    assert {row["name_masked"] for row in everybody} == {"林**", "陈**"}
    assert (await risk.get(f"policies/{draft['id']}/accounts?effect=newly_called")).json()["accounts"] == []
    assert (await risk.get(f"policies/{draft['id']}/accounts?effect=everything")).status_code == 422


async def test_a_supervisor_reads_policies_and_changes_none(seat: SeatOf) -> None:
    supervisor = await seat("demo-supervisor")
    listed = (await supervisor.get("policies")).json()
    assert listed["policies"] and not listed["may_write"]
    assert (await supervisor.get(f"policies/{listed['policies'][0]['id']}")).json()["may"] == []
    assert (await supervisor.post("policies", keyed(policy=SECURITY | WHEN))).status_code == 403


async def test_choices_are_securities_and_rules_of_the_firm_in_the_readers_script(seat: SeatOf) -> None:
    found = (await (await seat("demo-risk")).get("policies/choices?lang=zh-Hant")).json()
    assert {"code": "600519.SH", "name": "貴州茅台"} in found["securities"]
    rules = {row["param"]: row for row in found["rules"]}
    assert rules["concentration_limit"]["rows"] and rules["financing_margin_ratio"]["label"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("maintenance_ratio", "7.0783710059", "707.83%"),
        ("available_margin", "-778083.329", "-778,083.33"),
        ("shortfall_to_restore", "115987.042", "115,987.05"),
        ("withdrawable", None, None),
    ],
)
def test_what_is_there_is_rounded_down_and_what_lacks_up(
    name: str, value: str | None, shown: str | None
) -> None:
    assert display(name, value) == shown


def test_only_words_of_the_service_change_script() -> None:
    given = {"zh": "补足", "reason": "补足", "rows": [{"text_zh": "合约", "name": "陈"}]}
    turned = spoken(given, "zh-Hant")
    assert turned == {"zh": "補足", "reason": "补足", "rows": [{"text_zh": "合約", "name": "陈"}]}
    assert spoken(given, "zh") is given


# --- applications


async def test_a_fact_is_verified_by_somebody_who_did_not_enter_it(seat: SeatOf) -> None:
    agent, colleague = await seat("demo-agent2"), await seat("demo-supervisor")
    path = "applications/demo-applicant"
    stated = keyed(value="no", source="register", evidence="黑名单查询")
    assert (await agent.post(f"{path}/facts/blacklisted", stated)).json()["state"] == "unverified"
    own = await agent.post(f"{path}/facts/blacklisted/verify", keyed(version=1))
    assert own.status_code == 403
    verified = await colleague.post(f"{path}/facts/blacklisted/verify", keyed(version=1))
    assert (verified.json()["state"], verified.json()["verified_by"]) == ("verified", "demo-supervisor")
    old = await colleague.post(f"{path}/facts/blacklisted/verify", keyed(version=7))
    assert old.status_code == 409


async def test_the_queue_says_whose_turn_it_is_and_an_application_what_is_open(seat: SeatOf) -> None:
    agent = await seat("demo-supervisor")
    rows = (await agent.get("applications")).json()["applications"]
    assert {row["next"]["by"] for row in rows} == {"client", "risk"}
    assert (await agent.get("applications?over=true")).json()["applications"] == []
    seen = (await agent.get("applications/demo-applicant")).json()
    assert seen["gaps"] and seen["explanation"]["figures"] and seen["may_fact"] == ["state", "verify"]
    assert (await (await seat("demo-agent")).get("applications/demo-applicant")).status_code == 404


async def test_what_is_not_complete_is_named_when_it_is_proposed(seat: SeatOf) -> None:
    agent = await seat("demo-agent2")
    answer = await agent.post("applications/demo-applicant/propose", keyed(note=""))
    assert answer.status_code == 409 and answer.json()["detail_zh"]
    day = await agent.post(
        "applications/demo-applicant/facts/blacklisted",
        keyed(value="no", source="register", valid_until="soon"),
    )
    assert (day.status_code, day.json()["errors"][0]["field"]) == (422, "valid_until")


# --- operations


async def test_an_administrator_sees_feed_and_jobs_and_nothing_of_deliveries(seat: SeatOf) -> None:
    admin, risk = await seat("demo-admin"), await seat("demo-risk")
    board = (await admin.get("operations")).json()
    assert len(board["jobs"]) >= 10 and board["worker"] is None and board["letters"] == []
    assert board["receipts"] is None and (await risk.get("operations")).json()["receipts"] == []
    led = await admin.http.get("/console")
    assert led.headers["location"] == "/console/feed"
    assert (await admin.get("approvals")).status_code == 403


async def test_a_message_that_was_given_up_is_looked_at_and_sent_on_its_way_again(
    house: Firm, seat: SeatOf
) -> None:
    with house.context.transaction() as session:
        lost = {"payload": {}, "next_try": DEMO_CLOCK, "created_at": DEMO_CLOCK, "attempts": 6}
        for number, state in enumerate(("dead", "uncertain"), start=1):
            key = f"notice:N-{number}"
            session.add(
                Message.of(kind="notice_sms", dedupe_key=key, state=state, last_error="no route", **lost)
            )
    admin, compliance = await seat("demo-admin"), await seat("demo-compliance")
    board = (await admin.get("operations")).json()
    dead, uncertain = board["letters"]
    assert (dead["key"], dead["state"], dead["last_error"]) == ("notice:N-1", "dead", "no route")
    assert board["may_requeue"] and not (await compliance.get("operations")).json()["may_requeue"]
    path = f"outbox/{dead['id']}/requeue"
    assert (await compliance.post(path, keyed(state="dead"))).status_code == 403
    assert (await admin.post(f"outbox/{uncertain['id']}/requeue", keyed(state="dead"))).status_code == 409
    asked = keyed(state="dead")
    for _ in range(2):  # once, however often it is pressed
        assert (await admin.post(path, asked)).json() == {"id": dead["id"], "state": "waiting"}
    assert (await admin.post(path, keyed(state="dead"))).status_code == 409
    after = (await admin.get("operations")).json()
    assert [each["id"] for each in after["letters"]] == [uncertain["id"]]
    assert after["waiting"] == board["waiting"] + 1
    with house.context.transaction(writes=False) as session:
        again = session.get_one(Message, dead["id"])
        assert (again.state, again.attempts) == ("waiting", 0)
        report = verify(session, house.context.trail)
    assert report.whole


async def test_every_page_carries_the_strict_policy_and_its_own_script(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    for name in ("approvals", "calls", "applications", "policies", "feed"):
        page = await risk.http.get(f"/console/{name}")
        assert page.status_code == 200 and f"/static/console-{name}.js" in page.text
        assert "style=" not in page.text and "onclick" not in page.text
        assert f'href="/console/{name}" data-i18n="place_{name}" aria-current="page"' in page.text
