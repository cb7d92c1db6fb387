"""Proposals: list, look, approve, refuse, withdraw; a client reads those that concern the own account."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlmodel import Session, col

from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient, among_visible
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.dependencies import Ctx, Reading, Writing
from account_api.errors import NoSuchProposal
from account_api.idempotency import IdempotencyKey, once
from account_api.proposals import queries, service, view
from account_api.proposals.contract import Decision, OwnProposalPublic, ProposalPublic
from account_api.proposals.kinds import ALL, KINDS, looked_at_by
from account_api.proposals.tables import Proposal, State
from account_api.texts import Words

router = APIRouter(tags=["proposals"])
Reader = Annotated[Principal, Requires(Scope.proposals_read)]
Decider = Annotated[Principal, Requires(Scope.proposals_decide)]
Maker = Annotated[Principal, Requires(Scope.proposals_make)]
ProposalId = Annotated[Words, Path(max_length=20)]
KindName = Annotated[Words | None, Query(max_length=40)]
OfClient = Annotated[Words | None, Query(max_length=64)]
Work = Callable[[Proposal], Proposal]


@router.get("/proposals")
def proposals(
    session: Reading,
    principal: Reader,
    kind: KindName = None,
    state: State | None = None,
    client_id: OfClient = None,
) -> list[ProposalPublic]:
    """Those the signed-in person has to do with, the newest first."""
    wanted = [name for name in looked_at_by(principal.role) if kind in (None, name)]
    visible = among_visible(principal, col(Client.client_id), col(Client.group))
    rows = queries.listed(session, wanted, state, client_id, visible)
    return [view.public(session, principal, row) for row in rows]


@router.get("/proposals/{proposal_id}")
def proposal(session: Reading, principal: Reader, proposal_id: ProposalId) -> ProposalPublic:
    """One proposal with what it would do and why."""
    return view.public(session, principal, _found(session, principal, proposal_id))


@router.post("/proposals/{proposal_id}/approve", response_model=ProposalPublic)
def approve(
    ctx: Ctx,
    session: Writing,
    principal: Decider,
    proposal_id: ProposalId,
    key: IdempotencyKey,
    said: Decision,
) -> dict[str, Any]:
    """Approves it, with its effect, once per idempotency key."""

    def work(row: Proposal) -> Proposal:
        return service.decide(ctx, session, KINDS[row.kind], principal, row.id, True, said.reason)

    return _ended(ctx, session, principal, proposal_id, ("approve", key, said), work)


@router.post("/proposals/{proposal_id}/refuse", response_model=ProposalPublic)
def refuse(
    ctx: Ctx,
    session: Writing,
    principal: Decider,
    proposal_id: ProposalId,
    key: IdempotencyKey,
    said: Decision,
) -> dict[str, Any]:
    """Refuses it, once per idempotency key."""

    def work(row: Proposal) -> Proposal:
        return service.decide(ctx, session, KINDS[row.kind], principal, row.id, False, said.reason)

    return _ended(ctx, session, principal, proposal_id, ("refuse", key, said), work)


@router.post("/proposals/{proposal_id}/withdraw", response_model=ProposalPublic)
def withdraw(
    ctx: Ctx,
    session: Writing,
    principal: Maker,
    proposal_id: ProposalId,
    key: IdempotencyKey,
    said: Decision,
) -> dict[str, Any]:
    """Takes one's own proposal back, once per idempotency key."""

    def work(row: Proposal) -> Proposal:
        return service.withdraw(ctx, session, KINDS[row.kind], principal, row.id, said.reason)

    return _ended(ctx, session, principal, proposal_id, ("withdraw", key, said), work)


@router.get("/accounts/{client_id}/proposals")
def own_proposals(client: VisibleClient, session: Reading) -> list[OwnProposalPublic]:
    """Those that concern the client and that clients may read, the newest first."""
    seen = [kind.name for kind in ALL if kind.client_sees]
    return [view.own(row) for row in queries.listed(session, seen, client_id=client.client_id)]


def _found(session: Session, principal: Principal, proposal_id: str) -> Proposal:
    row = queries.proposal(session, proposal_id)
    if row is None or not view.visible(session, principal, row):
        raise NoSuchProposal.seen(Event("proposal.unseen", principal.user, detail={"id": proposal_id}))
    return row


def _ended(
    ctx: Context,
    session: Session,
    principal: Principal,
    proposal_id: str,
    asked: tuple[str, str, Decision],
    work: Work,
) -> dict[str, Any]:
    row = _found(session, principal, proposal_id)
    act, key, said = asked
    return once(
        session,
        (principal.user, f"proposals/{row.id}/{act}", key),
        said.model_dump(),
        ctx.clock.now(),
        lambda: view.public(session, principal, work(row)).model_dump(mode="json"),
    )
