"""How `liangrong desk` prints what the service answers: one line for an item, its details indented below."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
NOTHING = "nothing to do · 没有待办"


def queue(rows: Sequence[Row]) -> str:
    """The queue, a case and the reason of its place."""
    return "\n".join(line for row in rows for line in _queued(row)) or NOTHING


def case(row: Row) -> str:
    """A case as the desk opens it."""
    lines = [_case(row), f"  {row['summary']}", *(f"  · {step}" for step in row["tried"])]
    lines += [f"  [{each['kind']}] {each['title']}: {each['detail']}" for each in row["evidence"]]
    lines += [f"  {note(each)}" for each in row["notes"]]
    return "\n".join(lines)


def note(row: Row) -> str:
    """One internal note."""
    return f"{row['at'][:16]} {row['author']} ({row['kind']}): {row['text']}"


def calls(rows: Sequence[Row]) -> str:
    """The call list."""
    return "\n".join(line for row in rows for line in _call(row)) or NOTHING


def contact(row: Row) -> str:
    """One attempt to reach a client."""
    return f"{row['at'][:16]} {row['agent_name']} {row['channel']} {row['result']} {row['note']}".rstrip()


def tickets(rows: Sequence[Row]) -> str:
    """The list of tickets."""
    return "\n".join(_ticket(row) for row in rows) or NOTHING


def ticket(row: Row) -> str:
    """One ticket with history and evidence."""
    lines = [_ticket(row), f"  {row['text']}"]
    lines += [f"  {each['at'][:16]} {each['text']}" for each in row["follow_ups"]]
    lines += [f"  [{each['kind']}] {each['title']}: {each['detail']}" for each in row["evidence"]]
    return "\n".join(lines)


def _queued(row: Row) -> list[str]:
    why = row["why"]
    return [
        f"{row['rank']:>2}. {_case(row)}",
        f"    {why['zh']}",
        f"    {why['en']}",
        f"    {row['summary']}",
    ]


def _case(row: Row) -> str:
    who = f"{row['client_id']} {row['name_masked']}" if row["client_id"] else "visitor 访客"
    held = f" {row['agent_name']}" if row["agent_name"] else ""
    return f"{row['id']}  {row['reason']}  {row['state']}{held}  {who}  {_promise(row)}".rstrip()


def _promise(row: Row) -> str:
    if row["call_back"]:
        slot = row["call_back"]
        doubt = "（暂定 provisional）" if slot["provisional"] else ""
        return f"call back 回电 {slot['from'][:16]}–{slot['until'][11:16]}{doubt}"
    return f"answer by 应答 {row['answer_by'][:16]}" if row["answer_by"] else ""


def _call(row: Row) -> list[str]:
    call, figures = row["call"], row["figures"]
    doubt = "（暂定 provisional）" if call["provisional"] else ""
    lines = [
        f"{call['deadline'][:16]}{doubt} {call['state']}  {row['client_id']} {row['name_masked']}  "
        f"{figures['maintenance_ratio']['display']}  {figures['shortfall_to_restore']['display']}"
    ]
    last = row["last_contact"]
    return lines + ([f"    {contact(last)}"] if last else [])


def _ticket(row: Row) -> str:
    clock = row["sla"]
    left = "" if clock["state"] == "answered" else f" ({clock['business_days_left']})"
    doubt = "（暂定 provisional）" if clock["provisional"] else ""
    return (
        f"{row['number']}  {row['category']}  {row['status']}  {row['client_id']} {row['name_masked']}  "
        f"{clock['due_on']}{doubt} {clock['state']}{left}"
    )
