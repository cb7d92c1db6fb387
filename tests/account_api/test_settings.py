"""Settings and homes that refuse to start unsafe."""

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from account_api.app import create_app
from account_api.clock import Clock
from account_api.demo import DEMO_CLOCK
from account_api.home import UnsafeHome, begin_demo_home, open_home
from account_api.settings import Settings, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", ""])
def test_anything_else_is_reachable(host: str) -> None:
    assert not is_loopback(host)


def test_a_demo_password_and_a_reachable_host_do_not_start() -> None:
    with pytest.raises(ValidationError, match="reachable from other machines"):
        Settings(host="0.0.0.0", demo_password="x")


def test_a_demo_home_is_not_served_to_other_machines(home: Path) -> None:
    with pytest.raises(UnsafeHome, match="demo secrets"):
        create_app(Settings(home=home, host="0.0.0.0"))


def test_a_real_home_may_be_served_to_other_machines(tmp_path: Path) -> None:
    opened = open_home(Settings(home=tmp_path, host="0.0.0.0"))
    assert not opened.demo
    assert opened.clock is None


def test_a_real_home_does_not_become_a_demo(tmp_path: Path) -> None:
    open_home(Settings(home=tmp_path))
    with pytest.raises(UnsafeHome, match="real firm"):
        begin_demo_home(Settings(home=tmp_path), DEMO_CLOCK)


def test_a_half_made_demo_home_is_not_served(tmp_path: Path) -> None:
    begin_demo_home(Settings(home=tmp_path), DEMO_CLOCK)
    with pytest.raises(UnsafeHome, match="unfinished"):
        open_home(Settings(home=tmp_path))


def test_secrets_are_for_the_owner_alone_and_do_not_print(tmp_path: Path) -> None:
    opened = open_home(Settings(home=tmp_path))
    path = tmp_path / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert opened.secrets.token_key in path.read_text()
    assert opened.secrets.token_key not in repr(opened)


def test_a_new_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_home(Settings(home=tmp_path / "homes" / "new"))
    assert stat.S_IMODE((tmp_path / "homes" / "new").stat().st_mode) == 0o700


def test_a_home_keeps_its_secrets_and_says_whether_it_is_a_demo(home: Path) -> None:
    first, again = open_home(Settings(home=home)), open_home(Settings(home=home))
    assert first == again
    assert json.loads((home / "home.json").read_text()) == {
        "demo": True,
        "clock": "2026-11-20T16:30:00+08:00",
    }


def test_a_variable_pins_the_clock_over_the_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LIANGRONG_CLOCK", "2027-03-01T09:00+08:00")
    settings = Settings(home=home)
    assert settings.pinned_clock(open_home(settings).clock) == datetime.fromisoformat(
        "2027-03-01T09:00+08:00"
    )


def test_a_pinned_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock.pinned_at(datetime(2026, 11, 20, 16, 30))  # noqa: DTZ001  the point of the test


def test_the_business_day_is_that_of_shanghai() -> None:
    clock = Clock.pinned_at(datetime.fromisoformat("2026-11-20T18:00:00+00:00"))
    assert clock.today().isoformat() == "2026-11-21"
