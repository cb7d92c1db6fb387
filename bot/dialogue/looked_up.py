"""Right after a security was looked up: another one instead, 「不是平安，兴业，折多少」, 「换成茅台呢」, as a whole question about that one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.dialogue.state import State
from bot.nlu.model import SecurityMention

_ANOTHER = re.compile(
    r"(?:不对|错了|不|哦|啊|噢|no|sorry|,|\s)*"
    r"(?:(?:不是|唔系|唔是|not )(?P<old>[^,]{1,20}),\s*(?:而是|是|系|我(?:问|说|指)的是|it'?s |but |i (?:mean|meant) )?|换成|换做|改成|改查|改看|what about |how about |make it )"
    r"(?P<new>[^,?]{1,24}?)(?:呢|吧|啊)?(?:[,\s]+(?P<rest>[^,]{1,20}))?"
)
_RATE = re.compile(r"折|\brate\b|haircut")
_WHAT_RATE = {"zh": "折算率多少", "en": "what is its conversion rate"}
_EDGES = " ,.?!。"


def another(
    said: str, state: State, english: bool, securities: Callable[[str], Sequence[SecurityMention]]
) -> str | None:
    """The question about the other security that ``said`` (normal form) names; ``None`` where it names none, or no look-up went
    before.

    ``securities`` reads those that a text names. Where nothing else is asked, its rate is.
    """
    match = _ANOTHER.fullmatch(said.strip(_EDGES)) if state.security is not None else None
    found = securities(match["new"]) if match else ()
    if match is None or len(found) != 1:
        return None
    rest, rate = match["rest"], _WHAT_RATE["en" if english else "zh"]
    asks = rate if rest is None or _RATE.search(rest) else rest
    return f"{found[0].name} {asks}" if english else f"{found[0].name}{asks}"
