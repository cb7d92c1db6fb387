"""Templates, agreements, consents, credit lines and extensions."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the tables."""
