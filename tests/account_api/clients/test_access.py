"""The own-account rule: whose account each role may see, and that the rest does not exist for it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from account_api.audit import AuditRow
from account_api.client import AccountClient, AccountError, NotAllowed, NotFound
from account_api.demo import DEMO_CLIENTS


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


EAST = {"demo-safe", "demo-watch", "demo-call", "demo-missing", "demo-professional"}
WITH_ACCOUNT = tuple(user for user in DEMO_CLIENTS if user not in ("demo-applicant", "demo-newcomer"))

VISIBLE: dict[str, set[str]] = {
    "demo-call": {"demo-call"},
    "demo-nodebt": {"demo-nodebt"},
    "demo-agent": EAST,
    "demo-agent2": set(WITH_ACCOUNT) - EAST,
    "demo-supervisor": set(WITH_ACCOUNT),
    "demo-risk": set(WITH_ACCOUNT),
    "demo-compliance": set(WITH_ACCOUNT),
}

READS: tuple[Callable[[AccountClient, str], Awaitable[object]], ...] = (
    AccountClient.account,
    AccountClient.figures,
    AccountClient.cures,
    AccountClient.positions,
    AccountClient.history,
)


@pytest.mark.parametrize("user", VISIBLE)
async def test_each_role_sees_its_clients_and_no_others(firm: Any, user: str) -> None:
    me = await firm.signed_in(user)
    seen = set()
    for client_id in WITH_ACCOUNT:
        try:
            await me.account(client_id)
            seen.add(client_id)
        except NotFound:
            continue
    assert seen == VISIBLE[user]


@pytest.mark.parametrize("user", ["demo-educator", "demo-legal", "demo-adviser", "demo-admin"])
async def test_other_staff_read_no_account_known_or_unknown(firm: Any, user: str) -> None:
    me = await firm.signed_in(user)
    for client_id in ("demo-call", "nobody"):
        with pytest.raises(NotAllowed) as caught:
            await me.figures(client_id)
        assert caught.value.status == 403


@pytest.mark.parametrize("user", ["demo-call", "demo-agent"])
async def test_somebody_elses_client_is_answered_like_an_unknown_one(firm: Any, user: str) -> None:
    me = await firm.signed_in(user)
    answers = []
    for read in READS:
        for client_id in ("demo-overdue", "nobody-at-all", "demo-applicant"):
            with pytest.raises(NotFound) as caught:
                await read(me, client_id)
            answers.append(caught.value.problem)
    assert len(answers) == 3 * len(READS)
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["type"] == "/problems/no-such-account"


async def test_every_denial_is_audited_under_pseudonyms(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    for client_id in ("demo-safe", "nobody-at-all"):
        with pytest.raises(NotFound):
            await me.figures(client_id)
    assert firm.audit_actions()[-2:] == ["account.denied", "account.denied"]


async def test_every_look_of_staff_is_audited_and_a_clients_own_is_not(firm: Any) -> None:
    before = len(firm.audit_actions())
    own, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    for read in READS:
        await read(own, "demo-call")
    assert len(firm.audit_actions()) == before
    for read in READS:
        await read(agent, "demo-call")
    assert firm.audit_actions()[before:] == ["account.read"] * len(READS)
    with firm.context.transaction(writes=False) as session:
        last = session.get_one(AuditRow, before + 2)
    assert last.detail == {"at": "/accounts/{client_id}/figures"}
    assert last.subject == firm.context.trail.pseudonym("demo-call")


async def test_without_a_token_there_is_no_account_at_all(firm: Any) -> None:
    for read in READS:
        with pytest.raises(NotAllowed) as caught:
            await read(firm.client, "demo-call")
        assert caught.value.status == 401


async def test_a_client_without_account_learns_that_about_itself(firm: Any) -> None:
    me = await firm.signed_in("demo-applicant")
    with pytest.raises(NotFound) as caught:
        await me.figures("demo-applicant")
    assert caught.value.problem["type"] == "/problems/no-credit-account"
    assert caught.value.problem["detail_zh"] == "尚未开立信用账户。"


async def test_a_profile_is_masked_and_needs_the_same_right(firm: Any) -> None:
    me = await firm.signed_in("demo-applicant")
    answer = await me.http.get(
        "/api/v1/clients/demo-applicant", headers={"Authorization": f"Bearer {me.token}"}
    )
    assert answer.json()["name_masked"] == "郑**"
    assert answer.json()["average_assets_20d"] == "480000"
    other = await me.http.get("/api/v1/clients/demo-call", headers={"Authorization": f"Bearer {me.token}"})
    assert other.status_code == 404


async def test_odd_client_ids_are_only_unknown_ones(either: Any) -> None:
    me = await either.signed_in("demo-call")
    for odd in (
        "demo-call%00",
        "' OR 1=1 --",
        "DEMO-CALL",
        "demo-call ",
        "名",
        "../firm",
        "demo-call?",
        "a/b",
    ):
        with pytest.raises(AccountError) as caught:
            await me.figures(odd)
        assert caught.value.status == 404
