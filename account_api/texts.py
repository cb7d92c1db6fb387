"""Texts of the JSON interface: words as people write them, numbers as plain decimal strings."""

import json
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Any text without NUL, which PostgreSQL cannot store."""


def _storable(facts: dict[str, Any]) -> dict[str, Any]:
    json.dumps(facts, allow_nan=False, ensure_ascii=False).encode()  # a NaN, or half a character
    return facts


Facts = Annotated[dict[str, Any], AfterValidator(_storable)]
"""Any JSON object that a database and a reader take: no NaN, no infinity, whole characters."""


def plain(number: Decimal) -> str:
    """`1280000.0000` → `1280000`, `0.0650` → `0.065`; never an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
