"""Stress, plans and forced liquidation over the wire, with the figures of demo-call: 1,280,000 against 1,000,000."""

from datetime import date
from typing import Any

import pytest

from account_api.accounts.tables import AccountDay
from account_api.client import AccountError, NotFound
from account_api.market.tables import Price, Security
from risk.stress_scenarios import SCENARIOS


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


async def refused(call: Any) -> list[tuple[str, str]]:
    with pytest.raises(AccountError) as caught:
        await call
    assert caught.value.status == 422
    return [(each["field"], each["code"]) for each in caught.value.problem["errors"]]


async def test_every_packaged_scenario_is_answered_with_both_accounts_and_where_they_come_from(
    firm: Any,
) -> None:
    client = await firm.signed_in("demo-call")
    found = await client.stress("demo-call")
    assert [each["scenario"]["name"] for each in found["scenarios"]] == [each.name for each in SCENARIOS]
    assert (found["client_id"], found["rules_as_of"]) == ("demo-call", "2026-11-20")
    figures = (await client.figures("demo-call"))["figures"]
    assert all(each["before"] == figures for each in found["scenarios"])
    assert all(each["trace_id"] and each["requirement"]["kind"] == "held" for each in found["scenarios"])


async def test_one_scenario_and_a_requirement_that_is_worked_out_again(firm: Any) -> None:
    """1,280,000 less 5 % of 1,234,000 in securities is 1,218,300."""
    client = await firm.signed_in("demo-call")
    one = (await client.stress("demo-call", "index_5"))["scenarios"]
    assert [each["after"]["total_assets"]["value"] for each in one] == ["1218300"]
    again = await client.stress("demo-call", "index_5", "recomputed", conversion_cut="0.1", line_rise="0.05")
    assert again["scenarios"][0]["lines"][1]["value"] == "1.45"
    assert await refused(client.stress("demo-call", "meteor")) == [("scenario", "not_one_of")]
    assert await refused(client.stress("demo-call", line_rise="0.1")) == [("line_rise", "contradicts")]
    assert await refused(client.stress("demo-call", conversion_cut="1e3")) == [("conversion_cut", "exponent")]


async def test_what_the_market_rows_do_not_tell_is_unknown_and_named(either: Any) -> None:
    client = await either.signed_in("demo-call")
    sector = (await client.stress("demo-call", "sector_10"))["scenarios"][0]
    assert "600519.SH.sector" in sector["missing"]
    with either.context.transaction() as session:
        for code in ("600519.SH", "510300.SH", "000858.SZ", "600036.SH", "300750.SZ"):
            session.get_one(Security, code).sector = "finance" if code == "600036.SH" else "other"
    told = (await client.stress("demo-call", "sector_10"))["scenarios"][0]
    assert told["missing"] == []
    assert "stressed_price.600036.SH" not in {each["name"] for each in told["prices"]}


async def test_a_plan_reaches_its_target_and_stands_beside_the_alternatives(firm: Any) -> None:
    client = await firm.signed_in("demo-call")
    found = await client.plan("demo-call", "1.50", "fewest", exclude=["600519.SH"])
    assert (found["target"], found["objective"], found["feasible"]) == ("1.5", "fewest", True)
    assert float(found["after"]["value"]) >= 1.5
    assert "600519.SH" not in {step["security"] for step in found["steps"]}
    assert {each["name"] for each in found["alternatives"]} == {
        "cheapest",
        "least_sold",
        "only_cash",
        "only_sell",
    }
    restore = await client.plan("demo-call")
    assert (restore["target"], restore["objective"]) == ("1.4", "cheapest")


async def test_what_stands_in_the_way_of_a_plan_is_named(firm: Any) -> None:
    client = await firm.signed_in("demo-call")
    everything = ["600519.SH", "510300.SH", "000858.SZ", "600036.SH", "300750.SZ"]
    found = await client.plan("demo-call", "3.00", exclude=everything)
    assert not found["feasible"]
    assert "excluded" in {each["condition"] for each in found["blocking"]}
    assert await refused(client.plan("demo-call", "0.9")) == [("target", "out_of_range")]
    assert await refused(client.plan("demo-call", objective="luckiest")) == [("objective", "not_one_of")]
    assert await refused(client.plan("demo-call", exclude=["600000.XX"])) == [("exclude[0]", "not_one_of")]


async def test_where_nothing_is_owed_there_is_no_plan_to_make(firm: Any) -> None:
    found = await (await firm.signed_in("demo-nodebt")).plan("demo-nodebt", "1.50")
    assert (found["feasible"], found["steps"], found["name"], found["costs"]) == (True, [], None, None)
    missing = await (await firm.signed_in("demo-missing")).plan("demo-missing", "1.50")
    assert (missing["feasible"], missing["missing"]) == (False, ["301236.SZ.price"])


async def test_volumes_bind_a_plan_only_where_they_are_known_and_a_share_is_asked(either: Any) -> None:
    with either.context.transaction() as session:
        for code in ("600036.SH", "300750.SZ", "510300.SH", "600519.SH", "000858.SZ"):
            session.get_one(Price, (code, date(2026, 11, 20))).volume = 1_000
    client = await either.signed_in("demo-call")
    asked = {"target": "1.40", "share": "0.10"}
    answer = await client._send("POST", "/accounts/demo-call/plan", json=asked)
    assert not answer["feasible"]
    assert "liquidity" in {each["condition"] for each in answer["blocking"]}
    assert (await client.plan("demo-call", "1.40"))["feasible"]


async def test_a_liquidation_follows_the_order_of_the_contract(firm: Any) -> None:
    client = await firm.signed_in("demo-call")
    run = await client.liquidation("demo-call")
    assert run["order_rule"]["order"] == ["cash", "value", "shorts"]
    assert run["order_rule"]["source"] == "contract"
    assert [(each["security"], each["quantity"]) for each in run["orders"]] == [
        (None, None),
        ("600036.SH", 6_700),
    ]
    assert (run["outcome"], run["until"]) == ("restored", "1.4")
    assert run["trace_id"] == (await client.liquidation("demo-call"))["trace_id"]
    lower = await client.liquidation("demo-call", target="liquidation_line")
    assert lower["until"] == "1.3" and lower["sold"]["600036.SH"] < 6_700


async def test_another_order_is_shown_beside_the_first(firm: Any) -> None:
    client = await firm.signed_in("demo-call")
    both = await client.liquidation("demo-call", instead=["300750.SZ"])
    assert both["sold"] == {
        "600036.SH": {"first": 6_700, "second": 0},
        "300750.SZ": {"first": 0, "second": 1_400},
    }
    assert both["differences"]["residual_debt"]["value"] == "0"
    assert both["first"]["trace_id"] == (await client.liquidation("demo-call"))["trace_id"]


async def test_the_prices_of_a_session_after_the_call_and_changes_before_it(firm: Any) -> None:
    """demo-overdue was called on 2026-11-17; three sessions later is 2026-11-20. Without 20,000 in cash it has less."""
    client = await firm.signed_in("demo-overdue")
    third = await client.liquidation("demo-overdue", t_plus=3)
    assert third["price_time"] == "2026-11-20T15:00:00+08:00"
    first = await client.liquidation("demo-overdue", t_plus=1)
    assert first["price_time"] == "2026-11-18T15:00:00+08:00"
    poorer = await client.liquidation("demo-overdue", changes=[{"op": "cash", "amount": "-10000"}])
    assert poorer["before"]["value"] < third["before"]["value"]
    uncalled = await (await firm.signed_in("demo-short")).liquidation("demo-short", t_plus=0)
    assert uncalled["price_time"] == "2026-11-20T15:00:00+08:00"
    wrong = client.liquidation("demo-overdue", changes=[{"op": "gamble"}])
    assert await refused(wrong) == [("changes[0].op", "not_one_of")]


async def test_prices_of_another_day_are_taken_whole_and_say_so(firm: Any) -> None:
    """On 2026-11-18 shares stood at 1.07 of Friday's price: 136.69 % as it was, less interest since."""
    client = await firm.signed_in("demo-call")
    then = await client.liquidation("demo-call", prices_day=date(2026, 11, 18))
    assert then["price_time"] == "2026-11-18T15:00:00+08:00"
    assert then["before"]["display"] == "136.64%"
    monday = await client.liquidation("demo-call", date(2026, 11, 17), prices_day=date(2026, 11, 20))
    assert (monday["rules_as_of"], monday["price_time"]) == ("2026-11-17", "2026-11-20T15:00:00+08:00")
    assert monday["before"]["display"] == "128.00%"
    nowhere = await client.liquidation("demo-call", prices_day=date(2026, 11, 15))
    assert nowhere["outcome"] == "indeterminate" and "600519.SH.price" in nowhere["missing"]
    assert nowhere["price_time"] is None


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"order": ["600000.XX"]}, "order[0]", "not_one_of"),
        ({"order": ["cash", "cash"]}, "order[1]", "duplicate"),
        ({"instead": ["value", "loss"]}, "order[1]", "contradicts"),
        ({"target": "the_moon"}, "until", "not_one_of"),
        ({"instead": []}, "body.instead", "too_short"),
    ],
)
async def test_an_order_that_does_not_fit_is_refused_by_its_path(
    firm: Any, asked: dict[str, Any], field: str, code: str
) -> None:
    client = await firm.signed_in("demo-call")
    assert await refused(client.liquidation("demo-call", **asked)) == [(field, code)]


async def test_an_order_by_turnover_names_the_volumes_it_lacks(firm: Any) -> None:
    run = await (await firm.signed_in("demo-call")).liquidation("demo-call", order=["liquidity"])
    assert run["outcome"] == "indeterminate"
    assert {each.partition(".SH.")[2] or each.partition(".SZ.")[2] for each in run["missing"]} == {"volume"}


async def test_a_question_with_an_unknown_part_is_refused(firm: Any) -> None:
    client = await firm.signed_in("demo-call")
    for what in ("stress", "plan", "liquidation"):
        wrong = client._send("POST", f"/accounts/demo-call/{what}", json={"luck": 1})
        assert await refused(wrong) == [("body.luck", "extra_forbidden")]


async def test_an_account_abroad_or_without_a_position_has_no_decision_to_work_out(own_firm: Any) -> None:
    abroad = await own_firm.signed_in("demo-hk")
    early = await own_firm.signed_in("demo-safe")
    before = date(2026, 11, 13)
    for call in (
        abroad.stress("demo-hk"),
        abroad.plan("demo-hk"),
        abroad.liquidation("demo-hk"),
        abroad.call_state("demo-hk"),
        abroad.suitability("demo-hk", {}),
        early.stress("demo-safe", as_of=before),
        early.plan("demo-safe", as_of=before),
        early.liquidation("demo-safe", before),
        early.call_state("demo-safe", before),
        early.suitability("demo-safe", {}, before),
    ):
        with pytest.raises(NotFound):
            await call
    with own_firm.context.transaction(writes=False) as session:
        assert session.get(AccountDay, ("demo-safe-credit", before)) is None
