"""A client's agreements and amendments: read, sign, answer. Staff look; compliance, risk and supervisors offer amendments."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.agreements import amendments, service, signing, view
from account_api.agreements.amendment_contract import (
    AmendmentCreate,
    AmendmentLinePublic,
    AmendmentPublic,
    Answer,
)
from account_api.agreements.contract import (
    Acknowledging,
    AgreementPublic,
    AgreementsPublic,
    CodePublic,
    Signing,
)
from account_api.auth.attempts import Address
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/accounts/{client_id}", tags=["agreements"])
Signer = Annotated[Principal, Requires(Scope.agreements_sign)]
Looker = Annotated[Principal, Requires(Scope.account_read)]
Maker = Annotated[Principal, Requires(Scope.agreements_amend)]
AgreementId = Annotated[Words, Path(max_length=20)]
StepNo = Annotated[Words, Path(max_length=20)]


@router.get("/agreements")
def agreements(client: VisibleClient, ctx: Ctx, session: Reading) -> AgreementsPublic:
    """Every agreement, which one holds, and what could be signed."""
    return service.listed(ctx, session, client)


@router.post("/agreements")
def open_agreement(client: VisibleClient, ctx: Ctx, principal: Signer, session: Writing) -> AgreementPublic:
    """The offered version as the client's own text, to be read; again, the same."""
    return service.open_reading(ctx, session, principal, client)


@router.get("/agreements/{agreement_id}")
def agreement(
    client: VisibleClient, ctx: Ctx, session: Reading, agreement_id: AgreementId
) -> AgreementPublic:
    """One agreement whole, for ever readable as it was signed."""
    row = service.found(session, client.client_id, agreement_id)
    return view.agreement(session, row, ctx.clock.today())


@router.post("/agreements/{agreement_id}/steps/{step}")
def acknowledge(
    client: VisibleClient,
    ctx: Ctx,
    principal: Signer,
    session: Writing,
    agreement_id: AgreementId,
    step: StepNo,
    asked: Acknowledging,
) -> AgreementPublic:
    """The next section or disclosure was read."""
    return service.acknowledge(ctx, session, principal, client, agreement_id, step, asked)


@router.post("/agreements/{agreement_id}/code")
def code(
    client: VisibleClient, ctx: Ctx, principal: Signer, session: Writing, agreement_id: AgreementId
) -> CodePublic:
    """Sends a code to sign with."""
    service.found(session, client.client_id, agreement_id)
    return signing.send_code(ctx, session, principal)


@router.post("/agreements/{agreement_id}/sign", dependencies=[Turnstile], response_model=AgreementPublic)
def sign(
    client: VisibleClient,
    ctx: Ctx,
    principal: Signer,
    agreement_id: AgreementId,
    key: IdempotencyKey,
    asked: Signing,
    address: Address,
) -> dict[str, Any]:
    """Signs what was read whole, once per idempotency key."""
    return signing.sign(ctx, principal, client, agreement_id, asked, key, address)


@router.get("/amendments")
def listed(client: VisibleClient, ctx: Ctx, session: Reading, principal: Looker) -> list[AmendmentLinePublic]:
    """The amendments, the newest first."""
    return amendments.listed(ctx, session, principal, client)


@router.post("/amendments", status_code=201, response_model=AmendmentPublic)
def propose(
    client: VisibleClient,
    ctx: Ctx,
    principal: Maker,
    session: Writing,
    key: IdempotencyKey,
    asked: AmendmentCreate,
) -> dict[str, Any]:
    """Asks a second person to offer an amended agreement, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/amendments", key),
        asked.model_dump(mode="json"),
        ctx.clock.now(),
        lambda: amendments.propose(ctx, session, principal, client, asked).model_dump(mode="json"),
    )


@router.get("/amendments/{amendment_id}")
def amendment(
    client: VisibleClient, ctx: Ctx, session: Reading, principal: Looker, amendment_id: AgreementId
) -> AmendmentPublic:
    """One amendment with everything it changes."""
    row = amendments.found(session, principal, client.client_id, amendment_id)
    return amendments.shown(ctx, session, client, row)


@router.post("/amendments/{amendment_id}/answer", response_model=AmendmentPublic)
def answer(
    client: VisibleClient,
    ctx: Ctx,
    principal: Signer,
    session: Writing,
    amendment_id: AgreementId,
    key: IdempotencyKey,
    asked: Answer,
) -> dict[str, Any]:
    """The client agrees or does not, once per idempotency key."""
    return once(
        session,
        (principal.user, f"amendments/{amendment_id}/answer", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: amendments.answer(ctx, session, principal, client, amendment_id, asked).model_dump(
            mode="json"
        ),
    )
