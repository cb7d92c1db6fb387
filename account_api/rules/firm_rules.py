"""A firm brings its own rows: what a file would do, and taking it over.

The file replaces all that the firm has set for its jurisdiction, in one transaction and with one entry in the
audit trail. Anything refused in it refuses it whole; the same file twice is one import.
"""

import hashlib
import json
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.context import Context
from account_api.errors import refused
from account_api.rules import queries
from account_api.rules.settable import SETTABLE
from account_api.rules.store import firm_rows
from account_api.rules.tables import RuleImport
from risk.rulebook import FirmRules, read_firm_rules


def report(session: Session, body: dict[str, Any]) -> FirmRules:
    """What the file would do to the firm's rows of today."""
    place = body.get("jurisdiction")
    held = queries.newest(session, place) if isinstance(place, str) else None
    return read_firm_rules(body, SETTABLE, firm_rows(None if held is None else held.body))


def take_over(ctx: Context, session: Session, by: str, body: dict[str, Any]) -> dict[str, Any]:
    """Keeps an accepted file. Raises Malformed naming every refused field; kept already, it changes nothing."""
    read = report(session, body)
    if not read.accepted:
        raise refused((*read.errors, *(error for row in read.rows for error in row.errors)))
    held = queries.newest(session, read.jurisdiction)
    if held is not None and held.digest == digest_of(body):
        return read.as_json() | {"import": held.id, "kept": False}
    made = keep(ctx, session, read.jurisdiction, by, body)
    told = {
        "jurisdiction": read.jurisdiction,
        "import": made.id,
        "rows": len(read.rows),
        "digest": made.digest,
    }
    ctx.record(session, Event("rules.imported", by, detail=told))
    return read.as_json() | {"import": made.id, "kept": True}


def keep(ctx: Context, session: Session, jurisdiction: str, by: str, body: dict[str, Any]) -> RuleImport:
    """Makes `body` the firm's rows from the commit on. It has been read and accepted; whoever calls this records why."""
    made = RuleImport.of(
        jurisdiction=jurisdiction, at=ctx.clock.now(), by=by, digest=digest_of(body), body=body
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    ctx.rulebooks.expect(made.id)
    return made


def digest_of(body: dict[str, Any]) -> str:
    """Equal for equal files, whatever the order of their fields."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def current(session: Session, jurisdiction: str) -> dict[str, Any]:
    """What the firm has set for a jurisdiction, and when it did."""
    held = queries.newest(session, jurisdiction)
    body = {"jurisdiction": jurisdiction, "rows": []} if held is None else held.body
    shown = read_firm_rules(body, SETTABLE, firm_rows(None if held is None else held.body)).as_json()
    return shown | {"import": held and held.id, "at": held and held.at.isoformat(), "by": held and held.by}
