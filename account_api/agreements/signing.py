"""Signing an agreement: the whole text was read, its hash is named, and the client says yes, with a code where the firm wants one.

The code is used before the transaction that signs, since a wrong one must stay counted; so these use cases open their own.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from account_api.agreements import queries, service, view
from account_api.agreements.contract import AgreementPublic, CodePublic, Signing
from account_api.agreements.ledger import enter
from account_api.agreements.reading import Reading
from account_api.agreements.tables import Agreement, AgreementSignature, SignedAt
from account_api.agreements.terms import TermsSet
from account_api.audit import Event
from account_api.auth import service as auth
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.idempotency import done_already, once

NEEDS_CODE = StateChanged("A code is needed for signing; ask for one first.", "签署须使用验证码，请先获取。")


@dataclass(frozen=True, slots=True)
class Act:
    """By whom, when, by which channel and with which second factor something was signed."""

    by: str
    at: datetime
    channel: SignedAt
    challenge: str | None = None

    def signature(self, row: Agreement) -> AgreementSignature:
        """The signature this makes under an agreement."""
        return AgreementSignature.of(
            agreement_id=row.id,
            client_id=row.client_id,
            by=self.by,
            at=self.at,
            template=row.template,
            version=row.version,
            sha256=row.sha256,
            channel=self.channel,
            factor="confirmation" if self.challenge is None else "code",
            challenge=self.challenge,
        )


def send_code(ctx: Context, session: Session, principal: Principal) -> CodePublic:
    """A second factor for the one who is about to sign."""
    sent = auth.send_code(ctx, session, principal.user)
    assert sent.challenge is not None
    return CodePublic(challenge=sent.challenge, demo_code=sent.demo_code)


def sign(
    ctx: Context,
    principal: Principal,
    client: Client,
    agreement_id: str,
    asked: Signing,
    key: str,
    address: str | None,
) -> dict[str, object]:
    """The signed agreement, once per key. Raises StateChanged where it cannot be signed as it stands, NotComplete where
    something has come to stand against the approval since, WrongCredentials for a wrong code.
    """
    identity = (principal.user, f"agreements/{agreement_id}/sign", key)
    with ctx.transaction(writes=False) as session:
        row = service.found(session, client.client_id, agreement_id)
        repeated = done_already(session, identity)
        factor = Reading.of(session, row).factor
    if not repeated:
        _use_code(ctx, principal, asked, factor, address)
    with ctx.transaction() as session:
        return once(
            session,
            identity,
            asked.model_dump(exclude={"code"}),
            ctx.clock.now(),
            lambda: _signed(ctx, session, principal, client, agreement_id, asked).model_dump(mode="json"),
        )


def _use_code(ctx: Context, principal: Principal, asked: Signing, factor: str, address: str | None) -> None:
    if asked.challenge is not None and asked.code is not None:
        auth.use_code(ctx, asked.challenge, asked.code, address, of=principal.user)
    elif factor == "code":
        raise NEEDS_CODE


def _signed(
    ctx: Context,
    session: Session,
    principal: Principal,
    client: Client,
    agreement_id: str,
    asked: Signing,
) -> AgreementPublic:
    queries.hold_client(session, client.client_id)
    row = service.found(session, client.client_id, agreement_id)
    _refuse(session, row, asked.sha256)
    service.refuse_unadmitted(ctx, session, client)
    service.refuse_loosened(ctx, TermsSet.model_validate(row.terms), ctx.clock.today())
    last = queries.steps(session, row.id)[-1].at
    act = Act(principal.user, max(ctx.clock.now(), last), asked.channel, asked.challenge)
    take_effect(ctx, session, row, act)
    return view.agreement(session, row, ctx.clock.today())


def _refuse(session: Session, row: Agreement, sha256: str) -> None:
    """Raises StateChanged for what was signed, replaced, not read to its end, or is not the text that was read."""
    if row.state != "reading":
        raise StateChanged("This agreement has been signed.", "该合同已签署。")
    if queries.last_signed(session, row.client_id) is not None:
        raise StateChanged("Another agreement is in force.", "已有生效合同。")
    queries.hold_template(session, row.template, row.version)
    blocked = Reading.of(session, row).blocked
    if blocked is not None:
        raise StateChanged(blocked["en"], blocked["zh"])
    if sha256 != row.sha256:
        raise StateChanged("That is not the text that was read.", "所签文本与已阅读文本不一致。")


def take_effect(ctx: Context, session: Session, row: Agreement, act: Act) -> None:
    """Puts the signature under an agreement and its terms into the ledger, from today."""
    today = ctx.clock.today()
    row.state, row.effective_from = "signed", today
    session.add(row)
    session.flush()
    session.add(act.signature(row))
    enter(session, row, today, today)
    detail = {"id": row.id, "version": row.version, "sha256": row.sha256, "channel": act.channel}
    ctx.record(session, Event("agreement.signed", act.by, row.client_id, detail))
