"""Reading and changing what a client has agreed to."""

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import local_text
from account_api.consents import queries
from account_api.consents.contract import ConsentPublic
from account_api.consents.tables import Consent
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import NotAllowed


def of_client(session: Session, client_id: str) -> ConsentPublic:
    """What the client has agreed to; without a word from the client, to nothing."""
    said = queries.consent(session, client_id)
    return ConsentPublic(education=False, since=None) if said is None else _public(said)


def own(principal: Principal) -> str:
    """The client who asks. Raises NotAllowed for staff, who agree to nothing."""
    if principal.client_id is None:
        raise NotAllowed("Only a client has this.", "只有客户本人才有此项。")
    return principal.client_id


def put(ctx: Context, session: Session, principal: Principal, education: bool) -> ConsentPublic:
    """Sets the consent; `since` is the day it last changed. Saying the same again changes nothing."""
    client_id = own(principal)
    said = Consent.of(client_id=client_id, education=education, since=ctx.clock.now())
    if not insert_if_absent(session, Consent, said.model_dump()):
        before = queries.locked(session, client_id)
        assert before is not None  # it was there, and nothing deletes it
        if before.education == education:
            return _public(before)
        before.education, before.since = education, said.since
    ctx.record(session, Event("consent.set", principal.user, client_id, {"education": education}))
    return _public(said)


def _public(said: Consent) -> ConsentPublic:
    return ConsentPublic(education=said.education, since=local_text(said.since))
