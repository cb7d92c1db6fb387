"""The decision on an application: proposed by the desk, decided by risk, on the facts as they stand when it is decided.

An approval looks at everything once more: a fact that has expired since, assets that have fallen or a name that came
onto a list stop it and are named. A refusal tells the client why, and from when to apply again.
"""

from typing import Any

from sqlmodel import Session

from account_api.admission import queries, service
from account_api.admission.standing import Standing, standing
from account_api.admission.tables import Application
from account_api.admission.wording import OUTCOMES, said
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.notices import service as notices
from account_api.notices.texts import Text
from account_api.proposals import service as proposals
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from risk.admission.model import ADMIT


def propose(ctx: Context, session: Session, principal: Principal, client: Client, note: str) -> Application:
    """Puts it before risk with what was found. Raises NotComplete naming facts that are not verified; what the rules say
    against it does not keep it from being decided, and then refused.
    """
    row = service.of(session, client)
    found = standing(ctx, session, client)
    if row.state == "in_review":
        service.verified(found)
    asked = content(row, found, note)
    why = explained(row, found, note)
    made = proposals.make(ctx, session, KIND, principal, client.client_id, asked, why)
    return service.taken(
        ctx, session, row, "propose", principal.user, note, proposal_id=made.id, found=kept(found)
    )


def content(row: Application, found: Standing, note: str) -> dict[str, Any]:
    """What is proposed: to admit, on what was found."""
    about = {"application": row.id, "outcome": found.outcome, "trace_id": found.decision.trace_id}
    return {**about, "note": note}


def kept(found: Standing) -> dict[str, Any]:
    """The decision of the rules as it stood, with the grade and the versions of the facts it rests on."""
    rows = [each.row for each in found.proofs if each.row is not None]
    return {
        **found.decision.as_json(),
        "outcome": found.outcome,
        "grade": found.client.risk_grade or "",
        "points": None if found.sitting is None else found.sitting.points,
        "score": {"points": found.score.points, "grade": found.score.grade},
        "facts": {row.name: row.version for row in rows},
    }


def _approved(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Admits the client. Raises NotComplete naming what has come to stand against it since."""
    row, client = _of(session, proposal)
    found = standing(ctx, session, client)
    service.settled(found)
    assert found.outcome == ADMIT  # nothing is open
    _decided(ctx, session, row, proposal, "approve", found=kept(found))
    text = f"您的融资融券开户申请已通过（{row.id}），下一步请阅读并签署合同。"
    _tell(
        ctx,
        session,
        row,
        Text(text, f"Your application {row.id} is approved. Next: read and sign the contract."),
    )


def _refused(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Refuses the client, with the reason and the day from which to apply again."""
    row, client = _of(session, proposal)
    again = service.again_from(ctx)
    found = kept(standing(ctx, session, client))
    _decided(ctx, session, row, proposal, "refuse", found=found, again_from=again)
    text = f"您的融资融券开户申请未通过（{row.id}）：{proposal.reason}。{again} 起可再次申请，可随时查看理由或联系人工。"
    english = (
        f"Your application {row.id} is refused: {proposal.reason}. You may apply again from {again}; "
        "the reasons can be read at any time, and a person can be asked."
    )
    _tell(ctx, session, row, Text(text, english))


def _lapsed(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Back to the desk, where the proposal was taken back or ran out."""
    row, _ = _of(session, proposal)
    by = proposal.decided_by or proposals.WORKER
    service.taken(ctx, session, row, "reconsider", by, proposal.reason or "")


def _decided(
    ctx: Context, session: Session, row: Application, proposal: Proposal, act: Any, **values: Any
) -> None:
    by, reason = proposal.decided_by or "", proposal.reason or ""
    values |= {"decided_at": ctx.clock.now(), "decided_by": by, "reason": reason}
    service.taken(ctx, session, row, act, by, reason, **values)


def _of(session: Session, proposal: Proposal) -> tuple[Application, Client]:
    """What a proposal is about. Raises StateChanged where the application rests on another proposal by now."""
    row = queries.one(session, proposal.content["application"])
    if row is None or row.proposal_id != proposal.id:
        raise StateChanged("The application rests on another proposal.", "该申请已另有提议。")
    return row, session.get_one(Client, row.client_id)


def _tell(ctx: Context, session: Session, row: Application, text: Text) -> None:
    notices.send(ctx, session, row.client_id, "general", text, channels=("app",))


def explained(row: Application, found: Standing, note: str) -> dict[str, Any]:
    """What the one who decides reads: a sentence, every condition, the figures; the desk's own note is not for the client."""
    chinese, english = OUTCOMES[found.outcome]
    figures = [each.as_json() for each in (*found.decision.figures.values(), found.score.figure)]
    if found.sitting is not None and found.sitting.result is not None:
        figures.append(found.sitting.result["figure"])
    return {
        "summary": {"zh": f"开户申请 {row.id}：{chinese}", "en": f"Application {row.id}: {english}"},
        "notes": [] if not note else [{"zh": note, "en": note}],
        "points": [said(each.code, each.text_zh, each.text) for each in found.decision.reasons],
        "figures": figures,
    }


KIND = Kind(
    "admission",
    "开立信用账户",
    "opening a credit account",
    makes=frozenset({Role.agent, Role.supervisor}),
    decides=frozenset({Role.risk}),
    apply=_approved,
    refused=_refused,
    lapsed=_lapsed,
    client_sees=True,
)
