"""Asking for a credit line, and how the line of a client stands: granted, drawn, what it could be, what was asked for."""

from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api.accounts.service import credit_lines
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context
from account_api.credit_lines import queries
from account_api.credit_lines.approval import KIND
from account_api.credit_lines.ceiling import Ceiling, ceiling, refuse_above
from account_api.credit_lines.contract import (
    LineAsk,
    LineRequestPublic,
    LineStandingPublic,
    TriggerPublic,
)
from account_api.credit_lines.tables import CreditLineTrigger
from account_api.errors import NotFound, StateChanged
from account_api.proposals import service as proposals
from account_api.proposals.tables import Proposal
from account_api.texts import plain
from risk.decision import Decision
from risk.money import display_money, parse
from risk.order_limits import credit_line_left
from risk.sheet import Sheet
from risk.valuation import value


def standing(ctx: Context, session: Session, client: Client) -> LineStandingPublic:
    """Everything about the client's line today. Raises NoCreditAccount before an agreement was signed."""
    found = ceiling(ctx, session, client)
    line, snapshot = found.view.account.credit_line, found.view.snapshot
    left = None if snapshot is None else credit_line_left(Sheet(value(snapshot), ctx.rules)).as_json()
    return LineStandingPublic.model_validate(
        {
            **found.view.origin(),
            "line": None if line is None else plain(line),
            "left": left,
            "ceiling": found.figure.as_json(),
            "score": found.score.as_json(),
            "decision": found.decision.as_json(),
            "frozen": found.frozen,
            "history": credit_lines(session, client),
            "requests": listed(session, client),
            "triggers": [_trigger(row) for row in queries.triggers(session, client.client_id)],
        }
    )


def ask(
    ctx: Context, session: Session, principal: Principal, client: Client, asked: LineAsk
) -> LineRequestPublic:
    """A request for a second person. Raises StateChanged above the ceiling, where one waits already or nothing would change;
    NoCreditAccount before an agreement was signed.
    """
    queries.held_account(session, client.client_id)
    found = ceiling(ctx, session, client)
    line = found.view.account.credit_line
    if any(row.state == "proposed" for row in queries.requests(session, client.client_id, KIND.name)):
        raise StateChanged("A request for the line waits already.", "已有额度申请待处理。")
    amount = Decimal(asked.amount)
    if line == amount:
        raise StateChanged("That is the line already.", "该金额与当前额度相同。")
    refuse_above(found, amount, deciding=False)
    content = {
        "amount": plain(amount),
        "reason": asked.reason,
        "line_before": None if line is None else plain(line),
        "asked_by_client": principal.client_id == client.client_id,
    }
    made = proposals.make(
        ctx, session, KIND, principal, client.client_id, content, _explained(found, content)
    )
    return shown(made)


def withdraw(
    ctx: Context, session: Session, principal: Principal, client: Client, request_id: str, reason: str
) -> LineRequestPublic:
    """Takes one's own request back. Raises NotFound for what is no request of this client, NotAllowed for somebody else's,
    StateChanged where it was decided.
    """
    rows = queries.requests(session, client.client_id, KIND.name)
    if not any(row.id == request_id for row in rows):
        raise NotFound("There is no such request.", "没有该申请。")
    return shown(proposals.withdraw(ctx, session, KIND, principal, request_id, reason))


def listed(session: Session, client: Client) -> list[LineRequestPublic]:
    """Every request of the client, the newest first."""
    return [shown(row) for row in queries.requests(session, client.client_id, KIND.name)]


def shown(row: Proposal) -> LineRequestPublic:
    """A request and what became of it."""
    asked = row.content
    return LineRequestPublic.model_validate(
        {
            **{name: asked[name] for name in ("amount", "reason", "line_before", "asked_by_client")},
            **row.model_dump(include={"id", "client_id", "state", "explanation"}),
            "says": _says(row),
            "made_at": local_text(row.made_at),
            "decided_at": row.decided_at and local_text(row.decided_at),
            "decision_reason": row.reason,
        }
    )


def _trigger(row: CreditLineTrigger) -> TriggerPublic:
    return TriggerPublic(
        outcome=row.outcome,
        line=plain(row.line),
        computed=None if row.computed is None else plain(row.computed),
        reasons=row.reasons,
        noticed_at=local_text(row.noticed_at),
        cleared_at=row.cleared_at and local_text(row.cleared_at),
    )


def _explained(found: Ceiling, content: dict[str, Any]) -> dict[str, Any]:
    wanted = _money(content["amount"])
    before = content["line_before"]
    was, was_en = ("未授信", "none") if before is None else (f"{_money(before)}元", f"CNY {_money(before)}")
    decision: Decision = found.decision
    points = [{"zh": each.text_zh, "en": each.text} for each in decision.reasons]
    points += [
        {"zh": f"{each.text_zh}：{each.closes_zh}", "en": f"{each.text}: {each.closes}"}
        for each in decision.gaps
    ]
    return {
        "summary": {
            "zh": f"授信额度由{was}改为{wanted}元：{content['reason']}",
            "en": f"Credit line of CNY {wanted} instead of {was_en}: {content['reason']}",
        },
        "points": points,
        "figures": [each.as_json() for each in decision.figures.values()],
    }


def _says(row: Proposal) -> dict[str, str]:
    amount, why = _money(row.content["amount"]), row.reason
    sentences = {
        "proposed": ("等待审批。", "Waits for a decision."),
        "approved": (f"已核定为{amount}元。", f"Set to CNY {amount}."),
        "refused": (f"未获批准，原因：{why}。额度不变。", f"Not agreed to: {why}. The line stays as it is."),
        "withdrawn": ("已撤回。额度不变。", "Taken back. The line stays as it is."),
        "expired": ("逾期未审批，申请失效。额度不变。", "Not decided in time. The line stays as it is."),
    }
    zh, en = sentences[row.state]
    return {"zh": zh, "en": en}


def _money(text: str) -> str:
    return display_money(parse(text, "amount"), "down")
