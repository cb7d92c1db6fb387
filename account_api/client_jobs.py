"""The calls of `AccountClient` about what the firm does by the clock and what did not go out."""

from typing import Literal, cast

from account_api import payloads_jobs as payloads
from account_api.transport import Transport, once


class JobCalls(Transport):
    """For those who watch over the feed."""

    __slots__ = ()

    async def jobs(self) -> payloads.Jobs:
        """Every job, who works now, and which messages were given up. NotAllowed for anybody else."""
        return cast(payloads.Jobs, await self._get("/jobs"))

    async def requeue_message(
        self, idempotency_key: str, number: int, state: Literal["dead", "uncertain"]
    ) -> payloads.Requeued:
        """A message that was given up gets another try. StateChanged where it is in another state by now."""
        path, key = f"/outbox/{number}/requeue", once(idempotency_key)
        return cast(payloads.Requeued, await self._post(path, {"state": state}, key))
