"""The calls of `AccountClient` about proposals: what one person proposes and another decides."""

import secrets
from typing import cast

from account_api import payloads_proposals as payloads
from account_api.transport import Transport, once, part


class ProposalCalls(Transport):
    """AccountError 409 says that it has ended, NotAllowed that one may not decide it, NotFound that one may not see it."""

    __slots__ = ()

    async def proposals(
        self, kind: str | None = None, state: str | None = None, client_id: str | None = None
    ) -> list[payloads.Proposal]:
        """Those the signed-in person has to do with, the newest first."""
        answer = await self._get("/proposals", kind=kind, state=state, client_id=client_id)
        return cast(list[payloads.Proposal], answer)

    async def proposal(self, proposal_id: str) -> payloads.Proposal:
        """One of them."""
        return cast(payloads.Proposal, await self._get(f"/proposals/{part(proposal_id)}"))

    async def client_proposals(self, client_id: str) -> list[payloads.OwnProposal]:
        """Those that concern a client and that clients may read, the newest first."""
        answer = await self._get(f"/accounts/{part(client_id)}/proposals")
        return cast(list[payloads.OwnProposal], answer)

    async def approve(self, proposal_id: str, reason: str, key: str | None = None) -> payloads.Proposal:
        """Approves it, with its effect; the same `key` again does nothing new."""
        return await self._end(proposal_id, "approve", reason, key)

    async def refuse(self, proposal_id: str, reason: str, key: str | None = None) -> payloads.Proposal:
        """Refuses it."""
        return await self._end(proposal_id, "refuse", reason, key)

    async def withdraw_proposal(
        self, proposal_id: str, reason: str, key: str | None = None
    ) -> payloads.Proposal:
        """Takes one's own proposal back."""
        return await self._end(proposal_id, "withdraw", reason, key)

    async def _end(self, proposal_id: str, act: str, reason: str, key: str | None) -> payloads.Proposal:
        path = f"/proposals/{part(proposal_id)}/{act}"
        headers = once(key or secrets.token_hex(16))
        return cast(
            payloads.Proposal, await self._send("POST", path, json={"reason": reason}, headers=headers)
        )
