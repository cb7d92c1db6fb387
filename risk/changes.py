"""What is supposed about an account, read from a list of JSON objects into frozen values.

| `op` | what is supposed |
|---|---|
| `price` | a `security`, or `*` for every priced row, moves by `pct` per cent or stands at `to` |
| `days` | `n` natural days pass |
| `haircut` | the conversion rate (折算率) of a `security` becomes `to` |
| `suspend` | a `security` does not trade; with a `fair_value` it is taken at that |
| `remove` | a `security` is no longer eligible as collateral |
| `cash` | `amount` comes in, or goes out when negative |
| `transfer` | `quantity` shares of a `security` come in, or go out when negative |
| `repay` | `amount` from outside pays off a `contract`, or the nearest due ones: interest first, then principal |
| `trade` | `quantity` shares of a `security`, or a `share` of those there are, at a `price`; `side`: see `SIDES` |
| `line` | `credit_line`, or a line of the contract, stands at `to` |
| `terms` | the contract says otherwise: `fee_basis` of all shorts, `day_basis`, any of the lines |
| `rules` | the rules of another `day`, or another value `to` of one `param` |
| `account` | another account: `assets` in all, of it `cash`, `liabilities` owed |

    >>> read_changes([{"op": "price", "security": "600036.SH", "pct": "-8"}, {"op": "days", "n": 10}])
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from types import MappingProxyType

from risk.account import FEE_BASES
from risk.change_kinds import (
    CREDIT_LINE,
    EVERY_SECURITY,
    SIDES,
    Cash,
    Change,
    Days,
    Haircut,
    Line,
    NewTerms,
    OtherAccount,
    OtherRules,
    Price,
    Remove,
    Repay,
    Side,
    Supposed,
    Suspend,
    Trade,
    Transfer,
)
from risk.fields import BookError, FieldError, Record, refuse
from risk.touch import LINES

__all__ = ("EVERY_SECURITY", "Change", "Days", "read_changes")

MOST_CHANGES = 50
MOST_DAYS = 3650
MOST_PERCENT = 1000
DEAREST = 10**7
MOST_SHARES = 10**9
_LARGEST = 10**15
_HIGHEST_LINE = 100
_DAY_BASES = (360, 365)
_CLOSING = ("sell", "sell_to_repay", "buy_to_return")


def read_changes(raw: object) -> tuple[Change, ...]:
    """The changes of a JSON list, in its order; raises `BookError` naming every refused field by its path."""
    if not isinstance(raw, list | tuple):
        raise BookError([refuse("changes", "not_list", type(raw).__name__)])
    if len(raw) > MOST_CHANGES:
        raise BookError([refuse("changes", "out_of_range", len(raw))])
    errors: list[FieldError] = []
    read = [_change(each, f"changes[{i}]", errors) for i, each in enumerate(raw)]
    if errors:
        raise BookError(errors)
    return tuple(each for each in read if each is not None)


def _change(raw: object, path: str, errors: list[FieldError]) -> Change | None:
    if not isinstance(raw, Mapping):
        errors.append(refuse(path, "not_object", type(raw).__name__))
        return None
    op = raw.get("op")
    if not isinstance(op, str) or op not in _READERS:
        errors.append(refuse(f"{path}.op", "missing" if op is None else "not_one_of", op))
        return None
    known, reader = _READERS[op]
    return reader(Record(raw, path, errors, ("op", *(field.name for field in fields(known)))))


def _price(row: Record) -> Price:
    pct = row.signed_or_none("pct", least=-100, most=MOST_PERCENT)
    to = row.amount_or_none("to", most=DEAREST)
    if row.has("pct") and row.has("to"):
        row.refuse("to", "one_of_two")
    elif not row.has("pct") and not row.has("to"):
        row.refuse("pct", "missing")
    return Price(row.text("security"), pct, to)


def _days(row: Record) -> Days:
    n = row.whole("n", least=1)
    if n > MOST_DAYS:
        row.refuse("n", "out_of_range")
    return Days(n)


def _haircut(row: Record) -> Haircut:
    return Haircut(row.text("security"), row.amount("to", most=1))


def _suspend(row: Record) -> Suspend:
    return Suspend(row.text("security"), row.amount_or_none("fair_value", most=DEAREST))


def _cash(row: Record) -> Cash:
    amount = row.signed_or_none("amount", least=-_LARGEST, most=_LARGEST)
    if not row.has("amount"):
        row.refuse("amount", "missing")
    return Cash(amount or Fraction(0))


def _repay(row: Record) -> Repay:
    amount = row.amount_or_none("amount", most=_LARGEST)
    if amount == 0 or not row.has("amount"):
        row.refuse("amount", "missing" if amount is None else "not_positive")
    contract = row.text("contract") if row.has("contract") else None
    return Repay(contract, amount or Fraction(0))


def _terms(row: Record) -> NewTerms:
    if not any(row.has(field.name) for field in fields(NewTerms)):
        row.refuse("fee_basis", "missing")
    day_basis = row.whole("day_basis") if row.has("day_basis") else None
    if day_basis is not None and day_basis not in _DAY_BASES:
        row.refuse("day_basis", "not_one_of")
    return NewTerms(
        row.choice("fee_basis", FEE_BASES, "proceeds") if row.has("fee_basis") else None,
        day_basis,
        *(row.amount_or_none(name, most=_HIGHEST_LINE) for name in LINES),
    )


def _trade(row: Record) -> Trade:
    return Trade(
        row.choice("side", SIDES, "buy") if row.has("side") else _missing_side(row),
        row.text("security"),
        *_size(row),
        _price_or_none(row),
        row.amount_or_none("haircut", most=1),
        row.amount_or_none("annual_rate", most=1),
    )


def _missing_side(row: Record) -> Side:
    row.refuse("side", "missing")
    return "buy"


def _transfer(row: Record) -> Transfer:
    moved = row.signed_or_none("quantity", least=-MOST_SHARES, most=MOST_SHARES)
    if not moved:
        row.refuse("quantity", "missing" if moved is None else "not_positive")
    elif moved.denominator != 1:
        row.refuse("quantity", "not_whole")
    price, haircut = _price_or_none(row), row.amount_or_none("haircut", most=1)
    return Transfer(row.text("security"), int(moved or 0), price, haircut)


def _size(row: Record) -> tuple[int | None, Fraction | None]:
    """A quantity, or a share of what there is to sell or return."""
    if row.has("share"):
        if row.has("quantity"):
            row.refuse("share", "one_of_two")
        if row.get("side") not in _CLOSING:
            row.refuse("share", "contradicts")
        return None, row.amount("share", most=1)
    quantity = row.whole("quantity", least=1)
    if quantity > MOST_SHARES:
        row.refuse("quantity", "out_of_range")
    return quantity, None


def _price_or_none(row: Record) -> Fraction | None:
    price = row.amount_or_none("price", most=DEAREST)
    if price == 0:
        row.refuse("price", "not_positive")
    return price


def _remove(row: Record) -> Remove:
    return Remove(row.text("security"))


def _line(row: Record) -> Line:
    name = row.text("line")
    if name and name not in (CREDIT_LINE, *LINES):
        row.refuse("line", "not_one_of")
    return Line(name, row.amount("to", most=_LARGEST if name == CREDIT_LINE else _HIGHEST_LINE))


def _rules(row: Record) -> OtherRules:
    if row.has("day") == row.has("param"):
        row.refuse("param", "one_of_two" if row.has("day") else "missing")
    if row.has("param") != row.has("to"):
        row.refuse("to", "missing" if row.has("param") else "contradicts")
    param = row.text("param") if row.has("param") else None
    return OtherRules(row.day_or_none("day"), param, row.amount_or_none("to", most=_LARGEST))


def _account(row: Record) -> OtherAccount:
    assets, owed = row.amount("assets", most=_LARGEST), row.amount("liabilities", most=_LARGEST)
    cash = row.amount("cash", Fraction(0), most=_LARGEST)
    if cash > assets:
        row.refuse("cash", "out_of_range")
    return OtherAccount(assets, owed, cash)


_READERS: Mapping[str, tuple[type[Supposed], Callable[[Record], Change]]] = MappingProxyType(
    {
        "price": (Price, _price),
        "days": (Days, _days),
        "haircut": (Haircut, _haircut),
        "suspend": (Suspend, _suspend),
        "cash": (Cash, _cash),
        "repay": (Repay, _repay),
        "terms": (NewTerms, _terms),
        "trade": (Trade, _trade),
        "transfer": (Transfer, _transfer),
        "remove": (Remove, _remove),
        "line": (Line, _line),
        "rules": (OtherRules, _rules),
        "account": (OtherAccount, _account),
    }
)
