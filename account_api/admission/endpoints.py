"""An application, its facts and the questionnaire, all under the client they belong to; the desk's queue of applications.

An applicant has no credit account yet: everything here passes the own-account rule of the client, not of an account.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from sqlmodel import Session

from account_api.admission import approval, explanation, facts, questionnaire_view, service, sittings, view
from account_api.admission.contract import (
    Answers,
    ApplicationPublic,
    ExplanationPublic,
    FactPublic,
    FactSet,
    FactVerified,
    Note,
    PersonAsked,
    QuestionnairePublic,
    QueuedPublic,
)
from account_api.admission.states import OPEN, State
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.dependencies import Ctx, Reading, Writing
from account_api.handoffs.contract import HandoffPublic
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(tags=["admission"])
ROOT = "/clients/{client_id}"
Reader = Annotated[Principal, Requires(Scope.account_read)]
Applicant = Annotated[Principal, Requires(Scope.admission_own)]
Teller = Annotated[Principal, Requires(Scope.admission_facts)]
Worker = Annotated[Principal, Requires(Scope.admission_work)]
Desk = Annotated[Principal, Requires(Scope.admission_read)]
FactName = Annotated[Words, Path(max_length=40)]
Course = Callable[[Context, Session, Principal, Client, str], object]


@router.get("/applications")
def applications(
    ctx: Ctx, session: Reading, principal: Desk, state: Annotated[list[State] | None, Query()] = None
) -> list[QueuedPublic]:
    """The applications of the clients one may see, the oldest first. Without a state: those that wait for somebody."""
    return view.queue(ctx, session, principal, tuple(state or OPEN))


@router.get(ROOT + "/application")
def application(client: VisibleClient, ctx: Ctx, session: Reading, principal: Reader) -> ApplicationPublic:
    """Where the client's application stands, what is next and by whom, and what is still open."""
    return view.public(ctx, session, principal, client)


@router.post(ROOT + "/application", status_code=201, response_model=ApplicationPublic)
def open_draft(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Applicant, key: IdempotencyKey
) -> dict[str, Any]:
    """Starts an application, once per idempotency key; the one that is open already stays."""

    def course(*_: object) -> object:
        return service.open_draft(ctx, session, principal, client)

    return _step(ctx, session, principal, client, ("open", key, Note()), course)


@router.post(ROOT + "/application/submit", response_model=ApplicationPublic)
def submit(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Applicant, key: IdempotencyKey, said: Note
) -> dict[str, Any]:
    """Hands the application in, once per idempotency key. 409 names what is missing."""
    return _step(ctx, session, principal, client, ("submit", key, said), service.submit)


@router.post(ROOT + "/application/withdraw", response_model=ApplicationPublic)
def withdraw(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Applicant, key: IdempotencyKey, said: Note
) -> dict[str, Any]:
    """Takes the application back before it is decided, once per idempotency key."""
    return _step(ctx, session, principal, client, ("withdraw", key, said), service.withdraw)


@router.post(ROOT + "/application/review", response_model=ApplicationPublic)
def review(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Worker, key: IdempotencyKey, said: Note
) -> dict[str, Any]:
    """Takes the application up, once per idempotency key."""
    return _step(ctx, session, principal, client, ("review", key, said), service.review)


@router.post(ROOT + "/application/propose", response_model=ApplicationPublic)
def propose(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Worker, key: IdempotencyKey, said: Note
) -> dict[str, Any]:
    """Puts the application before risk, once per idempotency key. 409 names facts that are not verified."""
    return _step(ctx, session, principal, client, ("propose", key, said), approval.propose)


@router.get(ROOT + "/application/explanation")
def explain(client: VisibleClient, ctx: Ctx, session: Reading) -> ExplanationPublic:
    """Why the application stands as it does, with the figures and the rules it rests on."""
    return explanation.explained(ctx, session, client)


@router.post(ROOT + "/application/person", status_code=201, response_model=HandoffPublic)
def ask_person(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Applicant,
    key: IdempotencyKey,
    said: PersonAsked,
) -> dict[str, Any]:
    """Calls a person to explain or to look again, once per idempotency key."""

    def work() -> BaseModel:
        return service.ask_person(ctx, session, principal, client, said.question)

    return _once(ctx, session, (principal.user, f"{client.client_id}/application/person", key), said, work)


@router.get(ROOT + "/facts")
def told(client: VisibleClient, ctx: Ctx, session: Reading, principal: Reader) -> list[FactPublic]:
    """Every fact an application can rest on, with its proof; those nobody stated are missing."""
    return view.facts(ctx, session, principal, client)


@router.put(ROOT + "/facts/{name}", response_model=FactPublic)
def state_fact(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Teller,
    key: IdempotencyKey,
    name: FactName,
    said: FactSet,
) -> dict[str, Any]:
    """States a fact as a new version, once per idempotency key."""
    fact = facts.known(name)

    def work() -> BaseModel:
        facts.state_fact(ctx, session, principal, client, fact, said)
        return view.one_fact(ctx, session, principal, client, fact.name)

    return _once(ctx, session, (principal.user, f"{client.client_id}/facts/{name}", key), said, work)


@router.post(ROOT + "/facts/{name}/verify", response_model=FactPublic)
def verify(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Worker,
    key: IdempotencyKey,
    name: FactName,
    seen: FactVerified,
) -> dict[str, Any]:
    """Verifies the version that was looked at, once per idempotency key."""
    fact = facts.known(name)

    def work() -> BaseModel:
        facts.verify(ctx, session, principal, client, fact, seen)
        return view.one_fact(ctx, session, principal, client, fact.name)

    return _once(ctx, session, (principal.user, f"{client.client_id}/facts/{name}/verify", key), seen, work)


@router.get(ROOT + "/questionnaire")
def questionnaire(client: VisibleClient, ctx: Ctx, session: Reading) -> QuestionnairePublic:
    """The risk questionnaire in force, the answers so far, and the newest result."""
    return questionnaire_view.public(ctx, session, client)


@router.post(ROOT + "/questionnaire", status_code=201, response_model=QuestionnairePublic)
def start(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Applicant, key: IdempotencyKey
) -> dict[str, Any]:
    """Starts the questionnaire, once per idempotency key; 409 says from when it can be taken again."""

    def course() -> object:
        return sittings.start(ctx, session, principal, client)

    return _sitting(ctx, session, principal, client, ("start", key, Note()), course)


@router.put(ROOT + "/questionnaire/answers", response_model=QuestionnairePublic)
def answer(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Applicant,
    key: IdempotencyKey,
    said: Answers,
) -> dict[str, Any]:
    """Answers some of the questions, once per idempotency key."""

    def course() -> object:
        return sittings.answer(ctx, session, principal, client, said)

    return _sitting(ctx, session, principal, client, ("answers", key, said), course)


@router.post(ROOT + "/questionnaire/finish", response_model=QuestionnairePublic)
def finish(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Applicant, key: IdempotencyKey
) -> dict[str, Any]:
    """Grades the answers, once per idempotency key; those that contradict each other are named and asked again."""

    def course() -> object:
        return sittings.finish(ctx, session, principal, client)

    return _sitting(ctx, session, principal, client, ("finish", key, Note()), course)


def _step(
    ctx: Context,
    session: Session,
    principal: Principal,
    client: Client,
    asked: tuple[str, str, Note],
    course: Course,
) -> dict[str, Any]:
    act, key, said = asked

    def work() -> BaseModel:
        course(ctx, session, principal, client, said.note)
        return view.public(ctx, session, principal, client)

    return _once(ctx, session, (principal.user, f"{client.client_id}/application/{act}", key), said, work)


def _sitting(
    ctx: Context,
    session: Session,
    principal: Principal,
    client: Client,
    asked: tuple[str, str, BaseModel],
    course: Callable[[], object],
) -> dict[str, Any]:
    act, key, said = asked

    def work() -> BaseModel:
        course()
        return questionnaire_view.public(ctx, session, client)

    return _once(ctx, session, (principal.user, f"{client.client_id}/questionnaire/{act}", key), said, work)


def _once(
    ctx: Context,
    session: Session,
    identity: tuple[str, str, str],
    said: BaseModel,
    work: Callable[[], BaseModel],
) -> dict[str, Any]:
    body, now = said.model_dump(mode="json"), ctx.clock.now()
    return once(session, identity, body, now, lambda: work().model_dump(mode="json", by_alias=True))
