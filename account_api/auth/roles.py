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


class Scope(StrEnum):
    """`account_read` says that accounts may be read at all; whose, the own-account rule decides."""

    account_read = "account:read"
    tickets_read = "tickets:read"
    tickets_write = "tickets:write"
    alerts_raise = "alerts:raise"
    alerts_read = "alerts:read"
    profile = "profile"


_EVERYBODY = frozenset({Scope.profile})
_DESK = _EVERYBODY | {Scope.account_read, Scope.tickets_read, Scope.tickets_write, Scope.alerts_read}

SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.client: _EVERYBODY
    | {Scope.account_read, Scope.tickets_read, Scope.tickets_write, Scope.alerts_raise},
    Role.agent: _DESK | {Scope.alerts_raise},
    Role.supervisor: _DESK | {Scope.alerts_raise},
    Role.educator: _EVERYBODY,
    Role.risk: _EVERYBODY | {Scope.account_read, Scope.alerts_read},
    Role.compliance: _EVERYBODY | {Scope.account_read, Scope.tickets_read, Scope.alerts_read},
    Role.legal: _EVERYBODY | {Scope.tickets_read},
    Role.adviser: _EVERYBODY,
    Role.admin: _EVERYBODY,
    Role.assistant: _EVERYBODY | {Scope.alerts_raise},
}

SEES_OWN_GROUP = frozenset({Role.agent})
SEES_EVERY_CLIENT = frozenset({Role.supervisor, Role.risk, Role.compliance, Role.legal})
