"""What holds for every Hong Kong and United States account: cures land, prices fall one way, order does not matter."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from risk.hk.account import HkAccount, HkHolding, HkTerms
from risk.hk.cures import cures as hk_cures
from risk.hk.evaluation import evaluate as evaluate_hk
from risk.rulebook import HK, US
from risk.us.account import UsAccount, UsPosition, UsTerms
from risk.us.cures import cures as us_cures
from risk.us.evaluation import evaluate as evaluate_us
from tests.scale import trying

DAY = date(2026, 11, 20)
prices = st.integers(1, 50_000).map(lambda cents: Fraction(cents, 100))
rates = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
money = st.integers(0, 10**7).map(Fraction)


@st.composite
def hk_accounts(draw: st.DrawFn) -> HkAccount:
    rows = tuple(
        HkHolding(f"{i}.HK", draw(st.integers(1, 5000)), draw(prices), draw(rates))
        for i in range(draw(st.integers(1, 4)))
    )
    terms = HkTerms(Fraction(105, 100), Fraction(1), Fraction(115, 100))
    return HkAccount(DAY, draw(money), terms, credit_limit=draw(st.none() | money), collateral=rows)


@st.composite
def us_accounts(draw: st.DrawFn) -> UsAccount:
    names = iter("ABCDEFGH")

    def positions(most: int) -> tuple[UsPosition, ...]:
        count = draw(st.integers(0, most))
        return tuple(UsPosition(next(names), draw(st.integers(1, 3000)), draw(prices)) for _ in range(count))

    terms = UsTerms(house_maintenance=draw(st.none() | rates), intraday_cutover=DAY)
    return UsAccount(DAY, draw(money), terms, credit=draw(money), long=positions(3), short=positions(2))


@trying(50)
@given(hk_accounts())
def test_every_hong_kong_cure_that_can_work_lands_on_the_target_or_within_a_lot_below(
    account: HkAccount,
) -> None:
    for cure in hk_cures(account, HK).cures:
        if cure.reason is not None or cure.after.value is None:
            continue
        assert cure.after.value <= 1
        if cure.kind == "repay_outside_cash" and account.credit_limit is None:
            assert cure.after.value == 1


@trying(50)
@given(hk_accounts(), st.integers(1, 99))
def test_a_lower_price_never_improves_a_hong_kong_account(account: HkAccount, percent: int) -> None:
    before = evaluate_hk(account, HK).figures
    first, *rest = account.collateral
    lower = replace(first, price=(first.price or 0) * Fraction(percent, 100))
    after = evaluate_hk(replace(account, collateral=(lower, *rest)), HK).figures
    assert (after["call_amount"].value or 0) >= (before["call_amount"].value or 0)
    assert (after["available_credit"].value or 0) <= (before["available_credit"].value or 0)


@trying(50)
@given(us_accounts())
def test_every_united_states_cure_that_can_work_meets_the_requirement(account: UsAccount) -> None:
    for cure in us_cures(account, US).cures:
        if cure.reason is not None or cure.kind not in ("add_cash", "sell_to_repay"):
            continue
        if cure.kind == "add_cash":
            cured = replace(account, credit=account.credit + (cure.amount.value or 0))
            assert evaluate_us(cured, US).figures["maintenance_excess"].value == 0
            continue
        sold = tuple(
            replace(row, quantity=row.quantity - (cure.quantity or 0))
            if row.security == cure.security
            else row
            for row in account.long
        )
        paid = next(row.price or 0 for row in account.long if row.security == cure.security) * (
            cure.quantity or 0
        )
        cured = replace(account, long=sold, credit=account.credit + paid)
        assert (evaluate_us(cured, US).figures["maintenance_excess"].value or 0) >= 0


@trying(50)
@given(us_accounts(), st.integers(2, 9))
def test_order_does_not_matter_and_money_scales(account: UsAccount, factor: int) -> None:
    figures = evaluate_us(account, US).figures
    turned = replace(account, long=account.long[::-1], short=account.short[::-1])
    scaled = replace(
        account,
        debit=account.debit * factor,
        credit=account.credit * factor,
        long=tuple(replace(row, quantity=row.quantity * factor) for row in account.long),
        short=tuple(replace(row, quantity=row.quantity * factor) for row in account.short),
    )
    for name in ("equity", "maintenance_requirement", "regt_requirement", "maintenance_call"):
        assert evaluate_us(turned, US).figures[name].value == figures[name].value
        assert evaluate_us(scaled, US).figures[name].value == (figures[name].value or 0) * factor


@trying(50)
@given(us_accounts(), rates)
def test_a_stricter_house_never_raises_buying_power(account: UsAccount, house: Fraction) -> None:
    stricter = replace(account.terms, house_maintenance=max(house, account.terms.house_maintenance or house))
    before = evaluate_us(account, US).figures["buying_power"].value
    after = evaluate_us(replace(account, terms=stricter), US).figures["buying_power"].value
    assert after is not None and before is not None and after <= before
