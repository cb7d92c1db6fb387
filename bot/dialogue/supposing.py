"""What a message supposes about one's own account: 「兴业跌8%、中信涨5%、过10天」 as changes that the account service can make.

Only read here: names are matched against the securities of one's own positions, numbers are passed on as said. Trades,
money and securities that move stand in ``bot.dialogue.supposing_trades``, terms and rules in ``bot.dialogue.supposing_terms``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.dialogue import supposing_doubts as doubts
from bot.dialogue import supposing_terms as terms
from bot.dialogue import supposing_trades as trades
from bot.dialogue.held import Held, Supposition, named, sole, supposition
from bot.dialogue.spoken_numbers import in_digits
from bot.dialogue.steps_said import steps_in
from bot.guard.numerals import fold

__all__ = (
    "EVERYTHING",
    "Held",
    "Supposition",
    "Told",
    "mentions_change",
    "other_account",
    "steps_of",
    "supposed",
    "told",
)

EVERYTHING = "*"
_NUMBER = r"(?P<n>\d+(?:\.\d+)?)"
_MOVE = re.compile(
    r"(?P<down>下?跌(?!停)|下降|下调(?=\d)|回调|缩水|falls?|drops?|shrinks?|shrank|declines?|goes? down|down)|(?P<up>上?涨(?!停)|反弹|升|rises?|gains?|goes? up|\bup\b)"
)
_SIZE = re.compile(
    rf"(?:了|掉|去|幅)?\s*(?:by |about |再|个|约|another |a further )?\s*{_NUMBER}\s*(?:%|个点|percent)"
)
_BECOMES = re.compile(rf"(?:变成|变到|变为|成了|becomes?)\s*{_NUMBER}\s*(?:元|块|yuan)(?:一股|每股|/股)?")
_LEVEL = re.compile(rf"\s*(?:到|至|成|to)\s*(?:cny |¥)?{_NUMBER}\s*(?:元|块|yuan)?(?![%\d.]|个点)")
_N = r"\d+(?:\.\d+)?"
_DAYS = re.compile(
    rf"(?:过|再过|等|往后)\s*{_N}\s*个?(?:自然)?[天日]|{_N}\s*[天日](?:后|之后|以后)|(?:after|in)\s+{_N}\s*(?:天|days)|{_N}\s*(?:天|days) later"
)
_WITHOUT_SUBJECT = re.compile(
    r"老子|(?:说|指|问|意思)的?|嗯|额|呃|哎|唉|哦|噢|喔|您好|你好|请问|麻烦|请教|想问|问下?|一下|俺|咱们?|他妈的?|妈的|特么|卧槽|我靠|如果|要是|假如|假设|倘若|若|万一|再|又|都|就|我|的|嘅|了|咗|那|全部|全|所有|整个|大盘|市场|指数|行情|股市|股票|总资产|资产|市值|持仓|持股|证券|账户|一起|同时|普遍|平均|跟着|也|叠加|加上|外加|另外|此外|一个|同样|明天|今天|后天|下周|之后|以后|然后|还会?|会|继续|往|向|下|上|按|价格?|股价"
    r"|刚才|刚刚|那个|这个|上面|前面|真的|真实|实际|是|不|对|改成?|换成?|算|呢|先|个|只|一只|假设的|吧|啊|它|们|给|看|看看|推演|试试|帮|变成|比如|譬如|例如|按照|基础"
    r"|\b(?:if|and|then|the|my|all|whole|total|assets?|portfolio|value|account|market|prices?|shares|stocks?|securities|holdings|everything|what|about|again|further|another|it|they|should|would|will|suppose|goes?|by|no|real|actual|account|that|one|last|also|instead|say)\b|[\s,.;:、，。；：?？!!]"
)
_EVERYTHING_SAID = re.compile(
    r"全|所有|整个|大盘|市场|指数|行情|股市|普遍|平均|资产|市值|持仓|持股|账户|一起|都|\b(?:all|whole|total|assets|portfolio|account|market|everything|holdings)\b"
)
_LIMIT = re.compile(r"[跌涨](?:停板?)|limit[- ]?(?:down|up)")  # a scenario of its own, no move with a size
_A_SUM = r"(?![\d.])(?!\s*(?:只|支|个|户|家|种|笔|条|份|手|股|天|年|月|日|%|倍|accounts?|stocks?|shares|securities|positions?|contracts?|loans?))"  # not a count
_LEAST_SUM = 1000
_OTHER = re.compile(
    rf"(?:账户|资产|市值|担保物|总共|一共|有|assets?|account|have|holding)[^\d,。;]{{0,8}}(?P<a>\d+(?:\.\d+)?){_A_SUM}\s*元?[^\d]{{0,10}}(?:欠|负债|借|融资|owe|owing|debts?|liabilit\w+)[^\d]{{0,8}}(?P<l>\d+(?:\.\d+)?){_A_SUM}"
    rf"(?:[^\d]{{0,10}}(?:现金|cash)[^\d]{{0,4}}(?P<cash>\d+(?:\.\d+)?))?"
)
_RECKON = re.compile(
    r"(?:按|照|当(?:作|成|我)?|假设|假如|假定|设(?:我|账户)|要是|如果)(?:我)?|suppose|assume|pretend|let'?s say|as if|imagine"
)
Words = Mapping[str, str]
_SAID: Mapping[str, Words] = {
    "zh": {"all": "全部证券", "days": "天"},
    "en": {"all": "all securities", "days": "days"},
}


def other_account(text: str) -> Supposition | None:
    """Another account that is to be reckoned with instead: 「你就按我账户150万、欠100万算」; ``None`` where none is told.

    Nor where more sums are said than an account of this kind has: no sum is ever left out.
    """
    folded = fold(text)
    digits = in_digits(folded)
    found = _OTHER.search(digits)
    if found is None or not _RECKON.search(folded):
        return None
    sums = [each for each in re.findall(r"\d+(?:\.\d+)?", digits) if Decimal(each) >= _LEAST_SUM]
    if len(sums) > sum(value is not None for value in found.groupdict().values()):
        return None
    parts = {"assets": found["a"], "liabilities": found["l"]}
    if found["cash"]:
        parts["cash"] = found["cash"]
    said = " / ".join(f"{int(Decimal(value)):,}" for value in (found["a"], found["l"]))
    return supposition(said, op="account", **parts)


def mentions_change(text: str) -> bool:
    """Whether a message supposes anything that is read here."""
    return _supposes(in_digits(fold(text)))


def steps_of(text: str) -> tuple[str, ...]:
    """The steps of a message that supposes something, in the order said."""
    return steps_in(in_digits(fold(text)), _supposes)


def _supposes(folded: str) -> bool:
    moved = bool(_BECOMES.search(folded)) or any(
        _SIZE.match(folded, m.end()) or _LEVEL.match(folded, m.end()) for m in _MOVE.finditer(folded)
    )
    return moved or bool(_DAYS.search(folded)) or trades.mentioned(folded) or terms.mentioned(folded)


@dataclass(frozen=True, slots=True)
class Told:
    """What a message supposes: the changes in the order said, or the step (its words) that could not be read."""

    changes: tuple[Supposition, ...]
    unread: str | None = None


def supposed(
    text: str,
    held: Sequence[Held],
    lang: str = "zh",
    day: str | None = None,
    last: str | None = None,
    about: str | None = None,
) -> tuple[Supposition, ...]:
    """The changes that ``told`` reads; nothing at all where a step of them is not read."""
    return told(text, held, lang, day, last, about).changes


def told(
    text: str,
    held: Sequence[Held],
    lang: str = "zh",
    day: str | None = None,
    last: str | None = None,
    about: str | None = None,
) -> Told:
    """The changes in the order said; nothing at all where a step is not read, or a move is of something that is not held.

    A move of 「大盘」 is one of every security, one of nothing in particular of the security that was supposed ``about`` just before,
    else of every one. ``held`` may hold securities that the message names and the account does not have: they can be bought. ``day``
    (ISO) is the day whose rules are spoken of, ``last`` the code of the security that was spoken of before: 「它停牌了」.
    """
    changes: list[Supposition] = []
    known = list(held)
    english = "en" if lang == "en" else "zh"
    doubt = doubts.doubtful(in_digits(fold(text)), held)
    if doubt is not None:
        return Told((), doubt)
    for step in steps_of(text):
        limit = _LIMIT.search(step)
        if limit:
            return Told((), limit.group())
        read = _read(step, known, english, day, last, about)
        if not read or doubts.impossible(read):
            return Told((), step.strip(" ,，;；。、"))
        changes += read
        moved = [change for each in read if (change := json.loads(each.change))["op"] in _PRICING]
        codes = {change["security"] for each in read if "security" in (change := json.loads(each.change))}
        if codes:
            about = codes.pop() if len(codes) == 1 else None
            about, last = (None if about == EVERYTHING else about), about or last
        known = [
            replace(each, price=None)
            if any(m["security"] in (each.code, EVERYTHING) for m in moved)
            else each
            for each in known
        ]
    return Told(tuple(changes))


_PRICING = ("price", "suspend")


def _read(
    step: str, held: Sequence[Held], lang: str, day: str | None, last: str | None, about: str | None
) -> tuple[Supposition, ...]:
    """One step; nothing where it is not read for certain."""
    own = [each for each in held if each.own]
    moves = tuple(_moves(step, own, _SAID[lang], next((each for each in own if each.code == about), None)))
    done = trades.read(step, held, lang)
    if None in moves or None in done:
        return ()
    return (
        *(move for move in moves if move is not None),
        *terms.read(step, own, lang, day, next((each for each in own if each.code == last), None)),
        *_days(step, _SAID[lang]),
        *(each for each in done if each is not None),
    )


def _moves(text: str, held: Sequence[Held], words: Words, about: Held | None) -> Iterator[Supposition | None]:
    """The moves of prices; ``None`` for one of something that is not held."""
    start = 0
    becomes = _BECOMES.search(text)
    held_at = None if becomes is None else named(text[: becomes.start()], held)
    if becomes and held_at:
        said = f"{held_at.names[0]} → {becomes['n']}"
        yield supposition(said, op="price", security=held_at.code, to=becomes["n"])
    for move in _MOVE.finditer(text):
        size, level = _SIZE.match(text, move.end()), _LEVEL.match(text, move.end())
        subject, found = text[start : move.start()], size or level
        if found is None:
            continue
        start = found.end()
        several = doubts.subjects(subject, held, _WITHOUT_SUBJECT, _EVERYTHING_SAID)
        if several is None or (size is None and len(several) > 1):
            yield None
            continue
        of = named(subject, held)
        if of is None and not _WITHOUT_SUBJECT.sub("", subject) and not _EVERYTHING_SAID.search(subject):
            of = about
        of = of or (sole(held) if size is None else None)
        if of is None and (size is None or _WITHOUT_SUBJECT.sub("", subject)):
            yield None
        elif size is None:
            assert of is not None
            yield supposition(f"{of.names[0]} → {found['n']}", op="price", security=of.code, to=found["n"])
        else:
            down = "-" if move["down"] else ""
            for code, name in [(each.code, each.names[0]) for each in several or (of,) if each] or [
                (EVERYTHING, words["all"])
            ]:
                pct = f"{down}{size['n']}"
                yield supposition(f"{name} {down or '+'}{size['n']}%", op="price", security=code, pct=pct)


def _days(text: str, words: Words) -> Iterator[Supposition]:
    found = _DAYS.search(text)
    if found:
        days = int(re.findall(r"\d+", found.group())[0])
        yield supposition(f"+{days} {words['days']}", op="days", n=days)
