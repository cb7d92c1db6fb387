"""The files of an inspection pack by name, each a list of rows as JSON. What is not needed of a person is masked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.accounts.tables import CallAct
from account_api.audit import AuditRow
from account_api.clients.tables import Client
from account_api.columns import Row
from account_api.context import Context
from account_api.desk.tables import Contact
from account_api.inspection import queries
from account_api.margin_calls import queries as calls
from account_api.margin_calls.tables import MarginCase
from account_api.notices import queries as notices
from account_api.notices.tables import SentNotice
from account_api.proposals.tables import Proposal
from account_api.snapshots.tables import FrozenSnapshot
from account_api.tickets import queries as tickets
from account_api.tickets.tables import Ticket
from account_api.traces import queries as traces
from risk.rulebook import Row as RuleRow

Json = dict[str, Any]
Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Subject:
    """One client in a period, its end not included."""

    client: Client
    period: Period

    def rows(self, session: Session, table: type[Any], at: Any) -> list[Any]:
        """The rows of a table about this client in this period."""
        return queries.between(session, table, at, self.client.client_id, self.period)


def parts(ctx: Context, session: Session, of: Subject) -> dict[str, list[Json]]:
    """Every file but the conversations."""
    figures = traces.of_client(session, of.client.client_id, *of.period)
    frozen = {row.id for row in of.rows(session, FrozenSnapshot, FrozenSnapshot.at)}
    sent = of.rows(session, SentNotice, SentNotice.sent_at)
    return {
        "account.json": [_account(session, of.client)],
        "figures.json": [shown(row) for row in figures],
        "snapshots.json": [
            shown(row) for row in queries.snapshots(session, frozen | {each.snapshot_id for each in figures})
        ],
        "rules.json": list(_rules(ctx, of.period)),
        "notices.json": [_notice(session, row) for row in sent],
        "approvals.json": list(_approvals(session, of)),
        "calls.json": list(_calls(session, of)),
        "contacts.json": [shown(row) for row in of.rows(session, Contact, Contact.at)],
        "tickets.json": _tickets(session, of),
        "audit.json": _audit(ctx, session, of),
    }


def shown(row: Row, without: Iterable[str] = ()) -> Json:
    """A row as JSON: instants in ISO 8601, decimals as texts."""
    return row.model_dump(mode="json", exclude=set(without))


def _account(session: Session, client: Client) -> Json:
    """Who the pack is about, the name masked, and every version of the contract."""
    held = accounts.account_of(session, client.client_id)
    versions = [] if held is None else accounts.versions(session, held.account_id)
    return {
        "client_id": client.client_id,
        "name_masked": client.name_masked,
        "client_class": client.client_class,
        "account": None if held is None else shown(held),
        "contract": [shown(row) for row in versions],
    }


def _rules(ctx: Context, period: Period) -> Iterator[Json]:
    """Every row of the mainland rulebook that was in force on a day of the period."""
    first, last = period[0].date(), (period[1] - timedelta(microseconds=1)).date()
    return ({"param": row.param, **row.as_json()} for row in ctx.rules.every() if _in_force(row, first, last))


def _in_force(row: RuleRow, first: date, last: date) -> bool:
    return row.valid_from <= last and (row.valid_to is None or row.valid_to > first)


def _notice(session: Session, row: SentNotice) -> Json:
    """What was sent, its tries, and what the gateway reported."""
    told: Mapping[str, Sequence[Row]] = {
        "attempts": notices.attempts(session, row.id),
        "receipts": notices.receipts(session, row.id),
    }
    return shown(row) | {name: [shown(each) for each in rows] for name, rows in told.items()}


def _calls(session: Session, of: Subject) -> Iterator[Json]:
    """The calls made in the period with what happened in them, and what was done about calls without a case."""
    for case in of.rows(session, MarginCase, MarginCase.opened_at):
        told: Mapping[str, Sequence[Row]] = {
            "events": calls.events(session, case.id),
            "tasks": calls.tasks(session, case.id),
            "liquidations": calls.liquidations(session, case.id),
        }
        yield shown(case) | {name: [shown(each) for each in rows] for name, rows in told.items()}
    for act in of.rows(session, CallAct, CallAct.at):
        yield {"act": shown(act)}


def _approvals(session: Session, of: Subject) -> Iterator[Json]:
    """What was proposed or decided in the period, with its reasons."""
    made = of.rows(session, Proposal, Proposal.made_at)
    decided = of.rows(session, Proposal, Proposal.decided_at)
    return (shown(row) for row in {row.id: row for row in (*made, *decided)}.values())


def _tickets(session: Session, of: Subject) -> list[Json]:
    rows = of.rows(session, Ticket, Ticket.opened_at)
    answers = tickets.follow_ups(session, [row.number for row in rows])
    return [
        shown(row) | {"follow_ups": [shown(each) for each in answers.get(row.number, ())]} for row in rows
    ]


def _audit(ctx: Context, session: Session, of: Subject) -> list[Json]:
    people = {of.client.client_id, *queries.users_of(session, of.client.client_id)}
    named = {ctx.trail.pseudonym(each) for each in people}
    return [_audited(row) for row in queries.audited(session, named, of.period)]


def _audited(row: AuditRow) -> Json:
    """The row as its hash covers it, so that whoever has the pack can compute the hash."""
    return shown(row, ["at"]) | {"at": row.at.isoformat()}
