"""A questionnaire graded: points, caps, contradictions, versions; and one that is written wrongly refused by field."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from risk.admission.questionnaire import (
    Questionnaire,
    carried,
    contradictions,
    grade,
    in_force,
    unanswered,
)
from risk.admission.questionnaire_reading import read_questionnaire
from risk.fields import BookError
from risk.rulebook import CN

DAY = date(2026, 11, 20)
WRITTEN: dict[str, Any] = {
    "version": "1",
    "valid_from": "2026-01-01",
    "questions": [
        {
            "id": name,
            "zh": f"{name}？",
            "en": f"{name}?",
            "options": [
                {"id": f"o{points}", "points": points, "zh": f"选{points}", "en": f"option {points}"}
                for points in (0, 2, 5, 10)
            ],
        }
        for name in ("horizon", "need", "loss")
    ],
    "contradictions": [
        {
            "code": "both",
            "first": {"question": "horizon", "options": ["o10"]},
            "second": {"question": "need", "options": ["o0", "o2"]},
            "zh": "矛盾",
            "en": "they contradict",
        }
    ],
    "caps": [
        {
            "code": "no_loss",
            "answer": {"question": "loss", "options": ["o0"]},
            "grade": "C1",
            "zh": "不能亏损",
            "en": "no loss",
        }
    ],
}
FORM = read_questionnaire(WRITTEN)


def answers(horizon: int, need: int, loss: int) -> dict[str, str]:
    return {"horizon": f"o{horizon}", "need": f"o{need}", "loss": f"o{loss}"}


@pytest.mark.parametrize(
    ("given", "points", "name"),
    [
        (answers(0, 0, 5), 5, "C1"),  # 5/30 = 16.7 %
        (answers(0, 5, 5), 10, "C2"),  # 33.3 %
        (answers(2, 2, 10), 14, "C3"),  # 46.7 %
        (answers(5, 5, 10), 20, "C4"),  # 66.7 %
        (answers(10, 5, 10), 25, "C5"),  # 83.3 %
        (answers(10, 10, 0), 20, "C1"),  # capped
    ],
)
def test_the_grade_is_that_of_the_share_of_the_points_unless_an_answer_caps_it(
    given: dict[str, str], points: int, name: str
) -> None:
    found = grade(FORM, given, CN, DAY)
    assert (found.points, found.most, found.name) == (points, 30, name)
    told = json.loads(json.dumps(found.as_json()))
    assert told["grade"] == name and told["figure"]["value"] == str(points)
    assert [each["outcome"] for each in told["reasons"]][:1] == [f"{given['horizon'][1:]}/10"]
    assert (len(told["reasons"]) == 4) is (given["loss"] == "o0")


def test_answers_that_cannot_both_be_meant_are_named_and_have_no_grade() -> None:
    both = answers(10, 2, 5)
    assert [each.code for each in contradictions(FORM, both)] == ["both"]
    assert contradictions(FORM, answers(10, 5, 5)) == contradictions(FORM, answers(5, 2, 5)) == ()
    for wrong in (both, {"horizon": "o2"}, answers(5, 5, 7)):
        with pytest.raises(ValueError):
            grade(FORM, wrong, CN, DAY)
    assert unanswered(FORM, {"need": "o2"}) == ("horizon", "loss")
    assert FORM.question("shoes") is None


def test_the_version_of_a_day_is_the_newest_that_has_begun() -> None:
    later = replace(FORM, version="2", valid_from=date(2027, 1, 1))
    assert in_force((later, FORM), DAY) is FORM
    assert in_force((FORM, later), date(2027, 1, 1)) is later
    with pytest.raises(LookupError):
        in_force((FORM,), date(2025, 12, 31))


def test_only_answers_to_questions_that_have_not_changed_are_carried_over() -> None:
    first, *others = FORM.questions
    reworded = replace(first, text=("How long?", "多久？"))
    after = Questionnaire("2", date(2027, 1, 1), (reworded, *others))
    assert carried(FORM, after, answers(2, 5, 5)) == {"need": "o5", "loss": "o5"}


def broken(path: str, value: object) -> dict[str, Any]:
    """The questionnaire with one value changed; a path such as questions.0.options."""
    made: Any = json.loads(json.dumps(WRITTEN))
    *way, last = path.split(".")
    at = made
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return dict(made)


ONE_OPTION = [{"id": "o", "points": 1, "zh": "选", "en": "option"}]


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("questions", [], "questions", "missing"),
        ("questions.1.id", "horizon", "questions", "duplicate"),
        ("questions.0.options", ONE_OPTION, "questions[0].options", "missing"),
        ("questions.0.options", ONE_OPTION * 2, "questions[0].options", "duplicate"),
        ("questions.0.options.0.points", -1, "questions[0].options[0].points", "negative"),
        ("contradictions.0.first", None, "contradictions[0].first", "missing"),
        ("contradictions.0.first.question", "shoes", "contradictions[0].first.options", "not_one_of"),
        ("contradictions.0.second.options", ["o9"], "contradictions[0].second.options", "not_one_of"),
        ("caps.0.grade", "C6", "caps[0].grade", "not_one_of"),
        ("caps.0.answer.options", [], "caps[0].answer.options", "not_one_of"),
        ("valid_from", "1999-01-01", "valid_from", "out_of_range"),
        ("version", None, "version", "missing"),
    ],
)
def test_a_questionnaire_that_is_written_wrongly_is_refused_by_field(
    path: str, value: object, field: str, code: str
) -> None:
    with pytest.raises(BookError) as caught:
        read_questionnaire(broken(path, value))
    assert (field, code) in [(each.field, each.code) for each in caught.value.errors]
