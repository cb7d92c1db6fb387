"""What a played day has changed, as lines to print: bands crossed, calls made and moved on, notices, proposals that wait.

Everything told is read from the service as staff may read it, after it has happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from account_api.client import AccountClient
from account_api.demo.personas import PERSONAS

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


def changes(at: datetime, before: Standing, now: Standing) -> Iterator[News]:
    """What is otherwise than it was before, the accounts first."""
    ratios = " · ".join(f"{client} {now.ratios[client]}" for client in SHOWN)
    yield News(at, "ratios", ratios, ratios)
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
        channels = _channels(new)
        arrived = all(each["delivered_at"] for each in new)
        zh = f"{client} 已通知：{channels}{'，已送达' if arrived else ''}"
        en = f"{client} was notified: {channels}{', delivered' if arrived else ''}"
        yield News(at, "notice", zh, en, client)


def _channels(notices: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{each['kind']}/{each['channel']}" for each in notices)


def _instant(text: str | None) -> str:
    return "—" if text is None else text[:16].replace("T", " ")
