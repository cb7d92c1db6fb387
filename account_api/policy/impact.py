"""What a policy does to the whole book: every account it touches seen in both worlds, summed by group, worst first.

It is computed from the book as it stands when it is asked for. The digest is over every figure of every account touched, so
two looks with one digest found the same; the trace ids of figures are made when a look is kept.
"""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts import whole_book
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context
from account_api.decisions.credit_file import line_basis
from account_api.policy.change import Change, change_of
from account_api.policy.tables import Policy
from risk.figure import trace
from risk.money import to_text
from risk.policy import EFFECTS, Effect, Side, Touched, holds, lost_margin, side, totals

TOP = 10
MOST_NAMED = 100
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Impact:
    """`touched` by client, in their order; `unknown` accounts have no position or contract and were not compared."""

    change: Change
    touched: tuple[Touched, ...]
    clients: Mapping[str, Client]
    accounts: int
    unknown: int
    book_time: datetime | None

    @property
    def digest(self) -> str:
        """Equal for equal numbers of the same clients."""
        return trace(
            {
                each.client: [_values(each.before), _values(each.after), list(each.effects)]
                for each in self.touched
            }
        )

    def with_effect(self, effect: Effect) -> tuple[str, ...]:
        """The clients it does that to."""
        return tuple(each.client for each in self.touched if effect in each.effects)


def impact_of(ctx: Context, session: Session, policy: Policy, day: date | None = None) -> Impact:
    """The effect of a policy on the book of today, or of an earlier day."""
    change = change_of(ctx, session, policy)
    views = whole_book.views(session, day or ctx.clock.today(), change.effective)
    known = [view for view in views if view.snapshot is not None]
    touched = [each for view in known if (each := compared(session, view, change)) is not None]
    taken = [view.snapshot.taken_at for view in known if view.snapshot and view.snapshot.taken_at]
    return Impact(
        change,
        tuple(touched),
        {view.client.client_id: view.client for view in known},
        len(views),
        len(views) - len(known),
        max(taken, default=None),
    )


def compared(session: Session, view: View, change: Change) -> Touched | None:
    """One account in both worlds; None for one that the change does not touch, or of which nothing is known.

    It touches whoever it moves a figure of or does something to; of a security that may no longer be bought on margin or sold
    short, or may again, whoever holds it.
    """
    snapshot, code = view.snapshot, change.code
    if snapshot is None or (code is not None and not holds(snapshot, code)):
        return None
    credit = line_basis(session, view.client, view, change.effective) if change.credit else None
    limits = change.row_after is not None
    found = Touched(
        view.client.client_id,
        side(snapshot, change.before, credit, limits),
        side(snapshot, change.after, credit, limits),
    )
    return found if found.moved or found.effects or change.eligibility else None


def summary(impact: Impact) -> Json:
    """What is kept of a look beside its accounts: counts, sums with their traces, groups, the accounts that lose most."""
    groups = _by_group(impact)
    worst = sorted(impact.touched, key=lambda each: (-lost_margin(each), each.client))[:TOP]
    figures = totals(groups, impact.change.effective)
    return {
        "accounts": impact.accounts,
        "unknown": impact.unknown,
        "touched": len(impact.touched),
        "effects": _counted(impact.touched),
        "figures": {name: figure.as_json() for name, figure in figures.items()},
        "groups": {group: {"touched": len(rows), **_counted(rows)} for group, rows in sorted(groups.items())},
        "top": [each.client for each in worst],
    }


def amounts(one: Side) -> dict[str, str | None]:
    """The values of one side as text, by name."""
    return {name: None if each.value is None else to_text(each.value) for name, each in one.figures.items()}


def side_json(one: Side) -> dict[str, list[str | None]]:
    """The figures of one side as they are kept: name → [value, trace id]."""
    values = amounts(one)
    return {name: [values[name], figure.trace_id] for name, figure in one.figures.items()}


def difference(then: Mapping[str, Any], now: Mapping[str, Any], moved: Sequence[str]) -> Json:
    """What differs between two summaries: counts and displayed sums as [then, now]; `moved` are whose figures do."""
    counts = {"touched": [then["touched"], now["touched"]]} | {
        name: [then["effects"][name], now["effects"][name]] for name in EFFECTS
    }
    figures = {
        name: [then["figures"][name]["display"], figure["display"]] for name, figure in now["figures"].items()
    }
    return {
        "moved": len(moved),
        "accounts": list(moved[:MOST_NAMED]),
        "counts": {name: pair for name, pair in counts.items() if pair[0] != pair[1]},
        "figures": {name: pair for name, pair in figures.items() if pair[0] != pair[1]},
    }


def said(told: Mapping[str, Any]) -> tuple[str, str]:
    """A difference in words, for a refusal: English and Chinese."""
    pairs = [*told["counts"].items(), *told["figures"].items()]
    listed = [f"{name} {then} → {now}" for name, (then, now) in pairs]
    listed.append(f"accounts {told['moved']}")
    return ", ".join(listed), "，".join(listed)


def book_time(at: datetime | None) -> str | None:
    """When the newest position of the book was taken, in the booking zone."""
    return None if at is None else local_text(at)


def _by_group(impact: Impact) -> Mapping[str, Sequence[Touched]]:
    groups: defaultdict[str, list[Touched]] = defaultdict(list)
    for each in impact.touched:
        groups[impact.clients[each.client].group].append(each)
    return groups


def _counted(rows: Sequence[Touched]) -> dict[str, int]:
    found = Tally(effect for each in rows for effect in each.effects)
    return {effect: found[effect] for effect in EFFECTS}


def _values(one: Side) -> Json:
    return {"band": one.band, "over": list(one.over), **amounts(one)}
