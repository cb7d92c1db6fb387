"""The calls of `AccountClient` about notices: what was sent, what proves it, and what gateways report."""

from datetime import date
from typing import cast

from account_api import payloads_notices as payloads
from account_api.transport import Transport, part


class NoticeCalls(Transport):
    """NotFound for a notice of somebody else as for none at all."""

    __slots__ = ()

    async def notices(self, client_id: str, since: date | None = None) -> list[payloads.SentNotice]:
        """The notices this firm has sent to the client, the newest first."""
        path = f"/accounts/{part(client_id)}/notices"
        return cast(list[payloads.SentNotice], await self._get(path, since=since))

    async def notice_proof(self, client_id: str, notice_id: str) -> payloads.Proof:
        """What went out word for word, each try, each receipt, and the same notice by its other channels."""
        path = f"/accounts/{part(client_id)}/notices/{part(notice_id)}/proof"
        return cast(payloads.Proof, await self._get(path))

    async def acknowledge_notice(self, client_id: str, notice_id: str) -> payloads.SentNotice:
        """The client has seen it; the first time counts. NotAllowed for anybody but the client."""
        path = f"/accounts/{part(client_id)}/notices/{part(notice_id)}/acknowledge"
        return cast(payloads.SentNotice, await self._post(path, {}))

    async def report_receipt(
        self, gateway: str, own_id: str, state: payloads.ReceiptState, at: str
    ) -> payloads.Receipt:
        """What became of a message; the same again changes nothing. For a service user of role feeder."""
        body = {"gateway": gateway, "id": own_id, "state": state, "at": at}
        return cast(payloads.Receipt, await self._post("/receipts", body))

    async def unknown_receipts(self) -> list[payloads.Receipt]:
        """Receipts that belong to no notice of ours, in the order they came. For staff that watches deliveries."""
        return cast(list[payloads.Receipt], await self._get("/receipts/unknown"))
