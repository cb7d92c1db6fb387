"""The notices that a call owes its client by law or contract, sent once each: what is told, with the account frozen at that moment.

Only these go out by themselves: that the call was made, that its deadline moved or passed, that it ended. What was sold and
what remains owed is told when a person has drawn it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import local_text
from account_api.context import Context
from account_api.firm import queries as firm
from account_api.margin_calls import queries
from account_api.margin_calls.amounts import figures_of, lines_shown, money
from account_api.margin_calls.cases import noted
from account_api.margin_calls.tables import MarginCase
from account_api.notices.service import send
from account_api.notices.tables import Kind as NoticeKind
from account_api.notices.texts import Text, write
from account_api.proposals.service import WORKER
from account_api.snapshots.service import freeze
from account_api.traces.service import keep
from risk.account import Snapshot
from risk.calls import CallFile

UNNAMED = {"zh": "本公司", "en": "The firm"}


@dataclass(frozen=True, slots=True)
class Telling:
    """The kind of notice, and the text for a call of a line and for one at maturity. `again` says that each new deadline is told."""

    kind: NoticeKind
    of_line: str
    of_contract: str
    again: bool = False


TELLINGS: Mapping[str, Telling] = MappingProxyType(
    {
        "call": Telling("margin_call", "margin_call", "maturity_due"),
        "overdue": Telling("liquidation", "overdue", "maturity_overdue"),
        "deadline_moved": Telling("deadline_moved", "deadline_moved", "deadline_moved", again=True),
        "deadline_extended": Telling(
            "deadline_extended", "deadline_extended", "deadline_extended", again=True
        ),
        "call_ended": Telling("call_ended", "call_ended", "maturity_ended"),
    }
)
"""By the code of the notice that a call owes."""


def tell(
    ctx: Context, session: Session, view: View, case: MarginCase, file: CallFile, was_due: datetime | None
) -> int:
    """Sends what the call owes and was not sent yet; how many notices that were. `was_due` is the deadline before."""
    owed = [code for code in file.owed if code in TELLINGS]
    if not owed or view.snapshot is None:
        return 0
    known = {each.key for each in queries.events(session, case.id)}
    keys = {code: _key(file, code) for code in owed}
    return sum(
        _send(ctx, session, view.snapshot, case, file, code, was_due)
        for code in owed
        if f"{case.id}/{keys[code]}" not in known
    )


def _key(file: CallFile, code: str) -> str:
    due = "" if file.deadline is None or not TELLINGS[code].again else f"/{local_text(file.deadline)}"
    return f"notice/{code}{due}"


def _send(
    ctx: Context,
    session: Session,
    account: Snapshot,
    case: MarginCase,
    file: CallFile,
    code: str,
    was_due: datetime | None,
) -> bool:
    telling, now = TELLINGS[code], ctx.clock.now()
    figures = figures_of(account, ctx.rules, case.contract_id)
    kind: NoticeKind = "maturity" if code == "call" and case.contract_id is not None else telling.kind
    rows = send(
        ctx,
        session,
        case.client_id,
        kind,
        text_of(ctx, session, account, case, file, code, was_due),
        case=case.id,
        clause=case.clause,
        deadline=file.deadline,
        amount=None if code in ("call_ended", "deadline_moved") else money(figures["amount"]),
    )
    kept = freeze(ctx, session, case.client_id, account, "notice", now)
    keep(ctx, session, kept, [each.as_json() for each in figures.values()], f"notice {rows[0].sending}", now)
    said = {"code": code, "kind": kind, "notices": [row.id for row in rows]}
    return noted(session, case, _key(file, code), "notice", now, WORKER, kept.id, **said)


def text_of(
    ctx: Context,
    session: Session,
    account: Snapshot,
    case: MarginCase,
    file: CallFile,
    code: str,
    was_due: datetime | None,
) -> Text:
    """What the notice of that code says."""
    telling = TELLINGS[code]
    template = telling.of_line if case.contract_id is None else telling.of_contract
    if code == "call" and file.kind == "minimum":
        template = "minimum_call"
    due = file.deadline or was_due or case.opened_at
    named: dict[str, str | datetime] = {"deadline": due, "before": was_due or due}
    named |= lines_shown(account, file.kind) | {"contract": case.contract_id or ""}
    figures = figures_of(account, ctx.rules, case.contract_id)
    return write(template, firm_name(session), figures, clause=case.clause, **named)


def firm_name(session: Session) -> Mapping[str, str]:
    """How the firm calls itself, in both languages."""
    name: Mapping[str, str] = firm.if_set(session, "name") or UNNAMED
    return name
