"""The figures of the demo accounts over HTTP: exact, with their origin, on the right day, under the right rules."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


TRACE = "tb435a9988cc68319f92d5376"
NUMBERS = {
    "demo-call": ("1280000", "1000000", "1.28", "call"),
    "demo-short": ("1500000", "904200", "1.6589250166", "safe"),
    "demo-watch": ("778000", "579941", "1.3415157749", "warning"),
    "demo-overdue": ("560080", "482905.03", "1.15981397", "call"),
}


@pytest.mark.parametrize("user", NUMBERS)
async def test_a_persona_stands_exactly_where_it_should(firm: Any, user: str) -> None:
    found = await (await firm.signed_in(user)).figures(user)
    figures = found["figures"]
    names = ("total_assets", "total_liabilities", "maintenance_ratio")
    assert (*(figures[name]["value"] for name in names), found["band"]) == NUMBERS[user]


async def test_the_short_account_owes_what_its_contracts_say(firm: Any) -> None:
    me = await firm.signed_in("demo-short")
    found = await me.figures("demo-short")
    assert found["figures"]["accrued_interest"]["value"] == "4200"
    assert found["figures"]["maintenance_ratio"]["display"] == "165.89%"
    positions = await me.positions("demo-short")
    assert positions["cash"] == "500000"
    assert [(row["security"], row["quantity"], row["price"]) for row in positions["holdings"]] == [
        ("601166.SH", 20_000, "20")
    ]
    rows = {row["contract"]: row for row in positions["contracts"]}
    assert (rows["SHORT-F1"]["amount"], rows["SHORT-F1"]["annual_rate"]) == ("600000", "0.065")
    assert (rows["SHORT-S1"]["amount"], rows["SHORT-S1"]["annual_rate"]) == ("300000", "0.085")
    assert (rows["SHORT-S1"]["fee_basis"], rows["SHORT-S1"]["price"]) == ("proceeds", "30")
    assert rows["SHORT-F1"]["quantity"] + positions["holdings"][0]["quantity"] == 50_000


async def test_the_safe_account_may_withdraw_and_the_called_one_may_not(firm: Any) -> None:
    safe = (await (await firm.signed_in("demo-safe")).figures("demo-safe"))["figures"]
    assert Fraction(safe["maintenance_ratio"]["value"]) > 3
    assert Fraction(safe["withdrawable"]["value"]) > 0
    called = (await (await firm.signed_in("demo-call")).figures("demo-call"))["figures"]
    assert called["withdrawable"]["value"] == "0"


async def test_a_figure_carries_its_origin(firm: Any) -> None:
    found = await (await firm.signed_in("demo-call")).figures("demo-call")
    figure = found["figures"]["maintenance_ratio"]
    assert figure["formula"].startswith("维持担保比例 = ")
    assert {each["name"]: each["value"] for each in figure["inputs"]} == {
        "total_assets": "1280000",
        "total_liabilities": "1000000",
    }
    assert (figure["display"], figure["unit"], figure["direction"]) == ("128.00%", "ratio", "higher_safer")
    assert figure["trace_id"].startswith("t")
    assert found["snapshot_time"] == "2026-11-20T16:00:00+08:00"
    assert found["price_time"] == "2026-11-20T15:00:00+08:00"
    assert (figure["as_of"], figure["price_time"]) == (found["snapshot_time"], found["price_time"])
    assert {each["time"] for each in figure["inputs"]} == {found["price_time"]}
    assert found["terms"]["clauses"]["liquidation_line"] == "12.3"


async def test_every_time_in_every_figure_is_that_of_the_booking_zone(firm: Any) -> None:
    me = await firm.signed_in("demo-short")
    figures = [*(await me.figures("demo-short"))["figures"].values()]
    figures += [
        cure[name] for cure in (await me.cures("demo-short"))["cures"] for name in ("amount", "after")
    ]
    figures += [day["maintenance_ratio"] for day in (await me.history("demo-short"))["days"]]
    times = [figure[name] for figure in figures for name in ("as_of", "price_time")]
    times += [given["time"] for figure in figures for given in figure["inputs"] if given["time"] is not None]
    assert len(times) > 100
    assert {time[10:] for time in times} == {"T15:00:00+08:00", "T16:00:00+08:00"}


async def test_figures_and_trace_do_not_depend_on_the_clock_or_the_database(either: Any) -> None:
    day = date(2026, 11, 20)
    first = await (await either.signed_in("demo-call")).figures("demo-call", as_of=day)
    either.now = either.now.replace(year=2030)
    again = await (await either.signed_in("demo-call")).figures("demo-call", as_of=day)
    assert first == again
    assert first["figures"]["maintenance_ratio"]["trace_id"] == TRACE


async def test_without_debt_the_ratio_is_undefined_and_nothing_is_missing(firm: Any) -> None:
    found = await (await firm.signed_in("demo-nodebt")).figures("demo-nodebt")
    ratio = found["figures"]["maintenance_ratio"]
    assert (found["band"], ratio["value"], ratio["missing"]) == ("no_debt", None, [])
    assert found["figures"]["withdrawable"]["value"] == "150000"


async def test_a_private_funds_short_needs_more_margin(firm: Any) -> None:
    positions = await (await firm.signed_in("demo-professional")).positions("demo-professional")
    ratios = {row["kind"]: row["margin_ratio"] for row in positions["contracts"]}
    assert ratios == {"financing": "1", "short": "1.2"}


@pytest.mark.parametrize(
    ("as_of", "snapshot_day"),
    [("2026-11-18", "2026-11-18"), ("2026-11-22", "2026-11-20"), ("2027-03-01", "2026-11-20")],
)
async def test_figures_come_from_the_newest_day_not_after(firm: Any, as_of: str, snapshot_day: str) -> None:
    found = await (await firm.signed_in("demo-call")).figures("demo-call", as_of=date.fromisoformat(as_of))
    assert (found["rules_as_of"], found["snapshot_time"][:10]) == (as_of, snapshot_day)
    assert found["figures"]["maintenance_ratio"]["value"] is not None


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [("2026-11-13", "account_day<=2026-11-13"), ("2024-06-01", "contract_terms<=2024-06-01")],
)
async def test_before_the_first_day_everything_is_indeterminate_and_says_why(
    firm: Any, as_of: str, missing: str
) -> None:
    me = await firm.signed_in("demo-call")
    day = date.fromisoformat(as_of)
    found = await me.figures("demo-call", as_of=day)
    assert (found["band"], found["snapshot_time"]) == ("indeterminate", None)
    assert len(found["figures"]) == 9
    for figure in found["figures"].values():
        assert (figure["value"], figure["display"], figure["missing"]) == (None, "—", [missing])
    assert (await me.positions("demo-call", as_of=day))["holdings"] == []
    cures = await me.cures("demo-call", as_of=day)
    assert (cures["cures"], cures["call"]) == ([], None)
    assert (await me.history("demo-call", as_of=day))["days"] == []
