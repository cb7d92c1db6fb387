"""Which passages stay as they are from one index to the next, so that what is known of them can be taken over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.lexical import Places
from knowledge.model import Passage


def staying(passages: Sequence[Passage], earlier: Sequence[Passage]) -> Places:
    """Where each passage stands among the earlier ones, each of their places once; -1: nowhere, or with other
    words."""
    left = {passage.key: place for place, passage in enumerate(earlier)}
    found = np.full(len(passages), -1, dtype=np.intp)
    for i, passage in enumerate(passages):
        place = left.get(passage.key, -1)
        if place >= 0 and _searched(earlier[place]) == _searched(passage):
            found[i] = left.pop(passage.key)
    return found


def _searched(passage: Passage) -> tuple[object, ...]:
    """All that is searched in a passage."""
    named = (passage.title, passage.path, passage.section, passage.article, passage.kind, passage.group)
    return *named, passage.text, passage.asks
