"""The demo firm's agreements: two published versions of the template, what every client has signed, and what is under way.

demo-watch has signed once, agreed to an amendment in June, and has another one to answer; demo-safe waits for an extension.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import look
from account_api.agreements.standard import STANDARD, standard_body, standard_terms, standard_title
from account_api.agreements.tables import (
    Agreement,
    AgreementAmendment,
    AgreementSignature,
    AgreementStep,
    AgreementTemplate,
)
from account_api.agreements.terms import TermsSet
from account_api.agreements.wording import Document, Party, document
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.columns import Row
from account_api.context import Context
from account_api.demo.firm_facts import SHOWN
from account_api.demo.persona import Persona
from account_api.demo.personas import PERSONAS, SAFE, WATCH
from account_api.extensions.checking import check
from account_api.extensions.service import LAST_MINUTE, explained
from account_api.proposals.tables import Proposal

FIRST, SECOND = datetime(2025, 2, 28, 10, tzinfo=BOOKING_ZONE), datetime(2026, 11, 9, 10, tzinfo=BOOKING_ZONE)
AMENDED = datetime(2026, 6, 17, 10, tzinfo=BOOKING_ZONE)
CHANGED_ON = date(2026, 7, 1)
OFFERED = datetime(2026, 11, 18, 10, tzinfo=BOOKING_ZONE)
ANSWER_BY, BEGINS = date(2026, 12, 4), date(2027, 1, 4)
ASKED = datetime(2026, 11, 19, 14, 30, tzinfo=BOOKING_ZONE)
SIGNING_HOUR = 10
OTHER_LINES: Mapping[str, str] = MappingProxyType({"warning_line": "1.45", "restore_line": "1.45"})
LONGER_DEADLINE: Mapping[str, Any] = MappingProxyType({"trading_days": 2, "time": "15:00"})


def rows() -> Iterator[Row]:
    """Every row, in no order."""
    body = standard_body()
    yield from _templates(body)
    signers = [each for each in PERSONAS if each.position is not None]
    for n, persona in enumerate(signers, start=1):
        yield from _signed(persona, n, body)
    yield from _offered(body)


def ask(context: Context, session: Session) -> None:
    """What waits for a second person: demo-safe has asked to extend a contract."""
    today = max(context.clock.today(), ASKED.date())  # a home made for an earlier day has no position before
    view = look(session, session.get_one(Client, SAFE.user), today)
    found = check(context, session, view, "SAFE-F1", 6)
    assert found.contract.due is not None and found.due_after is not None
    content = {
        "contract": found.contract.contract,
        "months": found.months,
        "note": "",
        "due_before": found.contract.due.isoformat(),
        "due_after": found.due_after.isoformat(),
        "asked_by_client": True,
    }
    session.add(
        Proposal.of(
            id=f"P{ASKED:%Y%m%d}-0002",
            kind="extension",
            client_id=SAFE.user,
            content=content,
            explanation=explained(found, content),
            made_by=SAFE.user,
            made_at=ASKED,
            valid_until=datetime.combine(found.contract.due, LAST_MINUTE, tzinfo=BOOKING_ZONE),
        )
    )


def _templates(body: dict[str, Any]) -> Iterator[Row]:
    for version, state, terms, at in (
        (1, "replaced", standard_terms(), FIRST),
        (2, "published", _with(lines=OTHER_LINES), SECOND),
    ):
        reason = ("发布合同文本", "The text of the agreement") if version == 1 else _WHY
        yield AgreementTemplate.of(
            template=STANDARD,
            version=version,
            state=state,
            title=standard_title(),
            terms=terms.model_dump(mode="json"),
            body=body,
            made_by="demo-compliance",
            made_at=at - timedelta(days=2),
            proposal_id=f"P{at:%Y%m%d}-0001",
            published_at=at,
        )
        yield _approved("agreement_template", None, {"template": STANDARD, "version": version}, reason, at)


_WHY = ("预警线与补足线调整为145%", "The warning and the restore line become 145%")


def _signed(persona: Persona, n: int, body: dict[str, Any]) -> Iterator[Row]:
    """What a client signed on the day the account was opened; that of demo-watch was changed since, with consent."""
    assert persona.position is not None
    opened = persona.position.opened
    at = datetime.combine(opened, datetime.min.time(), tzinfo=BOOKING_ZONE).replace(hour=SIGNING_HOUR)
    number = f"G{opened:%Y%m%d}-{n:04d}"
    if persona is not WATCH:
        yield from _agreement(number, persona, 1, standard_terms(), body, at, "signed", opened)
        return
    old = _with(lines=OTHER_LINES, call_deadline=LONGER_DEADLINE)
    yield from _agreement(number, persona, 1, old, body, at, "replaced", opened, ended_on=CHANGED_ON)
    change = f"M{AMENDED:%Y%m%d}-0001"
    why = ("预警线、补足线与追保期限调整", "Other warning and restore lines, another deadline")
    yield _approved("agreement_amendment", WATCH.user, {"amendment": change}, why, AMENDED)
    yield _amendment(change, number, 1, standard_terms(), body, why, AMENDED, CHANGED_ON, "accepted")
    yield from _agreement(
        f"G{AMENDED:%Y%m%d}-0001",
        persona,
        1,
        standard_terms(),
        body,
        AMENDED + timedelta(days=2),
        "signed",
        CHANGED_ON,
        amendment_id=change,
    )


def _agreement(
    number: str,
    persona: Persona,
    version: int,
    terms: TermsSet,
    body: dict[str, Any],
    at: datetime,
    state: str,
    effective_from: date,
    **more: Any,
) -> Iterator[Row]:
    made = _document(persona, version, terms, body)
    yield Agreement.of(
        **_worded(persona, version, terms, made),
        id=number,
        state=state,
        opened_at=at,
        effective_from=effective_from,
        **more,
    )
    steps = [*made.body["sections"], *made.body["disclosures"]] if "amendment_id" not in more else []
    for n, step in enumerate(steps, start=1):
        read = at + timedelta(seconds=40 * n)
        yield AgreementStep.of(
            agreement_id=number, n=n, step=step["no"], at=read, wall_at=read, by=persona.user, channel="app"
        )
    yield AgreementSignature.of(
        agreement_id=number,
        client_id=persona.user,
        by=persona.user,
        at=at + timedelta(minutes=20),
        template=STANDARD,
        version=version,
        sha256=made.sha256,
        channel="app",
        factor="confirmation",
    )


def _offered(body: dict[str, Any]) -> Iterator[Row]:
    """The amendment that demo-watch has to answer: to the second version of the template."""
    number, terms = f"M{OFFERED:%Y%m%d}-0001", _with(lines=OTHER_LINES)
    yield _approved("agreement_amendment", WATCH.user, {"amendment": number}, _WHY, OFFERED)
    yield _amendment(number, f"G{AMENDED:%Y%m%d}-0001", 2, terms, body, _WHY, OFFERED, BEGINS, "open")


def _amendment(
    number: str,
    agreement: str,
    version: int,
    terms: TermsSet,
    body: dict[str, Any],
    why: tuple[str, str],
    at: datetime,
    begins: date,
    state: str,
) -> Row:
    accepted = state == "accepted"
    answered = {"answered_at": at + timedelta(days=2), "answered_by": WATCH.user, "channel": "app"}
    return AgreementAmendment.of(
        **_worded(WATCH, version, terms, _document(WATCH, version, terms, body)),
        id=number,
        agreement_id=agreement,
        state=state,
        reason={"zh": why[0], "en": why[1]},
        answer_by=at.date() + timedelta(days=10) if accepted else ANSWER_BY,
        effective_from=begins,
        made_by="demo-compliance",
        made_at=at,
        proposal_id=f"P{at:%Y%m%d}-0001",
        opened_at=at,
        **(answered if accepted else {}),
    )


def _approved(
    kind: str, client_id: str | None, content: dict[str, Any], why: tuple[str, str], at: datetime
) -> Row:
    return Proposal.of(
        id=f"P{at:%Y%m%d}-0001",
        kind=kind,
        client_id=client_id,
        content=content,
        explanation=_explained(why),
        made_by="demo-compliance",
        made_at=at - timedelta(days=1),
        state="approved",
        decided_by="demo-risk",
        decided_at=at,
        reason="同意",
    )


def _explained(why: tuple[str, str]) -> dict[str, Any]:
    return {"summary": {"zh": why[0], "en": why[1]}, "points": [], "figures": []}


def _with(lines: Mapping[str, str], **other: Mapping[str, Any]) -> TermsSet:
    """The standard terms with some that are otherwise."""
    said = standard_terms().model_dump(mode="json")
    parts = {name: dict(part) for name, part in other.items()}
    return TermsSet.model_validate({**said, **parts, "lines": {**said["lines"], **lines}})


def _document(persona: Persona, version: int, terms: TermsSet, body: dict[str, Any]) -> Document:
    firm = SHOWN["name"]
    party = Party((firm["zh"], firm["en"]), persona.name, persona.user)
    return document(standard_title(), version, body, terms, party)


def _worded(persona: Persona, version: int, terms: TermsSet, made: Document) -> dict[str, Any]:
    return {
        "client_id": persona.user,
        "template": STANDARD,
        "version": version,
        "terms": terms.model_dump(mode="json"),
        "body": made.body,
        "text": made.text,
        "sha256": made.sha256,
    }
