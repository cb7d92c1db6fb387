"""A policy as two worlds: the terms on its effective day without it and with it, whether it has been written already or not.

Whoever compares the book, tells a client or takes the policy back works on these two and never on the policy's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.market import queries as market
from account_api.market.tables import Security, SecurityTerms
from account_api.policy import rule_body
from account_api.policy.rule_body import PLACE, Case
from account_api.policy.tables import Policy
from account_api.rules import queries as rules
from account_api.rules.settable import THRESHOLDS
from account_api.rules.store import of_imports
from risk.policy import Rated, World
from risk.rulebook import Row, Rulebook

_CREDIT = frozenset(row.param for row in THRESHOLDS)
SOURCE = "公司政策"


@dataclass(frozen=True, slots=True)
class Change:
    """`security` and the terms on both sides where it is about one; else the rule's row on both sides (None: none stood).

    `credit` says that it moves what the firm would grant as credit lines.
    """

    effective: date
    before: World
    after: World
    security: Security | None = None
    row_before: Row | None = None
    row_after: Row | None = None

    @property
    def code(self) -> str | None:
        return None if self.security is None else self.security.code

    @property
    def eligibility(self) -> bool:
        """Whether it lets a security in or out of margin purchases or short sales."""
        was, is_now = self.before.rated, self.after.rated
        if was is None or is_now is None:
            return False
        return (was.eligible_financing, was.eligible_short) != (
            is_now.eligible_financing,
            is_now.eligible_short,
        )

    @property
    def credit(self) -> bool:
        return self.row_after is not None and self.row_after.param in _CREDIT


def about(content: Mapping[str, Any]) -> str:
    """What a change is about, equal for changes of the same thing: all terms of a security are one thing."""
    security = content.get("security")
    return f"security:{security['code']}" if security is not None else Case.of(content["rule"]).about


def change_of(ctx: Context, session: Session, policy: Policy) -> Change:
    """The two worlds of a stored policy."""
    if "security" in policy.content:
        return _of_security(ctx, session, policy)
    return _of_rule(ctx, session, policy)


def terms_without(session: Session, code: str, effective: date, applied: bool) -> SecurityTerms | None:
    """The terms of a security on a policy's effective day as they would be without it; None where none are known."""
    day = effective - timedelta(days=1) if applied else effective
    return market.terms(session, day, {code}).get(code)


def rated_after(before: Rated, asked: Mapping[str, Any]) -> Rated:
    """The terms with what a policy names put in the place of what stood."""
    rate = asked.get("conversion_rate")
    return Rated(
        before.code,
        before.conversion_rate if rate is None else Fraction(rate),
        asked.get("eligible_financing", before.eligible_financing),
        asked.get("eligible_short", before.eligible_short),
    )


def rated(row: SecurityTerms) -> Rated:
    """Terms as a row holds them, as exact numbers."""
    return Rated(row.code, Fraction(row.conversion_rate), row.eligible_financing, row.eligible_short)


def file_row(policy: Policy, announced: date) -> dict[str, Any]:
    """The row that a rule policy writes into the firm's file."""
    return rule_row(policy.content["rule"], policy.effective, announced, policy.id, policy.reason)


def rule_row(
    rule: Mapping[str, Any], effective: date, announced: date, number: str, reason: str
) -> dict[str, Any]:
    """A row of the firm's file: it names the policy as its source and the reason as its note."""
    asked = {name: value for name, value in rule.items() if value is not None}
    return {
        **asked,
        "valid_from": effective.isoformat(),
        "announced": announced.isoformat(),
        "source": f"{SOURCE} {number}",
        "note": reason,
        "note_zh": reason,
    }


def rulebook_of(body: Mapping[str, Any] | None) -> Rulebook:
    """The rulebook of the mainland with the firm's rows of that file."""
    return of_imports(() if body is None else (body,))[PLACE]


def row_of(book: Rulebook, rule: Mapping[str, Any], day: date) -> Row | None:
    """The row that answers for the case of `rule` on a day; for a threshold the firm's starting value where it has no row."""
    case = Case.of(rule)
    rows = [row for row in book.rows(case.param) if row.covers(day)]
    mine = [
        row
        for row in (rows or [row for row in THRESHOLDS if row.param == case.param])
        if (row.applies_to == "extension") == case.extension
        and tuple(sorted(row.scope.items())) == case.scope
    ]
    own = [row for row in mine if row.layer == "firm"]
    return next(iter(own or mine), None) or (
        None if case.extension else book.in_force(case.param, day, **dict(case.scope))
    )


def _of_security(ctx: Context, session: Session, policy: Policy) -> Change:
    asked = policy.content["security"]
    code = asked["code"]
    standing = terms_without(session, code, policy.effective, policy.state == "approved")
    security = market.named(session, {code})[code]
    assert standing is not None  # checked when it was drafted, and terms never end
    before = rated(standing)
    world = World(ctx.rules, before)
    return Change(policy.effective, world, World(ctx.rules, rated_after(before, asked)), security)


def _of_rule(ctx: Context, session: Session, policy: Policy) -> Change:
    rule, day = policy.content["rule"], policy.effective
    held = rules.newest(session, PLACE)
    body = None if held is None else held.body
    if policy.state == "approved" and body is not None:
        row = file_row(policy, policy.effective)
        previous = (policy.previous or {}).get("rows", [])
        before = rulebook_of(rule_body.without_row(body, row, previous))
        after = ctx.rules
    else:
        before = ctx.rules
        after = rulebook_of(rule_body.with_row(body, file_row(policy, ctx.clock.today())).body)
    return Change(
        day,
        World(before),
        World(after),
        row_before=row_of(before, rule, day),
        row_after=row_of(after, rule, day),
    )
