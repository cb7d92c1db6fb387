"""A risk questionnaire graded: points of each answer, the grade they give, answers that contradict each other.

A questionnaire is a value of one version, in force from a day until the next version; its questions and points are the
firm's own, and so are the shares of the points that each grade begins at. Some answers cap the grade whatever the
points say: who can bear no loss is C1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.admission.reading import GRADES
from risk.admission.rows import ROWS
from risk.decision import Both, Reason, reason
from risk.figure import Figure
from risk.rulebook.model import Rulebook
from risk.thresholds import Thresholds
from risk.traced import given, traced

Answers = Mapping[str, str]
"""The option chosen, by the id of its question."""

_POINTS = ("问卷得分 = Σ各题得分", "points of the questionnaire = Σ points of the answers")
_LEAST = "questionnaire_least_share"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, with what it is worth; `text` is in English and Chinese."""

    id: str
    text: Both
    points: int


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: Both
    options: tuple[Option, ...]

    @property
    def most(self) -> int:
        """The points of the best answer."""
        return max(option.points for option in self.options)

    def option(self, option_id: str) -> Option | None:
        """The option of that id; None where there is none."""
        return next((each for each in self.options if each.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Pick:
    """Any of some answers to one question."""

    question: str
    options: tuple[str, ...]

    def made_in(self, answers: Answers) -> bool:
        """Whether one of them was chosen."""
        return answers.get(self.question) in self.options


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that cannot both be meant."""

    code: str
    first: Pick
    second: Pick
    text: Both


@dataclass(frozen=True, slots=True)
class Cap:
    """An answer with which the grade is at most `grade` (1 for C1)."""

    code: str
    answer: Pick
    grade: int
    text: Both


@dataclass(frozen=True, slots=True)
class Questionnaire:
    version: str
    valid_from: date
    questions: tuple[Question, ...]
    contradictions: tuple[Contradiction, ...] = ()
    caps: tuple[Cap, ...] = ()

    def question(self, question_id: str) -> Question | None:
        """The question of that id; None where there is none."""
        return next((each for each in self.questions if each.id == question_id), None)

    @property
    def most(self) -> int:
        """The points of the best answers."""
        return sum(each.most for each in self.questions)


@dataclass(frozen=True, slots=True)
class Graded:
    """`grade` 1 to 5 for C1 to C5; `figure` has the points of every question, `reasons` each answer and what capped."""

    grade: int
    points: int
    most: int
    figure: Figure
    reasons: tuple[Reason, ...]

    @property
    def name(self) -> str:
        return GRADES[self.grade - 1]

    def as_json(self) -> dict[str, object]:
        return {
            "grade": self.name,
            "points": self.points,
            "most": self.most,
            "figure": self.figure.as_json(),
            "reasons": [each.as_json() for each in self.reasons],
        }


def in_force(versions: Sequence[Questionnaire], day: date) -> Questionnaire:
    """The version of that day. Raises LookupError before the first."""
    begun = [each for each in versions if each.valid_from <= day]
    if not begun:
        raise LookupError(f"no questionnaire is in force on {day}")
    return max(begun, key=lambda each: each.valid_from)


def unanswered(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """The questions still to be answered, in their order."""
    return tuple(each.id for each in questionnaire.questions if each.id not in answers)


def contradictions(questionnaire: Questionnaire, answers: Answers) -> tuple[Contradiction, ...]:
    """Pairs of answers that cannot both be meant."""
    pairs = questionnaire.contradictions
    return tuple(each for each in pairs if each.first.made_in(answers) and each.second.made_in(answers))


def carried(before: Questionnaire, after: Questionnaire, answers: Answers) -> dict[str, str]:
    """Answers of one version that hold in another: those to questions that have not changed by a letter."""
    same = {each.id for each in after.questions if before.question(each.id) == each}
    return {question: option for question, option in answers.items() if question in same}


def grade(questionnaire: Questionnaire, answers: Answers, rules: Rulebook, as_of: date) -> Graded:
    """Grades a complete set of answers that does not contradict itself.

    Raises ValueError for one that is incomplete, names an unknown option or contradicts itself.
    """
    if unanswered(questionnaire, answers) or contradictions(questionnaire, answers):
        raise ValueError("an incomplete or contradictory set of answers has no grade")
    chosen = [(each, _chosen(each, answers)) for each in questionnaire.questions]
    points = sum(option.points for _, option in chosen)
    limits = Thresholds(rules, ROWS, as_of)
    by_points = _by_points(Fraction(points, questionnaire.most), limits)
    caps = [each for each in questionnaire.caps if each.answer.made_in(answers)]
    rows = tuple(limits.need(_LEAST, grade=name).row for name in GRADES)
    figure = traced(
        "questionnaire_points",
        Fraction(points),
        "points",
        _POINTS,
        tuple(given(each.id, option.points, "points", f"answers.{each.id}") for each, option in chosen),
        as_of,
        rows=rows,
        direction="higher_safer",
    )
    return Graded(
        min([by_points, *(cap.grade for cap in caps)]),
        points,
        questionnaire.most,
        figure,
        (*(_answer(*each) for each in chosen), *(_capped(cap) for cap in caps)),
    )


def _chosen(question: Question, answers: Answers) -> Option:
    found = question.option(answers[question.id])
    if found is None:
        raise ValueError(f"{question.id} has no such answer")
    return found


def _by_points(share: Fraction, limits: Thresholds) -> int:
    """The highest grade that the share of the points reaches; the first begins at nothing."""
    return max(i for i, name in enumerate(GRADES, 1) if share >= limits.need(_LEAST, grade=name).value)


def _answer(question: Question, option: Option) -> Reason:
    english, chinese = question.text
    return reason(
        question.id,
        f"answers.{question.id}",
        f"{option.points}/{question.most}",
        (
            f"{english} {option.text[0]}: {option.points} of {question.most} points",
            f"{chinese}{option.text[1]}：得 {option.points} 分，满分 {question.most} 分",
        ),
    )


def _capped(cap: Cap) -> Reason:
    english, chinese = cap.text
    name = GRADES[cap.grade - 1]
    text = (f"{english}: the grade is at most {name}", f"{chinese}：等级不高于 {name}")
    return reason(cap.code, f"answers.{cap.answer.question}", f"at_most_{name}", text)
