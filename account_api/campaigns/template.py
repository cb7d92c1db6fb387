"""The texts of a campaign: words, and placeholders from a fixed list that the service fills for each client.

A figure is computed, never written: a number typed into a text is refused, and so is a placeholder nobody knows.
"""

import re
from collections.abc import Mapping

from account_api.campaigns.numbers import free_numbers
from risk.fields import FieldError

PLACEHOLDERS = ("name", "ratio", "line", "course_title", "lesson_title", "link")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def used(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text for one client. Braces in a value stay as they are. Raises KeyError for a value that is not given."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def problems(field: str, text: str) -> list[FieldError]:
    """Why this text may not be sent to anybody; empty where it may."""
    unknown = sorted(used(text) - set(PLACEHOLDERS))
    words = _PLACEHOLDER.sub(" ", text)
    found = [_unknown(field, f"{{{name}}}") for name in unknown]
    if "{" in words or "}" in words:
        found.append(_unknown(field, "{ }"))
    return found + [_free(field, number) for number in free_numbers(words)]


def _unknown(field: str, value: str) -> FieldError:
    known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    text, text_zh = f"Use only these placeholders: {known}.", f"只能使用这些占位符：{known}。"
    return FieldError(field, "unknown_placeholder", value, text, text_zh)


def _free(field: str, value: str) -> FieldError:
    text = f"“{value}” is a number of the text's own; numbers come from placeholders only."
    text_zh = f"“{value}”是手写的数字；数字只能来自占位符。"
    return FieldError(field, "free_number", value, text, text_zh)
