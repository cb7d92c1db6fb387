"""What the product and the second implementation say of one book, side by side: the names of what differs.

Readings that differ on purpose are told apart here, not passed over: the product asks nothing of an account that stands
on the target already, whatever bars its securities; repays nothing from inside an account under water, where each
repayment lowers the ratio; keeps exact amounts where the second implementation pays whole fen.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from risk.cure_set import LimitedSum, Mix
from risk.cures import Cure, cures
from risk.evaluation import evaluate
from risk.rulebook import CN, for_contract
from tests.oracle import cn_cures, cn_figures, cn_margin_ratio, cn_mixes
from tests.oracle.book_reading import Book, exact, mark, round_down, round_up, rows, securities_of
from tests.oracle.cn_mixes import Limited
from tests.risk.books import snapshot

NOT_DONE = ("under_water", "not_collateral", "limit_down", "suspended")
MONEY = ("repay_outside_cash", "add_cash", "repay_inside_cash")
Searched = cn_cures.Cure
Search = Callable[..., Searched]

SEARCHES: Mapping[str, Search] = {
    "repay_outside_cash": cn_cures.repay_outside_cash,
    "add_cash": cn_cures.add_cash,
    "repay_inside_cash": cn_cures.repay_inside_cash,
    "sell_to_repay": cn_cures.sell_to_repay,
    "buy_to_return": cn_cures.buy_to_return,
}


def target_of(raw: Book) -> Fraction:
    """The restore line of a book."""
    return exact(raw["terms"]["restore_line"])


def owned(raw: Book) -> list[str]:
    """The securities owned, each once, in the book's order."""
    found = (row["security"] for kind in ("collateral", "financing") for _, row in rows(raw, kind))
    return list(dict.fromkeys(found))


def figure_differences(raw: Book) -> list[str]:
    """Names of the account figures that differ."""
    ours, theirs = evaluate(snapshot(raw), CN), cn_figures.totals(raw)
    target = target_of(raw)
    pairs = {
        "total_assets": theirs.assets,
        "total_liabilities": theirs.liabilities,
        "net_assets": theirs.net_assets,
        "accrued_interest": theirs.interest,
        "maintenance_ratio": cn_figures.maintenance_ratio(raw),
        "available_margin": cn_figures.available_margin(raw),
        "withdrawable": cn_figures.withdrawable_cash(raw),
        "shortfall_to_restore": cn_figures.shortfall_to_restore(raw),
        "leverage": cn_figures.leverage(raw),
        "cure_repay_outside_cash": max(Fraction(0), theirs.liabilities - theirs.assets / target),
        **{f"concentration.{code}": share for code, share in cn_figures.concentration(raw).items()},
    }
    differing = [name for name, value in pairs.items() if ours.figures[name].value != value]
    return differing + (["band"] if ours.band != cn_figures.band(raw) else [])


def cure_differences(raw: Book, seen: Callable[[str], object] = str) -> list[str]:
    """Kinds (and securities) of the single cures that differ; `seen` is told what came up."""
    return [
        f"{cure.kind} {cure.security}: {what}"
        for cure in cures(snapshot(raw), CN).cures
        for what in _cure(cure, _searched(raw, cure), seen)
    ]


def _searched(raw: Book, cure: Cure) -> Searched | None:
    """The same way, searched for; None where it is a total of what is searched security by security."""
    target = target_of(raw)
    if cure.kind in MONEY:
        return SEARCHES[cure.kind](raw, target)
    if cure.security is None:
        return None
    if cure.kind != "add_security":
        return SEARCHES[cure.kind](raw, target, cure.security)
    price = next(mark(row, path) for path, row in _longs(raw) if row["security"] == cure.security)
    taken = cure.obstacle is None or cure.obstacle.code != "not_collateral"
    return cn_cures.add_security(raw, target, cure.security, price, eligible=taken)


def _longs(raw: Book) -> Iterator[tuple[str, dict[str, object]]]:
    yield from rows(raw, "collateral")
    yield from rows(raw, "financing")


def _cure(ours: Cure, theirs: Searched | None, seen: Callable[[str], object]) -> Iterator[str]:
    if theirs is None:
        return
    seen(f"{ours.kind} {'open' if ours.feasible else 'barred'}")
    if not ours.amount.value:
        if not ours.feasible or ours.quantity:
            yield "asks for something where nothing is needed"
        return
    if ours.feasible is not theirs.feasible and _code(ours) != "suspended":
        yield "feasible"
    elif ours.feasible:
        yield from _landing(ours, theirs)
    elif _compared(ours) and ours.after.value != theirs.after:
        yield "the best that is reached"


def _compared(ours: Cure) -> bool:
    """Whether both tell what is reached at best; of what cannot be traded at all the search tells the size."""
    return _code(ours) not in NOT_DONE


def _code(ours: Cure | Mix) -> str | None:
    return None if ours.obstacle is None else ours.obstacle.code


def _landing(ours: Cure, theirs: Searched) -> Iterator[str]:
    if ours.kind in MONEY:
        if ours.amount.value != theirs.exact_amount:
            yield "amount"
        return
    if (ours.quantity, ours.amount.value) != (theirs.quantity, theirs.amount):
        yield "order"
    if ours.after.value != theirs.after:
        yield "ratio afterwards"


def sum_differences(raw: Book, limit: Fraction) -> list[str]:
    """Names of what differs in the answer to a limited sum."""
    found = cures(snapshot(raw), CN, limit=limit).limited
    return [] if found is None else list(_sum(found, cn_mixes.best_with_sum(raw, target_of(raw), limit)))


def _sum(ours: LimitedSum, theirs: Limited) -> Iterator[str]:
    """A sum that suffices is spent only as far as needed, so beyond the target there is nothing to compare."""
    if ours.reached is not theirs.on_target:
        yield "reached"
    elif not ours.reached:
        if ours.after.value != theirs.reached_ratio:
            yield "the best ratio"
        remaining = dict(ours.remaining)
        for kind, value in (
            ("repay_outside_cash", theirs.remaining_outside_cash),
            ("add_collateral", theirs.remaining_added_collateral),
        ):
            left = remaining[kind].value
            if (None if left is None else round_up(left)) != value:
                yield f"what remains: {kind}"
        sale = remaining["sell_to_repay"].value
        if sale is not None and sale != theirs.remaining_inside:
            yield "what remains: sell_to_repay"


def order_differences(raw: Book, order: list[str]) -> list[str]:
    """Names of what differs where the securities are sold in this order, with and without own cash first."""
    answer = cures(snapshot(raw), CN, order=order)
    if not answer.mixes or not answer.cures[0].amount.value:
        return []
    target = target_of(raw)
    differing = list(_sales(answer.mixes[0], cn_mixes.sell_in_order(raw, target, order)))
    for code in order[:1]:
        first, sale = cn_mixes.inside_cash_then_sell(raw, target, code)
        ours = cures(snapshot(raw), CN, order=[code]).mixes[1]
        if ours.feasible is not (first.feasible or sale.feasible):
            differing.append("own cash first: feasible")
        elif ours.feasible and not first.feasible and ours.steps[-1].quantity != sale.quantity:
            differing.append("own cash first: the sale")
    return differing


def _sales(ours: Mix, theirs: list[Searched]) -> Iterator[str]:
    if not theirs or (ours.obstacle is not None and ours.obstacle.code == "under_water"):
        return
    if ours.feasible is not theirs[-1].feasible:
        yield "in order: feasible"
    elif ours.feasible:
        sold = [(step.security, step.quantity) for step in ours.steps]
        barred = dict(ours.skipped)
        if sold != [
            (each.security, each.quantity) for each in theirs if each.quantity and each.security not in barred
        ]:
            yield "in order: the sales"
        if ours.after.value != theirs[-1].after:
            yield "in order: the ratio afterwards"


def move_differences(raw: Book) -> list[str]:
    """Names of the three amounts that differ after a further per cent against the account."""
    found = {each.kind: each for each in cures(snapshot(raw), CN).cures if each.security is None}
    if not found:
        return []
    figure = found["add_cash"].per_percent
    move = next(each.value for each in figure.inputs if each.name == "move")
    assert move is not None
    still = {row["security"] for _, row in rows(raw, "collateral") if row.get("status") == "suspended"}
    weights = {code: Fraction(1) for code in securities_of(raw) if code not in still}
    both = [cn_mixes.cures_after_move(raw, target_of(raw), each, weights) for each in (move, -move)]
    differing = [
        f"after the move: {kind}"
        for kind in ("repay_outside_cash", "add_cash", "sell_to_repay")
        if both[0][kind] is not None and found[kind].per_percent.value != both[0][kind]
    ]
    against, along = both[0]["add_cash"], both[1]["add_cash"]
    assert against is not None and along is not None
    return differing + ([] if against >= along else ["the move is not against the account"])


def floor_differences(raw: Book) -> list[str]:
    """Paths of the open contracts whose margin-ratio floor differs."""
    account, floors = snapshot(raw), cn_margin_ratio.floors_of(raw)
    found = {
        path: for_contract(CN, contract, account.client_class, account.as_of, agreed=False)
        for path, contract in account.contracts()
    }
    return [path for path, row in found.items() if row is None or row.number != floors[path]]


def shown_differences(raw: Book) -> list[str]:
    """Names of figures whose displayed digits are not those of the careful side."""
    figures, totals = evaluate(snapshot(raw), CN).figures, cn_figures.totals(raw)
    ratio = cn_figures.maintenance_ratio(raw)
    shown = {
        "total_assets": _money(round_down(totals.assets)),
        "total_liabilities": _money(round_up(totals.liabilities)),
        "available_margin": _money(round_down(cn_figures.available_margin(raw))),
        "shortfall_to_restore": _money(round_up(cn_figures.shortfall_to_restore(raw))),
        "maintenance_ratio": "—" if ratio is None else f"{_money(round_down(ratio * 100))}%",
    }
    return [name for name, text in shown.items() if figures[name].display != text]


def _money(value: Fraction) -> str:
    """A whole number of hundredths with its separators."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,.2f}"
