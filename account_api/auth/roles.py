"""Roles and what each may do. Rights are listed here and nowhere else."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    client = "client"
    agent = "agent"
    supervisor = "supervisor"
    educator = "educator"
    risk = "risk"
    compliance = "compliance"
    legal = "legal"
    adviser = "adviser"
    admin = "admin"
    assistant = "assistant"
    feeder = "feeder"


class Scope(StrEnum):
    """`account_read` says that accounts may be read at all; whose, the own-account rule decides."""

    account_read = "account:read"
    tickets_read = "tickets:read"
    tickets_write = "tickets:write"
    tickets_handle = "tickets:handle"
    handoffs_raise = "handoffs:raise"
    handoffs_follow = "handoffs:follow"
    handoffs_read = "handoffs:read"
    handoffs_work = "handoffs:work"
    desk_read = "desk:read"
    calls_act = "calls:act"
    fills_write = "fills:write"
    contacts_log = "contacts:log"
    mail_own = "mail:own"
    learning_write = "learning:write"
    learning_read = "learning:read"
    campaigns_read = "campaigns:read"
    campaigns_write = "campaigns:write"
    campaigns_approve = "campaigns:approve"
    rules_write = "rules:write"
    surveillance = "surveillance"
    plan_own = "plan:own"
    policies_read = "policies:read"
    policies_assess = "policies:assess"
    policies_write = "policies:write"
    proposals_read = "proposals:read"
    proposals_make = "proposals:make"
    proposals_decide = "proposals:decide"
    admission_own = "admission:own"
    admission_facts = "admission:facts"
    admission_work = "admission:work"
    admission_read = "admission:read"
    deliveries_read = "deliveries:read"
    receipts_write = "receipts:write"
    alerts_own = "alerts:own"
    feed_read = "feed:read"
    feed_write = "feed:write"
    agreements_read = "agreements:read"
    agreements_write = "agreements:write"
    agreements_amend = "agreements:amend"
    agreements_sign = "agreements:sign"
    agreements_ask = "agreements:ask"
    books_read = "books:read"
    books_write = "books:write"
    inspection = "inspection"
    outbox_requeue = "outbox:requeue"
    profile = "profile"


_EVERYBODY = frozenset({Scope.profile})
_LOOK = frozenset(
    {
        Scope.account_read,
        Scope.handoffs_read,
        Scope.handoffs_follow,
        Scope.desk_read,
        Scope.admission_read,
        Scope.agreements_read,
    }
)
_WORK = frozenset({Scope.tickets_write, Scope.tickets_handle, Scope.handoffs_work, Scope.contacts_log})
_APPLIES = frozenset({Scope.admission_own, Scope.admission_facts})
_ADMITS = frozenset({Scope.admission_facts, Scope.admission_work})
_AMENDS = frozenset({Scope.agreements_amend, Scope.agreements_ask})
_SIGNS = frozenset({Scope.agreements_sign, Scope.agreements_ask})
_DESK = (
    _EVERYBODY
    | _LOOK
    | _WORK
    | _ADMITS
    | {Scope.tickets_read, Scope.handoffs_raise, Scope.learning_read, Scope.agreements_ask}
)
_CALLER = frozenset({Scope.handoffs_raise, Scope.handoffs_follow})
_LEARNER = frozenset({Scope.learning_write, Scope.learning_read})
_WATCH = frozenset({Scope.surveillance, Scope.deliveries_read, Scope.feed_read, Scope.books_read})
_POLICY = frozenset({Scope.policies_read, Scope.policies_assess})
_PROPOSES = frozenset({Scope.proposals_read, Scope.proposals_make})
_DECIDES = _PROPOSES | {Scope.proposals_decide}
_SECOND_PAIR_OF_EYES = frozenset({Scope.campaigns_read, Scope.campaigns_approve})

SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.client: _EVERYBODY
    | _CALLER
    | _LEARNER
    | _APPLIES
    | _SIGNS
    | {
        Scope.account_read,
        Scope.tickets_read,
        Scope.tickets_write,
        Scope.mail_own,
        Scope.plan_own,
        Scope.alerts_own,
    },
    Role.agent: _DESK | _PROPOSES,
    Role.supervisor: _DESK
    | _SECOND_PAIR_OF_EYES
    | _DECIDES
    | _AMENDS
    | {Scope.policies_read, Scope.deliveries_read},
    Role.educator: _EVERYBODY | _SECOND_PAIR_OF_EYES | {Scope.campaigns_write},
    Role.risk: _EVERYBODY
    | {Scope.calls_act, Scope.fills_write}
    | _LOOK
    | _WATCH
    | _DECIDES
    | _POLICY
    | _AMENDS
    | {Scope.rules_write, Scope.policies_write, Scope.outbox_requeue},
    Role.compliance: _EVERYBODY
    | _LOOK
    | _WATCH
    | _SECOND_PAIR_OF_EYES
    | _DECIDES
    | _POLICY
    | {
        Scope.tickets_read,
        Scope.learning_read,
        Scope.agreements_write,
        Scope.agreements_amend,
        Scope.inspection,
    },
    Role.legal: _EVERYBODY | {Scope.tickets_read},
    Role.adviser: _EVERYBODY,
    Role.admin: _EVERYBODY | {Scope.feed_read, Scope.inspection, Scope.outbox_requeue},
    Role.assistant: _EVERYBODY | _CALLER | _LEARNER,
    Role.feeder: _EVERYBODY
    | {Scope.receipts_write, Scope.fills_write, Scope.feed_read, Scope.feed_write, Scope.books_write},
}

SEES_OWN_GROUP = frozenset({Role.agent})
SEES_EVERY_CLIENT = frozenset({Role.supervisor, Role.risk, Role.compliance, Role.legal})
