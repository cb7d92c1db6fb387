"""Applications, their facts, questionnaires and decisions."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the tables."""
