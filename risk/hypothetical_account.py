"""The account a hypothetical question describes: what is held, what of it moves in price, what is owed.

People give an account in many shapes: a total "all in stock", cash and securities, several holdings, shares
and a price, own money and borrowed money, a short position. Each shape becomes the same four numbers. A sum
given several times ("60 万和 30 万") comes as `liabilities`, `liabilities_2` and so on; what was taken for
granted is noted, and parts that exceed their whole are refused.
"""

from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO
from risk.figure import Input
from risk.worksheet import Worksheet

MOST = 6


def repeated(*names: str) -> tuple[str, ...]:
    """The names with their numbered forms: `cash`, `cash_2`, … `cash_6`."""
    return tuple(name if n == 1 else f"{name}_{n}" for name in names for n in range(1, MOST + 1))


DEBTS = (
    *repeated("liabilities", "accrued_interest"),
    "amount",
    "fees",
    "short_value",
    "short_quantity",
    "short_price",
    "short_proceeds",
)
ACCOUNT = (
    *repeated("cash", "securities", "other_securities"),
    "assets",
    "own_assets",
    "security_value",
    "quantity",
    "price",
    "market_value",
    "ratio_now",
    *DEBTS,
)


_SIDE = ("assets", "own_assets", "securities", "security_value", "quantity", "market_value")


@dataclass(frozen=True, slots=True)
class Account:
    """What is held (`falling` is the part whose price moves, `quantity` its shares) and what is owed."""

    cash: Fraction
    securities: Fraction
    falling: Fraction
    other: Fraction
    liabilities: Fraction
    quantity: Fraction | None

    @property
    def assets(self) -> Fraction:
        return self.cash + self.securities + self.other

    @property
    def still(self) -> Fraction:
        """What does not move with the price in question."""
        return self.assets - self.falling

    def sides(self) -> tuple[Input, Input]:
        """Both sides of the ratio as inputs of a figure."""
        return (
            Input("total_assets", self.assets, "CNY", "computed"),
            Input("total_liabilities", self.liabilities, "CNY", "computed"),
        )


def has(sheet: Worksheet, *names: str) -> bool:
    """Whether any of the names was given, plainly or numbered."""
    return any(sheet.given.has(each) for each in repeated(*names))


def total(sheet: Worksheet, name: str) -> Fraction:
    """The sum of all inputs of one name; nothing where none was given."""
    return sum((sheet.number(each) for each in repeated(name) if sheet.given.has(each)), ZERO)


def read_account(sheet: Worksheet, *, priced: bool = True, owing: bool = True, scale: bool = True) -> Account:
    """The account described; raises `BookError` naming what is missing or contradicts the rest.

    Unless `priced`, shares may come without a price: it is the one asked for. Unless `owing`, no debt need be
    given. Unless `scale`, the ratio alone is enough: the answer is the same for any size of account.
    """
    if not sheet.given.has("ratio_now"):
        return _described(sheet, priced, owing)
    ratio = sheet.rate("ratio_now")
    if ratio == 0:
        sheet.given.refuse("ratio_now", "not_positive")
    held, owed = any(sheet.given.has(name) for name in _SIDE), _is_owing(sheet)
    if not (held and owed):
        return _by_ratio(sheet, ratio, held, owed, scale)
    account = _described(sheet, priced, owing)
    if abs(account.assets - ratio * account.liabilities) > account.liabilities / 100:
        sheet.given.refuse("ratio_now", "out_of_range")
    sheet.check()
    return account


def _described(sheet: Worksheet, priced: bool, owing: bool) -> Account:
    """The account from its parts."""
    liabilities = read_liabilities(sheet, required=owing)
    quantity = _quantity(sheet)
    if priced and quantity is not None and not sheet.given.has("price"):
        sheet.given.refuse("price", "missing")
    falling = _falling(sheet, quantity)
    cash = total(sheet, "cash")
    if sheet.given.has("short_proceeds"):
        cash = _with_proceeds(sheet, cash)
    securities = _securities(sheet, falling)
    other = ZERO
    if sheet.given.has("assets"):
        cash, securities, other = _parts_of(sheet, cash, securities)
    elif securities is None:
        securities = _bought(sheet, cash)
    elif sheet.given.has("own_assets"):
        sheet.number("own_assets")
        sheet.assumptions.append(
            ("your own money counts within the value of the securities", "自有资金已包含在证券市值之中")
        )
    sheet.check()
    if falling is not None and falling > securities:
        sheet.given.refuse(
            "security_value" if sheet.given.has("security_value") else "quantity", "out_of_range"
        )
    sheet.check()
    return Account(cash, securities, securities if falling is None else falling, other, liabilities, quantity)


def _by_ratio(sheet: Worksheet, ratio: Fraction, held: bool, owed: bool, scale: bool) -> Account:
    """The account from its ratio and one of its sides, or of any size; all but the cash in securities."""
    if not held and not owed and scale:
        sheet.given.refuse("liabilities", "missing")
    sheet.check()
    cash = total(sheet, "cash")
    if held:
        assets = sheet.number("assets") if sheet.given.has("assets") else cash + total(sheet, "securities")
        liabilities = assets / ratio
    else:
        liabilities = read_liabilities(sheet) if owed else Fraction(1)
        assets = ratio * liabilities
    if cash > assets:
        sheet.given.refuse("cash", "out_of_range")
    sheet.check()
    text = "what was not said to be cash is taken to be securities"
    sheet.assumptions.append((text, "未说明是现金的部分，按全部为证券计算"))
    return Account(cash, assets - cash, assets - cash, ZERO, liabilities, None)


def _is_owing(sheet: Worksheet) -> bool:
    """Whether a debt or a short position was given."""
    return has(sheet, "liabilities") or sheet.given.has("amount") or _is_short(sheet)


def read_liabilities(sheet: Worksheet, *, required: bool = True) -> Fraction:
    """Debts, the sum financed, interest, fees and the short position at market."""
    if required and not _is_owing(sheet):
        sheet.given.refuse("liabilities", "missing")
    owed = total(sheet, "liabilities") + total(sheet, "accrued_interest")
    owed += sum((sheet.number(name) for name in ("amount", "fees") if sheet.given.has(name)), ZERO)
    return owed + short_value(sheet)


def short_value(sheet: Worksheet) -> Fraction:
    """The short position at market: given, or shares × price; nothing where there is none."""
    if sheet.given.has("short_quantity"):
        return sheet.number("short_quantity", unit="shares") * sheet.number("short_price", unit="price")
    return sheet.number("short_value") if sheet.given.has("short_value") else ZERO


def _is_short(sheet: Worksheet) -> bool:
    return sheet.given.has("short_value") or sheet.given.has("short_quantity")


def _with_proceeds(sheet: Worksheet, cash: Fraction) -> Fraction:
    """Cash includes what short sales brought, as on a statement; alone, the proceeds are the cash."""
    proceeds = sheet.number("short_proceeds")
    if not has(sheet, "cash"):
        return proceeds
    sheet.assumptions.append(("cash includes the proceeds of short sales", "现金已包含融券卖出所得"))
    return cash


def _quantity(sheet: Worksheet) -> Fraction | None:
    return Fraction(sheet.whole("quantity", "shares")) if sheet.given.has("quantity") else None


def _falling(sheet: Worksheet, quantity: Fraction | None) -> Fraction | None:
    if sheet.given.has("security_value"):
        return sheet.number("security_value")
    if quantity is not None and sheet.given.has("price"):
        return quantity * sheet.number("price", unit="price")
    return None


def _securities(sheet: Worksheet, falling: Fraction | None) -> Fraction | None:
    """All securities at market, None where they follow from something else."""
    if has(sheet, "securities"):
        held = total(sheet, "securities")
    elif falling is not None or has(sheet, "other_securities"):
        held = (falling or ZERO) + total(sheet, "other_securities")
    elif sheet.given.has("market_value"):
        return sheet.number("market_value")
    else:
        return None
    return held + (sheet.number("market_value") if sheet.given.has("market_value") else ZERO)


def _parts_of(
    sheet: Worksheet, cash: Fraction, securities: Fraction | None
) -> tuple[Fraction, Fraction, Fraction]:
    """Cash, securities and the rest of total assets: what is not said to be the one is taken for the other."""
    assets = sheet.number("assets")
    known = cash + (securities or ZERO)
    if known > max(ZERO, assets):  # a negative one has been refused already
        sheet.given.refuse("assets", "out_of_range")
    if securities is None:
        return cash, assets - cash, ZERO
    if not has(sheet, "cash"):
        return assets - securities, securities, ZERO
    return cash, securities, assets - known


def _bought(sheet: Worksheet, cash: Fraction) -> Fraction:
    """Securities bought with borrowed money, and with own money where that is told apart."""
    if sheet.given.has("own_assets"):
        sheet.assumptions.append(
            ("your own and the borrowed money together are the assets", "总资产按自有资金加借入资金计算")
        )
        borrowed = total(sheet, "liabilities") + (
            sheet.number("amount") if sheet.given.has("amount") else ZERO
        )
        return sheet.number("own_assets") + borrowed - cash
    if sheet.given.has("amount") and has(sheet, "cash"):
        sheet.assumptions.append(
            ("what was bought on margin is worth what was paid", "融资买入的证券按买入金额计值")
        )
        return sheet.number("amount")
    if not has(sheet, "cash") and not sheet.given.has("quantity"):
        sheet.given.refuse("assets", "missing")
    return ZERO
