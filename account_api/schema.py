"""Every table of the service in one place, for whoever needs the whole schema."""

from account_api import audit, counters, idempotency, outbox
from account_api.accounts import tables as accounts
from account_api.admission import tables as admission
from account_api.agreements import tables as agreements
from account_api.alerts import tables as alerts
from account_api.auth import tables as auth
from account_api.campaigns import tables as campaigns
from account_api.clients import tables as clients
from account_api.columns import METADATA
from account_api.consents import tables as consents
from account_api.credit_lines import tables as credit_lines
from account_api.desk import tables as desk
from account_api.feed import tables as feed
from account_api.firm import tables as firm
from account_api.handoffs import tables as handoffs
from account_api.inbox import tables as inbox
from account_api.jobs import tables as jobs
from account_api.learning import tables as learning
from account_api.margin_calls import tables as margin_calls
from account_api.market import tables as market
from account_api.notices import tables as notices
from account_api.own_plans import tables as own_plans
from account_api.policy import tables as policy
from account_api.proposals import tables as proposals
from account_api.published import tables as published
from account_api.rules import tables as rules
from account_api.settlements import tables as settlements
from account_api.snapshots import tables as snapshots
from account_api.tickets import tables as tickets
from account_api.traces import tables as traces

TABLE_MODULES = (
    accounts,
    admission,
    agreements,
    alerts,
    audit,
    auth,
    campaigns,
    clients,
    consents,
    counters,
    credit_lines,
    desk,
    feed,
    firm,
    handoffs,
    idempotency,
    inbox,
    jobs,
    learning,
    margin_calls,
    market,
    notices,
    outbox,
    own_plans,
    policy,
    proposals,
    published,
    rules,
    settlements,
    snapshots,
    tickets,
    traces,
)

__all__ = ["METADATA", "TABLE_MODULES"]
