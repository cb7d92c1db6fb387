"""Applications, facts and the questionnaire as lines for a terminal, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

NOTHING = "no applications · 没有申请"


def queue(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line for each application."""
    return "\n".join(_queued(row) for row in rows) or NOTHING


def application(row: Mapping[str, Any]) -> str:
    """Where it stands, what is next, what is open, and how it came there."""
    state = row["state_text"]
    lines = [f"{row['id'] or '—'} {row['client_id']} {state['zh']} {state['en']}"]
    lines.append(f"  → {_next(row['next'])}")
    if row["reason"]:
        lines.append(f"  {row['reason']}")
    lines += [_gap(each) for each in row["gaps"]]
    lines += [
        f"  {each['at'][:16]} {each['act']} {each['by']} {each['note']}".rstrip() for each in row["history"]
    ]
    return "\n".join(lines)


def explanation(row: Mapping[str, Any]) -> str:
    """The sentence, the points with their rules, the figures, and that a person can be asked."""
    lines = [row["summary"]["zh"], row["summary"]["en"]]
    for each in row["points"]:
        sources = "; ".join(rule["source"] for rule in each["rule"])
        lines.append(
            f"  {each['outcome']} {each['zh']} · {each['en']}" + (f" [{sources}]" if sources else "")
        )
    lines += [_gap(each) for each in row["closes"]]
    lines += [
        f"  {figure['name']} {figure['display']} {figure['trace_id']}" for figure in row["figures"].values()
    ]
    return "\n".join([*lines, row["person"]["zh"], row["person"]["en"]])


def facts(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line for each fact."""
    return "\n".join(fact(row) for row in rows)


def fact(row: Mapping[str, Any]) -> str:
    """Name, value, state, version, and until when it holds."""
    title, until = row["title"], row["valid_until"]
    value = "—" if row["value"] is None else f"{row['value']} (v{row['version']}, {row['source']})"
    asked = "" if row["required"] else " · 可选 optional"
    holds = "" if until is None else f" · 至 until {until}"
    return f"{row['name']} {title['zh']} {title['en']}: {value} · {row['state']}{holds}{asked}"


def questionnaire(row: Mapping[str, Any]) -> str:
    """The question to answer now with its options, what contradicts itself, and the newest result."""
    sitting = row["sitting"]
    lines = [f"{row['version']} · {sitting['state']} · {sitting['answered']}/{sitting['of']}"]
    lines += [f"  ! {each['zh']} · {each['en']}" for each in row["contradictions"]]
    for each in row["questions"]:
        if each["id"] == row["next_question"]:
            lines.append(f"{each['id']}: {each['zh']} · {each['en']}")
            lines += [f"  {option['id']} {option['zh']} · {option['en']}" for option in each["options"]]
    if row["result"] is not None:
        result = row["result"]
        lines.append(
            f"{result['grade']} · {result['points']}/{result['most']} · 至 until {sitting['valid_until']}"
        )
    return "\n".join(lines)


def _queued(row: Mapping[str, Any]) -> str:
    state = row["state_text"]
    return (
        f"{row['id']} {row['client_id']} {row['name_masked']} {state['zh']} {state['en']} · "
        f"{row['outcome']} · {row['open_gaps']} open 待办 · {_next(row['next'])}"
    )


def _next(step: Mapping[str, Any]) -> str:
    day = "" if step["earliest"] is None else f" ({step['earliest']})"
    return f"{step['by']}: {step['zh']} {step['en']}{day}"


def _gap(each: Mapping[str, Any]) -> str:
    day = "" if each["earliest"] is None else f" ({each['earliest']})"
    return f"  - {each['text_zh']} · {each['text']}: {each['closes_zh']} · {each['closes']}{day}"
