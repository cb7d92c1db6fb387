"""Asking for an extension: looked at first, then for a second person to decide, until the contract falls due."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.auth import queries as staff
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.errors import NotFound, StateChanged
from account_api.extensions import queries
from account_api.extensions.approval import KIND
from account_api.extensions.checking import Checked, check
from account_api.extensions.contract import ExtensionAsk, ExtensionCheckPublic, ExtensionPublic
from account_api.market import queries as market
from account_api.proposals import service as proposals
from account_api.proposals.tables import Proposal
from risk.extension import NOT_NOW
from risk.money import to_text

LAST_MINUTE = time(23, 59, 59)
DECIDED = ("approved", "refused")
ANYBODY = ("另一名工作人员", "another person of the firm")
OFFICES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"supervisor": ("客服主管", "a supervisor"), "risk": ("风控人员", "a risk officer")}
)
"""What whoever decides is called to the client."""


def checked(
    ctx: Context, session: Session, view: View, contract_id: str, months: int
) -> ExtensionCheckPublic:
    """How a request would stand now. Raises NotFound for an unknown contract, StateChanged for a closed one."""
    found = check(ctx, session, view, contract_id, months)
    names = market.named(session, [found.contract.security])[found.contract.security]
    waiting = _waiting(session, view.client.client_id, contract_id)
    return ExtensionCheckPublic.model_validate(
        {
            **view.origin(),
            "contract": contract_id,
            "kind": found.contract.kind,
            "security": found.contract.security,
            "name": names.name,
            "name_en": names.name_en,
            "due": found.contract.due,
            "months": months,
            "due_after": found.due_after,
            "margin_ratio": to_text(found.contract.margin_ratio or found.margin_ratio_after),
            "margin_ratio_after": to_text(found.margin_ratio_after),
            "waiting": waiting and waiting.id,
            "decision": found.decision.as_json(),
        }
    )


def ask(
    ctx: Context, session: Session, principal: Principal, view: View, asked: ExtensionAsk
) -> ExtensionPublic:
    """A request for a second person. Raises StateChanged where a condition is not met or one waits already."""
    row = queries.contract(session, view.account.account_id, asked.contract)
    if row is not None:
        queries.held_contract(session, row.contract_id)
    found = check(ctx, session, view, asked.contract, asked.months)
    if found.decision.outcome == NOT_NOW:
        said, said_zh = _first(found)
        raise StateChanged(f"It cannot be extended now: {said}.", f"暂不符合展期条件：{said_zh}。")
    if _waiting(session, view.client.client_id, asked.contract) is not None:
        raise StateChanged("A request for this contract waits already.", "该合约已有展期申请待处理。")
    due = found.contract.due
    if due is None or found.due_after is None:
        raise StateChanged("The due day is not known; a person looks at it.", "到期日未知，请由人工处理。")
    content = {
        "contract": asked.contract,
        "months": asked.months,
        "note": asked.note,
        "due_before": due.isoformat(),
        "due_after": found.due_after.isoformat(),
        "asked_by_client": principal.client_id == view.client.client_id,
    }
    until = datetime.combine(due, LAST_MINUTE, tzinfo=BOOKING_ZONE)
    made = proposals.make(
        ctx, session, KIND, principal, view.client.client_id, content, explained(found, content), until
    )
    return shown(session, made)


def withdraw(
    ctx: Context, session: Session, principal: Principal, client: Client, request_id: str, reason: str
) -> ExtensionPublic:
    """Takes one's own request back. Raises NotFound for what is no request of this client, NotAllowed for somebody else's,
    StateChanged where it was decided.
    """
    rows = queries.requests(session, client.client_id, KIND.name)
    if not any(row.id == request_id for row in rows):
        raise NotFound("There is no such request.", "没有该申请。")
    return shown(session, proposals.withdraw(ctx, session, KIND, principal, request_id, reason))


def listed(session: Session, client: Client) -> list[ExtensionPublic]:
    """Every request of the client, the newest first."""
    return [shown(session, row) for row in queries.requests(session, client.client_id, KIND.name)]


def shown(session: Session, row: Proposal) -> ExtensionPublic:
    """A request and what became of it."""
    asked = row.content
    return ExtensionPublic.model_validate(
        {
            **{name: asked[name] for name in ("contract", "months", "note", "due_before", "due_after")},
            **row.model_dump(include={"id", "client_id", "state", "explanation", "reason"}),
            "asked_by_client": asked["asked_by_client"],
            "says": _says(row),
            "made_at": local_text(row.made_at),
            "valid_until": row.valid_until and local_text(row.valid_until),
            "decided_at": row.decided_at and local_text(row.decided_at),
            "decided_by": _office(session, row),
        }
    )


def _office(session: Session, row: Proposal) -> dict[str, str] | None:
    """The office of whoever agreed to it or refused it."""
    if row.state not in DECIDED or row.decided_by is None:
        return None
    user = staff.active_user(session, row.decided_by)
    zh, en = OFFICES.get(user.role if user else "", ANYBODY)
    return {"zh": zh, "en": en}


def _waiting(session: Session, client_id: str, contract_id: str) -> Proposal | None:
    rows = queries.requests(session, client_id, KIND.name)
    return next(
        (row for row in rows if row.state == "proposed" and row.content["contract"] == contract_id), None
    )


def _first(found: Checked) -> tuple[str, str]:
    """Everything that is not met, in both languages."""
    unmet = [each for each in found.decision.reasons if each.outcome == "not_met"]
    return "; ".join(each.text for each in unmet), "；".join(each.text_zh for each in unmet)


def explained(found: Checked, content: Mapping[str, Any]) -> dict[str, Any]:
    """What whoever decides reads: the due days, every condition, the figures."""
    contract, before, after = content["contract"], content["due_before"], content["due_after"]
    return {
        "summary": {
            "zh": f"合约{contract}展期：到期日由{before}改为{after}",
            "en": f"Extend contract {contract}: due on {after} instead of {before}",
        },
        "points": [{"zh": each.text_zh, "en": each.text} for each in found.decision.reasons],
        "figures": [each.as_json() for each in found.decision.figures.values()],
    }


def _says(row: Proposal) -> dict[str, str]:
    before, after, why = row.content["due_before"], row.content["due_after"], row.reason
    sentences = {
        "proposed": (
            f"等待审批；{before}前未获批准的，须按期偿还。",
            f"Waits for a decision; without one the contract is repaid by {before}.",
        ),
        "approved": (f"已展期至{after}。", f"Extended to {after}."),
        "refused": (
            f"未获批准，原因：{why}。到期日仍为{before}。",
            f"Not agreed to: {why}. Still due on {before}.",
        ),
        "withdrawn": (f"已撤回。到期日仍为{before}。", f"Taken back. Still due on {before}."),
        "expired": (
            f"逾期未审批，申请失效。到期日仍为{before}。",
            f"Not decided in time. Still due on {before}.",
        ),
    }
    zh, en = sentences[row.state]
    return {"zh": zh, "en": en}
