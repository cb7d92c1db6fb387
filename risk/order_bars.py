"""What forbids an order outright, whatever its size: each check answers with a verdict, or says that it could
not look.

| name | asks |
|---|---|
| `trading` | does the security trade? |
| `eligibility` | may it be bought on margin, or sold short? (标的证券) |
| `price_limit` | is the price within the day's limits? |
| `uptick` | is a short sale priced at the latest trade or above? (实施细则 Art. 12) |

An unknown answer is "not_checked", never "free".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from risk.figure import RuleRef
from risk.market import Listing, price_band
from risk.money import to_text
from risk.orders import Order
from risk.rulebook.model import Rulebook

Verdict = Literal["free", "bars", "not_checked"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One yes-or-no condition of an order, why it stands so in both languages, and the rule it comes from."""

    name: str
    verdict: Verdict
    text: str
    text_zh: str
    rule: tuple[RuleRef, ...] = ()


def bars(order: Order, listing: Listing, rules: Rulebook, as_of: date) -> Iterator[Bar]:
    """Every condition that applies to this kind of order, in the order of the table above."""
    yield _trading(listing)
    if order.kind != "collateral_purchase":
        yield _eligibility(order, listing)
    yield _price_limit(order, listing, rules, as_of)
    if order.kind == "short_sale":
        yield _uptick(order, listing, rules, as_of)


def _trading(listing: Listing) -> Bar:
    code = listing.security
    if listing.status in ("suspended", "delisting"):
        return Bar("trading", "bars", f"{code} does not trade", f"{code} 未在交易")
    return Bar("trading", "free", f"{code} trades", f"{code} 正常交易")


def _eligibility(order: Order, listing: Listing) -> Bar:
    short = order.kind == "short_sale"
    eligible = listing.eligible_short if short else listing.eligible_financing
    code, what, what_zh = (
        listing.security,
        "sold short" if short else "bought on margin",
        "融券卖出" if short else "融资买入",
    )
    if eligible is None:
        text = f"not known whether {code} may be {what}"
        return Bar("eligibility", "not_checked", text, f"未知 {code} 是否为{what_zh}标的")
    if eligible:
        return Bar("eligibility", "free", f"{code} may be {what}", f"{code} 是{what_zh}标的")
    return Bar("eligibility", "bars", f"{code} may not be {what}", f"{code} 不是{what_zh}标的")


def _price_limit(order: Order, listing: Listing, rules: Rulebook, as_of: date) -> Bar:
    band = price_band(rules, listing, as_of)
    code, price = listing.security, to_text(order.price)
    if band is None:
        text = f"the price limits of {code} are not known"
        return Bar("price_limit", "not_checked", text, f"{code} 的涨跌停价未知")
    low, high = to_text(band.low), to_text(band.high)
    inside = band.low <= order.price <= band.high
    rule = () if band.row is None else (band.row.ref(),)
    return Bar(
        "price_limit",
        "free" if inside else "bars",
        f"{price} is {'within' if inside else 'outside'} the limits {low} to {high}",
        f"{price} {'在' if inside else '超出'}涨跌停价 {low} 至 {high} {'之内' if inside else '的范围'}",
        rule,
    )


def _uptick(order: Order, listing: Listing, rules: Rulebook, as_of: date) -> Bar:
    row = rules.in_force("short_sale_price_rule", as_of)
    rule = () if row is None else (row.ref(),)
    if listing.last is None:
        text = f"the latest price of {listing.security} is not known"
        return Bar("uptick", "not_checked", text, f"{listing.security} 的最新成交价未知", rule)
    price, last = to_text(order.price), to_text(listing.last)
    if order.price >= listing.last:
        text, text_zh = f"{price} is not below the latest price {last}", f"{price} 不低于最新成交价 {last}"
        return Bar("uptick", "free", text, text_zh, rule)
    text, text_zh = f"{price} is below the latest price {last}", f"{price} 低于最新成交价 {last}"
    return Bar("uptick", "bars", text, text_zh, rule)
