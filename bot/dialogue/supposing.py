"""What a message supposes about one's own account: 「兴业跌8%、中信涨5%、过10天」 as changes that the account service can make.

Only read here: names are matched against the securities of one's own positions, numbers are passed on as said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.guard.numerals import fold

EVERYTHING = "*"
_NUMBER = r"(?P<n>\d+(?:\.\d+)?)"
_MOVE = re.compile(
    r"(?P<down>下?跌|下降|回调|缩水|falls?|drops?|goes? down|down)|(?P<up>上?涨|反弹|升|rises?|gains?|goes? up|\bup\b)"
)
_SIZE = re.compile(rf"(?:了|掉|去|幅)?\s*(?:by |about |再|个|约)?\s*{_NUMBER}\s*(?:%|个点|percent)")
_LEVEL = re.compile(rf"\s*(?:到|至|成|to)\s*(?:cny |¥)?{_NUMBER}\s*(?:元|块|yuan)?(?![%\d.]|个点)")
_DAYS = re.compile(
    rf"(?:过|再过|等)\s*{_NUMBER}\s*个?(?:自然)?[天日]|{_NUMBER.replace('?P<n>', '')}\s*[天日](?:后|之后|以后)|(?:after|in)\s+{_NUMBER.replace('?P<n>', '')}\s+days"
)
_RATE = re.compile(
    rf"(?:折算率|conversion rate|haircut).{{0,6}}?(?:调整?|降|变|改|归|下调|设|to|becomes?)(?:低)?(?:成|为|到|至|to)?\s*(?:{_NUMBER}(?P<pct>%)?|(?P<zero>零|zero))"
)
_EXCLUDED = re.compile(
    r"(?:调|移|剔|踢)出.{0,10}(?:担保|充抵)|(?:不再|不能)(?:是|作为|作|当|充)?.{0,4}(?:担保物|担保品|充抵保证金)|(?:removed|taken) (?:from|off|out of) (?:the )?(?:eligible )?collateral"
)
_TWO_CHARACTERS = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_SUSPENDED = re.compile(rf"(?:停牌|suspended).{{0,12}}?{_NUMBER}\s*(?:元|块|yuan)?")
_BASIS = re.compile(r"按市值.{0,4}(?:计|算|收)|(?:fee|interest).{0,12}market value|market value.{0,12}fee")
_MONEY = rf"{_NUMBER}\s*(?P<scale>万|亿|w|k|千)?\s*(?:元|块|yuan)?"
_CASH = re.compile(rf"(?:转入|转进|存入?|补入?|追加|加|打入|deposit|add)(?:现金|资金|钱)?\s*{_MONEY}")
_REPAY = re.compile(rf"(?:还|偿还|归还|repay|pay back)(?:款|掉|了)?\s*{_MONEY}")
_SCALE = {"万": 10_000, "w": 10_000, "亿": 100_000_000, "千": 1_000, "k": 1_000}

_WITHOUT_SUBJECT = re.compile(
    r"如果|要是|假如|假设|倘若|若|万一|再|又|都|就|我|的|了|那|全部|所有|整个|大盘|市场|指数|行情|股市|股票|持仓|持股|证券|账户|一起|同时|普遍|平均|明天|今天|后天|下周|之后|以后|然后|还会?|会|继续|往|向|下|上|按|价格?|股价"
    r"|\b(?:if|and|then|the|my|all|whole|market|prices?|shares|stocks?|securities|holdings|everything|what|about|again|further|another|it|they|should|would|will|suppose|goes?|by)\b|[\s,.;:、，。；：?？!]"
)
Words = Mapping[str, str]
_SAID: Mapping[str, Words] = {
    "zh": {
        "all": "全部证券",
        "rate": "折算率",
        "halted": "停牌后按公允价值",
        "excluded": "调出担保物范围，折算率按零",
        "days": "天",
        "basis": "融券费按市值计",
        "cash": "现金",
    },
    "en": {
        "all": "all securities",
        "rate": "conversion rate",
        "halted": "suspended, at a fair value of",
        "excluded": "no longer collateral, counting for nothing",
        "days": "days",
        "basis": "short fee on market value",
        "cash": "cash",
    },
}


@dataclass(frozen=True, slots=True)
class Held:
    """A security of one's own positions: its code and the names it goes by."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supposition:
    """One change as JSON text for the account service, and the words that say it back."""

    change: str
    said: str


def mentions_change(text: str) -> bool:
    """Whether a message supposes anything that is read here."""
    folded = fold(text)
    moved = any(_SIZE.match(folded, m.end()) or _LEVEL.match(folded, m.end()) for m in _MOVE.finditer(folded))
    return moved or any(
        words.search(folded) for words in (_DAYS, _RATE, _EXCLUDED, _SUSPENDED, _BASIS, _CASH, _REPAY)
    )


def supposed(
    text: str, held: Sequence[Held], debts: Sequence[Mapping[str, str]] = (), lang: str = "zh"
) -> tuple[Supposition, ...]:
    """The changes in the order said; nothing at all where a move is of something that is not held.

    A move of 「大盘」 or of nothing in particular is one of every security. ``debts`` are the open financing contracts
    (``contract``, ``amount``), the earliest due first: what is repaid goes to them in this order.
    """
    folded, words = fold(text), _SAID["en" if lang == "en" else "zh"]
    moves = tuple(_moves(folded, held, words))
    if None in moves:
        return ()
    return (
        *(move for move in moves if move is not None),
        *_of_one(folded, held, words),
        *_days(folded, words),
        *_basis(folded, words),
        *_cash(folded, words),
        *_repaid(folded, debts),
    )


def _moves(text: str, held: Sequence[Held], words: Words) -> Iterator[Supposition | None]:
    """The moves of prices; ``None`` for one of something that is not held."""
    start = 0
    for move in _MOVE.finditer(text):
        size, level = _SIZE.match(text, move.end()), _LEVEL.match(text, move.end())
        subject = text[start : move.start()]
        named, found = _named(subject, held), size or level
        if found is None:
            continue
        start = found.end()
        if named is None and (size is None or _WITHOUT_SUBJECT.sub("", subject)):
            yield None
        elif size is None:
            assert named is not None
            yield _change(f"{named.names[0]} → {found['n']}", op="price", security=named.code, to=found["n"])
        else:
            code, name = (named.code, named.names[0]) if named else (EVERYTHING, words["all"])
            pct = f"-{size['n']}" if move["down"] else size["n"]
            sign = "" if move["down"] else "+"
            yield _change(f"{name} {sign}{pct}%", op="price", security=code, pct=pct)


def _of_one(text: str, held: Sequence[Held], words: Words) -> Iterator[Supposition]:
    named = _named(text, held) or (held[0] if len(held) == 1 else None)
    if named is None:
        return
    rate, halted = _RATE.search(text), _SUSPENDED.search(text)
    if _EXCLUDED.search(text):
        yield _change(f"{named.names[0]} {words['excluded']}", op="haircut", security=named.code, to="0")
    if rate:
        value = Decimal(rate["n"] or 0) / (100 if rate["pct"] else 1)
        yield _change(
            f"{named.names[0]} {words['rate']} → {value:f}",
            op="haircut",
            security=named.code,
            to=f"{value:f}",
        )
    if halted:
        yield _change(
            f"{named.names[0]} {words['halted']} {halted['n']}",
            op="suspend",
            security=named.code,
            fair_value=halted["n"],
        )


def _days(text: str, words: Words) -> Iterator[Supposition]:
    found = _DAYS.search(text)
    if found:
        days = int(next(group for group in re.findall(r"\d+", found.group())))
        yield Supposition(json.dumps({"op": "days", "n": days}), f"+{days} {words['days']}")


def _basis(text: str, words: Words) -> Iterator[Supposition]:
    if _BASIS.search(text):
        yield _change(words["basis"], op="terms", fee_basis="market_value")


def _cash(text: str, words: Words) -> Iterator[Supposition]:
    found = _CASH.search(text)
    if found:
        yield _change(f"{words['cash']} +{_sum(found):f}", op="cash", amount=f"{_sum(found):f}")


def _repaid(text: str, debts: Sequence[Mapping[str, str]]) -> Iterator[Supposition]:
    found = _REPAY.search(text)
    left = _sum(found) if found else Decimal(0)
    for debt in debts:
        part = min(left, Decimal(debt["amount"]))
        if part > 0:
            yield _change(
                f"{debt['contract']} −{part:f}", op="repay", contract=debt["contract"], amount=f"{part:f}"
            )
        left -= part


def _sum(found: re.Match[str]) -> Decimal:
    return Decimal(found["n"]) * _SCALE.get(found["scale"] or "", 1)


def _named(text: str, held: Sequence[Held]) -> Held | None:
    """The security named last in ``text``: by code, by a whole name, or by two characters that no other one has."""
    best: tuple[int, Held] | None = None
    for each in held:
        for name in _forms(each, held):
            place = text.rfind(name)
            if place >= 0 and (best is None or place > best[0]):
                best = (place, each)
    return best[1] if best else None


def _forms(each: Held, held: Sequence[Held]) -> Iterator[str]:
    yield each.code.split(".", 1)[0]
    others = "|".join(fold(name) for other in held if other is not each for name in other.names)
    for name in map(fold, each.names):
        yield name
        pieces = (found.group(1) for found in _TWO_CHARACTERS.finditer(name))
        yield from (piece for piece in pieces if piece not in others)


def _change(said: str, **change: str) -> Supposition:
    return Supposition(json.dumps(change, ensure_ascii=False), said)
