"""Applications with their steps, the facts they rest on, and sittings of the questionnaire."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

IS_OPEN = sa.text("state IN ('draft', 'submitted', 'in_review', 'proposed')")
SITS = sa.text("state = 'open'")


def upgrade() -> None:
    """Adds the tables."""
    _applications()
    _facts()
    _sittings()


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposal_id", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("again_from", sa.Date(), nullable=True),
        _of_client("applications"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_applications_proposal_id_proposals"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    for column in ("client_id", "state"):
        op.create_index(f"ix_applications_{column}", "applications", [column])
    _only_one("uq_applications_open", "applications", IS_OPEN)
    op.create_table(
        "application_steps",
        sa.Column("application_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_application_steps_application_id_applications"
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name="pk_application_steps"),
    )


def _facts() -> None:
    op.create_table(
        "applicant_facts",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.String(length=64), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _of_client("applicant_facts"),
        sa.PrimaryKeyConstraint("client_id", "name", "version", name="pk_applicant_facts"),
    )


def _sittings() -> None:
    op.create_table(
        "questionnaire_sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked_again", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(length=2), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _of_client("questionnaire_sittings"),
        sa.PrimaryKeyConstraint("id", name="pk_questionnaire_sittings"),
    )
    op.create_index("ix_questionnaire_sittings_client_id", "questionnaire_sittings", ["client_id"])
    _only_one("uq_questionnaire_sittings_open", "questionnaire_sittings", SITS)


def _only_one(name: str, table: str, where: sa.TextClause) -> None:
    op.create_index(name, table, ["client_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")
