"""Numbers as the plain decimal strings of the JSON interface."""

from decimal import Decimal


def plain(number: Decimal) -> str:
    """`1280000.0000` → `1280000`, `0.0650` → `0.065`; never an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
