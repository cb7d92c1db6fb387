"""Receipts, alerts of clients, jobs."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the tables."""
