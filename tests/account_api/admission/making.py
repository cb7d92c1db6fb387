"""An applicant brought as far as a test needs: facts stated and verified, the questionnaire answered, a proposal made."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlmodel import select

from account_api.admission.questionnaires import version
from account_api.client import AccountClient
from account_api.clients.tables import AssetDay
from tests.account_api.conftest import Firm

WHO = "demo-applicant"
DESK = "demo-agent2"
VERSION = "2026-1"
NOTHING: Mapping[str, str] = {}
FACTS: Mapping[str, str] = {
    "identity": "yes",
    "born": "1996-05-09",
    "first_trade": "2020-03-02",
    "annual_income": "260000",
    "net_assets": "1800000",
    "shareholding": "0",
    "affiliate": "no",
    "staff": "no",
}
FIRM_FACTS: Mapping[str, str] = {"blacklisted": "no", "material_default": "no"}


def best(name: str = VERSION) -> dict[str, str]:
    """The answers with the most points; they agree with each other."""
    return {
        each.id: max(each.options, key=lambda option: option.points).id for each in version(name).questions
    }


def assets(firm: Firm, amount: str) -> None:
    """The applicant's assets at the close of every day that is known."""
    with firm.context.transaction() as session:
        for row in session.exec(select(AssetDay).where(AssetDay.client_id == WHO)):
            row.amount = Decimal(amount)


async def told(me: AccountClient, who: str = WHO, otherwise: Mapping[str, str] = NOTHING) -> None:
    """Every fact that the client states."""
    for name, value in {**FACTS, **otherwise}.items():
        await me.state_fact(f"state {name}", who, name, value, "document", f"doc {name}")


async def graded(me: AccountClient, who: str = WHO, otherwise: Mapping[str, str] = NOTHING) -> Any:
    """The questionnaire, taken and finished."""
    await me.start_questionnaire("start", who)
    await me.answer_questionnaire("answer", who, VERSION, {**best(), **otherwise})
    return await me.finish_questionnaire("finish", who)


async def submitted(
    firm: Firm, otherwise: Mapping[str, str] = NOTHING, amount: str = "560000"
) -> AccountClient:
    """An application handed in by somebody who could be admitted; who applies."""
    assets(firm, amount)
    me = await firm.signed_in(WHO)
    await me.open_application("open", WHO)
    await told(me, otherwise=otherwise)
    await graded(me)
    await me.submit_application("submit", WHO)
    return me


async def verified(desk: AccountClient) -> None:
    """What the client said seen by the desk; what the firm finds out itself is entered by another."""
    for each in await desk.facts(WHO):
        if each["state"] == "unverified":
            assert each["version"] is not None
            await desk.verify_fact(
                f"verify {each['name']} {each['version']}", WHO, each["name"], each["version"]
            )


async def checked(firm: Firm, otherwise: Mapping[str, str] = NOTHING) -> None:
    """The supervisor enters what the firm's lists say, the desk verifies everything."""
    supervisor = await firm.signed_in("demo-supervisor")
    for name, value in {**FIRM_FACTS, **otherwise}.items():
        await supervisor.state_fact(f"list {name}", WHO, name, value, "report", "list of the day")
    await verified(await firm.signed_in(DESK))


async def proposed(
    firm: Firm,
    client: Mapping[str, str] = NOTHING,
    lists: Mapping[str, str] = NOTHING,
    amount: str = "560000",
) -> str:
    """An application before risk; the number of its proposal."""
    await submitted(firm, client, amount)
    desk = await firm.signed_in(DESK)
    await desk.review_application("review", WHO)
    await checked(firm, lists)
    return str((await desk.propose_admission("propose", WHO, "资料齐全"))["proposal_id"])
