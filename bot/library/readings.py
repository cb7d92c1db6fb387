"""What the documents of an opened library state of the rules, read once for each state of the library and the rules.

To read every number of every document takes seconds of work, and the answer is the same until somebody publishes a
text or the firm brings a row; so it is kept until then.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.library.claims import Stated, stated
from bot.library.rulebook import Rulebooks
from bot.library.shelf import Document, shelf_of

if TYPE_CHECKING:
    from knowledge.library import Library

Told = tuple[tuple[Document, tuple[Stated, ...]], ...]
"""Every document with the numbers it states."""


class Readings:
    """The last reading of a library. Whoever asks while it is being made waits for it instead of making another."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reading = threading.Lock()
        self._of: tuple[int, Rulebooks] | None = None
        self._told: Told = ()

    def of(self, rules: Rulebooks) -> Told:
        """The documents in use now, and what they state held against these rules."""
        with self._reading:
            now = (self._library.catalogue.generation(), rules)
            if now != self._of:
                self._told = read(shelf_of(self._library), rules)
                self._of = now
            return self._told


def read(documents: Iterable[Document], rules: Rulebooks) -> Told:
    """Every document with the numbers it states, held against these rules."""
    return tuple((document, tuple(stated(document, rules))) for document in documents)
