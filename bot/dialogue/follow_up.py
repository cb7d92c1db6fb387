"""A question that goes on from the last one about the rules: 「融券的呢」, 「那去年呢」, "and for shorting?".

Only a fragment that narrows the last question is completed, with whom, what or when it names; anything else stands by itself.
"""

from __future__ import annotations

import re

LONGEST = 36  # characters of a fragment
_FRAME = re.compile(
    r"^(?:那么?|那要是|如果是?|换成|要是)?(?P<what>.{1,14}?)(?:的话|的|时|时候)?(?:呢|怎么样|又如何|又是多少)[?!.。]*$"
)
_FRAME_EN = re.compile(
    r"^(?:and|what about|how about|but)\s+(?:what about |how about )?(?P<what>.{2,28}?)\s*\?*$"
)
_SWAPS = (
    ("融券", "融资", re.compile(r"融资(?!融券)"), re.compile(r"(?<!融资)融券|做空|卖空")),
    (
        "short",
        "financing",
        re.compile(r"\bfinancing\b"),
        re.compile(r"\bshort(?:ing|[- ]sell\w*|[- ]sale\w*)?\b"),
    ),
)
_QUALIFIERS = re.compile(
    r"^(?:私募(?:基金)?|专业(?:机构|投资者)|机构(?:客户|投资者)?|个人(?:客户|投资者)?|产品户?|科创板|创业板|北交所|主板|\*?st股?票?|etf|债券|国债|基金|可转债|成份股|a股|新开的?|老合约|存量(?:合约)?|展期的?"
    r"|融资|融券|做空|卖空)$"
)
_QUALIFIERS_EN = re.compile(
    r"^(?:for |on |with |the )*(?:private funds?|professional\w*|institution\w*|individuals?|star(?: market| board)?|chinext|etfs?|bonds?|funds?|st shares|short(?:ing|[- ]sell\w*|[- ]sales?)?|financing|margin purchases?)$"
)
_WHEN = re.compile(
    r"^(?:(?:19|20)?\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?(?:[底初末])?(?:[以之]?前)?|\d{4}-\d{1,2}-\d{1,2}(?:[以之]?前)?|去年|前年|今年|明年|上个月|以前|之前|过去|原来|从前|新规前|新规之前|改之前|调整前|现在|目前|如今|今天)$"
)
_WHEN_EN = re.compile(
    r"^(?:in |on |before |as of |back in )*(?:(?:[a-z]{3,9} )?(?:\d{1,2},? )?(?:19|20)\d{2}|last year|next year|two years ago|before(?: that)?|previously|now|today|the past)$"
)
_OLD_WHEN = re.compile(
    r"现在|目前|如今|今天|现行|去年|前年|今年|明年|以前|过去|原来|(?:(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?(?:[以之]前)?的?)"
)
_OLD_WHEN_EN = re.compile(
    r"\s*\b(?:now|today|currently|(?:in|before|as of|on) (?:[a-z]{3,9} )?(?:\d{1,2},? )?(?:19|20)\d{2}|last year)\b"
)
_BOARDS = re.compile(r"科创板|创业板|北交所|主板|私募(?:基金)?|专业(?:机构|投资者)|个人(?:客户)?")


def carried(text: str, topic: str | None) -> str | None:
    """``text`` completed from ``topic``, the last question about the rules, both in normal form; ``None`` where it stands by itself."""
    said = text.strip()
    if topic is None or len(said) > LONGEST:
        return None
    match = _FRAME.match(said) or _FRAME_EN.match(said)
    what = (match["what"] if match else said.rstrip("?!.。 ")).strip()
    return _in_english(what, topic) if topic.isascii() else _in_chinese(what, topic)


def _in_chinese(what: str, topic: str) -> str | None:
    if _WHEN.match(what):
        return f"{what}{_OLD_WHEN.sub('', topic)}"
    if not _QUALIFIERS.match(what.removesuffix("的")):
        return None
    for there, here, of_here, of_there in _SWAPS[:1]:
        if of_there.search(what) and of_here.search(topic):
            return of_here.sub(there, topic)
        if what.startswith(here) and of_there.search(topic):
            return of_there.sub(here, topic)
    return _BOARDS.sub(what, topic) if _BOARDS.search(topic) else f"{what}{topic}"


def _in_english(what: str, topic: str) -> str | None:
    bare = topic.rstrip("?. ")
    if _WHEN_EN.match(what):
        return f"{_OLD_WHEN_EN.sub('', bare)} {what if re.match('in|on|before|as', what) or not what[-4:].isdigit() else f'in {what}'}?"
    if not _QUALIFIERS_EN.match(what):
        return None
    there, here, of_here, of_there = _SWAPS[1]
    if of_there.search(what):
        return of_here.sub(there, topic) if of_here.search(topic) else f"{bare} for short selling?"
    if here in what and of_there.search(topic):
        return of_there.sub(here, topic)
    return f"{bare} for {re.sub('^(?:for |on |with |the )*', '', what)}?"
