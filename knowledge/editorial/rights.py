"""Who may do what at the editors' desk. Writers submit, reviewers approve and publish what somebody else submitted,
notice setters speak to clients at once. Whoever has one of these rights may read the desk; nobody else may, since
drafts, clients' questions and the log stand there. What is published is public."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import NotAllowed

WRITERS = frozenset({"educator", "compliance", "legal", "supervisor"})
REVIEWERS = frozenset({"compliance", "legal"})
NOTICE_SETTERS = frozenset({"supervisor", "compliance", "legal"})
READERS = WRITERS | REVIEWERS | NOTICE_SETTERS


@dataclass(frozen=True, slots=True)
class Editor:
    """A member of staff as the account service knows them."""

    user: str
    role: str


def demand(editor: Editor, roles: frozenset[str]) -> None:
    """`NotAllowed` unless the editor's role is one of `roles`."""
    if editor.role not in roles:
        allowed = ", ".join(sorted(roles))
        raise NotAllowed(
            f"this takes one of the roles {allowed}", f"此操作需要以下角色之一：{allowed}", field="role"
        )


def demand_second(editor: Editor, submitter: str) -> None:
    """Four eyes: `NotAllowed` for whoever submitted it."""
    if editor.user == submitter:
        raise NotAllowed(
            "somebody else than the submitter must review it", "须由提交人以外的人复核", field="user"
        )
