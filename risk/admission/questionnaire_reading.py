"""A questionnaire as JSON, read field by field: an id that is named and does not exist is refused like a broken value.

{"version": "2026-1", "valid_from": "2026-01-01",
 "questions": [{"id": "horizon", "zh": "…", "en": "…", "options": [{"id": "year", "points": 3, "zh": "…", "en": "…"}]}],
 "contradictions": [{"code": "…", "first": {"question": "horizon", "options": ["year"]}, "second": {…}, "zh": "…", "en": "…"}],
 "caps": [{"code": "…", "answer": {"question": "loss", "options": ["none"]}, "grade": "C1", "zh": "…", "en": "…"}]}
"""

from risk.admission.questionnaire import Cap, Contradiction, Option, Pick, Question, Questionnaire
from risk.admission.reading import GRADES
from risk.decision import Both
from risk.fields import Record
from risk.reading import finish, known_day, open_record, part, rows

_FILE = ("version", "valid_from", "questions", "contradictions", "caps")
_QUESTION = ("id", "zh", "en", "options")
_OPTION = ("id", "points", "zh", "en")
_CONTRADICTION = ("code", "first", "second", "zh", "en")
_CAP = ("code", "answer", "grade", "zh", "en")
_PICK = ("question", "options")


def read_questionnaire(obj: object) -> Questionnaire:
    """Read one parsed questionnaire; raise `BookError` with every refused field."""
    record = open_record(obj, _FILE)
    questions = tuple(_question(row) for row in rows(record, "questions", _QUESTION))
    known = {each.id: {option.id for option in each.options} for each in questions}
    if not questions or len(known) < len(questions):
        record.refuse("questions", "duplicate" if questions else "missing")
    made = Questionnaire(
        record.text("version"),
        known_day(record, "valid_from"),
        questions,
        tuple(_contradiction(row, known) for row in rows(record, "contradictions", _CONTRADICTION)),
        tuple(_cap(row, known) for row in rows(record, "caps", _CAP)),
    )
    finish(record)
    return made


def _question(row: Record) -> Question:
    options = tuple(
        Option(each.text("id"), _both(each), each.whole("points")) for each in rows(row, "options", _OPTION)
    )
    if len({option.id for option in options}) < max(len(options), 2):
        row.refuse("options", "duplicate" if len(options) > 1 else "missing")
    return Question(row.text("id"), _both(row), options)


def _contradiction(row: Record, known: dict[str, set[str]]) -> Contradiction:
    return Contradiction(
        row.text("code"), _pick(row, "first", known), _pick(row, "second", known), _both(row)
    )


def _cap(row: Record, known: dict[str, set[str]]) -> Cap:
    grade = row.choice("grade", GRADES, GRADES[0])
    return Cap(row.text("code"), _pick(row, "answer", known), GRADES.index(grade) + 1, _both(row))


def _pick(row: Record, key: str, known: dict[str, set[str]]) -> Pick:
    """Answers of a question that the file has."""
    found = part(row, key, _PICK)
    if found is None:
        row.refuse(key, "missing")
        return Pick("", ())
    question, options = found.text("question"), found.texts("options")
    if not set(options) or not set(options) <= known.get(question, set()):
        found.refuse("options", "not_one_of")
    return Pick(question, options)


def _both(row: Record) -> Both:
    return row.text("en"), row.text("zh")
