"""Every client a policy touches is told once: by chunks, by two at the same time, after a kill, and of a withdrawal."""

import multiprocessing
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlmodel import col, select

from account_api.accounts.tables import Holding
from account_api.audit_check import verify
from account_api.clock import BOOKING_ZONE
from account_api.notices.tables import SentNotice
from account_api.policy.announce import announce
from account_api.policy.tables import PolicyNotice
from tests.account_api.conftest import Firm
from tests.account_api.policy.children import announce_and_die
from tests.account_api.policy.making import CODE, Desk, cut, rule

DUE = datetime(2026, 11, 30, 9, 0, tzinfo=BOOKING_ZONE)
SOON = "2026-11-27"
"""Five trading days after the demo day: its notices are due at once."""


def sendings(firm: Firm, containing: str = "折算率由") -> Counter[str]:
    """How many notices each client was sent, by whatever channels; the demo firm's own past apart."""
    with firm.context.transaction(writes=False) as session:
        rows = session.exec(select(SentNotice).where(col(SentNotice.sending).is_not(None))).all()
    return Counter(
        client for client, _ in {(row.client_id, row.sending) for row in rows if containing in row.text}
    )


def noted(firm: Firm, policy_id: str) -> list[tuple[str, str]]:
    with firm.context.transaction(writes=False) as session:
        rows = session.exec(select(PolicyNotice).where(PolicyNotice.policy == policy_id)).all()
    return sorted((row.client_id, row.word) for row in rows)


async def test_on_the_day_of_the_notices_each_client_is_told_once(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(cut())
    assert announce(either.context, either.now) == 0 and not sendings(either)
    either.now = DUE
    assert announce(either.context, DUE) == 4  # two of this one, two of the one the demo firm has announced
    assert announce(either.context, DUE) == 0
    assert noted(either, made["id"]) == [("demo-call", "announced"), ("demo-watch", "announced")]
    assert sendings(either, "五粮液") == {"demo-call": 1, "demo-watch": 1}
    assert (await desk.risk.policy(made["id"]))["told"] == 2


async def test_the_notice_says_what_changes_why_and_both_figures(firm: Firm) -> None:
    desk = await Desk.of(firm)
    await desk.announced(cut(effective=SOON))
    assert announce(firm.context, firm.now) == 2
    watch = await firm.signed_in("demo-watch")
    (change,) = [each for each in await watch.policy_changes("demo-watch") if each["security"] == CODE]
    with firm.context.transaction(writes=False) as session:
        row = session.exec(
            select(SentNotice).where(
                SentNotice.client_id == "demo-watch", col(SentNotice.text).contains("五粮液")
            )
        ).first()
    assert row is not None and row.kind == "change"
    assert "五粮液（000858.SZ）的折算率由70.00%调整为50.00%" in row.text and "集中度上升" in row.text
    assert change["before"] is not None and change["after"] is not None
    for side in ("before", "after"):
        figure = change["before" if side == "before" else "after"]["available_margin"]  # type: ignore[index]
        assert figure["display"] in row.text and row.figures[f"available_margin_{side}"] == figure["trace_id"]
    assert row.text_en is not None and "the conversion rate of Wuliangye (000858.SZ)" in row.text_en
    assert change["told_at"] == "2026-11-20T16:30:00+08:00"


async def test_killed_in_the_middle_the_rest_are_told_and_nobody_twice(firm: Firm) -> None:
    desk = await Desk.of(firm)
    await desk.announced(rule("financing_margin_ratio", "1.20", policy={"effective": SOON}), "a")
    expected = (await desk.risk.policies())[0]["id"]
    touched = {row["client_id"] for row in await desk.risk.policy_accounts(expected)}
    assert len(touched) >= 3
    child = multiprocessing.get_context("spawn").Process(target=announce_and_die, args=(firm.settings, 2, 3))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert len(noted(firm, expected)) == 2  # the third was written and never committed
    assert announce(firm.context, firm.now) == len(touched) - 2
    assert sendings(firm, "融资保证金比例下限") == dict.fromkeys(touched, 1)
    with firm.context.transaction(writes=False) as session:
        report = verify(session, firm.context.trail)
    assert report.rows > 1 and not report.breaks


async def test_two_who_announce_at_once_tell_nobody_twice(either: Firm) -> None:
    desk = await Desk.of(either)
    await desk.announced(cut(effective=SOON))
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: announce(either.context, either.now), range(2)))
    assert sum(told) == 2 and sendings(either, "五粮液") == {"demo-call": 1, "demo-watch": 1}


async def test_who_comes_to_hold_it_later_is_told_then(firm: Firm) -> None:
    desk = await Desk.of(firm)
    await desk.announced(cut(effective=SOON))
    assert announce(firm.context, firm.now) == 2
    with firm.context.transaction() as session:
        session.add(
            Holding.of(account_id="demo-safe-credit", day=firm.now.date(), security=CODE, quantity=100)
        )
    assert announce(firm.context, firm.now + timedelta(hours=1)) == 0  # the book is looked at once a day
    firm.now += timedelta(days=1)
    assert announce(firm.context, firm.now) == 1
    assert sendings(firm, "五粮液") == {"demo-call": 1, "demo-watch": 1, "demo-safe": 1}


async def test_of_what_is_taken_back_those_are_told_who_were_told_of_it(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(cut(effective=SOON))
    assert announce(either.context, either.now) == 2
    await desk.taken_back(made["id"], "数据有误")
    assert announce(either.context, either.now) == 2
    assert announce(either.context, either.now) == 0
    assert sendings(either, "已撤回") == {"demo-call": 1, "demo-watch": 1}
    assert len(noted(either, made["id"])) == 4


async def test_taken_back_before_anybody_was_told_it_is_silent(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(cut())
    await desk.taken_back(made["id"], "数据有误")
    firm.now = DUE
    assert announce(firm.context, DUE) == 2  # those of the demo firm's own
    assert noted(firm, made["id"]) == []


async def test_nobody_is_told_of_a_policy_whose_day_has_come(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(cut())
    firm.now = datetime(2026, 12, 7, 9, 0, tzinfo=BOOKING_ZONE)
    assert announce(firm.context, firm.now) == 0 and noted(firm, made["id"]) == []
