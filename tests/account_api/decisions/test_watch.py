"""What only risk and compliance see: a tape looked over, and the credit risk of the whole book."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from account_api.accounts.tables import CallAct
from account_api.client import AccountError, NotAllowed
from account_api.demo import DEMO_CLOCK
from account_api.market.tables import Price

TAPE = json.loads((Path(__file__).parents[3] / "docs/people/tape.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("user", ["demo-risk", "demo-compliance"])
async def test_risk_and_compliance_look_over_a_tape_on_record(own_firm: Any, user: str) -> None:
    seen = await (await own_firm.signed_in(user)).surveillance(TAPE)
    assert len(seen["patterns"]) == 9 and len(seen["alerts"]) == 4
    assert own_firm.audit_actions()[-1] == "surveillance.run"


async def test_a_tape_that_cannot_be_read_names_its_fields(shared_firm: Any) -> None:
    risk = await shared_firm.signed_in("demo-risk")
    with pytest.raises(AccountError) as caught:
        await risk.surveillance({"as_of": "tomorrow", "fills": [{"at": "x"}]})
    assert {"as_of", "fills[0].at"} <= {each["field"] for each in caught.value.problem["errors"]}


async def test_a_tape_may_be_longer_than_other_requests(shared_firm: Any) -> None:
    logins = [{"at": f"2026-11-20T09:{n % 60:02d}", "account": f"a{n}", "device": "d"} for n in range(2_000)]
    assert len(json.dumps(logins)) > 64 * 1024
    seen = await (await shared_firm.signed_in("demo-risk")).surveillance(
        {"as_of": "2026-11-20", "logins": logins}
    )
    assert seen["as_of"] == "2026-11-20"


async def test_the_book_is_every_mainland_account_with_what_is_overdue(own_firm: Any) -> None:
    """OVERDUE-F1: 336,000 and 187 days of interest at 6.5 %, 11,284.00."""
    risk = await own_firm.signed_in("demo-risk")
    found = await risk.credit_risk()
    assert (found["accounts"], found["as_of"]) == (8, "2026-11-20")
    assert found["figures"]["overdue.1-30"]["value"] == "347284"
    assert any("301236.SZ.price" in each for each in found["unvalued"])
    assert found["figures"]["days_to_sell.600519.SH"]["missing"], "no volume is known"
    assert own_firm.audit_actions()[-1] == "credit_risk.read"
    assert (await risk.credit_risk(date(2026, 11, 13)))["accounts"] == 0


async def test_volumes_and_what_remained_after_a_liquidation_are_in_the_book_where_known(
    either: Any,
) -> None:
    with either.context.transaction() as session:
        session.get_one(Price, ("600519.SH", date(2026, 11, 20))).volume = 3_000
        session.get_one(Price, ("510300.SH", date(2026, 11, 20))).volume = 0
        for amount in ("900", "500"):
            finish = {"client_id": "demo-overdue", "kind": "maintenance", "act": "finish", "at": DEMO_CLOCK}
            session.add(CallAct.of(**finish, amount=amount))
        due = {**finish, "kind": "maturity", "contract_id": "OVERDUE-F1"}
        session.add(CallAct.of(**due, amount="70"))
        session.add(CallAct.of(**{**due, "contract_id": "OVERDUE-F2"}, amount="0"))
        session.add(CallAct.of(**due))
    risk = await either.signed_in("demo-risk")
    figures = (await risk.credit_risk())["figures"]
    assert figures["residual_debt"]["value"] == "570", "the newest of each counts, an unknown one ends none"
    assert figures["days_to_sell.600519.SH"]["value"] is not None
    assert figures["days_to_sell.510300.SH"]["value"] is None
    assert (await risk.credit_risk(date(2026, 11, 19)))["figures"]["residual_debt"]["value"] == "0"


@pytest.mark.parametrize(
    "user", ["demo-call", "demo-agent", "demo-supervisor", "demo-educator", "demo-legal"]
)
async def test_nobody_else_does(shared_firm: Any, user: str) -> None:
    me = await shared_firm.signed_in(user)
    for call in (me.surveillance(TAPE), me.credit_risk()):
        with pytest.raises(NotAllowed) as caught:
            await call
        assert caught.value.status == 403
