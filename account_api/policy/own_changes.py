"""What changes for one client: the announced policies that touch the account, and those lately in force, with the figures.

Before and after of an announced one are computed from the account as it is now, so they are those a client sees elsewhere; of
one in force the effect is what stands in the figures by now.
"""

from datetime import date, timedelta

from sqlmodel import Session

from account_api.accounts import whole_book
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.policy import queries, view, wording
from account_api.policy.change import change_of
from account_api.policy.contract import OwnChangePublic
from account_api.policy.impact import compared
from account_api.policy.tables import Policy
from risk.policy import Touched

LATELY = timedelta(days=90)


def own_changes(ctx: Context, session: Session, client: Client) -> list[OwnChangePublic]:
    """Those that touch the account, in the order of their days; none for a client without an account here."""
    today = ctx.clock.today()
    found = []
    for policy in queries.approved_since(session, today - LATELY):
        seen_on = max(policy.effective, today)
        views = whole_book.views(session, today, seen_on, [client.client_id])
        shown = _shown(ctx, session, client, policy, views[0]) if views else None
        if shown is not None:
            found.append(shown)
    return found


def _shown(
    ctx: Context, session: Session, client: Client, policy: Policy, seen: View
) -> OwnChangePublic | None:
    change = change_of(ctx, session, policy)
    touched = compared(session, seen, change)
    told = queries.told_at(session, policy.id, client.client_id)
    if touched is None and told is None:
        return None
    coming = policy.effective > ctx.clock.today()
    return OwnChangePublic(
        id=policy.id,
        state=view.state(ctx, policy),
        about=wording.about(change),
        security=change.code,
        terms=wording.terms(change),
        effective=policy.effective,
        announced_on=_announced(policy),
        reason=policy.reason,
        effects=[] if touched is None else list(touched.effects),
        moves_ratio=touched is not None and _ratio(touched, "before") != _ratio(touched, "after"),
        before=_figures(touched, "before") if coming else None,
        after=_figures(touched, "after") if coming else None,
        told_at=None if told is None else local_text(told.at),
    )


def _announced(policy: Policy) -> date:
    assert policy.approved_at is not None  # only approved ones are listed
    return policy.approved_at.astimezone(BOOKING_ZONE).date()


def _figures(touched: Touched | None, which: str) -> dict[str, dict[str, object]] | None:
    if touched is None:
        return None
    side = touched.before if which == "before" else touched.after
    return {name: figure.as_json() for name, figure in side.figures.items()}


def _ratio(touched: Touched, which: str) -> object:
    side = touched.before if which == "before" else touched.after
    return side.amount("maintenance_ratio")
