"""Answering the risk questionnaire: in steps, of the version in force; graded when it is complete and agrees with itself.

A version that changes half-way ends the sitting: the next one keeps the answers to questions that have not changed.
"""

from datetime import date, timedelta

from sqlmodel import Session

from account_api.admission import queries
from account_api.admission.contract import Answers
from account_api.admission.questionnaires import version, versions
from account_api.admission.tables import Sitting
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import FieldProblem, NotComplete, StateChanged, refused
from risk.admission import ROWS
from risk.admission.months import add_months
from risk.admission.questionnaire import Questionnaire, carried, contradictions, grade, in_force, unanswered
from risk.fields import refuse
from risk.thresholds import Thresholds

YEAR_MONTHS = 12


def retake_from(ctx: Context, session: Session, client: Client) -> date | None:
    """The first day on which it can be taken (again): today where nothing stands against it. None where it was taken as
    often in twelve months as the firm allows, until the first of these is a year old.
    """
    today = ctx.clock.today()
    limits = Thresholds(ctx.rules, ROWS, today)
    taken = taken_in_year(session, client, today)
    if len(taken) >= limits.need("questionnaire_most_in_year").value:
        return None
    wait = timedelta(days=int(limits.need("questionnaire_retake_days").value))
    return max(today, taken[-1] + wait) if taken else today


def taken_in_year(session: Session, client: Client, today: date) -> list[date]:
    """The days of the last twelve months on which it was finished."""
    return queries.finished_since(session, client.client_id, add_months(today, -YEAR_MONTHS))


def start(ctx: Context, session: Session, principal: Principal, client: Client) -> Sitting:
    """The sitting that is open, or a new one. Raises StateChanged where it cannot be taken again yet."""
    current = in_force(versions(), ctx.clock.today())
    before = queries.locked_sitting(session, client.client_id)
    if before is not None and before.version == current.version:
        return before
    first = retake_from(ctx, session, client)
    if first is None:
        raise StateChanged(
            "The questionnaire was taken as often as it can be within a year; a person will help.",
            "十二个月内测评次数已达上限，请联系人工。",
        )
    if first > ctx.clock.today():
        raise StateChanged(f"It can be taken again from {first}.", f"{first} 起可重新测评。")
    kept = {} if before is None else _supersede(session, before, current)
    row = Sitting.of(
        client_id=client.client_id,
        version=current.version,
        answers=kept,
        asked_again=[],
        started_at=ctx.clock.now(),
    )
    if not insert_if_absent(session, Sitting, row.model_dump(exclude={"id"})):
        rival = queries.locked_sitting(session, client.client_id)
        assert rival is not None  # the one that was there first
        return rival
    detail = {"version": current.version, "kept": len(kept)}
    ctx.record(session, Event("questionnaire.started", principal.user, client.client_id, detail))
    return _the_open_one(ctx, session, client)


def answer(ctx: Context, session: Session, principal: Principal, client: Client, said: Answers) -> Sitting:
    """Takes answers to some questions; one given again takes the place of the former. Raises Malformed for an unknown
    question or option, StateChanged where no sitting is open or the version has changed.
    """
    row = _the_open_one(ctx, session, client)
    questionnaire = version(row.version)
    if said.version != row.version:
        raise _superseded(row.version)
    known = {each.id: {option.id for option in each.options} for each in questionnaire.questions}
    wrong = [
        refuse(f"body.answers.{question}", "not_one_of", option)
        for question, option in said.answers.items()
        if option not in known.get(question, ())
    ]
    if wrong:
        raise refused(wrong)
    row.answers = {**row.answers, **said.answers}
    session.flush()
    detail = {"version": row.version, "questions": sorted(said.answers)}
    ctx.record(session, Event("questionnaire.answered", principal.user, client.client_id, detail))
    return row


def finish(ctx: Context, session: Session, principal: Principal, client: Client) -> Sitting:
    """Grades the sitting and writes the grade into the client's record. Answers that contradict each other are taken
    out and asked again instead; the sitting then stays open. Raises NotComplete naming the questions without an answer.
    """
    row = _the_open_one(ctx, session, client)
    questionnaire = version(row.version)
    left = unanswered(questionnaire, row.answers)
    if left:
        raise NotComplete.naming([_unanswered(questionnaire, each) for each in left])
    found = contradictions(questionnaire, row.answers)
    if found:
        again = {pick.question for each in found for pick in (each.first, each.second)}
        row.answers = {name: option for name, option in row.answers.items() if name not in again}
        row.asked_again = [each.code for each in found]
        session.flush()
        named = {"version": row.version, "codes": row.asked_again}
        ctx.record(session, Event("questionnaire.contradicted", principal.user, client.client_id, named))
        return row
    _graded(ctx, session, client, row, questionnaire)
    detail = {"version": row.version, "grade": row.grade, "points": row.points}
    ctx.record(session, Event("questionnaire.finished", principal.user, client.client_id, detail))
    return row


def _unanswered(questionnaire: Questionnaire, name: str) -> FieldProblem:
    question = questionnaire.question(name)
    assert question is not None  # one of its own
    return FieldProblem(f"answers.{name}", "missing", None, *question.text)


def _graded(
    ctx: Context, session: Session, client: Client, row: Sitting, questionnaire: Questionnaire
) -> None:
    today = ctx.clock.today()
    result = grade(questionnaire, row.answers, ctx.rules, today)
    months = int(Thresholds(ctx.rules, ROWS, today).need("admission_assessment_months").value)
    row.state, row.asked_again = "done", []
    row.finished_at, row.finished_on = ctx.clock.now(), today
    row.grade, row.points, row.result = result.name, result.points, result.as_json()
    row.valid_until = add_months(today, months) - timedelta(days=1)
    record = session.get_one(Client, client.client_id, with_for_update=True, populate_existing=True)
    record.risk_grade, record.assessed_on, record.suitability_until = row.grade, today, row.valid_until
    session.flush()


def _the_open_one(ctx: Context, session: Session, client: Client) -> Sitting:
    """The sitting, held still. Raises StateChanged where none is open, or its version is no longer in force."""
    row = queries.locked_sitting(session, client.client_id)
    if row is None:
        raise StateChanged("No questionnaire has been started.", "尚未开始测评。")
    if row.version != in_force(versions(), ctx.clock.today()).version:
        raise _superseded(row.version)
    return row


def _superseded(name: str) -> StateChanged:
    return StateChanged(
        f"Version {name} of the questionnaire is not the one being answered; please start it anew.",
        f"问卷版本已不是 {name}，请重新开始；未变动题目的答案会保留。",
    )


def _supersede(session: Session, before: Sitting, current: Questionnaire) -> dict[str, str]:
    """Ends a sitting of a version that is no longer in force; the answers that hold in the new one."""
    before.state = "superseded"
    session.flush()
    return carried(version(before.version), current, before.answers)
