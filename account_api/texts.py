"""Texts of the JSON interface: words as people write them, numbers as plain decimal strings."""

from decimal import Decimal
from typing import Annotated

from pydantic import StringConstraints

Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Any text without NUL, which PostgreSQL cannot store."""


def plain(number: Decimal) -> str:
    """`1280000.0000` → `1280000`, `0.0650` → `0.065`; never an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
