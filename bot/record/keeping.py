"""How a record is stored: long results lie apart under the hash of what they say, once in a conversation.

A client who asks five questions about one account reads the same figures five times; the record of each turn names them by
their hash, so a turn costs little and replays from exactly what it read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from bot.record.seal import Json

LONG = 1_000
"""Bytes from which on a result lies apart."""


def apart(record: Mapping[str, Any]) -> tuple[Json, dict[str, str]]:
    """The record with its long results named by hash (``kept``), and those results as text by that hash."""
    results: dict[str, str] = {}
    rows = [_row(row, results) for row in record.get("effects", ())]
    return {**record, "effects": rows}, results


def _row(row: Json, results: dict[str, str]) -> Json:
    body = orjson.dumps(row["result"], option=orjson.OPT_SORT_KEYS)
    if len(body) < LONG:
        return row
    name = hashlib.sha256(body).hexdigest()
    results[name] = body.decode()
    return {"effect": row["effect"], "asked": row["asked"], "kept": name}


def rows_of(record: Mapping[str, Any]) -> list[Json]:
    """The effects of a stored record; what an altering hand has left of others is none."""
    rows = record.get("effects")
    found = rows if isinstance(rows, list) else []
    return [row for row in found if isinstance(row, dict) and _is_row(row)]


def named(records: Iterable[Mapping[str, Any]]) -> set[str]:
    """The hashes that the records name."""
    return {row["kept"] for record in records for row in rows_of(record) if "kept" in row}


def whole(record: Mapping[str, Any], results: Mapping[str, Any]) -> Json:
    """The record with its results in place again; one that is gone reads as ``None``."""
    if "effects" not in record:
        return dict(record)
    rows = [
        {"effect": row["effect"], "asked": row["asked"], "result": results.get(row["kept"])}
        if "kept" in row
        else row
        for row in rows_of(record)
    ]
    return {**record, "effects": rows}


def _is_row(row: Mapping[str, Any]) -> bool:
    return {"effect", "asked"} <= row.keys() and ("result" in row or isinstance(row.get("kept"), str))
