"""A firm in a few lines for the tests of the doors: an assistant with prepared replies, its account service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from account_api.client import NotAllowed, NotFound
from bot.channels.gauge import gauge_svg
from bot.dialogue.files import named
from bot.ports import UnknownFigure, UnknownSession

Json = dict[str, Any]
LINES = (
    ("minimum_line", "最低线", "1.10"),
    ("liquidation_line", "平仓线", "1.30"),
    ("warning_line", "预警线", "1.40"),
    ("restore_line", "补足线", "1.40"),
    ("withdrawal_line", "提取线", "3.00"),
)
NOW = "2026-11-20T16:30:00+08:00"
ARTICLE = (
    "第三十九条 投资者融资买入证券时，融资保证金比例不得低于100%。\n"
    "融资保证金比例是指投资者融资买入时交付的保证金与融资交易金额的比例。"
)
PASSAGE = {
    "id": "financing-margin-ratio/1",
    "title": "融资保证金比例",
    "article": "第三十九条",
    "text": ARTICLE,
    "effective_from": "2026-01-19",
    "effective_to": None,
    "source": "上证发〔2026〕5号",
    "confidence": "seen-exch",
}


def figure(
    name: str, value: str | None, display: str | None, unit: str = "ratio", formula: str = "a / b"
) -> Json:
    source = "account snapshot"
    return {
        "name": name,
        "value": value,
        "display": display,
        "unit": unit,
        "direction": "higher_safer",
        "formula": formula,
        "inputs": [
            {"name": "total_assets", "value": "1280000", "unit": "CNY", "source": source, "time": NOW},
            {"name": "total_liabilities", "value": "1000000", "unit": "CNY", "source": source, "time": NOW},
        ],
        "rule": [
            {
                "param": "liquidation_line",
                "value": "1.30",
                "layer": "contract",
                "source": "融资融券合同",
                "article": "12.3",
                "valid_from": "2024-05-06",
                "valid_to": None,
                "confidence": "contract",
            }
        ],
        "as_of": "2026-11-20T08:30:00+00:00",
        "price_time": "2026-11-20T07:00:00+00:00",
        "missing": [] if value else ["300999.SZ price"],
        "trace_id": "t0123456789abcdef01234567",
    }


RATIO = figure("maintenance_ratio", "1.28", "128.00%", formula="total_assets / total_liabilities")
CURES = (
    figure(
        "cure_repay_outside_cash", "85714.2857142857", "85,714.29", "CNY", "liabilities - assets / target"
    ),
    figure("cure_add_collateral", "120000", "120,000.00", "CNY", "target * liabilities - assets"),
    figure(
        "cure_sell_to_repay", "300000", "300,000.00", "CNY", "(target * liabilities - assets) / (target - 1)"
    ),
)
CITATION = {
    "document": "financing-margin-ratio",
    "passage": PASSAGE["id"],
    "title": "融资保证金比例",
    "kind": "rule",
    "section": "最低比例",
    "article": "第三十九条",
    "quote": "融资保证金比例不得低于100%。",
    "effective_from": "2026-01-19",
    "effective_to": None,
    "confidence": "seen-exch",
}
CHOICES = [{"label": "要补多少", "send": "我要补多少？"}, {"label": "转人工", "send": "我想找人工客服"}]


def reply(
    text: str,
    *,
    action: str = "answer",
    figures: tuple[Json, ...] = (),
    citations: tuple[Json, ...] = (),
    choices: list[Json] | None = None,
    chart: Json | None = None,
) -> Json:
    blocks: list[Json] = [{"kind": "text", "data": {"text": text}}]
    blocks += [{"kind": "chart", "data": chart}] if chart else []
    blocks += [{"kind": "figure", "data": item} for item in figures]
    blocks += [{"kind": "citation", "data": item} for item in citations]
    blocks += [{"kind": "choices", "data": choices}] if choices else []
    return {
        "answer": text,
        "action": action,
        "intent": "fake",
        "confidence": 0.93,
        "citations": list(citations),
        "figures": list(figures),
        "choices": choices or [],
        "latency_ms": 12,
        "lang": "zh",
        "clock": NOW,
        "rules_as_of": "2026-11-20",
        "blocks": blocks,
        "delivered_to": None,
    }


def answer(text: str, who: str | None) -> Json:
    """The prepared reply to ``text`` for a client or (``None``) an anonymous reader."""
    if "最低" in text or "minimum" in text:
        said = "融资保证金比例最低为 100%，适用于 2026-01-19 起新开的合约。\n此前开立的合约及其展期，仍按开立时的比例执行。"
        return reply(said, citations=(CITATION,))
    if who is None:
        return reply("请先登录，我才能查看您的账户。", action="ask")
    if "补" in text or "add" in text:
        said = (
            "有三种补法，金额不同；请在 2026-11-23 15:00 前完成其中一种。\n"
            "- 以外部资金还款：85,714.29 元\n- 追加担保物：120,000.00 元\n- 卖券还款：300,000.00 元"
        )
        return reply(said, figures=CURES, choices=CHOICES[1:])
    svg = gauge_svg("1.28", LINES, display="128.00%")
    chart = {"type": "gauge", "svg": svg, "alt": "维持担保比例 128.00%"}
    said = "您的维持担保比例是 128.00%，低于平仓线 130%。\n【账户 2026-11-20 16:30】总资产除以总负债得出。"
    return reply(said, figures=(RATIO,), chart=chart, choices=CHOICES)


MESSAGE = {
    "id": "I-1",
    "kind": "campaign",
    "campaign": "C-1",
    "title": {"zh": "下跌时怎么办", "en": "When prices fall"},
    "text": {"zh": "您的维持担保比例离警戒线不远，读一课只要几分钟。", "en": "A short lesson on the ratio."},
    "link": "/learn/surviving-a-fall",
    "sent_at": NOW,
    "opened_at": None,
}


def passed_on(name: str) -> Json:
    """The reply to a message that a person at the desk answers."""
    return {**reply(f"已转给{name}。", action="handoff"), "blocks": [], "delivered_to": name}


@dataclass
class FakeAccount:
    """A client's post, empty until a test puts something in; consent given."""

    messages: list[Json] = field(default_factory=list)
    education: bool = True
    telegram: tuple[int | None, str] | None = None

    async def set_telegram(self, chat: int | None, lang: str = "zh") -> Json:
        self.telegram = (chat, lang)
        return {"chat": chat, "lang": lang}

    async def inbox(self) -> list[Json]:
        return self.messages

    async def open_inbox(self, message_id: str) -> Json:
        for message in self.messages:
            if message["id"] == message_id:
                message["opened_at"] = NOW
                return message
        raise NotFound(404, {"title": "Not found", "status": 404})

    async def consents(self) -> Json:
        return {"education": self.education, "since": NOW}

    async def set_consents(self, education: bool) -> Json:
        self.education = education
        return await self.consents()


@dataclass
class FakeAssistant:
    """Remembers conversations. ``delay_s`` slows a turn down; ``failure`` is raised by the next turn.

    ``person`` attends: messages are passed on to them. ``logs`` are the events of each conversation with their owner.
    """

    delay_s: float = 0.0
    failure: Exception | None = None
    turns_run: int = 0
    who: dict[str, str | None] = field(default_factory=dict)
    log: dict[str, list[Json]] = field(default_factory=dict)
    logs: dict[str, list[tuple[str | None, Json]]] = field(default_factory=dict)
    person: Json | None = None
    account: FakeAccount = field(default_factory=FakeAccount)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)

    async def open_session(self, token: str | None, lang: str | None) -> str:
        session = f"s{len(self.who) + 1}"
        self.who[session], self.log[session], self.logs[session] = token, [], []
        return session

    def append(self, session: str, kind: str, message_id: str, data: Json, owner: str | None = None) -> None:
        number = len(self.logs[session]) + 1
        item = {"id": number, "at": NOW, "kind": kind, "message_id": message_id, "author": None, "data": data}
        self.logs[session].append((owner, item))

    def say(self, session: str, message_id: str, text: str, name: str = "林静") -> None:
        """A person at the desk writes to whoever is signed in."""
        self.append(session, "agent", message_id, {"text": text, "name": name}, self.who[session])

    def notify(self, session: str, what: str, words: str, person: Json | None) -> None:
        """A notice, and who attends from now on."""
        self.person = person
        texts = {"zh": words, "zh-Hant": words, "en": words}
        number = len(self.logs[session])
        self.append(session, "notice", f"H:{what}:{number}", {"what": what, "text": texts}, self.who[session])

    async def events(self, session: str, after: int = 0, limit: int = 200) -> list[Json]:
        if session not in self.logs:
            raise UnknownSession(session)
        seen = (None, self.who[session])
        return [item for owner, item in self.logs[session] if owner in seen and item["id"] > after][:limit]

    async def attach(self, session: str, name: str, content: bytes) -> Json:
        plain, _ = named(name, content)
        self.files.append((session, plain, content))
        return {"id": f"f{len(self.files)}", "name": plain}

    async def identity(self, session: str) -> Json | None:
        if session not in self.who:
            raise UnknownSession(session)
        user = self.who[session]
        return {"user": user, "client_id": user, "display_name": user} if user else None

    async def attendance(self, session: str) -> Json | None:
        return self.person

    def account_of(self, session: str) -> FakeAccount:
        return self.account

    async def sign_in(self, session: str, token: str | None) -> Json | None:
        self.who[session] = token
        return {"user": token, "client_id": token, "display_name": token} if token else None

    async def turn(
        self,
        session: str,
        message_id: str,
        text: str,
        lang: str | None = None,
        as_of: date | None = None,
        on_stage: Callable[[str], None] | None = None,
    ) -> Json:
        if session not in self.log:
            raise UnknownSession(session)
        for item in self.log[session]:
            if item["message_id"] == message_id:
                return dict(item["reply"])
        for stage in ("rules", "figures"):
            if on_stage:
                on_stage(stage)
            await asyncio.sleep(self.delay_s)
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        self.turns_run += 1
        owner = self.who[session]
        said = passed_on(self.person["name"]) if self.person and self.person["name"] else answer(text, owner)
        self.log[session].append({"message_id": message_id, "text": text, "reply": said})
        self.append(session, "client", message_id, {"text": text}, owner)
        self.append(session, "reply", message_id, {"reply": said}, owner)
        return said

    async def history(self, session: str) -> list[Json]:
        if session not in self.log:
            raise UnknownSession(session)
        return self.log[session]

    async def recompute(self, session: str, name: str, trace_id: str) -> Json:
        if self.who[session] is None or name != RATIO["name"]:
            raise UnknownFigure(name)
        return {"figure": RATIO, "same": trace_id == RATIO["trace_id"]}


class FakeIdentity:
    """Knows demo-call (second factor 246810) and every persona."""

    async def sign_in(self, username: str, password: str, visitor: str | None = None) -> SimpleNamespace:
        if (username, password) != ("demo-call", "correct horse"):
            raise NotAllowed(401, {"title": "Not signed in", "title_zh": "登录失败", "status": 401})
        return SimpleNamespace(status="code_required", token=None, challenge="c-1", demo_code="246810")

    async def verify_code(self, challenge: str, code: str, visitor: str | None = None) -> SimpleNamespace:
        if (challenge, code) != ("c-1", "246810"):
            raise NotAllowed(401, {"title": "Wrong code", "title_zh": "验证码不正确", "status": 401})
        return SimpleNamespace(status="ok", token="demo-call", challenge=None, demo_code=None)

    async def demo_sign_in(self, user: str) -> SimpleNamespace:
        return SimpleNamespace(status="ok", token=user, challenge=None, demo_code=None)

    async def firm(self) -> Json:
        return {"now": NOW, "demo": True}
