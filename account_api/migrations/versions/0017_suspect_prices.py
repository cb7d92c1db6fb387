"""Prices that are further from the last close than a price can be are kept aside."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Adds the table of prices kept aside."""
    op.create_table(
        "suspect_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["securities.code"], name="fk_suspect_prices_code_securities"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_suspect_prices_proposal_id_proposals"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suspect_prices"),
        sa.UniqueConstraint("source", "code", "at", name="uq_suspect_prices_source_code_at"),
    )
    op.create_index("ix_suspect_prices_code_day", "suspect_prices", ["code", "day"])
    op.create_index("ix_suspect_prices_state", "suspect_prices", ["state"])
