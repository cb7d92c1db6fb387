"""Templates: what they must contain, what they may not loosen, and two people to publish one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from account_api.agreements.approval import TEMPLATE
from account_api.agreements.standard import standard_body
from account_api.agreements.wording import clauses
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.errors import StateChanged
from account_api.proposals import service as proposals
from tests.account_api.agreements.making import WHY, published, terms, unbroken


async def test_two_people_publish_a_version_and_the_one_before_is_replaced(either: Any) -> None:
    version = await published(either, terms(lines={"restore_line": "1.50"}))
    supervisor = await either.signed_in("demo-supervisor")
    listed = await supervisor.agreement_templates()
    assert [(each["version"], each["state"]) for each in listed] == [
        (version, "published"),
        (2, "replaced"),
        (1, "replaced"),
    ]
    shown = await supervisor.agreement_template("margin", version)
    assert shown["faults"] == [] and all(each["present"] for each in shown["mandatory"])
    assert len(shown["mandatory"]) == 20
    named = {each["name"]: each for each in shown["named_terms"]}
    assert (named["restore_line"]["words"]["zh"], named["restore_line"]["clause"]) == ("150%", "12.4")
    assert all(each["clause"] for each in shown["named_terms"] if each["name"] != "short_rate")
    assert unbroken(either)


async def test_a_template_without_a_mandatory_section_is_not_published(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    body = standard_body()
    kept = [each for each in body["sections"] if each["kind"] not in ("notices", "termination")]
    made = await compliance.create_template("k", {"terms": terms(), "body": {**body, "sections": kept}})
    assert {each["section"]["article"] for each in made["faults"]} == {"第十五条", "第十七条"}
    with pytest.raises(AccountError) as caught:
        await compliance.publish_template("p", "margin", made["version"], WHY)
    assert caught.value.status == 422
    assert [each["field"] for each in caught.value.problem["errors"]] == ["body.notices", "body.termination"]
    assert (await compliance.agreement_template("margin", made["version"]))["state"] == "draft"


async def test_a_section_states_its_terms_and_no_place_stays_open(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    body = standard_body()
    for clause in clauses(body):
        if clause["term"] == "restore_line":
            clause["en"] = "The restore line is {restored_line}."
    made = await compliance.create_template("k", {"terms": terms(), "body": body})
    assert [(each["field"], each["code"], each["value"]) for each in made["faults"]] == [
        ("body.lines", "term_not_stated", "restore_line"),
        ("body.12.4", "unknown_placeholder", "restored_line"),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "source"),
    [
        ({"lines": {"withdrawal_line": "2.50"}}, "terms.withdrawal_line", "第四十三条"),
        ({"margin": {"financing_margin_ratio": "0.80"}}, "terms.financing_margin_ratio", ""),
        (
            {"margin": {"short_margin_ratio_private_fund": "1.00"}},
            "terms.short_margin_ratio_private_fund",
            "",
        ),
        ({"duration": {"months": 12}}, "terms.months", "实施细则"),
        ({"duration": {"extension_months": 7}}, "terms.extension_months", "实施细则"),
    ],
)
async def test_a_term_that_loosens_a_rule_in_force_is_refused_and_the_rule_named(
    own_firm: Any, changes: dict[str, Any], field: str, source: str
) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    made = await compliance.create_template("k", {"terms": terms(**changes)})
    (fault,) = made["faults"]
    assert (fault["field"], fault["code"]) == (field, "loosens")
    assert source in fault["text_zh"] and fault["rule"]["confidence"].startswith("seen-")
    with pytest.raises(AccountError) as caught:
        await compliance.publish_template("p", "margin", made["version"], WHY)
    assert caught.value.problem["errors"][0]["field"] == field


async def test_a_collateral_kind_is_rated_no_higher_than_the_exchanges_allow(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    rated = {**terms(), "collateral": [{"kind": "a_share", "most": "0.70"}]}
    (fault,) = (await compliance.create_template("k", {"terms": rated}))["faults"]
    assert (fault["field"], fault["rule"]["param"]) == ("terms.collateral", "conversion_rate_cap")


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": {"warning_line": "1.20"}},
        {"lines": {"minimum_line": "1.35"}},
        {"lines": {"restore_line": "140"}},
        {"call_deadline": {"trading_days": 11}},
        {"interest": {"day_basis": 366}},
        {"interest": {"settled": "monthly"}},
        {"default": {"liquidation_order": ["cash", "value", "loss"]}},
        {"default": {"liquidation_order": ["cash", "mood"]}},
    ],
)
async def test_terms_that_contradict_themselves_are_no_template(
    own_firm: Any, changes: dict[str, Any]
) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    with pytest.raises(AccountError) as caught:
        await compliance.create_template("k", {"terms": terms(**changes)})
    assert caught.value.status == 422
    assert len(await compliance.agreement_templates()) == 2


async def test_over_long_texts_are_refused_by_name(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    body = standard_body()
    body["sections"][0]["clauses"][0]["zh"] = "长" * 1001
    with pytest.raises(AccountError) as caught:
        await compliance.create_template("k", {"terms": terms(), "body": body})
    assert caught.value.problem["errors"][0]["field"] == "body.body.sections.0.clauses.0.zh"


async def test_who_may_write_publish_and_decide(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    made = await compliance.create_template("k", {"terms": terms()})
    assert await compliance.create_template("k", {"terms": terms()}) == made
    for user in ("demo-risk", "demo-supervisor", "demo-agent", "demo-call", "demo-educator"):
        other = await own_firm.signed_in(user)
        with pytest.raises(NotAllowed):
            await other.create_template("x", {"terms": terms()})
    asked = await compliance.publish_template("p", "margin", made["version"], WHY)
    with pytest.raises(AccountError) as caught:
        await compliance.publish_template("q", "margin", made["version"], WHY)
    assert caught.value.status == 409
    with pytest.raises(NotAllowed):
        await compliance.approve(asked["proposal_id"], "自己批")
    await (await own_firm.signed_in("demo-risk")).refuse(asked["proposal_id"], "再议")
    assert (await compliance.agreement_template("margin", made["version"]))["state"] == "draft"
    with pytest.raises(NotFound):
        await compliance.agreement_template("margin", 99)
    with pytest.raises(NotAllowed):
        await (await own_firm.signed_in("demo-call")).agreement_templates()


async def test_of_two_who_decide_at_once_one_decides(either: Any) -> None:
    compliance = await either.signed_in("demo-compliance")
    made = await compliance.create_template("k", {"terms": terms()})
    asked = await compliance.publish_template("p", "margin", made["version"], WHY)
    barrier = Barrier(2)

    def decide(user: str, role: Role) -> str:
        by = Principal(user, role, user)
        barrier.wait()
        try:
            with either.context.transaction() as session:
                number = asked["proposal_id"]
                return proposals.decide(either.context, session, TEMPLATE, by, number, True, "同意").state
        except StateChanged:
            return "late"

    with ThreadPoolExecutor(2) as pool:
        racing = [pool.submit(decide, *each) for each in _DECIDERS]
        assert sorted(each.result() for each in racing) == ["approved", "late"]
    states = [each["state"] for each in await compliance.agreement_templates()]
    assert states.count("published") == 1
    assert unbroken(either)


async def test_two_versions_published_at_once_leave_one_that_is_offered(either: Any) -> None:
    compliance = await either.signed_in("demo-compliance")
    made = await asyncio.gather(*(compliance.create_template(key, {"terms": terms()}) for key in "abc"))
    versions = sorted(each["version"] for each in made)
    assert versions == [3, 4, 5]
    asked = [await compliance.publish_template(f"p{n}", "margin", n, WHY) for n in versions]
    risk, supervisor = await either.signed_in("demo-risk"), await either.signed_in("demo-supervisor")
    await asyncio.gather(
        *(
            me.approve(each["proposal_id"], "同意")
            for me, each in zip((risk, supervisor, risk), asked, strict=True)
        ),
        return_exceptions=True,
    )
    states = {each["version"]: each["state"] for each in await compliance.agreement_templates()}
    assert [n for n, state in states.items() if state == "published"] == [5]


_DECIDERS = (("demo-risk", Role.risk), ("demo-supervisor", Role.supervisor))
