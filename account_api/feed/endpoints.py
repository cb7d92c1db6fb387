"""Events and prices as they arrive, corporate actions, how the feed stands, and whether the ledger adds up."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.days import Day
from account_api.dependencies import Ctx, Reading, Writing
from account_api.feed import actions, prices, reconciliation, refusals, service, status, suspects
from account_api.feed.contract import (
    ActionCreate,
    ActionPublic,
    ActionReversal,
    AppliedPublic,
    EventsCreate,
    EventsPublic,
    PricesCreate,
    PricesPublic,
    ReconciliationPublic,
    StatusPublic,
    SuspectAsk,
    SuspectPublic,
)
from account_api.feed.event_kinds import Id, Name
from account_api.feed.tables import SuspectState
from account_api.idempotency import IdempotencyKey, once

MAX_BATCH_BYTES = 512 * 1024
OWN_SOURCES = ("ledger", "liquidation")
"""What the ledger calls its own: what was not fed, and what a sale of collateral brought."""

router = APIRouter(tags=["feed"], max_body_size=MAX_BATCH_BYTES)
Feeder = Annotated[Principal, Requires(Scope.feed_write)]
Watcher = Requires(Scope.feed_read)


def _refuse_own(source: str) -> None:
    """Nobody sends in the name of the service itself: its own entries would wait behind what was put between them."""
    if source in OWN_SOURCES:
        raise refusals.own_source(source)


@router.post("/events")
def post_events(ctx: Ctx, principal: Feeder, session: Writing, batch: EventsCreate) -> EventsPublic:
    """Works events into the ledger, in their source's order, each once. A refused one holds up its own account only."""
    _refuse_own(batch.source)
    return service.take(ctx, session, principal.user, batch)


@router.post("/prices")
def post_prices(ctx: Ctx, principal: Feeder, session: Writing, batch: PricesCreate) -> PricesPublic:
    """Keeps ticks; the newest of a day is the day's price."""
    _refuse_own(batch.source)
    return prices.take(ctx, session, principal.user, batch)


@router.get("/feed/suspect-prices", dependencies=[Watcher])
def suspect_prices(
    session: Reading,
    state: Annotated[SuspectState | None, Query()] = "suspect",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[SuspectPublic]:
    """Prices kept aside because they are further from the last close than a price can be, the newest first."""
    return suspects.listed(session, state, limit)


@router.post("/feed/suspect-prices/{suspect_id}/accept", response_model=SuspectPublic)
def ask_to_accept(
    ctx: Ctx,
    principal: Annotated[Principal, Watcher],
    session: Writing,
    suspect_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    asked: SuspectAsk,
    idempotency_key: IdempotencyKey,
) -> dict[str, Any]:
    """Puts accepting it to a second person, once per idempotency key; 409 where it is settled or asked already."""

    def work() -> dict[str, Any]:
        return suspects.propose(ctx, session, principal, suspect_id, asked.reason).model_dump(mode="json")

    identity = (principal.user, f"suspect price {suspect_id}", idempotency_key)
    return once(session, identity, asked.model_dump(), ctx.clock.now(), work)


@router.get("/feed/status", dependencies=[Watcher])
def feed_status(
    ctx: Ctx,
    session: Reading,
    after: Annotated[Name | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=status.MOST_SHOWN)] = status.MOST_SHOWN,
) -> StatusPublic:
    """Who was heard when, how far each stream has got, what waits and what was refused; by client, some at a time."""
    return status.status(ctx, session, after or "", limit)


@router.get("/feed/reconciliation", dependencies=[Watcher])
def feed_reconciliation(
    session: Reading,
    client_id: Annotated[Name | None, Query()] = None,
    day: Day | None = None,
) -> ReconciliationPublic:
    """Opening day, interest and events against the closing day: every difference, line by line. Of one client, or of one day:
    the whole ledger at once is for the command on the machine.
    """
    if client_id is None and day is None:
        raise refusals.whole_ledger()
    return reconciliation.reconciled(session, client_id, day)


@router.post("/corporate-actions")
def announce(ctx: Ctx, principal: Feeder, session: Writing, asked: ActionCreate) -> ActionPublic:
    """Announces an issuer's act; it is worked in once its day has come, at once where it has."""
    return actions.announce(ctx, session, principal.user, asked)


@router.get("/corporate-actions", dependencies=[Watcher])
def corporate_actions(
    session: Reading, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> list[ActionPublic]:
    """Actions, the newest first."""
    return actions.listed(session, limit)


@router.post("/corporate-actions/{source}/{action_id}/reverse")
def reverse_action(
    ctx: Ctx,
    principal: Feeder,
    session: Writing,
    source: Annotated[Id, Path()],
    action_id: Annotated[Id, Path()],
    asked: ActionReversal,
    idempotency_key: IdempotencyKey,
) -> ActionPublic:
    """Takes an action back in every account, as if it had not been. The same key again is answered the same."""
    identity = (principal.user, f"reverse action {source} {action_id}", idempotency_key)

    def work() -> dict[str, Any]:
        done = actions.reverse(ctx, session, principal.user, source, action_id, asked.reason)
        return done.model_dump(mode="json")

    answer = once(session, identity, asked.model_dump(mode="json"), ctx.clock.now(), work)
    return ActionPublic.model_validate(answer)


@router.get("/accounts/{client_id}/events")
def events_of(client: VisibleClient, session: Reading) -> list[AppliedPublic]:
    """The newest events of the account, oldest first, each with what it added."""
    return status.of_client(session, client)
