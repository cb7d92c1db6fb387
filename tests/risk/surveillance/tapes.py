"""Tapes to test with: the rows of 2026-11-20, written as a file would hold them."""

from typing import Any

from risk.rulebook import CN, Rulebook
from risk.surveillance import Alert, Look, read_tape, surveil

Tape = dict[str, Any]


def tape(**lists: Any) -> Tape:
    return {"as_of": "2026-11-20", **lists}


def fill(at: str, side: str = "buy", **changes: Any) -> Tape:
    return {
        "at": f"2026-11-20T{at}",
        "account": "a1",
        "security": "600519.SH",
        "side": side,
        "kind": "collateral",
        "quantity": 100,
        "price": "10.00",
    } | changes


def request(at: str, kind: str = "order", count: int = 1, quantity: int = 100, **changes: Any) -> Tape:
    return {
        "at": f"2026-11-20T{at}",
        "account": "a1",
        "security": "600519.SH",
        "kind": kind,
        "quantity": quantity,
        "count": count,
    } | changes


def look(raw: Tape, pattern: str, rules: Rulebook = CN) -> Look:
    return surveil(read_tape(raw), rules).looks[pattern]


def alerts(raw: Tape, pattern: str) -> tuple[Alert, ...]:
    return look(raw, pattern).alerts


def only(raw: Tape, pattern: str) -> Alert:
    found = alerts(raw, pattern)
    assert len(found) == 1
    return found[0]
