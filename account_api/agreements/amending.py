"""What becomes of an amendment: opened to its client, accepted, refused, or lapsed in silence. Silence is never consent.

An accepted amendment is a signed agreement of its own whose terms begin on the day that was named; until then, and for ever
where it is not accepted, the one before stays in force.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from account_api.agreements import queries
from account_api.agreements.documents import next_id
from account_api.agreements.ledger import enter
from account_api.agreements.signing import Act
from account_api.agreements.tables import Agreement, AgreementAmendment
from account_api.audit import Event
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.notices.service import SYSTEM, send
from account_api.notices.texts import Text
from account_api.proposals.tables import Proposal


def opened(ctx: Context, session: Session, proposal: Proposal) -> None:
    """A second person agreed: the client is told and may answer. Raises StateChanged where the days have gone by."""
    row = queries.amendment_of_proposal(session, proposal.id)
    if row.answer_by < ctx.clock.today():
        raise StateChanged("The day to answer has gone by.", "答复期限已过，请重新提出。")
    row.state, row.opened_at = "open", ctx.clock.now()
    told = Text(
        f"公司提议自{row.effective_from}起变更您的合同，变更内容见合同变更{row.id}。请于{row.answer_by}前答复；不答复不视为同意。",
        f"The firm offers you an amended agreement from {row.effective_from} on, see {row.id}. Please answer by"
        f" {row.answer_by}; silence is no consent.",
    )
    send(ctx, session, row.client_id, "change", told)
    _recorded(ctx, session, row, "amendment.opened", SYSTEM)


def dropped(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Nobody agreed to offer it: the client never hears of it."""
    row = queries.amendment_of_proposal(session, proposal.id)
    row.state = "dropped"
    _recorded(ctx, session, row, "amendment.dropped", SYSTEM)


def accept(ctx: Context, session: Session, row: AgreementAmendment, act: Act) -> Agreement:
    """The client agrees: a new signed agreement, its terms in the ledger from the day named, the old one ended then."""
    old = queries.agreement(session, row.client_id, row.agreement_id)
    assert old is not None
    signed = Agreement.of(
        **row.model_dump(include={"client_id", "template", "version", "terms", "body", "text", "sha256"}),
        id=next_id(ctx, session, "G"),
        state="signed",
        opened_at=row.opened_at,
        effective_from=row.effective_from,
        amendment_id=row.id,
    )
    old.state, old.ended_on = "replaced", row.effective_from
    session.add(signed)
    session.flush()
    session.add(act.signature(signed))
    enter(session, signed, row.effective_from, ctx.clock.today())
    _answered(ctx, session, row, act, "accepted")
    return signed


def refuse(ctx: Context, session: Session, row: AgreementAmendment, act: Act) -> None:
    """The client does not agree: the old agreement stays in force."""
    _answered(ctx, session, row, act, "refused")


def lapse(ctx: Context, session: Session) -> int:
    """Ends the amendments that no client answered in time, as not agreed to; how many there were."""
    late = queries.unanswered(session, ctx.clock.today())
    for row in late:
        row.state = "lapsed"
        told = Text(
            f"合同变更{row.id}未在{row.answer_by}前答复，视为未同意，原合同继续有效。",
            f"Amendment {row.id} was not answered by {row.answer_by}. That counts as not agreed; the present agreement"
            " stays in force.",
        )
        send(ctx, session, row.client_id, "change", told)
        _recorded(ctx, session, row, "amendment.lapsed", SYSTEM)
    return len(late)


def lapse_due(ctx: Context, _now: datetime) -> int:
    """The same in a transaction of its own, for the worker."""
    with ctx.transaction() as session:
        return lapse(ctx, session)


def follows(row: AgreementAmendment, state: str) -> dict[str, str]:
    """What follows from where an amendment stands, in a sentence the client can read."""
    day, begins = row.answer_by, row.effective_from
    stays = (
        "原合同继续有效，存续合约按原约定履行。公司可在提前告知后不再接受新增委托或展期申请。",
        "The present agreement stays in force and open contracts are performed as agreed. After saying so beforehand the"
        " firm may take no new orders or extensions.",
    )
    last = day + timedelta(days=1)
    sentences = {
        "open": (
            f"请于{day}前答复。不答复不视为同意：自{last}起按未同意处理，原合同继续有效。",
            f"Please answer by {day}. Silence is no consent: from {last} on it counts as not agreed and the present"
            " agreement stays in force.",
        ),
        "accepted": (
            f"您已同意，新条款自{begins}起生效；在此之前适用原合同。",
            f"You agreed; the new terms hold from {begins} on, the present ones until then.",
        ),
        "refused": (f"您未同意该变更。{stays[0]}", f"You did not agree. {stays[1]}"),
        "lapsed": (
            f"未在{day}前答复，视为未同意。{stays[0]}",
            f"Not answered by {day}: not agreed. {stays[1]}",
        ),
    }
    waiting = (
        "等待公司内部复核，尚未向客户提出。",
        "Waits for a second person of the firm; the client was not asked yet.",
    )
    zh, en = sentences.get(state, waiting)
    return {"zh": zh, "en": en}


def _answered(ctx: Context, session: Session, row: AgreementAmendment, act: Act, state: str) -> None:
    row.state = "accepted" if state == "accepted" else "refused"
    row.answered_at, row.answered_by, row.channel = act.at, act.by, act.channel
    session.flush()
    said = {"sha256": row.sha256, "channel": act.channel, "at": local_text(act.at)}
    _recorded(ctx, session, row, f"amendment.{state}", act.by, said)


def _recorded(
    ctx: Context,
    session: Session,
    row: AgreementAmendment,
    action: str,
    actor: str,
    more: dict[str, str] | None = None,
) -> None:
    session.flush()
    ctx.record(session, Event(action, actor, row.client_id, {"id": row.id, **(more or {})}))
