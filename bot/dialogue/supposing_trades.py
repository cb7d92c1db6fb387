"""Trades, money and securities that a message supposes: 「卖掉一半茅台还款」, 「再融资买1000股招行」, 「再补5万」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bot.dialogue.held import Held, Supposition, named, supposition

_SHARES = r"(?P<n>\d+)\s*(?:股|shares)"
_PART = r"(?P<half>一半|半仓|半数|half)|(?P<pct>\d+(?:\.\d+)?)%|(?P<all>全部|全都|全|所有|清仓|都|光|\ball\b)"
_MONEY = r"(?P<n>\d+(?:\.\d+)?)(?![\d.]|\s*(?:股|手|%|天|个点|shares|days|percent))\s*(?:元|块|yuan)?"
_SELL = re.compile(r"卖(?:掉|出|了|光)?|减(?:掉|仓)|抛(?:掉|出|了)?|清仓|平掉|\bsell")
_ON_MARGIN = re.compile(r"融资(?:再)?买(?:入|进)?|(?:on|with) margin|buy.{0,40}on margin")
_SHORT = re.compile(r"融券卖(?:出)?|做空|卖空|\bshort\b")
_BUY_BACK = re.compile(r"买券还券|买回.{0,12}还?|还券|\bbuy (?:it |them )?back|cover")
_BUY = re.compile(r"(?<!融资)(?<!融资再)买(?:入|进)?(?!券)|\bbuy\b")
_MOVED_IN = re.compile(r"转(?:入|进)|划(?:入|进)|\b(?:transfer|move) in|move.{0,20}\bin\b")
_MOVED_OUT = re.compile(r"转(?:出|走)|划(?:出|走)|\b(?:transfer|move|take) out|move.{0,20}\bout\b")
_REPAYS = re.compile(r"还(?:款|债|钱|融资|掉|上)?|偿|repay|pay back")
_CASH = re.compile(
    rf"(?:转入|转进|存入?|补(?:入|进|上|个|了|咗|足)?|追加|再加|加|打入|打进|入金|deposit|add|put in)(?:现金|资金|钱|保证金|担保物)?\s*(?:cny )?{_MONEY}"
)
_OUT = re.compile(
    rf"(?:取(?:出|走)?|提(?:出|走|取)|转出|转走|withdraw|take out)(?:现金|资金|钱)?\s*(?:cny )?{_MONEY}"
)
_REPAY = re.compile(rf"(?:还|偿还|归还|repay|pay back)(?:款|掉|了|个|上|债)?\s*(?:cny )?{_MONEY}")
_REPAID = re.compile(
    rf"(?:拿|用|转|打|凑)(?:出|来|进)?\s*{_MONEY}.{{0,4}}(?:还|偿)(?:掉|款|债|上|了)?(?!是|有|能|可)"
)
_PRICE = re.compile(
    r"(?:按|以|价格|at(?: a price of)?)\s*(?:cny )?(?P<n>\d+(?:\.\d+)?)\s*(?:元|块|yuan|each|$)"
)
Words = Mapping[str, str]
_SAID: Mapping[str, Words] = {
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
        "half": "half",
        "all": "all",
        "cash": "cash",
        "repay": "repay with outside cash",
    },
}


def mentioned(text: str) -> bool:
    """Whether a text in digits supposes a trade, or money or securities that move."""
    money = any(words.search(text) for words in (_CASH, _OUT, _REPAY, _REPAID))
    return money or bool(_side(text) and (_sized(text) or _partly(text)))


def read(text: str, held: Sequence[Held], lang: str) -> Iterator[Supposition]:
    """The trade first, then money that comes in, goes out, or repays. A trade of what nobody named is none."""
    words, side = _SAID[lang], _side(text)
    trade = None if side is None else _trade(text, side, held, words)
    if trade is not None:
        yield trade
    found, taken = _CASH.search(text), _OUT.search(text)
    repaid = _REPAY.search(text) or _REPAID.search(text)
    if repaid:
        yield supposition(f"{words['repay']} {_grouped(repaid)}", op="repay", amount=repaid["n"])
    elif found:
        yield supposition(f"{words['cash']} +{_grouped(found)}", op="cash", amount=found["n"])
    elif taken:
        yield supposition(f"{words['cash']} -{_grouped(taken)}", op="cash", amount=f"-{taken['n']}")


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
    of = named(text, there) or (there[0] if len(there) == 1 and not opens else None)
    sized, partly, price = _sized(text), _partly(text), _PRICE.search(text)
    if of is None or not (sized or (partly and not opens and side != "out")):
        return None
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
