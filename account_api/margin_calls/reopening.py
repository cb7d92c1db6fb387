"""A call that was met by a payment which the feed has taken back: it was not met, and goes on under its own deadline.

Its notices stand, for it is the same call; that it goes on is for a person to tell.
"""

from account_api.audit import Event
from account_api.context import Context
from account_api.margin_calls import queries
from account_api.margin_calls.cases import ask, noted, open_key
from account_api.proposals.service import WORKER


def reopen(ctx: Context) -> tuple[str, ...]:
    """Opens these cases again; their clients. A call of the same kind that was made since stands in the place of the old one."""
    with ctx.transaction(writes=False) as session:
        if not queries.undone(session):
            return ()
    now = ctx.clock.now()
    found: list[str] = []
    with ctx.transaction() as session:
        for case, payment in queries.undone(session):
            key = open_key(case.client_id, case.kind, case.contract_id)
            if queries.open_by_key(session, key) is not None:
                continue
            case.open_key, case.closed_at, case.state = key, None, "called"
            said = {"before": "met", "state": "called"}
            noted(session, case, f"taken_back/{payment}", "state", now, WORKER, **said)
            ask(session, case, f"payment_reversed/{payment}", "payment_reversed", now)
            ctx.record(session, Event("margin_call.reopened", WORKER, case.client_id, {"id": case.id}))
            session.flush()
            found.append(case.client_id)
    return tuple(found)
