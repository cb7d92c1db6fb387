"""A calculation put right by the next message: 「打错了，负债是60万」, 「改成150%呢」, "and over 365 days?", or the number that was missing.

The last question is written anew with the numbers that were said now, and read again as a question of its own: nothing is
computed here, and what cannot be placed for certain changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.dialogue.supposing import other_account
from bot.nlu.model import Said, Understanding

_MOVE = re.compile(
    r"(?:(?P<down>下?跌|下降|回调|缩水)|(?:上?涨|升|反弹))(?:了|掉)?\s*(?P<n>\d+(?:\.\d+)?)\s*(?:%|个点)"
)
_ON_TOP = re.compile(r"再|又|继续|接着")
_OF_A_RATIO = re.compile(r"维持担保比例|维保|担保比例|比例")
LAST_ASK = re.compile(
    r"[,，]?\s*(?:我的)?(?:维持担保比例|维保比例|担保比例|维保|比例)(?:会)?(?:是|有|变成?|到)?(?:多少|几)?[?。]*$"
)
LONGEST = 60  # characters of a correction
LONGEST_NAME = 16
BARE = 18  # up to which a message of numbers alone goes on from the last
_FRAME = re.compile(
    r"(?:打|写|说|弄|输|搞)错|不是|应该是|更正|改(?:成|为|一下)|换(?:成|做)|如果|要是|假如|那么?|呢[?。!]*$"
    r"|\b(?:sorry|i meant?|instead|what (?:if|about)|how about|and (?:at|for|over|with|if)|make (?:it|that)|correction|if)\b"
)
_ASKS = re.compile(r"[?？]|怎|吗|多少|什么|几|呢|\b(?:what|how|why|when|is|can|do)\b")
_NOT_BUT = re.compile(r"不是.+?(?:而)?是|\bnot .+?(?:but|it'?s)\b")
_LIKE = (
    frozenset({"securities", "market_value", "security_value", "holding"}),
    frozenset({"liabilities", "amount"}),
    frozenset({"line", "target", "ratio_now"}),
    frozenset({"price", "market_value"}),
)
_BASES = (360, 365)
_SUMS = ("yuan", "hkd", "usd")
_NAMES: Mapping[str, tuple[str, str]] = {
    "assets": ("总资产", "assets"),
    "securities": ("股票市值", "securities"),
    "cash": ("现金", "cash"),
    "liabilities": ("负债", "debt"),
    "line": ("平仓线", "liquidation line"),
    "target": ("目标比例", "target ratio"),
    "principal": ("融资", "borrowed"),
    "annual_rate": ("年利率", "annual rate"),
    "days": ("天数", "days"),
    "available_margin": ("可用保证金", "available margin"),
    "conversion_rate": ("折算率", "conversion rate"),
    "margin_ratio": ("保证金比例", "margin ratio"),
    "quantity": ("数量", "quantity"),
    "price": ("股价", "price"),
    "amount": ("融资买入金额", "margin purchase of"),
    "market_value": ("现在市值", "now worth"),
    "security_value": ("单只股票市值", "single stock"),
    "short_value": ("融券市值", "short value"),
    "fall": ("跌", "falls by"),
}


def amended(question: Understanding, now: Understanding, missing: Sequence[str] = ()) -> str | None:
    """The ``question`` with the numbers of ``now`` in place of its own, or with those that were ``missing`` behind it.

    Both are in normal form. ``None`` where the message stands by itself, or a number of it has no certain place.
    """
    if not now.numbers:
        return _explained(question, now)
    if len(now.normal) > LONGEST or not _goes_on(now, missing):
        return None
    numbers = now.numbers
    if len(numbers) == 2 and _NOT_BUT.search(now.normal):
        return _swapped(question, numbers[0], numbers[1])
    text = question.normal
    added: list[str] = []
    places: list[tuple[Said, Said]] = []
    for number in numbers:
        brought = number.label is None and len(added) < len(missing)
        place = None if brought else _place(question.numbers, number)
        if place is not None:
            places.append((place, number))
        elif missing:
            added.append(_named(question, number, missing[min(len(added), len(missing) - 1)]))
        else:
            return None
    if len({place.start for place, _ in places}) < len(places):
        return None
    for place, number in sorted(places, key=lambda pair: -pair[0].start):
        text = text[: place.start] + number.text + text[place.end :]
    return ", ".join((*added, text)) if added else text


def as_sum(text: str) -> str | None:
    """「就按我账户150万、欠100万算」 of somebody unknown: a calculation with those numbers; ``None`` where no account is described."""
    other = other_account(text)
    if other is None:
        return None
    told = json.loads(other.change)
    names = {"assets": "总资产", "liabilities": "负债", "cash": "其中现金"}
    sums = "，".join(f"{names[name]}{_in_ten_thousands(told[name])}" for name in names if name in told)
    return f"{sums}，维持担保比例多少"


def _in_ten_thousands(amount: str) -> str:
    """A sum as it is said; six bare digits would be read as a security's code."""
    return f"{(Decimal(amount) / 10_000).normalize():f}万元"


def moved(question: Understanding, now: Understanding) -> str | None:
    """「再跌10%」 after a calculation: the same after that move, or after one fall more; ``None`` for anything else.

    The engine is told every fall by itself: what two of them make together is for it to say.
    """
    said, move = now.normal, _MOVE.search(now.normal)
    if move is None or len(now.numbers) > 1 or len(said) > LONGEST or not _OF_A_RATIO.search(question.normal):
        return None
    known = list(_MOVE.finditer(question.normal))
    if not known:
        return f"{LAST_ASK.sub('', question.normal)}，{_said_move(move)}后维持担保比例多少"
    last = known[-1]
    if not _ON_TOP.search(said):
        return f"{question.normal[: known[0].start()]}{_said_move(move)}{question.normal[last.end() :]}"
    if not (move["down"] and all(each["down"] for each in known)):
        return None
    return f"{question.normal[: last.end()]}，再{_said_move(move)}{question.normal[last.end() :]}"


def _said_move(move: re.Match[str]) -> str:
    return f"{'跌' if move['down'] else '涨'}{move['n']}%"


def _explained(question: Understanding, now: Understanding) -> str | None:
    """「是总资产」: what the one number is that nothing in the question named."""
    unnamed = [number for number in question.numbers if number.label is None]
    if len(unnamed) != 1 or len(now.normal) > LONGEST_NAME or _ASKS.search(now.normal):
        return None
    name = now.normal.strip(" ,.。!?").removeprefix("是")
    return f"{question.normal[: unnamed[0].start]}{name} {question.normal[unnamed[0].start :]}"


def _goes_on(now: Understanding, missing: Sequence[str]) -> bool:
    """Whether a message only makes sense after the question before it."""
    sums = [request.slots.calculation for request in now.requests]
    if any(each is not None and each.complete for each in sums):
        return False
    return bool(missing or _FRAME.search(now.normal) or len(now.normal) <= BARE)


def _swapped(question: Understanding, wrong: Said, right: Said) -> str | None:
    """「不是80万，是60万」: the number that is taken back, wherever it stands once."""
    same = [each for each in question.numbers if each.value == wrong.value and each.unit == wrong.unit]
    if len(same) != 1:
        return None
    return question.normal[: same[0].start] + right.text + question.normal[same[0].end :]


def _place(old: Sequence[Said], new: Said) -> Said | None:
    """The one number of the question that the new one replaces: of the same measure, or the only one of its kind."""
    if new.value in _BASES:
        bases = [each for each in old if each.value in _BASES]
        if len(bases) == 1:
            return bases[0]
    if new.label is not None:
        alike = {new.label}.union(*(group for group in _LIKE if new.label in group))
        for labels in ({new.label}, alike):
            found = [each for each in old if each.label in labels and each.value not in _BASES]
            if len(found) == 1:
                return found[0]
        if new.unit not in ("days", "months", "years", "shares", "lots", "ratio"):
            return None
    found = [each for each in old if _sort(each) == _sort(new) and each.value not in _BASES]
    return found[0] if len(found) == 1 else None


def _sort(number: Said) -> str:
    """What kind of number it is: sums, ratios of a line and small rates are told apart."""
    if number.unit in _SUMS:
        return "sum"
    if number.unit == "ratio":
        return "line" if number.value >= 1 else "rate"
    return number.unit


def _named(question: Understanding, number: Said, missing: str) -> str:
    """A number that was missing, with its measure's word before it."""
    name = _NAMES.get(number.label or missing, _NAMES.get(missing, _NAMES["assets"]))
    return f"{name[question.normal.isascii()]} {number.text}"
