"""Valid random book files of the three rulebooks, from a seed: the same seed gives the same book on every run.

Books are drawn so that every band, floating losses on both legs, several contracts in one security, private funds,
extensions, suspended rows, ratios exactly on a line, withdrawals above 300 % and negative available margin all come up often; one in
`missing_one_in` lacks a price (`null`). Money is text, quantities are whole numbers, dates are in order.
"""

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.book_reading import Book, Row, half_up
from tests.oracle.cn_figures import totals
from tests.oracle.cn_margin_ratio import financing_floor, short_floor

CN_SECURITIES = (
    *("600519.SH", "600036.SH", "601318.SH", "000001.SZ", "000858.SZ", "002594.SZ", "300750.SZ"),
    *("688981.SH", "510300.SH", "601398.SH", "000333.SZ", "600900.SH"),
)
HK_SECURITIES = ("00700.HK", "00005.HK", "09988.HK", "01299.HK", "00939.HK", "08083.HK")
US_SECURITIES = ("AAPL", "MSFT", "F", "KO", "NOK", "SPY")
CLIENTS = ("individual", "individual", "individual", "institution", "product", "private_fund", "professional")
HALF_YEAR = timedelta(days=181)


def money(value: Fraction, places: int = 2) -> str:
    """Decimal text with the places given, half-up; never an exponent."""
    scaled = int(half_up(value, Fraction(1, 10**places)) * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def random_book(seed: int, missing_one_in: int = 0) -> Book:
    """A book of any rulebook: mostly mainland, every fifth Hong Kong or United States."""
    kind = random.Random(f"kind {seed}").randrange(10)
    makers = {0: random_hk_book, 1: random_us_book}
    return makers.get(kind, random_cn_book)(seed, missing_one_in)


def random_cn_book(seed: int, missing_one_in: int = 0) -> Book:
    """A mainland book."""
    draw = random.Random(f"CN {seed}")
    as_of = date(2026, 11, 20) - timedelta(days=draw.choice((0, 0, 0, draw.randrange(900))))
    client = draw.choice(CLIENTS)
    prices = {code: _price(draw) for code in CN_SECURITIES}
    size = Fraction(draw.choice((1, 1, 3, 10)))
    book: Book = {
        "id": f"cn-{seed}",
        "jurisdiction": "CN",
        "currency": "CNY",
        "as_of": as_of.isoformat(),
        "client_class": client,
        "terms": _cn_terms(draw),
        "other_collateral": draw.choice(("0", "0", "0", money(Fraction(draw.randrange(5_000_000), 100)))),
        "fees": draw.choice(("0", "0", money(Fraction(draw.randrange(100_000), 100)))),
        "collateral": [_holding(draw, prices, size) for _ in range(draw.choice((0, 1, 1, 2, 3, 4)))],
        "financing": [
            _financing(draw, prices, as_of, size, number) for number in range(draw.choice((0, 1, 1, 2, 3)))
        ],
        "shorts": [
            _short(draw, prices, as_of, size, client, number)
            for number in range(draw.choice((0, 0, 1, 1, 2)))
        ],
    }
    sold = sum((Fraction(row["proceeds"]) for row in book["shorts"]), Fraction(0))
    own = draw.choice((Fraction(0), Fraction(draw.randrange(30_000_000), 100) * size))
    book["cash"] = money(sold + own if draw.randrange(12) else sold * draw.randrange(100) / 100)
    if draw.randrange(3) == 0:
        book["credit_line"] = money(Fraction(draw.randrange(1, 400) * 10_000) * size)
    if draw.randrange(12) == 0:
        book = _on_a_line(draw, book)
    return _with_a_price_missing(draw, book, ("collateral", "financing", "shorts"), missing_one_in)


def _on_a_line(draw: random.Random, book: Book) -> Book:
    """Whole-yuan liabilities by fees, then cash so that the ratio stands exactly on a line, where that is possible."""
    fees = Fraction(book["fees"]) - totals(book).liabilities % 1 + 1
    whole = book | {"fees": money(fees)}
    sums, line = totals(whole), draw.choice(("warning_line", "liquidation_line", "withdrawal_line"))
    cash = Fraction(whole["cash"]) + Fraction(whole["terms"][line]) * sums.liabilities - sums.assets
    possible = cash >= 0 and sums.liabilities > 1 and cash.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100)
    return whole | {"cash": money(cash)} if possible else book


def _price(draw: random.Random) -> Fraction:
    return Fraction(draw.choice((draw.randrange(200, 2_000), draw.randrange(1_000, 30_000))), 100)


def _cn_terms(draw: random.Random) -> Row:
    lines = draw.choice(
        (
            ("1.40", "1.30", "1.40", "1.10"),
            ("1.50", "1.30", "1.50", "1.10"),
            ("1.60", "1.40", "1.60", "1.15"),
            ("1.45", "1.30", "1.40", None),
        )
    )
    terms: Row = {
        "warning_line": lines[0],
        "liquidation_line": lines[1],
        "restore_line": lines[2],
        "withdrawal_line": "3.00",
        "day_basis": draw.choice((360, 365)),
        "call_deadline": {"trading_days": draw.choice((1, 2)), "time": "15:00"},
    }
    return terms if lines[3] is None else terms | {"minimum_line": lines[3]}


def _rate(draw: random.Random, least: int, most: int) -> str:
    """A share with two places between least and most hundredths."""
    return money(Fraction(draw.randrange(least, most + 1), 100))


def _holding(draw: random.Random, prices: dict[str, Fraction], size: Fraction) -> Row:
    code = draw.choice(CN_SECURITIES)
    quantity = int(draw.randrange(1, 80) * 100 * size) + draw.choice((0, 0, 0, 50, 37))
    row: Row = {
        "security": code,
        "quantity": quantity,
        "price": money(prices[code]),
        "haircut": draw.choice(("0.00", _rate(draw, 30, 70), _rate(draw, 30, 70))),
    }
    extra = draw.randrange(12)
    if extra == 0:
        row |= {"status": "suspended", "fair_value": money(prices[code] * draw.randrange(50, 110) / 100)}
    elif extra == 1:
        row |= {"sellable": draw.randrange(quantity + 1)}
    elif extra == 2:
        row |= {"limit_down": True}
    elif extra == 3:
        row |= {"status": "risk_warned", "haircut": "0.00"}
    return row


def _dates(draw: random.Random, as_of: date) -> tuple[date, list[date], date]:
    """Opening, extensions and due day, in order: extended before each half year ends, now and then overdue."""
    opened = as_of - timedelta(days=draw.choice((0, draw.randrange(1, 170), draw.randrange(170, 1_100))))
    extended: list[date] = []
    due = opened + HALF_YEAR
    while due <= as_of and draw.randrange(20):
        extended.append(due - timedelta(days=draw.randrange(1, 15)))
        due = due + HALF_YEAR
    return opened, extended, due


def _contract(draw: random.Random, as_of: date, opened: date, extended: list[date], due: date) -> Row:
    row: Row = {"opened": opened.isoformat(), "due": due.isoformat()}
    happened = [day for day in extended if day <= as_of]
    if happened:
        row["extended"] = [day.isoformat() for day in happened]
    if draw.randrange(2):
        row["interest"] = money(Fraction(draw.randrange(400_000), 100))
    return row


def _financing(
    draw: random.Random, prices: dict[str, Fraction], as_of: date, size: Fraction, number: int
) -> Row:
    code = draw.choice(CN_SECURITIES)
    opened, extended, due = _dates(draw, as_of)
    quantity = int(draw.randrange(1, 120) * 100 * size)
    cost = prices[code] * draw.randrange(60, 150) / 100
    floor = financing_floor(opened)
    return {
        "contract": f"F{number + 1}",
        "security": code,
        "quantity": quantity,
        "price": money(prices[code]),
        "amount": money(quantity * cost),
        "margin_ratio": money(floor + draw.choice((0, 0, Fraction(draw.randrange(50), 100)))),
        "haircut": _rate(draw, 0, 70),
        "annual_rate": money(Fraction(draw.randrange(300, 900), 10_000), 4),
    } | _contract(draw, as_of, opened, extended, due)


def _short(
    draw: random.Random, prices: dict[str, Fraction], as_of: date, size: Fraction, client: str, number: int
) -> Row:
    code = draw.choice(CN_SECURITIES)
    opened, extended, due = _dates(draw, as_of)
    quantity = int(draw.randrange(1, 60) * 100 * size)
    sold = prices[code] * draw.randrange(70, 140) / 100
    floor = short_floor(opened, tuple(day for day in extended if day <= as_of), client)
    return {
        "contract": f"S{number + 1}",
        "security": code,
        "quantity": quantity,
        "price": money(prices[code]),
        "proceeds": money(quantity * sold),
        "margin_ratio": money(floor + draw.choice((0, 0, Fraction(draw.randrange(50), 100)))),
        "haircut": _rate(draw, 0, 70),
        "annual_rate": money(Fraction(draw.randrange(600, 1_100), 10_000), 4),
        "fee_basis": draw.choice(("proceeds", "proceeds", "market_value")),
    } | _contract(draw, as_of, opened, extended, due)


def random_hk_book(seed: int, missing_one_in: int = 0) -> Book:
    """A Hong Kong book whose loan lies between nothing and 140 % of the marginable value."""
    draw = random.Random(f"HK {seed}")
    held: list[Row] = [
        {
            "security": code,
            "quantity": draw.randrange(1, 200) * 100,
            "price": money(Fraction(draw.randrange(50, 50_000), 100)),
            "lending_ratio": draw.choice(("0.00", _rate(draw, 10, 80), _rate(draw, 10, 80))),
        }
        for code in draw.sample(HK_SECURITIES, draw.randrange(1, 5))
    ]
    lent = sum(
        (row["quantity"] * Fraction(row["price"]) * Fraction(row["lending_ratio"]) for row in held),
        Fraction(0),
    )
    loan = lent * draw.choice((0, draw.randrange(1, 100), draw.randrange(95, 141))) / 100
    book: Book = {
        "id": f"hk-{seed}",
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": "2026-11-20",
        "loan": money(loan),
        "credit_limit": money(
            Fraction(loan * draw.choice((60, 100, 130, 200)) / 100 + draw.randrange(100_000))
        ),
        "terms": draw.choice(
            (
                {"call_line": "1.00", "target_line": "1.00", "forced_sale_line": "1.20", "day_basis": 365},
                {"call_line": "1.05", "target_line": "1.00", "forced_sale_line": "1.15", "day_basis": 365},
                {"call_line": "1.00", "target_line": "0.95", "forced_sale_line": "1.30", "day_basis": 360},
            )
        ),
        "collateral": held,
    }
    return _with_a_price_missing(draw, book, ("collateral",), missing_one_in)


def random_us_book(seed: int, missing_one_in: int = 0) -> Book:
    """A United States book: long only, short only or both, around its maintenance requirement."""
    draw = random.Random(f"US {seed}")
    legs = draw.choice((("long",), ("long",), ("short",), ("long", "short")))
    codes = draw.sample(US_SECURITIES, len(US_SECURITIES))
    book: Book = {
        "id": f"us-{seed}",
        "jurisdiction": "US",
        "currency": "USD",
        "as_of": draw.choice(("2026-11-20", "2026-06-03", "2026-06-04")),
        "sma": money(Fraction(draw.choice((0, draw.randrange(2_000_000))), 100)),
        "terms": {"initial": "0.50", "maintenance": "0.25", "house_maintenance": _rate(draw, 25, 45)},
        "long": _us_rows(draw, codes[:3]) if "long" in legs else [],
        "short": _us_rows(draw, codes[3:]) if "short" in legs else [],
    }
    if draw.randrange(2):
        book["terms"]["intraday_cutover"] = draw.choice(("2026-06-04", "2027-01-04", "2027-10-20"))
    book["debit"] = money(_value(book["long"]) * draw.randrange(0, 85) / 100)
    book["credit"] = money(_value(book["short"]) * draw.randrange(110, 200) / 100)
    return _with_a_price_missing(draw, book, ("long", "short"), missing_one_in)


def _us_rows(draw: random.Random, codes: list[str]) -> list[Row]:
    prices = (lambda: draw.randrange(50, 800), lambda: draw.randrange(400, 40_000), lambda: 500)
    return [
        {
            "security": code,
            "quantity": draw.randrange(1, 3_000),
            "price": money(Fraction(draw.choice(prices)(), 100)),
        }
        for code in draw.sample(codes, draw.randrange(1, len(codes) + 1))
    ]


def _value(held: list[Row]) -> Fraction:
    return sum((row["quantity"] * Fraction(row["price"]) for row in held), Fraction(0))


def _with_a_price_missing(draw: random.Random, book: Book, kinds: tuple[str, ...], one_in: int) -> Book:
    """Now and then one price becomes `null`, also of a row that is not suspended."""
    candidates: list[dict[str, Any]] = [
        row for kind in kinds for row in book[kind] if "fair_value" not in row
    ]
    if one_in and candidates and draw.randrange(one_in) == 0:
        draw.choice(candidates)["price"] = None
    return book
