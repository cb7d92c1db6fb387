"""Only the notice of a call serves it."""

from sqlmodel import select

from account_api.margin_calls.sweep import run_clock
from account_api.notices import service as notices
from account_api.notices.tables import SentNotice
from tests.account_api.margin_calls.conftest import Desk


async def test_a_notice_of_another_case_serves_no_call(desk: Desk) -> None:
    """The own notice is on its way yet; one of the contract that came due, and one of a case of nobody, have arrived."""
    desk.day(23, 15, 40, "0.90")
    desk.sweep()
    mine = (await desk.case("demo-watch"))["id"]
    with desk.firm.context.transaction() as session:
        for row in session.exec(select(SentNotice).where(SentNotice.case_id == mine)):
            row.delivered_at = None
    other = next(each["id"] for each in await desk.cases("demo-overdue"))
    for about in (other, "C20261123-9999"):
        with desk.firm.context.transaction() as session:
            notices.send(
                desk.firm.context, session, "demo-watch", "margin_call", "x", case=about, channels=("app",)
            )
    told = await desk.case("demo-watch")
    assert (told["id"], told["served"]) == (mine, [])
    desk.day(24, 15, 2, "0.90")
    run_clock(desk.firm.context, desk.firm.now)
    assert (await desk.case("demo-watch"))["state"] == "called", "nobody has told the client of it yet"
    desk.delivered()
    assert (await desk.case("demo-watch"))["served"] == ["call"]
