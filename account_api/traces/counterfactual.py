"""What if it had been otherwise: an account as it was frozen, with prices, trades, lines, days or rules supposed, the
deadline of its call counted by another rule, or its liquidation by another order. A supposition (假设) and labelled so.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.errors import refused
from account_api.planning.position import answered
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import thawed
from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces import queries as traces
from account_api.traces.editions import rules_of
from risk import money
from risk.account import DeadlineRule, Snapshot
from risk.changes import read_changes
from risk.fields import FieldError, Record
from risk.liquidation import LiquidationRequest, counterfactual
from risk.margin_calls import deadline_of
from risk.rulebook import Rulebook
from risk.supposed import changed
from risk.what_if import what_if

LABEL: Mapping[str, str] = {"zh": "假设", "en": "supposed"}
PARTS = ("changes", "target", "deadline", "order")
MOST_DAYS = 10


def supposed_of(
    ctx: Context, session: Session, name: str, change: Mapping[str, Any]
) -> dict[str, Any] | None:
    """As `supposed`, of the snapshot called `name` or of the first that had the figure of that trace; None for neither."""
    sources = [row.snapshot_id for row in traces.kept(session, name)]
    sources += [row.id for row in traces.frozen_with(session, name)] if not any(sources) else []
    found = (snapshots.frozen(session, each) for each in (name, *sources))
    frozen = next((row for row in found if row is not None), None)
    return None if frozen is None else supposed(ctx, session, frozen, change)


def supposed(
    ctx: Context, session: Session, frozen: FrozenSnapshot, change: Mapping[str, Any]
) -> dict[str, Any]:
    """What `change` would have made of the frozen account. Raises Malformed naming what cannot be supposed.

    `change`: {"changes": [see risk.changes], "target": "1.40", "deadline": {"trading_days", "time"}, "order":
    [securities]}, each part optional. `account` is before and after, `deadline` and `liquidation` are both ways beside
    each other; what was not asked is None.
    """
    errors: list[FieldError] = []
    asked = Record(change, "", errors, PARTS)
    if not change:
        asked.refuse("changes", "missing")
    other = _rule(asked, errors) if asked.has("deadline") else None
    order = asked.texts("order") if asked.has("order") else None
    if errors:
        raise refused(list(dict.fromkeys(errors)))
    rules = (rules_of(ctx, session, frozen.edition) or ctx.rulebooks())["CN"]
    account = thawed(frozen)
    changes, target = change.get("changes", []), change.get("target")
    limit = None if target is None else answered(lambda: money.parse(target, "target"))
    found = answered(lambda: what_if(account, read_changes(changes), rules, limit))
    after = answered(lambda: changed(account, read_changes(changes)))
    return {
        "label": dict(LABEL),
        "snapshot": frozen.id,
        "edition": frozen.edition,
        "change": dict(change),
        "account": found.as_json(),
        "deadline": _deadline(ctx, account, other),
        "liquidation": _liquidation(after, rules, order),
    }


def _rule(asked: Record, errors: list[FieldError]) -> DeadlineRule:
    told = Record(asked.get("deadline"), "deadline", errors, ("trading_days", "time"))
    days, hour = told.whole("trading_days"), told.minute("time")
    if days > MOST_DAYS:
        told.refuse("trading_days", "out_of_range")
    return DeadlineRule(days, hour)


def _deadline(ctx: Context, account: Snapshot, other: DeadlineRule | None) -> dict[str, Any] | None:
    """The deadline of a call made on the day of the snapshot: by the contract, and by what is supposed."""
    if other is None:
        return None
    both = {"was": account.terms.call_deadline, "supposed": other}
    return {name: None if rule is None else _instant(ctx, account, rule) for name, rule in both.items()}


def _instant(ctx: Context, account: Snapshot, rule: DeadlineRule) -> dict[str, Any]:
    at, provisional = deadline_of(account.as_of, rule, ctx.calendar)
    return {"deadline": at.isoformat(), "provisional": provisional}


def _liquidation(account: Snapshot, rules: Rulebook, order: tuple[str, ...] | None) -> dict[str, Any] | None:
    """The run by the contract's order, and beside it the one by the order that is supposed."""
    if order is None:
        return None
    both = answered(lambda: counterfactual(account, rules, LiquidationRequest(), order))
    return dict(both.as_json())
