"""The embedded ledger as a source: what was fed to it before, and the prices it has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from account_api.clock import local_text
from account_api.context import Context
from account_api.feed import queries
from account_api.sources.ports import Sent
from account_api.texts import plain

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """Says again what one source (`of`) has sent of an account, and the newest prices of the ledger."""

    context: Context
    of: str
    name: str = "ledger"

    def events(self, client_id: str, after: int) -> Sequence[Sent]:
        """The events of `of` that were worked in, as they came."""
        with self.context.transaction(writes=False) as session:
            rows = queries.applied(session, client_id, after, self.of, MOST_AT_ONCE)
            return [row.body for row in rows]

    def prices(self, codes: Collection[str]) -> Sequence[Sent]:
        """The newest price of each security, of whichever day it is."""
        with self.context.transaction(writes=False) as session:
            rows = queries.newest_prices(session, codes)
            return [{"code": row.code, "at": local_text(row.at), "price": plain(row.price)} for row in rows]
