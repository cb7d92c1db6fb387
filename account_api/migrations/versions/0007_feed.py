"""Events and ticks that arrive, with their source and order, and corporate actions."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the tables."""
