"""An order before it is placed, and the account as it would stand once it was filled at its price.

Three kinds: a margin purchase borrows the money, a short sale the securities (its proceeds join the cash), a
collateral purchase spends own cash. Commission and taxes of the trade are not counted. The new contract is
marked at the order's price, so it begins without gain or loss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk.account import ZERO, Contract, ContractKind, Holding, Snapshot
from risk.fields import BookError, FieldError, Record, refuse
from risk.market import Listing
from risk.money import LONGEST, to_text

OrderKind = Literal["margin_purchase", "short_sale", "collateral_purchase"]
ORDER_KINDS: tuple[OrderKind, ...] = ("margin_purchase", "short_sale", "collateral_purchase")
CONTRACT_OF: Mapping[OrderKind, ContractKind] = MappingProxyType(
    {"margin_purchase": "financing", "short_sale": "short"}
)
MOST_SHARES = 10**9
DEAREST = 10**7
NEW_CONTRACT = "new"
_FIELDS = ("kind", "security", "price", "quantity")


@dataclass(frozen=True, slots=True)
class Order:
    """`price` is per share, above 0. `quantity` None asks for the largest that is possible."""

    kind: OrderKind
    security: str
    price: Fraction
    quantity: int | None = None


def read_order(given: Mapping[str, object]) -> Order:
    """An order from texts by name; raises `BookError` naming every field that is missing or out of bounds."""
    errors: list[FieldError] = []
    record = Record(given, "", errors, _FIELDS)
    quantity = record.whole("quantity") if record.has("quantity") else None
    kind: OrderKind = "margin_purchase"
    if record.has("kind"):
        kind = record.choice("kind", ORDER_KINDS, kind)
    else:
        record.refuse("kind", "missing")
    order = Order(
        kind=kind,
        security=record.text("security"),
        price=record.amount("price"),
        quantity=quantity,
    )
    return checked(order, errors)


def checked(order: Order, errors: Sequence[FieldError] = ()) -> Order:
    """The order as it is; raises `BookError` with `errors`, or for a price or quantity out of bounds."""
    refused = list(errors)
    known = {error.field for error in refused}
    if "price" not in known and order.price <= 0:
        refused.append(refuse("price", "not_positive", to_text(order.price)))
    elif "price" not in known and order.price > DEAREST:
        refused.append(refuse("price", "out_of_range", to_text(order.price)))
    if "quantity" not in known and order.quantity is not None:
        if order.quantity <= 0:
            refused.append(refuse("quantity", "not_positive", order.quantity))
        elif order.quantity > MOST_SHARES:
            refused.append(refuse("quantity", "out_of_range", str(order.quantity)[:LONGEST]))
    if refused:
        raise BookError(refused)
    return order


def new_contract(order: Order, listing: Listing, quantity: int, snapshot: Snapshot) -> Contract:
    """The contract that a margin purchase or short sale of `quantity` shares opens on the snapshot's day."""
    return Contract(
        contract=NEW_CONTRACT,
        kind=CONTRACT_OF[order.kind],
        security=order.security,
        quantity=quantity,
        price=order.price,
        amount=quantity * order.price,
        conversion_rate=listing.conversion_rate,
        margin_ratio=None,
        opened=snapshot.as_of,
        interest=ZERO,
    )


def filled(snapshot: Snapshot, order: Order, listing: Listing, quantity: int) -> Snapshot:
    """The account once `quantity` shares are bought or sold at the order's price."""
    if quantity == 0:
        return snapshot
    amount = quantity * order.price
    if order.kind == "margin_purchase":
        opened = new_contract(order, listing, quantity, snapshot)
        return replace(snapshot, financing=(*snapshot.financing, opened))
    if order.kind == "short_sale":
        opened = new_contract(order, listing, quantity, snapshot)
        return replace(snapshot, cash=snapshot.cash + amount, shorts=(*snapshot.shorts, opened))
    bought = Holding(
        order.security,
        quantity,
        order.price,
        listing.conversion_rate,
        sellable=0,
        lot=listing.lot,
    )
    return replace(snapshot, cash=snapshot.cash - amount, collateral=(*snapshot.collateral, bought))
