"""What an account owner asks before acting, over the wire: orders, withdrawals, interest, lines, what if."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from account_api import payloads_planning as payloads
from account_api.client import AccountError, NotFound
from account_api.planning import contract
from risk.figure import trace


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


async def _preview(firm: Any, user: str, kind: str, code: str, **asked: Any) -> Any:
    return await (await firm.signed_in(user)).preview(user, kind, code, **asked)


async def test_the_largest_purchase_is_at_the_last_price_unless_another_is_asked(firm: Any) -> None:
    found = await _preview(firm, "demo-safe", "margin_purchase", "600036.SH")
    assert (found["price"], found["name"], found["binding"]) == ("38", "招商银行", "available_margin")
    assert found["largest"]["name"] == "max_margin_purchase.600036.SH"
    assert found["largest"]["display"] == "32,200" and found["quantity"] == 32_200 and found["feasible"]
    assert [each["verdict"] for each in found["conditions"]] == ["free", "free", "free"]
    assert found["findings"] == []
    assert found["before"]["maintenance_ratio"]["display"] == "707.83%"
    assert found["after"]["maintenance_ratio"]["display"] == "226.64%"
    dearer = await _preview(firm, "demo-safe", "margin_purchase", "600036.SH", price="40")
    assert dearer["largest"]["display"] == "30,600"


async def test_a_quantity_is_answered_with_what_it_runs_into(firm: Any) -> None:
    found = await _preview(firm, "demo-safe", "margin_purchase", "600036.SH", quantity=50_050)
    assert found["stopped_by"] == ["lot", "available_margin", "credit_line"] and not found["feasible"]
    beyond = await _preview(firm, "demo-safe", "margin_purchase", "600036.SH", price="41.81", quantity=100)
    assert beyond["stopped_by"] == ["price_limit"]
    lower = await _preview(firm, "demo-safe", "short_sale", "600036.SH", price="37.99", quantity=100)
    assert lower["stopped_by"] == ["uptick"]


@pytest.mark.parametrize(
    ("user", "kind", "code", "binding"),
    [
        ("demo-call", "margin_purchase", "600036.SH", "available_margin"),
        ("demo-safe", "margin_purchase", "511880.SH", "eligibility"),
        ("demo-safe", "short_sale", "601390.SH", "eligibility"),
        ("demo-professional", "short_sale", "600036.SH", "inventory"),
        ("demo-nodebt", "collateral_purchase", "600519.SH", "usable_cash"),
    ],
)
async def test_what_stops_an_order_is_named(firm: Any, user: str, kind: str, code: str, binding: str) -> None:
    assert (await _preview(firm, user, kind, code))["binding"] == binding


async def test_what_the_market_data_do_not_tell_is_listed_as_not_checked(firm: Any) -> None:
    found = await _preview(firm, "demo-safe", "margin_purchase", "510300.SH")
    assert [each["path"] for each in found["findings"]] == ["510300.SH.price_limit"]


async def test_an_account_with_a_missing_price_names_it(firm: Any) -> None:
    found = await _preview(firm, "demo-missing", "margin_purchase", "600036.SH")
    assert (found["quantity"], found["feasible"], found["after"]) == (None, None, {})
    assert found["largest"]["missing"] == ["301236.SZ.price"]
    client = await firm.signed_in("demo-missing")
    assert {line["state"] for line in (await client.lines("demo-missing"))["lines"]} == {"indeterminate"}
    left = await client.withdrawable("demo-missing")
    assert all(each["shares"]["missing"] == ["301236.SZ.price"] for each in left["securities"])


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"code": "000000.XX"}, "security", "not_one_of"),
        ({"price": "-1"}, "price", "negative"),
        ({"price": "NaN"}, "price", "nan"),
        ({"quantity": 0}, "quantity", "not_positive"),
        ({"quantity": 10**10}, "quantity", "out_of_range"),
        ({"kind": "gamble"}, "kind", "not_one_of"),
        ({"code": "301236.SZ"}, "price", "missing"),
    ],
)
async def test_a_wrong_order_is_refused_by_name(
    firm: Any, asked: dict[str, Any], field: str, code: str
) -> None:
    order = {"kind": "margin_purchase", "code": "600036.SH"} | asked
    with pytest.raises(AccountError) as caught:
        await _preview(firm, "demo-safe", **order)
    assert caught.value.status == 422
    assert [(each["field"], each["code"]) for each in caught.value.problem["errors"]] == [(field, code)]


async def test_cash_and_each_holding_may_leave_above_the_line(firm: Any) -> None:
    safe = await (await firm.signed_in("demo-safe")).withdrawable("demo-safe")
    assert safe["cash"]["display"] == "420,000.00"
    assert [(each["name"], each["shares"]["display"]) for each in safe["securities"]] == [
        ("沪深300ETF", "60,000"),
        ("贵州茅台", "500"),
        ("长江电力", "20,000"),
    ]
    called = await (await firm.signed_in("demo-call")).withdrawable("demo-call")
    assert {each["shares"]["value"] for each in called["securities"]} == {"0"}


async def test_interest_goes_on_as_the_firm_counts_it(firm: Any) -> None:
    client = await firm.signed_in("demo-safe")
    today = await client.interest_schedule("demo-safe")
    assert (today["until"], today["total"]["value"], today["counts"]) == ("2026-11-20", "3451.5", "first")
    later = await client.interest_schedule("demo-safe", until=date(2026, 11, 30))
    assert later["total"]["value"] == "4026.75"  # ten days of 318,600 × 6.5 % ÷ 360
    overdue = await client.interest_schedule("demo-safe", until=date(2027, 3, 29))
    assert overdue["contracts"][0]["periods"][0]["penalty_days"] == 10
    assert overdue["penalty_rate"] == "0.0975" and overdue["settlement"] == "repayment"
    one = await client.interest_schedule("demo-safe", contract="SAFE-F1")
    assert [each["contract"] for each in one["contracts"]] == ["SAFE-F1"]
    for asked in ({"until": date(2026, 11, 19)}, {"contract": "CALL-F1"}):
        with pytest.raises(AccountError) as caught:
            await client.interest_schedule("demo-safe", **asked)
        assert [each["field"] for each in caught.value.problem["errors"]] == list(asked)


async def test_lines_give_prices_common_moves_and_what_breaks_even(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    found = await client.lines("demo-short")
    assert [line["line"] for line in found["lines"]] == [
        "warning_line",
        "liquidation_line",
        "restore_line",
        "minimum_line",
        "withdrawal_line",
    ]
    liquidation = found["lines"][1]
    assert [
        (each["security"], each["danger"], each["price"]["display"]) for each in liquidation["securities"]
    ] == [
        ("601166.SH", "fall", "13.5092"),
        ("600030.SH", "rise", "54.9646"),
    ]
    assert liquidation["together"]["move"]["display"] == "-53.20%"
    assert [(each["contract"], each["price"]["display"]) for each in found["break_even"]] == [
        ("SHORT-F1", "20.0903"),
        ("SHORT-S1", "29.8508"),
    ]
    alone = await client.lines("demo-short", ["600030.SH"])
    assert alone["lines"][1]["together"]["move"]["display"] == "83.21%"
    with pytest.raises(AccountError) as caught:
        await client.lines("demo-short", ["600519.SH"])
    assert [each["field"] for each in caught.value.problem["errors"]] == ["securities"]


SUPPOSED: tuple[dict[str, Any], ...] = (
    {"op": "price", "security": "601166.SH", "pct": "-8"},
    {"op": "price", "security": "600030.SH", "pct": "5"},
    {"op": "days", "n": 10},
)


async def test_what_if_gives_both_accounts_and_the_lines_afterwards(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    found = await client.what_if("demo-short", SUPPOSED)
    before, after = found["before"], found["after"]
    assert list(before) == list(after) and "accrued_interest" in after
    assert [before[name]["value"] for name in ("total_assets", "total_liabilities")] == ["1500000", "904200"]
    assert after["accrued_interest"]["value"] == "5991.66"  # 4,200, then 1,083.33 and 708.33
    assert [after[name]["value"] for name in ("total_assets", "total_liabilities")] == [
        "1420000",
        "920991.66",
    ]
    assert (found["band_before"], found["band_after"]) == ("safe", "safe")
    touched = found["lines"][1]["securities"][0]
    assert (touched["name"], touched["name_en"]) == ("兴业银行", "Industrial Bank")
    assert (touched["price"]["display"], touched["move"]["display"]) == ("13.9458", "-24.20%")
    assert found["changes"] == list(SUPPOSED)
    assert found["before"] == (await client.figures("demo-short"))["figures"]
    assert found["trace_id"] == (await client.what_if("demo-short", SUPPOSED))["trace_id"]
    on_value = await client.what_if("demo-short", [{"op": "terms", "fee_basis": "market_value"}, *SUPPOSED])
    assert on_value["after"]["total_liabilities"]["value"] == "921027.08"
    assert on_value["after"]["maintenance_ratio"]["display"] == "154.17%"


async def test_a_trade_of_a_security_not_held_is_supposed_at_the_last_price(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    bought = {"op": "trade", "side": "margin_buy", "security": "600036.SH", "quantity": 1000}
    found = await client.what_if("demo-short", [bought], target="1.50")
    (filled,) = found["changes"]
    assert filled["price"] == "38" and filled["haircut"]
    assert found["after"]["total_assets"]["value"] == "1538000"
    assert found["after"]["available_margin"]["value"] is not None
    assert {each["code"] for each in found["findings"]} >= {"costs_not_counted", "order_not_checked"}
    assert found["target"] is not None and found["target"]["touch"]["securities"][0]["name"] == "兴业银行"
    own = await client.what_if("demo-short", [bought | {"price": "39", "haircut": "0.5"}])
    assert (own["changes"][0]["price"], own["changes"][0]["haircut"]) == ("39", "0.5")


async def test_another_account_is_supposed_under_ones_own_contract(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    other = {"op": "account", "assets": "1500000", "liabilities": "1000000"}
    found = await client.what_if("demo-short", [other], target="1.3")
    assert found["after"]["maintenance_ratio"]["display"] == "150.00%"
    assert found["target"] is not None
    assert found["target"]["touch"]["securities"][0]["name"] == "全部证券"
    with pytest.raises(AccountError) as caught:
        await client.what_if("demo-short", [], target="soon")
    assert [each["field"] for each in caught.value.problem["errors"]] == ["target"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"op": "price", "security": "600519.SH", "pct": "1"}, "changes[0].security", "not_one_of"),
        ({"op": "price", "security": "*", "pct": -8.5}, "changes[0].pct", "float"),
        ({"op": "days", "n": 0}, "changes[0].n", "not_positive"),
        ({"op": "gamble"}, "changes[0].op", "not_one_of"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused_by_its_path(
    firm: Any, change: dict[str, Any], field: str, code: str
) -> None:
    client = await firm.signed_in("demo-short")
    with pytest.raises(AccountError) as caught:
        await client.what_if("demo-short", [change])
    assert caught.value.status == 422
    assert [(each["field"], each["code"]) for each in caught.value.problem["errors"]] == [(field, code)]


EVERY_OP: tuple[tuple[dict[str, Any], str], ...] = (
    ({"op": "price", "security": "*", "pct": "-5"}, "total_assets"),
    (
        {"op": "trade", "side": "sell", "security": "601166.SH", "quantity": 1000, "price": "19"},
        "total_assets",
    ),
    ({"op": "transfer", "security": "601166.SH", "quantity": 1000}, "total_assets"),
    ({"op": "cash", "amount": "-1000"}, "total_assets"),
    ({"op": "repay", "contract": "SHORT-F1", "amount": "1000"}, "total_liabilities"),
    ({"op": "days", "n": 3}, "accrued_interest"),
    ({"op": "haircut", "security": "601166.SH", "to": "0.5"}, "available_margin"),
    ({"op": "suspend", "security": "601166.SH", "fair_value": "15"}, "total_assets"),
    ({"op": "remove", "security": "601166.SH"}, "available_margin"),
    ({"op": "line", "line": "restore_line", "to": "1.70"}, "shortfall_to_restore"),
    ({"op": "terms", "restore_line": "1.70"}, "shortfall_to_restore"),
    ({"op": "account", "assets": "1000000", "liabilities": "500000"}, "total_assets"),
)


@pytest.mark.parametrize(("change", "moved"), EVERY_OP, ids=[each["op"] for each, _ in EVERY_OP])
async def test_every_kind_of_change_is_answered_by_the_figure_it_moves(
    firm: Any, change: dict[str, Any], moved: str
) -> None:
    found = await (await firm.signed_in("demo-short")).what_if("demo-short", [change])
    assert found["before"][moved]["value"] != found["after"][moved]["value"]
    assert found["changes"][0]["op"] == change["op"]


async def test_other_rules_are_quoted_where_they_hold(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    found = await client.what_if("demo-short", [{"op": "rules", "day": "2023-09-01"}])
    assert found["changes"] == [{"op": "rules", "day": "2023-09-01"}]
    with pytest.raises(AccountError) as caught:
        await client.what_if("demo-short", [{"op": "rules"}])
    assert [each["field"] for each in caught.value.problem["errors"]] == ["changes[0].param"]


async def test_what_if_is_asked_from_a_day_and_only_so_often(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    day = date(2026, 11, 19)
    earlier = await client.what_if("demo-short", SUPPOSED, as_of=day)
    assert earlier["rules_as_of"] == "2026-11-19"
    assert earlier["before"] == (await client.figures("demo-short", as_of=day))["figures"]
    with pytest.raises(AccountError) as caught:
        await client.what_if("demo-short", SUPPOSED * 20)
    assert [each["field"] for each in caught.value.problem["errors"]] == ["body.changes"]


async def test_every_figure_of_an_answer_can_be_made_again_from_its_trace(firm: Any) -> None:
    client = await firm.signed_in("demo-short")
    order = await client.preview("demo-short", "short_sale", "600036.SH")
    lines, interest = await client.lines("demo-short"), await client.interest_schedule("demo-short")
    figures = [order["largest"], *order["before"].values(), *order["after"].values(), interest["total"]]
    figures += [each["quantity"] for each in order["limits"]]
    figures += [line["together"]["move"] for line in lines["lines"]]
    assert len(figures) == 27
    for figure in figures:
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"]


async def test_somebody_elses_account_and_one_abroad_are_not_planned_with(firm: Any) -> None:
    client = await firm.signed_in("demo-safe")
    for work in (
        client.preview("demo-call", "margin_purchase", "600036.SH"),
        client.withdrawable("demo-call"),
        client.interest_schedule("demo-call"),
        client.lines("demo-call"),
        client.what_if("demo-call", []),
    ):
        with pytest.raises(NotFound) as caught:
            await work
        assert caught.value.problem["type"] == "/problems/no-such-account"
    with pytest.raises(NotFound):
        await (await firm.signed_in("demo-hk")).lines("demo-hk")


async def test_before_the_first_position_there_is_nothing_to_work_with(firm: Any) -> None:
    client = await firm.signed_in("demo-safe")
    with pytest.raises(NotFound) as caught:
        await client.lines("demo-safe", as_of=date(2026, 11, 13))
    assert "account_day<=2026-11-13" in caught.value.problem["detail"]


@pytest.mark.parametrize(
    ("promised", "given"),
    [
        (payloads.Preview, contract.PreviewPublic),
        (payloads.WithdrawableSecurity, contract.WithdrawableSecurityPublic),
        (payloads.Withdrawable, contract.WithdrawablePublic),
        (payloads.InterestSchedule, contract.InterestSchedulePublic),
        (payloads.Lines, contract.LinesPublic),
        (payloads.WhatIf, contract.WhatIfPublic),
    ],
)
def test_a_payload_has_the_fields_of_its_model(promised: type, given: type[BaseModel]) -> None:
    assert set(promised.__annotations__) == set(given.model_fields)
