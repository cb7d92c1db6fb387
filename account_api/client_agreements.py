"""The calls of `AccountClient` about agreements: templates, reading and signing, amendments, credit lines, extensions."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from account_api import payloads_agreements as payloads
from account_api import payloads_lines
from account_api.transport import Json, Transport, once, part


class AgreementCalls(Transport):
    """AccountError 409 says what stands against it in both languages, 422 names wrong fields; NotFound also stands for what is
    another client's, TooManyAttempts for a step read too quickly.
    """

    __slots__ = ()

    # --- the client's agreement

    async def agreements(self, client_id: str) -> payloads.Agreements:
        """Every agreement of a client, which one holds, and what could be signed."""
        return cast(payloads.Agreements, await self._get(f"/accounts/{part(client_id)}/agreements"))

    async def open_agreement(self, client_id: str) -> payloads.Agreement:
        """The offered version as the client's own text, to be read; again, the same."""
        return cast(payloads.Agreement, await self._post(f"/accounts/{part(client_id)}/agreements", {}))

    async def agreement(self, client_id: str, agreement_id: str) -> payloads.Agreement:
        """One agreement whole, as it was signed."""
        return cast(payloads.Agreement, await self._get(_agreement(client_id, agreement_id)))

    async def read_step(
        self, client_id: str, agreement_id: str, step: str, channel: str = "app"
    ) -> payloads.Agreement:
        """The next section or disclosure (`next_step`) was read."""
        path = f"{_agreement(client_id, agreement_id)}/steps/{part(step)}"
        return cast(payloads.Agreement, await self._post(path, {"channel": channel}))

    async def signing_code(self, client_id: str, agreement_id: str) -> payloads.Code:
        """Sends a code to sign with; in a demo home the answer has it."""
        return cast(payloads.Code, await self._post(f"{_agreement(client_id, agreement_id)}/code", {}))

    async def sign_agreement(
        self,
        idempotency_key: str,
        client_id: str,
        agreement_id: str,
        sha256: str,
        channel: str = "app",
        *,
        challenge: str | None = None,
        code: str | None = None,
    ) -> payloads.Agreement:
        """Signs the text of that hash, once per key. NotAllowed for a wrong code."""
        body: Json = {"sha256": sha256, "confirm": True, "channel": channel}
        if challenge is not None:
            body |= {"challenge": challenge, "code": code}
        path = f"{_agreement(client_id, agreement_id)}/sign"
        return cast(payloads.Agreement, await self._post(path, body, once(idempotency_key)))

    # --- amendments

    async def amendments(self, client_id: str) -> list[payloads.AmendmentLine]:
        """Every amendment, the newest first; to the client those that were offered."""
        answer = await self._get(f"/accounts/{part(client_id)}/amendments")
        return cast(list[payloads.AmendmentLine], answer)

    async def amendment(self, client_id: str, amendment_id: str) -> payloads.Amendment:
        """One amendment with everything it changes, and what that means in figures."""
        path = f"/accounts/{part(client_id)}/amendments/{part(amendment_id)}"
        return cast(payloads.Amendment, await self._get(path))

    async def answer_amendment(
        self,
        idempotency_key: str,
        client_id: str,
        amendment_id: str,
        accept: bool,
        sha256: str,
        channel: str = "app",
    ) -> payloads.Amendment:
        """The client's yes or no to the text of that hash, once per key."""
        path = f"/accounts/{part(client_id)}/amendments/{part(amendment_id)}/answer"
        body: Json = {"accept": accept, "sha256": sha256, "channel": channel}
        return cast(payloads.Amendment, await self._post(path, body, once(idempotency_key)))

    async def propose_amendment(
        self, idempotency_key: str, client_id: str, body: Mapping[str, Any]
    ) -> payloads.Amendment:
        """Asks a second person to offer an amendment: {"version", "reason", "answer_by", "effective_from", "terms"?}."""
        path = f"/accounts/{part(client_id)}/amendments"
        return cast(payloads.Amendment, await self._post(path, dict(body), once(idempotency_key)))

    # --- templates

    async def agreement_templates(self) -> list[payloads.TemplateLine]:
        """Every version of every template, the newest first. NotAllowed for clients."""
        return cast(list[payloads.TemplateLine], await self._get("/agreement-templates"))

    async def agreement_template(self, template: str, version: int) -> payloads.Template:
        """One version with its texts, its terms and what stands against publishing it."""
        return cast(payloads.Template, await self._get(f"/agreement-templates/{part(template)}/{version}"))

    async def create_template(self, idempotency_key: str, body: Mapping[str, Any]) -> payloads.Template:
        """The next version as a draft: {"terms", "template"?, "title"?, "body"?}."""
        answer = await self._post("/agreement-templates", dict(body), once(idempotency_key))
        return cast(payloads.Template, answer)

    async def publish_template(
        self, idempotency_key: str, template: str, version: int, reason: Mapping[str, str]
    ) -> payloads.Template:
        """Asks a second person to publish a draft; `reason` is {"zh", "en"}. Its `proposal_id` is what is decided."""
        path = f"/agreement-templates/{part(template)}/{version}/publish"
        answer = await self._post(path, {"reason": dict(reason)}, once(idempotency_key))
        return cast(payloads.Template, answer)

    # --- credit lines

    async def credit_line(self, client_id: str) -> payloads_lines.LineStanding:
        """The line, what is left of it, what it could be and why, requests, and what would freeze it."""
        path = f"/accounts/{part(client_id)}/credit-line"
        return cast(payloads_lines.LineStanding, await self._get(path))

    async def credit_line_requests(self, client_id: str) -> list[payloads_lines.LineRequest]:
        """Every request and what became of it, the newest first."""
        path = f"/accounts/{part(client_id)}/credit-line-requests"
        return cast(list[payloads_lines.LineRequest], await self._get(path))

    async def ask_credit_line(
        self, idempotency_key: str, client_id: str, amount: str, reason: str
    ) -> payloads_lines.LineRequest:
        """Asks for another line, once per key; its `id` is the proposal that is decided."""
        path = f"/accounts/{part(client_id)}/credit-line-requests"
        body: Json = {"amount": amount, "reason": reason}
        return cast(payloads_lines.LineRequest, await self._post(path, body, once(idempotency_key)))

    async def withdraw_credit_line_request(
        self, client_id: str, request_id: str, reason: str, key: str | None = None
    ) -> payloads_lines.LineRequest:
        """Takes one's own request back, once per key."""
        path = f"/accounts/{part(client_id)}/credit-line-requests/{part(request_id)}/withdraw"
        answer = await self._post(path, {"reason": reason}, once(key or secrets.token_hex(16)))
        return cast(payloads_lines.LineRequest, answer)

    # --- extensions

    async def extensions(self, client_id: str) -> list[payloads_lines.Extension]:
        """Every request and what became of it, the newest first."""
        path = f"/accounts/{part(client_id)}/extensions"
        return cast(list[payloads_lines.Extension], await self._get(path))

    async def check_extension(
        self, client_id: str, contract: str, months: int = 6, as_of: date | None = None
    ) -> payloads_lines.ExtensionCheck:
        """Whether a request would stand, condition by condition; nothing is asked for by this."""
        path = f"/accounts/{part(client_id)}/extensions/check"
        answer = await self._get(path, contract=contract, months=str(months), as_of=as_of)
        return cast(payloads_lines.ExtensionCheck, answer)

    async def ask_extension(
        self, idempotency_key: str, client_id: str, contract: str, months: int = 6, note: str = ""
    ) -> payloads_lines.Extension:
        """Asks for an extension, once per key; its `id` is the proposal that is decided."""
        path = f"/accounts/{part(client_id)}/extensions"
        body: Json = {"contract": contract, "months": months, "note": note}
        return cast(payloads_lines.Extension, await self._post(path, body, once(idempotency_key)))

    async def withdraw_extension(
        self, client_id: str, request_id: str, reason: str, key: str | None = None
    ) -> payloads_lines.Extension:
        """Takes one's own request back, once per key."""
        path = f"/accounts/{part(client_id)}/extensions/{part(request_id)}/withdraw"
        answer = await self._post(path, {"reason": reason}, once(key or secrets.token_hex(16)))
        return cast(payloads_lines.Extension, answer)


def _agreement(client_id: str, agreement_id: str) -> str:
    return f"/accounts/{part(client_id)}/agreements/{part(agreement_id)}"
