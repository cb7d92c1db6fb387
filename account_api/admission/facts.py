"""Stating a fact and verifying it: a correction is a new version, and what is verified is written into the client's record.

Four eyes where the firm sets it (`admission_fact_eyes`): whoever entered a version does not verify it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from account_api.admission import queries
from account_api.admission.catalogue import BY_NAME, FLAGS, SCORED, Fact, written
from account_api.admission.contract import FactSet, FactVerified
from account_api.admission.states import stands_otherwise
from account_api.admission.tables import ApplicantFact
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import NotAllowed, NotFound, StateChanged, refused
from risk.admission import ROWS
from risk.admission.months import add_months
from risk.fields import refuse
from risk.rulebook import Rulebook
from risk.thresholds import Thresholds

SKEW = timedelta(minutes=5)
"""How far the clock of another machine may be ahead of ours."""

TOLD_BY_CLIENTS = ("client", "document")


def known(name: str) -> Fact:
    """The fact of that name. Raises NotFound for none of the catalogue."""
    fact = BY_NAME.get(name)
    if fact is None:
        raise NotFound("There is no such fact.", "没有该项信息。")
    return fact


def state_fact(
    ctx: Context, session: Session, principal: Principal, client: Client, fact: Fact, said: FactSet
) -> ApplicantFact:
    """A new version, unless the newest says the same and has not expired. Raises NotAllowed for a fact that is not the client's to state,
    Malformed for a value that is none, StateChanged while the application waits for the decision or at a race.
    """
    if principal.role is Role.client:
        _may_state(session, principal, client, fact, said)
    today = ctx.clock.today()
    value = written(fact, said.value, today)
    before = queries.locked_fact(session, client.client_id, fact.name)
    if before is not None and not _expired(before, today) and _same(before, value, said):
        return before
    row = ApplicantFact.of(
        client_id=client.client_id,
        name=fact.name,
        version=1 if before is None else before.version + 1,
        value=value,
        source=said.source,
        evidence=said.evidence,
        entered_by=principal.user,
        entered_at=ctx.clock.now(),
        valid_until=said.valid_until,
    )
    if not insert_if_absent(session, ApplicantFact, row.model_dump()):
        raise StateChanged("This fact has just been stated by somebody else.", "该项信息刚刚被他人更新。")
    detail = {"fact": fact.name, "version": row.version, "source": row.source}
    ctx.record(session, Event("fact.stated", principal.user, client.client_id, detail))
    return row


def verify(
    ctx: Context, session: Session, principal: Principal, client: Client, fact: Fact, seen: FactVerified
) -> ApplicantFact:
    """Verifies the version that was looked at. Raises NotFound where nothing was said, StateChanged where a newer one was,
    NotAllowed for whoever entered it, Malformed for an instant still to come.
    """
    row = queries.locked_fact(session, client.client_id, fact.name)
    if row is None:
        raise NotFound("Nothing has been said of this.", "该项信息尚未填写。")
    if row.version != seen.version:
        raise StateChanged(
            f"Version {row.version} is the newest; please look at it.",
            f"最新为第 {row.version} 版，请重新查看。",
        )
    limits = Thresholds(ctx.rules, ROWS, ctx.clock.today())
    if row.entered_by == principal.user and limits.need("admission_fact_eyes").value >= 2:
        raise NotAllowed(
            "Somebody else verifies what one has entered.",
            "录入人不能核实自己录入的信息，须由另一人核实。",
            trace=Event("fact.denied", principal.user, client.client_id, {"fact": fact.name}),
        )
    at = _instant(ctx, row, seen.verified_at)
    lasts = holds_until(ctx.rules, fact, ctx.clock.today())
    row.verified_by, row.verified_at = principal.user, at
    row.valid_until = lasts if row.valid_until is None else min(lasts, row.valid_until)
    row.evidence = seen.evidence or row.evidence
    session.flush()
    _write(session, client, fact, row.value)
    detail = {"fact": fact.name, "version": row.version, "valid_until": row.valid_until.isoformat()}
    ctx.record(session, Event("fact.verified", principal.user, client.client_id, detail))
    return row


def holds_until(rules: Rulebook, fact: Fact, verified_on: date) -> date:
    """The last day that a fact verified on a day holds by the firm's own threshold."""
    months = Thresholds(rules, ROWS, verified_on).need("admission_fact_months", fact=fact.holds)
    return add_months(verified_on, int(months.value))


def _may_state(session: Session, principal: Principal, client: Client, fact: Fact, said: FactSet) -> None:
    """What a client may say, and when: not from lists of the firm, not while the decision is being taken."""
    if not fact.by_client or said.source not in TOLD_BY_CLIENTS:
        raise NotAllowed(
            "The firm finds this out itself.",
            "该项信息由公司核查，客户无须填写。",
            trace=Event("fact.denied", principal.user, client.client_id, {"fact": fact.name}),
        )
    application = queries.latest(session, client.client_id)
    if application is not None and application.state == "proposed":
        raise stands_otherwise(application.state)


def _expired(before: ApplicantFact, today: date) -> bool:
    """Whether it has to be stated and verified anew, however little has changed."""
    return before.valid_until is not None and before.valid_until < today


def _same(before: ApplicantFact, value: str, said: FactSet) -> bool:
    """Whether nothing new is said; of a verified version the last day has been set since."""
    until = before.valid_until if before.verified_at is None else said.valid_until
    return (before.value, before.source, before.evidence, until) == (
        value,
        said.source,
        said.evidence,
        said.valid_until,
    )


def _instant(ctx: Context, row: ApplicantFact, told: datetime | None) -> datetime:
    """When it was verified: now, or an instant between its entry and now."""
    now = ctx.clock.now()
    if told is None:
        return now
    if told.tzinfo is None:
        raise refused([refuse("body.verified_at", "bad_time", told)])
    if told > now + SKEW or told < row.entered_at - SKEW:
        raise refused([refuse("body.verified_at", "out_of_range", told)])
    return min(told, now)


def _write(session: Session, client: Client, fact: Fact, value: str) -> None:
    """Into the record that decisions read."""
    record = session.get_one(Client, client.client_id, with_for_update=True, populate_existing=True)
    changed = _recorded(record, fact, value)
    checked = Client.of(**{**record.model_dump(), **changed})
    for name in changed:
        setattr(record, name, getattr(checked, name))
    session.flush()


def _recorded(record: Client, fact: Fact, value: str) -> dict[str, Any]:
    """The columns of the record that a fact sets; of identity and of a talk the record knows nothing."""
    if fact.name in FLAGS:
        return {"flags": {**record.flags, fact.name: value == "yes"}}
    if fact.name in SCORED:
        return {"credit_profile": {**record.credit_profile, fact.name: value}}
    if fact.name == "born":
        return {"born": value, "birth_year": date.fromisoformat(value).year}
    return {_COLUMNS[fact.name]: value} if fact.name in _COLUMNS else {}


_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "first_trade": "trading_since",
        "shareholding": "shareholding",
        "average_assets": "average_assets_20d",
    }
)
