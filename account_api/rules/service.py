"""Rules and calculations, straight from `risk`; what the asker got wrong comes back field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from account_api.errors import NotFound, refused
from risk.calculators import CALCULATORS, calculate
from risk.fields import BookError, refuse
from risk.rulebook import PACKAGED, REFERENCE, Rulebook
from risk.rulebook import changes as changes_of


def known_place(jurisdiction: str) -> str:
    """The jurisdiction itself. Raises Malformed for one without a rulebook."""
    if jurisdiction not in PACKAGED:
        raise refused([refuse("jurisdiction", "not_one_of", jurisdiction)])
    return jurisdiction


def rulebook(rulebooks: Mapping[str, Rulebook], jurisdiction: str, known_on: date | None) -> Rulebook:
    """The rulebook of a place, as it could be known on a day where one is given."""
    rules = rulebooks[known_place(jurisdiction)]
    return rules if known_on is None else rules.known_on(known_on)


def rule(rules: Rulebook, param: str, as_of: date, scope: Mapping[str, str]) -> dict[str, Any]:
    """The parameter as seen from `as_of`. Raises NotFound for one the rulebook does not have, Malformed for a
    condition that it does not know: ignored, it would give the general answer for a special case.
    """
    return _shown(rules, rules.standing(_known(rules, param, scope), as_of, **scope).as_json())


def every_rule(rules: Rulebook, as_of: date) -> list[dict[str, Any]]:
    """Every parameter as seen from `as_of`."""
    return [_shown(rules, rules.standing(param, as_of).as_json()) for param in rules.params()]


def changes(rules: Rulebook, param: str, as_of: date | None, scope: Mapping[str, str]) -> dict[str, Any]:
    """The changes of a parameter. Raises as `rule` does."""
    name = _known(rules, param, scope)
    found = [change.as_json() for change in changes_of(rules, name, as_of, **scope)]
    return _shown(rules, {"param": name, "jurisdiction": rules.jurisdiction, "changes": found})


def calculation(rules: Rulebook, kind: str, inputs: Mapping[str, str], as_of: date) -> dict[str, Any]:
    """The calculation of that kind. Raises NotFound for an unknown kind, Malformed for a wrong input."""
    if kind not in CALCULATORS:
        raise NotFound("There is no such calculation.", "没有该计算类型。")
    try:
        return calculate(kind, inputs, rules, as_of).as_json()
    except BookError as error:
        raise refused(error.errors) from error


def _known(rules: Rulebook, param: str, scope: Mapping[str, str]) -> str:
    name = rules.canonical(param)
    if name is None:
        raise NotFound("There is no such rule parameter.", "没有该规则参数。")
    unknown = [refuse(each, "unknown_key", scope[each]) for each in scope if each not in rules.conditions()]
    if unknown:
        raise refused(unknown)
    return name


def _shown(rules: Rulebook, answer: dict[str, Any]) -> dict[str, Any]:
    """With the label of a reference jurisdiction."""
    label = REFERENCE.get(rules.jurisdiction)
    return answer if label is None else answer | {"reference": {"zh": label[0], "en": label[1]}}
