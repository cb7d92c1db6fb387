"""What a firm changes for everybody, its impact and its notices."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds the tables."""
