"""What is supposed about an account, read from a list of JSON objects into frozen values.

| `op` | what is supposed |
|---|---|
| `price` | a `security`, or `*` for every priced row, moves by `pct` per cent or stands at `to` |
| `days` | `n` natural days pass |
| `haircut` | the conversion rate (折算率) of a `security` becomes `to` |
| `suspend` | a `security` does not trade; with a `fair_value` it is taken at that |
| `cash` | `amount` comes in, or goes out when negative |
| `repay` | `amount` from outside pays off a `contract`: interest first, then principal |
| `terms` | the contract says otherwise: `fee_basis` of all shorts, `day_basis`, any of the lines |

    >>> read_changes([{"op": "price", "security": "600036.SH", "pct": "-8"}, {"op": "days", "n": 10}])
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from risk.account import FEE_BASES, FeeBasis
from risk.fields import BookError, FieldError, Record, refuse
from risk.money import to_text
from risk.touch import LINES

EVERY_SECURITY = "*"
MOST_CHANGES = 50
MOST_DAYS = 3650
MOST_PERCENT = 1000
DEAREST = 10**7
_LARGEST = 10**15
_HIGHEST_LINE = 100
_DAY_BASES = (360, 365)


@dataclass(frozen=True, slots=True)
class _Supposed:
    op: ClassVar[str]

    def as_json(self) -> dict[str, object]:
        """The change as it is read: decimals as texts, what was not said left out."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"op": self.op} | {
            key: to_text(value) if isinstance(value, Fraction) else value
            for key, value in said.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class Price(_Supposed):
    """Exactly one of `pct` (per cent, ≥ -100) and `to` (per share) is given."""

    op: ClassVar[str] = "price"
    security: str
    pct: Fraction | None = None
    to: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Days(_Supposed):
    """Natural days, at least one."""

    op: ClassVar[str] = "days"
    n: int


@dataclass(frozen=True, slots=True)
class Haircut(_Supposed):
    """`to` is a conversion rate: 0 to 1."""

    op: ClassVar[str] = "haircut"
    security: str
    to: Fraction


@dataclass(frozen=True, slots=True)
class Suspend(_Supposed):
    """Without a `fair_value` (per share) the last price goes on."""

    op: ClassVar[str] = "suspend"
    security: str
    fair_value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cash(_Supposed):
    """Of either sign."""

    op: ClassVar[str] = "cash"
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Repay(_Supposed):
    """Money from outside, above 0."""

    op: ClassVar[str] = "repay"
    contract: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class NewTerms(_Supposed):
    """What is None stays as the contract has it."""

    op: ClassVar[str] = "terms"
    fee_basis: FeeBasis | None = None
    day_basis: int | None = None
    warning_line: Fraction | None = None
    liquidation_line: Fraction | None = None
    restore_line: Fraction | None = None
    minimum_line: Fraction | None = None
    withdrawal_line: Fraction | None = None


Change = Price | Days | Haircut | Suspend | Cash | Repay | NewTerms


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
    return Repay(row.text("contract"), amount or Fraction(0))


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


_READERS: Mapping[str, tuple[type[_Supposed], Callable[[Record], Change]]] = MappingProxyType(
    {
        "price": (Price, _price),
        "days": (Days, _days),
        "haircut": (Haircut, _haircut),
        "suspend": (Suspend, _suspend),
        "cash": (Cash, _cash),
        "repay": (Repay, _repay),
        "terms": (NewTerms, _terms),
    }
)
