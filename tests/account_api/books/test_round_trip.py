"""Out, in elsewhere, out again: the same bytes and the same figures, from either database and in either form."""

import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from account_api.accounts import view
from account_api.accounts.tables import CreditAccount
from account_api.clients.tables import Client
from account_api.errors import Unavailable
from risk.evaluation import evaluate
from risk.rulebook import CN
from tests.account_api.books.conftest import Fresh, Ledger, opened, put_cells
from tests.account_api.books.making import write_book
from tests.scale import trying

DAY = date(2026, 11, 20)


def figures(ledger: Ledger) -> dict[str, Any]:
    """Every figure of every account, with its trace id."""
    with ledger.context.transaction(writes=False) as session:
        found = {}
        owners = select(Client).join(CreditAccount, CreditAccount.client_id == Client.client_id)
        for client in session.exec(owners).all():
            seen = view.look(session, client, DAY).snapshot
            if seen is not None:
                found[client.client_id] = evaluate(seen, CN).as_json()
        return found


def test_what_was_exported_fills_another_ledger_and_comes_out_the_same(
    fresh: Fresh, on_postgres: Ledger, tmp_path: Path
) -> None:
    write_book(tmp_path / "book", accounts=20, securities=15, seed=7)
    first, other = fresh(), fresh()
    first.take(tmp_path / "book")
    written = first.write(tmp_path / "one")
    assert len(written) == 7 and not first.take(tmp_path / "one")["changed"]
    for number, ledger in enumerate((other, on_postgres)):
        ledger.take(tmp_path / "one")
        assert ledger.write(tmp_path / f"two-{number}") == written
        assert figures(ledger) == figures(first)
    assert len(figures(first)) == 20


def test_parquet_says_the_same_or_what_it_needs(fresh: Fresh, tmp_path: Path) -> None:
    write_book(tmp_path / "book", accounts=5, securities=12)
    first = fresh()
    first.take(tmp_path / "book")
    if importlib.util.find_spec("pyarrow") is None:
        with pytest.raises(Unavailable, match=r"liangrong\[fast\]") as refused:
            first.write(tmp_path / "one", form="parquet")
        assert "pyarrow" in refused.value.detail_zh
        return
    written = first.write(tmp_path / "one", form="parquet")
    assert [name.rsplit(".", 1)[1] for name in written] == ["parquet"] * 7
    second = fresh()
    second.take(tmp_path / "one")
    assert second.rows() == first.rows()
    assert second.write(tmp_path / "two", form="parquet") == written
    assert second.write(tmp_path / "csv") == first.write(tmp_path / "csv-of-first")


def test_parquet_without_its_library_is_said_in_both_languages(
    fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "prices.parquet").write_bytes(b"PAR1")
    with pytest.raises(Unavailable, match=r"liangrong\[fast\]"):
        fresh().take(tmp_path / "book")


MONEY = st.decimals(0, 10**9, places=4).map(lambda amount: format(amount, "f"))
RATES = st.decimals(0, 9, places=8).map(lambda rate: format(rate, "f"))
PLAIN = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
NAMES = st.text(st.one_of(PLAIN, st.just(" "), st.sampled_from("\",;|['=")), min_size=1, max_size=12)
IDS = st.text(PLAIN, min_size=1, max_size=8)
DAYS = st.dates(date(2020, 1, 1), DAY).map(date.isoformat)
MAYBE_DAYS = st.one_of(st.just(""), DAYS)
FLAGS = st.sampled_from(["true", "false"])
OBJECTS = st.sampled_from(["", "{}", '{"a": "1.5", "b": [true, null]}', '{"客": "户"}'])


@st.composite
def books(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """A small book in which anything that a file may say can come up."""
    codes = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    clients = draw(st.lists(IDS, max_size=4, unique=True))
    made: dict[str, list[list[str]]] = {
        "clients": [["id", "name", "client_class", "group", "born", "risk_grade", "average_assets_20d", "shareholding", "flags"]],
        "accounts": [["id", "as_of", "opened", "credit_line", "cash", "other_collateral", "fees", "taken_at"]],
        "terms": [["id", "valid_from", "warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line", "day_basis", "call_deadline.trading_days", "call_deadline.time", "clauses", "liquidation_order"]],
        "securities": [["security", "name", "name_en", "aliases", "board", "asset_class", "lot", "sector", "beta", "haircut", "status"]],
        "prices": [["security", "price", "at", "volume"]],
        "holdings": [["id", "security", "quantity"]],
        "contracts": [["id", "kind", "contract", "security", "quantity", "amount", "proceeds", "interest", "margin_ratio", "annual_rate", "opened", "extended"]],
    }  # fmt: skip
    for code in codes:
        words = [
            draw(NAMES),
            draw(st.one_of(st.just(""), NAMES)),
            draw(st.sampled_from(["", "a|b", '["x|y", "z"]'])),
        ]
        size = [
            str(draw(st.integers(1, 1000))),
            draw(st.sampled_from(["", "金融"])),
            draw(st.one_of(st.just(""), RATES)),
        ]
        status = [draw(st.one_of(st.just(""), RATES)), draw(st.sampled_from(["normal", "suspended"]))]
        made["securities"].append([code, *words, "b", "c", *size, *status])
        at = draw(st.sampled_from(["2026-11-20T15:00:00+08:00", "2026-11-20T06:59:59.123456Z"]))
        made["prices"].append(
            [code, draw(st.one_of(st.just(""), MONEY)), at, str(draw(st.integers(0, 2**62)))]
        )
    for number, client in enumerate(clients):
        _client(draw, made, client, number, codes)
    return made


def _client(
    draw: st.DrawFn, made: dict[str, list[list[str]]], client: str, number: int, codes: list[str]
) -> None:
    person = [draw(NAMES), draw(st.sampled_from(["individual", "product"])), draw(IDS), draw(MAYBE_DAYS)]
    worth = [
        draw(st.sampled_from(["", "C3"])),
        draw(st.one_of(st.just(""), MONEY)),
        draw(st.one_of(st.just(""), RATES)),
    ]
    made["clients"].append([client, *person, *worth, draw(OBJECTS)])
    if draw(st.booleans()):
        return
    cash = draw(st.one_of(st.just(""), MONEY, MONEY.map(lambda amount: f"-{amount}")))
    line = draw(st.one_of(st.just(""), MONEY))
    made["accounts"].append(
        [
            client,
            DAY.isoformat(),
            draw(MAYBE_DAYS),
            line,
            cash,
            draw(MONEY),
            draw(MONEY),
            "2026-11-20T16:00:00+08:00",
        ]
    )
    order = draw(st.sampled_from(["", "cash", "shorts|value"]))
    for valid_from in draw(st.lists(DAYS, unique=True, max_size=2)):
        lines = ["1.45", "1.3", "1.40", draw(st.sampled_from(["", "1.1"])), "3.0", "365", "2", "14:30"]
        made["terms"].append([client, valid_from, *lines, draw(OBJECTS), order])
    if not cash:
        return
    for code in draw(st.lists(st.sampled_from(codes), unique=True)):
        made["holdings"].append([client, code, str(draw(st.integers(0, 10**9)))])
    for at in range(draw(st.integers(0, 2))):
        kind, amount = draw(st.sampled_from(["financing", "short"])), draw(MONEY)
        sums = [amount, ""] if kind == "financing" else ["", amount]
        state = [str(draw(st.integers(0, 10**6))), *sums, draw(MONEY), draw(RATES), draw(RATES), draw(DAYS)]
        extended = draw(st.sampled_from(["", "2026-10-08", "2026-10-08|2026-11-09"]))
        made["contracts"].append(
            [client, kind, f"{number}-{at}", draw(st.sampled_from(codes)), *state, extended]
        )


def test_any_book_comes_out_as_it_went_in(empty_home: Path) -> None:
    seen: list[int] = []

    @trying(5)
    @given(books())
    def property_(made: dict[str, list[list[str]]]) -> None:
        with tempfile.TemporaryDirectory() as place:
            _round_trip(Path(place), made, lambda name: opened(Path(shutil.copytree(empty_home, name))))
        seen.append(sum(map(len, made.values())))

    property_()
    assert len(seen) >= 5 and max(seen) > 7


def _round_trip(root: Path, made: dict[str, list[list[str]]], empty: Callable[[Path], Ledger]) -> None:
    (root / "book").mkdir()
    for name, rows in made.items():
        put_cells(root / "book", name, rows)
    first, second = empty(root / "home-1"), empty(root / "home-2")
    try:
        first.take(root / "book", day=DAY)
        written = first.write(root / "one", DAY)
        assert not first.take(root / "one", day=DAY)["changed"]
        second.take(root / "one", day=DAY)
        assert second.write(root / "two", DAY) == written
        assert figures(second) == figures(first)
    finally:
        first.context.database.dispose()
        second.context.database.dispose()
