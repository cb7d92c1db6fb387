"""Accounts as published for reading, and every figure that left the house, by its trace."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "published_accounts",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_client("published_accounts"),
        sa.PrimaryKeyConstraint("client_id", name="pk_published_accounts"),
    )
    op.create_table(
        "kept_figures",
        sa.Column("trace_id", sa.String(length=25), nullable=False),
        sa.Column("snapshot_id", sa.String(length=25), nullable=False),
        sa.Column("left_in", sa.String(length=80), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("figure", sa.JSON(), nullable=False),
        _of_client("kept_figures"),
        sa.PrimaryKeyConstraint("trace_id", "snapshot_id", "left_in", name="pk_kept_figures"),
    )
    op.create_index("ix_kept_figures_client_id", "kept_figures", ["client_id"])


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")
