"""Showing a client."""

from account_api.clients.contract import ClientPublic
from account_api.clients.tables import Client
from account_api.texts import plain


def public(client: Client) -> ClientPublic:
    """The profile as shown: the name masked, money as a decimal string, None where the firm does not know."""
    average = client.average_assets_20d
    return ClientPublic(
        **client.model_dump(include={"client_id", "client_class", "group", "risk_grade"}),
        name_masked=client.name_masked,
        suitability_until=client.suitability_until,
        trading_since=client.trading_since,
        average_assets_20d=None if average is None else plain(average),
    )
