"""Decisions about people as lines of text, in both languages, from the same JSON that `--json` prints."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

_UNITS: Mapping[str, str] = {
    "CNY": "元",
    "days": "日",
    "shares": "股",
    "times": "倍",
    "points": "分",
    "per_second": "笔/秒",
    "per_day": "笔/日",
}


def decision(told: Json) -> Iterator[str]:
    """An outcome, its figures, the reasons with their rules, and what closes each gap."""
    yield f"{told['outcome']}  ({told['as_of']})"
    yield from figures(told["figures"])
    for each in told["reasons"]:
        yield f"  {each['outcome']:<14} {each['code']}: {each['text']} · {each['text_zh']}"
        yield from _rules(each["rule"])
    for each in told["gaps"]:
        when = f" ({each['earliest']})" if each["earliest"] else ""
        yield f"  → {each['code']}: {each['closes']}{when} · {each['closes_zh']}"


def score(told: Json) -> Iterator[str]:
    """Points and grade, the reason of each, and what a better band would take."""
    yield f"{told['points']}/100  {told['grade']}"
    for each in told["reasons"]:
        yield f"  {each['outcome']:<7} {each['text']} · {each['text_zh']}"
    for each in told["gaps"]:
        yield f"  → {each['code']}: {each['closes']} · {each['closes_zh']}"


def book(told: Json) -> Iterator[str]:
    """Figures, findings, and the accounts that could not be valued."""
    yield from figures(told["figures"])
    yield from _findings(told["findings"])
    for each in told.get("unvalued", ()):
        yield f"  ? {each}"


def surveillance(told: Json) -> Iterator[str]:
    """Alerts with evidence and thresholds, then how much each pattern looked at."""
    yield f"{told['note']} · {told['note_zh']}"
    for each in told["alerts"]:
        yield f"{each['severity']}  {each['pattern']}  {', '.join(each['accounts'])}"
        yield f"  {each['text']} · {each['text_zh']}"
        yield from _rules(each["thresholds"])
        yield f"  evidence · 依据: {_shortened(each['evidence'])}"
    for each in told["patterns"]:
        lacking = f"  missing · 缺少: {', '.join(each['missing'])}" if each["missing"] else ""
        seen = f"{each['alerts']} of {each['looked_at']}"
        yield f"  {each['code']:<20} {seen:<10} {each['name']} · {each['name_zh']}{lacking}"


def call(told: Json) -> Iterator[str]:
    """Where a call stands, by when, what is owed, what comes next, and how it came here."""
    expected = " (expected · 暂定)" if told["provisional"] else ""
    yield f"{told['kind']}  {told['state']}  {told['deadline'] or '—'}{expected}"
    yield from figures(told["figures"])
    for each in told["owed"]:
        yield f"  owed · 应发: {each['code']}: {each['text']} · {each['text_zh']}"
    for each in told["next"]:
        article = f" ({each['row']['source']}{each['row']['article'] or ''})" if each["row"] else ""
        yield f"  next · 下一步: {each['who']}: {each['text']} · {each['text_zh']}{article}"
    for each in told["history"]:
        refused = each["refusal"]
        words = f"  refused · 不予: {refused['text']} · {refused['text_zh']}" if refused else ""
        yield f"  {each['at']}  {each['event']}: {each['from']} → {each['to']}{words}"


def review(told: Json) -> Iterator[str]:
    """Each limit of a plan, kept or broken, and what there is to say of the plan itself."""
    yield f"{told['plan']['name']}  ({told['as_of']})"
    for each in told["items"]:
        yield f"  {each['outcome']:<8} {each['text']} · {each['text_zh']}"
    yield from _findings(told["findings"])


def figures(named: Mapping[str, Json]) -> Iterator[str]:
    """One line a figure, or what it lacks."""
    for name, each in named.items():
        if each["missing"]:
            yield f"  {name:<28} —  missing · 缺少: {', '.join(each['missing'])}"
        else:
            yield f"  {name:<28} {each['display']} {_UNITS.get(each['unit'], '')}".rstrip()


def _findings(found: Sequence[Json]) -> Iterator[str]:
    for each in found:
        yield f"  ! {each['text']} · {each['text_zh']}"


def _rules(rows: Sequence[Json]) -> Iterator[str]:
    for row in rows:
        yield f"      {row['param']} = {row['value']}  {row['source']}{row['article'] or ''}  [{row['confidence']}]"


def _shortened(evidence: Sequence[str], most: int = 6) -> str:
    more = f" … ({len(evidence)})" if len(evidence) > most else ""
    return ", ".join(evidence[:most]) + more
