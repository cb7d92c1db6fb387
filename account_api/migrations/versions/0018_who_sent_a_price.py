"""Of a price kept aside, who sent it: one who sends under two names is one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Adds the user; of those kept aside before, it is not known."""
    op.add_column("suspect_prices", sa.Column("sent_by", sa.String(length=64), nullable=True))
