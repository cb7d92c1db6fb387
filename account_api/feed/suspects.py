"""Prices kept aside: shown to staff, and put to a second person to be accepted."""

from typing import Any

from sqlmodel import Session

from account_api.auth.principal import Principal
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import NotFound, StateChanged
from account_api.feed import suspect_queries as queries
from account_api.feed.approval import KIND
from account_api.feed.contract import SuspectPublic
from account_api.feed.tables import SuspectPrice
from account_api.proposals import queries as proposals
from account_api.proposals.service import make
from account_api.texts import plain


def listed(session: Session, state: str | None, limit: int) -> list[SuspectPublic]:
    """Prices that were kept aside, the newest first; in one state, or all."""
    return [shown(row) for row in queries.suspects(session, state, limit)]


def shown(row: SuspectPrice) -> SuspectPublic:
    """One as staff see it."""
    kept = row.model_dump(include={"id", "source", "code", "since_day", "rule", "state", "proposal_id"})
    prices = {name: plain(getattr(row, name)) for name in ("price", "since", "low", "high")}
    return SuspectPublic.model_validate(
        {**kept, **prices, "at": local_text(row.at), "received_at": local_text(row.received_at)}
    )


def propose(
    ctx: Context, session: Session, principal: Principal, suspect_id: int, reason: str
) -> SuspectPublic:
    """Puts accepting a price to a second person. Raises NotFound, and StateChanged where it is settled or asked already."""
    row = queries.suspect(session, suspect_id)
    if row is None:
        raise NotFound("There is no such price.", "没有该价格。")
    asked = None if row.proposal_id is None else proposals.proposal(session, row.proposal_id)
    if row.state != "suspect" or (asked is not None and asked.state == "proposed"):
        raise StateChanged(
            "The price is settled, or a proposal waits already.", "该价格已处理，或已有提议待审批。"
        )
    content = {"suspect": row.id, "reason": reason}
    made = make(ctx, session, KIND, principal, None, content, _explained(row, reason))
    row.proposal_id = made.id
    session.flush()
    return shown(row)


def _explained(row: SuspectPrice, reason: str) -> dict[str, Any]:
    price, since = plain(row.price), plain(row.since)
    return {
        "summary": {
            "zh": f"{row.code} 于 {local_text(row.at)} 的价格 {price}（来源 {row.source}）超出合理范围，提请采用。",
            "en": f"The price {price} of {row.code} at {local_text(row.at)} from {row.source} is out of bounds: accept it.",
        },
        "points": [
            {
                "zh": f"参考价 {since}（{row.since_day}），范围 {plain(row.low)} 至 {plain(row.high)}，依据 {row.rule}",
                "en": f"counted from {since} of {row.since_day}: {plain(row.low)} to {plain(row.high)}, by {row.rule}",
            },
            {"zh": reason, "en": reason},
        ],
        "figures": [],
    }
