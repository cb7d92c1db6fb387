"""Several credit lines of one day are all kept, and so is what a contract said before it was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Numbers the lines of a day and adds the table of earlier versions."""
    with op.batch_alter_table("credit_lines") as lines:
        lines.add_column(sa.Column("n", sa.Integer(), nullable=False, server_default="1"))
        lines.drop_constraint("pk_credit_lines", type_="primary")
        lines.create_primary_key("pk_credit_lines", ["client_id", "valid_from", "n"])
    with op.batch_alter_table("credit_lines") as lines:
        lines.alter_column("n", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    op.create_table(
        "contract_versions",
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("extended", sa.JSON(), nullable=False),
        sa.Column("margin_ratio", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.contract_id"], name="fk_contract_versions_contract_id_contracts"
        ),
        sa.PrimaryKeyConstraint("contract_id", "until", name="pk_contract_versions"),
    )
