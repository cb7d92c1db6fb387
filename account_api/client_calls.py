"""The calls of `AccountClient` about margin calls: the client's own, the desk's cases, liquidations and their fills."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from account_api import payloads_calls as payloads
from account_api.payloads_desk import Contact
from account_api.transport import Json, Transport, once, part


class MarginCallCalls(Transport):
    """Cases of margin calls. AccountError 409 tells in both languages why a call may not undergo something now."""

    __slots__ = ()

    async def margin_calls(self, client_id: str) -> list[payloads.MarginCall]:
        """Every margin call of an account, the open ones first."""
        path = f"/accounts/{part(client_id)}/margin-calls"
        return cast(list[payloads.MarginCall], await self._get(path))

    async def call_cases(self, group: str | None = None, closed: bool = False) -> list[payloads.CallListed]:
        """The cases the caller looks after, the earliest deadline first."""
        answer = await self._get("/desk/margin-calls", group=group, closed="true" if closed else None)
        return cast(list[payloads.CallListed], answer)

    async def call_case(self, call_id: str) -> payloads.CallDetail:
        """One case whole. NotFound for one that the caller may not see."""
        return cast(payloads.CallDetail, await self._get(f"/desk/margin-calls/{part(call_id)}"))

    async def call_tasks(self) -> list[payloads.CallTask]:
        """What is to be done about calls, what is due first in front."""
        return cast(list[payloads.CallTask], await self._get("/desk/call-tasks"))

    async def call_task_done(self, idempotency_key: str, task_id: int, note: str = "") -> payloads.CallTask:
        """Marks a task done."""
        path, key = f"/desk/call-tasks/{task_id}/done", once(idempotency_key)
        return cast(payloads.CallTask, await self._post(path, {"note": note}, key))

    async def log_call_attempt(
        self, idempotency_key: str, call_id: str, channel: str, result: str, note: str
    ) -> Contact:
        """One attempt to reach the client about the call; `reached` ends the task."""
        body = {"channel": channel, "result": result, "note": note}
        return cast(Contact, await self._about_call(idempotency_key, call_id, "attempts", body))

    async def call_top_up(
        self, idempotency_key: str, call_id: str, amount: str, note: str = ""
    ) -> payloads.CallDetail:
        """A payment that the ledger does not show yet."""
        body = {"act": "top_up", "amount": amount, "note": note}
        return cast(payloads.CallDetail, await self._about_call(idempotency_key, call_id, "acts", body))

    async def propose_call_extension(
        self, idempotency_key: str, call_id: str, until: datetime, reason: str
    ) -> payloads.Made:
        """Proposes a later deadline (kind call_extension)."""
        body = {"until": until.isoformat(), "reason": reason}
        return cast(payloads.Made, await self._about_call(idempotency_key, call_id, "extension", body))

    async def propose_call_waiver(
        self, idempotency_key: str, call_id: str, until: datetime, reason: str
    ) -> payloads.Made:
        """Proposes to waive a call until an instant (kind call_waiver)."""
        body = {"until": until.isoformat(), "reason": reason}
        return cast(payloads.Made, await self._about_call(idempotency_key, call_id, "waiver", body))

    async def propose_liquidation(self, idempotency_key: str, call_id: str) -> payloads.Made:
        """Proposes to sell collateral of an overdue call (kind liquidation)."""
        return cast(payloads.Made, await self._about_call(idempotency_key, call_id, "liquidation", {}))

    async def finish_call(self, idempotency_key: str, call_id: str, reason: str) -> payloads.CallDetail:
        """Winds a liquidated case up once its statement has reached the client."""
        answer = await self._about_call(idempotency_key, call_id, "finish", {"reason": reason})
        return cast(payloads.CallDetail, answer)

    async def liquidation_run(self, liquidation_id: str) -> payloads.LiquidationRun:
        """Orders, fills and statement of a liquidation."""
        return cast(payloads.LiquidationRun, await self._get(f"/desk/liquidations/{part(liquidation_id)}"))

    async def liquidation_orders_csv(self, liquidation_id: str) -> bytes:
        """The order list as a CSV file."""
        return await self._bytes(f"/desk/liquidations/{part(liquidation_id)}/orders.csv")

    async def send_fills(
        self, liquidation_id: str, fills: Sequence[Mapping[str, Any]]
    ) -> payloads.FillsTaken:
        """What was executed: id, order, at, quantity, price, costs of each. Sending twice is sending once."""
        path, body = f"/desk/liquidations/{part(liquidation_id)}/fills", {"fills": [dict(f) for f in fills]}
        return cast(payloads.FillsTaken, await self._post(path, body))

    async def draw_up_statement(self, idempotency_key: str, liquidation_id: str) -> payloads.LiquidationRun:
        """Ends the selling; the client is sent the statement."""
        path = f"/desk/liquidations/{part(liquidation_id)}/statement"
        return cast(payloads.LiquidationRun, await self._post(path, {}, once(idempotency_key)))

    async def _about_call(self, key: str, call_id: str, what: str, body: Json) -> Any:
        return await self._post(f"/desk/margin-calls/{part(call_id)}/{what}", body, once(key))
