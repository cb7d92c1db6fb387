"""An admitted applicant, and an agreement read to its end."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from account_api.admission.catalogue import FLAGS
from account_api.admission.tables import ApplicantFact, Application, Sitting
from account_api.agreements.standard import standard_terms
from account_api.agreements.tables import AgreementStep
from account_api.audit_check import verify
from account_api.client import AccountClient
from account_api.clients.tables import AssetDay, Client
from account_api.proposals.tables import Proposal
from tests.account_api.admission.making import FACTS, FIRM_FACTS, VERSION, best
from tests.account_api.conftest import Firm

APPLICANT = "demo-applicant"
WHY = {"zh": "例行更新", "en": "a routine update"}


def proven(firm: Firm, session: Session, client_id: str) -> None:
    """Every fact verified and in the client's record, the questionnaire finished, more assets than are needed."""
    said, until = {**FACTS, **FIRM_FACTS}, firm.now.date() + timedelta(days=180)
    for table in (ApplicantFact, Sitting):
        session.execute(delete(table).where(col(table.client_id) == client_id))
    for name, value in said.items():
        session.add(
            ApplicantFact.of(
                client_id=client_id,
                name=name,
                version=1,
                value=value,
                source="document",
                entered_by=client_id,
                entered_at=firm.now - timedelta(days=1),
                verified_by="demo-agent2",
                verified_at=firm.now - timedelta(days=1),
                valid_until=until,
            )
        )
    taken = {"started_at": firm.now, "finished_at": firm.now, "finished_on": firm.now.date()}
    session.add(
        Sitting.of(
            client_id=client_id,
            version=VERSION,
            state="done",
            answers=best(),
            asked_again=[],
            grade="C4",
            points=40,
            valid_until=until,
            **taken,
        )
    )
    record = session.get_one(Client, client_id)
    record.flags = {**record.flags, **{name: said[name] == "yes" for name in FLAGS}}
    record.born, record.trading_since = (
        date.fromisoformat(said["born"]),
        date.fromisoformat(said["first_trade"]),
    )
    record.shareholding, record.assessed_on, record.suitability_until = Decimal(0), firm.now.date(), until
    for row in session.exec(select(AssetDay).where(AssetDay.client_id == client_id)):
        row.amount = Decimal(560_000)


def admit(firm: Firm, client_id: str = APPLICANT) -> None:
    """As if two people had approved the application on what `proven` puts on record."""
    number = "P20261120-9001"
    with firm.context.transaction() as session:
        proven(firm, session, client_id)
        for row in session.exec(select(Application).where(Application.client_id == client_id)):
            row.state = "withdrawn"
        said = {"summary": {"zh": "开户", "en": "open"}, "points": [], "figures": []}
        session.add(
            Proposal.of(
                id=number,
                kind="admission",
                client_id=client_id,
                content={},
                explanation=said,
                made_by="demo-agent2",
                made_at=firm.now,
                state="approved",
                decided_by="demo-risk",
                decided_at=firm.now,
            )
        )
        session.flush()
        session.add(
            Application.of(
                id="AP20261120-9001",
                client_id=client_id,
                state="approved",
                opened_at=firm.now,
                proposal_id=number,
                decided_at=firm.now,
                decided_by="demo-risk",
                found={"grade": "C4"},
            )
        )


async def read_through(firm: Firm, me: AccountClient, client_id: str = APPLICANT) -> Any:
    """The agreement with every step acknowledged, each read long enough."""
    shown = await me.open_agreement(client_id)
    while shown["next_step"] is not None:
        firm.wall += timedelta(seconds=shown["reading_seconds"])
        shown = await me.read_step(client_id, shown["id"], shown["next_step"])
    return shown


async def as_if_read(firm: Firm, me: AccountClient, client_id: str = APPLICANT) -> Any:
    """The same without the way there, which `read_through` goes."""
    shown = await me.open_agreement(client_id)
    with firm.context.transaction() as session:
        for step in shown["steps"]:
            session.add(
                AgreementStep.of(
                    agreement_id=shown["id"],
                    n=step["n"],
                    step=step["step"],
                    at=firm.now,
                    wall_at=firm.wall,
                    by=client_id,
                    channel="app",
                )
            )
    return await me.agreement(client_id, shown["id"])


def terms(**changes: Any) -> dict[str, Any]:
    """The standard terms with parts of them otherwise: terms(lines={"restore_line": "1.50"})."""
    said = standard_terms().model_dump(mode="json")
    return {**said, **{name: {**said[name], **part} for name, part in changes.items()}}


async def published(firm: Firm, changed: dict[str, Any]) -> int:
    """The number of a new version with these terms, published by two people."""
    compliance, risk = await firm.signed_in("demo-compliance"), await firm.signed_in("demo-risk")
    key = sha256(str(changed).encode()).hexdigest()
    made = await compliance.create_template(key, {"terms": changed})
    asked = await compliance.publish_template(key, "margin", made["version"], WHY)
    assert asked["proposal_id"] is not None
    await risk.approve(asked["proposal_id"], "核对过")
    return made["version"]


def unbroken(firm: Firm) -> bool:
    """Whether the audit trail verifies, and holds something."""
    with firm.context.transaction(writes=False) as session:
        report = verify(session, firm.context.trail)
    return report.rows > 0 and report.breaks == ()
