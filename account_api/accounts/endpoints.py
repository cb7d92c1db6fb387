"""The account of one client: terms, figures, cures, positions, history.

An account of Hong Kong or the United States answers the same questions in its own measures, labelled reference.

`as_of` is the day whose rules apply (default: today). Figures come from the newest position not after it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from account_api.accounts import changes, reference, service, ways_back
from account_api.accounts.contract import (
    AccountPublic,
    ContractChangesPublic,
    CreditLinePublic,
    CureQuestion,
    CuresPublic,
    FiguresPublic,
    HistoryPublic,
    PositionsPublic,
)
from account_api.accounts.view import View, look
from account_api.clients.access import VisibleClient
from account_api.days import Day
from account_api.dependencies import Ctx, Reading
from account_api.feed.refusals import stale
from account_api.sources.freshness import watch_of

router = APIRouter(prefix="/accounts/{client_id}", tags=["accounts"])


def account_view(client: VisibleClient, ctx: Ctx, session: Reading, as_of: Day | None = None) -> View:
    """The account named in the path, seen from `as_of` or today. Raises NoSuchAccount or NoCreditAccount."""
    return look(session, client, as_of or ctx.clock.today(), watch_of(ctx, session))


def fresh_view(view: Annotated[View, Depends(account_view)]) -> View:
    """The same for what shows figures. Raises StaleFigures where the firm would rather show none that are too old."""
    if view.freshness.refused:
        raise stale(view.freshness.source, view.freshness.price_source)
    return view


Known = Annotated[View, Depends(account_view)]
Seen = Annotated[View, Depends(fresh_view)]
Question = Annotated[CureQuestion, Query()]


@router.get("")
def account(view: Known) -> AccountPublic:
    """The contract's lines and clauses, currency, credit line."""
    return service.account(view)


@router.get("/figures")
def figures(view: Seen, ctx: Ctx) -> FiguresPublic:
    """Every figure with formula, inputs, rules and trace id."""
    return reference.figures_of(ctx, view)


@router.get("/cures")
def cures(view: Seen, ctx: Ctx, session: Reading, question: Question) -> CuresPublic:
    """The ways back to the target (default: the restore line), alone, mixed and with a limited sum, and the margin
    call if one is open.
    """
    if view.abroad:
        return reference.cures(ctx, view, question.target)
    return ways_back.cures_and_call(ctx, session, view, question)


@router.get("/positions")
def positions(view: Seen, session: Reading) -> PositionsPublic:
    """Holdings and open contracts."""
    return reference.positions(view) if view.abroad else service.positions(session, view)


@router.get("/history")
def history(view: Seen, ctx: Ctx, session: Reading) -> HistoryPublic:
    """Band and maintenance ratio of the last position days."""
    return reference.history(ctx, session, view) if view.abroad else service.history(session, view, ctx.rules)


@router.get("/contract-changes")
def contract_changes(view: Known, session: Reading, since: Day | None = None) -> ContractChangesPublic:
    """Every version of the contract, and what each changed; the changes since a day only, if one is given."""
    return changes.contract_changes(session, view, since)


@router.get("/credit-lines")
def credit_lines(client: VisibleClient, session: Reading) -> list[CreditLinePublic]:
    """What the credit line was over time and why, the newest first."""
    return service.credit_lines(session, client)
