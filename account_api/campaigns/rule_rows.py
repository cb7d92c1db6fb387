"""The rules a campaign rests on: the rows in force when it was written, and what has changed since.

A row is the same while whatever a text could say of it is: value, source, article and first day. That an end has been
announced changes nothing until that day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from risk.rulebook import Rulebook, label

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_IDENTITY = ("value", "unit", "layer", "force", "source", "article", "valid_from", "applies_to", "scope")


def in_force(
    rules: Rulebook, cites: Sequence[Mapping[str, str]], today: date
) -> dict[str, list[dict[str, Any]]]:
    """Every row in force today of each cited parameter, whatever its scope."""
    params = [cite["param"] for cite in cites if "param" in cite]
    return {
        param: [row.as_json() for row in rules.rows(param) if row.covers(today)]
        for param in dict.fromkeys(params)
    }


def change(remembered: Rows, now: Rows) -> dict[str, str] | None:
    """What differs, said in both languages with the old and the new row; None while all is as it was."""
    changed = [
        param for param in remembered if _identities(remembered[param]) != _identities(now.get(param, ()))
    ]
    if not changed:
        return None
    lines = [_line(param, remembered[param], now.get(param, ())) for param in changed]
    return {
        "zh": "所引规则已变化：" + "；".join(zh for zh, _ in lines),
        "en": _english([en for _, en in lines]),
    }


def _english(lines: Sequence[str]) -> str:
    return "A cited rule has changed: " + "; ".join(lines)


def _identities(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in _IDENTITY} for row in rows]


def _line(param: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    was = [row for row in old if _identities([row])[0] not in _identities(new)]
    becomes = [row for row in new if _identities([row])[0] not in _identities(old)]
    zh, en = label(param)
    return (
        f"{zh}（{param}）{_named(was, 'display')} → {_named(becomes, 'display')}",
        f"{en} ({param}) {_named(was, 'display_en')} → {_named(becomes, 'display_en')}",
    )


def _named(rows: Sequence[Mapping[str, Any]], display: str) -> str:
    return " / ".join(f"{row[display]} [{row['source']} {row['valid_from']}]" for row in rows) or "—"
