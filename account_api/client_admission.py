"""The calls of `AccountClient` about applying for a credit account: the client's own acts, then those of the desk."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from account_api import payloads_admission as payloads
from account_api.payloads_desk import Handoff
from account_api.transport import Json, Transport, iso, once, part


class AdmissionCalls(Transport):
    """An application from its first word to the decision, which is a proposal (`approve`, `refuse`)."""

    __slots__ = ()

    async def application(self, client_id: str) -> payloads.Application:
        """Where it stands, what is next and by whom, what is open; `state` is none where nothing was applied for."""
        return cast(payloads.Application, await self._get(_path(client_id, "application")))

    async def open_application(self, idempotency_key: str, client_id: str) -> payloads.Application:
        """A draft, or the application that is open. AccountError 409 with an account, or too soon after a refusal."""
        return await self._course(idempotency_key, client_id, "application")

    async def submit_application(
        self, idempotency_key: str, client_id: str, note: str = ""
    ) -> payloads.Application:
        """Hands it in. AccountError 409 `not-complete` names in `errors` what is missing."""
        return await self._course(idempotency_key, client_id, "application/submit", note)

    async def withdraw_application(
        self, idempotency_key: str, client_id: str, note: str = ""
    ) -> payloads.Application:
        """Takes it back. AccountError 409 where it is decided."""
        return await self._course(idempotency_key, client_id, "application/withdraw", note)

    async def explain_application(self, client_id: str) -> payloads.AdmissionExplanation:
        """Why it stands as it does, with figures and rules."""
        path = _path(client_id, "application/explanation")
        return cast(payloads.AdmissionExplanation, await self._get(path))

    async def ask_admission_person(self, idempotency_key: str, client_id: str, question: str) -> Handoff:
        """Calls a person to explain or to look again."""
        path = _path(client_id, "application/person")
        return cast(Handoff, await self._post(path, {"question": question}, once(idempotency_key)))

    # --- facts

    async def facts(self, client_id: str) -> list[payloads.Fact]:
        return cast(list[payloads.Fact], await self._get(_path(client_id, "facts")))

    async def state_fact(
        self,
        idempotency_key: str,
        client_id: str,
        name: str,
        value: str,
        source: str = "client",
        evidence: str | None = None,
        valid_until: date | None = None,
    ) -> payloads.Fact:
        """States a fact: a day, a plain decimal, or yes or no. NotAllowed for one that only the firm states."""
        body: Json = {"value": value, "source": source, "evidence": evidence, "valid_until": iso(valid_until)}
        path = _path(client_id, f"facts/{part(name)}")
        return cast(payloads.Fact, await self._send("PUT", path, once(idempotency_key), json=body))

    # --- the questionnaire

    async def questionnaire(self, client_id: str) -> payloads.Questionnaire:
        return cast(payloads.Questionnaire, await self._get(_path(client_id, "questionnaire")))

    async def start_questionnaire(self, idempotency_key: str, client_id: str) -> payloads.Questionnaire:
        """Starts it, or goes on with the one that is open. AccountError 409 says from when it can be taken again."""
        path = _path(client_id, "questionnaire")
        return cast(payloads.Questionnaire, await self._post(path, {}, once(idempotency_key)))

    async def answer_questionnaire(
        self, idempotency_key: str, client_id: str, version: str, answers: Mapping[str, str]
    ) -> payloads.Questionnaire:
        """Answers some questions, option by question. AccountError 409 where the version has changed."""
        body: Json = {"version": version, "answers": dict(answers)}
        path = _path(client_id, "questionnaire/answers")
        return cast(payloads.Questionnaire, await self._send("PUT", path, once(idempotency_key), json=body))

    async def finish_questionnaire(self, idempotency_key: str, client_id: str) -> payloads.Questionnaire:
        """Grades it, or asks again what contradicts itself (`contradictions`). AccountError 409 names what is unanswered."""
        path = _path(client_id, "questionnaire/finish")
        return cast(payloads.Questionnaire, await self._post(path, {}, once(idempotency_key)))

    # --- the desk

    async def applications(self, states: Sequence[str] = ()) -> list[payloads.QueuedApplication]:
        """The queue, the oldest first; without states, those that wait for somebody."""
        return cast(list[payloads.QueuedApplication], await self._get("/applications", state=states or None))

    async def review_application(
        self, idempotency_key: str, client_id: str, note: str = ""
    ) -> payloads.Application:
        """Takes a submitted application up."""
        return await self._course(idempotency_key, client_id, "application/review", note)

    async def verify_fact(
        self,
        idempotency_key: str,
        client_id: str,
        name: str,
        version: int,
        evidence: str | None = None,
        verified_at: datetime | None = None,
    ) -> payloads.Fact:
        """Verifies the version that was looked at. NotAllowed for who entered it, AccountError 409 for an older version."""
        at = None if verified_at is None else verified_at.isoformat()
        body: Json = {"version": version, "evidence": evidence, "verified_at": at}
        path = _path(client_id, f"facts/{part(name)}/verify")
        return cast(payloads.Fact, await self._post(path, body, once(idempotency_key)))

    async def propose_admission(
        self, idempotency_key: str, client_id: str, note: str = ""
    ) -> payloads.Application:
        """Puts it before risk; `proposal_id` is what is decided. AccountError 409 names what is not verified."""
        return await self._course(idempotency_key, client_id, "application/propose", note)

    async def _course(
        self, idempotency_key: str, client_id: str, course: str, note: str | None = None
    ) -> payloads.Application:
        body: Json = {} if note is None else {"note": note}
        answer = await self._post(_path(client_id, course), body, once(idempotency_key))
        return cast(payloads.Application, answer)


def _path(client_id: str, what: str) -> str:
    return f"/clients/{part(client_id)}/{what}"
