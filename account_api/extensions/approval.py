"""What a second person decides about an extension, and what that does: the contract falls due later, and the client is told."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session

from account_api.accounts.past import keep_version
from account_api.accounts.tables import Contract
from account_api.accounts.view import look
from account_api.auth.roles import Role
from account_api.clients import queries as clients
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.extensions import queries
from account_api.extensions.checking import check
from account_api.notices.service import send
from account_api.notices.texts import Text
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from risk.extension import NOT_NOW
from risk.money import to_text


def _extend(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Moves the due day. Raises StateChanged where the contract was closed, moved or paid since, or a condition is not met."""
    asked, today = proposal.content, ctx.clock.today()
    row = queries.held_contract(session, asked["contract"])
    if row.due is None or row.due.isoformat() != asked["due_before"]:
        raise StateChanged("The contract falls due on another day by now.", "该合约的到期日已变化。")
    assert proposal.client_id is not None
    client = clients.client(session, proposal.client_id)
    assert client is not None
    found = check(ctx, session, look(session, client, today), row.contract_id, asked["months"])
    if found.decision.outcome == NOT_NOW:
        first = found.decision.gaps[0]
        raise StateChanged(f"It may not be extended: {first.text}.", f"不符合展期条件：{first.text_zh}。")
    keep_version(session, row, today)
    row.due = date.fromisoformat(asked["due_after"])
    row.extended = [*row.extended, today.isoformat()]
    row.margin_ratio = Decimal(to_text(found.margin_ratio_after))
    session.flush()
    _told_extended(ctx, session, proposal.client_id, row)


def _refused(ctx: Context, session: Session, proposal: Proposal) -> None:
    contract, due = proposal.content["contract"], proposal.content["due_before"]
    assert proposal.client_id is not None
    told = Text(
        f"合约{contract}的展期申请未获批准，原因：{proposal.reason}。请于{due}前偿还。",
        f"The extension of contract {contract} was not agreed to: {proposal.reason}. Please repay it by {due}.",
    )
    send(ctx, session, proposal.client_id, "maturity", told)


def _told_extended(ctx: Context, session: Session, client_id: str, row: Contract) -> None:
    told = Text(
        f"合约{row.contract_id}已展期，新的到期日为{row.due}。",
        f"Contract {row.contract_id} was extended; it now falls due on {row.due}.",
    )
    send(ctx, session, client_id, "maturity", told)


KIND = Kind(
    name="extension",
    title_zh="合约展期",
    title_en="Extend a contract",
    makes=frozenset({Role.client, Role.agent, Role.supervisor}),
    decides=frozenset({Role.supervisor, Role.risk}),
    apply=_extend,
    refused=_refused,
    client_sees=True,
)
