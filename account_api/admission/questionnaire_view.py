"""The questionnaire as it is shown: its text with the answers so far, which question is next, and the newest result."""

from sqlmodel import Session

from account_api.admission import queries, sittings, view
from account_api.admission.contract import (
    ContradictionPublic,
    OptionPublic,
    QuestionnairePublic,
    QuestionPublic,
)
from account_api.admission.questionnaires import versions
from account_api.admission.standing import standing
from account_api.admission.tables import Sitting
from account_api.clients.tables import Client
from account_api.context import Context
from risk.admission import ROWS
from risk.admission.questionnaire import Contradiction, Question, Questionnaire, in_force, unanswered
from risk.thresholds import Thresholds


def public(ctx: Context, session: Session, client: Client) -> QuestionnairePublic:
    """The version in force today, with the answers of the sitting that is open in it."""
    today = ctx.clock.today()
    questionnaire = in_force(versions(), today)
    opened = queries.open_sitting(session, client.client_id)
    current = opened if opened is not None and opened.version == questionnaire.version else None
    answers = {} if current is None else current.answers
    left = () if current is None else unanswered(questionnaire, answers)
    done = queries.finished(session, client.client_id)
    most = Thresholds(ctx.rules, ROWS, today).need("questionnaire_most_in_year").value
    return QuestionnairePublic(
        client_id=client.client_id,
        sitting=view.sitting(standing(ctx, session, client)),
        version=questionnaire.version,
        valid_from=questionnaire.valid_from,
        questions=[_question(each, answers.get(each.id)) for each in questionnaire.questions],
        next_question=left[0] if left else None,
        contradictions=[] if current is None else _asked_again(questionnaire, current),
        result=None if done is None else done.result,
        retake_from=sittings.retake_from(ctx, session, client),
        taken_in_year=len(sittings.taken_in_year(session, client, today)),
        most_in_year=int(most),
    )


def _question(question: Question, answer: str | None) -> QuestionPublic:
    english, chinese = question.text
    return QuestionPublic(
        id=question.id,
        zh=chinese,
        en=english,
        options=[
            OptionPublic(id=each.id, zh=each.text[1], en=each.text[0], points=each.points)
            for each in question.options
        ],
        answer=answer,
    )


def _asked_again(questionnaire: Questionnaire, row: Sitting) -> list[ContradictionPublic]:
    """The contradictions of which a question still has no new answer."""
    found = [each for each in questionnaire.contradictions if each.code in row.asked_again]
    return [_contradiction(each) for each in found if not set(_pair(each)) <= set(row.answers)]


def _pair(each: Contradiction) -> tuple[str, str]:
    return each.first.question, each.second.question


def _contradiction(each: Contradiction) -> ContradictionPublic:
    english, chinese = each.text
    return ContradictionPublic(code=each.code, zh=chinese, en=english, questions=list(_pair(each)))
