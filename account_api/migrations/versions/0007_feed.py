"""Events and ticks that arrive, with their source and order, and corporate actions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the tables."""
    _sources()
    _events()
    _postings()
    _market()


def _sources() -> None:
    op.create_table(
        "feed_sources",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("source", "kind", name="pk_feed_sources"),
    )
    op.create_table(
        "feed_streams",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_id", sa.String(length=64), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        _of_client("feed_streams"),
        sa.PrimaryKeyConstraint("source", "client_id", name="pk_feed_streams"),
    )


def _events() -> None:
    op.create_table(
        "feed_events",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by", sa.String(length=64), nullable=True),
        _of_client("feed_events"),
        sa.PrimaryKeyConstraint("source", "id", name="pk_feed_events"),
        sa.UniqueConstraint(
            "source", "client_id", "sequence", name="uq_feed_events_source_client_id_sequence"
        ),
    )
    op.create_index("ix_feed_events_client_id", "feed_events", ["client_id"])


def _postings() -> None:
    op.create_table(
        "feed_postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["credit_accounts.account_id"],
            name="fk_feed_postings_account_id_credit_accounts",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_postings"),
    )
    op.create_index("ix_feed_postings_account_id_day", "feed_postings", ["account_id", "day"])
    op.create_index("ix_feed_postings_source_event_id", "feed_postings", ["source", "event_id"])


def _market() -> None:
    op.create_table(
        "price_ticks",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        _of_security("price_ticks"),
        sa.PrimaryKeyConstraint("source", "code", "at", name="pk_price_ticks"),
    )
    op.create_table(
        "corporate_actions",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("record_day", sa.Date(), nullable=False),
        sa.Column("effective_day", sa.Date(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        _of_security("corporate_actions"),
        sa.PrimaryKeyConstraint("source", "id", name="pk_corporate_actions"),
    )
    op.create_index("ix_corporate_actions_code", "corporate_actions", ["code"])


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")


def _of_security(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["code"], ["securities.code"], name=f"fk_{table}_code_securities")
