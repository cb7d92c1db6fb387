"""What a client plainly asks of the account's services, told by its words: a table of kinds, the first that fits answers.

It stands before the rules of ``bot.dialogue.matters``, which a few of its words would otherwise be taken for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue import applying as asked
from bot.dialogue import plain_words as said_as
from bot.dialogue import standing_words as standing
from bot.dialogue.case_asked import CASES, MISSING
from bot.dialogue.state import State
from bot.nlu.model import Request

STUCK, MOVED, RETAKE, LEFT = "stuck", "moved", "retake", "left"
"""Which side of a matter is asked about."""
WILL_SELL = "own_sale"
_OF_THE_SUM = ("margin_call", "my_way_back", "notice_check", "notice_delivery", *CASES)
"""The answers after which 「怎么又变了」 speaks of the amount that is missing."""

Named = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a request with who says them, and after which answer; ``numbers``: it holds a sum or a percentage."""

    text: str
    request: Request
    state: State

    @property
    def known(self) -> bool:
        """Whether it is a client whose identity is known."""
        return self.state.client_id is not None

    @property
    def numbers(self) -> bool:
        """Whether a number is said that something is to be worked out with."""
        slots = self.request.slots
        return bool(slots.amounts or slots.percents or slots.quantities)


def plainly(request: Request, state: State, text: str) -> Named | None:
    """The intent and the aspect that ``text`` asks for; ``None`` where it is none of the kinds."""
    said = Plain(text, request, state)
    return next((named for named, fits in _KINDS if fits(said)), None)


def _says(words: re.Pattern[str], unless: re.Pattern[str] | None = None) -> Callable[[Plain], bool]:
    """Whether a known client says ``words`` and not ``unless``."""

    def fits(said: Plain) -> bool:
        return (
            said.known
            and bool(words.search(said.text))
            and not (unless is not None and unless.search(said.text))
        )

    return fits


def _opens(said: Plain) -> bool:
    return bool(said_as.OPENS.search(said.text)) and not said_as.NO_OPENING.search(said.text)


def _retakes(said: Plain) -> bool:
    low = said_as.SCORED_LOW.search(said.text)
    return said.known and bool(low and said_as.TAKES_AGAIN.search(said.text[low.start() :]))


def _extends_earliest(said: Plain) -> bool:
    earliest = said_as.EARLIEST.search(said.text) and said_as.PROLONGS.search(said.text)
    general = said_as.ASKS_RULE.search(said.text) or said_as.OF_DEADLINE.search(said.text)
    return said.known and bool(earliest) and not general


def _will_sell(said: Plain) -> bool:
    supposed = said.numbers or bool(said.state.scenario) or said_as.NUMBERS.search(said.text)
    asks = standing.WILL_SELL.search(said.text) and not standing.NO_SALE_ASKED.search(said.text)
    return said.known and bool(asks) and not supposed


def _of_that_day(said: Plain) -> bool:
    """How the account stood on a day that is named; what happened on it is another question."""
    one_day = any(span.start == span.end for span in said.request.slots.dates)
    asks = standing.OF_THAT_DAY.search(said.text) and not standing.ANOTHER_MATTER.search(said.text)
    return said.known and one_day and bool(asks)


def asks_what_moved(text: str, state: State) -> bool:
    """Why the amount is another one: than in the notice, which is named; or than before, after an answer that told it."""
    if state.client_id is None or standing.THREE_WAYS.search(text):
        return False
    if standing.DIFFERS_FROM_NOTICE.search(text):
        return True
    return state.last_intent in _OF_THE_SUM and bool(standing.DIFFERS.search(text))


_KINDS: tuple[tuple[Named, Callable[[Plain], bool]], ...] = (
    ((MISSING, MOVED), lambda said: asks_what_moved(said.text, said.state)),
    ((asked.APPLICATION, "open"), _opens),
    ((asked.SHEET, RETAKE), _retakes),
    ((asked.SHEET, RETAKE), _says(said_as.TAKES_ANEW)),
    ((asked.AMENDMENT, "accept"), _says(said_as.ACCEPTS, said_as.NO_ANSWER)),
    ((asked.LINE, LEFT), _says(said_as.LINE_LEFT)),
    ((asked.LINE, "ask"), _says(said_as.LINE_RAISED, said_as.ASKS_RULE)),
    ((asked.EXTENSION, "ask"), _extends_earliest),
    ((asked.EXTENSION, "status"), _says(said_as.EXTENDED_TO, said_as.OF_DEADLINE)),
    (("my_liquidation", None), _says(standing.SOLD_WHICH, said_as.ASKS_RULE)),
    ((WILL_SELL, None), _will_sell),
    (("my_figures", None), _of_that_day),
    ((asked.APPLICATION, "withdraw"), _says(standing.PULLS)),
    ((asked.APPLICATION, STUCK), _says(standing.STUCK, standing.NO_APPLICATION)),
    ((asked.APPLICATION, "who"), _says(standing.DECIDES, standing.SOMETHING_ELSE_DECIDED)),
    ((asked.AGREEMENT, "signed"), _says(standing.SIGNED_WHAT, said_as.ASKS_RULE)),
    ((asked.ANNOUNCED, None), _says(standing.FOR_ME, standing.OLD_OR_LAW)),
)
