"""A desk in a few lines: two groups of agents, one client, three cases, and a guard that knows one wrong number."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from account_api.client import AccountError, NotAllowed, NotFound
from bot.adapters.conversations import Conversations
from bot.adapters.event_log import Belongs, Event
from bot.desk import Desk
from bot.desk_line import DeskLine

from ..fakes import CURES, LINES, NOW, RATIO, figure

Json = dict[str, Any]
AT = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
EVIL = '<img src=x onerror="document.title=1">'
PEOPLE = {
    "demo-agent": ("agent", "east", "坐席甲"),
    "demo-colleague": ("agent", "east", "坐席丙"),
    "demo-agent2": ("agent", "west", "坐席乙"),
    "demo-call": ("client", "east", "李**"),
}
SHORTFALL = figure("shortfall_to_restore", "120000", "120,000.00", "CNY", "target * liabilities - assets")
CALL = {
    "called_on": "2026-11-20",
    "deadline": "2026-11-23T15:00:00+08:00",
    "provisional": False,
    "state": "open",
}
TERMS = {name: value for name, _, value in LINES}


def not_there() -> NotFound:
    return NotFound(
        404, {"title": "Not found", "title_zh": "未找到", "status": 404, "detail": "No such case."}
    )


def taken_by(name: str) -> AccountError:
    problem = {"title": "Taken", "title_zh": "已被接入", "status": 409, "detail": name, "detail_zh": name}
    return AccountError(409, problem)


def case(number: int, client_id: str | None = "demo-call", **rest: Any) -> Json:
    return {
        "id": f"H20261120-000{number}",
        "reason": "request",
        "state": "waiting",
        "raised_at": NOW,
        "assigned_group": "east",
        "attended": False,
        "agent_name": None,
        "answer_by": "2026-11-20T16:40:00+08:00",
        "call_back": None,
        "rank": number,
        "why": {"zh": "追保今日截止，已等待", "en": "margin call due, waiting"},
        "waiting_minutes": 3,
        "summary": "客户要求人工：已被追保，不清楚要补多少。",
        "lang": "zh",
        "client_id": client_id,
        "name_masked": "李**" if client_id else None,
        "claimed_by": None,
        "claimed_at": None,
        "call": CALL if client_id else None,
        "session": f"s{number}",
        "tried": ["要补多少？→ 已答复三种补法"],
        "evidence": [{"kind": "figure", "title": "维持担保比例", "detail": RATIO["trace_id"]}],
        "notes": [],
        "outcome": None,
        "closed_at": None,
    } | rest


@dataclass
class Firm:
    """What the account service remembers. ``seconds`` is the wall clock of claims; ``denied`` the audit trail."""

    cases: dict[str, Json] = field(default_factory=dict)
    beats: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    denied: list[str] = field(default_factory=list)
    contacts: dict[str, Json] = field(default_factory=dict)
    tickets: dict[str, Json] = field(default_factory=dict)

    def as_token(self, token: str | None) -> FakeService:
        return FakeService(self, token or "")

    async def sign_in(self, username: str, password: str, visitor: str | None = None) -> SimpleNamespace:
        if username not in PEOPLE or password != "correct horse":
            raise NotAllowed(401, {"title": "Not signed in", "title_zh": "登录失败", "status": 401})
        return SimpleNamespace(
            status="code_required", token=None, challenge=f"c-{username}", demo_code="246810"
        )

    async def verify_code(self, challenge: str, code: str, visitor: str | None = None) -> SimpleNamespace:
        if code != "246810":
            raise NotAllowed(401, {"title": "Wrong code", "title_zh": "验证码不正确", "status": 401})
        return SimpleNamespace(
            status="ok", token=challenge.removeprefix("c-"), challenge=None, demo_code=None
        )

    async def demo_sign_in(self, user: str) -> SimpleNamespace:
        return SimpleNamespace(status="ok", token=user, challenge=None, demo_code=None)


@dataclass
class FakeService:
    """The account service as one principal sees it."""

    world: Firm
    user: str

    async def me(self) -> Json:
        if self.user not in PEOPLE:
            raise NotAllowed(401, {"title": "Please sign in", "title_zh": "请先登录", "status": 401})
        role, group, name = PEOPLE[self.user]
        scopes = ["profile", "handoffs:read"] if role == "agent" else ["profile"]
        client_id = self.user if role == "client" else None
        return {
            "user": self.user,
            "role": role,
            "client_id": client_id,
            "display_name": name,
            "group": group,
            "scopes": scopes,
        }

    async def firm(self) -> Json:
        return {"now": NOW, "demo": True}

    async def handoffs(self, state: str | None = None) -> list[Json]:
        if PEOPLE[self.user][0] != "agent":
            self.world.denied.append(self.user)
            raise NotAllowed(
                403, {"title": "Your role may not do this", "title_zh": "当前角色无此权限", "status": 403}
            )
        mine = PEOPLE[self.user][1]
        return [
            self._now(row)
            for row in self.world.cases.values()
            if row["assigned_group"] == mine and row["state"] != "closed"
        ]

    async def handoff(self, handoff_id: str) -> Json:
        row = self.world.cases.get(handoff_id)
        if row is None or row["assigned_group"] != PEOPLE[self.user][1]:
            raise not_there()
        return self._now(row)

    async def claim(self, handoff_id: str) -> Json:
        row = await self.handoff(handoff_id)
        if row["attended"] and row["claimed_by"] != self.user:
            raise taken_by(row["agent_name"])
        stored = self.world.cases[handoff_id]
        if stored["claimed_by"] != self.user:
            stored["claimed_at"] = f"{self.world.seconds}"
        stored.update(state="claimed", claimed_by=self.user, agent_name=PEOPLE[self.user][2])
        self.world.beats[handoff_id] = self.world.seconds
        return await self.handoff(handoff_id)

    async def heartbeat(self, handoff_id: str) -> Json:
        row = await self._held(handoff_id)
        self.world.beats[handoff_id] = self.world.seconds
        return row

    async def release(self, handoff_id: str, note: str) -> Json:
        await self._held(handoff_id)
        self.world.cases[handoff_id].update(
            state="waiting", claimed_by=None, agent_name=None, claimed_at=None
        )
        return await self.handoff(handoff_id)

    async def close(self, handoff_id: str, outcome: str, note: str) -> Json:
        await self._held(handoff_id)
        self.world.cases[handoff_id].update(state="closed", outcome=outcome)
        return await self.handoff(handoff_id)

    async def note_handoff(self, key: str, handoff_id: str, text: str) -> Json:
        row = await self.handoff(handoff_id)
        note = {"at": NOW, "author": PEOPLE[self.user][2], "kind": "note", "text": text}
        row["notes"].append(note)
        return note

    async def desk_clients(self, q: str | None = None) -> list[Json]:
        known = {
            "client_id": "demo-call",
            "name_masked": "李**",
            "group": "east",
            "band": "call",
            "maintenance_ratio": RATIO,
        }
        return [known] if PEOPLE[self.user][1] == "east" and (q or "demo-call") in "demo-call 李**" else []

    async def log_contact(self, key: str, client_id: str, channel: str, result: str, note: str) -> Json:
        await self.account(client_id)
        self.world.contacts[client_id] = {
            "at": NOW,
            "agent_name": PEOPLE[self.user][2],
            "channel": channel,
            "result": result,
            "note": note,
        }
        return self.world.contacts[client_id]

    async def tickets(self) -> list[Json]:
        return list(self.world.tickets.values()) if PEOPLE[self.user][1] == "east" else []

    async def ticket(self, number: str) -> Json:
        if number not in self.world.tickets:
            raise not_there()
        return self.world.tickets[number]

    async def ticket_status(self, key: str, number: str, status: str, note: str) -> Json:
        row = await self.ticket(number)
        row["status"] = status
        row["follow_ups"].append({"at": NOW, "text": note})
        return row

    async def ticket_evidence(self, key: str, number: str, kind: str, title: str, detail: str) -> Json:
        row = await self.ticket(number)
        row["evidence"].append({"at": NOW, "kind": kind, "title": title, "detail": detail})
        return row

    async def open_ticket_for(
        self, key: str, client_id: str, category: str, text: str, details: Json
    ) -> Json:
        await self.account(client_id)
        number = f"T20261120-000{len(self.world.tickets) + 1}"
        return self.world.tickets.setdefault(key, ticket(number, client_id, category, text, details))

    async def account(self, client_id: str) -> Json:
        if client_id != "demo-call" or PEOPLE[self.user][1] != "east":
            raise not_there()
        return {"client_id": client_id, "name_masked": EVIL, "currency": "CNY", "terms": TERMS}

    async def figures(self, client_id: str, as_of: Any = None) -> Json:
        shown = {each["name"]: each for each in (RATIO, SHORTFALL, *CURES)}
        return {"band": "call", "figures": shown, "snapshot_time": NOW, "price_time": NOW, "terms": TERMS}

    async def cures(self, client_id: str, target: Any = None, as_of: Any = None) -> Json:
        return {"cures": [], "call": CALL}

    async def positions(self, client_id: str, as_of: Any = None) -> Json:
        holding = {
            "security": "600519.SH",
            "name": EVIL,
            "name_en": "Example",
            "quantity": 800,
            "price": None,
            "market_value": None,
            "conversion_rate": "0.7",
            "status": "normal",
        }
        return {"holdings": [holding], "contracts": []}

    async def history(self, client_id: str, as_of: Any = None) -> Json:
        ratios = ("1.52", "1.44", None, "1.36", "1.28")
        days = [figure("maintenance_ratio", value, value and f"{float(value):.2%}") for value in ratios]
        return {
            "days": [
                {"date": f"2026-11-{16 + i}", "band": "call", "maintenance_ratio": day}
                for i, day in enumerate(days)
            ]
        }

    async def progress(self, learner: str | None = None) -> Json:
        read = {"lessons": ["lesson-1"], "before": {"right": 3, "total": 5}, "after": None, "gain": None}
        return {"learner": learner, "courses": {"before-opening": read, "unknown": read}}

    def _now(self, row: Json) -> Json:
        beaten = self.world.seconds - self.world.beats.get(row["id"], -1e9) < 90
        return {**row, "attended": row["state"] == "claimed" and beaten}

    async def _held(self, handoff_id: str) -> Json:
        row = await self.handoff(handoff_id)
        if row["claimed_by"] != self.user or row["state"] != "claimed":
            raise taken_by(row["agent_name"] or "nobody")
        return row


def ticket(number: str, client_id: str, category: str, text: str, details: Json) -> Json:
    return {
        "number": number,
        "client_id": client_id,
        "name_masked": "李**",
        "status": "open",
        "category": category,
        "opened_at": NOW,
        "due_on": "2026-11-27",
        "due_provisional": False,
        "text": text,
        "details": details,
        "follow_ups": [],
        "evidence": [],
        "sla": {
            "due_on": "2026-11-27",
            "business_days_left": 5,
            "state": "on_time",
            "provisional": False,
            "answered_on": None,
        },
    }


@dataclass(frozen=True)
class FakeReview:
    """Marks 150% where the ratio is 128.00%."""

    text: str

    @property
    def passed(self) -> bool:
        return "150%" not in self.text

    @property
    def corrected(self) -> str:
        return self.text.replace("150%", "128.00%")

    def as_json(self) -> Json:
        start = self.text.find("150%")
        issue = {
            "start": start,
            "end": start + 4,
            "text": "150%",
            "code": "wrong_value",
            "expected": "128.00%",
            "why": {"zh": "维持担保比例不是这个数", "en": "not the maintenance ratio"},
        }
        return {
            "passed": self.passed,
            "issues": [] if self.passed else [issue],
            "claims": [],
            "corrected": self.corrected,
            "checked": self.text.count("%"),
        }


def reviewing(text: str, _client_id: str | None, _as_of: Any, _lang: str) -> Generator[Any, Any, FakeReview]:
    yield from ()
    return FakeReview(text)


@dataclass
class Office:
    """The desk over a real conversation log in memory."""

    firm: Firm
    conversations: Conversations
    desk: Desk

    def says(self, session: str, text: str, message_id: str, client_id: str | None = "demo-call") -> None:
        """The client writes."""
        entry = Event("client", message_id, client_id, {"text": text}, NOW)
        self.conversations.append_event(session, entry, Belongs(client_id, client_id))


def office(firm: Firm, url: str = "sqlite://") -> Office:
    conversations = Conversations.open(url)
    line = DeskLine(lambda: firm.as_token(None), conversations, lambda: AT)  # type: ignore[arg-type, return-value]
    desk = Desk(
        lambda: firm.as_token(None),  # type: ignore[arg-type, return-value]
        line,
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        reviewing,
        lambda: AT,
        lambda: firm.seconds,
    )
    return Office(firm, conversations, desk)
