"""Frozen snapshots, margin calls as cases, tasks, the orders of a liquidation."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the tables, and to what was done about a call the account as it then stood."""
    _frozen_snapshots()
    _margin_calls()
    _events()
    _tasks()
    _liquidations()
    _orders()
    op.create_table(
        "swept_accounts",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        _at("at"),
        _to("swept_accounts", "account_id", "credit_accounts.account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_swept_accounts"),
    )
    op.add_column("call_acts", sa.Column("snapshot_id", sa.String(), nullable=True))
    op.add_column("call_acts", sa.Column("source_id", sa.String(length=160), nullable=True))
    op.create_index("ix_call_acts_source_id", "call_acts", ["source_id"])


def _frozen_snapshots() -> None:
    op.create_table(
        "frozen_snapshots",
        sa.Column("id", sa.String(length=25), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _at("at"),
        sa.Column("book", sa.JSON(), nullable=False),
        _at("taken_at", nullable=True),
        _at("price_time", nullable=True),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        _to("frozen_snapshots", "client_id", "clients.client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_frozen_snapshots"),
    )
    op.create_index("ix_frozen_snapshots_client_id", "frozen_snapshots", ["client_id"])


def _margin_calls() -> None:
    op.create_table(
        "margin_calls",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("open_key", sa.String(length=160), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=False),
        _at("deadline", nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("amount_at_call", sa.BigInteger(), nullable=True),
        sa.Column("snapshot_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=True),
        sa.Column("assigned_group", sa.String(), nullable=False),
        _at("opened_at"),
        _at("closed_at", nullable=True),
        _to("margin_calls", "client_id", "clients.client_id"),
        _to("margin_calls", "contract_id", "contracts.contract_id"),
        _to("margin_calls", "snapshot_id", "frozen_snapshots.id"),
        sa.PrimaryKeyConstraint("id", name="pk_margin_calls"),
        sa.UniqueConstraint("open_key", name="uq_margin_calls_open_key"),
    )
    _indexed("margin_calls", "client_id", "deadline", "assigned_group")


def _events() -> None:
    op.create_table(
        "margin_call_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        _at("at"),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("snapshot_id", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _to("margin_call_events", "call_id", "margin_calls.id"),
        _to("margin_call_events", "snapshot_id", "frozen_snapshots.id"),
        sa.PrimaryKeyConstraint("id", name="pk_margin_call_events"),
        sa.UniqueConstraint("key", name="uq_margin_call_events_key"),
    )
    _indexed("margin_call_events", "call_id")


def _tasks() -> None:
    op.create_table(
        "margin_call_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("what", sa.String(length=32), nullable=False),
        _at("due", nullable=True),
        sa.Column("assigned_group", sa.String(), nullable=False),
        _at("opened_at"),
        sa.Column("done_by", sa.String(), nullable=True),
        _at("done_at", nullable=True),
        _to("margin_call_tasks", "client_id", "clients.client_id"),
        _to("margin_call_tasks", "call_id", "margin_calls.id"),
        sa.PrimaryKeyConstraint("id", name="pk_margin_call_tasks"),
        sa.UniqueConstraint("key", name="uq_margin_call_tasks_key"),
    )
    _indexed("margin_call_tasks", "client_id", "call_id", "assigned_group")


def _liquidations() -> None:
    op.create_table(
        "liquidations",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(length=24), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("snapshot_id", sa.String(), nullable=False),
        _at("started_at"),
        _at("ended_at", nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=True),
        _to("liquidations", "call_id", "margin_calls.id"),
        _to("liquidations", "client_id", "clients.client_id"),
        _to("liquidations", "snapshot_id", "frozen_snapshots.id"),
        sa.PrimaryKeyConstraint("id", name="pk_liquidations"),
        sa.UniqueConstraint("proposal_id", name="uq_liquidations_proposal_id"),
    )
    _indexed("liquidations", "call_id", "client_id")


def _orders() -> None:
    op.create_table(
        "liquidation_orders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("liquidation_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("filled", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        _to("liquidation_orders", "liquidation_id", "liquidations.id"),
        _to("liquidation_orders", "security", "securities.code"),
        sa.PrimaryKeyConstraint("id", name="pk_liquidation_orders"),
    )
    op.create_table(
        "liquidation_fills",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        _at("at"),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("costs", sa.BigInteger(), nullable=False),
        _to("liquidation_fills", "order_id", "liquidation_orders.id"),
        sa.PrimaryKeyConstraint("id", name="pk_liquidation_fills"),
    )
    _indexed("liquidation_orders", "liquidation_id")
    _indexed("liquidation_fills", "order_id")


def _at(name: str, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=name)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
