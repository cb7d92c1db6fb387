"""Rules and calculations, straight from `risk`; what the asker got wrong comes back field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from account_api.errors import NotFound, refused
from risk.calculators import CALCULATORS, calculate
from risk.fields import BookError, refuse
from risk.rulebook import Rulebook


def rule(rules: Rulebook, param: str, as_of: date, scope: Mapping[str, str]) -> dict[str, Any]:
    """The parameter as seen from `as_of`. Raises NotFound for one the rulebook does not have, Malformed for a
    condition that it does not know: ignored, it would give the general answer for a special case.
    """
    if param not in rules.params():
        raise NotFound("There is no such rule parameter.", "没有该规则参数。")
    unknown = [refuse(name, "unknown_key", scope[name]) for name in scope if name not in rules.conditions()]
    if unknown:
        raise refused(unknown)
    return rules.standing(param, as_of, **scope).as_json()


def every_rule(rules: Rulebook, as_of: date) -> list[dict[str, Any]]:
    """Every parameter as seen from `as_of`."""
    return [rules.standing(param, as_of).as_json() for param in rules.params()]


def calculation(rules: Rulebook, kind: str, inputs: Mapping[str, str], as_of: date) -> dict[str, Any]:
    """The calculation of that kind. Raises NotFound for an unknown kind, Malformed for a wrong input."""
    if kind not in CALCULATORS:
        raise NotFound("There is no such calculation.", "没有该计算类型。")
    try:
        return calculate(kind, inputs, rules, as_of).as_json()
    except BookError as error:
        raise refused(error.errors) from error
