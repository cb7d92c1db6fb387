"""How `liangrong account` prints what the service answers: one line for a thing, its details indented below."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from account_api.cli import risk_people_text

Json = Mapping[str, Any]
NOTHING = "nothing there · 没有记录"


def figures(told: Json) -> Iterator[str]:
    """Band, figures and findings of an account."""
    yield f"{told['client_id']}  {told['band']}  {told['snapshot_time'] or '—'}"
    yield from _freshness(told)
    yield from risk_people_text.book(told)


def _freshness(told: Json) -> Iterator[str]:
    """Who the data came from and how old they are, in seconds of trading."""
    if told["age_s"] is not None:
        stale = "  stale · 已过期" if told["stale"] else ""
        yield f"  from · 来源: {told['source']}, {told['price_source']}  {told['age_s']} s{stale}"


def what_if(told: Json) -> Iterator[str]:
    """Each figure before and after."""
    yield f"{told['band_before']} → {told['band_after']}"
    yield from _beside(told["before"], told["after"])


def stress(told: Json) -> Iterator[str]:
    """Each scenario: the ratio before and after, the lines crossed, what is missing."""
    for each in told["scenarios"]:
        scenario, ratios = each["scenario"], (each["before"], each["after"])
        before, after = (side["maintenance_ratio"]["display"] for side in ratios)
        yield f"{scenario['name']}: {scenario['text']} · {scenario['text_zh']}"
        yield f"  {each['band_before']} {before} → {each['band_after']} {after}"
        crossed = [line["line"] for line in each["lines"] if line["crossed"]]
        if crossed:
            yield f"  crossed · 跌破: {', '.join(crossed)}"
        yield from _missing(each["missing"])


def plan(told: Json) -> Iterator[str]:
    """The chosen plan with its steps or what blocks it, then the alternatives."""
    reached = "feasible · 可行" if told["feasible"] else "not feasible · 不可行"
    yield f"{told['before']['display']} → {told['after']['display']}  {told['name'] or told['objective']}  {reached}"
    yield from _blocking(told["blocking"])
    yield from _steps(told["steps"])
    for each in told["alternatives"]:
        cost = f"{each['costs']['display']} / {each['traded']['display']}"
        yield f"  {each['name']:<12} {each['after']['display']}  costs/traded · 费用/成交 {cost}"
    yield from _missing(told["missing"])


def liquidation(told: Json) -> Iterator[str]:
    """One run, or two beside each other with their differences."""
    if "first" not in told:
        yield from _run(told)
        return
    for which in ("first", "second"):
        yield f"{which}:"
        yield from _run(told[which])
    yield "second − first:"
    yield from risk_people_text.figures(told["differences"])


def call_state(told: Json) -> Iterator[str]:
    """Every call that is not quiet."""
    for each in told["calls"]:
        if "contract" in each:
            yield str(each["contract"])
        yield from risk_people_text.call(each)
    if not told["calls"]:
        yield NOTHING


def credit(told: Json) -> Iterator[str]:
    """Score, line and what the line was over time."""
    yield from risk_people_text.score(told["score"])
    yield from risk_people_text.decision(told["line"])
    for each in told["lines"]:
        yield f"  {each['valid_from']}  {each['amount']}  {each['reason']}"


def own_plan(told: Json) -> Iterator[str]:
    """Every version, the newest first."""
    for each in told["versions"]:
        limits = ", ".join(f"{name}={value}" for name, value in each["limits"].items() if value)
        yield f"v{each['version']}  {each['saved_at']}  {limits}  next review · 下次复核 {each['next_review'] or '—'}"
    if not told["versions"]:
        yield NOTHING


def notices(told: Sequence[Json]) -> Iterator[str]:
    """Each notice with its way and times."""
    for each in told:
        arrived = f"delivered · 送达 {each['delivered_at'] or '—'}  read · 已读 {each['read_at'] or '—'}"
        yield f"{each['sent_at']}  {each['kind']}  {each['channel']}  {arrived}"
        yield f"  {each['text']}"
    if not told:
        yield NOTHING


def commission(told: Json) -> Iterator[str]:
    """Each trade, then what was charged and what the rate makes of it."""
    for each in told["rows"]:
        yield f"{each['day']}  {each['side']} {each['security']} {each['quantity']} × {each['price']}  {each['commission']}"
    yield from risk_people_text.figures(told["figures"])


def contract_changes(told: Json) -> Iterator[str]:
    """Each term that changed, before and after, with its clause."""
    for each in told["changes"]:
        clause = f"  clause · 条款 {each['clause']}" if each["clause"] else ""
        yield f"{each['valid_from']}  {each['name']}: {each['before']} → {each['after']}{clause}"
    if not told["changes"]:
        yield NOTHING


def _run(told: Json) -> Iterator[str]:
    order = told["order_rule"]
    yield f"{told['outcome']}  {told['before']['display']}  by {order['source']}: {', '.join(order['order'])}"
    yield from _steps(told["orders"])
    for each in told["unsold"]:
        yield f"  unsold · 未处分: {each['security']} {each['quantity']}  {', '.join(each['reasons'])}"
    yield from risk_people_text.figures(told["after"])
    yield from _missing(told["missing"])


def _steps(steps: Sequence[Json]) -> Iterator[str]:
    for each in steps:
        what = "" if each["security"] is None else f" {each['security']} × {each['quantity']}"
        yield f"  · {each['kind']}{what}  {each['amount']['display']}"


def _blocking(found: Sequence[Json]) -> Iterator[str]:
    for each in found:
        yield f"  ! {each['condition']}: {each['text']} · {each['text_zh']}"


def _beside(before: Json, after: Json) -> Iterator[str]:
    for name, was in before.items():
        yield f"  {name:<28} {was['display']} → {after[name]['display']}"


def _missing(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"  missing · 缺少: {', '.join(names)}"
