"""A past day stays as it was, whatever is granted, extended or cut today."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import select

from account_api.accounts.tables import ContractVersion, CreditAccount, CreditLine
from account_api.accounts.view import backwards, look
from account_api.accounts.whole_book import views
from account_api.clients.tables import Client
from risk.account import Snapshot
from risk.evaluation import evaluate

WHO = "demo-safe"
PAST, TODAY = date(2026, 11, 18), date(2026, 11, 20)


def seen(firm: Any, day: date) -> Snapshot:
    with firm.context.transaction(writes=False) as session:
        found = look(session, session.get_one(Client, WHO), day).snapshot
        (bulk,) = (view.snapshot for view in views(session, day, clients=(WHO,)))
    assert found is not None and bulk == found
    return found


def traces(firm: Any, taken: Snapshot) -> set[str]:
    return {each.trace_id for each in evaluate(taken, firm.context.rules).figures.values()}


async def test_a_line_and_an_extension_of_today_change_no_past_day(either: Any) -> None:
    before = seen(either, PAST)
    figures = traces(either, before)
    me, risk = await either.signed_in(WHO), await either.signed_in("demo-risk")
    asked = await me.ask_credit_line("k", WHO, "1900000", "降低额度")
    await risk.approve(asked["id"], "与测算一致")
    (extension,) = await me.extensions(WHO)
    await risk.approve(extension["id"], "账户状况良好")
    assert seen(either, PAST) == before and traces(either, before) == figures and len(figures) > 5
    now = seen(either, TODAY)
    assert (before.credit_line, now.credit_line) == (Fraction(2_000_000), Fraction(1_900_000))
    extended = next(each for each in now.financing if each.contract == extension["contract"])
    held = next(each for each in before.financing if each.contract == extension["contract"])
    assert (held.due, extended.due) == (date(2027, 3, 19), date(2027, 9, 19))
    assert (held.extended, extended.extended) == ((), (TODAY,))
    with either.context.transaction(writes=False) as session:
        view = look(session, session.get_one(Client, WHO), TODAY)
        lines = [day.credit_line for day in backwards(session, view)]
    assert lines[0] == Fraction(1_900_000) and set(lines[1:]) == {Fraction(2_000_000)}


async def test_of_two_lines_of_one_day_both_are_kept_and_the_second_holds(either: Any) -> None:
    me, risk = await either.signed_in(WHO), await either.signed_in("demo-risk")
    numbers = []
    for amount in ("1900000", "1000000"):
        asked = await me.ask_credit_line(amount, WHO, amount, "降低额度")
        await risk.approve(asked["id"], "同意")
        numbers.append(asked["id"])
    history = (await me.credit_line(WHO))["history"]
    assert [(row["valid_from"], row["amount"]) for row in history[:2]] == [
        ("2026-11-20", "1000000"),
        ("2026-11-20", "1900000"),
    ]
    assert [number in row["reason"] for number, row in zip(reversed(numbers), history, strict=False)] == [
        True,
        True,
    ]
    assert seen(either, TODAY).credit_line == Fraction(1_000_000)


def test_without_a_history_the_line_is_that_of_the_account_and_before_the_first_there_is_none(
    own_firm: Any,
) -> None:
    with own_firm.context.transaction() as session:
        for row in session.exec(select(CreditLine).where(CreditLine.client_id == WHO)):
            session.delete(row)
    assert seen(own_firm, PAST).credit_line == Fraction(2_000_000)
    with own_firm.context.transaction() as session:
        session.add(CreditLine.of(client_id=WHO, valid_from=TODAY, amount="500000", reason="首次授信"))
        session.get_one(CreditAccount, f"{WHO}-credit").credit_line = Decimal(500_000)
    assert (seen(own_firm, PAST).credit_line, seen(own_firm, TODAY).credit_line) == (None, Fraction(500_000))


def test_of_several_changes_each_day_has_its_own(own_firm: Any) -> None:
    day = {"contract_id": "SAFE-F1", "margin_ratio": "0.9"}
    with own_firm.context.transaction() as session:
        session.add(ContractVersion.of(**day, until=date(2026, 11, 18), due=date(2026, 12, 1)))
        session.add(ContractVersion.of(**day, until=date(2026, 11, 20), due=date(2027, 1, 1)))
    due = [seen(own_firm, date(2026, 11, each)).financing[0].due for each in (17, 18, 19, 20)]
    assert due == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 19)]
