"""What a liquidation repaid: the sum of what its own entries in the ledger took off the debts, so that a payment of the same
day is no part of it.

Principal and interest are those of loans, the fee that of a short sale; shares bought back count at what they cost, and those
that were owed no more when they were bought repay nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.clock import BOOKING_ZONE
from account_api.margin_calls import queries
from account_api.margin_calls.fill_events import SOURCE
from account_api.margin_calls.tables import LiquidationFill, LiquidationRun
from risk.account import ZERO, Snapshot
from risk.figure import Figure
from risk.traced import Formula, given, traced

REPAID: Formula = (
    "偿还 = 本金 + 利息 + 融券费用 + 买券还券",
    "repaid = principal + interest + fees of short sales + shares bought back",
)
PARTS: dict[str, Formula] = {
    "repaid_principal": ("偿还本金 = Σ 各笔偿还的本金", "principal repaid = Σ of the entries"),
    "repaid_interest": ("偿还利息 = Σ 各笔偿还的利息", "interest repaid = Σ of the entries"),
    "repaid_fee": ("偿还融券费用 = Σ 各笔偿还的费用", "fees of short sales repaid = Σ of the entries"),
    "bought_back": ("买券还券 = Σ 成交价 × 数量", "bought back = Σ price × quantity of the fills"),
}
BOUGHT = "bought_back"
_OF_LINE = {
    ("financing", "amount"): "repaid_principal",
    ("financing", "interest"): "repaid_interest",
    ("short", "interest"): "repaid_fee",
    ("short", "quantity"): BOUGHT,
}


def repaid_by(
    session: Session, run: LiquidationRun, fills: list[LiquidationFill], account: Snapshot
) -> tuple[Figure, ...]:
    """`repaid` and its parts, each from the entries that make it up."""
    found: dict[str, list[tuple[str, Decimal]]] = {name: [] for name in PARTS}
    for name, entry, amount in _booked(session, run, fills):
        found[name].append((entry, amount))
    parts = [_sum(name, PARTS[name], rows, account) for name, rows in found.items()]
    whole = sum((each.value or ZERO for each in parts), ZERO)
    inputs = [given(each.name, each.value, account.currency, each.name) for each in parts]
    return (traced("repaid", whole, account.currency, REPAID, inputs, account.as_of), *parts)


def _booked(
    session: Session, run: LiquidationRun, fills: list[LiquidationFill]
) -> Iterator[tuple[str, str, Decimal]]:
    """What the entries of the run and of its fills took off the contracts."""
    account = accounts.account_of(session, run.client_id)
    assert account is not None
    prices = {row.id: row.price for row in fills}
    entries = {f"{run.id}-repaid", *prices, *(f"{name}-repaid" for name in prices)}
    since = run.started_at.astimezone(BOOKING_ZONE).date()
    for posting, kind in queries.contract_postings(session, account.account_id, SOURCE, since):
        part, entry = _OF_LINE.get((kind, posting.line)), posting.event_id.rpartition("-")[0]
        if part is None or entry not in entries:
            continue
        yield part, posting.event_id, -posting.delta * (prices[entry] if part == BOUGHT else 1)


def _sum(name: str, formula: Formula, rows: list[tuple[str, Decimal]], account: Snapshot) -> Figure:
    inputs = [given(entry, Fraction(amount), account.currency, entry) for entry, amount in rows]
    total = sum((each.value or ZERO for each in inputs), ZERO)
    return traced(name, total, account.currency, formula, inputs, account.as_of)
