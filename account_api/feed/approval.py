"""What a second person decides about a price that was kept aside, and what that does: it counts from its own instant."""

from sqlmodel import Session

from account_api.auth.roles import Role
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.feed import daily
from account_api.feed import suspect_queries as queries
from account_api.feed.contract import TICK
from account_api.feed.prices import accept
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from account_api.texts import plain


def _apply(ctx: Context, session: Session, proposal: Proposal) -> None:
    """The price counts from its own instant. Raises StateChanged where it is settled meanwhile."""
    row = queries.suspect(session, proposal.content["suspect"])
    if row is None or row.state != "suspect":
        raise StateChanged("The price is settled by now.", "该价格已处理。")
    row.state = "accepted"
    session.flush()
    tick = {"code": row.code, "at": local_text(row.at), "price": plain(row.price)}
    accept(ctx, session, row.source, TICK.validate_python(tick))
    daily.open_day(ctx, session, {row.code})


def _refuse(_ctx: Context, session: Session, proposal: Proposal) -> None:
    row = queries.suspect(session, proposal.content["suspect"])
    if row is not None and row.state == "suspect":
        row.state = "refused"
        session.flush()


KIND = Kind(
    name="suspect_price",
    title_zh="采用异常行情",
    title_en="accepting a price out of bounds",
    makes=frozenset({Role.risk, Role.supervisor}),
    decides=frozenset({Role.risk, Role.compliance}),
    apply=_apply,
    refused=_refuse,
)
