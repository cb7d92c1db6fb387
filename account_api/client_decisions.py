"""The calls of `AccountClient` about decisions, and about the ledger of trades, contracts and own plans."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from account_api import payloads_decisions as payloads
from account_api.transport import Transport, iso, once, part


class DecisionCalls(Transport):
    """Stress, plans, liquidation, calls, admission, credit, suitability, own plans. AccountError 422 names what is
    refused, NotFound also stands for an account without a position.
    """

    __slots__ = ()

    async def stress(
        self,
        client_id: str,
        scenario: str = "all",
        requirement: str = "held",
        as_of: date | None = None,
        *,
        conversion_cut: str = "0",
        line_rise: str = "0",
    ) -> payloads.Stress:
        """The account after every packaged scenario, or the one named; `requirement` is held or recomputed."""
        asked = {"scenario": scenario, "requirement": requirement}
        asked |= {"conversion_cut": conversion_cut, "line_rise": line_rise}
        return cast(payloads.Stress, await self._decide(client_id, "stress", asked, as_of))

    async def plan(
        self,
        client_id: str,
        target: str | None = None,
        objective: str | None = None,
        exclude: Sequence[str] = (),
        as_of: date | None = None,
        *,
        only: Sequence[str] = (),
        cash: str = "0",
        orders: int | None = None,
    ) -> payloads.Plan:
        """The plan to a ratio (default: the restore line) by cheapest, least_sold or fewest, beside the alternatives."""
        asked: dict[str, Any] = {"target": target, "objective": objective or "cheapest"}
        asked |= {"exclude": list(exclude), "only": list(only), "cash": cash, "orders": orders}
        return cast(payloads.Plan, await self._decide(client_id, "plan", asked, as_of))

    async def liquidation(
        self,
        client_id: str,
        as_of: date | None = None,
        order: Sequence[str] | None = None,
        instead: Sequence[str] | None = None,
        prices_day: date | None = None,
        target: str = "restore_line",
        *,
        t_plus: int | None = None,
        changes: Sequence[Mapping[str, Any]] = (),
    ) -> payloads.Liquidation | payloads.Counterfactual:
        """What a forced liquidation would sell by `order` (default: the contract's); with `instead` a second run by that
        order beside it. `prices_day` takes the closing prices of another day, `t_plus` those of so many sessions after the
        call, `target` is where it stops; `changes` are supposed of the account before.
        """
        asked: dict[str, Any] = {"order": list(order or ()), "target": target, "prices_day": iso(prices_day)}
        asked |= {"t_plus": t_plus, "changes": [dict(each) for each in changes]}
        if instead is not None:
            asked["instead"] = list(instead)
        answer = await self._decide(client_id, "liquidation", asked, as_of)
        return cast(payloads.Liquidation | payloads.Counterfactual, answer)

    async def call_state(self, client_id: str, as_of: date | None = None) -> payloads.CallState:
        """Where each margin call stands; an account without any has an empty list."""
        path = f"/accounts/{part(client_id)}/call-state"
        return cast(payloads.CallState, await self._get(path, as_of=as_of))

    async def admission(self, client_id: str, as_of: date | None = None) -> payloads.Decision:
        """Whether the client may open a credit account, what is lacking, and what closes it from when."""
        path = f"/accounts/{part(client_id)}/admission"
        return cast(payloads.Decision, await self._get(path, as_of=as_of))

    async def credit(self, client_id: str, as_of: date | None = None) -> payloads.Credit:
        """The score, the line it proposes, and what the line was over time."""
        return cast(payloads.Credit, await self._get(f"/accounts/{part(client_id)}/credit", as_of=as_of))

    async def suitability(
        self, client_id: str, person: payloads.Person | Mapping[str, Any], as_of: date | None = None
    ) -> payloads.Suitability:
        """What suits a grade, horizon, need and goal on the account; the grade is the client's if none is given."""
        return cast(payloads.Suitability, await self._decide(client_id, "suitability", dict(person), as_of))

    async def own_plan(self, client_id: str) -> payloads.OwnPlan:
        """The client's own limits and their earlier versions."""
        return cast(payloads.OwnPlan, await self._get(f"/accounts/{part(client_id)}/own-plan"))

    async def save_own_plan(
        self, idempotency_key: str, client_id: str, limits: payloads.OwnPlanLimits | Mapping[str, Any]
    ) -> payloads.OwnPlan:
        """Keeps the limits as a new version, once per key. NotAllowed for anybody but the client."""
        path, key = f"/accounts/{part(client_id)}/own-plan", once(idempotency_key)
        return cast(payloads.OwnPlan, await self._send("PUT", path, headers=key, json=dict(limits)))

    async def review_own_plan(self, client_id: str, as_of: date | None = None) -> payloads.OwnPlanReview:
        """Which of the client's own limits the account keeps. NotFound where none was saved."""
        path = f"/accounts/{part(client_id)}/own-plan/review"
        return cast(payloads.OwnPlanReview, await self._get(path, as_of=as_of))

    # --- the ledger

    async def settlements(
        self, client_id: str, since: date | None = None, until: date | None = None
    ) -> list[payloads.Settlement]:
        """The settled trades of a period, oldest first."""
        path = f"/accounts/{part(client_id)}/settlements"
        return cast(list[payloads.Settlement], await self._get(path, **_period(since, until)))

    async def commission_difference(
        self, client_id: str, rate: str, since: date | None = None, until: date | None = None
    ) -> payloads.CommissionDifference:
        """What was charged in commission beside what `rate` (such as 0.0003) would have made, and the difference."""
        path = f"/accounts/{part(client_id)}/commission-difference"
        answer = await self._get(path, rate=rate, **_period(since, until))
        return cast(payloads.CommissionDifference, answer)

    async def contract_changes(self, client_id: str, since: date | None = None) -> payloads.ContractChanges:
        """Every version of the contract, and what each changed; only changes from `since` on, if given."""
        path = f"/accounts/{part(client_id)}/contract-changes"
        return cast(payloads.ContractChanges, await self._get(path, since=since))

    async def credit_lines(self, client_id: str) -> list[payloads.CreditLine]:
        """What the credit line was over time and why, the newest first."""
        path = f"/accounts/{part(client_id)}/credit-lines"
        return cast(list[payloads.CreditLine], await self._get(path))

    # --- risk and compliance

    async def surveillance(self, tape: Mapping[str, Any]) -> payloads.Surveillance:
        """What the patterns see in a tape of trades. NotAllowed but for risk and compliance."""
        return cast(payloads.Surveillance, await self._post("/desk/surveillance", {"tape": dict(tape)}))

    async def credit_risk(self, as_of: date | None = None) -> payloads.CreditRisk:
        """The credit risk of the whole book. NotAllowed but for risk and compliance."""
        return cast(payloads.CreditRisk, await self._get("/desk/credit-risk", as_of=as_of))

    async def _decide(self, client_id: str, what: str, asked: Mapping[str, Any], as_of: date | None) -> Any:
        day = {} if as_of is None else {"as_of": iso(as_of)}
        return await self._send("POST", f"/accounts/{part(client_id)}/{what}", json=dict(asked), params=day)


def _period(since: date | None, until: date | None) -> dict[str, date | None]:
    return {"from": since, "to": until}
