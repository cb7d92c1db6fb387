"""The calls of the client about accounts as they were last published. Standard library and httpx only."""

from typing import cast

from account_api.payloads_published import PublishedAccount
from account_api.transport import Transport, part


class PublishedCalls(Transport):
    """What `AccountClient` can ask of what was published."""

    __slots__ = ()

    async def published(self, client_id: str) -> PublishedAccount:
        """Figures and positions of the instant `published_at` names; NotFound also where nothing was published yet."""
        return cast(PublishedAccount, await self._get(f"/accounts/{part(client_id)}/published"))
