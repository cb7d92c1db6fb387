"""A client's own alerts: set, listed, removed; told once for each crossing, at most once whoever looks; quiet hours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from account_api.accounts.tables import Contract, CreditAccount
from account_api.alerts import queries, watching
from account_api.alerts.candidates import candidates
from account_api.alerts.levels import of_each
from account_api.alerts.tables import OwnAlert
from account_api.alerts.watching import watch
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.delivery import deliver, handlers_of
from account_api.notices import service as notices

CODE, DAY = "600519.SH", "2026-11-20"


def ratio_falls(firm: Any, cash: int) -> None:
    """Makes the cash of demo-safe what is given, in yuan."""
    with firm.context.transaction() as session:
        session.execute(
            text(
                "UPDATE account_days SET cash = :cash WHERE account_id IN (SELECT account_id FROM credit_accounts"
                " WHERE client_id = 'demo-safe')"
            ),
            {"cash": cash * 10_000},
        )


def price_is(firm: Any, price: str) -> None:
    with firm.context.transaction() as session:
        session.execute(
            text("UPDATE prices SET price = :price WHERE code = :code AND day = :day"),
            {"price": round(float(price) * 10_000), "code": CODE, "day": DAY},
        )


def told(firm: Any, where: str = "") -> list[str]:
    with firm.context.transaction(writes=False) as session:
        found = session.execute(
            text(
                f"SELECT text FROM sent_notices WHERE kind = 'alert' AND channel = 'app' {where} ORDER BY id"
            )
        )
        return list(found.scalars())


def look(firm: Any) -> int:
    return watch(firm.context, firm.now)


async def price_now(firm: Any) -> str:
    me = await firm.signed_in("demo-safe")
    alert = await me.set_alert("probe", "demo-safe", "price_below", "0.01", security=CODE)
    await me.remove_alert("demo-safe", alert["id"])
    return str(alert["price"]["price"])


async def test_an_alert_is_set_listed_with_what_it_looks_at_and_removed(either: Any) -> None:
    me = await either.signed_in("demo-safe")
    alert = await me.set_alert("k1", "demo-safe", "ratio_below", "1.50", quiet=("22:00", "08:00"))
    assert (alert["armed"], alert["crossed"], alert["level"]) == (True, False, "1.5")
    assert alert["figure"]["name"] == "maintenance_ratio" and alert["figure"]["trace_id"]
    assert alert["quiet"] == {"from": "22:00", "until": "08:00"}
    assert await me.set_alert("k1", "demo-safe", "ratio_below", "1.50", quiet=("22:00", "08:00")) == alert
    assert await me.alerts("demo-safe") == [alert]
    gone = await me.remove_alert("demo-safe", alert["id"])
    assert gone["removed_at"] and await me.alerts("demo-safe") == []
    with pytest.raises(NotFound):
        await me.remove_alert("demo-safe", alert["id"])
    actions = either.audit_actions()
    assert (actions.count("alert.set"), actions.count("alert.removed")) == (1, 1)


async def test_a_ratio_is_told_once_a_crossing_and_not_again_while_it_trembles(either: Any) -> None:
    me = await either.signed_in("demo-safe")
    start = (await me.figures("demo-safe"))["figures"]["maintenance_ratio"]["value"]
    level = f"{float(start) - 0.10:.2f}"
    await me.set_alert("k", "demo-safe", "ratio_below", level)
    cash = int(float((await me.positions("demo-safe"))["cash"]))
    assert look(either) == 0
    fallen = cash
    while await _ratio(either, fallen) >= float(level):
        fallen -= 2_000
    assert (look(either), look(either)) == (1, 0)
    await _ratio(either, fallen + 2_000)
    assert look(either) == 0, "back by less than the margin"
    await _ratio(either, fallen)
    assert look(either) == 0
    await _ratio(either, cash)
    assert look(either) == 0, "armed again"
    await _ratio(either, fallen)
    assert look(either) == 1
    (first, second) = told(either)
    assert first == second and first.startswith("【两融示例证券】您设置的提醒：维持担保比例现为")
    (alert,) = await me.alerts("demo-safe")
    assert (alert["firings"], alert["armed"], alert["crossed"]) == (2, False, True)


async def _ratio(firm: Any, cash: int) -> float:
    ratio_falls(firm, cash)
    me = await firm.signed_in("demo-safe")
    return float((await me.figures("demo-safe"))["figures"]["maintenance_ratio"]["value"] or 0)


async def test_a_price_on_both_sides(own_firm: Any) -> None:
    me, now = await own_firm.signed_in("demo-safe"), float(await price_now(own_firm))
    await me.set_alert("a", "demo-safe", "price_above", f"{now * 1.05:.2f}", security=CODE)
    await me.set_alert("b", "demo-safe", "price_below", f"{now * 0.95:.2f}", security=CODE)
    assert look(own_firm) == 0
    price_is(own_firm, f"{now * 1.06:.2f}")
    assert look(own_firm) == 1
    price_is(own_firm, f"{now * 0.94:.2f}")
    assert look(own_firm) == 1
    above, below = told(own_firm)
    assert "已高于" in above and "已低于" in below


async def test_what_is_crossed_already_is_said_at_once_and_not_told(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-safe")
    alert = await me.set_alert("k", "demo-safe", "ratio_below", "9.99")
    assert (alert["crossed"], alert["armed"]) == (True, False)
    assert look(own_firm) == 0


async def test_days_to_due_are_told_when_so_many_are_left(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-watch")
    alert = await me.set_alert("k", "demo-watch", "days_to_due", "1")
    due = alert["due"]
    assert due is not None and due["days"] > 1
    assert look(own_firm) == 0
    own_firm.now = datetime.fromisoformat(due["day"]).replace(hour=9, tzinfo=BOOKING_ZONE) - timedelta(days=1)
    assert (look(own_firm), look(own_firm)) == (1, 0)
    (words,) = told(own_firm)
    assert due["contract"] in words and due["day"] in words


async def test_two_that_look_at_once_tell_once(either: Any) -> None:
    me, now = await either.signed_in("demo-safe"), float(await price_now(either))
    for n in range(3):
        await me.set_alert(
            f"k{n}", "demo-safe", "price_below", f"{now * (0.95 - n / 100):.2f}", security=CODE
        )
    price_is(either, f"{now * 0.5:.2f}")
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: look(either), range(4)))
    assert (sum(counts), len(told(either))) == (3, 3)


async def test_quiet_hours_hold_back_all_but_the_inbox_and_a_notice_of_the_firm_knows_none(
    own_firm: Any,
) -> None:
    me, now = await own_firm.signed_in("demo-safe"), float(await price_now(own_firm))
    level = f"{now * 0.95:.2f}"
    await me.set_alert(
        "k", "demo-safe", "price_below", level, security=CODE, channel="sms", quiet=("22:00", "08:00")
    )
    own_firm.now = own_firm.now.replace(hour=23, minute=30)
    price_is(own_firm, f"{now * 0.9:.2f}")
    assert (look(own_firm), len(told(own_firm))) == (1, 1)
    with own_firm.context.transaction() as session:
        notices.send(own_firm.context, session, "demo-safe", "margin_call", "x", channels=("sms",))
    handlers = handlers_of(own_firm.context)
    assert deliver(own_firm.context, handlers) == 1, "the margin call alone"
    own_firm.wall += timedelta(hours=8, minutes=29)
    own_firm.now += timedelta(hours=8, minutes=29)
    assert deliver(own_firm.context, handlers) == 0
    own_firm.wall += timedelta(minutes=1)
    own_firm.now += timedelta(minutes=1)
    assert deliver(own_firm.context, handlers) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "ratio_below", "level": "150"},
        {"what": "ratio_below", "level": "1.5", "security": CODE},
        {"what": "price_above", "level": "10"},
        {"what": "price_above", "level": "10", "security": "NOSUCH.SH"},
        {"what": "price_above", "level": "-1", "security": CODE},
        {"what": "days_to_due", "level": "1.5"},
        {"what": "days_to_due", "level": "5", "contract": "CALL-F1"},
        {"what": "days_to_due", "level": "5", "channel": "pigeon"},
        {"what": "ratio_below", "level": "1.5", "quiet": ("08:00", "08:00")},
        {"what": "ratio_below", "level": "1.5", "quiet": ("08:00:10", "08:00:50")},
    ],
)
async def test_what_makes_no_sense_is_refused(shared_firm: Any, asked: dict[str, Any]) -> None:
    me = await shared_firm.signed_in("demo-safe")
    with pytest.raises(AccountError) as caught:
        await me.set_alert("k", "demo-safe", **asked)
    assert caught.value.status == 422


async def test_twenty_are_the_most_and_one_like_another_is_that_one(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-safe")
    ids = {
        (await me.set_alert(f"k{n}", "demo-safe", "ratio_below", f"1.{n:02d}"))["id"] for n in range(1, 21)
    }
    assert (await me.set_alert("again", "demo-safe", "ratio_below", "1.01"))["id"] in ids
    with pytest.raises(AccountError) as caught:
        await me.set_alert("more", "demo-safe", "ratio_below", "1.99")
    assert (caught.value.status, len(ids)) == (409, 20)


async def test_nobody_but_the_client_sets_one_and_nobody_else_sees_it(own_firm: Any) -> None:
    with pytest.raises(NotFound):
        await (await own_firm.signed_in("demo-call")).set_alert("k", "demo-safe", "ratio_below", "1.5")
    with pytest.raises(NotAllowed):
        await (await own_firm.signed_in("demo-supervisor")).set_alert("k", "demo-safe", "ratio_below", "1.5")
    with pytest.raises(NotFound):
        await (await own_firm.signed_in("demo-call")).alerts("demo-safe")
    mine = await (await own_firm.signed_in("demo-safe")).set_alert("k", "demo-safe", "ratio_below", "1.5")
    with pytest.raises(NotFound):
        await (await own_firm.signed_in("demo-call")).remove_alert("demo-call", mine["id"])


def test_an_alert_is_armed_again_once_nothing_is_owed(own_firm: Any) -> None:
    """Repaid in full there is no ratio; a debt taken up afterwards is told again."""
    with own_firm.context.transaction() as session:
        session.add(own_alert(own_firm, what="ratio_below", level=Decimal("1.5")))
    assert look(own_firm) == 1
    owed = "contract_id IN ('CALL-F1', 'CALL-F2') AND day = '2026-11-20'"
    with own_firm.context.transaction() as session:
        session.execute(text(f"UPDATE contract_days SET day = '2099-01-01' WHERE {owed}"))
    assert look(own_firm) == 0
    with own_firm.context.transaction() as session:
        session.execute(text("UPDATE contract_days SET day = '2026-11-20' WHERE day = '2099-01-01'"))
    assert look(own_firm) == 1


def test_days_to_due_are_told_of_each_contract(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.add(own_alert(own_firm, what="days_to_due", level=Decimal(5)))
        for name, days in (("CALL-F1", 4), ("CALL-F2", 6)):
            session.get_one(Contract, name).due = own_firm.now.date() + timedelta(days=days)
    assert (look(own_firm), look(own_firm)) == (1, 0)
    later = []
    for _ in range(4):
        own_firm.now += timedelta(days=1)
        later.append(look(own_firm))
    assert later == [1, 0, 0, 0]
    assert len(told(own_firm)) == 2


LEVELS = {
    "ratio_below": ("1.5", "2.6"),
    "price_above": ("1", "90000"),
    "price_below": ("90000", "1"),
    "days_to_due": ("3", "60"),
}


@pytest.mark.parametrize("what", [*LEVELS, "contract"])
def test_only_those_are_looked_at_closely_of_whose_alerts_one_has_something_to_tell(
    own_firm: Any, what: str
) -> None:
    """Of the armed ones those that are crossed, of the others those that are back, as each client by itself says."""
    seed_alerts(own_firm, what)
    with own_firm.context.transaction(writes=False) as session:
        found, every = candidates(own_firm.context, session), queries.every(session)
        alone = [each for each in every if stirs(own_firm, session, each)]
    assert found == sorted({each.client_id for each in alone})
    assert 0 < len(found) < len({each.client_id for each in every})
    assert look(own_firm) > 0


def test_nobody_is_looked_at_while_no_alert_has_anything_to_tell(
    own_firm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what in (*LEVELS, "contract"):
        seed_alerts(own_firm, what)
    look(own_firm)
    closely: list[str] = []
    monkeypatch.setattr(watching, "_client", lambda _ctx, client_id, _now: closely.append(client_id))
    price_is(own_firm, "1234.56")
    assert look(own_firm) == 0 and closely == []


def seed_alerts(firm: Any, what: str) -> None:
    """Alerts of one kind of every client, on both sides of what is so now, armed and not; or one for each contract."""
    with firm.context.transaction() as session:
        clients = session.exec(select(Client.client_id).order_by(Client.client_id)).all()
        owed = session.exec(select(Contract, CreditAccount.client_id).join(CreditAccount)).all()
        for number, (contract, _) in enumerate(owed):
            contract.due = firm.now.date() + timedelta(days=number * 7 % 90)
        about: list[tuple[str, str | None]] = [(each, None) for each in clients]
        if what == "contract":
            what, about = "days_to_due", [(client, row.contract_id) for row, client in owed]
        for number, (client_id, contract_id) in enumerate(about):
            row = OwnAlert.of(
                id=f"{what}-{contract_id or client_id}"[:40],
                client_id=client_id,
                what=what,
                level=Decimal(LEVELS[what][number % 2]),
                security=CODE if what.startswith("price") else None,
                contract_id=contract_id,
                channel="app",
                armed=number % 3 != 0,
                created_at=firm.now,
            )
            session.add(row)


def stirs(firm: Any, session: Session, alert: OwnAlert) -> bool:
    """Whether an alert has something to tell, or is to be armed, by looking at its client alone."""
    if of_each(alert):
        return bool(watching._coming(firm.context, session, alert))
    its = watching.reading(alert, watching.looked_at(firm.context, session, alert))
    return its is not None and (its.crossed if alert.armed else its.back)


def own_alert(firm: Any, **fields: Any) -> OwnAlert:
    return OwnAlert.of(id="a1", client_id="demo-call", channel="app", created_at=firm.now, **fields)
