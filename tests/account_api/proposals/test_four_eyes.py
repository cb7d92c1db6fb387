"""Four eyes: who may make and who may decide, once, with its effect or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session

from account_api.audit_check import verify
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.context import Context
from account_api.errors import Conflict, NotAllowed, Problem, StateChanged
from account_api.proposals import service
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from tests.account_api.conftest import Firm

SAID = {"summary": {"zh": "提高额度", "en": "A higher line"}, "points": [], "figures": []}
MAKER = Principal("demo-risk", Role.risk, "风控专员")
OTHER = Principal("demo-risk2", Role.risk, "风控专员二")
AGENT = Principal("demo-agent", Role.agent, "坐席甲", group="east")


def note(what: str) -> Callable[[Context, Session, Proposal], None]:
    """An effect that leaves a row to be counted."""

    def effect(_ctx: Context, session: Session, row: Proposal) -> None:
        session.connection().execute(
            text("INSERT INTO counters (name, value) VALUES (:name, 1)"), {"name": f"{what}:{row.id}"}
        )

    return effect


KIND = Kind(
    "trial",
    "试行提议",
    "a trial",
    makes=frozenset({Role.risk, Role.agent}),
    decides=frozenset({Role.risk}),
    apply=note("applied"),
    refused=note("refused"),
    lapsed=note("lapsed"),
)


def proposed(firm: Firm, kind: Kind = KIND, days: int | None = None) -> str:
    until = None if days is None else firm.now + timedelta(days=days)
    with firm.context.transaction() as session:
        return service.make(firm.context, session, kind, MAKER, "demo-call", {"line": "1"}, SAID, until).id


def decided(firm: Firm, by: Principal, number: str, approve: bool = True, kind: Kind = KIND) -> str:
    with firm.context.transaction() as session:
        return service.decide(firm.context, session, kind, by, number, approve, "看过").state


def effects(firm: Firm) -> list[str]:
    """What the effects have left, by name."""
    with firm.context.transaction(writes=False) as session:
        rows = session.connection().execute(
            text(
                "SELECT name FROM counters WHERE name LIKE 'applied:%' OR name LIKE 'refused:%' OR name LIKE 'lapsed:%'"
            )
        )
        return sorted(row[0].split(":")[0] for row in rows)


@pytest.mark.parametrize(
    ("approve", "state", "effect"), [(True, "approved", "applied"), (False, "refused", "refused")]
)
def test_somebody_else_decides_and_the_effect_comes_with_it(
    either: Firm, approve: bool, state: str, effect: str
) -> None:
    number = proposed(either)
    assert number == "P20261120-0001" or number.startswith("P20261120-")
    assert decided(either, OTHER, number, approve) == state
    assert effects(either) == [effect]
    assert either.audit_actions()[-2:] == ["proposal.made", f"proposal.{state}"]


def test_the_maker_does_not_decide_and_neither_does_a_role_without_the_right(firm: Firm) -> None:
    number = proposed(firm)
    for by in (MAKER, AGENT):
        with pytest.raises(NotAllowed):
            decided(firm, by, number)
    assert effects(firm) == []
    assert firm.audit_actions()[-2:] == ["proposal.denied", "proposal.denied"]


def test_a_role_that_may_not_propose_is_refused_and_the_attempt_is_kept(firm: Firm) -> None:
    client = Principal("demo-call", Role.client, "王", client_id="demo-call")
    with pytest.raises(NotAllowed), firm.context.transaction() as session:
        service.make(firm.context, session, KIND, client, "demo-call", {}, SAID)
    assert firm.audit_actions()[-1] == "proposal.denied"


def test_of_two_who_decide_at_once_one_wins(either: Firm) -> None:
    number, start = proposed(either), Barrier(2)

    def one(approve: bool) -> str:
        start.wait()
        try:
            return decided(either, OTHER, number, approve)
        except StateChanged:
            return "too late"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(one, (True, False)))
    assert said in (["approved", "too late"], ["refused", "too late"])
    assert len(effects(either)) == 1
    with either.context.transaction(writes=False) as session:
        report = verify(session, either.context.trail)
    assert report.rows > 1 and not report.breaks


def test_an_effect_that_refuses_leaves_the_proposal_open(firm: Firm) -> None:
    def stopped(_ctx: Context, _session: Session, _row: Proposal) -> None:
        raise Conflict("The book has changed.", "账册已变化。")

    number = proposed(firm)
    with pytest.raises(Conflict):
        decided(firm, OTHER, number, kind=replace(KIND, apply=stopped))
    assert decided(firm, OTHER, number) == "approved"


def test_one_takes_back_only_ones_own(firm: Firm) -> None:
    number = proposed(firm)
    for by, expected in ((OTHER, NotAllowed), (MAKER, None), (MAKER, StateChanged)):
        try:
            with firm.context.transaction() as session:
                assert (
                    service.withdraw(firm.context, session, KIND, by, number, "改主意").state == "withdrawn"
                )
            assert expected is None
        except Problem as refusal:
            assert expected is not None and isinstance(refusal, expected)
    assert effects(firm) == ["lapsed"]


def test_what_nobody_decided_in_time_runs_out(firm: Firm) -> None:
    number, open_ended = proposed(firm, days=1), proposed(firm)
    firm.now += timedelta(days=2)
    with pytest.raises(StateChanged):
        decided(firm, OTHER, number)
    with firm.context.transaction() as session:
        assert service.expire(firm.context, session, {"trial": KIND}, firm.now) == 1
        assert service.expire(firm.context, session, {"trial": KIND}, firm.now) == 0
    assert effects(firm) == ["lapsed"]
    assert decided(firm, OTHER, open_ended) == "approved"


def test_one_that_cannot_be_ended_keeps_no_other_back(either: Firm, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_ctx: Context, session: Session, row: Proposal) -> None:
        note("lapsed")(_ctx, session, row)
        raise StateChanged("It stands otherwise.", "状态已变化。")

    bad = replace(KIND, name="bad", lapsed=fails)
    stuck, other = proposed(either, bad, days=1), proposed(either, days=1)
    either.now += timedelta(days=2)
    kinds = {"trial": KIND, "bad": bad}
    for ended in (1, 0):
        with either.context.transaction() as session:
            assert service.expire(either.context, session, kinds, either.now) == ended
    with either.context.transaction(writes=False) as session:
        states = [session.get_one(Proposal, number).state for number in (stuck, other)]
    assert (states, effects(either)) == (["proposed", "expired"], ["lapsed"])
    assert caplog.text.count(stuck) >= 2 and other not in caplog.text
    with either.context.transaction(writes=False) as session:
        assert verify(session, either.context.trail).breaks == ()


async def test_what_others_do_does_not_push_ones_own_clients_out_of_the_list(
    own_firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("account_api.proposals.queries.MOST", 2)
    with own_firm.context.transaction() as session:
        for number, client_id in enumerate(("demo-applicant", "demo-call", "demo-call", "demo-call")):
            session.add(
                Proposal.of(
                    id=f"P20261120-90{number}",
                    kind="admission",
                    client_id=client_id,
                    content={},
                    explanation=SAID,
                    made_by="demo-agent",
                    made_at=own_firm.now + timedelta(seconds=number),
                )
            )
    seen = await (await own_firm.signed_in("demo-agent2")).proposals()
    assert [each["client_id"] for each in seen] == ["demo-applicant"]
