"""What held on a past day of that which a row says only as of now: a client's credit line, and of a contract when it was due,
when it had been extended and the margin ratio it carried.

Without it a line granted today, or a contract extended today, would change every figure of the days before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.tables import Contract, ContractVersion, CreditAccount
from account_api.db import insert_if_absent


@dataclass(frozen=True, slots=True)
class Past:
    """What held on one day: `lines` by client, None before the first line; `versions` of the contracts changed since."""

    lines: Mapping[str, Decimal | None]
    versions: Mapping[str, ContractVersion]

    def line(self, account: CreditAccount) -> Decimal | None:
        """The credit line of the day; that of the account where it has no history."""
        return self.lines.get(account.client_id, account.credit_line)

    def contract(self, row: Contract) -> Contract | ContractVersion:
        """What has due day, extensions and margin ratio of the day."""
        return self.versions.get(row.contract_id, row)


def past(session: Session, as_of: date, clients: Collection[str] | None) -> Past:
    """What held on `as_of` of all clients, or of these."""
    lines: dict[str, Decimal | None] = {}
    for client_id, valid_from, amount in queries.lines_over_time(session, clients):
        lines.setdefault(client_id, None)
        if valid_from <= as_of:
            lines[client_id] = amount
    newest_first = queries.versions_after(session, as_of, clients)
    return Past(lines, {row.contract_id: row for row in newest_first})


def keep_version(session: Session, row: Contract, today: date) -> None:
    """Keeps what a contract says before it is changed today; of several changes of a day, what it said before the first."""
    kept = row.model_dump(include={"contract_id", "due", "extended", "margin_ratio"})
    insert_if_absent(session, ContractVersion, ContractVersion.of(**kept, until=today).model_dump())
