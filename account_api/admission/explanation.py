"""The right to an explanation: why an application stands as it does, in the client's words, with figures and rules."""

from typing import Any

from sqlmodel import Session

from account_api.admission import queries
from account_api.admission.contract import Both, ExplanationPublic, PointPublic
from account_api.admission.standing import Standing, standing
from account_api.admission.states import NAMES
from account_api.admission.tables import Application
from account_api.admission.wording import OUTCOMES, said
from account_api.clients.tables import Client
from account_api.context import Context
from risk.figure import trace

PERSON = Both(
    zh="您可以随时要求由人工说明或复核，该决定不会只由系统作出。",
    en="You may ask for a person to explain or to look again at any time; no decision is the system's alone.",
)


def explained(ctx: Context, session: Session, client: Client) -> ExplanationPublic:
    """Of a decided application what was decided on; of any other how it stands today."""
    row = queries.latest(session, client.client_id)
    found = standing(ctx, session, client)
    decided = row.found if row is not None and row.decided_at is not None else None
    basis = decided or {**found.decision.as_json(), "outcome": found.outcome}
    points = [
        *(_of_rule(basis, each) for each in basis["reasons"]),
        *_of_score(found),
        *_of_questionnaire(found),
    ]
    figures = {**basis["figures"], "credit_score": found.score.figure.as_json()}
    if found.sitting is not None and found.sitting.result is not None:
        figures["questionnaire_points"] = found.sitting.result["figure"]
    body: dict[str, Any] = {
        "client_id": client.client_id,
        "application_id": row and row.id,
        "state": "none" if row is None else row.state,
        "outcome": basis["outcome"],
        "summary": _summary(row, basis["outcome"]),
        "points": points,
        "closes": list(found.gaps),
        "figures": figures,
        "person": PERSON,
    }
    made = ExplanationPublic.model_validate({**body, "trace_id": ""})
    return made.model_copy(update={"trace_id": trace(made.model_dump(mode="json", exclude={"trace_id"}))})


def _summary(row: Application | None, outcome: str) -> Both:
    chinese, english = OUTCOMES[outcome]
    if row is None:
        return Both(
            zh=f"您尚未申请；按目前资料，{chinese}。",
            en=f"Nothing is applied for; as known today, {english}.",
        )
    state_zh, state = NAMES[row.state]
    words_zh = f"；审批意见：{row.reason}" if row.reason else ""
    words = f"; in the words of the decision: {row.reason}" if row.reason else ""
    return Both(
        zh=f"申请 {row.id} {state_zh}：{chinese}{words_zh}。",
        en=f"Application {row.id} is {state}: {english}{words}.",
    )


def _of_rule(basis: dict[str, Any], each: dict[str, Any]) -> PointPublic:
    named = [gap["figures"] for gap in basis["gaps"] if gap["code"] == each["code"]]
    return PointPublic(
        code=each["code"],
        outcome=each["outcome"],
        **said(each["code"], each["text_zh"], each["text"]),
        rule=each["rule"],
        figures=named[0] if named else [],
    )


def _of_score(found: Standing) -> list[PointPublic]:
    """The score in points; it sizes a line and decides nothing here."""
    score = found.score
    return [
        PointPublic(
            code="credit_score",
            outcome="shown",
            zh=f"信用评分 {score.points} 分，等级 {score.grade}；用于授信额度，不决定能否开户",
            en=f"The credit score is {score.points}, grade {score.grade}; it sizes a line and does not decide admission",
            rule=[],
            figures=["credit_score"],
        )
    ]


def _of_questionnaire(found: Standing) -> list[PointPublic]:
    sitting = found.sitting
    if sitting is None or sitting.result is None:
        return []
    most = sitting.result["most"]
    return [
        PointPublic(
            code="questionnaire",
            outcome=str(sitting.grade),
            zh=f"风险测评得 {sitting.points} 分（满分 {most} 分），等级 {sitting.grade}，有效至 {sitting.valid_until}",
            en=(
                f"The questionnaire gave {sitting.points} of {most} points, grade {sitting.grade}, "
                f"which holds until {sitting.valid_until}"
            ),
            rule=sitting.result["figure"]["rule"],
            figures=["questionnaire_points"],
        )
    ]
