"""The columns say what `risk.evaluation` says: random accounts, accounts on their lines, accounts that do not fit."""

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from risk.account import Snapshot
from risk.book.engine import evaluate, missing
from risk.book.frame import repriced
from risk.book.rows import frame_of
from risk.evaluation import evaluate as one_by_one
from risk.rulebook import CN
from risk.valuation import value
from tests.risk.books import book, financing, holding, random_book, short, snapshot
from tests.scale import scaled

NAMES = {
    "total_assets": "assets",
    "total_liabilities": "liabilities",
    "available_margin": "available",
    "shortfall_to_restore": "shortfall",
}


def mismatches(accounts: Sequence[Snapshot]) -> list[tuple[str | None, str]]:
    """Every account and figure in which the columns differ from the account evaluated alone."""
    frame = frame_of(accounts, CN)
    result, found = evaluate(frame, CN), []
    for i, account in enumerate(accounts):
        alone, told = one_by_one(account, CN), result.of(i)
        for figure, name in NAMES.items():
            if alone.figures[figure].value != getattr(told, name):
                found.append((account.id, name))
        under = any(each.code == "below_minimum" for each in alone.findings)
        if alone.band != told.band or under != told.under_minimum:
            found.append((account.id, f"{alone.band} {told.band} {under} {told.under_minimum}"))
        if value(account).missing != missing(frame, i):
            found.append((account.id, "missing"))
    return found


def unknown_somewhere(account: Snapshot, dice: random.Random) -> Snapshot:
    """The account with a price, a rate, an interest or a margin ratio taken away here and there."""

    def lost(row: object, *names: str) -> object:
        return replace(row, **dict.fromkeys(names)) if dice.random() < 0.3 else row  # type: ignore[type-var]

    any_of = lambda *names: (dice.choice(names),)  # noqa: E731
    return replace(
        account,
        collateral=tuple(lost(row, *any_of("price", "conversion_rate")) for row in account.collateral),
        financing=tuple(
            lost(row, *any_of("price", "conversion_rate", "margin_ratio")) for row in account.financing
        ),
        shorts=tuple(
            lost(row, *any_of("price", "conversion_rate", "margin_ratio")) for row in account.shorts
        ),
    )


def on_a_line(account: Snapshot, line: Fraction, off: Fraction) -> Snapshot:
    """The account with as much cash as puts it on a line, or `off` it."""
    valuation = value(account)
    assert valuation.assets is not None and valuation.liabilities is not None
    return replace(account, cash=account.cash + line * valuation.liabilities - valuation.assets + off)


def test_random_accounts_are_evaluated_as_they_are_alone() -> None:
    accounts = [snapshot(random_book(seed)) for seed in range(scaled(600))]
    assert mismatches(accounts) == []
    assert len({one_by_one(each, CN).band for each in accounts}) >= 4


def test_so_are_accounts_of_which_something_is_unknown() -> None:
    dice = random.Random(11)
    accounts = [unknown_somewhere(snapshot(random_book(seed)), dice) for seed in range(scaled(300))]
    assert mismatches(accounts) == []
    assert sum(one_by_one(each, CN).band == "indeterminate" for each in accounts) > 50


def test_so_are_accounts_on_their_lines_and_a_hair_beside_them() -> None:
    owing = [snapshot(random_book(seed)) for seed in range(scaled(200))]
    owing = [each for each in owing if value(each).liabilities]
    lines = (Fraction("1.4"), Fraction("1.3"), Fraction("1.1"))
    hair = Fraction(1, 10_000)
    accounts = [
        on_a_line(each, line, off) for each in owing for line in lines for off in (-hair, Fraction(0), hair)
    ]
    assert len(accounts) > 1_000
    assert mismatches(accounts) == []


def test_what_the_columns_cannot_hold_is_worked_out_in_fractions() -> None:
    ordinary = snapshot(book(cash="100", financing=[financing()]))
    finer = replace(ordinary, cash=Fraction(1, 3))
    rate = replace(ordinary.financing[0], conversion_rate=Fraction("0.65001"))
    huge = snapshot(
        book(cash="90000000000000", collateral=[holding(quantity=10**9, price="90000")], shorts=[short()])
    )
    odd_margin = replace(ordinary.financing[0], margin_ratio=Fraction("1.000001"))
    bare = replace(ordinary, terms=replace(ordinary.terms, minimum_line=None))
    lines = replace(ordinary, terms=replace(ordinary.terms, warning_line=Fraction("1.400001")))
    accounts = [
        ordinary,
        finer,
        replace(ordinary, financing=(rate,)),
        huge,
        replace(ordinary, financing=(odd_margin,)),
        lines,
        bare,
        replace(huge, collateral=(replace(huge.collateral[0], price=None),)),
        replace(ordinary, cash=Fraction(10) ** 40),
        replace(finer, financing=()),
        replace(finer, terms=bare.terms),
    ]
    frame = frame_of(accounts, CN)
    assert sorted(frame.beyond) == [1, 2, 3, 4, 5, 7, 8, 9, 10]
    assert mismatches(accounts) == []


def test_a_book_without_accounts_has_no_results() -> None:
    frame = frame_of([], CN)
    assert len(frame) == 0
    assert list(evaluate(frame, CN).band) == []


def test_other_prices_give_what_the_accounts_give_at_them() -> None:
    accounts = [settled(snapshot(random_book(seed))) for seed in range(100)]
    frame = frame_of(accounts, CN)
    halved = repriced(frame, frame.quotes.price // 2)
    result = evaluate(halved, CN)
    moved = [at_prices(each, lambda price: Fraction(int(price * 10_000) // 2, 10_000)) for each in accounts]
    alone = evaluate(frame_of(moved, CN), CN)
    assert [result.of(i) for i in range(len(accounts))] == [alone.of(i) for i in range(len(accounts))]


def settled(account: Snapshot) -> Snapshot:
    """The account with interest that is given, so that it follows no price."""
    interest = [replace(each, interest=Fraction(12, 100)) for each in account.shorts]
    return replace(account, shorts=tuple(interest))


def at_prices(account: Snapshot, of: object) -> Snapshot:
    def priced(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(replace(row, price=of(row.price)) for row in rows)  # type: ignore[attr-defined,operator,type-var]

    return replace(
        account,
        collateral=priced(account.collateral),
        financing=priced(account.financing),
        shorts=priced(account.shorts),
    )


def test_prices_that_do_not_fit_are_refused_by_the_first_account() -> None:
    frame = frame_of([snapshot(book(id="large", cash="0", collateral=[holding(quantity=10**5)]))], CN)
    with pytest.raises(OverflowError, match="large"):
        repriced(frame, frame.quotes.price * np.int64(10**7))
    finer = frame_of([replace(snapshot(book(id="x", cash="1")), cash=Fraction(10) ** 13 / 3)], CN)
    assert repriced(finer, finer.quotes.price).beyond.keys() == {0}
    far = replace(snapshot(book(id="far", cash="1")), cash=Fraction(10) ** 13)
    beyond = frame_of([far], CN)
    assert repriced(beyond, beyond.quotes.price).beyond.keys() == {0}
