"""The versions of the risk questionnaire as packaged: the firm's own text, one file for each version."""

import json
from functools import cache
from importlib.resources import files

from risk.admission.questionnaire import Questionnaire
from risk.admission.questionnaire_reading import read_questionnaire

FOLDER = "account_api.admission"


@cache
def versions() -> tuple[Questionnaire, ...]:
    """Every version, the oldest first; read once."""
    found = (each for each in files(FOLDER).joinpath("data").iterdir() if each.name.endswith(".json"))
    read = (read_questionnaire(json.loads(each.read_text(encoding="utf-8"))) for each in found)
    return tuple(sorted(read, key=lambda each: each.valid_from))


def version(name: str) -> Questionnaire:
    """One version by its name; a sitting names none that is not packaged."""
    return next(each for each in versions() if each.version == name)
