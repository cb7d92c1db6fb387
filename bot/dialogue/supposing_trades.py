"""Trades, money and securities that a message supposes: 「卖掉一半茅台还款」, 「再融资买1000股招行」, 「再补5万」."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bot.dialogue.held import Held, Supposition, all_named, named, supposition
from bot.dialogue.supposing_sale import spread

_SHARES = r"(?P<n>\d+)\s*(?:股|shares)"
_PART = r"(?P<half>一半|半仓|半数|half)|(?P<pct>\d+(?:\.\d+)?)%|(?P<all>全部|全都|全|所有|清仓|都|光|\ball\b)"
_MONEY = r"(?P<n>\d+(?:\.\d+)?)(?![\d.]|\s*(?:股|手|%|天|个点|shares|days|percent))\s*(?:元|块|yuan)?"
_SELL = re.compile(r"卖(?:掉|出|了|光)?|减(?:掉|仓)|抛(?:掉|出|了)?|清仓|平掉|\bsell")
_ON_MARGIN = re.compile(
    r"融资(?:再)?买(?:入|进)?|(?:融|借)(?:资)?\s*\d+(?:\.\d+)?\s*元?.{0,4}?买(?!券)|(?:on|with) margin|buy.{0,40}on margin"
)
_SHORT = re.compile(r"融券卖(?:出)?|做空|卖空|\bshort\b")
_BUY_BACK = re.compile(r"买券还券|买回.{0,12}还?|还券|\bbuy (?:it |them )?back|cover")
_BUY = re.compile(r"(?<!融资)(?<!融资再)买(?:入|进)?(?!券)|\bbuy\b")
_MOVED_IN = re.compile(r"转(?:入|进)|划(?:入|进)|\b(?:transfer|move) in|move.{0,20}\bin\b")
_MOVED_OUT = re.compile(r"转(?:出|走)|划(?:出|走)|\b(?:transfer|move|take) out|move.{0,20}\bout\b")
_STILL = r"(?!差|剩|缺|欠|来得及|来不来得及|是|有|没|能|可|会|要|得|需|够|不|在|安全|低于|高于|触)"
_REPAYS = re.compile(rf"还{_STILL}|偿|repay|pay(?:ing)? (?:back|down|off)")
_CASH = re.compile(
    rf"(?:转入|转进|存(?:进去|进来|进|入)?|补(?:入|进|上|个|了|咗|足)?|追加|再?加埋?|打入|打进|入金|(?<![买卖转存划打融补流投收])入(?:数|钱)?|deposits? of|deposit|top(?:ping)? up(?: by| with)?|add|put in)(?:现金|资金|钱|保证金|担保物)?\s*(?:cny )?{_MONEY}"
)
_CASH_IN = re.compile(
    rf"(?:转|打|存|放|充)(?:个)?\s*{_MONEY}(?:现金|资金|的?钱)?\s*(?:进|过|到(?!期))(?:来|去|账户)?"
)
_WORTH = re.compile(
    r"(?<![\d.])(?P<n>\d{4,}(?:\.\d+)?)\s*(?:元|块|yuan)?(?![\d.]|\s*(?:股|手|%|天|年|shares|lots|percent|\.s[hz]))"
)
_LOT = 100
_TRADES = ("sell", "sell_to_repay", "buy", "margin_buy", "short", "buy_to_return")
_SOLD, _BOUGHT = ("sell", "sell_to_repay", "short"), ("buy", "margin_buy", "buy_to_return")
_OF_TWO = re.compile(r"融券卖(?:出)?|卖空|买券|sell short")  # one deed in two words
_EACH_SIZE = re.compile(_SHARES.replace("?P<n>", "?:"))
_OUT = re.compile(
    rf"(?:取(?:出|走)?|提(?:出|走|取)|转出|转走|withdraw|take out)(?:现金|资金|钱)?\s*(?:cny )?{_MONEY}"
)
_REPAY = re.compile(rf"(?:还|偿还|归还|repay|pay back)(?:款|掉|了|个|上|债)?\s*(?:cny )?{_MONEY}")
_REPAID = re.compile(
    rf"(?:拿|用|转|打|凑|掏|花)(?:出|来|进)?\s*{_MONEY}.{{0,4}}(?:还{_STILL}|偿)(?:掉|款|债|上|了)?"
)
_TOPS_UP = re.compile(
    rf"(?:拿|用|凑|出)(?:出|来|个|了)?\s*{_MONEY}(?:现金|的?钱)?(?:去|来)?\s*(?:补|追)(?:仓|保|进|充|加|上)"
)
_PRICE = re.compile(
    r"(?:按|以|价格|at(?: a price of)?)\s*(?:cny )?(?P<n>\d+(?:\.\d+)?)\s*(?:元|块|yuan|each|$)"
)
Words = Mapping[str, str]
SAID: Mapping[str, Words] = {
    "zh": {
        "sell": "卖出 {size} {name}",
        "sell_to_repay": "卖出 {size} {name} 还款",
        "buy": "买入 {size} {name}",
        "margin_buy": "融资买入 {size} {name}",
        "short": "融券卖出 {size} {name}",
        "buy_to_return": "买券还券 {size} {name}",
        "in": "转入 {size} {name}",
        "out": "转出 {size} {name}",
        "shares": "{n} 股",
        "worth": "{n} 股（{worth} 元按 {price} 元折成整手）",
        "half": "一半",
        "all": "全部",
        "cash": "现金",
        "repay": "用账户外现金还款",
    },
    "en": {
        "sell": "sell {size} of {name}",
        "sell_to_repay": "sell {size} of {name} to repay",
        "buy": "buy {size} of {name}",
        "margin_buy": "buy {size} of {name} on margin",
        "short": "sell {size} of {name} short",
        "buy_to_return": "buy {size} of {name} back and return them",
        "in": "move in {size} of {name}",
        "out": "move out {size} of {name}",
        "shares": "{n} shares",
        "worth": "{n} shares (CNY {worth} in whole lots at {price})",
        "half": "half",
        "all": "all",
        "cash": "cash",
        "repay": "repay with outside cash",
    },
}


def mentioned(text: str) -> bool:
    """Whether a text in digits supposes a trade, or money or securities that move."""
    money = any(words.search(text) for words in (_CASH, _CASH_IN, _TOPS_UP, _OUT, _REPAY, _REPAID))
    side = _side(text)
    return money or bool(
        side and (_sized(text) or _partly(text) or (side in _TRADES and _WORTH.search(text)))
    )


def read(text: str, held: Sequence[Held], lang: str) -> tuple[Supposition | None, ...]:
    """The trade of one step, then money that comes in, goes out, or repays; ``None`` for a trade that is not read for certain."""
    words, side = SAID[lang], _side(text)
    moved = tuple(_money(text, words))
    trade = None if side is None else _trade(text, side, held, words)
    if trade is not None:
        paid_twice = side == "sell_to_repay" and any(
            json.loads(each.change)["op"] == "repay" for each in moved
        )
        return (None,) if paid_twice or _blended(text, side, held) else (trade, *moved)
    if side == "sell_to_repay" and not moved and (sales := spread(text, _worth(text, held), held, words)):
        return sales
    wanted = side in _TRADES and (_sized(text) or _partly(text) or _worth(text, held))
    return (None,) if wanted and not moved else moved


def _blended(text: str, side: str | None, held: Sequence[Held]) -> bool:
    """Whether one step speaks of two deeds or of two securities: which size belongs to which is not certain."""
    rest = _OF_TWO.sub("", text)
    sells, buys = _SELL.search(rest) and side not in _SOLD, _BUY.search(rest) and side not in _BOUGHT
    return bool(sells or buys) or len(_EACH_SIZE.findall(text)) > 1 or len(all_named(text, held)) > 1


def _money(text: str, words: Words) -> Iterator[Supposition]:
    """Sums that repay, come in or go out, each number once, in the order said."""
    found = [
        (each.start("n"), kind, each)
        for kind, patterns in (
            ("repay", (_REPAY, _REPAID)),
            ("in", (_CASH, _CASH_IN, _TOPS_UP)),
            ("out", (_OUT,)),
        )
        for pattern in patterns
        for each in pattern.finditer(text)
    ]
    taken: dict[int, tuple[str, re.Match[str]]] = {}
    for place, kind, match in found:
        taken.setdefault(place, (kind, match))
    for _, (kind, match) in sorted(taken.items()):
        if kind == "repay":
            yield supposition(f"{words['repay']} {_grouped(match)}", op="repay", amount=match["n"])
        else:
            sign, amount = ("+", match["n"]) if kind == "in" else ("-", f"-{match['n']}")
            yield supposition(f"{words['cash']} {sign}{_grouped(match)}", op="cash", amount=amount)


def _side(text: str) -> str | None:
    """What is done with securities: a side of a trade, or ``in`` and ``out`` for what is moved."""
    if _ON_MARGIN.search(text):
        return "margin_buy"
    if _SHORT.search(text):
        return "short"
    if _BUY_BACK.search(text):
        return "buy_to_return"
    if _SELL.search(text):
        return "sell_to_repay" if _REPAYS.search(text) else "sell"
    if _MOVED_IN.search(text):
        return "in"
    if _MOVED_OUT.search(text):
        return "out"
    return "buy" if _BUY.search(text) else None


def _sized(text: str) -> re.Match[str] | None:
    return re.search(_SHARES, text)


def _partly(text: str) -> re.Match[str] | None:
    return re.search(_PART, text) if _SELL.search(text) or _BUY_BACK.search(text) else None


def _trade(text: str, side: str, held: Sequence[Held], words: Words) -> Supposition | None:
    opens = side in ("margin_buy", "short", "buy", "in")
    there = [each for each in held if opens or each.own]
    only = [each for each in there if each.short] if side == "buy_to_return" else there
    of = named(text, there) or (only[0] if len(only) == 1 and not opens else None)
    sized, partly, price = _sized(text), _partly(text), _PRICE.search(text)
    if of is None:
        return None
    if not (sized or (partly and not opens and side != "out")):
        return _worth_of(text, side, of, held, words, price) if side in _TRADES else None
    size, share = _size(sized, partly, words)
    said = words[side].format(size=size, name=of.names[0])
    at = {"price": price["n"]} if price else {}
    if price:
        said += f" @ {price['n']}"
    if side in ("in", "out"):
        return (
            supposition(
                said, op="transfer", security=of.code, quantity=f"{'-' * (side == 'out')}{sized['n']}", **at
            )
            if sized
            else None
        )
    return supposition(said, op="trade", side=side, security=of.code, **share, **at)


def _worth(text: str, held: Sequence[Held]) -> Decimal | None:
    """A sum that a trade comes to: 「卖掉20万招行」; a security's code and the price of one share are none."""
    priced, codes = _PRICE.search(text), {each.code.split(".", 1)[0] for each in held}
    sums = [
        each["n"]
        for each in _WORTH.finditer(text)
        if each["n"] not in codes and (priced is None or each.start("n") != priced.start("n"))
    ]
    return Decimal(sums[0]) if len(sums) == 1 else None


def _worth_of(
    text: str, side: str, of: Held, held: Sequence[Held], words: Words, price: re.Match[str] | None
) -> Supposition | None:
    """A trade of so much money, in whole lots at the price of the account or the one said; ``None`` where neither is known."""
    worth, at = _worth(text, held), Decimal(price["n"]) if price else of.price
    lots = int(worth / at / _LOT) if worth is not None and at else 0
    if not lots or at is None:
        return None
    size = words["worth"].format(n=lots * _LOT, worth=f"{worth:,}", price=f"{at.normalize():f}")
    said = words[side].format(size=size, name=of.names[0])
    told = {"price": price["n"]} if price else {}
    return supposition(said, op="trade", side=side, security=of.code, quantity=str(lots * _LOT), **told)


def _size(
    sized: re.Match[str] | None, partly: re.Match[str] | None, words: Words
) -> tuple[str, dict[str, str]]:
    """The words for how much, and the field that says it."""
    if sized:
        return words["shares"].format(n=sized["n"]), {"quantity": sized["n"]}
    assert partly is not None
    if partly["half"]:
        return words["half"], {"share": "0.5"}
    if partly["pct"]:
        return f"{partly['pct']}%", {"share": f"{Decimal(partly['pct']) / 100:f}"}
    return words["all"], {"share": "1"}


def _grouped(found: re.Match[str]) -> str:
    return f"{Decimal(found['n']):,}"
