"""The formulas of Hong Kong figures, in Chinese and in English, and the small sums behind published examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "market_value": ("证券市值 = Σ(数量 × 价格)", "market value = Σ(quantity × price)"),
        "marginable_value": (
            "可按揭价值 = Σ(证券市值 × 可按揭比率)",
            "marginable value = Σ(market value × lending ratio)",
        ),
        "equity": (
            "账户净值 = 证券市值 + 现金 − 孖展贷款",
            "equity = market value + cash − margin loan",
        ),
        "loan_to_marginable_value": (
            "孖展比率 = 孖展贷款 ÷ 可按揭价值",
            "margin ratio = margin loan ÷ marginable value",
        ),
        "call_amount": (
            "追收金额 = 孖展贷款 − min(目标线 × 可按揭价值, 信贷限额)；未触发追收时为 0",
            "call amount = margin loan − min(target line × marginable value, credit limit); 0 while no call is"
            " triggered",
        ),
        "available_credit": (
            "可用信贷 = max(0, min(可按揭价值, 信贷限额) − 孖展贷款 + 现金)",
            "available credit = max(0, min(marginable value, credit limit) − margin loan + cash)",
        ),
        "purchasing_power": (
            "购买力 = min((可按揭价值 − 孖展贷款 + 现金) ÷ (1 − 可按揭比率), 信贷限额 − 孖展贷款 + 现金)，不低于 0",
            "purchasing power = min((marginable value − margin loan + cash) ÷ (1 − lending ratio), credit limit"
            " − margin loan + cash), at least 0",
        ),
        "call_price": (
            "触及追收线的价格 = (孖展贷款 ÷ 追收线 − 其他证券可按揭价值) ÷ (数量 × 可按揭比率)",
            "price at the call line = (margin loan ÷ call line − marginable value of the others) ÷ (quantity ×"
            " lending ratio)",
        ),
        "initial_requirement": (
            "初始保证金要求 = Σ(证券市值 × 初始保证金率)",
            "initial requirement = Σ(market value × initial margin)",
        ),
        "maintenance_requirement": (
            "维持保证金要求 = Σ(证券市值 × 维持保证金率)",
            "maintenance requirement = Σ(market value × maintenance margin)",
        ),
        "call_to_initial": (
            "追收至初始保证金 = 初始保证金要求 − 账户净值；净值不低于维持保证金要求时为 0",
            "call up to the initial margin = initial requirement − equity; 0 while equity is not below the"
            " maintenance requirement",
        ),
        "cure_deposit_cash": (
            "存入现金 = 孖展贷款 − min(目标线 × 可按揭价值, 信贷限额)",
            "deposit cash = margin loan − min(target line × marginable value, credit limit)",
        ),
        "cure_deposit_securities": (
            "存入证券的市值 = (孖展贷款 − 目标线 × 可按揭价值) ÷ (目标线 × 可按揭比率)",
            "market value of securities deposited = (margin loan − target line × marginable value) ÷ (target"
            " line × lending ratio)",
        ),
        "cure_sale": (
            "卖出证券的市值 = (孖展贷款 − 目标线 × 可按揭价值) ÷ (1 − 目标线 × 可按揭比率)",
            "market value sold = (margin loan − target line × marginable value) ÷ (1 − target line × lending"
            " ratio)",
        ),
        "after_deposit_cash": (
            "存入现金后孖展比率 = (孖展贷款 − 存入额) ÷ 可按揭价值",
            "margin ratio afterwards = (margin loan − deposit) ÷ marginable value",
        ),
        "after_deposit_securities": (
            "存入证券后孖展比率 = 孖展贷款 ÷ (可按揭价值 + 存入市值 × 可按揭比率)",
            "margin ratio afterwards = margin loan ÷ (marginable value + value deposited × lending ratio)",
        ),
        "after_sale": (
            "卖出后孖展比率 = (孖展贷款 − 卖出额) ÷ (可按揭价值 − 卖出额 × 可按揭比率)",
            "margin ratio afterwards = (margin loan − value sold) ÷ (marginable value − value sold × lending"
            " ratio)",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Funding:
    """A purchase split into own money and borrowed money; leverage is value over own money."""

    own: Fraction
    borrowed: Fraction
    leverage: Fraction


def funding(value: Fraction, initial_margin: Fraction) -> Funding:
    """What must be one's own of a purchase of `value`; raises ZeroDivisionError for nothing of one's own."""
    own = value * initial_margin
    return Funding(own, value - own, value / own)


def return_on_own(cost: Fraction, value: Fraction, own: Fraction) -> tuple[Fraction, Fraction]:
    """Gain or loss of a position, and as a share of the money that was one's own."""
    return value - cost, (value - cost) / own


@dataclass(frozen=True, slots=True)
class StockBorrow:
    """A borrowed short position against its deposit. `surplus` is above the initial level, or a top-up below."""

    ratio: Fraction
    surplus: Fraction
    called: bool


def stock_borrow(deposit: Fraction, value: Fraction, initial: Fraction, maintenance: Fraction) -> StockBorrow:
    """Deposit against the `value` borrowed: called below `maintenance`, and then topped up to `initial`."""
    return StockBorrow(deposit / value, deposit - initial * value, deposit < maintenance * value)
