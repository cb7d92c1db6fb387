"""The highest conversion rate (折算率) the exchanges allow for a security.

The class of a security is data (`asset_class` of a holding). Where it is not given, the code tells A shares
from ETFs, and of the classes that remain possible the most generous cap is taken, so that a finding is
never a guess. A risk-warned security and one in its delisting period count for nothing.
"""

from datetime import date

from risk.rulebook.model import Row, Rulebook

CAP = "conversion_rate_cap"
ASSET_CLASSES = ("index_constituent", "a_share", "etf", "cash_or_treasury", "fund_or_bond", "zero_rated")

_SHARES = ("600", "601", "603", "605", "688", "689", "000", "001", "002", "003", "300", "301")
_ETFS = (
    "510",
    "511",
    "512",
    "513",
    "515",
    "516",
    "517",
    "518",
    "520",
    "560",
    "561",
    "562",
    "563",
    "588",
    "589",
    "159",
)


def conversion_rate_cap(
    rules: Rulebook, security: str, as_of: date, asset_class: str | None = None, status: str = "normal"
) -> Row | None:
    """The cap that binds `security` on `as_of`; None when no rule is known."""
    rows = (rules.in_force(CAP, as_of, asset_class=each) for each in _classes(security, asset_class, status))
    known = [row for row in rows if row is not None and row.number is not None]
    return max(known, key=lambda row: row.number or 0, default=None)


def _classes(security: str, asset_class: str | None, status: str) -> tuple[str, ...]:
    if status in ("risk_warned", "delisting"):
        return ("zero_rated",)
    if asset_class is not None:
        return (asset_class,)
    if security.startswith(_ETFS):
        return ("etf", "cash_or_treasury")
    if security.startswith(_SHARES):
        return ("index_constituent", "a_share")
    return ASSET_CLASSES
