"""How notices are delivered and what proves it, alerts of clients, jobs of the firm."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the tables, and what a notice and a message of the inbox know besides."""
    _sent_notices()
    _deliveries()
    _inbox()
    _alerts()
    _jobs()


def _instant(name: str, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=f"fk_{table}_{column}_{to}")


def _sent_notices() -> None:
    for column in (
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("sending", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.String(length=40), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("gateway", sa.String(length=40), nullable=True),
        sa.Column("gateway_id", sa.String(length=128), nullable=True),
        _instant("handed_at", nullable=True),
        _instant("failed_at", nullable=True),
        _instant("acknowledged_at", nullable=True),
    ):
        op.add_column("sent_notices", column)
    op.create_index("ix_sent_notices_gateway", "sent_notices", ["gateway", "gateway_id"])
    for name in ("sending", "case_id"):
        op.create_index(f"ix_sent_notices_{name}", "sent_notices", [name])


def _deliveries() -> None:
    op.create_table(
        "delivery_rules",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("clause", sa.String(length=40), nullable=True),
        _refers("delivery_rules", "client_id", "clients", "client_id"),
        sa.PrimaryKeyConstraint("client_id", "valid_from", name="pk_delivery_rules"),
    )
    op.create_table(
        "notice_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        _instant("at"),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        _refers("notice_attempts", "notice_id", "sent_notices", "id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_attempts"),
    )
    op.create_index("ix_notice_attempts_notice_id", "notice_attempts", ["notice_id"])
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=False),
        sa.Column("gateway_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _instant("at"),
        _instant("received_at"),
        sa.Column("notice_id", sa.String(), nullable=True),
        _refers("receipts", "notice_id", "sent_notices", "id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint(
            "gateway", "gateway_id", "state", "at", name="uq_receipts_gateway_gateway_id_state_at"
        ),
    )
    op.create_index("ix_receipts_notice_id", "receipts", ["notice_id"])


def _inbox() -> None:
    """A message belongs to a campaign or to a notice."""
    with op.batch_alter_table("inbox") as inbox:
        inbox.alter_column("campaign", existing_type=sa.String(), nullable=True)
        inbox.add_column(sa.Column("notice_id", sa.String(), nullable=True))
        inbox.create_foreign_key("fk_inbox_notice_id_sent_notices", "sent_notices", ["notice_id"], ["id"])
        inbox.create_index("ix_inbox_notice_id", ["notice_id"])


def _alerts() -> None:
    op.create_table(
        "own_alerts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("security", sa.String(), nullable=True),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_until", sa.String(length=5), nullable=True),
        sa.Column("armed", sa.Boolean(), nullable=False),
        _instant("created_at"),
        _instant("fired_at", nullable=True),
        sa.Column("firings", sa.Integer(), nullable=False),
        _instant("removed_at", nullable=True),
        _refers("own_alerts", "client_id", "clients", "client_id"),
        _refers("own_alerts", "security", "securities", "code"),
        _refers("own_alerts", "contract_id", "contracts", "contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_own_alerts"),
    )
    for column in ("client_id", "security"):
        op.create_index(f"ix_own_alerts_{column}", "own_alerts", [column])


def _jobs() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        _instant("until"),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=40), nullable=False),
        _instant("due"),
        _instant("begun", nullable=True),
        _instant("ended", nullable=True),
        sa.Column("result", sa.Integer(), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        _instant("retry_at", nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_jobs"),
    )
    op.create_table(
        "reminders",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _instant("at"),
        _refers("reminders", "client_id", "clients", "client_id"),
        sa.PrimaryKeyConstraint("client_id", "what", "day", name="pk_reminders"),
    )
