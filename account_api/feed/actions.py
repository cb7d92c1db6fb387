"""Corporate actions: announced once, worked into every account that held or owed the security, and taken back whole.

What an account is owed is always worked out anew from its record day and compared with what was posted; so applying twice
changes nothing, an event that comes late moves what it should, and taking back is the same step towards nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from sqlmodel import Session

from account_api.accounts.tables import CreditAccount
from account_api.audit import Event
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import Conflict, NotFound, StateChanged
from account_api.feed import ledger, queries, refusals, turns
from account_api.feed.contract import ActionCreate, ActionPublic
from account_api.feed.entitlements import entitlements
from account_api.feed.lines import Bond, Line, Posting, between
from account_api.feed.tables import CorporateAction, FeedPosting
from account_api.firm.closures import with_closures
from account_api.market import queries as market

PREFIX = "action "
"""Events have no space in their id, so an action's postings never stand under an event's."""
JOB = "job"


def announce(ctx: Context, session: Session, user: str, asked: ActionCreate) -> ActionPublic:
    """Takes an action and, where it counts already, works it in. The same again is the same; another under its id is a
    Conflict. Raises EventRefused for an unknown security, and for an effective day on which the exchange is closed: the ledger has
    no such day, and there are no prices of it.
    """
    turns.alone(session)
    if asked.code not in market.named(session, [asked.code]):
        raise refusals.unknown_security(asked.code, "code")
    if not with_closures(ctx.calendar, session).is_session(asked.effective_day):
        raise refusals.no_session(asked.effective_day.isoformat(), "effective_day")
    said = asked.model_dump(mode="json", exclude={"record_day", "effective_day"})
    terms = {name: value for name, value in said.pop("terms").items() if value is not None}
    row = CorporateAction.of(
        **said,
        terms=terms,
        record_day=asked.record_day,
        effective_day=asked.effective_day,
        state="announced",
        announced_at=ctx.clock.now(),
    )
    if insert_if_absent(session, CorporateAction, row.model_dump()):
        detail = {"id": row.id, "kind": row.kind, "code": row.code}
        ctx.record(session, Event("action.announced", user, detail=detail))
        apply_due(ctx, session, user)
    known = queries.action(session, row.source, row.id)
    assert known is not None  # it was inserted above, by us or before us
    facts = {"kind", "code", "record_day", "effective_day", "terms"}
    if known.model_dump(include=facts) != row.model_dump(include=facts):
        raise Conflict("This action was announced otherwise.", "该公司行动已按其他内容公布。")
    return shown(session, known)


def apply_due(ctx: Context, session: Session, user: str = JOB) -> int:
    """Works in every announced action that counts by today; how many there were. For the daily jobs, too."""
    turns.alone(session)
    due = queries.due_actions(session, ctx.clock.today())
    for action in due:
        _settle_all(session, action)
        action.state, action.applied_at = "applied", ctx.clock.now()
        session.flush()
        ctx.record(session, _event("action.applied", user, session, action))
    return len(due)


def reverse(
    ctx: Context, session: Session, user: str, source: str, action_id: str, reason: str
) -> ActionPublic:
    """Takes an action back in every account, from its day on, as if it had not been. Raises NotFound, StateChanged for one
    that was taken back, and EventRefused where somebody has already spent what it brought.
    """
    turns.alone(session)
    action = queries.action(session, source, action_id)
    if action is None:
        raise NotFound("There is no such corporate action.", "没有该公司行动。")
    if action.state == "reversed":
        raise StateChanged("It was taken back before.", "该公司行动此前已冲正。")
    applied = action.state == "applied"
    action.state, action.reversed_at, action.reason = "reversed", ctx.clock.now(), reason
    session.flush()
    if applied:
        _settle_all(session, action)
    ctx.record(session, _event("action.reversed", user, session, action))
    return shown(session, action)


def settle_late(
    session: Session,
    account: CreditAccount,
    since: date,
    postings: Iterable[Posting],
    bonds: Mapping[str, Bond],
) -> None:
    """What an event of `since` changes in the actions whose record day it precedes; `bonds` are the account's contracts."""
    codes = {
        each.line.key if each.line.kind == "holding" else bonds[each.line.key].security
        for each in postings
        if each.line.kind == "holding" or each.line.key in bonds
    }
    for action in queries.applied_actions(session, codes, since) if codes else ():
        _settle(session, action, account)


def listed(session: Session, limit: int) -> list[ActionPublic]:
    """Actions, the newest first."""
    return [shown(session, each) for each in queries.actions(session, limit)]


def shown(session: Session, action: CorporateAction) -> ActionPublic:
    """An action as it stands, with how many accounts it moved."""
    moved = {row.account_id for row in queries.postings(session, action.source, PREFIX + action.id)}
    facts = action.model_dump(exclude={"announced_at", "applied_at", "reversed_at"})
    return ActionPublic(**facts, accounts=len(moved))


def _settle_all(session: Session, action: CorporateAction) -> None:
    clients = queries.touching(session, action.code, action.record_day)
    for account in queries.locked_accounts(session, clients).values():
        _settle(session, action, account)
        for later in queries.applied_actions(session, {action.code}, action.effective_day):
            _settle(
                session, later, account
            )  # what this one brought or took counts for those recorded after it


def _settle(session: Session, action: CorporateAction, account: CreditAccount) -> None:
    """Posts the difference between what the account should have got and what it got."""
    should: tuple[Posting, ...] = ()
    if action.state != "reversed":
        lines = ledger.lines_on(session, account, action.record_day)
        bonds = ledger.counting_of(session, account, action.record_day).bonds
        should = entitlements(action.kind, action.code, action.terms, lines, bonds)
    event_id = PREFIX + action.id
    got: dict[Line, Decimal] = {}
    for row in queries.postings(session, action.source, event_id, account.account_id):
        line = Line(row.line, row.key)  # type: ignore[arg-type]
        got[line] = got.get(line, Decimal(0)) + row.delta
    lacking = between(got, {each.line: each.delta for each in should})
    if not lacking:
        return
    day = action.effective_day
    kept = [each for each in lacking if each.line.kind != "right"]
    if kept:
        ledger.book(session, _opening(day), ledger.opened(session, account, day), kept)
    session.add_all(posting_rows(action.source, event_id, account.account_id, day, lacking))
    session.flush()


def posting_rows(
    source: str, event_id: str, account_id: str, day: date, postings: Iterable[Posting]
) -> list[FeedPosting]:
    """Postings as rows."""
    return [
        FeedPosting.of(
            source=source,
            event_id=event_id,
            account_id=account_id,
            day=day,
            line=each.line.kind,
            key=each.line.key,
            delta=each.delta,
        )
        for each in postings
    ]


def _opening(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BOOKING_ZONE)


def _event(name: str, user: str, session: Session, action: CorporateAction) -> Event:
    moved = {row.account_id for row in queries.postings(session, action.source, PREFIX + action.id)}
    return Event(name, user, detail={"source": action.source, "id": action.id, "accounts": len(moved)})
