"""The calls of `AccountClient` about acts that are not done yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from account_api import payloads_planning as payloads
from account_api.transport import Transport, iso, part


class PlanningCalls(Transport):
    """Orders previewed, what may leave, interest to come, prices at a line, what if. All of them read only."""

    __slots__ = ()

    async def preview(
        self,
        client_id: str,
        kind: str,
        security: str,
        price: str | None = None,
        quantity: int | None = None,
        as_of: date | None = None,
    ) -> payloads.Preview:
        """An order of `kind` margin_purchase, short_sale or collateral_purchase, at `price` (default: the last one),
        of `quantity` shares (default: the largest). AccountError 422 names an unknown security or a wrong number.
        """
        path = f"/accounts/{part(client_id)}/preview"
        size = None if quantity is None else str(quantity)
        answer = await self._get(path, kind=kind, security=security, price=price, quantity=size, as_of=as_of)
        return cast(payloads.Preview, answer)

    async def withdrawable(self, client_id: str, as_of: date | None = None) -> payloads.Withdrawable:
        """Cash, and of each holding the shares, that may leave; each if nothing else does."""
        path = f"/accounts/{part(client_id)}/withdrawable"
        return cast(payloads.Withdrawable, await self._get(path, as_of=as_of))

    async def interest_schedule(
        self,
        client_id: str,
        until: date | None = None,
        contract: str | None = None,
        as_of: date | None = None,
    ) -> payloads.InterestSchedule:
        """Interest up to repayment on `until` (default: the day asked from), of every contract or of one."""
        path = f"/accounts/{part(client_id)}/interest-schedule"
        answer = await self._get(path, until=until, contract=contract, as_of=as_of)
        return cast(payloads.InterestSchedule, answer)

    async def lines(
        self, client_id: str, securities: Sequence[str] = (), as_of: date | None = None
    ) -> payloads.Lines:
        """Prices and common moves at which each line is touched (`securities` move together; all if none is named),
        and break-even prices per contract.
        """
        path = f"/accounts/{part(client_id)}/lines"
        return cast(payloads.Lines, await self._get(path, securities=securities or None, as_of=as_of))

    async def what_if(
        self,
        client_id: str,
        changes: Sequence[Mapping[str, object]],
        as_of: date | None = None,
        target: str | None = None,
    ) -> payloads.WhatIf:
        """The account before and after `changes` that are only supposed, such as {"op": "price", "security": "*",
        "pct": "-8"} or {"op": "days", "n": 10}; with a `target` ratio, how far it is from it then. AccountError 422
        names the path of a wrong one.
        """
        path = f"/accounts/{part(client_id)}/what-if"
        day = {} if as_of is None else {"as_of": iso(as_of)}
        body: dict[str, object] = {"changes": [dict(each) for each in changes]}
        if target is not None:
            body["target"] = target
        return cast(payloads.WhatIf, await self._send("POST", path, json=body, params=day))
