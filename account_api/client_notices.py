"""The calls of `AccountClient` about notices (what was sent, what proves it, what gateways report) and own alerts."""

from datetime import date
from typing import cast

from account_api import payloads_notices as payloads
from account_api.transport import Json, Transport, once, part


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


class AlertCalls(Transport):
    """A client's own alerts. NotAllowed for anybody else who would set or remove one."""

    __slots__ = ()

    async def alerts(self, client_id: str) -> list[payloads.Alert]:
        """Those that were not removed, in the order they were set, each with what it looks at now."""
        return cast(list[payloads.Alert], await self._get(f"/accounts/{part(client_id)}/alerts"))

    async def set_alert(
        self,
        idempotency_key: str,
        client_id: str,
        what: payloads.AlertWhat,
        level: str,
        *,
        security: str | None = None,
        contract: str | None = None,
        channel: str = "app",
        quiet: tuple[str, str] | None = None,
    ) -> payloads.Alert:
        """Told once for each crossing. `level` is a ratio (1.50), a price or a number of days; `quiet` are times (from, until) in
        which only the inbox is used. AccountError 422 names what is refused, 409 says that there are too many.
        """
        body: Json = {"what": what, "level": level, "security": security, "contract": contract}
        hours = None if quiet is None else dict(zip(("from", "until"), quiet, strict=True))
        body |= {"channel": channel, "quiet": hours}
        path = f"/accounts/{part(client_id)}/alerts"
        return cast(payloads.Alert, await self._post(path, body, once(idempotency_key)))

    async def remove_alert(self, client_id: str, alert_id: str) -> payloads.Alert:
        """Nothing more is told by it. NotFound for an unknown one and for one that was removed."""
        path = f"/accounts/{part(client_id)}/alerts/{part(alert_id)}"
        return cast(payloads.Alert, await self._send("DELETE", path))
