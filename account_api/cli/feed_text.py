"""How `liangrong feed` prints what the service answers: one line for a thing, its details indented below."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def taken(told: Json) -> Iterator[str]:
    """How many of each kind, and what was refused with its reason."""
    words = ("applied", "known", "waiting", "late", "suspect", "refused")
    yield "  ".join(f"{word} {len(told[word])}" for word in words if word in told)
    for each in told.get("refused", ()):
        problem = each["problem"]
        yield f"  {each['id']}: {problem['detail']} · {problem['detail_zh']}"


def suspects(told: Json) -> Iterator[str]:
    """Each price kept aside, with what was plausible."""
    for each in told["suspects"]:
        within = f"{each['low']}–{each['high']} ({each['rule']}, {each['since']} {each['since_day']})"
        yield f"{each['id']}  {each['code']}  {each['at']}  {each['price']}  {each['source']}  {each['state']}  {within}"


def status(told: Json) -> Iterator[str]:
    """Each source with its streams."""
    yield f"{told['now']}  {told['freshness']}"
    yield f"applied {told['applied']}  late {told['late']}  ticks {told['ticks']}"
    for source in told["sources"]:
        yield f"{source['source']}  {source['kind']}  {source['seen_at'] or '—'}"
        if source["failure"]:
            yield f"  failed · 失败: {source['failed_at']}  {source['failure']}"
        for stream in source["streams"]:
            waits = f"  waiting · 等待: {', '.join(map(str, stream['waiting']))}" if stream["waiting"] else ""
            yield f"  {stream['client_id']}  {stream['last_sequence']}  {stream['last_at'] or '—'}{waits}"
            if stream["refusal"]:
                yield f"    {stream['refused_id']}: {stream['refusal']['detail']}"


def reconciliation(told: Json) -> Iterator[str]:
    """How much was looked at, then every line that does not add up."""
    yield f"accounts {told['accounts']}  days {told['days']}  lines {told['lines']}"
    yield f"differences · 差异: {len(told['differences'])}"
    for each in told["differences"]:
        made = f"{each['opening']} + {each['interest']} + {each['events']} ≠ {each['closing']}"
        yield f"  {each['client_id']}  {each['day']}  {each['line']}: {made}  ({each['difference']})"
