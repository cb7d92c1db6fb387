"""Credit accounts as a ledger of days: what was held and owed at each close, under which dated terms.

A day's rows are never changed by a later day, so a figure of any past day can be made again.
"""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKeyConstraint
from sqlmodel import Field, Integer, String

from account_api.columns import Amount, Balance, Money, Rate, Ratio, Row, Utc


class CreditAccount(Row, table=True):
    __tablename__ = "credit_accounts"

    account_id: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(foreign_key="clients.client_id", unique=True)
    jurisdiction: str = "CN"
    currency: str = "CNY"
    opened: date
    credit_line: Amount | None = Field(default=None, sa_type=Money)


class ContractTerms(Row, table=True):
    """The client's contract from `valid_from` on. Lines are ratios: 1.30, never 130. `clauses`: name → number.
    `liquidation_order` names what is sold first; None where the contract names no order.
    """

    __tablename__ = "contract_terms"

    account_id: str = Field(primary_key=True, foreign_key="credit_accounts.account_id")
    valid_from: date = Field(primary_key=True)
    warning_line: Ratio = Field(sa_type=Rate)
    liquidation_line: Ratio = Field(sa_type=Rate)
    restore_line: Ratio = Field(sa_type=Rate)
    minimum_line: Ratio | None = Field(default=None, sa_type=Rate)
    withdrawal_line: Ratio = Field(sa_type=Rate)
    day_basis: Literal[360, 365] = Field(sa_type=Integer)
    call_trading_days: int = Field(ge=0, le=10)
    call_time: str = Field(regex=r"^([01]\d|2[0-3]):[0-5]\d$")
    clauses: dict[str, Any] = Field(sa_type=JSON)
    liquidation_order: list[str] | None = Field(default=None, sa_type=JSON)


class CreditLine(Row, table=True):
    """The credit line from `valid_from` on, and why it was set; of several of a day the last, by `n`, holds. The newest of all
    is also the account's `credit_line`.
    """

    __tablename__ = "credit_lines"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    valid_from: date = Field(primary_key=True)
    n: int = Field(default=1, primary_key=True, ge=1)
    amount: Amount = Field(sa_type=Money)
    reason: str = Field(max_length=400)


class CallAct(Row, table=True):
    """What was done about a margin call, beside the notices and the closing prices: a payment that came in from outside, a
    repayment out of the account, an extension or waiver agreed until an instant, a liquidation begun or ended (`amount` is what
    then remained), a sale.

    `contract_id` names the contract of a call of kind maturity, `snapshot_id` the frozen account after the act, `source_id`
    the entry of the ledger that the act was seen in.
    """

    __tablename__ = "call_acts"

    id: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    kind: Literal["maintenance", "minimum", "maturity"] = Field(sa_type=String)
    contract_id: str | None = Field(default=None, foreign_key="contracts.contract_id")
    act: Literal["top_up", "repay", "extend", "waive", "start_liquidation", "sale", "finish"] = Field(
        sa_type=String
    )
    at: datetime = Field(sa_type=Utc)
    amount: Amount | None = Field(default=None, sa_type=Money)
    until: datetime | None = Field(default=None, sa_type=Utc)
    snapshot_id: str | None = None
    source_id: str | None = Field(default=None, index=True, max_length=160)


class AccountDay(Row, table=True):
    """Cash (short proceeds included), other collateral and fees at the close of `day`."""

    __tablename__ = "account_days"

    account_id: str = Field(primary_key=True, foreign_key="credit_accounts.account_id")
    day: date = Field(primary_key=True)
    cash: Balance = Field(sa_type=Money)
    other_collateral: Amount = Field(sa_type=Money)
    fees: Amount = Field(sa_type=Money)
    taken_at: datetime = Field(sa_type=Utc)


class Holding(Row, table=True):
    """Securities delivered as collateral; what was bought on margin stands with its contract."""

    __tablename__ = "holdings"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "day"], ["account_days.account_id", "account_days.day"]),
    )

    account_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    security: str = Field(primary_key=True, foreign_key="securities.code")
    quantity: int = Field(ge=0)


class Contract(Row, table=True):
    """A margin purchase or a short sale as it was opened. `extended`: days on which it was extended, ISO."""

    __tablename__ = "contracts"

    contract_id: str = Field(primary_key=True, max_length=64)
    account_id: str = Field(foreign_key="credit_accounts.account_id", index=True)
    kind: Literal["financing", "short"] = Field(sa_type=String)
    security: str = Field(foreign_key="securities.code")
    opened: date
    due: date | None = None
    extended: list[str] = Field(default_factory=list, sa_type=JSON)
    annual_rate: Ratio = Field(sa_type=Rate)
    margin_ratio: Ratio = Field(sa_type=Rate)
    fee_basis: Literal["proceeds", "market_value"] = Field(default="proceeds", sa_type=String)


class ContractVersion(Row, table=True):
    """What a contract said before a change on `until`: it held on the days before, from the change before that one on."""

    __tablename__ = "contract_versions"

    contract_id: str = Field(primary_key=True, max_length=64, foreign_key="contracts.contract_id")
    until: date = Field(primary_key=True)
    due: date | None = None
    extended: list[str] = Field(default_factory=list, sa_type=JSON)
    margin_ratio: Ratio = Field(sa_type=Rate)


class ContractDay(Row, table=True):
    """What is outstanding at the close of `day`: shares, amount lent (or short proceeds), accrued interest."""

    __tablename__ = "contract_days"

    contract_id: str = Field(primary_key=True, foreign_key="contracts.contract_id")
    day: date = Field(primary_key=True)
    quantity: int = Field(ge=0)
    amount: Amount = Field(sa_type=Money)
    interest: Amount = Field(sa_type=Money)


class ReferenceBook(Row, table=True):
    """The position of a Hong Kong or United States account at the close of `day`, as its book file says it.

    Those places are for reference: what a broker there reports is kept whole, prices included, not as a ledger.
    """

    __tablename__ = "reference_books"

    account_id: str = Field(primary_key=True, foreign_key="credit_accounts.account_id")
    day: date = Field(primary_key=True)
    book: dict[str, Any] = Field(sa_type=JSON)
    taken_at: datetime = Field(sa_type=Utc)
    priced_at: datetime | None = Field(default=None, sa_type=Utc)
