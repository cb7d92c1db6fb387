"""The call of `AccountClient` about what the firm does by the clock."""

from typing import cast

from account_api import payloads_jobs as payloads
from account_api.transport import Transport


class JobCalls(Transport):
    """For those who watch over the feed."""

    __slots__ = ()

    async def jobs(self) -> payloads.Jobs:
        """Every job, who works now, and which messages were given up. NotAllowed for anybody else."""
        return cast(payloads.Jobs, await self._get("/jobs"))
