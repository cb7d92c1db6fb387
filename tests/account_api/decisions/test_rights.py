"""Route by role: who may ask about whose account, and that somebody else's is the same as nobody's."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import BaseModel

from account_api import payloads_decisions as payloads
from account_api import payloads_desk, payloads_notices
from account_api.accounts import contract as accounts
from account_api.client import AccountClient, AccountError, NotAllowed, NotFound
from account_api.decisions import contract
from account_api.notices.contract import SentNoticePublic
from account_api.own_plans import contract as own_plans
from account_api.settlements import contract as settlements
from account_api.tickets.contract import AttachmentPublic

Ask = Callable[[AccountClient, str], Awaitable[object]]

ASKED: dict[str, Ask] = {
    "what-if": lambda me, who: me.what_if(who, []),
    "stress": lambda me, who: me.stress(who, "index_3"),
    "plan": lambda me, who: me.plan(who),
    "liquidation": lambda me, who: me.liquidation(who),
    "call-state": AccountClient.call_state,
    "admission": AccountClient.admission,
    "credit": AccountClient.credit,
    "suitability": lambda me, who: me.suitability(who, {}),
    "own-plan": AccountClient.own_plan,
    "own-plan/review": AccountClient.review_own_plan,
    "notices": AccountClient.notices,
    "settlements": AccountClient.settlements,
    "commission-difference": lambda me, who: me.commission_difference(who, "0.0003"),
    "contract-changes": AccountClient.contract_changes,
    "credit-lines": AccountClient.credit_lines,
}

SEES = ("demo-safe", "demo-agent", "demo-supervisor", "demo-risk", "demo-compliance")
MAY_NOT = ("demo-educator", "demo-legal", "demo-adviser", "demo-admin")
DOES_NOT_EXIST = ("demo-call", "demo-agent2")


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


async def status(ask: Ask, me: AccountClient, who: str) -> int:
    try:
        await ask(me, who)
    except AccountError as error:
        return error.status
    return 200


@pytest.mark.parametrize("route", ASKED)
async def test_each_route_answers_each_role_as_the_own_account_rule_says(firm: Any, route: str) -> None:
    found = {}
    for user in (*SEES, *MAY_NOT, *DOES_NOT_EXIST):
        found[user] = await status(ASKED[route], await firm.signed_in(user), "demo-safe")
    assert found == {
        **dict.fromkeys(SEES, 200),
        **dict.fromkeys(MAY_NOT, 403),
        **dict.fromkeys(DOES_NOT_EXIST, 404),
    }
    assert await status(ASKED[route], firm.client, "demo-safe") == 401


@pytest.mark.parametrize("route", ASKED)
async def test_somebody_elses_account_is_answered_word_for_word_as_an_unknown_one(
    firm: Any, route: str
) -> None:
    me = await firm.signed_in("demo-call")
    told = []
    for who in ("demo-safe", "nobody", "demo-call ", "DEMO-CALL"):
        with pytest.raises(NotFound) as caught:
            await ASKED[route](me, who)
        told.append(caught.value.problem["detail"])
    assert set(told) == {told[0]} and len(told) == 4


async def test_a_refused_look_and_a_look_of_staff_are_on_record(own_firm: Any) -> None:
    with pytest.raises(NotFound):
        await (await own_firm.signed_in("demo-call")).credit("demo-safe")
    assert own_firm.audit_actions()[-1] == "account.denied"
    await (await own_firm.signed_in("demo-agent")).liquidation("demo-safe")
    assert own_firm.audit_actions()[-1] == "account.read"


@pytest.mark.parametrize("user", ["demo-agent", "demo-supervisor", "demo-risk", "demo-admin"])
async def test_only_the_client_sets_limits_of_their_own(firm: Any, user: str) -> None:
    with pytest.raises(NotAllowed):
        await (await firm.signed_in(user)).save_own_plan("k", "demo-safe", {"floor_ratio": "2.00"})
    with pytest.raises(NotFound):
        await (await firm.signed_in("demo-call")).save_own_plan("k", "demo-safe", {"floor_ratio": "2.00"})


PAIRS: tuple[tuple[type, type[BaseModel]], ...] = (
    (payloads.Stress, contract.StressPublic),
    (payloads.Plan, contract.PlanPublic),
    (payloads.Liquidation, contract.LiquidationPublic),
    (payloads.Counterfactual, contract.CounterfactualPublic),
    (payloads.CallState, contract.CallStatePublic),
    (payloads.Decision, contract.DecisionPublic),
    (payloads.Credit, contract.CreditPublic),
    (payloads.CreditLine, accounts.CreditLinePublic),
    (payloads.Suitability, contract.SuitabilityPublic),
    (payloads.Person, contract.PersonQuestion),
    (payloads.Surveillance, contract.SurveillancePublic),
    (payloads.CreditRisk, contract.CreditRiskPublic),
    (payloads.OwnPlanLimits, own_plans.OwnPlanSet),
    (payloads.OwnPlanVersion, own_plans.OwnPlanVersion),
    (payloads.OwnPlan, own_plans.OwnPlanPublic),
    (payloads.OwnPlanReview, own_plans.OwnPlanReviewPublic),
    (payloads_notices.SentNotice, SentNoticePublic),
    (payloads.Settlement, settlements.SettlementPublic),
    (payloads.CommissionDifference, settlements.CommissionDifferencePublic),
    (payloads.ContractVersion, accounts.ContractVersionPublic),
    (payloads.ContractChange, accounts.ContractChangePublic),
    (payloads.ContractChanges, accounts.ContractChangesPublic),
    (payloads_desk.TicketAttachment, AttachmentPublic),
)


@pytest.mark.parametrize(("promised", "given"), PAIRS)
def test_a_payload_has_the_fields_of_its_model(promised: type, given: type[BaseModel]) -> None:
    assert set(promised.__annotations__) == set(given.model_fields)
