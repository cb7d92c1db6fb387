"""The calls of the client about accounts as they were last published, and about what an inspector takes away of one.

Standard library and httpx only.
"""

from datetime import date
from typing import cast

from account_api.payloads_published import PublishedAccount
from account_api.transport import Transport, iso, part


class PublishedCalls(Transport):
    """What `AccountClient` can ask of what was published."""

    __slots__ = ()

    async def published(self, client_id: str) -> PublishedAccount:
        """Figures and positions of the instant `published_at` names; NotFound also where nothing was published yet."""
        return cast(PublishedAccount, await self._get(f"/accounts/{part(client_id)}/published"))

    async def inspection_pack(
        self, client_id: str, since: date | None = None, until: date | None = None
    ) -> bytes:
        """The ZIP file of a client and a period, the last 30 days by default. NotAllowed but for compliance and admins."""
        asked = {"from": iso(since), "to": iso(until)}
        query = "&".join(f"{name}={day}" for name, day in asked.items() if day is not None)
        return await self._bytes(f"/accounts/{part(client_id)}/inspection-pack?{query}")
