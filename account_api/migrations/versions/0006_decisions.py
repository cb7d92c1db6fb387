"""What decisions about people and accounts need: notices sent, settled trades, own plans, lines and calls over time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the tables, and what clients, contracts, securities and tickets know besides."""
    _sent_notices()
    _settlements()
    _of_clients()
    _call_acts()
    _attachments()
    _columns()


def _sent_notices() -> None:
    op.create_table(
        "sent_notices",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clause", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        _of_client("sent_notices"),
        sa.PrimaryKeyConstraint("id", name="pk_sent_notices"),
    )
    op.create_index("ix_sent_notices_client_id", "sent_notices", ["client_id"])


def _settlements() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("commission", sa.BigInteger(), nullable=False),
        _of_client("settlements"),
        sa.ForeignKeyConstraint(["security"], ["securities.code"], name="fk_settlements_security_securities"),
        sa.PrimaryKeyConstraint("id", name="pk_settlements"),
    )
    for column in ("client_id", "day"):
        op.create_index(f"ix_settlements_{column}", "settlements", [column])


def _of_clients() -> None:
    op.create_table(
        "own_plans",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("limits", sa.JSON(), nullable=False),
        _of_client("own_plans"),
        sa.PrimaryKeyConstraint("client_id", "version", name="pk_own_plans"),
    )
    op.create_table(
        "credit_lines",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        _of_client("credit_lines"),
        sa.PrimaryKeyConstraint("client_id", "valid_from", name="pk_credit_lines"),
    )
    op.create_table(
        "asset_days",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _of_client("asset_days"),
        sa.PrimaryKeyConstraint("client_id", "day", name="pk_asset_days"),
    )


def _call_acts() -> None:
    op.create_table(
        "call_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        _of_client("call_acts"),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.contract_id"], name="fk_call_acts_contract_id_contracts"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_call_acts"),
    )
    op.create_index("ix_call_acts_client_id", "call_acts", ["client_id"])


def _attachments() -> None:
    op.create_table(
        "ticket_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["tickets.number"], name="fk_ticket_attachments_number_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_attachments"),
    )
    op.create_index("ix_ticket_attachments_number", "ticket_attachments", ["number"])


def _columns() -> None:
    """Of the rows there are, all of this is unknown."""
    op.add_column("tickets", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contract_terms", sa.Column("liquidation_order", sa.JSON(), nullable=True))
    op.add_column("prices", sa.Column("volume", sa.BigInteger(), nullable=True))
    op.add_column("securities", sa.Column("sector", sa.String(), nullable=True))
    op.add_column("securities", sa.Column("beta", sa.BigInteger(), nullable=True))
    op.add_column("clients", sa.Column("born", sa.Date(), nullable=True))
    op.add_column("clients", sa.Column("assessed_on", sa.Date(), nullable=True))
    op.add_column("clients", sa.Column("shareholding", sa.BigInteger(), nullable=True))
    exempt: sa.Column[bool] = sa.Column(
        "profession_exempt", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("clients", exempt)
    for column in ("flags", "credit_profile"):
        op.add_column("clients", sa.Column(column, sa.JSON(), nullable=False, server_default="{}"))


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")
