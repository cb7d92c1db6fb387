"""Exact pieces of a passage: its sentences, the head that answers, what follows it. Nothing is reworded, only cut."""

from __future__ import annotations

import re

HEAD = 200
"""The longest first sentence of an answer, in characters; what is longer unfolds below."""

_SENTENCE = re.compile(
    r".+?(?:[。！？]|[!?](?=\s|$)|(?<!\b\d)(?<!\b\d\d)(?<!\b[Aa]rt)\.(?=\s|$)|$)", re.MULTILINE
)
_PAUSE = re.compile(r"[；;：]|:(?=\s)")
_TABLE = re.compile(r"^.*\|.*$", re.MULTILINE)
_BLANK = " \n\t"


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and list items of a text, each an exact piece of it without outer white space; no tables."""
    prose = _TABLE.split(text, maxsplit=1)[0]
    found = (match.group().strip(_BLANK) for match in _SENTENCE.finditer(prose))
    return tuple(each for each in found if each.strip(".。- "))


def head_of(quote: str, room: int = HEAD) -> str:
    """The first sentence of a quote, cut at a pause where it is longer than ``room``; an exact piece of it.

    A sentence without a pause stays whole: half a sentence says something else.
    """
    first = next(iter(sentences(quote)), quote.strip(_BLANK))
    if len(first) <= room:
        return first
    ends = [match.end() for match in _PAUSE.finditer(first) if match.end() <= room]
    return first[: ends[-1]] if ends and ends[-1] > room // 3 else first


def after(text: str, head: str, room: int) -> str:
    """What follows ``head`` in ``text``, whole sentences only, up to ``room`` characters; tables are left to the page.

    An exact piece of the text, without its outer white space; empty where the head is not in it.
    """
    start = text.find(head)
    if start < 0 or room <= 0:
        return ""
    rest = _TABLE.split(text[start + len(head) :], maxsplit=1)[0]
    if len(rest.strip(_BLANK)) <= room:
        return rest.strip(_BLANK)
    kept, end = 0, 0
    for each in sentences(rest):
        end = rest.index(each, end) + len(each)
        kept = end if end <= room else kept
    return rest[:kept].strip(_BLANK)
