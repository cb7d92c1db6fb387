"""Patterns put together from lists of words: each part has a name, and each way of saying a thing a line of its own."""

from __future__ import annotations

import re


def one_of(*ways: str) -> str:
    """A group that stands for any one of these, to be a part of a pattern."""
    return f"(?:{'|'.join(ways)})"


def words(*ways: str) -> str:
    """Any one of these as whole Latin words, to be a part of a pattern."""
    return rf"\b(?:{'|'.join(ways)})\b"


def pattern(*ways: str) -> re.Pattern[str]:
    """A pattern that any one of these meets."""
    return re.compile("|".join(ways))
