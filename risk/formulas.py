"""The formulas that figures show, in Chinese and in English, by figure name.

`Figure.formula` is the Chinese one; `formula_en` gives the same structure in English. A name may carry a
suffix after a dot (a security code, a day basis), which does not change its formula.
"""

from collections.abc import Mapping
from types import MappingProxyType

from risk.formulas_cures import CURE_FORMULAS
from risk.formulas_decisions import DECISION_FORMULAS
from risk.formulas_orders import ORDER_FORMULAS

FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "total_assets": (
            "总资产 = 现金 + 其他担保物 + Σ证券市值（担保证券与融资买入证券）",
            "total assets = cash + other collateral + Σ market value of securities (collateral and bought"
            " on margin)",
        ),
        "total_liabilities": (
            "总负债 = Σ融资买入金额 + Σ融券市值 + Σ利息 + 费用",
            "total liabilities = Σ amount financed + Σ market value sold short + Σ interest + fees",
        ),
        "net_assets": ("净资产 = 总资产 − 总负债", "net assets = total assets − total liabilities"),
        "maintenance_ratio": (
            "维持担保比例 = 总资产 ÷ 总负债",
            "maintenance ratio = total assets ÷ total liabilities",
        ),
        "available_margin": (
            "保证金可用余额 = 现金 + Σ(担保证券市值 × 折算率) + Σ(融资浮盈 × 折算率，浮亏 × 100%)"
            " + Σ(融券浮盈 × 折算率，浮亏 × 100%) − Σ融券卖出金额 − Σ(融资买入金额 × 融资保证金比例)"
            " − Σ(融券市值 × 融券保证金比例) − 利息及费用",
            "available margin = cash + Σ(collateral value × conversion rate)"
            " + Σ(gain on margin purchases × conversion rate, loss × 100%)"
            " + Σ(gain on short sales × conversion rate, loss × 100%) − Σ short-sale proceeds"
            " − Σ(amount financed × financing margin ratio) − Σ(short value × short margin ratio)"
            " − interest and fees",
        ),
        "withdrawable": (
            "可提取现金 = 维持担保比例不高于提取线时为 0；否则取下列最小值（不低于 0）：保证金可用余额、"
            "现金 − 融券卖出金额、(总资产 − 其他担保物) − 提取线 × 总负债；无负债时为全部现金",
            "withdrawable cash = 0 unless the ratio is above the withdrawal line; then the smallest (never"
            " below 0) of"
            " available margin, cash − short-sale proceeds, (total assets − other collateral) − withdrawal"
            " line ×"
            " total liabilities; all cash when nothing is owed",
        ),
        "shortfall_to_restore": (
            "距补足线差额 = max(0, 补足线 × 总负债 − 总资产)",
            "shortfall = max(0, restore line × total liabilities − total assets)",
        ),
        "leverage": ("杠杆倍数 = 总资产 ÷ 净资产", "leverage = total assets ÷ net assets"),
        "accrued_interest": (
            "应计利息 = Σ(计息金额 × 年利率 × 自然日天数 ÷ 计息基数)，每笔四舍五入到分",
            "accrued interest = Σ(amount × annual rate × calendar days ÷ day basis), each contract to the"
            " fen",
        ),
        "concentration": (
            "单一证券集中度 = 该证券市值 ÷ 总资产",
            "concentration = market value of the security ÷ total assets",
        ),
        **CURE_FORMULAS,
        **DECISION_FORMULAS,
        "max_margin_purchase": (
            "最大可融资买入金额 = 保证金可用余额 ÷ 融资保证金比例",
            "largest margin purchase = available margin ÷ financing margin ratio",
        ),
        "max_margin_shares": (
            "最多可融资买入股数 = 最大可融资买入金额 ÷ 价格，向下取整到一手",
            "most shares bought on margin = largest margin purchase ÷ price, rounded down to the lot",
        ),
        "margin_total": (
            "可用保证金 = 现金 + Σ(证券市值 × 折算率)",
            "margin = cash + Σ(market value of securities × conversion rate)",
        ),
        "margin_used": (
            "占用保证金 = 金额（数量 × 价格）× 保证金比例",
            "margin used = amount (quantity × price) × margin ratio",
        ),
        "stamp_duty": (
            "卖出印花税 = 成交金额 × 印花税率，四舍五入到分",
            "stamp duty = amount sold × rate of the duty, rounded to the fen",
        ),
        "interest": (
            "利息 = 本金 × 年利率 × 天数 ÷ 计息基数，四舍五入到分",
            "interest = principal × annual rate × days ÷ day basis, rounded to the fen",
        ),
        "touch_value": (
            "触线时证券市值 = 线 × 总负债 − 其余资产",
            "value of securities at the line = line × total liabilities − other assets",
        ),
        "touch_price": (
            "触线价格 = (线 × 总负债 − 其余资产) ÷ 股数",
            "price at the line = (line × total liabilities − other assets) ÷ shares",
        ),
        "ratio_after": (
            "变动后维持担保比例 = 变动后总资产 ÷ 变动后总负债",
            "ratio afterwards = total assets afterwards ÷ total liabilities afterwards",
        ),
        "price_effect": (
            "盈亏 = 证券市值 × 涨跌幅",
            "gain or loss = market value of securities × move of the price",
        ),
        "effect_on_own": (
            "占净资产 = 盈亏 ÷ 净资产",
            "share of net assets = gain or loss ÷ net assets",
        ),
        "drop": (
            "距线跌幅 = (证券市值 − 触线时证券市值) ÷ 证券市值",
            "fall to the line = (value of securities − value at the line) ÷ value of securities",
        ),
        "floating_effect": (
            "对保证金可用余额的影响 = (市值 − 买入金额) × 折算率；浮亏时 × 100%",
            "effect on available margin = (market value − cost) × conversion rate; a loss × 100%",
        ),
        **ORDER_FORMULAS,
    }
)


def formula_zh(name: str) -> str:
    """The Chinese formula of a figure; `KeyError` for an unknown name."""
    return FORMULAS[_base(name)][0]


def formula_en(name: str) -> str:
    """The English formula of a figure; `KeyError` for an unknown name."""
    return FORMULAS[_base(name)][1]


def _base(name: str) -> str:
    return name.partition(".")[0]
