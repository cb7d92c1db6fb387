"""What a firm changes for everybody, its impact and its notices."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds the tables."""
    _policies()
    _impacts()
    _notices()


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("notify_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous", sa.JSON(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=500), nullable=True),
        sa.Column("told_through", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.username"], name="fk_policies_created_by_users"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_policies_proposal_id_proposals"),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
    for column in ("state", "about", "effective", "proposal_id"):
        op.create_index(f"ix_policies_{column}", "policies", [column])


def _impacts() -> None:
    op.create_table(
        "policy_impacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("book_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rules_edition", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["policy"], ["policies.id"], name="fk_policy_impacts_policy_policies"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_impacts"),
    )
    op.create_index("ix_policy_impacts_policy", "policy_impacts", ["policy"])
    op.create_table(
        "policy_impact_accounts",
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["impact"], ["policy_impacts.id"], name="fk_policy_impact_accounts_impact_policy_impacts"
        ),
        _of_client("policy_impact_accounts"),
        sa.PrimaryKeyConstraint("impact", "client_id", name="pk_policy_impact_accounts"),
    )
    op.create_index("ix_policy_impact_accounts_client_id", "policy_impact_accounts", ["client_id"])


def _notices() -> None:
    op.create_table(
        "policy_notices",
        sa.Column("policy", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy"], ["policies.id"], name="fk_policy_notices_policy_policies"),
        _of_client("policy_notices"),
        sa.PrimaryKeyConstraint("policy", "client_id", "word", name="pk_policy_notices"),
    )
    op.create_index("ix_policy_notices_client_id", "policy_notices", ["client_id"])


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")
