"""What identifies a person in a text: mobile and identity-card numbers, bank cards, client ids."""

from __future__ import annotations

import re

PERSONAL = re.compile(r"(?<![\d.,])1[3-9]\d{9}(?![\d.,])|(?<!\d)\d{17}[\dxX](?!\d)|(?<!\d)\d{16,19}(?!\d)")
CLIENT_ID = re.compile(r"(?<![a-z0-9-])(?:demo|client|cust)-[a-z0-9]+(?![a-z0-9-])")


def masked(text: str) -> str:
    """``text`` with all but the first three characters of such numbers and ids hidden."""
    for pattern in (PERSONAL, CLIENT_ID):
        text = pattern.sub(lambda match: f"{match.group()[:3]}***", text)
    return text
