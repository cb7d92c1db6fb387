"""Cures in combination, in the order the client names, and what a limited sum reaches."""

from datetime import datetime
from fractions import Fraction

import pytest

from risk.arrival import Arrival
from risk.book_file import BookError
from risk.cures import CureSet, cures
from risk.margin_calls import CHINA
from risk.rulebook import CN
from risk.sessions import cn_calendar
from tests.risk.books import Book, book, called, financing, holding, short, snapshot

Steps = list[tuple[str, str | None, int | None, str, str]]


def _found(raw: Book, limit: int | None = None, order: tuple[str, ...] = ()) -> CureSet:
    return cures(snapshot(raw), CN, limit=None if limit is None else Fraction(limit), order=order)


def _steps(found: CureSet, name: str) -> Steps:
    mix = next(each for each in found.mixes if each.name == name)
    return [
        (step.kind, step.security, step.quantity, step.amount.display, step.after.display)
        for step in mix.steps
    ]


def test_own_cash_goes_first_and_a_sale_lands_on_the_line() -> None:
    found = _found(called(), order=("600036.SH",))
    assert _steps(found, "inside_cash_then_sell") == [
        ("repay_inside_cash", None, None, "100,000.00", "131.11%"),
        ("sell_to_repay", "600036.SH", 5_800, "203,000.00", "140.17%"),
    ]


def test_a_sum_from_outside_goes_first_when_one_is_named() -> None:
    assert [mix.name for mix in _found(called()).mixes] == ["sell_in_order", "inside_cash_then_sell"]
    found = _found(called(), 50_000, ("600519.SH", "600036.SH"))
    assert _steps(found, "outside_cash_then_sell") == [
        ("repay_outside_cash", None, None, "50,000.00", "134.73%"),
        ("sell_to_repay", "600519.SH", 100, "160,000.00", "141.77%"),
    ]


def test_the_order_that_is_named_is_the_order_of_the_sales() -> None:
    raw = called()
    raw["collateral"] = [
        holding(quantity=100, price="1600.00"),
        holding(security="601318.SH", quantity=6_400, price="50.00"),
    ]
    steps = _steps(_found(raw, order=("600519.SH", "600036.SH")), "sell_in_order")
    assert [step[1:3] for step in steps] == [("600519.SH", 100), ("600036.SH", 4_000)]
    steps = _steps(_found(raw, order=("601318.SH",)), "sell_in_order")
    assert [step[1:3] for step in steps] == [("601318.SH", 6_000)]


def test_a_security_that_cannot_be_sold_is_left_out_by_name() -> None:
    raw = called()
    raw["collateral"][0] |= {"limit_down": True}
    mix = _found(raw, order=("600519.SH", "600036.SH")).mixes[0].as_json()
    assert [step["security"] for step in mix["steps"]] == ["600036.SH"]  # type: ignore[attr-defined]
    assert mix["skipped"] == [
        {
            "security": "600519.SH",
            "reason": "600519.SH is locked at its lower limit",
            "reason_zh": "600519.SH 跌停，难以卖出",
            "reason_code": "limit_down",
        }
    ]
    assert mix["feasible"] is True


def test_what_all_sales_do_not_reach_says_how_far_they_go() -> None:
    mix = _found(called(), order=("600519.SH",)).mixes[0]
    assert mix.feasible and mix.after.display == "141.17%"
    short_of = cures(snapshot(called()), CN, Fraction("1.60"), order=("600519.SH",)).mixes[0]
    assert short_of.obstacle is not None and short_of.obstacle.text == "only 480,000.00 could be sold"
    assert short_of.after.display == "153.84%"


def test_beyond_the_money_owed_nothing_is_sold() -> None:
    raw = book(
        cash="290000",
        collateral=[holding(quantity=300, price="200"), holding(security="600036.SH", price="100")],
        financing=[financing(quantity=0, amount="30000")],
        shorts=[short(quantity=10_000, price="30.00", proceeds="290000")],
    )
    mix = _found(raw).mixes[0]
    assert [(step.security, step.quantity) for step in mix.steps] == [("600519.SH", 200)]
    assert mix.obstacle is not None and mix.obstacle.code == "not_repayable"
    assert "30,000.00" in mix.obstacle.text


def test_an_account_under_water_sells_nothing_and_repays_nothing_from_inside() -> None:
    raw = book(cash="1000", collateral=[holding()], financing=[financing(quantity=0, amount="200000")])
    for mix in _found(raw).mixes:
        assert mix.steps == () and mix.after.display == "75.50%"
        assert mix.obstacle is not None and mix.obstacle.code == "under_water"


def test_a_mix_counts_when_its_last_step_does_and_must_begin_while_all_are_in_time() -> None:
    late = datetime(2026, 11, 20, 23, tzinfo=CHINA)
    found = cures(
        snapshot(called()), CN, None, late, cn_calendar(), Arrival(), limit=Fraction(50_000)
    ).as_json()
    mix = found["mixes"][2]  # type: ignore[index]
    shown = [mix[key] for key in ("opens_at", "counts_from", "last_start", "feasible")]
    assert shown == ["2026-11-23T09:30:00+08:00", "2026-11-23", "2026-11-23T15:00:00+08:00", True]
    overdue = datetime(2026, 11, 24, 10, tzinfo=CHINA)
    found = cures(snapshot(called()), CN, None, overdue, cn_calendar(), Arrival()).as_json()
    assert found["mixes"][0]["reason_code"] == "too_late"  # type: ignore[index]


def test_nothing_to_do_is_a_mix_without_steps() -> None:
    for mix in _found(called() | {"cash": "400000"}, 50_000).mixes:
        assert mix.steps == () and mix.feasible and mix.after.display == "158.00%"


def _limited(raw: Book, limit: int) -> dict[str, str]:
    answer = _found(raw, limit).limited
    assert answer is not None
    shown = {"repay": answer.repay, "add": answer.add, "left": answer.left, "after": answer.after}
    return {name: figure.display for name, figure in (*shown.items(), *answer.remaining)} | {
        "reached": str(answer.reached)
    }


def test_a_sum_that_does_not_suffice_repays_and_tells_what_remains() -> None:
    assert _limited(called(), 50_000) == {
        "repay": "50,000.00",
        "add": "0.00",
        "left": "0.00",
        "after": "134.73%",
        "repay_outside_cash": "35,714.29",
        "add_collateral": "50,000.00",
        "sell_to_repay": "125,000.00",
        "reached": "False",
    }


def test_a_sum_that_suffices_is_used_only_as_far_as_needed() -> None:
    shown = _limited(called(), 100_000)
    assert (shown["repay"], shown["left"], shown["after"]) == ("85,714.29", "14,285.71", "140.00%")
    assert (shown["reached"], shown["add_collateral"]) == ("True", "0.00")


def test_below_what_is_owed_adding_moves_the_ratio_more_than_repaying() -> None:
    raw = book(cash="800000", financing=[financing(quantity=0, amount="1000000")])
    shown = _limited(raw, 100_000)
    assert (shown["repay"], shown["add"], shown["after"]) == ("0.00", "100,000.00", "90.00%")
    assert shown["sell_to_repay"] == "—"
    on_it = _limited(raw, 200_000)
    assert (on_it["repay"], on_it["after"]) == ("200,000.00", "100.00%")


def test_what_money_cannot_repay_is_met_by_adding() -> None:
    raw = book(
        cash="390000", shorts=[short(quantity=10_000, price="30.00", proceeds="290000", interest="1000")]
    )
    shown = _limited(raw, 20_000)
    assert (shown["repay"], shown["add"], shown["after"]) == ("1,000.00", "19,000.00", "136.33%")
    assert (shown["repay_outside_cash"], shown["add_collateral"]) == ("—", "11,000.00")
    assert shown["sell_to_repay"] == "—"


def test_a_sum_that_is_none_and_an_order_of_what_is_not_owned_are_refused_by_name() -> None:
    with pytest.raises(BookError) as refused:
        _found(called(), 0, ("600036.SH", "000001.SZ", "600036.SH"))
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("limit", "not_positive"),
        ("order[1]", "not_one_of"),
        ("order[2]", "duplicate"),
    ]


def test_a_missing_price_leaves_no_mix_and_no_sum() -> None:
    raw = called()
    raw["collateral"][0] |= {"price": None}
    found = _found(raw, 50_000)
    assert (found.mixes, found.limited) == ((), None)


def test_a_security_without_worth_in_the_order_is_passed_over() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600001.SH", price="0"))
    assert [s[1] for s in _steps(_found(raw, order=("600001.SH", "600036.SH")), "sell_in_order")] == [
        "600036.SH"
    ]
