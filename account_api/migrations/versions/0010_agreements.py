"""Templates, agreements, consents, credit lines and extensions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the tables."""
    _templates()
    _agreements()
    _of_agreements()
    _amendments()
    _triggers()


def _templates() -> None:
    op.create_table(
        "agreement_templates",
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.String(length=20), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("template", "version", name="pk_agreement_templates"),
    )
    op.create_index("ix_agreement_templates_state", "agreement_templates", ["state"])


def _agreements() -> None:
    op.create_table(
        "agreements",
        *_worded(),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("amendment_id", sa.String(length=20), nullable=True),
        _of_client("agreements"),
        _of_template("agreements"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
    )
    op.create_index("ix_agreements_client_id", "agreements", ["client_id"])


def _of_agreements() -> None:
    op.create_table(
        "agreement_steps",
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        _of_agreement("agreement_steps"),
        sa.PrimaryKeyConstraint("agreement_id", "n", name="pk_agreement_steps"),
    )
    op.create_table(
        "agreement_signatures",
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(length=64), nullable=True),
        _of_client("agreement_signatures"),
        _of_agreement("agreement_signatures"),
        sa.PrimaryKeyConstraint("agreement_id", name="pk_agreement_signatures"),
    )
    op.create_index("ix_agreement_signatures_client_id", "agreement_signatures", ["client_id"])


def _amendments() -> None:
    op.create_table(
        "agreement_amendments",
        *_worded(),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        _of_client("agreement_amendments"),
        _of_agreement("agreement_amendments"),
        _of_template("agreement_amendments"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_amendments"),
    )
    for column in ("client_id", "state"):
        op.create_index(f"ix_agreement_amendments_{column}", "agreement_amendments", [column])


def _triggers() -> None:
    op.create_table(
        "credit_line_triggers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("computed", sa.BigInteger(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        _of_client("credit_line_triggers"),
        sa.PrimaryKeyConstraint("id", name="pk_credit_line_triggers"),
    )
    op.create_index("ix_credit_line_triggers_client_id", "credit_line_triggers", ["client_id"])


def _worded() -> tuple[sa.Column, ...]:  # type: ignore[type-arg]
    return (
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
    )


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=f"fk_{table}_client_id_clients")


def _of_agreement(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_agreement_id_agreements"
    return sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=name)


def _of_template(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["template", "version"],
        ["agreement_templates.template", "agreement_templates.version"],
        name=f"fk_{table}_template_version_agreement_templates",
    )
