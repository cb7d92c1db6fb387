"""The role of each number in a hypothetical: which position shares and prices belong to, which holding is spoken of, what repeats.

`茅台80万,招行60万,只有茅台跌` -> security_value 800000, other_securities 600000. A measure said several times is numbered
(`liabilities`, `liabilities_2`); nothing is added up here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.labels import HOLDING, Bound
from bot.nlu.numbers import Number

_SHORT = re.compile(r"融券(?!保证金)|做空|卖空|沽空|\bshort(?:ed|ing)?\b")
_LONG = re.compile(r"融资|持有|持仓|担保|现金|总资产|买入|买了|\b(?:long|own|hold|holding|bought|cash)\b")
_NEW_PRICE = re.compile(r"跌|涨|升|fell|fall|drop|rise|rose")
_MOVES_AFTER = re.compile(
    r".{0,4}?(?:单独|独自|一只|再|下)?(?:跌|涨|降)|.{0,12}?\b(?:falls?|drops?|declines?|rises?)\b|.{0,3}?(?:的)?(?:集中度|占比|占)"
)
_PRICE_AFTER = re.compile(
    r".{0,4}?(?:单独|独自|一只|再|下)?(?:跌|涨|降)|.{0,12}?\b(?:falls?|drops?|declines?|rises?)\b"
)
_TOTAL = re.compile(r"总|全部|合计|一共|total|all")
_PART = re.compile(r"(?:其中|里面|包括|including|of which)[^,;。]{0,6}$")
_DAY_BASIS_BEFORE = re.compile(r"(?:按|以|一年|年|基数|每年)(?:按|是|有|用)?\s?$")
_DAY_BASIS_AFTER = re.compile(r"\s?(?:计息|一年|算|的?基数|day basis|basis|-day)")
_FINANCED = re.compile(r"融资|融了|借|\bborrow|\bmargined")
_BY_PURCHASE = re.compile(r"可用|浮[盈亏]|\b(?:available|free) margin")
_NEAR: Final = 8  # characters between a sum financed and what it is worth now
_NUMBERED = re.compile(r"(?<=[甲乙丙丁])(?:股票?|证券|票)$")
_HOLDINGS: Final = ("securities", HOLDING, "security_value")
_BASES: Final = (Decimal(360), Decimal(365))


@dataclass(frozen=True, slots=True)
class Role:
    """One number with the input it gives."""

    name: str
    value: Decimal
    number: Number


def roles(text: str, bound: Sequence[Bound]) -> tuple[Role, ...]:
    """The numbers of a text under the names of the calculators' inputs, in order."""
    moving = _moving(text, bound)
    named = [(_name(text, each, bound, moving), each) for each in bound]
    seen: dict[str, int] = {}
    result = []
    for name, each in named:
        if name == "conversion_rate":
            name = _rate_of_its_holding(named, each)
        else:
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name}_{seen[name]}"
        result.append(Role(name, each.value, each.number))
    return tuple(result)


def values(found: Sequence[Role]) -> Mapping[str, Decimal]:
    """The values by input."""
    return {role.name: role.value for role in found}


def _name(text: str, each: Bound, bound: Sequence[Bound], moving: Bound | None) -> str:
    if each.name == "securities" and _is_worth_of_purchase(text, each, bound):
        return "market_value"
    if each.name in _HOLDINGS:
        return _holding(text, each, bound, moving)
    if each.name in ("quantity", "price"):
        return _in_position(text, each, bound)
    if each.name == "days" and basis_of(text, each.number):
        return "day_basis"
    if each.name == "rise" and any(other.name == "fall" for other in bound):
        return "second_move"
    if each.name == "liabilities" and _purchase_worth(text, each, bound):
        return "amount"
    if each.name == "market_value" and not _is_of_a_purchase(text, each, bound):
        return "securities"
    return each.name


def _is_worth_of_purchase(text: str, each: Bound, bound: Sequence[Bound]) -> bool:
    """A bare `市值` after a purchase is what that purchase is worth."""
    before = [other.name for other in bound if other.number.end <= each.number.start]
    return text[each.start : each.end] == "市值" and before[-1:] == ["amount"]


def _is_of_a_purchase(text: str, each: Bound, bound: Sequence[Bound]) -> bool:
    """Whether a present worth is that of what was bought with borrowed money."""
    return any(
        other.name == "amount" or _purchase_worth(text, other, bound) is each
        for other in bound
        if other is not each
    )


def _purchase_worth(text: str, debt: Bound, bound: Sequence[Bound]) -> Bound | None:
    """What a sum financed is worth now, where that is said right behind it: `融资50万现值45万`.

    Only available margin counts a purchase by itself; elsewhere it is a holding and a debt.
    """
    financed = debt.name == "liabilities" and _FINANCED.search(text[debt.start : debt.end])
    if not financed or not _BY_PURCHASE.search(text):
        return None
    later = [other for other in bound if other.number.start >= debt.number.end]
    following = min(later, key=lambda other: other.number.start, default=None)
    if following is None or following.name != "market_value":
        return None
    between = text[debt.number.end : following.start]
    return following if following.start >= debt.number.end and len(between) <= _NEAR else None


def _holding(text: str, each: Bound, bound: Sequence[Bound], moving: Bound | None) -> str:
    """The holding that moves is told apart from the others; a part of a total that does not move is nobody's."""
    if each is moving:
        return "security_value"
    holdings = [other for other in bound if other.name in _HOLDINGS]
    if _PART.search(text[: each.start]) and len(holdings) > 1:
        return "part"
    if moving is None or (each.name == "securities" and _includes(text, each, moving)):
        return "securities"
    return "other_securities"


def _includes(text: str, total: Bound, part: Bound) -> bool:
    """Whether one sum of securities is said to hold the other within it."""
    return bool(_PART.search(text[: part.start]) or _TOTAL.search(text[total.start : total.end]))


def _moving(text: str, bound: Sequence[Bound]) -> Bound | None:
    """The one holding whose fall, rise or share is spoken of, where there are others beside it."""
    for each in bound:
        if each.name == "security_value":
            return each
    holdings = [each for each in bound if each.name in _HOLDINGS]
    others = {each.name for each in bound} & {"assets", "cash"}
    if len(holdings) < 2 and not (holdings and others and holdings[0].name == HOLDING):
        return None
    said = [each for each in holdings if _moves(text, each)]
    return said[0] if len(said) == 1 else None


def moving_name(text: str, named: Sequence[tuple[int, int]]) -> bool:
    """Whether the price of one of the securities named is said to move, rather than prices at large."""
    return any(_PRICE_AFTER.match(text, end) for _, end in named)


def _moves(text: str, holding: Bound) -> bool:
    name = _NUMBERED.sub("", text[holding.start : holding.end])
    return any(
        _MOVES_AFTER.match(text, found.end())
        for found in re.finditer(re.escape(name), text)
        if found.start() >= holding.number.end or found.end() < holding.start
    )


def _in_position(text: str, each: Bound, bound: Sequence[Bound]) -> str:
    """Shares and prices after a short sale is named belong to it, until a holding is named again."""
    before = text[: each.number.start]
    short = max((match.end() for match in _SHORT.finditer(before)), default=-1)
    long = max((match.end() for match in _LONG.finditer(before)), default=-1)
    if short > long:
        return f"short_{each.name}"
    words = text[each.start : each.end]
    prices = [other for other in bound if other.name == "price"]
    if each.name == "price" and _NEW_PRICE.search(words) and (len(prices) > 1 or len(bound) > 2):
        return "new_price"
    return each.name


def basis_of(text: str, number: Number) -> bool:
    """Whether a number says how many days of interest a year has: `按360天`, `365-day basis`."""
    return number.value in _BASES and bool(
        _DAY_BASIS_BEFORE.search(text[: number.start]) or _DAY_BASIS_AFTER.match(text, number.end)
    )


def _rate_of_its_holding(named: Sequence[tuple[str, Bound]], rate: Bound) -> str:
    """A rate belongs to the holding said before it; in a list of rates the next one to the next holding."""
    rates = [each for name, each in named if name == "conversion_rate"]
    held = [each for name, each in named if name == "securities"]
    if len(rates) == 1:
        positions = [
            each for name, each in named if name == "market_value" and each.number.start < rate.number.start
        ]
        return (
            "position_rate"
            if positions and held and held[0].number.start > positions[-1].number.end
            else "conversion_rate"
        )
    listed = held and all(each.number.start > held[-1].number.start for each in rates)
    before = sum(each.number.start < rate.number.start for each in held)
    number = rates.index(rate) + 1 if listed else before
    return "conversion_rate" if number <= 1 else f"conversion_rate_{number}"
