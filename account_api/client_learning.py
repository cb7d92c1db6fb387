"""The calls of `AccountClient` about consents, the inbox, learning and campaigns."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from account_api import payloads_learning as payloads
from account_api.transport import Json, Transport, once, part


class LearningCalls(Transport):
    """What a client has agreed to and was sent, and what a learner has done."""

    __slots__ = ()

    async def consents(self, client_id: str | None = None) -> payloads.Consents:
        """One's own; of a client where staff names one."""
        path = "/me/consents" if client_id is None else f"/clients/{part(client_id)}/consents"
        return cast(payloads.Consents, await self._get(path))

    async def set_consents(self, education: bool) -> payloads.Consents:
        """Agrees or opts out; it counts at once."""
        return cast(payloads.Consents, await self._put("/me/consents", {"education": education}))

    async def inbox(self) -> list[payloads.InboxMessage]:
        """One's own messages, newest first."""
        return cast(list[payloads.InboxMessage], await self._get("/me/inbox"))

    async def open_inbox(self, message_id: str) -> payloads.InboxMessage:
        """Marks a message as opened. NotFound for one that is somebody else's."""
        return cast(payloads.InboxMessage, await self._post(f"/me/inbox/{part(message_id)}/opened", {}))

    async def set_telegram(self, chat: int | None, lang: str = "zh") -> payloads.TelegramChat:
        """Where copies of messages go; None for nowhere."""
        return cast(payloads.TelegramChat, await self._put("/me/telegram", {"chat": chat, "lang": lang}))

    async def record_lesson(self, course: str, lesson: str, learner: str | None = None) -> payloads.Progress:
        """The lesson was read: by oneself, or by a `visitor:…` that the assistant names. The first time counts."""
        body = {"course": course, "lesson": lesson, "learner": learner}
        return cast(payloads.Progress, await self._post("/learning/lessons", body))

    async def record_attempt(
        self,
        idempotency_key: str,
        course: str,
        stage: payloads.Stage,
        seed: str | int,
        lang: str,
        items: Sequence[Mapping[str, Any]],
        score: payloads.Score,
        learner: str | None = None,
    ) -> payloads.Progress:
        """A graded quiz: `items` of {item, answer, right, rules: [{param, as_of}]}, and their score."""
        body = {
            "course": course,
            "stage": stage,
            "seed": str(seed),
            "lang": lang,
            "items": [dict(item) for item in items],
            "score": dict(score),
            "learner": learner,
        }
        return cast(payloads.Progress, await self._post("/learning/attempts", body, once(idempotency_key)))

    async def progress(self, learner: str | None = None) -> payloads.Progress:
        """One's own; of a client for staff, of a `visitor:…` for the assistant."""
        return cast(payloads.Progress, await self._get("/learning/progress", learner=learner))


class CampaignCalls(Transport):
    """What educators do: write, submit, run; a second one approves."""

    __slots__ = ()

    async def campaigns(self) -> list[payloads.Campaign]:
        return cast(list[payloads.Campaign], await self._get("/campaigns"))

    async def held_campaigns(self) -> list[payloads.Campaign]:
        """Those held, and those not yet sent that rest on a rule which has changed; `reason` says which."""
        return cast(list[payloads.Campaign], await self._get("/campaigns/held"))

    async def campaign(self, campaign_id: str) -> payloads.Campaign:
        return cast(payloads.Campaign, await self._get(f"/campaigns/{part(campaign_id)}"))

    async def create_campaign(self, idempotency_key: str, body: Json) -> payloads.Campaign:
        """A draft, once per key. AccountError 422 names a free number, an unknown placeholder or an empty audience."""
        return cast(payloads.Campaign, await self._post("/campaigns", body, once(idempotency_key)))

    async def update_campaign(self, campaign_id: str, body: Json) -> payloads.Campaign:
        """Writes a draft anew, or a held one of which nothing was sent, which becomes a draft."""
        return cast(payloads.Campaign, await self._put(f"/campaigns/{part(campaign_id)}", body))

    async def preview_campaign(self, campaign_id: str) -> payloads.Preview:
        return cast(payloads.Preview, await self._post(f"/campaigns/{part(campaign_id)}/preview", {}))

    async def campaign_results(self, campaign_id: str) -> payloads.CampaignResults:
        return cast(payloads.CampaignResults, await self._get(f"/campaigns/{part(campaign_id)}/results"))

    async def submit_campaign(self, campaign_id: str) -> payloads.Campaign:
        return await self._step(campaign_id, "submit")

    async def approve_campaign(self, campaign_id: str, confirm_broad: bool = False) -> payloads.Campaign:
        """NotAllowed for whoever wrote or submitted it; 409 for one that is approved, or broad and not confirmed."""
        return await self._step(campaign_id, "approve", {"confirm_broad": confirm_broad})

    async def run_campaign(self, campaign_id: str) -> payloads.Campaign:
        """Queues one message for each client selected now. Running it again sends nothing twice."""
        return await self._step(campaign_id, "run")

    async def cancel_campaign(self, campaign_id: str) -> payloads.Campaign:
        """Nothing more of it goes out."""
        return await self._step(campaign_id, "cancel")

    async def _step(self, campaign_id: str, step: str, body: Json | None = None) -> payloads.Campaign:
        answer = await self._post(f"/campaigns/{part(campaign_id)}/{step}", body or {})
        return cast(payloads.Campaign, answer)
