"""A price that cannot be is no price of the day: kept aside, shown, and believed only by a second source or two people."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from account_api.auth.roles import Role
from account_api.auth.tables import User
from account_api.client import AccountError, NotAllowed
from account_api.feed import prices
from account_api.feed.contract import PricesCreate
from account_api.feed.plausibility import bounds
from account_api.feed.tables import SuspectPrice
from account_api.margin_calls.sweep import sweep
from account_api.margin_calls.tables import MarginCase
from account_api.market.tables import Price, SecurityTerms
from tests.account_api.feed.sending import whole
from tests.account_api.feed.test_prices import MAOTAI, give, tick, value

MONDAY = "2026-11-23"
FUND = "510300.SH"


def on_monday(firm: Any) -> None:
    firm.now += timedelta(days=3)


def close(firm: Any, code: str) -> Decimal:
    """The close of Friday."""
    with firm.context.transaction(writes=False) as session:
        price: Decimal = session.get_one(Price, (code, date(2026, 11, 20))).price
    return price


def kept(firm: Any) -> list[tuple[str, str, str]]:
    with firm.context.transaction(writes=False) as session:
        rows = session.exec(select(SuspectPrice).order_by(SuspectPrice.id))
        return [(row.source, f"{row.price:.2f}", row.state) for row in rows]


async def test_a_price_beyond_the_days_limits_is_kept_aside_and_named(either: Any) -> None:
    """1,480.00 ± 10 %: 1,332.00 to 1,628.00, both included."""
    on_monday(either)
    ticks = [
        tick(f"{MONDAY}T10:0{n}:00+08:00", price) for n, price in enumerate(("1332.00", "1331.99", "148.00"))
    ]
    taken = await give(either, *ticks)
    assert len(taken["applied"]) == 1 and taken["refused"] == []
    assert taken["suspect"] == [f"{MAOTAI}@{each['at']}" for each in ticks[1:]]
    assert await value(either) == "1332"
    assert (await give(either, *ticks[1:]))["known"] == taken["suspect"]
    (newest, _) = await (await either.signed_in("demo-risk")).suspect_prices()
    assert (newest["price"], newest["low"], newest["high"]) == ("148", "1332", "1628")
    assert (newest["since"], newest["since_day"], newest["rule"]) == ("1480", "2026-11-20", "price_limit")
    assert (await give(either, tick(ticks[1]["at"], "1400.00")))["refused"], (
        "an instant of a source has one price"
    )
    assert whole(either)


async def test_nobody_is_called_by_a_price_that_is_kept_aside(firm: Any) -> None:
    sweep(firm.context, "close")
    on_monday(firm)
    with firm.context.transaction(writes=False) as session:
        before = len(session.exec(select(MarginCase)).all())
        codes = [row.code for row in session.exec(select(Price).where(Price.day == date(2026, 11, 20)))]
    taken = await give(firm, *(tick(f"{MONDAY}T14:00:00+08:00", "0.01", code) for code in codes))
    assert len(taken["suspect"]) == len(codes) and taken["applied"] == []
    sweep(firm.context, "intraday")
    with firm.context.transaction(writes=False) as session:
        assert len(session.exec(select(MarginCase)).all()) == before


def another_feeder(firm: Any) -> None:
    with firm.context.transaction() as session:
        session.add(User.of(username="second", role=Role.feeder, display_name="Second"))


async def test_a_second_source_that_says_the_same_confirms_it(either: Any) -> None:
    on_monday(either)
    another_feeder(either)
    first = tick(f"{MONDAY}T10:00:00+08:00", "1200.00")
    assert (await give(either, first))["suspect"]
    assert (await give(either, tick(f"{MONDAY}T10:01:00+08:00", "1100.00"), source="other"))["suspect"]
    assert (await give(either, tick(f"{MONDAY}T10:30:00+08:00", "1200.00"), source="late"))["suspect"]
    agreed = await (await either.signed_in("second")).send_prices(
        "second", [tick(f"{MONDAY}T10:02:00+08:00", "1205.00")]
    )
    assert agreed["applied"] and await value(either) == "1205"
    states = [state for _, _, state in kept(either)]
    assert states == ["confirmed", "suspect", "suspect", "confirmed"]
    assert (await give(either, tick(f"{MONDAY}T10:40:00+08:00", "1190.00")))["applied"], (
        "measured by what is believed"
    )
    assert whole(either)


async def test_one_source_does_not_confirm_itself(firm: Any) -> None:
    on_monday(firm)
    for minute in (1, 2, 3):
        assert (await give(firm, tick(f"{MONDAY}T10:0{minute}:00+08:00", "1200.00")))["suspect"]
    assert {state for *_, state in kept(firm)} == {"suspect"}


@pytest.mark.parametrize(("user", "source"), [("demo-feeder", "two"), ("second", "one")])
async def test_one_sender_under_two_names_is_one_source_and_so_are_two_of_one_name(
    either: Any, user: str, source: str
) -> None:
    on_monday(either)
    another_feeder(either)
    assert (await give(either, tick(f"{MONDAY}T10:00:00+08:00", "1200.00"), source="one"))["suspect"]
    sender = await either.signed_in(user)
    assert (await sender.send_prices(source, [tick(f"{MONDAY}T10:01:00+08:00", "1200.00")]))["suspect"]
    assert [state for *_, state in kept(either)] == ["suspect", "suspect"]


def test_of_two_sources_that_say_the_same_at_once_the_second_sees_the_first(either: Any) -> None:
    on_monday(either)
    either.now = either.now.replace(hour=10, minute=5)

    def sent(name: str) -> list[str]:
        said = PricesCreate(source=name, prices=[tick(f"{MONDAY}T10:00:00+08:00", "1200.00")])
        with either.context.transaction() as session:
            taken = prices.take(either.context, session, name, said)
            time.sleep(0.3)  # both are under way before either has ended
        return taken.applied

    with ThreadPoolExecutor(2) as pool:
        applied = sorted(pool.map(sent, ("one", "two")))
    assert applied == [[], [f"{MAOTAI}@{MONDAY}T10:00:00+08:00"]]
    assert [state for *_, state in kept(either)] == ["confirmed", "confirmed"] and whole(either)


@pytest.mark.parametrize(
    ("kind", "terms", "since"),
    [
        ("split", {"factor": "10"}, "148"),
        ("bonus_shares", {"ratio": "1"}, "740"),
        ("cash_dividend", {"per_share": "500"}, "980"),
        ("rights", {"ratio": "0.5", "price": "700"}, "1220"),
        ("cash_dividend", {"per_share": "1480"}, "1480"),
    ],
)
async def test_on_an_ex_day_a_price_is_measured_by_what_the_act_leaves_of_the_close(
    firm: Any, kind: str, terms: dict[str, str], since: str
) -> None:
    on_monday(firm)
    named = {"source": "core", "id": "A1", "kind": kind, "code": MAOTAI, "terms": terms}
    feeder = await firm.signed_in("demo-feeder")
    await feeder.announce_action({**named, "record_day": "2026-11-20", "effective_day": MONDAY})
    low = f"{Decimal(since) * Decimal('0.69'):.2f}"
    taken = await give(firm, tick(f"{MONDAY}T10:00:00+08:00", since), tick(f"{MONDAY}T10:01:00+08:00", low))
    assert len(taken["applied"]) == 1 and len(taken["suspect"]) == 1
    (row,) = await (await firm.signed_in("demo-risk")).suspect_prices()
    assert (row["since"], row["rule"]) == (since, "firm-set")


async def test_two_people_accept_it_and_one_alone_does_not(either: Any) -> None:
    on_monday(either)
    await give(either, tick(f"{MONDAY}T10:00:00+08:00", "1200.00"))
    risk, compliance = await either.signed_in("demo-risk"), await either.signed_in("demo-compliance")
    (row,) = await risk.suspect_prices()
    asked = await risk.accept_price("k", row["id"], "交易所已核实")
    assert await risk.accept_price("k", row["id"], "交易所已核实") == asked
    with pytest.raises(AccountError) as again:
        await risk.accept_price("k2", row["id"], "再提一次")
    assert again.value.status == 409
    with pytest.raises(NotAllowed):
        await risk.approve(asked["proposal_id"], "同意")
    assert kept(either) == [("market", "1200.00", "suspect")]
    await compliance.approve(asked["proposal_id"], "同意")
    assert kept(either) == [("market", "1200.00", "accepted")] and await value(either) == "1200"
    assert await risk.suspect_prices() == [] and len(await risk.suspect_prices("accepted")) == 1
    assert whole(either)


async def test_one_that_is_accepted_after_a_newer_price_came_measures_nothing(firm: Any) -> None:
    """1,200.00 of ten is accepted when 1,490.00 of eleven is the price: what comes next is measured by the close, 1,480.00."""
    on_monday(firm)
    await give(firm, tick(f"{MONDAY}T10:00:00+08:00", "1200.00"), tick(f"{MONDAY}T11:00:00+08:00", "1490.00"))
    risk = await firm.signed_in("demo-risk")
    (row,) = await risk.suspect_prices()
    asked = await risk.accept_price("k", row["id"], "交易所已核实")
    await (await firm.signed_in("demo-compliance")).approve(asked["proposal_id"], "同意")
    assert kept(firm) == [("market", "1200.00", "accepted")] and await value(firm) == "1490"
    after = await give(
        firm, tick(f"{MONDAY}T13:01:00+08:00", "1600.00"), tick(f"{MONDAY}T13:02:00+08:00", "900.00")
    )
    assert len(after["applied"]) == 1 and len(after["suspect"]) == 1


async def test_who_asked_may_take_it_back_and_ask_again(firm: Any) -> None:
    on_monday(firm)
    await give(firm, tick(f"{MONDAY}T10:00:00+08:00", "1200.00"))
    risk = await firm.signed_in("demo-risk")
    (row,) = await risk.suspect_prices()
    asked = await risk.accept_price("k", row["id"], "核实")
    await risk.withdraw_proposal(asked["proposal_id"], "再看一看")
    again = await risk.accept_price("k2", row["id"], "已核实")
    assert again["proposal_id"] != asked["proposal_id"] and again["state"] == "suspect"


async def test_a_price_that_people_refuse_stays_aside(firm: Any) -> None:
    on_monday(firm)
    await give(firm, tick(f"{MONDAY}T10:00:00+08:00", "1200.00"))
    risk = await firm.signed_in("demo-risk")
    (row,) = await risk.suspect_prices()
    asked = await risk.accept_price("k", row["id"], "核实")
    await (await firm.signed_in("demo-compliance")).refuse(asked["proposal_id"], "错价")
    assert kept(firm) == [("market", "1200.00", "refused")]
    with pytest.raises(AccountError) as unknown:
        await risk.accept_price("k3", 999, "核实")
    assert unknown.value.status == 404


@pytest.mark.parametrize(
    ("code", "share", "suspect"),
    [
        ("300750.SZ", "0.81", False),
        ("300750.SZ", "0.79", True),
        ("688981.SH", "1.19", False),
        ("688981.SH", "1.22", True),
        (FUND, "0.75", False),
        (FUND, "0.65", True),
    ],
)
async def test_each_board_has_its_limit_and_a_fund_the_firms_bound(
    firm: Any, code: str, share: str, suspect: bool
) -> None:
    """ChiNext and STAR 20 %; for what is on no board the firm's 30 %."""
    on_monday(firm)
    price = f"{close(firm, code) * Decimal(share):.2f}"
    taken = await give(firm, tick(f"{MONDAY}T10:00:00+08:00", price, code))
    assert bool(taken["suspect"]) is suspect


async def test_a_risk_warned_share_has_the_wider_limit_of_now(firm: Any) -> None:
    """10 % since 2026-07-06; it was 5 %."""
    on_monday(firm)
    with firm.context.transaction() as session:
        session.add(
            SecurityTerms.of(
                code=MAOTAI,
                valid_from=date(2026, 11, 23),
                conversion_rate=Decimal("0.5"),
                eligible_financing=True,
                eligible_short=True,
                status="risk_warned",
            )
        )
    assert (await give(firm, tick(f"{MONDAY}T10:00:00+08:00", "1340.00")))["applied"]


async def test_records_that_begin_a_few_days_ago_make_no_share_newly_listed(firm: Any) -> None:
    """With four days of records and the close of the session before, the main board's 10 % are the limit, not the firm's 30 %."""
    firm.now -= timedelta(days=1)
    with firm.context.transaction() as session:
        first = min(session.exec(select(Price.day)).all())
        for row in session.exec(select(Price).where(Price.day == first)).all():
            session.delete(row)
        close = session.get_one(Price, (MAOTAI, date(2026, 11, 18))).price
        found = bounds(firm.context, session, MAOTAI, date(2026, 11, 19))
    assert found is not None
    assert (found.rule, found.since) == ("price_limit", close)
    assert not found.hold(Decimal("2200")) and found.high < close * Decimal("1.11")


@pytest.mark.parametrize("why", ["an ex-day", "a gap", "a new listing"])
async def test_where_the_exchange_sets_no_limit_the_firms_bound_stands_in(firm: Any, why: str) -> None:
    on_monday(firm)
    if why == "an ex-day":
        feeder = await firm.signed_in("demo-feeder")
        named = {"source": "core", "id": "A1", "kind": "split", "code": MAOTAI, "terms": {"factor": "1.25"}}
        await feeder.announce_action({**named, "record_day": "2026-11-20", "effective_day": MONDAY})
    with firm.context.transaction() as session:
        rows = session.exec(select(Price).where(Price.code == MAOTAI).order_by(Price.day)).all()
        gone = {"a gap": rows[-1:], "a new listing": rows[:-3]}.get(why, [])
        for row in gone:
            session.delete(row)
    low = "800.00" if why == "an ex-day" else "900.00"
    taken = await give(
        firm, tick(f"{MONDAY}T10:00:00+08:00", "1184.00"), tick(f"{MONDAY}T10:01:00+08:00", low)
    )
    assert len(taken["applied"]) == 1 and len(taken["suspect"]) == 1
    (row,) = await (await firm.signed_in("demo-risk")).suspect_prices()
    assert row["rule"] == "firm-set"
