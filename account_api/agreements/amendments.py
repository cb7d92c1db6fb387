"""Proposing an amended agreement to one client, showing it with what it changes, and taking the client's answer."""

from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View, look
from account_api.agreements import amending, approval, queries
from account_api.agreements.amendment_contract import (
    AmendmentCreate,
    AmendmentLinePublic,
    AmendmentPublic,
    Answer,
)
from account_api.agreements.differences import clauses_changed, meaning, terms_changed
from account_api.agreements.documents import document_for, next_id
from account_api.agreements.service import refuse_loosened
from account_api.agreements.signing import Act
from account_api.agreements.tables import Agreement, AgreementAmendment
from account_api.agreements.terms import TermsSet
from account_api.agreements.view import instant
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import NoCreditAccount, NotFound, StateChanged, refused
from account_api.proposals import service as proposals
from risk.fields import refuse

HIDDEN = ("proposed", "dropped")
"""What a client does not see: nobody has offered it yet."""


def propose(
    ctx: Context, session: Session, principal: Principal, client: Client, asked: AmendmentCreate
) -> AmendmentPublic:
    """Asks a second person to offer the client an amended agreement. Raises Malformed for days that are past or out of
    order, StateChanged where another is under way, nothing changes, or a term loosens a rule.
    """
    queries.hold_client(session, client.client_id)
    old = _last_signed(session, client.client_id)
    _check_days(ctx, old, asked)
    if queries.pending(session, client.client_id, ("proposed", "open")):
        raise StateChanged("Another amendment is under way.", "已有一项合同变更在进行中。")
    version = queries.template(session, old.template, asked.version)
    if version is None or version.state not in ("published", "replaced"):
        raise NotFound("There is no such published version.", "没有该已发布版本。")
    terms = asked.terms or TermsSet.model_validate(version.terms)
    refuse_loosened(ctx, terms, asked.effective_from)
    made = document_for(session, version, terms, client)
    number = next_id(ctx, session, "M")
    changed = terms_changed(TermsSet.model_validate(old.terms), terms, made.body)
    if not changed and not clauses_changed(old.body, made.body):
        raise StateChanged("It would change nothing.", "该变更未改变任何内容。")
    points = [
        {
            "zh": f"{each.label.zh}：{each.before_words.zh} → {each.after_words.zh}",
            "en": f"{each.label.en}: {each.before_words.en} → {each.after_words.en}",
        }
        for each in changed
    ]
    explanation: dict[str, Any] = {"summary": asked.reason.model_dump(), "points": points, "figures": []}
    proposal = proposals.make(
        ctx, session, approval.AMENDMENT, principal, client.client_id, {"amendment": number}, explanation
    )
    row = AgreementAmendment.of(
        id=number,
        client_id=client.client_id,
        agreement_id=old.id,
        template=old.template,
        version=version.version,
        terms=terms.model_dump(mode="json"),
        body=made.body,
        text=made.text,
        sha256=made.sha256,
        reason=asked.reason.model_dump(),
        answer_by=asked.answer_by,
        effective_from=asked.effective_from,
        made_by=principal.user,
        made_at=ctx.clock.now(),
        proposal_id=proposal.id,
    )
    session.add(row)
    session.flush()
    ctx.record(session, Event("amendment.proposed", principal.user, client.client_id, {"id": number}))
    return shown(ctx, session, client, row)


def answer(
    ctx: Context,
    session: Session,
    principal: Principal,
    client: Client,
    amendment_id: str,
    asked: Answer,
) -> AmendmentPublic:
    """The client's yes or no. Raises StateChanged where it is not open, the day has gone by, or the text is another one."""
    queries.hold_client(session, client.client_id)
    row = found(session, principal, client.client_id, amendment_id)
    state = state_of(ctx, row)
    if state != "open":
        told = amending.follows(row, state)
        raise StateChanged(f"It is not open any more. {told['en']}", f"该变更已不能答复。{told['zh']}")
    if asked.sha256 != row.sha256:
        raise StateChanged("That is not the text that was offered.", "所答复文本与公司提出的文本不一致。")
    assert row.opened_at is not None
    act = Act(principal.user, max(ctx.clock.now(), row.opened_at), asked.channel)
    if asked.accept:
        refuse_loosened(ctx, TermsSet.model_validate(row.terms), row.effective_from)
        amending.accept(ctx, session, row, act)
    else:
        amending.refuse(ctx, session, row, act)
    return shown(ctx, session, client, row)


def listed(ctx: Context, session: Session, principal: Principal, client: Client) -> list[AmendmentLinePublic]:
    """The amendments of a client, the newest first; to the client those that were offered."""
    rows = queries.amendments(session, client.client_id)
    seen = [row for row in rows if _visible(principal, row)]
    return [AmendmentLinePublic.model_validate(_line(ctx, session, row)) for row in seen]


def found(session: Session, principal: Principal, client_id: str, amendment_id: str) -> AgreementAmendment:
    """The client's amendment of that id. Raises NotFound, word for word the same for somebody else's."""
    row = queries.amendment(session, client_id, amendment_id)
    if row is None or not _visible(principal, row):
        raise NotFound("There is no such amendment.", "没有该合同变更。")
    return row


def shown(ctx: Context, session: Session, client: Client, row: AgreementAmendment) -> AmendmentPublic:
    """An amendment with everything it changes, on the client's position of today."""
    old = _base(session, row)
    before, after = TermsSet.model_validate(old.terms), TermsSet.model_validate(row.terms)
    return AmendmentPublic.model_validate(
        {
            **_line(ctx, session, row),
            "terms": terms_changed(before, after, row.body),
            "clauses": clauses_changed(old.body, row.body),
            "meaning": meaning(_view(ctx, session, client), before, after, ctx.rules),
            "text": row.text,
            "sha256": row.sha256,
            "proposal_id": row.proposal_id,
        }
    )


def state_of(ctx: Context, row: AgreementAmendment) -> str:
    """Its state today: an open one whose day has gone by has lapsed, whether or not that was written down yet."""
    return "lapsed" if row.state == "open" and row.answer_by < ctx.clock.today() else row.state


def _line(ctx: Context, session: Session, row: AgreementAmendment) -> dict[str, Any]:
    state = state_of(ctx, row)
    kept = row.model_dump(
        include={"id", "client_id", "agreement_id", "template", "version", "reason"}
        | {"answer_by", "effective_from"}
    )
    return {
        **kept,
        "from_version": _base(session, row).version,
        "state": state,
        "opened_at": instant(row.opened_at),
        "answered_at": instant(row.answered_at),
        "follows": amending.follows(row, state),
    }


def _base(session: Session, row: AgreementAmendment) -> Agreement:
    return session.get_one(Agreement, row.agreement_id)


def _visible(principal: Principal, row: AgreementAmendment) -> bool:
    return principal.role is not Role.client or row.state not in HIDDEN


def _last_signed(session: Session, client_id: str) -> Agreement:
    old = queries.last_signed(session, client_id)
    if old is None:
        raise NotFound("No agreement is in force.", "没有生效的合同。")
    return old


def _check_days(ctx: Context, old: Agreement, asked: AmendmentCreate) -> None:
    """Consent comes first, then the new terms; both later than today and than what is in force."""
    errors = []
    if asked.answer_by <= ctx.clock.today():
        errors.append(refuse("answer_by", "out_of_range", asked.answer_by))
    begun = old.effective_from
    if asked.effective_from <= asked.answer_by or (begun is not None and asked.effective_from <= begun):
        errors.append(refuse("effective_from", "out_of_range", asked.effective_from))
    if errors:
        raise refused(errors)


def _view(ctx: Context, session: Session, client: Client) -> View | None:
    try:
        return look(session, client, ctx.clock.today())
    except NoCreditAccount:
        return None
