"""What a question is about among things that are easily taken for one another: the side, the board, the kind of security, the ratio.

A section that speaks only of the other one does not answer, however alike its words are: what holds of 融资 says nothing of 融券, a
conversion rate nothing of a margin ratio.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.reading.spans import head_of
from bot.guard.numerals import fold
from bot.library_port import Hit, Passage

Group = tuple[tuple[str, re.Pattern[str]], ...]

_BOTH = re.compile(r"融资融券|两融|margin trading|margin account")


def _group(**members: str) -> Group:
    return tuple((name, re.compile(words)) for name, words in members.items())


GROUPS: tuple[Group, ...] = (
    _group(
        financing=r"融资(?!融券)|\b(?:financ\w+|margin (?:purchas\w+|buying|loans?))",
        short=r"(?<!融资)(?<!转)融券|做空|卖空|沽空|\bshort(?:ing|s|[- ]s\w+)?\b",
        refinancing=r"转融[券通]|refinanc\w+",
    ),
    _group(
        conversion=r"折算|打几?折|\bconversion|\bhaircut",
        maintenance=r"维持担保|维保|担保比例|\bmaintenance (?:ratio|margin)",
        margin=r"(?<!担)保证金(?:的)?比[例率]|\bmargin (?:ratio|requirement)",
        concentration=r"集中度|\bconcentration",
        price=r"涨跌幅|涨跌停|\bprice limit",
    ),
    _group(
        star=r"科创板|688|\bstar\b",
        chinext=r"创业板|\bchinext",
        beijing=r"北交所|\bbeijing|\bbse\b",
        warned=r"\*?\bst\b|st股|风险警示|戴帽|\brisk[- ]warned",
    ),
    _group(
        etf=r"etf|交易型开放式",
        cash=r"现金(?!管理|流|还款)的?(?:折|打|算|按)|\bcash\b(?=.{0,20}(?:count|discount|margin))",
        bond=r"债(?!务|权)|\bbonds?\b|treasur",
        convertible=r"可?转债|\bconvertibles?\b",
    ),
    _group(
        institution=r"机构|私募|产品户|公司户|\b(?:institution|professional|private fund)\w*",
        individual=r"个人|散户|自然人|\b(?:individual|retail)s?\b",
    ),
    _group(
        new=r"新开(?!户)|\bnew(?:ly opened)? contracts?",
        old=r"老合约|旧合约|存量合约|(?:以前|之前|日前)(?:已经?)?开(?:仓)?的|已开的|\b(?:old|existing|outstanding) contracts?",
    ),
    _group(
        suspended=r"停牌|\bsuspended\b(?=.{0,12}(?:share|stock|securit))", delisted=r"退市|摘牌|\bdelist\w*"
    ),
    _group(
        loss=r"市盈率|亏损(?:公司(?!赔|承担|负责|给|会|要)|股|的?股票|企业)|\bp/?e\b|loss[- ]making",
        debt=r"没有?负债|无负债|\bno debt",
    ),
)


def strangeness(question: str, hit: Hit) -> float:
    """How much of what a question names among likes a section lacks: 0 for nothing, 1 for each thing that it replaces by another
    in what it is headed or opens with, a half for each that it merely does not mention."""
    passage = hit.passage
    shown = fold(f"{passage.section} {head_of(passage.text)}")
    whole = fold(" ".join((passage.section, *passage.asks, passage.text, passage.title)))
    return sum(_strange(group, question, shown, whole) for group in GROUPS)


def named_apart(question: str, passage: Passage) -> str | None:
    """The word of the question for a thing that a section replaces by another of its kind; ``None`` where there is none."""
    whole = fold(" ".join((passage.section, *passage.asks, passage.text, passage.title)))
    for group in GROUPS:
        asked = _named(group, question)
        there = _named(group, whole)
        if asked and there and not asked.keys() & there.keys():
            return next(iter(asked.values()))
    return None


def is_of_the_thing(question: str, sentence: str, heading: str = "") -> bool:
    """Whether a sentence names each thing among likes that a question names and that the heading above it does not."""
    return all(
        _named(group, question).keys() <= (_named(group, sentence) | _named(group, heading)).keys()
        for group in GROUPS
    )


def of_the_thing_first(question: str, hits: Sequence[Hit], near: float) -> list[Hit]:
    """The hits, of those that score at least ``near`` of the best one the least strange ones first."""
    least = near * hits[0].score
    close = [hit for hit in hits if hit.score >= least]
    ordered = sorted(close, key=lambda hit: strangeness(question, hit))
    return [*ordered, *(hit for hit in hits if hit not in close)]


def _strange(group: Group, question: str, shown: str, whole: str) -> float:
    asked = _named(group, question)
    if not asked:
        return 0.0
    if asked.keys() & _named(group, shown).keys():
        return 0.0
    if asked.keys() & _named(group, whole).keys():
        return 0.25 if not _named(group, shown) else 0.75
    return 1.0 if _named(group, whole) else 0.5


def _named(group: Group, text: str) -> dict[str, str]:
    """The members of a group that a text names, with the word they are named by; 融资融券 names neither side."""
    plain = _BOTH.sub(" ", text)
    return {name: match[0] for name, words in group if (match := words.search(plain))}
