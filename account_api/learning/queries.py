"""Every select of learning."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from account_api.learning.tables import LessonRead, QuizAttempt


def lessons(session: Session, learner: str) -> list[LessonRead]:
    """The lessons this learner has read, in the order of reading."""
    statement = select(LessonRead).where(LessonRead.learner == learner)
    return list(session.exec(statement.order_by(col(LessonRead.recorded_at), LessonRead.lesson)))


def attempts(session: Session, learner: str) -> list[QuizAttempt]:
    """The quizzes of this learner, oldest first."""
    statement = select(QuizAttempt).where(QuizAttempt.learner == learner).order_by(col(QuizAttempt.id))
    return list(session.exec(statement))


def completed(session: Session, course: str) -> frozenset[str]:
    """The learners who have done a course: they took the quiz after it."""
    statement = select(QuizAttempt.learner).where(QuizAttempt.course == course, QuizAttempt.stage == "after")
    return frozenset(session.exec(statement))


def course_lessons(session: Session, course: str, learners: Collection[str]) -> list[LessonRead]:
    """The lessons of a course that these learners have read."""
    statement = select(LessonRead).where(LessonRead.course == course, col(LessonRead.learner).in_(learners))
    return list(session.exec(statement))


def course_attempts(session: Session, course: str, learners: Collection[str]) -> list[QuizAttempt]:
    """The quizzes of a course that these learners have taken, oldest first."""
    statement = select(QuizAttempt).where(
        QuizAttempt.course == course, col(QuizAttempt.learner).in_(learners)
    )
    return list(session.exec(statement.order_by(col(QuizAttempt.id))))
