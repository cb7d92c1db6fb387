"""A sweep for margin calls in a process of its own, a batch for each account; killed at statements or not."""

from datetime import datetime
from pathlib import Path

from account_api.app import build_context
from account_api.clock import Clock
from account_api.margin_calls import sweep as sweeping
from account_api.settings import Settings
from tests.faults.dying import killed_in_rows


def swept(home: Path, at: datetime) -> None:
    """Sweeps after the close."""
    context = build_context(Settings(home=home), Clock.pinned_at(at))
    sweeping.AT_ONCE = 1
    sweeping.sweep(context, "close")
    context.database.dispose()


def swept_and_killed(fresh: Path, at: datetime, kills: int, in_a_row: int, log: Path) -> None:
    """Sweeps copies of this home that are killed at drawn statements and begun again."""
    killed_in_rows(lambda home, _: swept(home, at), fresh, kills, in_a_row, log)
