"""Reading an agreement: opening the version that is offered, acknowledging it step by step.

One agreement of a client is read at a time. Times of steps never run backwards, whatever the clock does.
"""

from datetime import date

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.admission.approved import refuse_not_admitted
from account_api.agreements import queries, view
from account_api.agreements.checks import loosened
from account_api.agreements.contract import Acknowledging, AgreementPublic, AgreementsPublic
from account_api.agreements.documents import document_for, next_id
from account_api.agreements.reading import Reading
from account_api.agreements.standard import STANDARD
from account_api.agreements.tables import Agreement, AgreementStep
from account_api.agreements.terms import TermsSet
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import Conflict, NotFound, StateChanged, TooManyAttempts


def listed(ctx: Context, session: Session, client: Client) -> AgreementsPublic:
    """Every agreement of the client, which one holds, and what could be signed."""
    rows = queries.agreements(session, client.client_id)
    today = ctx.clock.today()
    holds = queries.in_force(session, client.client_id, today)
    offered = None if holds else queries.published(session, STANDARD)
    return AgreementsPublic(
        client_id=client.client_id,
        in_force=holds and holds.id,
        offered=offered and view.template_line(offered),
        admitted=_may_sign(ctx, session, client),
        agreements=[view.agreement_line(session, row, today) for row in rows],
    )


def open_reading(ctx: Context, session: Session, principal: Principal, client: Client) -> AgreementPublic:
    """The offered version as this client's own text, to be read; again, the one that is being read already.

    Raises StateChanged for a client whose agreement holds, NotFound where none is published, and what `refuse_unadmitted` does.
    """
    queries.hold_client(session, client.client_id)
    refuse_unadmitted(ctx, session, client)
    if queries.last_signed(session, client.client_id) is not None:
        raise StateChanged(
            "An agreement is in force; it is changed by an amendment.",
            "已有生效合同，内容变更须通过合同变更办理。",
        )
    offered = queries.published(session, STANDARD)
    if offered is None:
        raise NotFound("No agreement is published yet.", "尚未发布合同文本。")
    for row in queries.agreements(session, client.client_id):
        if (row.state, row.template, row.version) == ("reading", offered.template, offered.version):
            return view.agreement(session, row, ctx.clock.today())
    terms = TermsSet.model_validate(offered.terms)
    made = document_for(session, offered, terms, client)
    row = Agreement.of(
        id=next_id(ctx, session, "G"),
        client_id=client.client_id,
        template=offered.template,
        version=offered.version,
        terms=offered.terms,
        body=made.body,
        text=made.text,
        sha256=made.sha256,
        opened_at=ctx.clock.now(),
    )
    session.add(row)
    session.flush()
    detail = {"id": row.id, "version": row.version, "sha256": row.sha256}
    ctx.record(session, Event("agreement.opened", principal.user, client.client_id, detail))
    return view.agreement(session, row, ctx.clock.today())


def acknowledge(
    ctx: Context,
    session: Session,
    principal: Principal,
    client: Client,
    agreement_id: str,
    step: str,
    asked: Acknowledging,
) -> AgreementPublic:
    """The next step was read. What was acknowledged before stays so and is answered again. Raises StateChanged out of order,
    TooManyAttempts with the seconds to wait where the step was read too quickly.
    """
    queries.hold_client(session, client.client_id)
    row = found(session, client.client_id, agreement_id)
    read = Reading.of(session, row)
    if any(each.step == step for each in read.acknowledged):
        return view.agreement(session, row, ctx.clock.today())
    if read.state != "reading" or step != read.next_step:
        raise _out_of_order(read)
    wall = ctx.clock.wall()
    if wait := read.wait(wall):
        raise TooManyAttempts(
            f"Please read this part; go on in {wait} seconds.",
            f"请阅读本节内容，{wait}秒后可继续。",
            headers={"Retry-After": str(wait)},
        )
    last = read.acknowledged[-1].at if read.acknowledged else row.opened_at
    session.add(
        AgreementStep.of(
            agreement_id=row.id,
            n=read.done + 1,
            step=step,
            at=max(ctx.clock.now(), last),
            wall_at=wall,
            by=principal.user,
            channel=asked.channel,
        )
    )
    session.flush()
    detail = {"id": row.id, "step": step, "n": read.done + 1}
    ctx.record(session, Event("agreement.step_read", principal.user, client.client_id, detail))
    return view.agreement(session, row, ctx.clock.today())


def found(session: Session, client_id: str, agreement_id: str) -> Agreement:
    """The client's agreement of that id. Raises NotFound, word for word the same for somebody else's."""
    row = queries.agreement(session, client_id, agreement_id)
    if row is None:
        raise NotFound("There is no such agreement.", "没有该合同。")
    return row


def refuse_loosened(ctx: Context, terms: TermsSet, effective: date) -> None:
    """Raises StateChanged naming the first rule in force on the day these terms begin that they loosen."""
    against = loosened(terms, ctx.rules, effective)
    if against:
        first = against[0].error
        raise StateChanged(first.text, first.text_zh)


def refuse_unadmitted(ctx: Context, session: Session, client: Client) -> None:
    """Whoever has an account on the mainland already may sign, and whoever is admitted today. Raises StateChanged without an
    approval that holds and for an account kept abroad, which has terms of its own place; NotComplete naming what has come
    to stand against the approval.
    """
    account = accounts.account_of(session, client.client_id)
    if account is None:
        refuse_not_admitted(ctx, session, client)
    elif account.jurisdiction != "CN":
        raise StateChanged(
            "The account is kept abroad and has the terms of its own place.",
            "该账户在境外开立，适用当地合同。",
        )


def _may_sign(ctx: Context, session: Session, client: Client) -> bool:
    try:
        refuse_unadmitted(ctx, session, client)
    except Conflict:
        return False
    return True


def _out_of_order(read: Reading) -> StateChanged:
    blocked = read.blocked or {"zh": "各节均已阅读确认。", "en": "Every step has been read."}
    return StateChanged(blocked["en"], blocked["zh"])
