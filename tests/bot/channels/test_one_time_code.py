"""Codes that carry an identity to Telegram: once, briefly, and not for guessers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.one_time_code import OneTimeCodes


class Clock:
    seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(tmp_path: Path, clock: Clock) -> OneTimeCodes:
    digits = iter(range(10_000_000, 10_000_100))
    return OneTimeCodes(tmp_path / "codes.db", now=clock, new_code=lambda: str(next(digits)))


def signed_in(codes: OneTimeCodes) -> str:
    codes.remember("s1", "token-1")
    code = codes.issue("s1")
    assert code is not None
    return code


def test_a_code_gives_the_token_once(codes: OneTimeCodes) -> None:
    code = signed_in(codes)
    assert codes.redeem(f" {code} ", "chat-1") == "token-1"
    assert codes.redeem(code, "chat-1") is None


def test_nobody_signed_in_gets_no_code(codes: OneTimeCodes) -> None:
    assert codes.issue("s1") is None
    signed_in(codes)
    codes.forget("s1")
    assert codes.issue("s1") is None


def test_a_code_is_good_for_five_minutes(codes: OneTimeCodes, clock: Clock) -> None:
    late, timely = signed_in(codes), signed_in(codes)
    clock.seconds += 299
    assert codes.redeem(timely, "chat-1") == "token-1"
    clock.seconds += 1
    assert codes.redeem(late, "chat-1") is None


def test_five_wrong_codes_lock_the_guesser_for_ten_minutes_and_nobody_else(
    codes: OneTimeCodes, clock: Clock
) -> None:
    code = signed_in(codes)
    assert [codes.redeem("00000000", "guesser") for _ in range(5)] == [None] * 5
    assert codes.redeem(code, "guesser") is None
    assert codes.redeem(code, "client") == "token-1"
    clock.seconds += 601
    assert codes.redeem(signed_in(codes), "guesser") == "token-1"


def test_page_and_bot_may_be_two_processes(codes: OneTimeCodes, tmp_path: Path, clock: Clock) -> None:
    code = signed_in(codes)
    assert OneTimeCodes(tmp_path / "codes.db", now=clock).redeem(code, "chat-1") == "token-1"


def test_the_code_itself_is_not_stored(codes: OneTimeCodes, tmp_path: Path) -> None:
    code = signed_in(codes)
    assert code.encode() not in (tmp_path / "codes.db").read_bytes()


def test_codes_drawn_at_random_have_eight_digits(tmp_path: Path) -> None:
    codes = OneTimeCodes(tmp_path / "codes.db")
    drawn = {signed_in(codes) for _ in range(20)}
    assert len(drawn) == 20
    assert all(len(code) == 8 and code.isdecimal() for code in drawn)
