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
    tickets_handle = "tickets:handle"
    handoffs_raise = "handoffs:raise"
    handoffs_follow = "handoffs:follow"
    handoffs_read = "handoffs:read"
    handoffs_work = "handoffs:work"
    desk_read = "desk:read"
    contacts_log = "contacts:log"
    profile = "profile"


_EVERYBODY = frozenset({Scope.profile})
_LOOK = {Scope.account_read, Scope.handoffs_read, Scope.handoffs_follow, Scope.desk_read}
_WORK = {Scope.tickets_write, Scope.tickets_handle, Scope.handoffs_work, Scope.contacts_log}
_DESK = _EVERYBODY | _LOOK | _WORK | {Scope.tickets_read, Scope.handoffs_raise}
_CALLER = {Scope.handoffs_raise, Scope.handoffs_follow}

SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.client: _EVERYBODY | _CALLER | {Scope.account_read, Scope.tickets_read, Scope.tickets_write},
    Role.agent: _DESK,
    Role.supervisor: _DESK,
    Role.educator: _EVERYBODY,
    Role.risk: _EVERYBODY | _LOOK,
    Role.compliance: _EVERYBODY | _LOOK | {Scope.tickets_read},
    Role.legal: _EVERYBODY | {Scope.tickets_read},
    Role.adviser: _EVERYBODY,
    Role.admin: _EVERYBODY,
    Role.assistant: _EVERYBODY | _CALLER,
}

SEES_OWN_GROUP = frozenset({Role.agent})
SEES_EVERY_CLIENT = frozenset({Role.supervisor, Role.risk, Role.compliance, Role.legal})
