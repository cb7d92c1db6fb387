"""What a played day has changed, as lines to print: bands crossed, calls made and moved on, notices, proposals that wait.

Everything told is read from the service as staff may read it, after it has happened.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from account_api.client import AccountClient
from account_api.demo.personas import PERSONAS
from account_api.notices.texts import TITLES

WATCHED = tuple(each.user for each in PERSONAS if each.position is not None and each.position.owed)
SHOWN = ("demo-watch", "demo-call", "demo-overdue")
"""Whose ratios are told at every hour."""
BANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "safe": ("高于预警线", "above the warning line"),
        "warning": ("低于预警线", "below the warning line"),
        "call": ("低于平仓线", "below the liquidation line"),
        "indeterminate": ("缺少价格，无法计算", "a price is missing"),
        "no_debt": ("无负债", "no debt"),
    }
)
INDEX, INDEX_NAMES = "510300.SH", ("沪深300ETF", "CSI 300 ETF")
"""The fund that stands for the market."""
CHANNELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "app": ("站内信", "inbox"),
        "sms": ("短信", "SMS"),
        "email": ("邮件", "e-mail"),
        "telegram": ("Telegram", "Telegram"),
        "wechat": ("微信", "WeChat"),
        "phone": ("电话", "telephone"),
    }
)
RATIO = "maintenance_ratio"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened; `what` is a word for programs."""

    at: datetime
    what: str
    zh: str
    en: str
    client_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        told = {"at": self.at.isoformat(), "what": self.what, "client_id": self.client_id}
        return told | {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Standing:
    """How the firm stands at one instant, as a risk officer sees it."""

    ratios: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
    proposals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


async def standing(officer: AccountClient) -> Standing:
    """Asks for the figures of every watched account, the cases with their notices, and the liquidations that wait."""
    found = {client: await officer.figures(client) for client in WATCHED}
    cases = [await officer.call_case(each["id"]) for each in await officer.call_cases(closed=True)]
    waiting = await officer.proposals(kind="liquidation", state="proposed")
    return Standing(
        {client: each["figures"][RATIO]["display"] for client, each in found.items()},
        {client: each["band"] for client, each in found.items()},
        {each["id"]: each for each in cases},
        frozenset(notice["id"] for each in cases for notice in each["notices"]),
        {each["id"]: each for each in waiting},
    )


def changes(at: datetime, index: str | None, before: Standing, now: Standing) -> Iterator[News]:
    """Where the market (the price of its fund, where there is a new one) and the ratios stand, then what is otherwise than before."""
    ratios = " · ".join(f"{client} {now.ratios[client]}" for client in SHOWN)
    zh, en = (f"{name} {index} · " if index else "" for name in INDEX_NAMES)
    yield News(at, "ratios", zh + ratios, en + ratios)
    for client, band in now.bands.items():
        if before.bands.get(client) != band:
            zh, en = BANDS[band]
            was = before.ratios.get(client, "—")
            moved = f"{client} {was} → {now.ratios[client]}"
            yield News(at, "band", f"{moved} {zh}", f"{moved} {en}", client)
    for name, case in now.cases.items():
        yield from _of_case(at, before, name, case)
    for name, each in now.proposals.items():
        if name not in before.proposals:
            client = str(each["client_id"])
            zh = f"{client} 处分担保物提议 {name} 待风控审批"
            en = f"{client}: {name}, selling collateral, waits for a risk officer"
            yield News(at, "proposal", zh, en, client)


def _of_case(at: datetime, before: Standing, name: str, case: Mapping[str, Any]) -> Iterator[News]:
    client, was = str(case["client_id"]), before.cases.get(name)
    if was is None or was["state"] != case["state"]:
        missing, due = case["missing_amount"], _instant(case["deadline"])
        amount = "—" if missing is None else missing["display"]
        words = case["state_text"]
        zh = f"{client} 追保 {name} {words['zh']}，仍差 {amount} 元，期限 {due}"
        en = f"{client}: call {name} {words['en']}, {amount} missing, due {due}"
        yield News(at, "call", zh, en, client)
    new = [each for each in case["notices"] if each["id"] not in before.notices]
    if new:
        kinds, arrived = {each["kind"] for each in new}, all(each["delivered_at"] for each in new)
        zh, en = (_listed(new, kinds, language) for language in (0, 1))
        zh, en = f"{client} 已通知：{zh}", f"{client} was notified: {en}"
        yield News(at, "notice", zh + "，已送达" * arrived, en + ", delivered" * arrived, client)


def _listed(notices: Sequence[Mapping[str, Any]], kinds: Collection[str], language: int) -> str:
    """The titles and the channels of notices."""
    titles = [TITLES[kind][language] for kind in sorted(kinds)]
    channels = sorted({CHANNELS[each["channel"]][language] for each in notices})
    return f"{', '.join(titles)} ({', '.join(channels)})"


def _instant(text: str | None) -> str:
    return "—" if text is None else text[:16].replace("T", " ")
