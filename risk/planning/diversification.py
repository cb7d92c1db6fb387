"""How an account's securities are spread: facts, no judgement and no picks.

effective number = 1 ÷ Σ (share of each security in all securities)²
"""

from fractions import Fraction

from risk.account import ZERO
from risk.figure import Figure
from risk.ratio import Ratio
from risk.sheet import Sheet
from risk.traced import Formula, traced
from risk.valuation import security_of

_COUNT: Formula = ("证券只数 = 持有的不同证券数", "securities = different securities owned")
_LARGEST: Formula = (
    "最大占比 = 最大一只证券市值 ÷ 证券总市值",
    "largest share = largest security ÷ all securities",
)
_TOP: Formula = (
    "前三占比 = 最大三只证券市值 ÷ 证券总市值",
    "top three = three largest securities ÷ all securities",
)
_EFFECTIVE: Formula = ("有效只数 = 1 ÷ Σ占比²", "effective number = 1 ÷ Σ share²")


def diversification(sheet: Sheet) -> tuple[Figure, ...]:
    """Number of securities, largest share, share of the three largest, effective number; undefined where none is owned."""
    worth: dict[str, Fraction] = {}
    for row in sheet.valuation.longs:
        code = security_of(row)
        worth[code] = worth.get(code, ZERO) + (row.market_value or ZERO)
    amounts = sorted(worth.values(), reverse=True)
    total = sum(amounts, ZERO)
    squares = sum((each * each for each in amounts), ZERO)
    made = (
        ("securities_owned", Fraction(len(amounts)), "count", _COUNT),
        ("largest_share", Ratio(sum(amounts[:1], ZERO), total).value, "ratio", _LARGEST),
        ("top_three_share", Ratio(sum(amounts[:3], ZERO), total).value, "ratio", _TOP),
        ("effective_number", Ratio(total * total, squares).value, "number", _EFFECTIVE),
    )
    inputs = tuple(sheet.market_value(row) for row in sheet.valuation.longs)
    day, missing = sheet.snapshot.as_of, sheet.valuation.missing_assets
    return tuple(
        traced(name, amount, unit, formula, inputs, day, missing=missing)
        for name, amount, unit, formula in made
    )
