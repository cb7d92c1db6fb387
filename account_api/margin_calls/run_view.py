"""A liquidation as it is shown: what was ordered, what came back, the statement once it is drawn up."""

from sqlmodel import Session

from account_api.clock import local_text
from account_api.margin_calls import queries
from account_api.margin_calls.contract import LiquidationRunPublic, OrderPublic
from account_api.margin_calls.statements import fill_shown
from account_api.margin_calls.tables import LiquidationRun
from account_api.texts import plain


def run_shown(session: Session, run: LiquidationRun) -> LiquidationRunPublic:
    """A liquidation with its orders and what came back."""
    orders = queries.orders(session, run.id)
    kept = run.model_dump(include={"id", "call_id", "proposal_id", "client_id", "snapshot_id", "statement"})
    by_id = {each.id: each for each in orders}
    return LiquidationRunPublic.model_validate(
        {
            **kept,
            "started_at": local_text(run.started_at),
            "ended_at": None if run.ended_at is None else local_text(run.ended_at),
            "orders": [
                OrderPublic(**each.model_dump(exclude={"liquidation_id", "price"}), price=plain(each.price))
                for each in orders
            ],
            "fills": [fill_shown(row, by_id[row.order_id]) for row in queries.fills(session, run.id)],
        }
    )
