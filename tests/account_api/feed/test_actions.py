"""Corporate actions: dated, once, long, collateral and short each in its way, taken back whole."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed
from account_api.feed import actions
from tests.account_api.feed.sending import event, lines, send, whole

CMB, CITIC, MAOTAI = "600036.SH", "600030.SH", "600519.SH"


def action(
    kind: str, code: str, terms: dict[str, str], days: tuple[str, str] = ("18", "19")
) -> dict[str, Any]:
    record, effective = (f"2026-11-{day}" for day in days)
    named = {"source": "issuer", "id": f"{kind}-1", "kind": kind, "code": code}
    return {**named, "record_day": record, "effective_day": effective, "terms": terms}


async def announce(firm: Any, asked: dict[str, Any]) -> Any:
    return await (await firm.signed_in("demo-feeder")).announce_action(asked)


def due(firm: Any) -> int:
    with firm.context.transaction() as session:
        return actions.apply_due(firm.context, session)


def moved(before: dict[str, Decimal], after: dict[str, Decimal]) -> dict[str, Decimal]:
    deltas = {name: after.get(name, Decimal(0)) - before.get(name, Decimal(0)) for name in {*before, *after}}
    return {name: delta for name, delta in deltas.items() if delta}


async def test_a_dividend_pays_who_holds_and_is_owed_by_who_borrowed(either: Any) -> None:
    before = {client: lines(either, client) for client in ("demo-call", "demo-watch", "demo-short")}
    asked = action("cash_dividend", CITIC, {"per_share": "0.36"})
    told = await announce(either, asked)
    assert (told["state"], told["confidence"]) == ("applied", "firm-set") and told["accounts"] == 2
    assert await announce(either, asked) == told, "announced twice, paid once"
    after = {client: lines(either, client) for client in before}
    assert moved(before["demo-watch"], after["demo-watch"]) == {"cash": Decimal("5040")}, "bought on margin"
    assert moved(before["demo-short"], after["demo-short"]) == {"fees": Decimal("3600")}, "owed to the lender"
    assert after["demo-call"] == before["demo-call"] and whole(either)


async def test_new_shares_follow_what_was_held_and_what_is_owed(firm: Any) -> None:
    watch, short, call = lines(firm, "demo-watch"), lines(firm, "demo-short"), lines(firm)
    await announce(firm, action("bonus_shares", CITIC, {"ratio": "0.3"}))
    assert moved(watch, lines(firm, "demo-watch")) == {"quantity WATCH-F1": 4200}
    assert moved(short, lines(firm, "demo-short")) == {"quantity SHORT-S1": 3000}
    await announce(firm, action("split", MAOTAI, {"factor": "0.33"}))
    assert moved(call, lines(firm)) == {"holding 600519.SH": -67}, "a fraction of a share is dropped"
    assert whole(firm)


async def test_rights_are_kept_beside_the_account_and_who_borrowed_owes_their_value(firm: Any) -> None:
    watch, short = lines(firm, "demo-watch"), lines(firm, "demo-short")
    terms = {"ratio": "0.25", "price": "20.00", "value_per_share": "1.10"}
    await announce(firm, action("rights", CITIC, terms))
    assert lines(firm, "demo-watch") == watch
    assert moved(short, lines(firm, "demo-short")) == {"fees": 11000} and whole(firm)


async def test_an_action_waits_for_its_day(either: Any) -> None:
    before = lines(either)
    told = await announce(either, action("cash_dividend", MAOTAI, {"per_share": "10"}, ("20", "23")))
    assert told["state"] == "announced" and due(either) == 0
    either.now += timedelta(days=3)
    assert due(either) == 1
    assert due(either) == 0
    assert lines(either)["cash"] == before["cash"] + 1000 and whole(either)


async def test_a_late_sale_before_the_record_day_takes_its_dividend_along(either: Any) -> None:
    await announce(either, action("cash_dividend", MAOTAI, {"per_share": "10"}))
    paid = lines(either)["cash"]
    sale = {"security": MAOTAI, "quantity": 40, "price": "1000.00"}
    await send(either, event(1, "sell", at="2026-11-17T10:00:00+08:00", **sale))
    assert lines(either)["cash"] == paid + 40_000 - 400 and whole(either)


async def test_an_action_is_taken_back_in_every_account_once(either: Any) -> None:
    before = {client: lines(either, client) for client in ("demo-watch", "demo-short")}
    await announce(either, action("bonus_shares", CITIC, {"ratio": "0.3"}))
    feeder = await either.signed_in("demo-feeder")
    told = await feeder.reverse_action("k", "issuer", "bonus_shares-1", "announced by mistake")
    assert told["state"] == "reversed" and told["reason"] == "announced by mistake"
    assert {client: lines(either, client) for client in before} == before
    again = await feeder.reverse_action("k", "issuer", "bonus_shares-1", "announced by mistake")
    assert again == told, "the same request is answered the same"
    with pytest.raises(AccountError) as caught:
        await feeder.reverse_action("another", "issuer", "bonus_shares-1", "again")
    assert caught.value.status == 409 and whole(either)


async def test_actions_are_listed_some_at_a_time_the_newest_first(firm: Any) -> None:
    for kind, terms in (("bonus_shares", {"ratio": "0.3"}), ("cash_dividend", {"per_share": "1.00"})):
        await announce(firm, action(kind, CITIC, terms))
    risk = await firm.signed_in("demo-risk")
    assert len(await risk.corporate_actions()) == 2
    asked = {"headers": {"Authorization": f"Bearer {risk.token}"}}
    for limit, found in ((1, 1), (2, 2)):
        answer = await risk.http.get(f"/api/v1/corporate-actions?limit={limit}", **asked)
        assert len(answer.json()) == found
    assert (await risk.http.get("/api/v1/corporate-actions?limit=201", **asked)).status_code == 422


async def test_what_was_spent_already_cannot_be_taken_back(firm: Any) -> None:
    await announce(firm, action("bonus_shares", MAOTAI, {"ratio": "1"}))
    await send(firm, event(1, "sell", security=MAOTAI, quantity=150, price="700.00"))
    feeder = await firm.signed_in("demo-feeder")
    with pytest.raises(AccountError) as caught:
        await feeder.reverse_action("k", "issuer", "bonus_shares-1", "mistake")
    assert caught.value.problem["errors"][0]["field"] == "holding 600519.SH"
    assert (await feeder.corporate_actions())[0]["state"] == "applied" and whole(firm)


@pytest.mark.parametrize(
    "wrong",
    [
        action("cash_dividend", "999999.SH", {"per_share": "1"}),
        action("cash_dividend", CMB, {"ratio": "1"}),
        action("cash_dividend", CMB, {"per_share": "-1"}),
        action("split", CMB, {"factor": "0"}),
        action("split", CMB, {"factor": "2"}, ("19", "19")),
        {**action("split", CMB, {"factor": "2"}), "id": "x" * 65},
        {**action("split", CMB, {"factor": "2"}), "kind": "merger"},
    ],
)
async def test_a_wrong_action_is_refused(firm: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(AccountError) as caught:
        await announce(firm, wrong)
    assert caught.value.status == 422 and not await (await firm.signed_in("demo-risk")).corporate_actions()


async def test_another_action_under_a_known_id_is_refused(firm: Any) -> None:
    await announce(firm, action("cash_dividend", CMB, {"per_share": "1"}))
    with pytest.raises(AccountError) as caught:
        await announce(firm, action("cash_dividend", CMB, {"per_share": "2"}))
    assert caught.value.status == 409
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-risk")).announce_action(action("split", CMB, {"factor": "2"}))


async def test_an_act_announced_late_moves_what_was_recorded_after_it(firm: Any) -> None:
    """A hundred shares became two hundred before the dividend's record day; taken back, it is a hundred again."""
    cash = lines(firm)["cash"]
    await announce(firm, action("cash_dividend", MAOTAI, {"per_share": "1"}))
    await announce(firm, action("bonus_shares", MAOTAI, {"ratio": "1"}, ("16", "17")))
    assert lines(firm)["cash"] == cash + 200
    await (await firm.signed_in("demo-feeder")).reverse_action(
        "k", "issuer", "bonus_shares-1", "announced in error"
    )
    assert lines(firm)["cash"] == cash + 100 and whole(firm)


async def test_an_act_counts_from_a_trading_day_only(firm: Any) -> None:
    before = lines(firm)
    with pytest.raises(AccountError) as caught:
        await announce(firm, action("cash_dividend", MAOTAI, {"per_share": "1"}, ("13", "14")))
    assert (caught.value.status, caught.value.problem["errors"][0]["field"]) == (422, "effective_day")
    assert lines(firm) == before
