"""Admission, credit and suitability from what the firm knows of a client; what it does not know stays unknown."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from account_api.accounts.view import look
from account_api.client import AccountError
from account_api.clients.tables import AssetDay, Client
from account_api.decisions.applicant import applicant
from account_api.decisions.credit_file import credit_file
from account_api.firm.tables import FirmParameter

TODAY = date(2026, 11, 20)


def changed(firm: Any, user: str, **values: Any) -> None:
    with firm.context.transaction() as session:
        row = session.get_one(Client, user)
        for name, value in values.items():
            setattr(row, name, value)


def outcome(found: Any, code: str) -> str:
    return str(next(each["outcome"] for each in found["reasons"] if each["code"] == code))


async def test_an_applicant_learns_what_is_lacking_and_what_closes_it(shared_firm: Any) -> None:
    """442,000 rising by 4,000 a session to 518,000; at 518,000 from then on, the sum has gained 7 × 76,000 − 84,000 after
    seven sessions, the first to be 20 × 20,000 or more.
    """
    found = await (await shared_firm.signed_in("demo-applicant")).admission("demo-applicant")
    assert (found["outcome"], found["as_of"], found["client_id"]) == (
        "not_yet",
        "2026-11-20",
        "demo-applicant",
    )
    assert (outcome(found, "experience"), outcome(found, "assets")) == ("not_yet", "not_yet")
    assert found["figures"]["admission_average"]["value"] == "480000"
    assert found["figures"]["admission_lacking"]["value"] == "20000"
    assert found["figures"]["admission_sessions_left"]["value"] == "7"
    gaps = {each["code"]: each["earliest"] for each in found["gaps"]}
    assert gaps == {"experience": "2027-02-20", "assets": "2026-12-01"}
    assert found["snapshot_time"] is None and found["reference"] is None


async def test_who_has_an_account_is_judged_as_of_a_day_too(shared_firm: Any) -> None:
    client = await shared_firm.signed_in("demo-safe")
    assert (await client.admission("demo-safe"))["outcome"] == "admit"
    later = await client.admission("demo-safe", date(2027, 7, 1))
    assert outcome(later, "suitability") == "not_yet"
    for call in (
        client.admission("demo-safe", date(2001, 1, 1)),
        client.credit("demo-safe", date(2001, 1, 1)),
    ):
        with pytest.raises(AccountError) as caught:
            await call
        assert [each["field"] for each in caught.value.problem["errors"]] == ["as_of"]


async def test_an_average_alone_is_used_where_no_day_is_known(own_firm: Any) -> None:
    changed(own_firm, "demo-safe", average_assets_20d=None)
    client = await own_firm.signed_in("demo-safe")
    unknown = await client.admission("demo-safe")
    assert outcome(unknown, "assets") == "person"
    assert all(each["path"].startswith("assets.") for each in unknown["gaps"])


@pytest.mark.parametrize(
    ("values", "code", "expected"),
    [
        ({"flags": {"blacklisted": True}}, "blacklisted", "refuse"),
        ({"flags": {}}, "blacklisted", "person"),
        ({"flags": {"staff": "perhaps"}}, "staff", "person"),
        ({"born": None}, "age", "person"),
        ({"born": date(1950, 1, 1)}, "age", "person"),
        ({"risk_grade": "C2"}, "suitability", "refuse"),
        ({"risk_grade": "??"}, "suitability", "person"),
        ({"assessed_on": None, "suitability_until": None}, "suitability", "person"),
        ({"assessed_on": None}, "suitability", "admit"),
        ({"trading_since": None}, "experience", "person"),
        ({"shareholding": None}, "shareholder", "person"),
        ({"trading_since": None, "profession_exempt": True}, "experience", "admit"),
    ],
)
async def test_each_datum_decides_its_own_condition(
    own_firm: Any, values: dict[str, Any], code: str, expected: str
) -> None:
    changed(own_firm, "demo-safe", **values)
    found = await (await own_firm.signed_in("demo-safe")).admission("demo-safe")
    assert outcome(found, code) == expected


async def test_the_mapping_of_an_applicant_takes_days_up_to_its_own(either: Any) -> None:
    with either.context.transaction() as session:
        for day, amount in ((TODAY, "1"), (date(2026, 11, 23), "2")):
            session.add(AssetDay.of(client_id="demo-watch", day=day, amount=amount))
        session.flush()
        who = applicant(session, session.get_one(Client, "demo-watch"), TODAY)
    assert (who.assets, who.grade, who.first_trade) == ({TODAY: Fraction(1)}, 4, date(2016, 8, 15))


async def test_a_credit_score_explains_itself_and_proposes_a_line(shared_firm: Any) -> None:
    found = await (await shared_firm.signed_in("demo-safe")).credit("demo-safe")
    assert (found["score"]["grade"], found["score"]["missing"]) == ("A", [])
    assert len(found["score"]["reasons"]) == 8
    assert found["line"]["outcome"] == "cut"
    assert found["line"]["figures"]["credit_line"]["value"] == "1950000"
    assert [each["amount"] for each in found["lines"]] == ["2000000", "1500000"]
    earlier = await (await shared_firm.signed_in("demo-safe")).credit("demo-safe", date(2026, 3, 31))
    assert [each["amount"] for each in earlier["lines"]] == ["1500000"]


async def test_what_is_overdue_freezes_a_line(shared_firm: Any) -> None:
    line = (await (await shared_firm.signed_in("demo-overdue")).credit("demo-overdue"))["line"]
    assert line["outcome"] == "freeze"
    assert {"overdue_debt", "call_overdue"} <= {each["code"] for each in line["reasons"]}


async def test_what_the_firm_does_not_know_of_a_client_makes_the_line_a_persons_question(
    shared_firm: Any,
) -> None:
    found = await (await shared_firm.signed_in("demo-call")).credit("demo-call")
    assert found["line"]["outcome"] == "person"
    assert "profile.late_calls" in {each["path"] for each in found["line"]["gaps"]}
    missing = await (await shared_firm.signed_in("demo-missing")).credit("demo-missing")
    assert {"assets", "position.largest_share"} <= {each["path"] for each in missing["line"]["gaps"]}
    for elsewhere in ("demo-hk", "demo-applicant"):
        none = await (await shared_firm.signed_in(elsewhere)).credit(elsewhere)
        assert none["line"]["outcome"] == "no_line" and none["lines"] == []


async def test_a_credit_file_counts_months_and_takes_the_rest_from_the_record(either: Any) -> None:
    changed(either, "demo-safe", credit_profile={"late_calls": "1", "annual_income": "much", "net_assets": 7})
    with either.context.transaction() as session:
        session.delete(session.get_one(FirmParameter, "market_regime"))
    with either.context.transaction(writes=False) as session:
        client = session.get_one(Client, "demo-safe")
        file = credit_file(either.context, session, client, look(session, client, TODAY), TODAY)
    assert file.profile["months_trading"] == 150  # since 2014-05-06
    assert file.profile["months_on_margin"] == 20  # since 2025-03-10
    assert file.profile["late_calls"] == 1
    assert file.profile["annual_income"] is None and file.profile["net_assets"] is None
    assert file.position.assets == Fraction("1957548.5")
    assert file.position.regime is None
    assert file.current == 2_000_000 and file.used == 318_600


async def test_a_credit_file_of_a_past_day_knows_the_line_and_the_market_of_that_day_only(
    shared_firm: Any,
) -> None:
    with shared_firm.context.transaction(writes=False) as session:
        client, found = session.get_one(Client, "demo-safe"), []
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2025, 3, 9), date(2026, 11, 19)):
            view = look(session, client, day)
            file = credit_file(shared_firm.context, session, client, view, day)
            found.append((file.current, file.position.regime))
    assert found == [(1_500_000, None), (2_000_000, None), (None, None), (2_000_000, "calm")]


async def test_before_the_first_position_standing_and_position_are_unknown(shared_firm: Any) -> None:
    with shared_firm.context.transaction(writes=False) as session:
        client = session.get_one(Client, "demo-safe")
        day = date(2025, 6, 2)
        file = credit_file(shared_firm.context, session, client, look(session, client, day), day)
    assert (file.standing.overdue_debt, file.standing.call_overdue, file.position.assets) == (
        None,
        None,
        None,
    )


async def test_a_client_without_an_account_is_taken_at_the_average_where_no_day_is_known(
    shared_firm: Any,
) -> None:
    with shared_firm.context.transaction(writes=False) as session:
        hk, new = (session.get_one(Client, user) for user in ("demo-hk", "demo-applicant"))
        found = [credit_file(shared_firm.context, session, each, None, TODAY) for each in (hk, new)]
    assert [each.position.assets for each in found] == [480_000, 518_000]


async def test_what_suits_is_worked_out_for_the_clients_grade_unless_another_is_asked(
    shared_firm: Any,
) -> None:
    client = await shared_firm.signed_in("demo-call")
    found = await client.suitability("demo-call", {"horizon_months": 12, "need": "10000", "goal": "400000"})
    assert found["figures"]["leverage_ceiling"]["inputs"]
    other = await client.suitability("demo-call", {"grade": "C1"})
    assert other["figures"]["leverage_ceiling"]["value"] != found["figures"]["leverage_ceiling"]["value"]
    assert "leverage_above_ceiling" in {each["code"] for each in other["findings"]}


@pytest.mark.parametrize(
    ("person", "field", "code"),
    [
        ({"grade": "C9"}, "grade", "not_one_of"),
        ({"need": "-1"}, "need", "negative"),
        ({"horizon_months": -3}, "horizon_months", "negative"),
        ({"luck": "1"}, "body.luck", "extra_forbidden"),
    ],
)
async def test_a_wrong_person_is_refused_by_name(
    shared_firm: Any, person: dict[str, Any], field: str, code: str
) -> None:
    client = await shared_firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await client.suitability("demo-call", person)
    assert [(each["field"], each["code"]) for each in caught.value.problem["errors"]] == [(field, code)]


async def test_without_a_known_grade_one_must_be_asked(own_firm: Any) -> None:
    changed(own_firm, "demo-call", risk_grade=None)
    client = await own_firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await client.suitability("demo-call", {})
    assert [each["field"] for each in caught.value.problem["errors"]] == ["grade"]
