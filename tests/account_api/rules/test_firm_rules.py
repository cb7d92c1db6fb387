"""A firm's own rows over HTTP: who may bring them, what they change, once, and in one piece."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed
from account_api.rules.store import STAMP, StoredRulebooks, firm_rows, of_imports
from risk.rulebook import PACKAGED

ROW = {"param": "financing_margin_ratio", "value": "1.20", "valid_from": "2026-10-01", "source": "风控制度"}
BODY = {"jurisdiction": "CN", "rows": [ROW], "cut_overs": {}}
TODAY = date(2026, 11, 20)


async def _in_force(firm: Any) -> str:
    found = (await firm.client.rule("financing_margin_ratio", TODAY))["in_force"]
    return f"{found['value']} {found['layer']}"


async def test_rows_are_taken_over_once_and_every_answer_goes_by_them(either: Any) -> None:
    officer = await either.signed_in("demo-risk")
    assert await _in_force(either) == "1.00 exchange"
    first = await officer.bring_rules("k", BODY)
    assert await officer.bring_rules("k", BODY) == first and first["kept"]
    assert (await officer.bring_rules("k2", BODY))["kept"] is False
    assert await _in_force(either) == "1.20 firm"
    assert either.audit_actions().count("rules.imported") == 1
    held = await officer.firm_rules()
    assert (held["import"], held["by"]) == (first["import"], "demo-risk")
    asked = {"available_margin": "120"}
    found = await either.client.calculate("max_margin_purchase", asked, TODAY)
    assert found["figures"]["max_margin_purchase"]["value"] == "100"


async def test_a_dry_run_only_says_what_it_would_do(own_firm: Any) -> None:
    officer = await own_firm.signed_in("demo-risk")
    report = await officer.bring_rules("k", BODY, dry_run=True)
    assert report["accepted"] and report["rows"][0]["before"]["value"] == "1.00"
    assert await _in_force(own_firm) == "1.00 exchange"
    assert (await officer.firm_rules())["import"] is None


async def test_a_loose_row_refuses_the_whole_file(own_firm: Any) -> None:
    officer = await own_firm.signed_in("demo-risk")
    loose = BODY | {"rows": [ROW, ROW | {"param": "contract_term", "value": "9"}]}
    with pytest.raises(AccountError) as refused:
        await officer.bring_rules("k", loose)
    assert refused.value.status == 422
    assert [error["field"] for error in refused.value.problem["errors"]] == ["rows[1].value"]
    assert await _in_force(own_firm) == "1.00 exchange"
    with pytest.raises(AccountError) as nowhere:
        await officer.bring_rules("k", BODY | {"jurisdiction": "JP"})
    assert nowhere.value.problem["errors"][0]["field"] == "jurisdiction"


@pytest.mark.parametrize("user", ["demo-call", "demo-agent", "demo-educator"])
async def test_only_risk_officers_bring_rules(own_firm: Any, user: str) -> None:
    me = await own_firm.signed_in(user)
    for attempt in (me.bring_rules("k", BODY), me.firm_rules()):
        with pytest.raises(NotAllowed):
            await attempt


async def test_a_firms_cut_over_day_reaches_its_accounts(own_firm: Any) -> None:
    officer = await own_firm.signed_in("demo-risk")
    body = {"jurisdiction": "US", "rows": [], "cut_overs": {"intraday_margin": "2027-01-04"}}
    await officer.bring_rules("k", body)
    found = await own_firm.client.rule("day_trading_rule", TODAY, jurisdiction="US")
    assert found["in_force"]["value"] == "pattern_day_trader"


async def test_another_process_sees_an_import_as_soon_as_it_is_committed(own_firm: Any) -> None:
    context = own_firm.context
    other = StoredRulebooks(context.database, context.home.root)
    assert other()["CN"].in_force("financing_margin_ratio", TODAY).layer == "exchange"  # type: ignore[union-attr]
    context.rulebooks.expect(1)
    assert other()["CN"].in_force("financing_margin_ratio", TODAY).layer == "exchange"  # type: ignore[union-attr]
    await (await own_firm.signed_in("demo-risk")).bring_rules("k", BODY)
    assert other()["CN"].in_force("financing_margin_ratio", TODAY).layer == "firm"  # type: ignore[union-attr]
    assert (Path(context.home.root) / STAMP).read_text("utf-8") == "1"


def test_rows_that_a_newer_rulebook_no_longer_allows_stay_out_of_force() -> None:
    loose = BODY | {"rows": [ROW, ROW | {"param": "contract_term", "value": "9"}]}
    assert [row.param for row in firm_rows(loose)] == ["financing_margin_ratio"]
    rules = of_imports([BODY, loose])["CN"]
    assert rules.number("contract_term", TODAY) == 6
    assert rules.number("financing_margin_ratio", TODAY) != 1
    assert of_imports([])["HK"] is PACKAGED["HK"]


async def test_a_contract_below_the_firms_ratio_is_found_in_the_account(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    await (await own_firm.signed_in("demo-risk")).bring_rules("k", BODY)
    found = {finding["path"] for finding in (await me.figures("demo-call"))["findings"]}
    assert "financing[1].margin_ratio" in found
    assert replace(own_firm.context).rules is own_firm.context.rules
