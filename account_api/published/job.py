"""Publishing the whole book, some accounts at a time, so that no transaction holds the ledger for long."""

from datetime import datetime

from account_api.clients import queries as clients
from account_api.context import Context
from account_api.published.service import publish
from account_api.uncollected import uncollected

AT_ONCE = 200


def publish_all(ctx: Context, _now: datetime) -> int:
    """Publishes every account; how many were other than published. What was published before stays where it ends early."""
    with ctx.transaction(writes=False) as session:
        every = clients.every(session)
    done = 0
    for first in range(0, len(every), AT_ONCE):
        with uncollected(), ctx.transaction() as session:
            done += publish(ctx, session, every[first : first + AT_ONCE])
    return done
