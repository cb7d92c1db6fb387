"""Education: consents, campaigns, the inbox they go to, and what learners did."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables of consents, learning, campaigns and the inbox."""
    _consents()
    _learning()
    _campaigns()
    _inbox()


def _instant(name: str, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("education", sa.Boolean(), nullable=False),
        _instant("since"),
        _of_client("consents"),
        sa.PrimaryKeyConstraint("client_id", name="pk_consents"),
    )
    op.create_table(
        "telegram_chats",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        _instant("since"),
        _of_client("telegram_chats"),
        sa.PrimaryKeyConstraint("client_id", name="pk_telegram_chats"),
        sa.UniqueConstraint("chat", name="uq_telegram_chats_chat"),
    )


def _learning() -> None:
    op.create_table(
        "lessons_read",
        sa.Column("learner", sa.String(length=80), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        _instant("at"),
        _instant("recorded_at"),
        sa.PrimaryKeyConstraint("learner", "course", "lesson", name="pk_lessons_read"),
    )
    op.create_table(
        "quiz_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(length=80), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("recorded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_attempts"),
    )
    for column in ("learner", "course"):
        op.create_index(f"ix_quiz_attempts_{column}", "quiz_attempts", [column])


def _campaigns() -> None:
    who = ("created_by", "submitted_by", "approved_by", "ran_by")
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=True),
        sa.Column("course_title", sa.JSON(), nullable=True),
        sa.Column("lesson_title", sa.JSON(), nullable=True),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("quiet_hours", sa.JSON(), nullable=False),
        sa.Column("max_per_days", sa.JSON(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        _instant("created_at"),
        sa.Column("submitted_by", sa.String(), nullable=True),
        _instant("submitted_at", nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        _instant("approved_at", nullable=True),
        sa.Column("ran_by", sa.String(), nullable=True),
        _instant("ran_at", nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        *(sa.ForeignKeyConstraint([by], ["users.username"], name=f"fk_campaigns_{by}_users") for by in who),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )
    op.create_index("ix_campaigns_state", "campaigns", ["state"])
    op.create_table(
        "campaign_sends",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        _instant("at"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_campaign_sends_campaign_campaigns"),
        _of_client("campaign_sends"),
        sa.PrimaryKeyConstraint("campaign", "client_id", name="pk_campaign_sends"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("trace_id", sa.String(length=32), nullable=True),
        sa.Column("snapshot_time", sa.String(), nullable=True),
        _instant("sent_at"),
        _instant("written_at"),
        _instant("opened_at", nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_inbox_campaign_campaigns"),
        _of_client("inbox"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("campaign", "client_id", name="uq_inbox_campaign_client_id"),
    )
    op.create_index("ix_inbox_client_id", "inbox", ["client_id"])
