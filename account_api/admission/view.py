"""An application as it is shown: where it stands, what is next and by whom, what is open, and on what it rests."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from account_api.admission import queries
from account_api.admission.contract import (
    ApplicationPublic,
    Both,
    FactPublic,
    NextPublic,
    QueuedPublic,
    SittingPublic,
    StepPublic,
)
from account_api.admission.service import approved_until
from account_api.admission.standing import Proof, Standing, answered, standing
from account_api.admission.states import NAMES, Side, acts
from account_api.admission.tables import Application, ApplicationStep
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context

SIDES: Mapping[Role, tuple[Side, ...]] = MappingProxyType(
    {Role.client: ("client",), Role.agent: ("desk",), Role.supervisor: ("desk",), Role.risk: ("risk",)}
)

_NEXT: Mapping[str, tuple[Side, str, str, str]] = MappingProxyType(
    {
        "open": ("client", "open", "开始申请", "start an application"),
        "facts": ("client", "facts", "填写所需信息", "state the facts that are asked for"),
        "questionnaire": ("client", "questionnaire", "完成风险测评问卷", "answer the risk questionnaire"),
        "submit": ("client", "submit", "提交申请", "hand the application in"),
        "review": ("desk", "review", "工作人员受理", "a person of the firm takes it up"),
        "verify": ("desk", "verify", "工作人员核实信息", "a person of the firm verifies the facts"),
        "propose": ("desk", "propose", "工作人员提交审批", "a person of the firm puts it before risk"),
        "decide": ("risk", "decide", "风控人员审批", "risk decides"),
        "settle": (
            "desk",
            "settle",
            "批准后出现的问题须先解决",
            "what has come up since the approval is settled first",
        ),
        "sign": ("client", "sign", "阅读并签署合同", "read and sign the contract"),
        "done": ("nobody", "done", "信用账户已开立", "the credit account is open"),
        "again": ("client", "open", "可再次申请", "apply again"),
    }
)


def public(ctx: Context, session: Session, principal: Principal, client: Client) -> ApplicationPublic:
    """The newest application of a client, or where the client stands without one."""
    row = queries.latest(session, client.client_id)
    found = standing(ctx, session, client)
    state = "none" if row is None else row.state
    steps = [] if row is None else queries.steps(session, row.id)
    return ApplicationPublic(
        **_course(row),
        client_id=client.client_id,
        name_masked=client.name_masked,
        state=state,
        state_text=_both(NAMES[state]),
        approved_until=None if row is None else approved_until(ctx.rules, row),
        next=next_step(ctx, row, found),
        may=[act for side in SIDES.get(principal.role, ()) for act in acts(state, side)],
        gaps=list(found.gaps),
        facts=[fact(principal, each) for each in found.proofs if each.required or each.row is not None],
        questionnaire=sitting(found),
        decision=found.decision.as_json(),
        score=found.score.as_json(),
        history=[_step(principal, each) for each in steps],
    )


def queue(
    ctx: Context, session: Session, principal: Principal, states: tuple[str, ...]
) -> list[QueuedPublic]:
    """The applications in these states that the principal may see, the oldest first."""
    found = queries.queue(session, principal, states)
    return [_queued(ctx, row, client, standing(ctx, session, client)) for row, client in found]


def facts(ctx: Context, session: Session, principal: Principal, client: Client) -> list[FactPublic]:
    """Every fact of the catalogue as it stands."""
    return [fact(principal, each) for each in standing(ctx, session, client).proofs]


def one_fact(ctx: Context, session: Session, principal: Principal, client: Client, name: str) -> FactPublic:
    """One fact as it stands."""
    return fact(principal, standing(ctx, session, client).proof(name))


def next_step(ctx: Context, row: Application | None, found: Standing) -> NextPublic:
    """What is next, by whom."""
    until = None if row is None else approved_until(ctx.rules, row)
    lapsed = until is not None and until < found.as_of and not found.has_account
    name = "again" if lapsed else _next(row, found)
    by, act, chinese, english = _NEXT[name]
    earliest = row.again_from if row is not None and name == "again" else None
    return NextPublic(by=by, act=act, zh=chinese, en=english, earliest=earliest)


def _next(row: Application | None, found: Standing) -> str:
    if row is None or row.state == "withdrawn":
        return "open"
    if row.state == "approved":
        return "done" if found.has_account else _before_signing(found)
    if row.state == "draft":
        if any(each.code == "fact_missing" and each.by == "client" for each in found.fact_gaps):
            return "facts"
        return "questionnaire" if found.questionnaire_gaps else "submit"
    if row.state == "in_review":
        if found.questionnaire_gaps:
            return "questionnaire"
        open_facts = found.fact_gaps
        if not open_facts:
            return "propose"
        return "facts" if all(each.by == "client" for each in open_facts) else "verify"
    return {"submitted": "review", "proposed": "decide", "refused": "again"}[row.state]


def _before_signing(found: Standing) -> str:
    """What an approved applicant does now: signs, unless something has come to stand against it since."""
    if found.questionnaire_gaps:
        return "questionnaire"
    if any(each.by == "client" for each in found.fact_gaps):
        return "facts"
    return "settle" if found.gaps else "sign"


def sitting(found: Standing) -> SittingPublic:
    """How the questionnaire stands: the finished one that holds, else the one that is open."""
    row = found.opened if found.stage in ("open", "superseded") else found.sitting
    done, of = answered(row)
    return SittingPublic(
        state=found.stage,
        version=row and row.version,
        answered=done,
        of=of,
        grade=row and row.grade,
        points=row and row.points,
        most=None if row is None or row.result is None else row.result["most"],
        finished_on=row and row.finished_on,
        valid_until=row and row.valid_until,
    )


def fact(principal: Principal, proof: Proof) -> FactPublic:
    """One fact with its proof."""
    about, row = proof.fact, proof.row
    by: Side = "client" if about.by_client and proof.state in ("missing", "expired") else "desk"
    shown = FactPublic(
        name=about.name,
        title=Both(zh=about.zh, en=about.en),
        kind=about.kind,
        required=proof.required,
        state=proof.state,
        by="nobody" if proof.holds else by,
    )
    if row is None:
        return shown
    return shown.model_copy(
        update={
            **row.model_dump(include={"version", "value", "source", "evidence", "valid_until"}),
            "entered_by": _who(principal, row.entered_by, row.client_id),
            "entered_at": local_text(row.entered_at),
            "verified_by": None
            if row.verified_by is None
            else _who(principal, row.verified_by, row.client_id),
            "verified_at": _instant(row.verified_at),
        }
    )


def _course(row: Application | None) -> dict[str, Any]:
    kept = {"id", "reason", "again_from", "proposal_id", "found"}
    if row is None:
        return dict.fromkeys((*kept, "opened_at", "submitted_at", "decided_at"))
    instants = {name: _instant(getattr(row, name)) for name in ("opened_at", "submitted_at", "decided_at")}
    return {**row.model_dump(include=kept), **instants}


def _queued(ctx: Context, row: Application, client: Client, found: Standing) -> QueuedPublic:
    return QueuedPublic(
        id=row.id,
        client_id=client.client_id,
        name_masked=client.name_masked,
        group=client.group,
        state=row.state,
        state_text=_both(NAMES[row.state]),
        opened_at=local_text(row.opened_at),
        submitted_at=_instant(row.submitted_at),
        outcome=found.outcome,
        open_gaps=len(found.gaps),
        next=next_step(ctx, row, found),
    )


def _step(principal: Principal, row: ApplicationStep) -> StepPublic:
    """A step of the history; what the desk notes for itself does not reach the client."""
    by = row.by if principal.role is not Role.client else ("client" if row.side == "client" else "firm")
    within = principal.role is Role.client and row.side == "desk"
    note = "" if within else row.note
    return StepPublic(at=local_text(row.at), act=row.act, state=row.state, side=row.side, by=by, note=note)


def _who(principal: Principal, user: str, client_id: str) -> str:
    """To staff the user; to the client, whether it was the client or the firm."""
    if principal.role is not Role.client:
        return user
    return "client" if user in (client_id, principal.user) else "firm"


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)


def _both(words: tuple[str, str]) -> Both:
    return Both(zh=words[0], en=words[1])
