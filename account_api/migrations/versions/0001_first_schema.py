"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table of the first release."""
    _records()
    _people()
    _market()
    _accounts()
    _contracts()
    _desk()


def _records() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_action", "audit", ["action"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", "operation", "key", name="pk_idempotency_keys"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state"])
    op.create_table(
        "firm_parameters",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_firm_parameters"),
    )


def _people() -> None:
    op.create_table(
        "clients",
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client_class", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("risk_grade", sa.String(length=2), nullable=True),
        sa.Column("suitability_until", sa.Date(), nullable=True),
        sa.Column("trading_since", sa.Date(), nullable=True),
        sa.Column("average_assets_20d", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("client_id", name="pk_clients"),
    )
    op.create_index("ix_clients_group", "clients", ["group"])
    op.create_table(
        "users",
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name="fk_users_client_id_clients"),
        sa.PrimaryKeyConstraint("username", name="pk_users"),
        sa.UniqueConstraint("client_id", name="uq_users_client_id"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_subject", "sign_in_attempts", ["subject"])
    op.create_table(
        "challenges",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["username"], ["users.username"], name="fk_challenges_username_users"),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
    )


def _market() -> None:
    op.create_table(
        "securities",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("asset_class", sa.String(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_securities"),
    )
    op.create_table(
        "security_terms",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("conversion_rate", sa.BigInteger(), nullable=False),
        sa.Column("eligible_financing", sa.Boolean(), nullable=False),
        sa.Column("eligible_short", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["securities.code"], name="fk_security_terms_code_securities"),
        sa.PrimaryKeyConstraint("code", "valid_from", name="pk_security_terms"),
    )
    op.create_table(
        "prices",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["securities.code"], name="fk_prices_code_securities"),
        sa.PrimaryKeyConstraint("code", "day", name="pk_prices"),
    )


def _accounts() -> None:
    op.create_table(
        "credit_accounts",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("credit_line", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.client_id"], name="fk_credit_accounts_client_id_clients"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_credit_accounts"),
        sa.UniqueConstraint("client_id", name="uq_credit_accounts_client_id"),
    )
    op.create_table(
        "contract_terms",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("warning_line", sa.BigInteger(), nullable=False),
        sa.Column("liquidation_line", sa.BigInteger(), nullable=False),
        sa.Column("restore_line", sa.BigInteger(), nullable=False),
        sa.Column("minimum_line", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_line", sa.BigInteger(), nullable=False),
        sa.Column("day_basis", sa.Integer(), nullable=False),
        sa.Column("call_trading_days", sa.Integer(), nullable=False),
        sa.Column("call_time", sa.String(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["credit_accounts.account_id"],
            name="fk_contract_terms_account_id_credit_accounts",
        ),
        sa.PrimaryKeyConstraint("account_id", "valid_from", name="pk_contract_terms"),
    )
    op.create_table(
        "account_days",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("other_collateral", sa.BigInteger(), nullable=False),
        sa.Column("fees", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["credit_accounts.account_id"], name="fk_account_days_account_id_credit_accounts"
        ),
        sa.PrimaryKeyConstraint("account_id", "day", name="pk_account_days"),
    )
    op.create_table(
        "holdings",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "day"],
            ["account_days.account_id", "account_days.day"],
            name="fk_holdings_account_id_day_account_days",
        ),
        sa.ForeignKeyConstraint(["security"], ["securities.code"], name="fk_holdings_security_securities"),
        sa.PrimaryKeyConstraint("account_id", "day", "security", name="pk_holdings"),
    )
    # ### end Alembic commands ###


def _contracts() -> None:
    op.create_table(
        "contracts",
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("extended", sa.JSON(), nullable=False),
        sa.Column("annual_rate", sa.BigInteger(), nullable=False),
        sa.Column("margin_ratio", sa.BigInteger(), nullable=False),
        sa.Column("fee_basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["credit_accounts.account_id"], name="fk_contracts_account_id_credit_accounts"
        ),
        sa.ForeignKeyConstraint(["security"], ["securities.code"], name="fk_contracts_security_securities"),
        sa.PrimaryKeyConstraint("contract_id", name="pk_contracts"),
    )
    op.create_index("ix_contracts_account_id", "contracts", ["account_id"])
    op.create_table(
        "contract_days",
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.contract_id"], name="fk_contract_days_contract_id_contracts"
        ),
        sa.PrimaryKeyConstraint("contract_id", "day", name="pk_contract_days"),
    )


def _desk() -> None:
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name="fk_tickets_client_id_clients"),
        sa.PrimaryKeyConstraint("number", name="pk_tickets"),
    )
    op.create_index("ix_tickets_client_id", "tickets", ["client_id"])
    op.create_index("ix_tickets_group", "tickets", ["group"])
    op.create_table(
        "ticket_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["tickets.number"], name="fk_ticket_follow_ups_number_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_follow_ups"),
    )
    op.create_index("ix_ticket_follow_ups_number", "ticket_follow_ups", ["number"])
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("session", sa.String(length=128), nullable=False),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("assigned_group", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name="fk_alerts_client_id_clients"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_assigned_group", "alerts", ["assigned_group"])
