"""What may be bought, sold short or taken out, at which price a line is touched, what interest adds up to: each figure
of random books equals a second implementation that searches where the product solves.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import islice

import pytest

from risk.account import Snapshot
from risk.break_even import break_even
from risk.concentration import limit_at, table
from risk.evaluation import evaluate
from risk.figure import Figure
from risk.interest_periods import InterestRule, counted_days, periods
from risk.margin_ratio import read_formula
from risk.market import Listing
from risk.orders import Order, OrderKind
from risk.preview import preview
from risk.ratio import Ratio
from risk.rulebook import CN, for_contract
from risk.touch import LINES, touches
from risk.withdrawals import withdrawals
from tests.oracle import cn_capacity, cn_figures, cn_margin_ratio, line_prices
from tests.oracle.book_reading import Book, Unknown, exact, securities_of
from tests.oracle.interest_schedule import Convention, interest_schedule, total_posted
from tests.oracle.random_books import CN_SECURITIES, money, random_cn_book
from tests.risk.books import snapshot
from tests.scale import scaled

BOOKS = 300


@cache
def drawn(seed: int, missing_one_in: int) -> tuple[Book, Snapshot]:
    raw = random_cn_book(seed, missing_one_in)
    return raw, snapshot(raw)


def books(missing_one_in: int = 0) -> Iterator[tuple[Book, Snapshot, random.Random]]:
    for seed in range(scaled(BOOKS)):
        yield *drawn(seed, missing_one_in), random.Random(seed)


def indebted() -> Iterator[tuple[Book, Snapshot, random.Random]]:
    """Those that owe something: without debt there is no ratio and no line to touch."""
    yield from (each for each in books() if cn_figures.totals(each[0]).liabilities)


def test_shares_that_may_leave() -> None:
    seen: Counter[str] = Counter()
    for raw, account, _ in books():
        found = withdrawals(account, CN)
        assert found.cash.value == cn_figures.withdrawable_cash(raw), raw
        shares = cn_figures.withdrawable_securities(raw)
        assert [each.shares.value for each in found.holdings] == shares, raw
        for each, row in zip(shares, raw["collateral"], strict=True):
            most = row.get("sellable", row["quantity"])
            seen["none" if not each else "all" if each == most else "some"] += 1
    assert min(seen["none"], seen["some"], seen["all"]) >= 20, seen


def test_concentration_and_the_limit_of_its_band() -> None:
    seen: Counter[str] = Counter()
    for raw, account, _ in books():
        figures = evaluate(account, CN).figures
        shares = cn_figures.concentration(raw)
        ours = {
            name.partition(".")[2]: each.value for name, each in figures.items() if "concentration." in name
        }
        assert ours == shares, raw
        totals = cn_figures.totals(raw)
        row = limit_at(
            table(CN, account.client_class, account.as_of), Ratio(totals.assets, totals.liabilities)
        )
        cap = cn_figures.concentration_cap(cn_figures.maintenance_ratio(raw), account.client_class)
        assert (Fraction(1) if row is None else row.number) == cap, raw
        assert figures["leverage"].value == cn_figures.leverage(raw), raw
        seen[str(cap)] += 1
    assert len(seen) == 4 and min(seen.values()) >= 5, seen


def test_floors_of_open_contracts_and_firm_formulas() -> None:
    seen: Counter[str] = Counter()
    for raw, account, dice in books():
        floors = cn_margin_ratio.floors_of(raw)
        for path, contract in account.contracts():
            row = for_contract(CN, contract, account.client_class, account.as_of, agreed=False)
            assert row is not None and row.number == floors[path], (raw, path)
            seen[f"{contract.kind} {row.value}"] += 1
        rate = Fraction(dice.randint(0, 100), 100)
        assert read_formula("max(1.7-rate,1)").ratio(rate) == cn_margin_ratio.max_formula(rate)
        assert read_formula("1.00+(1-rate)").ratio(rate) == cn_margin_ratio.base_plus(Fraction(1), rate)
        found = {each.path for each in evaluate(account, CN).findings if each.path.endswith("margin_ratio")}
        assert found == {f"{path}.margin_ratio" for path in cn_margin_ratio.below_floor(raw)}, raw
    assert len(seen) >= 3, seen


SEARCHES = {
    "margin_purchase": cn_capacity.largest_margin_purchase,
    "short_sale": cn_capacity.largest_short_sale,
}


@pytest.mark.parametrize("kind", ["margin_purchase", "short_sale"])
def test_the_largest_order(kind: OrderKind) -> None:
    seen: Counter[str] = Counter()
    for poor, _, dice in books():
        raw = _with_room(poor, dice)
        account, listing = snapshot(raw), _listed(raw, dice)
        order = Order(kind, listing.security, Fraction(dice.randint(400, 560), 100))
        ours = preview(account, order, listing, CN)
        theirs = SEARCHES[kind](raw, _tried(raw, account, order, listing))
        assert ours.largest.value == theirs.quantity, (raw, order)
        assert ours.binding in theirs.stopped_by, (raw, order)
        for name, figure in theirs.before.items():
            assert ours.before[name].value == figure and ours.after[name].value == theirs.after[name], (
                raw,
                name,
            )
        seen[ours.binding or "nothing"] += 1
        seen["possible"] += bool(theirs.quantity)
    bind = ("available_margin", "credit_line", "concentration" if kind == "margin_purchase" else "inventory")
    assert (
        all(seen[name] >= 3 for name in (*bind, "eligibility", "price_limit")) and seen["possible"] >= 50
    ), seen


def _with_room(raw: Book, dice: random.Random) -> Book:
    """The book with own cash for an order, and now and then a credit line that is nearly used up."""
    used, cash = cn_capacity.credit_line_used(raw), exact(raw["cash"])
    line = dice.choice((raw.get("credit_line"), money(used + dice.randint(0, 200_000))))
    return raw | {"cash": money(cash + dice.choice((0, 800_000, 6_000_000))), "credit_line": line}


def _listed(raw: Book, dice: random.Random) -> Listing:
    close = Fraction(dice.randint(390, 500), 100)
    return Listing(
        dice.choice((*securities_of(raw), *CN_SECURITIES[:2])),
        conversion_rate=Fraction(dice.randint(0, 70), 100),
        eligible_financing=dice.random() < 0.95,
        eligible_short=dice.random() < 0.95,
        last=close,
        limit_down=close * Fraction(9, 10),
        limit_up=close * Fraction(3, 2),
        lendable=dice.choice((0, 150, 3_000, 10**6, 10**6)),
    )


def _tried(raw: Book, account: Snapshot, order: Order, listing: Listing) -> cn_capacity.Order:
    short = order.kind == "short_sale"
    floor = (
        cn_margin_ratio.short_floor(account.as_of, (), account.client_class)
        if short
        else cn_margin_ratio.financing_floor(account.as_of)
    )
    return cn_capacity.Order(
        order.security,
        order.price,
        floor,
        conversion_rate=listing.conversion_rate or Fraction(0),
        lowest_price=listing.limit_down,
        highest_price=listing.limit_up,
        line_left=cn_capacity.credit_line_left(raw),
        concentration_by_band=True,
        eligible=bool(listing.eligible_short if short else listing.eligible_financing),
        inventory=listing.lendable if short else None,
        last_trade=listing.last,
    )


def test_collateral_bought_with_own_cash() -> None:
    possible = 0
    for raw, account, dice in books():
        price = Fraction(dice.randint(200, 900), 100)
        order = Order("collateral_purchase", dice.choice(CN_SECURITIES), price)
        ours = preview(account, order, Listing(order.security), CN)
        cash = next(each for each in ours.limits if each.name == "usable_cash").allowed
        theirs = cn_capacity.largest_collateral_purchase(raw, price)
        assert cash is not None and (cash / 100).__floor__() * 100 == theirs, (raw, order)
        possible += bool(theirs)
    assert possible >= 50


def test_prices_at_which_a_line_is_touched() -> None:
    seen: Counter[str] = Counter()
    for raw, account, dice in indebted():
        found = dice.choice(touches(account, CN))
        for each in dice.sample(found.securities, min(2, len(found.securities))):
            assert each.security and each.price
            theirs = line_prices.touch_price(raw, each.security, found.value)
            _same_touch(each.price, theirs, raw)
            if theirs:
                assert _shown(each.price) == line_prices.price_shown(theirs), raw
                assert (each.danger == "fall") == theirs.higher_is_safer
            seen["none" if theirs is None else "fall" if theirs.falling else "rise"] += 1
        theirs = line_prices.touch_move(raw, found.value)
        _same_touch(found.together.move, theirs, raw)
        seen["no common move" if theirs is None else "common move"] += 1
        seen[found.line] += 1
    sides = ("none", "fall", "rise", "no common move", "common move")
    assert all(seen[what] >= 20 for what in (*sides, *LINES)), seen


def test_some_securities_moving_together() -> None:
    seen = 0
    for raw, account, dice in islice(indebted(), scaled(BOOKS // 3)):
        codes = securities_of(raw)
        moving = dice.sample(codes, dice.randint(1, len(codes))) if codes else []
        found = dice.choice(touches(account, CN, moving))
        theirs = line_prices.touch_move(raw, found.value, dict.fromkeys(moving, Fraction(1)))
        _same_touch(found.together.move, theirs, raw)
        seen += theirs is not None
    assert seen >= 40


def _same_touch(ours: Figure, theirs: line_prices.Touch | None, raw: Book) -> None:
    assert (ours.value is None) == (theirs is None), (raw, ours.name, ours.value, theirs)
    assert theirs is None or ours.value == theirs.value, (raw, ours.name)


def _shown(figure: Figure) -> Fraction:
    return Fraction(figure.display.replace(",", ""))


def test_break_even_prices() -> None:
    seen: Counter[str] = Counter()
    for raw, account, _ in books():
        for each in break_even(account, CN):
            kind = "financing" if each.contract.kind == "financing" else "shorts"
            rows = account.financing if kind == "financing" else account.shorts
            theirs = line_prices.break_even(raw, kind, rows.index(each.contract))
            if theirs.value < 0:
                assert each.price.value is None, raw  # no price is below zero
                seen["no price"] += 1
                continue
            assert each.price.value == theirs.value, raw
            assert _shown(each.price) == line_prices.break_even_shown(theirs)
            seen[kind] += 1
    assert min(seen["financing"], seen["shorts"]) >= 50, seen


def test_interest_schedules() -> None:
    seen: Counter[str] = Counter()
    for seed in range(scaled(BOOKS)):
        dice = random.Random(seed)
        opened = date(2026, 1, 1) + timedelta(days=dice.randint(0, 300))
        until = opened + timedelta(days=dice.randint(0, 400))
        due = dice.choice((None, opened + timedelta(days=dice.randint(1, 300))))
        counts = dice.choice(("first", "last", "both"))
        rule = InterestRule(
            counts,
            dice.choice((None, 1, 20, 29, 30, 31)),
            dice.choice((None, Fraction(dice.randint(0, 20), 100))),
        )
        principal, rate, basis = (
            Fraction(dice.randint(1, 10**8), 100),
            Fraction(dice.randint(0, 900), 10_000),
            dice.choice((360, 365)),
        )
        ours = periods(principal, rate, basis, counted_days(opened, until, counts), until, due, rule)
        convention = Convention(
            basis, counts != "last", counts != "first", 0, rule.monthly_day, rule.penalty_rate
        )
        theirs = interest_schedule(principal, rate, opened, until, due, convention)
        case = (opened, until, due, rule)
        assert [(each.days, each.penalty_days, each.interest) for each in ours] == [
            (each.days, each.penalty_days, each.amount) for each in theirs if each.days
        ], case
        assert sum((each.interest for each in ours), Fraction(0)) == total_posted(theirs)
        seen[counts] += 1
        seen["monthly"] += len(ours) > 2
        seen["penalty"] += any(each.penalty_days for each in ours)
    assert min(seen.values()) >= 30, seen


def test_a_missing_price_leaves_every_figure_that_needs_it_without_value() -> None:
    seen: Counter[str] = Counter()
    for raw, account, _ in books(missing_one_in=1):
        order = Order("margin_purchase", CN_SECURITIES[0], Fraction(5))
        largest = preview(account, order, Listing(order.security, eligible_financing=True), CN).largest
        try:
            available = cn_figures.available_margin(raw)
            cn_figures.totals(raw)
            seen["known"] += available is not None
        except Unknown:
            assert largest.value is None and largest.missing, raw
            for found in touches(account, CN):
                assert found.together.move.value is None and found.together.move.missing
                assert all(each.price and each.price.missing for each in found.securities)
            seen["unknown"] += 1
    assert seen["unknown"] >= 50, seen
