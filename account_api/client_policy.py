"""The calls of `AccountClient` about policies: what the firm changes for everybody. They are decided as proposals."""

from typing import cast

from account_api import payloads_policy as payloads
from account_api.transport import Transport, once, part


class PolicyCalls(Transport):
    """AccountError 422 names what is refused and the rule against it, 409 a state, a stale impact or another policy."""

    __slots__ = ()

    async def policies(self) -> list[payloads.Policy]:
        """Every policy, the newest first, without its impact."""
        return cast(list[payloads.Policy], await self._get("/policies"))

    async def policy(self, policy_id: str) -> payloads.Policy:
        """One policy with the newest look at its impact."""
        return cast(payloads.Policy, await self._get(f"/policies/{part(policy_id)}"))

    async def draft_policy(self, idempotency_key: str, body: payloads.Body) -> payloads.Policy:
        """A draft, once per key."""
        return cast(payloads.Policy, await self._post("/policies", body, once(idempotency_key)))

    async def policy_impact(self, policy_id: str) -> payloads.PolicyImpact:
        """Looks at the effect on the book as it stands now, and keeps the look."""
        return cast(payloads.PolicyImpact, await self._post(f"/policies/{part(policy_id)}/impact", {}))

    async def policy_accounts(
        self, policy_id: str, effect: payloads.Effect | None = None, most: int | None = None
    ) -> list[payloads.NamedAccount]:
        """The clients of the newest look, those with an effect where one is named."""
        asked = {"effect": effect, "most": None if most is None else str(most)}
        answer = await self._get(f"/policies/{part(policy_id)}/impact/accounts", **asked)
        return cast(list[payloads.NamedAccount], answer)

    async def propose_policy(self, idempotency_key: str, policy_id: str) -> payloads.Policy:
        """Puts it up for the second approval, which is that of its `proposal`."""
        path = f"/policies/{part(policy_id)}/propose"
        return cast(payloads.Policy, await self._post(path, {}, once(idempotency_key)))

    async def withdraw_policy(self, idempotency_key: str, policy_id: str, reason: str) -> payloads.Policy:
        """Takes back a draft or a proposal. Of an announced policy it is proposed: the number is that of `withdrawal`, and once it
        is approved the clients who were told of it are told of that.
        """
        path = f"/policies/{part(policy_id)}/withdraw"
        return cast(payloads.Policy, await self._post(path, {"reason": reason}, once(idempotency_key)))

    async def policy_changes(self, client_id: str) -> list[payloads.OwnChange]:
        """Announced and recent changes that touch an account, with its figures before and after."""
        return cast(list[payloads.OwnChange], await self._get(f"/accounts/{part(client_id)}/policy-changes"))
