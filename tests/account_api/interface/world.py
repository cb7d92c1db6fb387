"""Two clients of different groups, each with one of everything that has an id in a path.

A thing that is new in a path needs a line in `THINGS`, or in `OF_NOBODY` where it belongs to no client.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from sqlmodel import Session, select

from account_api.agreements.tables import Agreement, AgreementAmendment, AgreementTemplate
from account_api.alerts.tables import OwnAlert
from account_api.clients.tables import Client
from account_api.columns import Row
from account_api.handoffs.tables import Handoff
from account_api.inbox.tables import InboxMessage
from account_api.margin_calls.tables import CallTask, LiquidationRun, MarginCase
from account_api.notices.tables import SentNotice
from account_api.proposals.tables import Proposal
from account_api.snapshots.tables import FrozenSnapshot
from account_api.tickets.tables import Attachment, Ticket

MINE, OTHERS = "demo-call", "demo-overdue"
UNKNOWN = "nothing-like-this"
UNKNOWN_NUMBER = 987_654

THINGS: Mapping[str, tuple[type[Row], str]] = {
    "number": (Ticket, "number"),
    "attachment": (Attachment, "id"),
    "handoff_id": (Handoff, "id"),
    "notice_id": (SentNotice, "id"),
    "message_id": (InboxMessage, "id"),
    "proposal_id": (Proposal, "id"),
    "request_id": (Proposal, "id"),
    "agreement_id": (Agreement, "id"),
    "amendment_id": (AgreementAmendment, "id"),
    "alert_id": (OwnAlert, "id"),
    "snapshot_id": (FrozenSnapshot, "id"),
    "call_id": (MarginCase, "id"),
    "task_id": (CallTask, "id"),
    "liquidation_id": (LiquidationRun, "id"),
}
"""Path parameters that name a thing of a client, in the order their rows are made, with where its id stands."""

OF_NOBODY: Mapping[str, Any] = {
    "param": "financing_margin_ratio",
    "kind": "maintenance_ratio",
    "campaign_id": "E20261120-0001",
    "template": "standard",
    "version": 1,
    "step": "disclosure",
    "name": "risk_grade",
    "source": "register",
    "action_id": "a1",
    "suspect_id": 1,
    "policy_id": "L20261120-0001",
}
"""Path parameters that name nothing of any client, with a value that may be asked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """The ids of one client's things by path parameter, the client's own id among them."""

    ids: Mapping[str, Any]

    def of(self, path: str) -> dict[str, Any]:
        """The path parameters of `path`, each one of this client's."""
        return {name: self.ids.get(name, OF_NOBODY.get(name)) for name in parameters(path)}


def parameters(path: str) -> list[str]:
    """The names of the path parameters, in order."""
    return re.findall(r"{(\w+)}", path)


def unknown_of(value: Any) -> Any:
    """An id of the same sort that nothing has."""
    return UNKNOWN_NUMBER if isinstance(value, int) else UNKNOWN


def what_there_is(session: Session, client: str) -> Side:
    """The newest of everything that `client` really has; what it has not is an id of nothing."""
    ids: dict[str, Any] = {"client_id": client}
    for name, (table, key) in THINGS.items():
        owner = "client_id" if "client_id" in table.model_fields else "number"
        mine = select(table).where(table.__table__.c[owner] == ids[owner])  # type: ignore[attr-defined]
        row = session.exec(mine.order_by(table.__table__.c[key].desc())).first()  # type: ignore[attr-defined]
        ids[name] = UNKNOWN_NUMBER if row is None and name == "attachment" else getattr(row, key, UNKNOWN)
    return Side(ids)


def two_sides(session: Session, now: datetime) -> tuple[Side, Side]:
    """What `MINE` has and what `OTHERS` has."""
    session.add(filled(AgreementTemplate, now, template="standard", version=99))
    session.flush()
    mine, others = (Side(dict(_one_of_each(session, client, now))) for client in (MINE, OTHERS))
    return mine, others


def _one_of_each(session: Session, client: str, now: datetime) -> Iterator[tuple[str, Any]]:
    group = session.get_one(Client, client).group
    ids: dict[str, Any] = {"client_id": client, "template": "standard", "version": 99}
    ids |= {
        "group": group,
        "assigned_group": group,
        "raised_by": client,
        "opened_by": client,
        "session": client,
    }
    yield "client_id", client
    made: dict[type[Row], Row] = {}
    for name, (table, key) in THINGS.items():
        if table in made:
            yield name, getattr(made[table], key)
            continue
        given = {field: value for field, value in ids.items() if field in table.model_fields}
        if key not in given and table.model_fields[key].is_required():
            given[key] = f"of-{client}"
        row = made[table] = filled(table, now, **given)
        session.add(row)
        session.flush()
        ids[name] = getattr(row, key)
        yield name, ids[name]


def filled(table: type[Row], now: datetime, **given: Any) -> Row:
    """A row with `given`, every other required column filled with the least that its type allows."""
    word = str(given.get("client_id", "x"))
    needed = {name: field for name, field in table.model_fields.items() if field.is_required()}
    made = {name: _least(field.annotation, now, word) for name, field in needed.items() if name not in given}
    if "sha256" in made:
        made["sha256"] = "0" * 64
    return table.of(**made | given)


def _least(annotation: Any, now: datetime, word: str) -> Any:
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if annotation is date:
        return now.date()
    values: Mapping[Any, Any] = {str: word, int: 1, bool: False, datetime: now, bytes: b"x", Decimal: "1"}
    if annotation in values:
        return values[annotation]
    return [] if get_origin(annotation) is list else {}
