"""Four eyes on a policy: who decides, once, and only on an impact that still is what the book says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from account_api.accounts.tables import AccountDay, Holding
from account_api.audit_check import verify
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.client import AccountError, NotAllowed
from account_api.errors import StateChanged
from account_api.market.tables import Price, SecurityTerms
from account_api.policy.approval import KIND
from account_api.proposals import service as proposals
from tests.account_api.conftest import Firm
from tests.account_api.policy.making import CODE, Desk, cut, rule

COMPLIANCE = Principal("demo-compliance", Role.compliance, "合规")


def changed(firm: Firm, work: Callable[[Session], None]) -> None:
    with firm.context.transaction() as session:
        work(session)


def cheaper(session: Session) -> None:
    """The last price of the security falls by a tenth."""
    newest = select(Price).where(Price.code == CODE).order_by(col(Price.day).desc())
    row = session.exec(newest).first()
    assert row is not None
    row.price *= Decimal("0.9")


def sold(session: Session) -> None:
    """demo-watch holds the security no more."""
    for row in session.exec(
        select(Holding).where(Holding.security == CODE, col(Holding.account_id).contains("watch"))
    ):
        session.delete(row)


def rows_from_the_day(firm: Firm) -> int:
    with firm.context.transaction(writes=False) as session:
        return len(
            session.exec(
                select(SecurityTerms).where(
                    SecurityTerms.code == CODE, col(SecurityTerms.valid_from) > firm.context.clock.today()
                )
            ).all()
        )


@pytest.mark.parametrize(("work", "counts"), [(cheaper, {}), (sold, {"touched": [2, 1]})])
async def test_an_impact_the_book_has_left_behind_is_not_approved(
    either: Firm, work: Callable[[Session], None], counts: dict[str, list[int]]
) -> None:
    desk = await Desk.of(either)
    made = await desk.proposed(cut())
    changed(either, work)
    with pytest.raises(AccountError) as stale:
        await desk.compliance.approve(str(made["proposal"]), "同意")
    assert stale.value.status == 409 and "policy_margin_lost" in stale.value.problem["detail"]
    assert rows_from_the_day(either) == 0
    anew = await desk.compliance.policy_impact(made["id"])
    assert anew["difference"] is not None and anew["difference"]["counts"] == counts
    assert "policy_margin_lost" in anew["difference"]["figures"]
    await desk.compliance.approve(str(made["proposal"]), "已看过新的测算")
    assert rows_from_the_day(either) == 1


async def test_who_approves_has_seen_the_impact(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.proposed(cut())
    changed(firm, cheaper)
    await desk.risk.policy_impact(made["id"])
    with pytest.raises(AccountError) as unseen:
        await desk.compliance.approve(str(made["proposal"]), "同意")
    assert unseen.value.status == 409 and "yourself" in unseen.value.problem["detail"]
    await desk.compliance.policy_impact(made["id"])
    assert (await desk.compliance.approve(str(made["proposal"]), "同意"))["state"] == "approved"


async def test_a_book_that_moves_elsewhere_does_not_stop_it(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.proposed(cut())

    def pays_in(session: Session) -> None:
        newest = select(AccountDay).where(AccountDay.account_id == "demo-safe-credit")
        row = session.exec(newest.order_by(col(AccountDay.day).desc())).first()
        assert row is not None
        row.cash += 1_000

    changed(firm, pays_in)
    assert (await desk.compliance.approve(str(made["proposal"]), "同意"))["state"] == "approved"


async def test_a_draft_is_proposed_on_an_impact_of_today(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.risk.draft_policy("k", cut())
    with pytest.raises(AccountError) as none_yet:
        await desk.risk.propose_policy("a", made["id"])
    await desk.risk.policy_impact(made["id"])
    changed(firm, cheaper)
    with pytest.raises(AccountError) as stale:
        await desk.risk.propose_policy("b", made["id"])
    assert (none_yet.value.status, stale.value.status) == (409, 409)
    await desk.risk.policy_impact(made["id"])
    assert (await desk.risk.propose_policy("c", made["id"]))["state"] == "proposed"


async def test_neither_the_maker_nor_another_role_approves(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.proposed(cut())
    for user in ("demo-risk", "demo-supervisor", "demo-agent"):
        somebody = await firm.signed_in(user)
        with pytest.raises(AccountError) as refused:
            await somebody.approve(str(made["proposal"]), "同意")
        assert refused.value.status in (403, 404)
    assert rows_from_the_day(firm) == 0 and (await desk.risk.policy(made["id"]))["state"] == "proposed"


async def test_of_two_approvers_at_once_one_writes_the_row(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.proposed(cut())
    start = Barrier(2)

    def approve(_: int) -> str:
        start.wait()
        try:
            with either.context.transaction() as session:
                return proposals.decide(
                    either.context, session, KIND, COMPLIANCE, str(made["proposal"]), True, "同意"
                ).state
        except StateChanged:
            return "too late"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, range(2))) == ["approved", "too late"]
    assert rows_from_the_day(either) == 1
    assert either.audit_actions().count("policy.approved") == 1
    with either.context.transaction(writes=False) as session:
        report = verify(session, either.context.trail)
    assert report.rows > 1 and not report.breaks


async def test_two_policies_of_the_rules_approved_at_once_both_stand(either: Firm) -> None:
    desk = await Desk.of(either)
    low = await desk.proposed(rule("concentration_limit", "0.40", scope={"ratio_from": "0"}), "a")
    high = await desk.proposed(rule("short_margin_ratio", "1.30"), "b")
    start = Barrier(2)

    def approve(proposal: str) -> str:
        start.wait()
        with either.context.transaction() as session:
            return proposals.decide(either.context, session, KIND, COMPLIANCE, proposal, True, "同意").state

    with ThreadPoolExecutor(2) as pool:
        states = list(pool.map(approve, (str(low["proposal"]), str(high["proposal"]))))
    assert states == ["approved", "approved"]
    standing = [(await desk.risk.policy(each["id"]))["standing"] for each in (low, high)]
    assert standing == [True, True]


async def test_one_key_twice_is_one_policy(either: Firm) -> None:
    desk = await Desk.of(either)
    first = await desk.risk.draft_policy("same", cut())
    assert await desk.risk.draft_policy("same", cut()) == first
    with pytest.raises(AccountError) as other:
        await desk.risk.draft_policy("same", cut("0.45"))
    assert other.value.status == 409
    await desk.risk.policy_impact(first["id"])
    put = await desk.risk.propose_policy("same", first["id"])
    assert await desk.risk.propose_policy("same", first["id"]) == put
    with either.context.transaction(writes=False) as session:
        made = session.connection().execute(text("SELECT count(*) FROM proposals WHERE kind = 'policy'"))
        assert made.scalar_one() == 2  # the demo firm has announced one


async def test_looking_twice_at_the_same_keeps_one_look(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.risk.draft_policy("k", cut())
    first = await desk.risk.policy_impact(made["id"])
    assert await desk.risk.policy_impact(made["id"]) == first and first["difference"] is None
    assert firm.audit_actions().count("policy.assessed") == 1


@pytest.mark.parametrize("user", ["demo-agent", "demo-watch"])
async def test_who_is_not_of_the_desk_sees_no_policy(firm: Firm, user: str) -> None:
    somebody = await firm.signed_in(user)
    for ask in (
        somebody.policies(),
        somebody.policy("PL20261118-0001"),
        somebody.policy_impact("PL20261118-0001"),
    ):
        with pytest.raises(NotAllowed):
            await ask
