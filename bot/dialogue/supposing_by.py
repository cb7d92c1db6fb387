"""A line of one's own that is supposed to move by so many points: 「预警线提高10%」 said anew with the line as it would be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.dialogue.spoken_numbers import in_digits
from bot.guard.numerals import fold

_LINES = {
    "平仓线": "liquidation_line",
    "强平线": "liquidation_line",
    "预警线": "warning_line",
    "警戒线": "warning_line",
    "补足线": "restore_line",
    "恢复线": "restore_line",
    "追保线": "restore_line",
    "liquidation line": "liquidation_line",
    "warning line": "warning_line",
    "restore line": "restore_line",
}
_NAME = "|".join(_LINES)
_POINTS = r"(?:了|约|个|\s)*(?P<n>\d+(?:\.\d+)?)%"
_MOVED = re.compile(
    rf"(?P<line>{_NAME})\s*(?:再)?(?:(?P<up>提高|上调|调高|升高?|增加|rises? by|goes up by)|(?P<down>下调|调低|降低?|下降|减少?|falls? by|drops? by|goes down by)){_POINTS}"
)


def moves_a_line(text: str) -> bool:
    """Whether a message moves one line by points, for which its present value is needed."""
    return len(_MOVED.findall(in_digits(fold(text)))) == 1


def from_present(text: str, lines: Mapping[str, Decimal]) -> str:
    """``text`` with the value (in percent) that the line comes to from its present ratio in ``lines``; as it is where that is not known."""
    said = in_digits(fold(text))
    moved = _MOVED.search(said)
    present = None if moved is None else lines.get(_LINES[moved["line"]])
    if moved is None or present is None:
        return text
    value = present * 100 + Decimal(moved["n"]) * (1 if moved["up"] else -1)
    becomes = " becomes " if moved["line"].isascii() else "改成"
    return f"{said[: moved.start()]}{moved['line']}{becomes}{value.normalize():f}%{said[moved.end() :]}"
