"""The data of a day that is played: every security of the firm has a path, no price leaves its limits, and what is told has no figures."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from account_api.demo import DEMO_USERS
from account_api.demo.days import NAMES, Day, day_named
from account_api.market.queries import closes_before, securities

LIMITS = {"chinext": "0.20", "star": "0.20", "bse": "0.30"}
OTHER_LIMIT = "0.10"
SESSIONS = ((time(9, 25), time(11, 30)), (time(13, 0), time(15, 0)))


@pytest.fixture(params=NAMES)
def day(request: pytest.FixtureRequest) -> Day:
    return day_named(request.param)


def test_every_security_has_a_price_at_every_hour_of_the_session_and_none_outside(
    day: Day, firm: Any
) -> None:
    with firm.context.transaction(writes=False) as session:
        codes = {each.code for each in securities(session)}
        closes = {code: row.price for code, row in closes_before(session, date(2026, 11, 23)).items()}
    assert codes == set(closes)
    priced = [beat for beat in day.beats if beat.path]
    assert len(priced) == 20
    for beat in priced:
        assert any(begins <= beat.at <= ends for begins, ends in SESSIONS)
        assert set(beat.path) == codes == set(beat.prices(closes))
        assert all(price > 0 for price in beat.prices(closes).values())


def test_no_price_leaves_the_limits_of_its_board(day: Day, firm: Any) -> None:
    with firm.context.transaction(writes=False) as session:
        boards = {each.code: each.board for each in securities(session)}
    looked = 0
    for beat in day.beats:
        for code, fraction in beat.path.items():
            assert abs(fraction - 1) <= Decimal(LIMITS.get(boards[code], OTHER_LIMIT)), (code, beat.at)
            looked += 1
    assert looked > 1_600


def test_what_is_told_is_in_both_languages_and_without_figures(day: Day) -> None:
    said = [beat.said for beat in day.beats if beat.said is not None]
    asked = [beat.ask for beat in day.beats if beat.ask is not None]
    looks = [beat.look for beat in day.beats if beat.look is not None]
    assert len(said) >= 8 and len(asked) >= 6 and len(looks) >= 2
    for words in (*said, *(ask.words for ask in asked)):
        assert words.zh and words.en and not re.search(r"\d", words.zh + words.en)
    assert {each.who for each in (*asked, *looks)} <= set(DEMO_USERS)


def test_an_unknown_day_is_refused() -> None:
    with pytest.raises(KeyError):
        day_named("boom")


def test_the_newest_close_before_a_day_is_the_one_that_counts(firm: Any) -> None:
    """301236.SZ had no price on the last day of the demo firm."""
    with firm.context.transaction(writes=False) as session:
        before = closes_before(session, date(2026, 11, 23))
        assert before["301236.SZ"].day == date(2026, 11, 19)
        assert before["600519.SH"].day == date(2026, 11, 20)
        assert closes_before(session, date(2026, 11, 17))["600519.SH"].day == date(2026, 11, 16)
