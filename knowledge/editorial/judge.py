"""What a judge from outside objects to in a text that is handed in. The desk knows no rule and no guard: whoever opens it
may give it a judge. Its objections are warnings when a text comes, and stand in the way of approving and publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.errors import Unfit
from knowledge.examination import Examined
from knowledge.model import Remark

MOST_NAMED = 3


class Judge(Protocol):
    """Looks at what would be told to clients; every remark is a reason why it may not be."""

    def of_document(self, found: Examined, file: str) -> tuple[Remark, ...]:
        """Objections to a document or a verified answer."""
        ...

    def of_words(self, text: str) -> tuple[Remark, ...]:
        """Objections to a text that rests on no document, such as a notice."""
        ...


class Lenient:
    """The judge of a desk that was given none: no objection to anything."""

    def of_document(self, found: Examined, file: str) -> tuple[Remark, ...]:
        return ()

    def of_words(self, text: str) -> tuple[Remark, ...]:
        return ()


def demand_fit(objections: Sequence[Remark], field: str) -> None:
    """`Unfit` with the first objections where there are any."""
    if objections:
        named = objections[:MOST_NAMED]
        raise Unfit(
            "not for clients as it stands: " + "; ".join(remark.text for remark in named),
            "不能这样对客户说：" + "；".join(remark.text_zh for remark in named),
            field=field,
        )
