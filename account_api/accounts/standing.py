"""How one account stands today: its band and ratio as `risk` computes them, and the lines of its contract."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.errors import NoCreditAccount
from risk.evaluation import evaluate
from risk.figure import Figure
from risk.margin_calls import Band
from risk.money import display_ratio
from risk.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Standing:
    """`ratio` is the figure, its value None where it is indeterminate (band says so) or where nothing is owed.

    `liquidation_line` is the contract's, as displayed; None where no contract is in force.
    """

    opened: date
    band: Band
    ratio: Figure
    snapshot_time: str | None
    liquidation_line: str | None


def standing(session: Session, client: Client, as_of: date, rules: Rulebook) -> Standing | None:
    """The mainland account of `client` on `as_of`; None where none was opened, or one elsewhere."""
    try:
        view = views.look(session, client, as_of)
    except NoCreditAccount:
        return None
    if view.abroad:
        return None
    line = None if view.terms is None else display_ratio(Fraction(view.terms.liquidation_line), "down")
    if view.snapshot is None:
        unknown = view.unknown("maintenance_ratio")
        return Standing(view.account.opened, "indeterminate", unknown, None, line)
    found = evaluate(view.snapshot, rules)
    taken = None if view.snapshot.taken_at is None else local_text(view.snapshot.taken_at)
    return Standing(view.account.opened, found.band, found.figures["maintenance_ratio"], taken, line)
