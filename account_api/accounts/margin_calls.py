"""The margin call of the liquidation line that is open on an account, with its deadline on the trading calendar.

It is the same call that the account's call state reports: it ends at the restore line of the contract, not where the ratio
is back above the line that began it, and what was agreed or paid since moves it. Its deadline passes by the clock alone;
whether the notices it needs were served is what the call state tells.
"""

from datetime import datetime

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.decisions.call_state import call_of_line
from account_api.errors import NoCreditAccount
from risk.calls.model import OPEN, RUNNING
from risk.margin_calls import MarginCall


def margin_call(ctx: Context, session: Session, view: View, now: datetime) -> MarginCall | None:
    """The call that is open at `now`; None where none is, or the contract says no deadline."""
    file = call_of_line(ctx, session, view, now)
    if file.state not in OPEN or file.called_on is None or file.deadline is None:
        return None
    overdue = file.state not in RUNNING or now > file.deadline
    return MarginCall(file.called_on, file.deadline, file.provisional, "overdue" if overdue else "open")


def call_of(ctx: Context, session: Session, client: Client) -> MarginCall | None:
    """The call open today; None for a client without an account, a contract or a position."""
    try:
        view = views.look(session, client, ctx.clock.today())
    except NoCreditAccount:
        return None
    return None if view.snapshot is None else margin_call(ctx, session, view, ctx.clock.local())
