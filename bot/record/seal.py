"""The seal over a turn: a hash over everything it read and said, chained to the turn before.

Standard library only: whoever has the evidence can check it with nothing of ours installed. A seal shows that what is
stored has not been changed since it was written; it does not show who wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
SEALED = ("session", "message_id", "position", "said_at", "text", "reply", "record")
"""What a seal covers; the record names the seal of the turn before it."""
OWN = "hash"
"""The name inside the record that cannot be under its own seal."""


def canonical(value: Any) -> str:
    """One way of writing a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 over the canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def seal(turn: Mapping[str, Any]) -> str:
    """The hash of a stored turn: ``SEALED`` without what the record says of its own hash. KeyError for what is no turn."""
    record = {name: value for name, value in turn["record"].items() if name != OWN}
    return digest({name: turn[name] for name in SEALED} | {"record": record})


def trace(figure: Mapping[str, Any]) -> str:
    """The trace id of a figure as its own content gives it: name, value, formula, inputs and rules."""
    return "t" + digest({name: figure[name] for name in ("name", "value", "formula", "inputs", "rule")})[:24]


def figures_in(value: Any) -> list[Json]:
    """Every figure anywhere in a JSON value, in its order."""
    if isinstance(value, Mapping):
        if "trace_id" in value and "formula" in value:
            return [dict(value)]
        value = list(value.values())
    return [found for part in value for found in figures_in(part)] if isinstance(value, list | tuple) else []


def rules_in(value: Any) -> list[Json]:
    """Every row of a rulebook anywhere in a JSON value: those of figures, and those looked up by themselves as what is
    ``in_force`` of a ``param``."""
    if isinstance(value, Mapping):
        row = value.get("in_force")
        own = [{"param": value["param"], **row}] if "param" in value and isinstance(row, Mapping) else []
        rows = value.get("rule")
        own += [dict(each) for each in rows if isinstance(each, Mapping)] if isinstance(rows, list) else []
        return own + rules_in(list(value.values()))
    return [found for part in value for found in rules_in(part)] if isinstance(value, list | tuple) else []
