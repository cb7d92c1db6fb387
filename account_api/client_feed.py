"""The calls of `AccountClient` about the live feed: what a source sends, how the feed stands, whether the ledger adds up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from account_api import payloads_feed as payloads
from account_api.transport import Json, Transport, once, part


class FeedCalls(Transport):
    """Sending needs the role feeder. Sending the same again is safe: it is known by its ids."""

    __slots__ = ()

    async def send_events(self, source: str, events: Sequence[Mapping[str, Any]]) -> payloads.EventsTaken:
        """Works events in; an empty list says that the source is alive. What is refused is named in the answer."""
        body: Json = {"source": source, "events": [dict(each) for each in events]}
        return cast(payloads.EventsTaken, await self._post("/events", body))

    async def send_prices(self, source: str, prices: Sequence[Mapping[str, str]]) -> payloads.PricesTaken:
        """Keeps ticks {code, at, price}; the newest of a day is the day's price."""
        body: Json = {"source": source, "prices": [dict(each) for each in prices]}
        return cast(payloads.PricesTaken, await self._post("/prices", body))

    async def suspect_prices(self, state: str | None = None) -> list[payloads.SuspectPrice]:
        """Prices kept aside, the newest first: those that wait for a decision, or those in another state."""
        return cast(list[payloads.SuspectPrice], await self._get("/feed/suspect-prices", state=state))

    async def accept_price(self, idempotency_key: str, suspect_id: int, reason: str) -> payloads.SuspectPrice:
        """Puts accepting a price to a second person; AccountError 409 where it is settled or asked already."""
        path = f"/feed/suspect-prices/{suspect_id}/accept"
        return cast(payloads.SuspectPrice, await self._post(path, {"reason": reason}, once(idempotency_key)))

    async def feed_status(self, after: str | None = None) -> payloads.FeedStatus:
        """Sources and streams, 200 clients at a time; `following` is what to go on `after`."""
        return cast(payloads.FeedStatus, await self._get("/feed/status", after=after))

    async def reconcile(
        self, client_id: str | None = None, day: date | None = None
    ) -> payloads.Reconciliation:
        """Every line of a client, or of a day, whose opening, interest and events do not make its closing; NotFound for an
        unknown client, AccountError 422 where neither is named.
        """
        answer = await self._get("/feed/reconciliation", client_id=client_id, day=day)
        return cast(payloads.Reconciliation, answer)

    async def announce_action(self, action: Json) -> payloads.CorporateAction:
        """Announces an issuer's act {source, id, kind, code, record_day, effective_day, terms}. AccountError 409 where another
        one has its id.
        """
        return cast(payloads.CorporateAction, await self._post("/corporate-actions", action))

    async def corporate_actions(self) -> list[payloads.CorporateAction]:
        return cast(list[payloads.CorporateAction], await self._get("/corporate-actions"))

    async def reverse_action(
        self, idempotency_key: str, source: str, action_id: str, reason: str
    ) -> payloads.CorporateAction:
        """Takes an action back in every account; AccountError 409 where it was taken back before."""
        path = f"/corporate-actions/{part(source)}/{part(action_id)}/reverse"
        return cast(
            payloads.CorporateAction, await self._post(path, {"reason": reason}, once(idempotency_key))
        )

    async def account_events(self, client_id: str) -> list[payloads.AppliedEvent]:
        """The newest events of an account, oldest first, each with what it added."""
        path = f"/accounts/{part(client_id)}/events"
        return cast(list[payloads.AppliedEvent], await self._get(path))
