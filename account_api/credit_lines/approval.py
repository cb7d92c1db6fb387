"""What a second person decides about a credit line, and what that does: the line is written, and the client is told."""

from decimal import Decimal

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.accounts.tables import CreditLine
from account_api.audit import Event
from account_api.auth.queries import active_user
from account_api.auth.roles import Role
from account_api.clients import queries as clients
from account_api.context import Context
from account_api.credit_lines import queries
from account_api.credit_lines.ceiling import ceiling, refuse_above
from account_api.errors import NotAllowed, StateChanged
from account_api.notices.service import send
from account_api.notices.texts import Text
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from account_api.texts import plain
from risk.money import display_money, parse


def _grant(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Writes the line from today. Raises StateChanged where the ceiling is lower by now, or the line another one."""
    _refuse_wrong_pair(session, proposal)
    assert proposal.client_id is not None
    account = queries.held_account(session, proposal.client_id)
    client = clients.client(session, proposal.client_id)
    assert client is not None
    if account is None:
        raise StateChanged("No credit account has been opened yet.", "尚未开立信用账户。")
    before = None if account.credit_line is None else plain(account.credit_line)
    if before != proposal.content["line_before"]:
        raise StateChanged("The line is another one by now.", "当前额度已变化，请重新提出。")
    amount = Decimal(proposal.content["amount"])
    refuse_above(ceiling(ctx, session, client), amount, deciding=True)
    account.credit_line = amount
    today = ctx.clock.today()
    row = CreditLine.of(
        client_id=proposal.client_id,
        valid_from=today,
        n=1 + sum(each.valid_from == today for each in accounts.credit_lines(session, proposal.client_id)),
        amount=amount,
        reason=f"{proposal.content['reason']}（{proposal.id}）",
    )
    session.add(row)
    session.flush()
    shown = display_money(parse(proposal.content["amount"], "amount"), "down")
    told = Text(f"您的授信额度已核定为{shown}元。", f"Your credit line has been set to CNY {shown}.")
    send(ctx, session, proposal.client_id, "general", told)


def _refused(ctx: Context, session: Session, proposal: Proposal) -> None:
    _refuse_wrong_pair(session, proposal)
    assert proposal.client_id is not None
    told = Text(
        f"您的授信额度申请未获批准，原因：{proposal.reason}。",
        f"Your request for a credit line was not agreed to: {proposal.reason}.",
    )
    send(ctx, session, proposal.client_id, "general", told)


def _refuse_wrong_pair(session: Session, proposal: Proposal) -> None:
    """Risk decides what others ask for; compliance decides only what risk itself has proposed."""
    made = active_user(session, proposal.made_by)
    decided = active_user(session, proposal.decided_by or "")
    by_risk = made is not None and made.role == Role.risk
    if decided is not None and decided.role == Role.compliance and not by_risk:
        raise NotAllowed(
            "Risk decides about this line.",
            "该额度须由风控审批。",
            trace=Event("proposal.denied", decided.username, proposal.client_id, {"id": proposal.id}),
        )


KIND = Kind(
    name="credit_line",
    title_zh="授信额度",
    title_en="Credit line",
    makes=frozenset({Role.client, Role.agent, Role.supervisor, Role.risk}),
    decides=frozenset({Role.risk, Role.compliance}),
    apply=_grant,
    refused=_refused,
    client_sees=True,
)
