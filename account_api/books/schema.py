"""The files of a book and their columns, named as in a book file: the one description that reading, staging, writing and
the documentation go by.

`id` is the client everywhere. A column that is not in a file leaves what the ledger has; a new row gets the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

from account_api.clients.tables import ClientClass
from account_api.market.tables import Status


class Kind(Enum):
    """What a cell holds; how each is read and written stands in `cells`."""

    id = "id"
    text = "text"
    choice = "choice"
    day = "day"
    days = "days"
    instant = "instant"
    minute = "minute"
    money = "money"
    balance = "balance"
    rate = "rate"
    count = "count"
    volume = "volume"
    flag = "flag"
    names = "names"
    object = "object"


@dataclass(frozen=True, slots=True)
class Column:
    """`most` bounds the characters of a text or the value of a number; `required` cells may not be empty."""

    name: str
    kind: Kind
    required: bool = False
    default: Any = None
    most: int = 0
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookFile:
    """One file. `owner` files name whose row it is by `id` or by `account`; `key` is unique within the file."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    owner: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, if the file has one."""
        return next((each for each in self.columns if each.name == name), None)


_ID = Column("id", Kind.id, required=True, most=64)
_ACCOUNT = Column("account", Kind.id, required=True, most=64)
_SECURITY = Column("security", Kind.id, required=True, most=12)


def _rate(name: str, *, required: bool = False, default: Any = None) -> Column:
    return Column(name, Kind.rate, required=required, default=default)


CLIENTS = BookFile(
    "clients",
    (
        _ID,
        Column("name", Kind.text, required=True, most=200),
        Column("client_class", Kind.choice, required=True, among=get_args(ClientClass)),
        Column("group", Kind.id, required=True, most=64),
        Column("born", Kind.day),
        Column("birth_year", Kind.count, most=2199),
        Column("risk_grade", Kind.id, most=2),
        Column("suitability_until", Kind.day),
        Column("assessed_on", Kind.day),
        Column("trading_since", Kind.day),
        Column("average_assets_20d", Kind.money),
        _rate("shareholding"),
        Column("profession_exempt", Kind.flag, default=False),
        Column("flags", Kind.object, default="{}"),
        Column("credit_profile", Kind.object, default="{}"),
    ),
    ("id",),
)
ACCOUNTS = BookFile(
    "accounts",
    (
        _ID,
        Column("account", Kind.id, most=64),
        Column("as_of", Kind.day),
        Column("jurisdiction", Kind.choice, default="CN", among=("CN",)),
        Column("currency", Kind.choice, default="CNY", among=("CNY",)),
        Column("opened", Kind.day),
        Column("credit_line", Kind.money),
        Column("cash", Kind.balance),
        Column("other_collateral", Kind.money, default=0),
        Column("fees", Kind.money, default=0),
        Column("taken_at", Kind.instant),
    ),
    ("id",),
)
TERMS = BookFile(
    "terms",
    (
        _ID,
        _ACCOUNT,
        Column("valid_from", Kind.day),
        _rate("warning_line", required=True),
        _rate("liquidation_line", required=True),
        _rate("restore_line", required=True),
        _rate("minimum_line"),
        _rate("withdrawal_line", required=True),
        Column("day_basis", Kind.count, required=True, among=("360", "365")),
        Column("call_deadline.trading_days", Kind.count, required=True, most=10),
        Column("call_deadline.time", Kind.minute, required=True),
        Column("clauses", Kind.object, default="{}"),
        Column("liquidation_order", Kind.names, default="null"),
    ),
    ("id", "account", "valid_from"),
    owner=True,
)
SECURITIES = BookFile(
    "securities",
    (
        _SECURITY,
        Column("name", Kind.text, required=True, most=100),
        Column("name_en", Kind.text, default="", most=200),
        Column("aliases", Kind.names, default="[]"),
        Column("board", Kind.id, required=True, most=40),
        Column("asset_class", Kind.id, required=True, most=40),
        Column("lot", Kind.count, default=100, most=1_000_000),
        Column("sector", Kind.text, most=100),
        _rate("beta"),
        Column("valid_from", Kind.day),
        _rate("haircut"),
        Column("eligible_financing", Kind.flag, default=False),
        Column("eligible_short", Kind.flag, default=False),
        Column("status", Kind.choice, default="normal", among=get_args(Status)),
    ),
    ("security",),
)
PRICES = BookFile(
    "prices",
    (
        _SECURITY,
        Column("price", Kind.money),
        Column("at", Kind.instant),
        Column("volume", Kind.volume),
    ),
    ("security",),
)
HOLDINGS = BookFile(
    "holdings",
    (_ID, _ACCOUNT, _SECURITY, Column("quantity", Kind.count, required=True)),
    ("id", "account", "security"),
    owner=True,
)
CONTRACTS = BookFile(
    "contracts",
    (
        _ID,
        _ACCOUNT,
        Column("kind", Kind.choice, required=True, among=("financing", "short")),
        Column("contract", Kind.id, required=True, most=64),
        _SECURITY,
        Column("quantity", Kind.count, required=True),
        Column("amount", Kind.money),
        Column("proceeds", Kind.money),
        Column("interest", Kind.money, required=True),
        _rate("margin_ratio", required=True),
        _rate("annual_rate", required=True),
        Column("opened", Kind.day, required=True),
        Column("due", Kind.day),
        Column("extended", Kind.days, default="[]"),
        Column("fee_basis", Kind.choice, default="proceeds", among=("proceeds", "market_value")),
    ),
    ("contract",),
    owner=True,
)
FILES = (CLIENTS, ACCOUNTS, TERMS, SECURITIES, PRICES, HOLDINGS, CONTRACTS)
"""In the order in which they refer to each other."""
BY_NAME: Mapping[str, BookFile] = {file.name: file for file in FILES}
POSITION = ("accounts", "holdings", "contracts")
"""What a position is said by; one of them without the others would say that there is none."""
