"""What tests of the policy desk ask for, and the staff who ask."""

from dataclasses import dataclass
from typing import Any

from account_api.client import AccountClient
from account_api.payloads_policy import Policy
from tests.account_api.conftest import Firm

EFFECTIVE = "2026-12-07"
CODE = "000858.SZ"


def cut(rate: str = "0.50", code: str = CODE, **more: Any) -> dict[str, Any]:
    """A cut of the conversion rate of a security that demo-watch holds."""
    return {
        "security": {"code": code, "conversion_rate": rate},
        "effective": EFFECTIVE,
        "reason": "集中度上升",
    } | more


def rule(param: str, value: str, **more: Any) -> dict[str, Any]:
    """A change of one of the firm's rules; further fields of the rule by name, of the policy under `policy`."""
    policy = more.pop("policy", {})
    return {
        "rule": {"param": param, "value": value, **more},
        "effective": EFFECTIVE,
        "reason": "压降集中度",
        **policy,
    }


@dataclass(frozen=True, slots=True)
class Desk:
    """The two pairs of eyes."""

    firm: Firm
    risk: AccountClient
    compliance: AccountClient

    @classmethod
    async def of(cls, firm: Firm) -> "Desk":
        return cls(firm, await firm.signed_in("demo-risk"), await firm.signed_in("demo-compliance"))

    async def proposed(self, body: dict[str, Any], key: str = "k") -> Policy:
        """Drafted, looked at, put up."""
        made = await self.risk.draft_policy(key, body)
        await self.risk.policy_impact(made["id"])
        return await self.risk.propose_policy(key, made["id"])

    async def announced(self, body: dict[str, Any], key: str = "k") -> Policy:
        """Approved too."""
        made = await self.proposed(body, key)
        await self.compliance.approve(str(made["proposal"]), "同意")
        return await self.risk.policy(made["id"])

    async def taken_back(self, policy_id: str, reason: str, key: str = "w") -> Policy:
        """An announced one, by both."""
        asked = await self.risk.withdraw_policy(key, policy_id, reason)
        assert asked["state"] == "announced"
        await self.compliance.approve(str(asked["withdrawal"]), "同意撤回")
        return await self.risk.policy(policy_id)
