"""What the firm has to lend of each security, day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the table of securities that can be lent."""
    op.create_table(
        "short_inventory",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["securities.code"], name="fk_short_inventory_code_securities"),
        sa.PrimaryKeyConstraint("code", "day", name="pk_short_inventory"),
    )
