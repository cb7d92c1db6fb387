"""How each published Hong Kong and United States example is worked out with our own modules.

A working takes the example's inputs and gives the figures it prints, under the names it prints them by.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from risk.hk import formulas as hk
from risk.jurisdictions import evaluate_any, read, reference_cures
from risk.reference import ReferenceEvaluation
from risk.rulebook import PACKAGED
from risk.us import arithmetic as us

Numbers = Mapping[str, Any]
Working = Callable[[Numbers], dict[str, Any]]
NEW_RULE, OLD_RULE = "2026-11-20", "2026-06-03"


def us_book(**keys: Any) -> dict[str, Any]:
    terms = {"intraday_cutover": "2026-06-04"} | keys.pop("terms", {})
    return {"jurisdiction": "US", "as_of": NEW_RULE, "debit": "0", "terms": terms} | keys


def hk_book(**keys: Any) -> dict[str, Any]:
    terms = {"call_line": "1.05", "target_line": "1", "forced_sale_line": "1.15"} | keys.pop("terms", {})
    return {"jurisdiction": "HK", "as_of": NEW_RULE, "loan": "0", "terms": terms} | keys


def position(price: object, quantity: object = 1, security: str = "XYZ", **keys: Any) -> dict[str, Any]:
    return {"security": security, "quantity": int(str(quantity)), "price": price, **keys}


def evaluated(book: dict[str, Any]) -> ReferenceEvaluation:
    found = evaluate_any(read(book), PACKAGED)
    assert isinstance(found, ReferenceEvaluation)
    return found


def value(book: dict[str, Any], name: str) -> Fraction:
    found = evaluated(book).figures[name].value
    assert found is not None, name
    return found


def _values(book: dict[str, Any], **names: str) -> dict[str, Any]:
    return {said: value(book, name) for said, name in names.items()}


def _long_account(given: Numbers) -> dict[str, Any]:
    debit = given.get("debit") or str(Fraction(given["lmv"]) - Fraction(given["equity"]))
    book = us_book(debit=debit, long=[position(given["lmv"])], terms={"house_maintenance": given.get("m")})
    shown = _values(
        book,
        equity="equity",
        call="maintenance_call",
        required="maintenance_requirement",
        shortfall="maintenance_call",
    )
    shown |= {"equity_pct": value(book, "equity_ratio") * 100, "cash": shown["call"]}
    amounts = _cures(book)
    return shown | {"securities": amounts.get("add_security")}


def _cures(book: dict[str, Any]) -> dict[str, Any]:
    found = reference_cures(read(book), PACKAGED).cures  # type: ignore[arg-type]
    amounts: dict[str, Any] = {cure.kind: cure.amount.value for cure in found}
    return amounts | {f"{cure.kind}.quantity": Fraction(cure.quantity) for cure in found if cure.quantity}


def _three_cures(given: Numbers) -> dict[str, Any]:
    held = position(given["price"], given["shares"])
    book = us_book(debit=given["loan"], long=[held], terms={"house_maintenance": given["m"]})
    trigger, cures = value(book, "call_price.XYZ"), _cures(book)
    return {
        "trigger_price": trigger,
        "trigger_value": trigger * int(given["shares"]),
        "call": cures["add_cash"],
        "deposit_securities": cures["add_security"],
        "liquidate": cures["sell_to_repay"],
        "shares_exact": cures["sell_to_repay"] / Fraction(given["price"]),
        "shares_to_sell": cures["sell_to_repay.quantity"],
    }


def _call_price(given: Numbers) -> dict[str, Any]:
    buy, initial, m = (Fraction(given[name]) for name in ("buy", "initial", "m"))
    by_formula = us.call_price(buy, initial, m)
    if m >= Fraction("0.25"):
        book = us_book(debit=str((1 - initial) * buy), long=[position(given["buy"])])
        assert value(book, "call_price.XYZ") == by_formula
    return {"call_price": by_formula}


def _opened_then_fell(given: Numbers) -> dict[str, Any]:
    initial = value(us_book(long=[position(given["p0"], given["shares"])]), "regt_requirement")
    book = us_book(debit=str(initial), long=[position(given["p1"], given["shares"])])
    return {"initial": initial} | _values(book, lmv1="long_market_value", equity1="equity")


def _opened(given: Numbers) -> dict[str, Any]:
    held = [position(given["price"], given["shares"])]
    debit = value(us_book(long=held), "long_market_value") - value(us_book(long=held), "regt_requirement")
    book = us_book(debit=str(debit), long=held)
    shown = _values(book, lmv="long_market_value", equity="equity")
    return shown | {"debit": debit, "equity_pct": value(book, "equity_ratio") * 100}


def _ladder(given: Numbers) -> dict[str, Any]:
    book = us_book(debit=given["debit"], long=[position(given["price"], given["shares"])])
    names = {
        "mv": "long_market_value",
        "equity": "equity",
        "requirement": "maintenance_requirement",
        "excess": "maintenance_excess",
    }
    called = evaluated(book).band == "call"
    return _values(book, **names) | ({"status": "MARGIN_CALL"} if called else {})


def _stress(given: Numbers) -> dict[str, Any]:
    move = Fraction(given["beta"]) * Fraction(given["shock"])
    price, debit, m = (Fraction(given[name]) for name in ("price", "debit", "m"))
    found = us.shock(int(given["shares"]), price, debit, m, move)
    return {
        "pnl": found.gain,
        "excess_fixed_req": found.excess_with_requirement_held,
        "shocked_price": found.price,
        "mv_shocked": found.value,
        "req_shocked": found.requirement,
        "excess_shocked_req": found.excess_with_requirement_recomputed,
    }


def _excess(given: Numbers) -> dict[str, Any]:
    book = us_book(debit=given["debit"], long=[position(given["lmv"])])
    names = {"regt_requirement": "regt_requirement", "excess": "regt_excess", "buying_power": "buying_power"}
    return _values(book, equity="equity", **names)


def _sma_after_a_sale(given: Numbers) -> dict[str, Any]:
    held, sale = [position(given["lmv_after"])], [{"side": "sell", "amount": given["sold"]}]
    before = us_book(debit=given["debit_after"], long=held, sma=given["sma_before"], trades=sale)
    debit = Fraction(given["debit_after"]) + Fraction(given["withdraw"])
    after = us_book(
        debit=str(debit), long=held, sma=given["sma_before"], trades=sale, withdrawn=given["withdraw"]
    )
    return {
        "sma_after_sale": value(before, "sma"),
        "debit_after_withdrawal": debit,
        "equity_after_withdrawal": value(after, "equity"),
        "sma_after_withdrawal": value(after, "sma"),
    }


def _two_tests(given: Numbers) -> dict[str, Any]:
    trades = [{"side": "buy", "amount": given["stock"]}] if "trade_regt" in given else []
    debit = given["cash"].removeprefix("-")
    book = us_book(debit=debit, long=[position(given["stock"])], sma=given.get("prior_sma"), trades=trades)
    return _values(
        book,
        elv="equity",
        im="maintenance_requirement",
        mm="maintenance_requirement",
        available="maintenance_excess",
        excess_liquidity="maintenance_excess",
        regt_margin="regt_requirement",
        sma="sma",
    )


def _substituted(given: Numbers) -> dict[str, Any]:
    sold, bought, regt = (Fraction(given[name]) for name in ("sell", "buy", "regt"))
    return {"net_release": us.net_release(sold, bought, regt)}


def _day_trader(given: Numbers) -> dict[str, Any]:
    trader = us_book(as_of=OLD_RULE, credit=given["equity_pdt"], pattern_day_trader=True)
    return {
        "overnight": value(us_book(as_of=OLD_RULE, credit=given["equity_regt"]), "buying_power"),
        "intraday_pdt": value(trader, "day_trading_buying_power"),
        "eod_pdt": value(trader, "buying_power"),
    }


def _counted(given: Numbers) -> dict[str, Any]:
    return {name: Fraction(us.day_trades(sides)) for name, sides in given.items()}


def _funds(given: Numbers) -> dict[str, Any]:
    cost = Fraction(given["cost"])
    first, second = us.paid_by_funds(Fraction(given["cash"]), (cost, cost))
    return {"buy_A_by_funds": first, "buy_B_by_funds": second}


def _short(given: Numbers) -> dict[str, Any]:
    sold = Fraction(given["n"]) * Fraction(given["p"])
    book = us_book(credit=str(sold), short=[position(given["p"], given["n"])])
    shown = _values(
        book,
        deposit="regt_requirement",
        maintenance="maintenance_requirement",
        proceeds="short_market_value",
        extra="regt_requirement",
    )
    return shown | {"total": shown["proceeds"] + shown["extra"]}


def _power(given: Numbers) -> dict[str, Any]:
    row = position(given.get("price"), 0, lending_ratio=given["ltv"])
    power = value(hk_book(cash=given["cash"], collateral=[row]), "purchasing_power.XYZ")
    loan = power - Fraction(given["cash"])
    full = hk_book(loan=str(loan), collateral=[position(str(power), lending_ratio=given["ltv"])])
    shown = {"power": power, "max_stock": power, "loan": loan}
    shown["ratio_pct"] = value(full, "loan_to_marginable_value") * 100
    return shown | ({"shares": power / Fraction(given["price"])} if "price" in given else {})


def _hk_ratio(given: Numbers) -> dict[str, Any]:
    row = position(given.get("p") or given["v"], given.get("n", 1), lending_ratio=given["ltv"])
    book = hk_book(loan=given["loan"], collateral=[row])
    shown: dict[str, Any] = {"ratio_pct": value(book, "loan_to_marginable_value") * 100}
    if "cost" not in given:
        return shown
    gain, share = hk.return_on_own(*(Fraction(given[name]) for name in ("cost", "v", "own")))
    liquidate = evaluated(book).band == "forced_sale"
    return shown | {"pnl": gain, "return_pct": share * 100, "liquidate": liquidate}


def _own_funds(given: Numbers) -> dict[str, Any]:
    count, buy, sell = int(given["n"]), Fraction(given["buy"]), Fraction(given["sell"])
    own = hk.funding(count * buy, 1 - Fraction(given["ltv"])).own
    profit, share = hk.return_on_own(count * buy, count * sell, own)
    return {"own": own, "profit": profit, "return_pct": share * 100}


def _by_margins(given: Numbers) -> dict[str, Any]:
    rows = [
        position(
            given[name],
            security=name,
            lending_ratio=None,
            initial_margin=given[f"{name}_im"],
            maintenance_margin=given[f"{name}_mm"],
        )
        for name in ("a", "b")
    ]
    book = hk_book(loan=given["debit"], collateral=rows)
    book["terms"] = {}
    assert evaluated(book).band == "call"
    return _values(
        book,
        im="initial_requirement",
        mm="maintenance_requirement",
        equity="equity",
        call="call_to_initial",
    )


def _leverage(given: Numbers) -> dict[str, Any]:
    found = hk.funding(Fraction(given["v"]), Fraction(given["im"]))
    return {"own": found.own, "borrow": found.borrowed, "leverage": found.leverage}


def _borrowed_stock(given: Numbers) -> dict[str, Any]:
    worth = Fraction(given["n"]) * Fraction(given["p"])
    deposit, initial, maintenance = (Fraction(given[name]) for name in ("deposit", "init", "maint"))
    found = hk.stock_borrow(deposit, worth, initial, maintenance)
    shown = {"ratio_pct": found.ratio * 100, "withdrawable": found.surplus, "topup": -found.surplus}
    return shown | {"call": found.called}


WORKINGS: Mapping[str, Working] = {
    "US-LONG-05": _three_cures,
    "US-LONG-07": _call_price,
    "US-LONG-08": _call_price,
    "US-LONG-10": _call_price,
    "US-LONG-11": _call_price,
    "US-LONG-16": _opened_then_fell,
    "US-LONG-17": _opened,
    "US-LONG": _long_account,
    "US-LADDER": _ladder,
    "US-STRESS": _stress,
    "US-SMA-01": _excess,
    "US-SMA-02": _sma_after_a_sale,
    "US-IBKR": _two_tests,
    "US-REGT": _substituted,
    "US-PDT-01": _day_trader,
    "US-PDT-02": _counted,
    "US-CASH": _funds,
    "US-SHORT": _short,
    "HK-01": _power,
    "HK-04": _power,
    "HK-03": _hk_ratio,
    "HK-06": _hk_ratio,
    "HK-07": _own_funds,
    "HK-09": _by_margins,
    "HK-10": _leverage,
    "HK-12": _borrowed_stock,
    "HK-13": _borrowed_stock,
}


def working(example: str) -> Working:
    """The working of an example: its own, or that of its family."""
    return WORKINGS.get(example) or WORKINGS[example.rpartition("-")[0]]
