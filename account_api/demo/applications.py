"""Two applications at the demo firm: demo-applicant is half-way through one, that of demo-newcomer waits for the decision.

They are made of rows like the rest of the firm; the grade of the questionnaire and what is proposed are computed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session

from account_api.admission.approval import content, explained, kept
from account_api.admission.catalogue import BY_NAME
from account_api.admission.facts import holds_until
from account_api.admission.questionnaires import version
from account_api.admission.standing import standing
from account_api.admission.tables import ApplicantFact, Application, ApplicationStep, Sitting
from account_api.clients.tables import AssetDay, Client
from account_api.clock import BOOKING_ZONE
from account_api.columns import Row
from account_api.context import Context
from account_api.demo.history import born
from account_api.demo.personas import APPLICANT, NEWCOMER
from account_api.proposals.tables import Proposal
from risk.admission.questionnaire import grade
from risk.sessions import cn_calendar

DESK, DESK_WEST, LISTS = "demo-agent", "demo-agent2", "demo-supervisor"
VERSION = "2026-1"
ASSESSED, LAST_ASSESSED_DAY = date(2026, 11, 17), date(2028, 11, 16)
LAST_SESSION, SESSIONS, ASSETS = date(2026, 11, 20), 20, "860000"
NOTE = "资料齐全，条件已逐项核实"
PROPOSAL = "P20261119-0003"

FIRST_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "identity": "yes",
        "born": born(1996).isoformat(),
        "first_trade": "2026-08-20",
        "annual_income": "180000",
    }
)
SEEN_ALREADY = ("identity", "born")
"""What the desk has verified of demo-applicant."""

WHOLE_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "identity": "yes",
        "born": born(1985).isoformat(),
        "first_trade": "2016-03-01",
        "annual_income": "360000",
        "net_assets": "2600000",
        "shareholding": "0",
        "affiliate": "no",
        "staff": "no",
        "blacklisted": "no",
        "material_default": "no",
    }
)
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "income": "salary",
        "surplus": "third",
        "debts": "little",
        "dependants": "two",
        "share": "third",
        "years": "long",
        "products": "shares",
        "knowledge": "lines",
        "call": "sold_and_owe",
        "horizon": "five",
        "liquidity": "three",
        "goal": "growth",
        "loss": "third",
        "reaction": "ask",
    }
)
ANSWERED = 6
"""So many of the same answers demo-applicant has given."""


def apply(context: Context, session: Session) -> None:
    """Adds both applications to a firm whose clients are there."""
    session.add_all((*_half(context), *_whole(context)))
    session.flush()
    _propose(context, session)


def _half(context: Context) -> Iterator[Row]:
    who, began = APPLICANT.user, _at(19, 9, 5)
    yield Application.of(id="AP20261119-0001", client_id=who, opened_at=began)
    for name, value in FIRST_FACTS.items():
        yield _fact(context, who, name, value, began, DESK_WEST if name in SEEN_ALREADY else None)
    answers = dict(tuple(ANSWERS.items())[:ANSWERED])
    yield Sitting.of(
        client_id=who, version=VERSION, answers=answers, asked_again=[], started_at=_at(19, 9, 20)
    )


def _whole(context: Context) -> Iterator[Row]:
    who, began = NEWCOMER.user, _at(17, 9, 40)
    for name, value in WHOLE_FACTS.items():
        yield _fact(context, who, name, value, began, DESK)
    calendar = cn_calendar()
    for back in range(SESSIONS):
        day = calendar.add_sessions(LAST_SESSION, -back).date if back else LAST_SESSION
        yield AssetDay.of(client_id=who, day=day, amount=ASSETS)
    result = grade(version(VERSION), ANSWERS, context.rules, ASSESSED)
    yield Sitting.of(
        client_id=who,
        version=VERSION,
        state="done",
        answers=dict(ANSWERS),
        asked_again=[],
        started_at=_at(17, 10, 0),
        finished_at=_at(17, 10, 12),
        finished_on=ASSESSED,
        grade=result.name,
        points=result.points,
        result=result.as_json(),
        valid_until=LAST_ASSESSED_DAY,
    )


def _propose(context: Context, session: Session) -> None:
    """What waits for risk: as the desk would have proposed it."""
    client = session.get_one(Client, NEWCOMER.user)
    client.assessed_on = ASSESSED
    session.flush()
    row = Application.of(
        id="AP20261117-0001",
        client_id=client.client_id,
        state="proposed",
        opened_at=_at(17, 9, 35),
        submitted_at=_at(17, 10, 15),
        proposal_id=PROPOSAL,
    )
    found = standing(context, session, client)
    row.found = kept(found)
    made = {"content": content(row, found, NOTE), "explanation": explained(row, found, NOTE)}
    session.add(
        Proposal.of(
            id=PROPOSAL,
            kind="admission",
            client_id=client.client_id,
            made_by=DESK,
            made_at=_at(19, 15, 20),
            **made,
        )
    )
    session.flush()
    session.add(row)
    session.flush()
    session.add_all(_steps(row))
    session.flush()


def _steps(row: Application) -> Iterator[Row]:
    for number, (act, state, side, by, at, note) in enumerate(
        (
            ("submit", "submitted", "client", row.client_id, _at(17, 10, 15), ""),
            ("review", "in_review", "desk", DESK, _at(18, 9, 20), ""),
            ("propose", "proposed", "desk", DESK, _at(19, 15, 20), NOTE),
        ),
        start=1,
    ):
        yield ApplicationStep.of(
            application_id=row.id, number=number, at=at, act=act, state=state, side=side, by=by, note=note
        )


def _fact(context: Context, who: str, name: str, value: str, at: datetime, by: str | None) -> ApplicantFact:
    """A fact with its document, verified the day after by whoever has seen it."""
    fact, verified = BY_NAME[name], at + timedelta(days=1)
    until = holds_until(context.rules, fact, verified.date())
    proof = {} if by is None else {"verified_by": by, "verified_at": verified, "valid_until": until}
    return ApplicantFact.of(
        client_id=who,
        name=name,
        version=1,
        value=value,
        source="document" if fact.by_client else "report",
        evidence="身份证" if name in SEEN_ALREADY else f"{fact.zh}证明材料",
        entered_by=who if fact.by_client else LISTS,
        entered_at=at,
        **proof,
    )


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BOOKING_ZONE)
