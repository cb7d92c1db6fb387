"""The JSON answers about published accounts as typed dictionaries. Standard library only."""

from typing import Literal, TypedDict

from account_api.payloads import Figures, Positions


class PublishedAccount(TypedDict):
    """An account as of the instant `published_at`, never live; `snapshot_id` names what the figures come from."""

    client_id: str
    as_of: str
    published_at: str
    live: Literal[False]
    snapshot_id: str | None
    rules_edition: str
    account: Figures
    positions: Positions
