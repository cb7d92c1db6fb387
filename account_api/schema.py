"""Every table of the service in one place, for whoever needs the whole schema."""

from account_api import audit, counters, idempotency, outbox
from account_api.accounts import tables as accounts
from account_api.auth import tables as auth
from account_api.campaigns import tables as campaigns
from account_api.clients import tables as clients
from account_api.columns import METADATA
from account_api.consents import tables as consents
from account_api.desk import tables as desk
from account_api.firm import tables as firm
from account_api.handoffs import tables as handoffs
from account_api.inbox import tables as inbox
from account_api.learning import tables as learning
from account_api.market import tables as market
from account_api.notices import tables as notices
from account_api.own_plans import tables as own_plans
from account_api.proposals import tables as proposals
from account_api.rules import tables as rules
from account_api.settlements import tables as settlements
from account_api.tickets import tables as tickets

TABLE_MODULES = (
    accounts,
    audit,
    auth,
    campaigns,
    clients,
    consents,
    counters,
    desk,
    firm,
    handoffs,
    idempotency,
    inbox,
    learning,
    market,
    notices,
    outbox,
    own_plans,
    proposals,
    rules,
    settlements,
    tickets,
)

__all__ = ["METADATA", "TABLE_MODULES"]
