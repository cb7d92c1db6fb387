"""The securities of the demo firm: plausible, complete, within the caps in force."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from risk.caps import conversion_rate_cap
from risk.rulebook import CN


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


WANTED = {"600519", "600036", "601318", "000001", "300750", "510300", "688981", "000858"}
ENDINGS = {"SH": ("6", "5"), "SZ": ("0", "3", "1"), "BJ": ("4", "8", "9")}


async def test_every_security_is_whole_and_found_by_its_bare_code(firm: Any) -> None:
    securities = await firm.client.securities()
    assert len(securities) == 82
    assert len({row["code"] for row in securities}) == len({row["name"] for row in securities}) == 82
    for row in securities:
        bare, market = row["code"].split(".")
        assert bare.startswith(ENDINGS[market]) and bare in row["aliases"]
        assert row["name"] and row["name_en"] and row["board"] and row["status"]
    assert {row["code"].split(".")[0] for row in securities} >= WANTED


async def test_no_two_securities_share_an_alias(firm: Any) -> None:
    aliases = [alias for row in await firm.client.securities() for alias in row["aliases"]]
    assert len(aliases) > 240
    assert sorted(aliases) == sorted(set(aliases))


async def test_no_conversion_rate_is_above_the_cap_in_force(firm: Any) -> None:
    checked = 0
    for row in await firm.client.securities():
        cap = conversion_rate_cap(CN, row["code"], date(2026, 11, 20), row["asset_class"], row["status"])
        if cap is not None:
            assert Decimal(row["conversion_rate"]) <= Decimal(cap.value), row["code"]
            checked += 1
    assert checked == 82


async def test_what_is_risk_warned_counts_for_nothing_and_cannot_be_financed(firm: Any) -> None:
    warned = [row for row in await firm.client.securities() if row["status"] == "risk_warned"]
    assert [(row["name"], row["conversion_rate"], row["eligible_financing"]) for row in warned] == [
        ("*ST华嵘", "0", False)
    ]


async def test_an_announced_change_stands_beside_the_terms_of_today(firm: Any) -> None:
    rows = {row["code"]: row for row in await firm.client.securities()}
    coming = {code: row["coming"] for code, row in rows.items() if row["coming"] is not None}
    assert coming == {
        "601166.SH": {
            "effective": "2026-12-07",
            "eligible_financing": True,
            "eligible_short": True,
            "conversion_rate": "0.6",
        }
    }
    assert rows["601166.SH"]["conversion_rate"] == "0.7"
