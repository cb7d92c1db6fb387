"""The desk's clients with their figures, its call list by deadline, its log of contacts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from account_api.accounts import margin_calls
from account_api.accounts.contract import FiguresPublic
from account_api.accounts.reference import figures_of
from account_api.accounts.view import View, look
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import SEES_OWN_GROUP
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context
from account_api.desk import queries
from account_api.desk.contract import CallLinePublic, ContactCreate, ContactPublic, DeskClientPublic
from account_api.desk.tables import Contact
from account_api.errors import NoCreditAccount, NoSuchGroup
from risk.margin_calls import MarginCall

MOST_CLIENTS = 100
CALL_FIGURES = ("maintenance_ratio", "shortfall_to_restore")


@dataclass(frozen=True, slots=True)
class _Called:
    """A client with an open margin call."""

    client: Client
    view: View
    call: MarginCall


def clients(ctx: Context, session: Session, principal: Principal, q: str | None) -> list[DeskClientPublic]:
    """The clients this principal looks after, by id, the first hundred."""
    found = queries.clients(session, principal, q, MOST_CLIENTS)
    return [_client(ctx, client, _view(ctx, session, client)) for client in found]


def calls(ctx: Context, session: Session, principal: Principal, group: str | None) -> list[CallLinePublic]:
    """The clients with an open margin call, the earliest deadline first, then by id; of one group, if given.

    Raises NoSuchGroup, on record, where somebody who sees one group only asks for another.
    """
    if principal.role in SEES_OWN_GROUP and group not in (None, principal.group):
        raise NoSuchGroup.seen(Event("desk.denied", principal.user, detail={"group": group}))
    called = [
        _Called(client, view, call)
        for client in queries.clients(session, principal)
        if group in (None, client.group)
        and (view := _view(ctx, session, client)) is not None
        and view.snapshot is not None
        and (call := margin_calls.margin_call(ctx, session, view, ctx.clock.local())) is not None
    ]
    called.sort(key=lambda each: (each.call.deadline, each.client.client_id))
    contacts = queries.last_contacts(session, [each.client.client_id for each in called])
    return [_line(ctx, each, contacts.get(each.client.client_id)) for each in called]


def looked(
    ctx: Context,
    session: Session,
    principal: Principal,
    action: str,
    shown: Sequence[DeskClientPublic | CallLinePublic],
) -> None:
    """Audits a look at a list, with the clients whose figures it showed."""
    whose = sorted(ctx.trail.pseudonym(line.client_id) for line in shown)
    ctx.record(session, Event(action, principal.user, None, {"clients": whose}))


def log_contact(
    ctx: Context, session: Session, principal: Principal, client: Client, asked: ContactCreate
) -> ContactPublic:
    """One attempt, whatever came of it."""
    contact = Contact.of(
        **asked.model_dump(),
        client_id=client.client_id,
        at=ctx.clock.now(),
        by=principal.user,
        agent_name=principal.display_name,
    )
    session.add(contact)
    session.flush()
    about = {"channel": asked.channel, "result": asked.result}
    ctx.record(session, Event("contact.logged", principal.user, client.client_id, about))
    return _contact(contact)


def _view(ctx: Context, session: Session, client: Client) -> View | None:
    try:
        return look(session, client, ctx.clock.today())
    except NoCreditAccount:
        return None


def _client(ctx: Context, client: Client, view: View | None) -> DeskClientPublic:
    figures = None if view is None else _figures(ctx, view)
    return DeskClientPublic(
        client_id=client.client_id,
        name_masked=client.name_masked,
        group=client.group,
        band=figures and figures.band,
        maintenance_ratio=figures and figures.figures.get("maintenance_ratio"),
    )


def _line(ctx: Context, called: _Called, last: Contact | None) -> CallLinePublic:
    figures = _figures(ctx, called.view)
    return CallLinePublic(
        client_id=called.client.client_id,
        name_masked=called.client.name_masked,
        group=called.client.group,
        band=figures.band,
        figures={name: figures.figures[name] for name in CALL_FIGURES},
        call=called.call.as_json(),
        last_contact=None if last is None else _contact(last),
    )


def _figures(ctx: Context, view: View) -> FiguresPublic:
    return figures_of(ctx, view)


def _contact(row: Contact) -> ContactPublic:
    shown = row.model_dump(include={"agent_name", "channel", "result", "note"})
    return ContactPublic(at=local_text(row.at), **shown)
