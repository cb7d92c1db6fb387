"""What changed in a contract, version by version, and the credit line over time."""

from datetime import date
from typing import Any

from account_api.accounts.tables import ContractTerms

CHANGED = ["warning_line", "restore_line", "call_deadline"]


async def test_a_changed_contract_names_each_term_before_and_after_with_its_clause(either: Any) -> None:
    found = await (await either.signed_in("demo-watch")).contract_changes("demo-watch")
    assert [each["valid_from"] for each in found["versions"]] == ["2025-03-10", "2026-07-01"]
    assert [each["name"] for each in found["changes"]] == CHANGED
    assert found["changes"][0] == {
        "valid_from": "2026-07-01",
        "name": "warning_line",
        "before": "1.45",
        "after": "1.4",
        "clause": "12.2",
    }
    assert found["changes"][2]["before"] == {"trading_days": 2, "time": "15:00"}


async def test_changes_since_a_day_leave_the_versions_whole(shared_firm: Any) -> None:
    client = await shared_firm.signed_in("demo-watch")
    assert len((await client.contract_changes("demo-watch", date(2026, 7, 1)))["changes"]) == 3
    later = await client.contract_changes("demo-watch", date(2026, 7, 2))
    assert (later["changes"], len(later["versions"])) == ([], 2)


async def test_a_contract_that_never_changed_has_one_version(shared_firm: Any) -> None:
    found = await (await shared_firm.signed_in("demo-call")).contract_changes("demo-call")
    assert (len(found["versions"]), found["changes"]) == (1, [])
    abroad = await (await shared_firm.signed_in("demo-hk")).contract_changes("demo-hk")
    assert (abroad["versions"], abroad["changes"]) == ([], [])


async def test_a_clause_renumbered_and_an_order_agreed_are_changes_too(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        newest = session.get_one(ContractTerms, ("demo-watch-credit", date(2026, 7, 1)))
        values = newest.model_dump() | {"valid_from": date(2026, 11, 2), "liquidation_order": None}
        values["clauses"] = {**newest.clauses, "notice": "17.1"}
        session.add(ContractTerms.of(**values))
    found = await (await own_firm.signed_in("demo-watch")).contract_changes("demo-watch", date(2026, 11, 1))
    assert [(each["name"], each["before"], each["after"]) for each in found["changes"]] == [
        ("liquidation_order", ["cash", "value", "shorts"], None),
        ("clauses.notice", "16.1", "17.1"),
    ]
    assert found["changes"][1]["clause"] == "17.1"


async def test_the_line_is_told_with_its_reasons_newest_first(shared_firm: Any) -> None:
    client = await shared_firm.signed_in("demo-safe")
    lines = await client.credit_lines("demo-safe")
    assert [(each["valid_from"], each["amount"]) for each in lines] == [
        ("2026-04-01", "2000000"),
        ("2025-03-10", "1500000"),
    ]
    assert all(each["reason"] for each in lines)
    assert lines[0]["amount"] == (await client.account("demo-safe"))["credit_line"]
