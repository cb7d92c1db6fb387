"""What the assistant needs from outside and what it offers to channels: Protocols beside their users."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Protocol

from bot.applying_port import Applying
from bot.library_port import Knowledge as Knowledge
from bot.library_port import Passage as Passage

Json = dict[str, Any]


class UnknownSession(LookupError):
    """A conversation that does not exist, has ended, or is not the asker's."""


class UnknownFigure(LookupError):
    """A figure that this conversation has not shown to whoever asks now."""


Row = Mapping[str, Any]
HandoffReason = Literal["request", "misses", "distress", "legal", "guard", "security"]
LearningStage = Literal["before", "practice", "after"]
NoticeKind = Literal["raised", "claimed", "released", "closed", "left"]


class Assistant(Protocol):
    """What a channel (web page, Telegram, command line) may ask for.

    A reply is one output turn of ``ask`` (``answer action intent confidence citations figures choices
    latency_ms``) plus ``lang``, ``clock``, ``rules_as_of`` and ``blocks``, the pieces a page renders.
    """

    async def open_session(self, token: str | None, lang: str | None) -> str:
        """Open a conversation, bound to the token's owner where one is given; return its id."""

    async def sign_in(self, session: str, token: str | None) -> Json | None:
        """Bind the conversation to the token's owner, or unbind it with ``None``; return who it is."""

    async def turn(
        self,
        session: str,
        message_id: str,
        text: str,
        lang: str | None = None,
        as_of: date | None = None,
        on_stage: Callable[[str], None] | None = None,
    ) -> Json:
        """Answer one message. The same ``message_id`` again returns the first reply and does nothing."""

    async def history(self, session: str) -> list[Json]:
        """The turns that the present owner may see: ``[{"message_id", "text", "reply"}]``.

        What was said under another identity is not among them. UnknownSession for one that is not there.
        """

    async def attach(self, session: str, name: str, content: bytes) -> Json:
        """Hand in a file, which waits for a ticket: ``{"id", "name"}``. BadFile (422) for one that cannot be taken, UnknownSession."""

    async def recompute(self, session: str, name: str, trace_id: str) -> Json:
        """Ask again for a figure shown here, as it was asked for then: ``{"figure", "same", "hypothetical"}``.

        ``same``: the trace id is unchanged; ``hypothetical``: it rests on given numbers, not on a snapshot.
        UnknownFigure for one that was not shown.
        """

    async def events(self, session: str, after: int = 0, limit: int = 200) -> list[Json]:
        """The conversation's log after event ``after``, as the present owner may see it, in order.

        ``{"id", "at", "kind": "client|reply|agent|notice", "message_id", "author", "data"}``; see
        ``bot.adapters.event_log`` for the data. UnknownSession for one that is not there.
        """

    async def identity(self, session: str) -> Json | None:
        """Who is signed in to the conversation now, ``None`` for nobody. UnknownSession."""

    async def attendance(self, session: str) -> Json | None:
        """The person of this conversation: ``{"handoff", "state": "waiting|attended", "name", "call_back"}``, or ``None``."""

    def account_of(self, session: str) -> Any:
        """The account service as whoever is signed in to the conversation. UnknownSession."""


class DeskDoor(Protocol):
    """What the console of the desk may ask for about a conversation.

    ``client_id`` is the client of the case (``None``: nobody was signed in): what belongs to another is neither
    shown nor reached.
    """

    async def desk_events(
        self, session: str, client_id: str | None, after: int = 0, limit: int = 200
    ) -> list[Json]:
        """The conversation's log after event ``after``, as ``Assistant.events`` gives it."""

    async def post_from_desk(
        self,
        session: str,
        message_id: str,
        author: str,
        text: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int:
        """Put a person's words into the conversation, once per ``message_id``; the event's id."""

    async def notice_from_desk(
        self,
        session: str,
        message_id: str,
        what: NoticeKind,
        handoff: str,
        author: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int:
        """Say in the conversation that ``author`` has claimed, released or closed the case; the event's id."""


class Accounts(Applying, Protocol):
    """The account service as one principal sees it (see ``account_api.client.AccountClient``)."""

    async def figures(self, client_id: str, as_of: date | None = None) -> Row: ...
    async def cures(
        self,
        client_id: str,
        target: str | None = None,
        as_of: date | None = None,
        *,
        limit: str | None = None,
    ) -> Row: ...
    async def positions(self, client_id: str, as_of: date | None = None) -> Row: ...
    async def preview(
        self,
        client_id: str,
        kind: str,
        security: str,
        price: str | None = None,
        quantity: int | None = None,
        as_of: date | None = None,
    ) -> Row: ...
    async def withdrawable(self, client_id: str, as_of: date | None = None) -> Row: ...
    async def interest_schedule(
        self,
        client_id: str,
        until: date | None = None,
        contract: str | None = None,
        as_of: date | None = None,
    ) -> Row: ...
    async def lines(
        self, client_id: str, securities: Sequence[str] = (), as_of: date | None = None
    ) -> Row: ...
    async def what_if(
        self,
        client_id: str,
        changes: Sequence[Mapping[str, Any]],
        as_of: date | None = None,
        target: str | None = None,
    ) -> Row: ...
    async def stress(
        self, client_id: str, scenario: str = "all", requirement: str = "held", as_of: date | None = None
    ) -> Row: ...
    async def plan(
        self,
        client_id: str,
        target: str | None = None,
        objective: str = "cheapest",
        exclude: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Row: ...
    async def liquidation(
        self,
        client_id: str,
        as_of: date | None = None,
        order: Sequence[str] | None = None,
        instead: Sequence[str] | None = None,
        prices_day: date | None = None,
        *,
        t_plus: int | None = None,
        changes: Sequence[Mapping[str, Any]] = (),
    ) -> Row: ...
    async def call_state(self, client_id: str, as_of: date | None = None) -> Row: ...
    async def admission(self, client_id: str, as_of: date | None = None) -> Row: ...
    async def credit(self, client_id: str) -> Row: ...
    async def suitability(self, client_id: str, person: Mapping[str, Any]) -> Row: ...
    async def own_plan(self, client_id: str) -> Row: ...
    async def save_own_plan(self, idempotency_key: str, client_id: str, limits: Mapping[str, Any]) -> Row: ...
    async def review_own_plan(self, client_id: str) -> Row: ...
    async def rule(self, param: str, as_of: date | None = None, **scope: str) -> Row: ...
    async def rules(self, as_of: date | None = None) -> Sequence[Row]: ...
    async def calculate(self, kind: str, inputs: dict[str, str], as_of: date | None = None) -> Row: ...
    async def open_ticket(self, idempotency_key: str, category: str, text: str, details: Json) -> Row: ...
    async def tickets(self) -> Sequence[Row]: ...
    async def raise_handoff(
        self,
        idempotency_key: str,
        reason: HandoffReason,
        summary: str,
        session: str,
        lang: str = "zh",
        tried: Sequence[str] = (),
        evidence: Sequence[Mapping[str, str]] = (),
    ) -> Row: ...
    async def handoff_status(self, handoff: str) -> Row: ...
    async def account(self, client_id: str) -> Row: ...
    async def calls(self, group: str | None = None) -> Sequence[Row]: ...
    async def handoffs(self, state: str | None = None) -> Sequence[Row]: ...
    async def campaigns(self) -> Sequence[Row]: ...
    async def create_campaign(self, idempotency_key: str, body: Json) -> Row: ...
    async def preview_campaign(self, campaign_id: str) -> Row: ...
    async def campaign_results(self, campaign_id: str) -> Row: ...
    async def record_lesson(self, course: str, lesson: str, learner: str | None = None) -> Row: ...
    async def record_attempt(
        self,
        idempotency_key: str,
        course: str,
        stage: LearningStage,
        seed: str | int,
        lang: str,
        items: Sequence[Mapping[str, Any]],
        score: Any,
        learner: str | None = None,
    ) -> Row: ...
    async def progress(self, learner: str | None = None) -> Row: ...
    async def notices(self, client_id: str) -> Sequence[Row]: ...
    async def notice_proof(self, client_id: str, notice_id: str) -> Row: ...
    async def acknowledge_notice(self, client_id: str, notice_id: str) -> Row: ...
    async def margin_calls(self, client_id: str) -> Sequence[Row]: ...
    async def call_cases(self, group: str | None = None) -> Sequence[Row]: ...
    async def client_proposals(self, client_id: str) -> Sequence[Row]: ...
    async def alerts(self, client_id: str) -> Sequence[Row]: ...
    async def set_alert(
        self,
        idempotency_key: str,
        client_id: str,
        what: Any,
        level: str,
        *,
        security: str | None = None,
        contract: str | None = None,
        channel: str = "app",
        quiet: tuple[str, str] | None = None,
    ) -> Row: ...
    async def remove_alert(self, client_id: str, alert_id: str) -> Row: ...
    async def contract_changes(self, client_id: str, since: date | None = None) -> Row: ...
    async def commission_difference(
        self, client_id: str, rate: str, since: date | None = None, until: date | None = None
    ) -> Row: ...
    async def attach(
        self, idempotency_key: str, number: str, name: str, media_type: str, content: bytes
    ) -> Row: ...
    async def inbox(self) -> Sequence[Row]: ...
    async def set_consents(self, education: bool) -> Row: ...
    async def firm(self) -> Row: ...
    async def securities(self) -> Sequence[Row]: ...
    async def me(self) -> Row: ...
