"""Route by role: who sees and does what about whose application; and that the client's types are the service's."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import BaseModel

from account_api import payloads_admission as payloads
from account_api.admission import contract
from account_api.client import AccountClient, AccountError, NotFound
from tests.account_api.admission.making import WHO
from tests.account_api.conftest import Firm

Ask = Callable[[AccountClient, str], Awaitable[object]]

LOOKED_AT: dict[str, Ask] = {
    "application": AccountClient.application,
    "explanation": AccountClient.explain_application,
    "facts": AccountClient.facts,
    "questionnaire": AccountClient.questionnaire,
}
OWN: dict[str, Ask] = {
    "open": lambda me, who: me.open_application("k", who),
    "submit": lambda me, who: me.submit_application("k", who),
    "withdraw": lambda me, who: me.withdraw_application("k", who),
    "person": lambda me, who: me.ask_admission_person("k", who, "?"),
    "start": lambda me, who: me.start_questionnaire("k", who),
    "answers": lambda me, who: me.answer_questionnaire("k", who, "2026-1", {"goal": "keep"}),
    "finish": lambda me, who: me.finish_questionnaire("k", who),
}
DESK: dict[str, Ask] = {
    "review": lambda me, who: me.review_application("k", who),
    "propose": lambda me, who: me.propose_admission("k", who),
    "verify": lambda me, who: me.verify_fact("k", who, "born", 1),
}
STATED: dict[str, Ask] = {"state": lambda me, who: me.state_fact("k", who, "staff", "no")}
EVERY = {**LOOKED_AT, **OWN, **DESK, **STATED}

STAFF = ("demo-agent2", "demo-supervisor", "demo-risk", "demo-compliance")
WORKERS = ("demo-agent2", "demo-supervisor")
MAY_NOT = ("demo-educator", "demo-legal", "demo-adviser", "demo-admin")


async def status(ask: Ask, me: AccountClient, who: str) -> int:
    try:
        await ask(me, who)
    except AccountError as error:
        return error.status
    return 200


def may(route: str, user: str) -> bool:
    """Whether the role has the right at all; what the state allows is another matter."""
    if user == WHO:
        return route not in DESK
    if route in LOOKED_AT:
        return user in STAFF
    return user in WORKERS and route in {**DESK, **STATED}


async def test_each_route_lets_each_role_do_what_is_its_own(firm: Firm) -> None:
    people = {user: await firm.signed_in(user) for user in (WHO, *STAFF, *MAY_NOT)}
    for route, ask in EVERY.items():
        found = {user: await status(ask, me, WHO) for user, me in people.items()}
        allowed = {user: may(route, user) for user in people}
        assert {user: code != 403 for user, code in found.items()} == allowed, route
        assert set(found.values()) <= {200, 403, 404, 409}, route
        assert await status(ask, firm.client, WHO) == 401, route


async def test_somebody_elses_application_is_answered_word_for_word_as_an_unknown_ones(firm: Firm) -> None:
    for route, ask in EVERY.items():
        me = await firm.signed_in("demo-agent" if route in DESK else "demo-call")
        told = []
        for who in (WHO, "nobody", "demo-applicant "):
            with pytest.raises(NotFound) as caught:
                await ask(me, who)
            told.append(caught.value.problem)
        assert told == [told[0]] * 3, route


PAIRS: tuple[tuple[type, type[BaseModel]], ...] = (
    (payloads.Fact, contract.FactPublic),
    (payloads.AdmissionGap, contract.GapPublic),
    (payloads.NextStep, contract.NextPublic),
    (payloads.ApplicationStep, contract.StepPublic),
    (payloads.SittingStanding, contract.SittingPublic),
    (payloads.Application, contract.ApplicationPublic),
    (payloads.QueuedApplication, contract.QueuedPublic),
    (payloads.QuestionOption, contract.OptionPublic),
    (payloads.Question, contract.QuestionPublic),
    (payloads.Contradiction, contract.ContradictionPublic),
    (payloads.Questionnaire, contract.QuestionnairePublic),
    (payloads.ExplanationPoint, contract.PointPublic),
    (payloads.AdmissionExplanation, contract.ExplanationPublic),
)


@pytest.mark.parametrize(("promised", "given"), PAIRS)
def test_the_client_promises_the_fields_the_service_gives(promised: Any, given: type[BaseModel]) -> None:
    assert set(promised.__annotations__) == set(given.model_fields)
