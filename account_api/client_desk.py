"""Calls of the typed client about people: hand-offs, tickets, and the desk that works them."""

from collections.abc import Sequence
from typing import Any, cast

from account_api import payloads_desk as payloads
from account_api.transport import Json, Transport, once, part


class DeskCalls(Transport):
    """What clients ask of people, and what the desk does about it."""

    __slots__ = ()

    # --- hand-offs

    async def raise_handoff(
        self,
        idempotency_key: str,
        reason: payloads.Reason,
        summary: str,
        session: str,
        lang: str = "zh",
        tried: Sequence[str] = (),
        evidence: Sequence[payloads.Evidence] = (),
    ) -> payloads.Handoff:
        """Calls a person, once per key; while a case of this conversation is open, adds to that case."""
        body = {
            "reason": reason,
            "summary": summary,
            "session": session,
            "lang": lang,
            "tried": list(tried),
            "evidence": [dict(each) for each in evidence],
        }
        return cast(payloads.Handoff, await self._post("/handoffs", body, once(idempotency_key)))

    async def handoff_status(self, handoff_id: str) -> payloads.Handoff:
        """How a case stands, for the client who called, the assistant and the desk."""
        return cast(payloads.Handoff, await self._get(f"/handoffs/{part(handoff_id)}/status"))

    async def handoffs(self, state: str | None = None) -> list[payloads.QueuedHandoff]:
        """The queue in the order it should be worked; `state`: waiting, claimed or closed (default: not closed)."""
        return cast(list[payloads.QueuedHandoff], await self._get("/handoffs", state=state))

    async def handoff(self, handoff_id: str) -> payloads.HandoffDetail:
        return cast(payloads.HandoffDetail, await self._get(f"/handoffs/{part(handoff_id)}"))

    async def claim(self, handoff_id: str) -> payloads.HandoffDetail:
        """Takes a case. AccountError 409 names who has it; a holder silent for 90 s loses it."""
        return await self._act(handoff_id, "claim", {})

    async def heartbeat(self, handoff_id: str) -> payloads.Handoff:
        """Says that the holder is still there; at least every 90 s. 409 when the case is not the caller's."""
        return cast(payloads.Handoff, await self._post(f"/handoffs/{part(handoff_id)}/heartbeat", {}))

    async def release(self, handoff_id: str, note: str) -> payloads.HandoffDetail:
        """Puts a case the caller holds back into the queue."""
        return await self._act(handoff_id, "release", {"note": note})

    async def close(self, handoff_id: str, outcome: payloads.Outcome, note: str) -> payloads.HandoffDetail:
        """Ends a case the caller holds; the assistant serves the client again."""
        return await self._act(handoff_id, "close", {"outcome": outcome, "note": note})

    async def note_handoff(self, idempotency_key: str, handoff_id: str, text: str) -> payloads.HandoffNote:
        """An internal note, never shown to the client."""
        path = f"/handoffs/{part(handoff_id)}/notes"
        return cast(payloads.HandoffNote, await self._post(path, {"text": text}, once(idempotency_key)))

    async def _act(self, handoff_id: str, what: str, body: Json) -> payloads.HandoffDetail:
        return cast(payloads.HandoffDetail, await self._post(f"/handoffs/{part(handoff_id)}/{what}", body))

    # --- the desk's clients

    async def desk_clients(self, q: str | None = None) -> list[payloads.DeskClient]:
        """The clients the caller looks after, by id; `q` is part of an id or of a name."""
        return cast(list[payloads.DeskClient], await self._get("/desk/clients", q=q))

    async def staff(self) -> list[payloads.Colleague]:
        """The names of all colleagues."""
        return cast(list[payloads.Colleague], await self._get("/desk/staff"))

    async def calls(self, group: str | None = None) -> list[payloads.CallLine]:
        """The clients with an open margin call, the earliest deadline first; of one group only, if given."""
        return cast(list[payloads.CallLine], await self._get("/desk/calls", group=group))

    async def log_contact(
        self, idempotency_key: str, client_id: str, channel: str, result: str, note: str
    ) -> payloads.Contact:
        """One attempt to reach a client."""
        body = {"channel": channel, "result": result, "note": note}
        path = f"/desk/clients/{part(client_id)}/contacts"
        return cast(payloads.Contact, await self._post(path, body, once(idempotency_key)))

    # --- tickets

    async def open_ticket(
        self, idempotency_key: str, category: str, text: str, details: Json
    ) -> payloads.Ticket:
        """Opens a complaint ticket once per key; the same key with another body is AccountError 409."""
        return await self._ticket("/tickets", idempotency_key, _ticket(category, text, details))

    async def open_ticket_for(
        self, idempotency_key: str, client_id: str, category: str, text: str, details: Json
    ) -> payloads.Ticket:
        """The same for a client the caller looks after."""
        path = f"/desk/clients/{part(client_id)}/tickets"
        return await self._ticket(path, idempotency_key, _ticket(category, text, details))

    async def tickets(self) -> list[payloads.Ticket]:
        return cast(list[payloads.Ticket], await self._get("/tickets"))

    async def ticket(self, number: str) -> payloads.Ticket:
        return cast(payloads.Ticket, await self._get(f"/tickets/{part(number)}"))

    async def ticket_status(
        self, idempotency_key: str, number: str, status: payloads.TicketState, note: str
    ) -> payloads.Ticket:
        """Moves a ticket on; the client reads status and note as a follow-up."""
        body = {"status": status, "note": note}
        return await self._ticket(f"/tickets/{part(number)}/status", idempotency_key, body)

    async def ticket_evidence(
        self, idempotency_key: str, number: str, kind: str, title: str, detail: str
    ) -> payloads.Ticket:
        """Adds what shows something to a ticket; the client sees it."""
        body = {"kind": kind, "title": title, "detail": detail}
        return await self._ticket(f"/tickets/{part(number)}/evidence", idempotency_key, body)

    async def amend_ticket(self, idempotency_key: str, number: str, details: Json) -> payloads.Ticket:
        """Corrects details before the answer: what is given replaces, None takes away. 409 once it was answered."""
        return await self._ticket(
            f"/tickets/{part(number)}/amendments", idempotency_key, {"details": details}
        )

    async def attach(
        self, idempotency_key: str, number: str, name: str, media_type: str, content: bytes
    ) -> payloads.Ticket:
        """Adds a PDF, PNG, JPEG or plain text of at most 5 MB, once per key. 422 names what is refused, 413 a larger one."""
        answer = await self._send(
            "POST",
            f"/tickets/{part(number)}/attachments",
            headers=once(idempotency_key) | {"Content-Type": media_type},
            params={"name": name},
            content=content,
        )
        return cast(payloads.Ticket, answer)

    async def attachments(self, number: str) -> list[payloads.TicketAttachment]:
        """The files of a ticket, oldest first, without their content."""
        path = f"/tickets/{part(number)}/attachments"
        return cast(list[payloads.TicketAttachment], await self._get(path))

    async def attachment(self, number: str, attachment: int) -> bytes:
        """The content of one file of a ticket."""
        return await self._bytes(f"/tickets/{part(number)}/attachments/{attachment}")

    async def _ticket(self, path: str, key: str, body: dict[str, Any]) -> payloads.Ticket:
        return cast(payloads.Ticket, await self._post(path, body, once(key)))


def _ticket(category: str, text: str, details: Json) -> Json:
    return {"category": category, "text": text, "details": details}
