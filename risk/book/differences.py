"""What changed in a book against what was last published of it: which accounts stand otherwise, and which of them worse.

What is published of an account is one number, its standing: the band, and whether it is below the minimum line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from risk.book.engine import CALL, INDETERMINATE, NO_DEBT, SAFE, WARNING, Result
from risk.book.frame import Column, Frame

UNDER_MINIMUM = 8
"""Added to the band of an account below the minimum line of its contract."""

NEVER = -1
"""The standing of an account that was not published yet."""

_SEVERITY = {NO_DEBT: 0, SAFE: 0, INDETERMINATE: 1, WARNING: 1, CALL: 2}


@dataclass(frozen=True, slots=True)
class Differences:
    """Places in the frame. `worse` are those of `changed` that fell to a lower line; `standing` is of every account."""

    standing: Column
    changed: Column
    worse: Column


def standing(result: Result) -> Column:
    """The standing of every account."""
    found: Column = result.band + UNDER_MINIMUM * result.under_minimum
    return found


def severity(code: int) -> int:
    """How bad a standing is: 0 nothing to do, 1 to be looked at, 2 below the liquidation line, 3 below the minimum line."""
    if code == NEVER:
        return 0
    return 3 if code >= UNDER_MINIMUM else _SEVERITY[code]


def differences(frame: Frame, result: Result, published: Mapping[str, int]) -> Differences:
    """The accounts that stand otherwise than published, in the order of the frame."""
    now = standing(result)
    before = np.array([published.get(each, NEVER) for each in frame.ids], np.int64)
    changed = np.flatnonzero(now != before)
    worse = [int(i) for i in changed if severity(int(now[i])) > severity(int(before[i]))]
    return Differences(now, changed, np.array(worse, np.int64))
