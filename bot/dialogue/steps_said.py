"""One message taken apart into the steps it supposes, in the order said: 「先卖1万股招行还款再转5万进来」 are two.

A cut is made only where something is supposed on both sides of it, so that what belongs to one step stays together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_CUTS = re.compile(
    r"[,，;；。、]\s*(?:(?:然后|接着|之后|同时|并且?|另外|and then|then|and)(?![a-z]))?|\s*(?:然后|接着|并且|同时|另外|(?<!融资)(?<!说)再(?!说))|\s+(?:and then|then|and|plus)\s+|(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])"
)
_ONLY_REPAYS = re.compile(r"^\s*(?:用来|拿来|来|去|再)?(?:还|偿|to repay|repay|pay)[^\d]*$")


def steps_in(text: str, supposes: Callable[[str], bool]) -> tuple[str, ...]:
    """The pieces of a folded ``text`` in digits that each suppose something by ``supposes``; the whole text where it is one."""
    steps: list[str] = []
    start, cuts = 0, [found.span() for found in _CUTS.finditer(text)]
    for number, (place, resumes) in enumerate(cuts, 1):
        if not supposes(text[start:place]) or not supposes(text[resumes:]):
            continue
        end = cuts[number][0] if number < len(cuts) else len(text)
        if not _ONLY_REPAYS.match(text[resumes:end]):
            steps.append(text[start:place])
            start = place
    return (*steps, text[start:])
