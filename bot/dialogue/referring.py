"""Words that point back: 「第二个」 at what was offered, 「不是7号，是6号」 at the last question, 「回到刚才的问题」 at the one before.

Each gives the whole message that was meant, to be understood like any other; ``None`` where a message stands by itself. Pure: normal-form
text in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.dialogue.assent import settles
from bot.dialogue.follow_up import carried
from bot.nlu.dates import find_dates
from bot.nlu.model import SecurityMention
from bot.nlu.numbers import blank, find_numbers
from bot.nlu.references import LAST, ordinal

Securities = Callable[[str], Sequence[SecurityMention]]
LONGEST_NAME = 14  # characters of words that name a security and nothing else
LONGEST = 48  # characters of a correction
_CLOSING = " ,.?!。？！，"
_PLACE = re.compile(
    r"(?:就|选|要|看|是|我选|我要|我看|看看)*(?:第[一二三四五六七八九十\d]{1,2}|[1-9]|最后(?:面)?(?:那|一)?)(?:那)?(?:个|项|条|种|问|选项)?(?:问题)?(?:吧|呢|的|那个)?"
    r"|(?:the )?(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last)(?: (?:one|option|question))?|(?:option|number|no\.?) ?\d"
)
_THAT_ONE = re.compile(
    r"(?:就|要|选|我要|我选|看|是)?(?:那|这|上面那?|上面的那?|刚才那?)(?:一)?(?:个|条|项|种)(?:吧|呢)?|(?:the one above|that one|this one)"
)
_CORRECTION = re.compile(
    r"^(?:不对|错了|等等|哦|啊|噢|不|如果|要是|那|,|\s)*(?:"
    r"不是(?P<old>.{1,14}?)[,\s]*(?:而是|应该是|是)(?P<a>.{1,18})"
    r"|(?:我)?(?:刚才|刚刚)?(?:写|说|打|输|弄|搞|看|记)错了?[,:\s]*(?:应该|我)?(?:要说的)?(?:是|为|改成)?(?P<b>.{1,18})"
    r"|(?:不是|唔是|唔系)(?:那|这|呢|嗰)(?:一)?(?:只|个|支|隻|個),?\s*(?:(?:我)?(?:说|指)的?)?(?:而是|是|系)?(?P<h>.{1,18})"
    r"|(?:更正|纠正|口误)[,:\s]*(?:应该)?(?:是|为)?(?P<c>.{1,18})"
    r"|(?:我说的是|我是说|我指的是|我问的是|我的意思是|应该是|应为|改成|(?:那)?(?:要是|如果)?(?:再)?(?:弄成|换成|调成|变成|搞成|降成|降到|调到))(?P<d>.{1,18})"
    r")$"
    r"|^(?:sorry|no|oops|wait|,|\s)*(?:not (?P<old_en>.{1,20}?),? (?:but |it'?s |i (?:meant|mean) )(?P<e>.{1,24})|not (?:that|this)(?: one)?,? (?P<g>.{1,24})|(?:i (?:meant|mean)|make (?:it|that)|it should be|correction:?) (?P<f>.{1,24}))$"
)
_AND_THAT = re.compile(
    r"(?:那么?|那要是|and |what about |how about )*(?P<what>.{1,24}?)(?:的)?(?:呢|怎么样|\?)"
)
_NOW = re.compile(r"现在|目前|今天|如今|(?:right )?now|today")
_THE_REST = re.compile(
    r"(?:那)?(?:剩下|其余|其他|其它|后面|没答)(?:的)?(?:问题|几个)?(?:呢|怎么样)?|接着(?:答|说)|(?:and )?the (?:rest|others)"
)
_TERMS = (
    ("预警线", "警戒线", "平仓线", "补足线", "恢复线", "提取线", "最低线"),
    ("总资产", "总负债", "净资产", "负债", "资产", "现金", "可用保证金", "可取"),
    ("warning line", "liquidation line", "restore line", "withdrawal line"),
)
_BARE_DAY = re.compile(r"\d{1,2}[号日]")
_DAY_OF = re.compile(r"\d{1,2}(?=[号日])")
_BACK = re.compile(
    r"(?:那|好|我们)?(?:回到|说回|回过头来说?|接着说?)(?:一下)?(?:刚才|刚刚|前面|之前|上面)(?:的|那个|说的|问的)*(?:问题|话题|那个|事)?(?:吧)?|(?:back to|return to) (?:the |my )?(?:previous|last|earlier) (?:question|topic)"
)


def presses(text: str, offered: Sequence[str]) -> bool:
    """Whether a message chooses by its place, or for all that is left, a yes or a no: either has to be said."""
    chosen = picked(text, offered) or rest_of(text, offered)
    return chosen is not None and any(settles(each) for each in chosen.split("\n"))


def picked(text: str, offered: Sequence[str]) -> str | None:
    """What was offered and is chosen by its place, or by 「那个」 where only one thing was."""
    said = text.strip(_CLOSING)
    if not offered:
        return None
    place = ordinal(said) if _PLACE.fullmatch(said) else None
    if place == LAST:
        return offered[-1]
    if place is not None:
        return offered[place - 1] if 0 < place <= len(offered) else None
    return offered[0] if len(offered) == 1 and _THAT_ONE.fullmatch(said) else None


def points_nowhere(text: str, offered: Sequence[str]) -> bool:
    """Whether a message only picks, but nothing or too much stands there to be picked."""
    said = text.strip(_CLOSING)
    only = bool(_PLACE.fullmatch(said) or _THAT_ONE.fullmatch(said))
    return only and bool(offered) and picked(text, offered) is None


def continued(
    text: str,
    asked: str | None,
    today: date,
    securities: Securities = lambda _: (),
) -> str | None:
    """「那上周五呢」, 「现在呢」, 「那招行呢」: the last question for another day or another security."""
    match = _AND_THAT.fullmatch(text.strip(_CLOSING)) if asked else None
    if match is None or asked is None:
        return None
    what, there = match["what"].strip(), find_dates(asked, today)
    if _NOW.fullmatch(what) and there:
        return f"{asked[: there[-1][1]]}{asked[there[-1][2] :]}"
    said = find_dates(what, today)
    if len(said) == 1 and said[0][0].text == what:
        return _with_value(what, asked, today) or f"{what}{'' if not what.isascii() else ' '}{asked}"
    return _with_security(what, asked, securities)


def rest_of(text: str, offered: Sequence[str]) -> str | None:
    """Everything that was left open, where a message asks for it: 「剩下的呢」."""
    return "\n".join(offered) if len(offered) > 1 and _THE_REST.fullmatch(text.strip(_CLOSING)) else None


def goes_back(text: str) -> bool:
    """Whether a message only asks for the question before this one."""
    return bool(_BACK.fullmatch(text.strip(_CLOSING)))


def corrected(
    text: str,
    asked: str | None,
    today: date,
    securities: Securities = lambda _: (),
) -> str | None:
    """The last question ``asked`` with the piece that ``text`` takes back put right; ``None`` for no correction of it.

    ``securities`` reads those that a text names.
    """
    if asked is None or len(text) > LONGEST:
        return None
    match = _CORRECTION.match(text.strip(_CLOSING))
    if match is None:
        return None
    old = match["old"] or match["old_en"]
    new = next(match[name] for name in "abcdefgh" if match[name]).strip(_CLOSING)
    if old and old.strip() in asked:
        return _swapped(old.strip(), new, asked)
    other = _with_value(new, asked, today) or _with_term(new, asked)
    return other or _with_security(new, asked, securities) or carried(new, asked)


def _swapped(old: str, new: str, asked: str) -> str:
    """「不是7号,是6号」 keeps the month of 「1月7号」."""
    return asked.replace(old, new, 1)


def _with_value(new: str, asked: str, today: date) -> str | None:
    """A day for a day, a number for the last number of its unit."""
    said, there = find_dates(new, today), find_dates(asked, today)
    if said and there:
        span, start, end = there[-1]
        day = said[-1][0].text
        if _BARE_DAY.fullmatch(day) and _DAY_OF.search(span.text):
            day = _DAY_OF.sub(day[:-1], span.text)
        return f"{asked[:start]}{day}{asked[end:]}"
    if said:
        return None
    numbers = find_numbers(new)
    hidden = blank(asked, ((start, end) for _, start, end in there))
    same = [each for each in find_numbers(hidden) if numbers and each.unit == numbers[-1].unit]
    if not same:
        return None
    return f"{asked[: same[-1].start]}{numbers[-1].text}{asked[same[-1].end :]}"


def _with_term(new: str, asked: str) -> str | None:
    """「我问的是平仓线」 after a question about the warning line."""
    for group in _TERMS:
        meant = next((term for term in group if term in new), None)
        there = next((term for term in group if term in asked and term != meant), None)
        if meant and there:
            return asked.replace(there, meant, 1)
    return None


def _with_security(new: str, asked: str, securities: Securities) -> str | None:
    meant = securities(new) if len(new) <= LONGEST_NAME else ()
    there = [mention.text for mention in securities(asked) if mention.text in asked] if meant else []
    return asked.replace(there[-1], meant[0].text, 1) if there else None
