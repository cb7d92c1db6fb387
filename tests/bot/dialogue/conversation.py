"""A driver for tests: canned results in, reply out; it remembers which effects were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.dialogue.effects import Failed
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome, turn
from bot.nlu.model import Request, Slots, Understanding

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def given(name: str, value: str, unit: str = "CNY", source: str = "account") -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "source": source, "time": None}


def figure(
    name: str,
    value: str | None,
    display: str,
    unit: str = "CNY",
    missing: tuple[str, ...] = (),
    formula: str | None = None,
    inputs: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "display": display,
        "unit": unit,
        "formula": formula or f"{name} = …",
        "inputs": list(inputs),
        "missing": list(missing),
        "as_of": "2026-11-20",
        "trace_id": f"t-{name}",
    }


TERMS = {
    "warning_line": "1.4",
    "liquidation_line": "1.3",
    "restore_line": "1.4",
    "minimum_line": None,
    "withdrawal_line": "3",
}


def sheet(band: str = "call", **figures: dict[str, Any]) -> dict[str, Any]:
    known = {
        "maintenance_ratio": figure("maintenance_ratio", "1.28", "128.00%", "ratio"),
        "total_assets": figure("total_assets", "1280000", "1,280,000.00"),
        "total_liabilities": figure("total_liabilities", "1000000", "1,000,000.00"),
        "available_margin": figure("available_margin", "-5", "-5.00"),
    }
    return {
        "band": band,
        "terms": TERMS,
        "snapshot_time": "2026-11-20T15:30:00+08:00",
        "figures": {**known, **figures},
    }


def cure(kind: str, amount: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A way back as the service tells it: without a security, possible, unless ``more`` says otherwise."""
    possible = {"security": None, "feasible": True, "reason": None, "reason_zh": None, "reason_code": None}
    return {"kind": kind, "amount": amount, **possible, **more}


REMEDY: dict[str, Any] = {
    "target": "1.4",
    "cures": [
        cure("repay_outside_cash", figure("cure_repay_outside_cash", "85714.2857142857", "85,714.29")),
        cure("add_cash", figure("cure_add_collateral", "120000", "120,000.00")),
        cure("sell_to_repay", figure("cure_sell_to_repay", "300000", "300,000.00")),
    ],
    "call": {"deadline": "2026-11-23T15:00:00+08:00", "state": "open", "provisional": False},
    "clauses": {"liquidation_line": "12.3"},
}
FIRM = {
    "complaint_reply_business_days": {"value": 15},
    "phone": {"value": "95500-0"},
    "service_hours": {"value": {"zh": "工作日 8:30–17:00", "en": "business days 8:30–17:00"}},
}


CASE = {
    "id": "H20261120-0001",
    "state": "waiting",
    "attended": False,
    "agent_name": None,
    "assigned_group": "east",
    "answer_by": "2026-11-20T16:40:00+08:00",
    "call_back": None,
}


@dataclass(slots=True)
class Conversation:
    """One conversation: ``results`` maps the name of an effect to its result (or to a function of it)."""

    results: Mapping[str, Any]
    state: State = field(default_factory=State)
    effects: list[Any] = field(default_factory=list)
    messages: int = 0
    files: tuple[tuple[str, str], ...] = ()
    now: datetime = NOW

    def say(
        self,
        text: str,
        intent: str,
        slots: Slots | None = None,
        gate: str = "act",
        lang: str = "zh",
        as_of: date | None = None,
        confidence: float = 0.9,
    ) -> Outcome:
        """Say a message that was understood as ``intent``."""
        request = Request(text, intent, confidence, gate, ((intent, confidence),), slots or Slots(), "rule")  # type: ignore[arg-type]
        return self.hear(text, (request,), lang, as_of)

    def hear(
        self, text: str, requests: tuple[Request, ...], lang: str = "zh", as_of: date | None = None
    ) -> Outcome:
        """Say a message that holds these requests."""
        self.messages += 1
        message = Message(f"m{self.messages}", "s1", text, lang, self.now, as_of, self.files)
        understanding = Understanding(text, text, lang, requests)  # type: ignore[arg-type]
        run = turn(message, self.state, lambda _text, _lang, _today: understanding)
        answer: Any = None
        while True:
            try:
                effect = run.send(answer)
            except StopIteration as stop:
                outcome: Outcome = stop.value
                self.state = outcome.state
                return outcome
            self.effects.append(effect)
            result = self.results.get(type(effect).__name__, Failed(0))
            answer = result(effect) if callable(result) else result

    def asked(self) -> list[str]:
        """The names of the effects so far."""
        return [type(effect).__name__ for effect in self.effects]
