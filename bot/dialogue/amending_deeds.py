"""A calculation with another payment: 「换成转入10万呢」 in the place of the one it has, 「再还2万呢」 behind it, 「要是还10万呢」 where it has none.

The last question is written anew and read again as a question of its own: nothing is computed here.
"""

from __future__ import annotations

import re

from bot.dialogue.amending import LAST_ASK
from bot.dialogue.planning_words import ADDS
from bot.nlu.model import Said, Understanding

LONGEST = 40  # characters of a message that goes on
_LEAST = 1000  # yuan, of a sum said without its unit
_VERB = (
    r"(?:卖(?:掉|出)?|偿还|归还|还(?:款|掉|上|债)?|补(?:入|进|上|仓|交)?|追加|转(?:入|进)|存(?:入|进)?|打(?:入|进)|入金?"
    r"|\b(?:repay|pay back|pay|deposit|add|put in|transfer in|sell))"
)
_DEED = re.compile(rf"(?P<verb>{_VERB})\s*(?:了|个|现金|资金|钱|保证金|担保物|cny|another|a further|\s)*$")
_BARE = re.compile(
    r"(?:那么?|咁|噉|换成|改成|要是|如果|假如|再?试试|and|so|what|how|about|if|it'?s|make it|say|instead|[,，\s])*(?:的话|会|怎么?样|点样?|如何|呢|先|够|吗|instead|[?？。.!\s])*"
)
_RATIO = re.compile(r"维持担保比例|维保|担保比例|比例|\bratio\b")
Deed = tuple[Said, int, str]


def paid(question: Understanding, now: Understanding) -> str | None:
    """The ``question`` with the payment of ``now``, both in normal form; ``None`` where it is none, or has no certain place."""
    if len(now.numbers) != 1 or len(now.normal) > LONGEST or not _RATIO.search(question.normal):
        return None
    number, said = now.numbers[0], question.normal
    deed, known = _deed(now, number), [each for n in question.numbers if (each := _deed(question, n))]
    money = number.unit == "yuan" or (number.unit == "plain" and number.value >= _LEAST)
    if not money or not (deed or _only(now, number)):
        return None
    if deed is None:
        return _with(said, known[0][0], number.text) if len(known) == 1 else None
    piece = now.normal[deed[1] : number.end]
    adds = ADDS.search(now.normal) is not None
    if known and adds and known[-1][2][0] == deed[2][0]:
        return _with(said, known[-1][0], f"{known[-1][0].value + number.value:f}元")
    if known and not adds:
        old, start, _ = known[-1]
        return f"{said[:start]}{piece}{said[old.end :]}" if len(known) == 1 else None
    if said.isascii():
        return f"{said.rstrip('?. ')}, then {piece}?"
    return f"{LAST_ASK.sub('', said)}，{'再' * adds}{piece}，维持担保比例变多少"


def _deed(of: Understanding, number: Said) -> Deed | None:
    """The verb before a number and where it begins; ``None`` where the number is of something else."""
    found = _DEED.search(of.normal[: number.start])
    return None if found is None else (number, found.start(), found["verb"])


def _only(now: Understanding, number: Said) -> bool:
    """Whether nothing is said beside the number that would say what it is."""
    return bool(_BARE.fullmatch(f"{now.normal[: number.start]}{now.normal[number.end :]}"))


def _with(said: str, old: Said, new: str) -> str:
    return f"{said[: old.start]}{new}{said[old.end :]}"
