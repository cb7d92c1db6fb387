"""Why a number may stand that no rule holds: it is an example, a practice, a line of a contract, a hearsay, or what an
account has and what was measured. The words that say so stand in `cues.yaml`."""

from __future__ import annotations

import re
from typing import Literal

from bot.library.cues import words
from bot.library.pieces import Pieces, Span
from bot.library.quantities import Quantity

Reach = Literal["clause", "sentence", "heading", "document"]
"""By what a number was found to be of a rule."""
_EVEN_OF_A_RULE = ("example", "hearsay", "denied", "following", "unverified")
_CALCULATED = re.compile(r"[÷×=≈]")


class Excuses:
    """What excuses the numbers of one section."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces, self.text = pieces, pieces.text

    def of(self, quantity: Quantity, reach: Reach) -> str | None:
        """Why a number may stand that no rule holds."""
        clause, sentence = self._clause(quantity), self._sentence(quantity)
        stated = words().binding.search(self.text, clause[0], quantity.start) or self.pieces.dates_in(*clause)
        if self._is_worked(quantity):
            return "example"
        if reach != "clause" and not stated and _is_customary(quantity):
            return "customary"
        whole = ("example", "unrelated", "unverified")
        reaches = dict.fromkeys(whole, sentence) | dict.fromkeys(("contract", "following"), clause)
        reaches["hearsay"] = self._between_colons(sentence, quantity)
        for name, pattern in words().excuses.items():
            begin, end = reaches.get(name, (sentence[0], quantity.start))
            applies = name in _EVEN_OF_A_RULE or reach != "clause" or not stated
            if applies and pattern.search(self.text[begin:end]):
                return name
        return None

    def is_a_firms_own(self, quantity: Quantity) -> bool:
        """Whether a firm is said to ask it or to have set it."""
        begin, end = self._clause(quantity)
        strict = words().strict.search(self.text, begin, quantity.start)
        return bool(strict or words().strict_behind.match(self.text, quantity.end, end))

    def as_a_state(self, quantity: Quantity) -> str | None:
        """Why it states no rule though the rule is named beside it: it is what an account has, or was measured."""
        begin, end = self._clause(quantity)
        before, behind = self.text[begin : quantity.start], self.text[quantity.end : end]
        if words().measured.search(before):
            return "measured"
        if words().binding.search(before):
            return None
        if words().instance.search(before):
            return "example"
        whole = self.text[slice(*self._sentence(quantity))]
        of_an_account = words().account.search(before) and (
            words().account_behind.match(behind) or words().account_whole.search(whole)
        )
        return "account" if of_an_account else None

    def _between_colons(self, sentence: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
        """「…的说法是错的：要求是…」: what is said of a hearsay ends at the colon."""
        begin = self.text.rfind(":", sentence[0], quantity.start)
        end = self.text.find(":", quantity.end, sentence[1])
        return max(begin, sentence[0]), end if end >= 0 else sentence[1]

    def _is_worked(self, quantity: Quantity) -> bool:
        """Whether a calculation elsewhere in the section is made with it."""
        own = self._sentence(quantity)
        return any(
            (each.value, each.sort) == (quantity.value, quantity.sort)
            and self._sentence(each) != own
            and _CALCULATED.search(self.text, *self._sentence(each))
            for each in self.pieces.quantities
        )

    def _clause(self, quantity: Quantity) -> Span:
        return self.pieces.clause(quantity.start, quantity.end)

    def _sentence(self, quantity: Quantity) -> Span:
        return self.pieces.sentence(quantity.start, quantity.end)


def _is_customary(quantity: Quantity) -> bool:
    return str(quantity.value.normalize()) in words().customary.get(quantity.sort, ())
