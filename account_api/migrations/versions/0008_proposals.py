"""What one person proposes and another decides."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the tables."""
