"""The notices that a call owes its client by law or contract, sent once each: what is told, with the account frozen at that moment.

Only these go out by themselves: that the call was made, that its deadline moved or passed, that it ended. What was sold and
what remains owed is told when a person has drawn it up.
"""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE, local_text
from account_api.firm import queries as firm
from account_api.margin_calls.amounts import lines_shown, money
from account_api.margin_calls.batch import Batch, Shown
from account_api.margin_calls.segments import Segment
from account_api.margin_calls.tables import MarginCase
from account_api.notices.service import Sending, Sent, send_many
from account_api.notices.tables import Kind as NoticeKind
from account_api.notices.texts import Text, write
from account_api.proposals.service import WORKER
from risk.account import Snapshot
from risk.calls import CallFile, Event, advance

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


@dataclass(frozen=True, slots=True)
class Step:
    """A case, the account of now, where its call stands, the deadline it had before, and the account that it was made on."""

    view: View
    account: Snapshot
    case: MarginCase
    call: Segment
    was_due: datetime | None
    stood: Snapshot


@dataclass(frozen=True, slots=True)
class _Owed:
    """A notice that a call owes and that was not sent yet."""

    step: Step
    account: Snapshot
    code: str
    key: str
    shown: Shown
    sending: Sending


def tell(batch: Batch, steps: Sequence[Step]) -> dict[str, int]:
    """Sends what these calls owe and was not sent yet; how many notices that were, by case."""
    firm_is = firm_name(batch.session)
    owed = [
        _owed(batch, step, code, key, firm_is)
        for step in steps
        for code in step.call.file.owed
        if code in TELLINGS and f"{step.case.id}/{(key := _key(step.call.file, code))}" not in batch.known
    ]
    sent = send_many(batch.ctx, batch.session, [each.sending for each in owed])
    for each, one in zip(owed, sent, strict=True):
        _note(batch, each, one)
    return Tally(each.step.case.id for each in owed)


def _key(file: CallFile, code: str) -> str:
    due = "" if file.deadline is None or not TELLINGS[code].again else f"/{local_text(file.deadline)}"
    return f"notice/{code}{due}"


def _owed(batch: Batch, step: Step, code: str, key: str, firm_is: Mapping[str, str]) -> _Owed:
    case, account = step.case, step.stood if code == "call" else step.account
    shown, due = batch.shown(account, case.contract_id), _deadline(batch, step.call.file, code)
    kind: NoticeKind = "maturity" if code == "call" and case.contract_id is not None else TELLINGS[code].kind
    sending = Sending(
        case.client_id,
        kind,
        _text_of(step, account, code, due, shown, firm_is),
        case=case.id,
        clause=case.clause,
        deadline=due,
        amount=None if code in ("call_ended", "deadline_moved") else money(shown.figures["amount"]),
    )
    return _Owed(step, account, code, key, shown, sending)


def _deadline(batch: Batch, file: CallFile, code: str) -> datetime | None:
    """The deadline that a notice names: of a call that is told late, the one that counts from being told now."""
    if code != "call":
        return file.deadline
    told = Event("notice", batch.now.astimezone(BOOKING_ZONE), notice=code)
    return advance(file, told, batch.ctx.calendar).file.deadline


def _note(batch: Batch, owed: _Owed, sent: Sent) -> None:
    case, now = owed.step.case, batch.now
    kept = batch.freeze(case.client_id, owed.account, "notice", now)
    batch.keep(case.client_id, kept, owed.shown, f"notice {sent.number}", now)
    said = {"code": owed.code, "kind": owed.sending.kind, "notices": list(sent.ids)}
    batch.note(case, owed.key, "notice", now, WORKER, kept, **said)


def _text_of(
    step: Step,
    account: Snapshot,
    code: str,
    named_due: datetime | None,
    shown: Shown,
    firm_is: Mapping[str, str],
) -> Text:
    """What the notice of that code says."""
    telling, case, file = TELLINGS[code], step.case, step.call.file
    template = telling.of_line if case.contract_id is None else telling.of_contract
    if code == "call" and file.kind == "minimum":
        template = "minimum_call"
    due = named_due or step.was_due or case.opened_at
    named: dict[str, str | datetime] = {"deadline": due, "before": step.was_due or due}
    named |= lines_shown(account, file.kind) | {"contract": case.contract_id or ""}
    return write(template, firm_is, shown.figures, clause=case.clause, **named)


def firm_name(session: Session) -> Mapping[str, str]:
    """How the firm calls itself, in both languages."""
    name: Mapping[str, str] = firm.if_set(session, "name") or UNNAMED
    return name
