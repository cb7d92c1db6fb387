"""The demo home: made in seconds, the same every time, safe to ask for again."""

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from account_api.app import create_app
from account_api.clients.tables import Client
from account_api.columns import Row
from account_api.demo import DEMO_USERS, demo_password, ensure_demo_home
from account_api.home import UnsafeHome, open_home
from account_api.market.tables import Price
from account_api.settings import Settings

COUNTS = {
    "clients": 12,
    "users": 22,
    "consents": 7,
    "credit_accounts": 10,
    "reference_books": 9,
    "account_days": 40,
    "holdings": 85,
    "contracts": 12,
    "contract_days": 60,
    "securities": 82,
    "security_terms": 83,
    "prices": 409,
    "applications": 2,
    "applicant_facts": 14,
}


def test_an_empty_home_is_ready_in_seconds_and_says_what_it_does(tmp_path: Path) -> None:
    said: list[str] = []
    began = time.perf_counter()
    ensure_demo_home(Settings(home=tmp_path / "home"), said.append)
    assert time.perf_counter() - began < 8
    assert said == ["home", "database", "demo firm"]
    app = create_app(Settings(home=tmp_path / "home"))
    assert app.state.context.home.demo
    assert app.state.context.clock.local().isoformat() == "2026-11-20T16:30:00+08:00"
    app.state.context.database.dispose()


def test_asking_again_changes_nothing(home: Path) -> None:
    before = {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.is_file() and "account.db" not in path.name
    }
    ensure_demo_home(Settings(home=home), lambda _: None)
    assert {name: (home / name).read_bytes() for name in before} == before
    assert "audit.head" in before


def test_the_firm_is_complete(firm: Any) -> None:
    with firm.context.transaction(writes=False) as session:
        counted = {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in COUNTS
        }
    assert counted == COUNTS
    assert len(DEMO_USERS) == 22


def test_two_seedings_are_equal_row_by_row(firm: Any, tmp_path: Path) -> None:
    ensure_demo_home(Settings(home=tmp_path / "other"), lambda _: None)
    other = create_app(Settings(home=tmp_path / "other")).state.context
    tables = [
        Row.metadata.tables[name] for name in COUNTS if name != "users"
    ]  # their password hashes are salted

    def content(context: Any) -> list[Any]:
        with context.transaction(writes=False) as session:
            return [sorted(map(str, session.execute(select(table)))) for table in tables]

    assert content(firm.context) == content(other)
    other.database.dispose()


def test_one_price_is_missing_and_only_on_the_last_day(firm: Any) -> None:
    with firm.context.transaction(writes=False) as session:
        days = [price.day.day for price in session.exec(select(Price).where(Price.code == "301236.SZ"))]
    assert days == [16, 17, 18, 19]


def test_the_applicant_is_just_short_of_both_thresholds(firm: Any) -> None:
    with firm.context.transaction(writes=False) as session:
        applicant = session.get_one(Client, "demo-applicant")
    assert applicant.average_assets_20d == 480_000
    assert applicant.trading_since is not None
    assert (firm.now.date() - applicant.trading_since).days == 92


def test_the_password_comes_from_the_variable(tmp_path: Path) -> None:
    assert demo_password(Settings(home=tmp_path, demo_password="of my own")) == "of my own"
    assert demo_password(Settings(home=tmp_path)) == "liangrong-demo"


def test_a_real_firms_home_is_not_touched(tmp_path: Path) -> None:
    open_home(Settings(home=tmp_path))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(UnsafeHome):
        ensure_demo_home(Settings(home=tmp_path), lambda _: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
