"""Where the words of a supposition are not certain: denied, excepted, one or the other, from so much to so much, by and not to so much.

Nothing is computed from such a message; the words are given back, so that the assistant can ask about them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.held import Held, Supposition, all_named
from bot.guard.numerals import fold

_N = r"\d+(?:\.\d+)?"
_SIZED = rf"(?:{_N}|一半|半仓|half)"
_UNIT = r"(?:%|元|股|天|个点|percent|shares|days)"
_TRADES = r"(?:卖|买|抛|减仓|清仓|融资|融券|做空|平掉)"
_MONEY = r"(?:补|追加|再加|加|存|打|转|划|还|偿|取|提)"
_MOVES = r"(?:下?跌|上?涨|下降|下调|回调|反弹|缩水|升|降|变成|过|停牌|调)"
_DEEDS_EN = r"(?:fall|drop|shrink|decline|rise|gain|go(?:es)? (?:up|down)|add|deposit|put in|top up|repay|pay|withdraw|sell|buy|short|transfer)\w*"
_DENIED = re.compile(
    rf"(?:没有?|未|(?<!得)并?不(?:是|会|要|想|能|用|打算|准备|愿意?|再)?|(?<![分特个])别|无需|拒绝|放弃|取消|忘了?)(?:再|让|真的|一起|继续|都|全|去|要|法|钱|能|办法)*"
    rf"(?:(?:{_MOVES}|{_MONEY})(?:了|入|进|上|仓|款|债|掉)*(?:现金|保证金)?\s*{_SIZED}|{_TRADES}[^,.。;、?？\d]{{0,6}}?{_SIZED}){_UNIT}?"
    rf"|(?:\w+n['’]?t|\bnot|\bnever|\bwithout|\bno longer)\s+(?:\w+\s+){{0,2}}?{_DEEDS_EN}(?:(?!\band\b)[^,.;\d]){{0,20}}(?:{_N}|half){_UNIT}?"
)
_A_OR_NOT = re.compile(r"(?P<verb>[\u4e00-\u9fff])不(?P=verb)")
_EXCEPTED = re.compile(
    r"除(?:了|开|去|掉)[^,。;\d]{0,8}|除[^权息以法,。;\d]{1,8}(?:之外|以外|外)|(?:不包括|不含|剔除)[^,。;\d]{1,8}"
    r"|\b(?:except|excluding|apart from|other than|all but|but not|besides(?!,))\b[^,.;\d]{0,24}"
)
_EITHER = re.compile(
    rf"{_N}[^。;?？]{{0,14}}?(?:还是(?!能|低于|高于|不|会(?!下?跌|上?涨))|或者?(?!许)|要么|\bor\b)[^。;?？\d]{{0,14}}?{_N}{_UNIT}?"
)
_OR = re.compile(r"\s*(?:还是|或者?(?!许)|\bor\b)\s*")
_RANGE = re.compile(
    rf"(?:{_MOVES}|{_MONEY}|{_TRADES}|{_DEEDS_EN}|\bby|\bup|\bdown)[^,。;\d]{{0,8}}{_N}\s*{_UNIT}?\s*(?:到|至|~|～|—|–|-|\bto\b)\s*{_N}\s*{_UNIT}"
    rf"|\bbetween\s+(?:cny )?{_N}\s*{_UNIT}?\s*and\s+(?:cny )?{_N}\s*{_UNIT}?"
)
_RATES_SAID = (
    r"(?:折算率|保证金比例|平仓线|强平线|预警线|警戒线|补足线|恢复线|追保线|最低线|提取线|利率|费率|conversion rate|haircut|margin ratio"
    r"|(?:liquidation|warning|restore|minimum|withdrawal) line)"
)
_CREDIT = r"(?:授信(?:额度)?|额度|credit (?:line|limit))"
_TERM = rf"(?:{_RATES_SAID}|{_CREDIT})"
_BY = r"(?:下调|上调|调低|调高|调降|调升|调|降低|下降|降|提高|提升|提|升高|升|增加|增|加|减少|减|少|多|上浮|下浮|下?跌|上?涨)(?:了|约|个|掉|去|大概|再|\s)*"
_RELATIVE = re.compile(
    rf"{_RATES_SAID}[^,。;\d]{{0,6}}?{_BY}{_N}(?![\d.]*\s*元)%?|{_CREDIT}[^,。;\d]{{0,6}}?{_BY}{_N}{_UNIT}?"
    rf"|{_TERM}[^,.;\d]{{0,16}}?\b(?:by|falls?|drops?|rises?|goes (?:up|down))\s*(?:by )?(?:cny )?{_N}{_UNIT}?"
    rf"|(?:下调|上调|降低?|提高|提升|增加?|追加|再加|加|减少?)\s*{_N}\s*[元%]?(?:的)?(?:{_TERM}|融资(?!保证金))"
    rf"|融资(?:额|负债)?(?:再|又|多)*(?:追加|增加?|加)\s*{_N}元?"
    rf"|\b(?:add|raise|cut|lower|increase|reduce)\b[^,.;\d]{{0,12}}{_N}\s*元?[^,.;\d]{{0,12}}{_TERM}"
    rf"|\badd (?:another |a further )?(?:cny )?{_N}\s*元? (?:of |in |more )*(?:margin )?(?:financing|debt|loan|borrowing)"
)
_EVERY_DAY = re.compile(
    rf"(?:每|逐)(?:天|日|周|个?月|年)[^,。;\d利息费]{{0,6}}{_N}{_UNIT}?|天天[^,。;\d]{{0,4}}{_N}{_UNIT}?|{_N}\s*{_UNIT}?[^,.。;\d]{{0,4}}(?:每天|\b(?:a|per|each|every) (?:day|week|month)\b|\bdaily\b)"
    rf"|\b(?:every|each) (?:day|week|month)\b[^,.;\d]{{0,20}}{_N}"
)
_PART_OF_A_DAY = re.compile(r"\d+\.\d+\s*个?(?:自然)?(?:[天日]|days?\b)")
_OUTRIGHT = (_EXCEPTED, _EITHER, _RANGE, _RELATIVE, _EVERY_DAY, _PART_OF_A_DAY)
_LEVELS = (Decimal(1), Decimal(4))  # a line is a ratio; nothing but a credit line lies outside
_RATES = (Decimal(0), Decimal(1))
_MARGINS = (Decimal("0.5"), Decimal(4))


def doubtful(text: str, held: Sequence[Held]) -> str | None:
    """The words of a folded ``text`` in digits that are not certain; ``None`` where there are none."""
    open_ask = _A_OR_NOT.sub(lambda found: found["verb"], text)
    for pattern, said in ((_DENIED, open_ask), *((each, text) for each in _OUTRIGHT)):
        found = pattern.search(said)
        if found:
            return found.group().strip()
    return _one_or_other(text, held)


def _one_or_other(text: str, held: Sequence[Held]) -> str | None:
    """Two securities with an "or" between them."""
    for found in _OR.finditer(text):
        before, after = text[: found.start()][-24:], text[found.end() :][:24]
        first, second = all_named(before, held), all_named(after, held)
        if first and second and first[-1] != second[0]:
            return f"{before}{found.group()}{after}".strip()
    return None


def impossible(changes: Sequence[Supposition]) -> bool:
    """Whether a line, a rate or a margin ratio is supposed that no contract can have: then it was read wrongly."""
    return any(_outside(json.loads(each.change)) for each in changes)


def _outside(change: dict[str, str]) -> bool:
    if change["op"] == "haircut":
        low, high = _RATES
    elif change["op"] == "line" and change["line"] != "credit_line":
        low, high = _LEVELS
    elif change["op"] == "rules" and "to" in change:
        low, high = _MARGINS
    else:
        return False
    return not low <= Decimal(change["to"]) <= high


_JOINS = re.compile(r"和|跟(?!着)|与|、|及|&|\band\b|,")


def subjects(
    text: str, held: Sequence[Held], fillers: re.Pattern[str], every: re.Pattern[str]
) -> tuple[Held, ...] | None:
    """The securities that one move is of, all that are joined: 「茅台和招行都」. ``None`` where one stands beside something that is none of
    the account's, beside all of them, or beside another without a word between. ``fillers`` name nothing, ``every`` names all.
    """
    parts = _JOINS.split(_last_list(text, held, fillers))
    names = [all_named(part, held) for part in parts]
    said = [
        bool(each or every.search(part) or fillers.sub("", part))
        for each, part in zip(names, parts, strict=True)
    ]
    found = tuple(dict.fromkeys(each for several in names for each in several))
    strange = any(here and not each for each, here in zip(names, said, strict=True))
    unjoined = any(len(each) > 1 for each in names)
    return None if unjoined or (found and strange) else found


def _last_list(text: str, held: Sequence[Held], fillers: re.Pattern[str]) -> str:
    """The last clause, with those before it that are nothing but names: 「茅台,招行」."""
    *before, last = text.split(",")
    for clause in reversed(before):
        if not all_named(clause, held) or not _only_names(clause, held, fillers):
            break
        last = f"{clause},{last}"
    return last


def _only_names(clause: str, held: Sequence[Held], fillers: re.Pattern[str]) -> bool:
    names = [fillers.sub("", fold(name)) for each in held for name in each.names]
    return all(any(fillers.sub("", part) in name for name in names) for part in _JOINS.split(clause))
