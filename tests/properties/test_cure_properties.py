"""Laws of the ways back that hold for every account: they land on the target, and what bars them is told."""

import copy
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from risk.account import Snapshot
from risk.cures import CureSet, cures
from risk.evaluation import evaluate
from risk.rulebook import CN
from risk.tradable import DEFAULT_LOT
from tests.risk.books import Book, random_book, snapshot
from tests.scale import trying

_books = st.integers(0, 10_000).map(random_book)
_targets = st.integers(101, 500).map(lambda percent: Fraction(percent, 100))
_sums = st.integers(1, 10**8).map(lambda fen: Fraction(fen, 100))


def _ratio(s: Snapshot) -> Fraction | None:
    return evaluate(s, CN).figures["maintenance_ratio"].value


def _found(raw: Book, target: Fraction, limit: Fraction | None = None) -> CureSet:
    found = cures(snapshot(raw), CN, target, limit=limit)
    assume(found.cures)
    return found


@given(_books, _targets)
@trying(60)
def test_what_is_feasible_lands_on_the_target_and_an_order_within_one_lot_of_it(
    raw: Book, target: Fraction
) -> None:
    now = _ratio(snapshot(raw))
    assume(now is not None)
    for cure in _found(raw, target).cures:
        if not cure.feasible:
            continue
        after = cure.after.value
        if cure.security is None:
            assert after in (None, max(now or 0, target)), cure.kind
        else:
            assert after is None or after >= target
            assert cure.quantity is not None and cure.amount.value is not None
            assert cure.quantity % DEFAULT_LOT == 0 or cure.kind != "add_security"


@given(_books, _targets)
@trying(60)
def test_what_bars_a_way_is_told_and_the_best_of_it_never_lowers_the_ratio(
    raw: Book, target: Fraction
) -> None:
    now = _ratio(snapshot(raw))
    barred = [cure for cure in _found(raw, target).cures if not cure.feasible]
    assume(barred and now is not None)
    for cure in barred:
        assert cure.obstacle is not None and cure.obstacle.text and cure.obstacle.text_zh
        assert cure.best is not None and cure.best.amount.value is not None and cure.amount.value is not None
        assert 0 <= cure.best.amount.value <= cure.amount.value or cure.security is not None
        assert cure.after.value is None or (now or 0) <= cure.after.value < target, cure.kind


@given(_books, _targets)
@trying(40)
def test_a_higher_target_never_takes_less_of_an_account_that_owns_what_it_owes(
    raw: Book, target: Fraction
) -> None:
    assume((_ratio(snapshot(raw)) or 0) >= 1)
    lower, higher = _found(raw, target), _found(raw, target + Fraction(1, 10))
    for low, high in zip(lower.cures, higher.cures, strict=True):
        assert (low.kind, low.security) == (high.kind, high.security)
        assert low.amount.value is not None and high.amount.value is not None
        assert low.amount.value <= high.amount.value


@given(_books, _targets, _sums, _sums)
@trying(60)
def test_a_larger_sum_reaches_no_less_and_is_never_overspent(
    raw: Book, target: Fraction, one: Fraction, more: Fraction
) -> None:
    smaller, larger = _found(raw, target, one).limited, _found(raw, target, one + more).limited
    assert smaller is not None and larger is not None
    reached = smaller.after.value, larger.after.value
    assert larger.reached or not smaller.reached
    if reached[0] is not None and reached[1] is not None:
        assert reached[0] <= reached[1]
    for answer in (smaller, larger):
        parts = [answer.repay.value, answer.add.value, answer.left.value]
        assert min(part for part in parts if part is not None) >= 0
        assert sum(part for part in parts if part is not None) == answer.total
        assert not answer.left.value or answer.reached


@given(_books, _targets, _sums)
@trying(40)
def test_every_step_of_a_mix_leads_further_and_the_last_tells_where(
    raw: Book, target: Fraction, limit: Fraction
) -> None:
    now = _ratio(snapshot(raw)) or Fraction(0)
    for mix in _found(raw, target, limit).mixes:
        ratios = [now, *(step.after.value for step in mix.steps)]
        known = [ratio for ratio in ratios if ratio is not None]
        assert known == sorted(known), mix.name
        assert mix.after.value == ratios[-1]
        assert mix.feasible is (mix.after.value is None or mix.after.value >= target)
        assert mix.feasible or mix.obstacle is not None


@given(_books, _targets, st.randoms())
@trying(40)
def test_the_order_of_the_rows_changes_no_total(raw: Book, target: Fraction, dice: object) -> None:
    shuffled = copy.deepcopy(raw)
    for key in ("collateral", "financing", "shorts"):
        dice.shuffle(shuffled[key])  # type: ignore[attr-defined]
    ours, theirs = _found(raw, target), _found(shuffled, target)
    values = {(each.kind, each.security): (each.amount.value, each.after.value) for each in ours.cures}
    assert values == {
        (each.kind, each.security): (each.amount.value, each.after.value) for each in theirs.cures
    }


@given(_books, _targets)
@trying(40)
def test_a_fall_of_every_price_never_makes_an_account_without_shorts_cheaper_to_cure(
    raw: Book, target: Fraction
) -> None:
    raw = raw | {"shorts": []}
    for cure in _found(raw, target).cures:
        if cure.security is None:
            assert cure.amount.value is not None and cure.per_percent.value is not None
            assert cure.per_percent.value >= cure.amount.value
