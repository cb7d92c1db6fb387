"""The formulas of stress tests, plans and forced liquidations, by figure name: Chinese, English."""

from collections.abc import Mapping
from types import MappingProxyType

DECISION_FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "trade_amount": ("成交金额 = 数量 × 价格", "amount traded = quantity × price"),
        "trade_costs": (
            "交易费用 = max(最低佣金, 金额 × 佣金率) + 金额 × 过户费率 + 卖出金额 × 印花税率，各项四舍五入到分",
            "costs of the trade = max(least commission, amount × commission rate) + amount × transfer rate"
            " + amount sold × stamp duty, each to the fen",
        ),
        "repaid_amount": (
            "还款金额 = min(此时仍需还款额, 可用资金, 可用现金偿还的负债)",
            "repayment = the smallest of what is still needed, the money at hand, and the debt that money can"
            " repay",
        ),
        "debt_left": (
            "剩余负债 = 剩余融资金额 + 剩余融券市值 + 剩余利息及费用",
            "debt left = amounts financed + shorts at market + interest and fees that are left",
        ),
        "plan_traded": ("买卖金额合计 = Σ各笔成交金额", "traded in all = Σ amount of each order"),
        "plan_costs": ("交易费用合计 = Σ各笔交易费用", "costs in all = Σ costs of each order"),
        "plan_outside_cash": (
            "账户外资金合计 = Σ用账户外资金还款的金额",
            "outside money in all = Σ repaid with money from outside",
        ),
        "residual_debt": (
            "剩余债务 = max(0, 处置后总负债 − 处置后总资产)",
            "residual debt = max(0, liabilities afterwards − assets afterwards)",
        ),
        "liquidation_difference": (
            "差额 = 第二种顺序的结果 − 第一种顺序的结果",
            "difference = outcome of the second order − outcome of the first",
        ),
        "distance_to_line": (
            "距该线 = 维持担保比例 − 该线",
            "distance to the line = maintenance ratio − the line",
        ),
        "room_above_line": (
            "距该线的资产余地 = 总资产 − 该线 × 总负债（为负即缺口）",
            "assets above the line = total assets − line × total liabilities (negative: lacking)",
        ),
        "stressed_price": (
            "压力价格 = 现价 × (1 + 变动)；跌停逐日按价格 × (1 − 跌幅限制) 四舍五入到分",
            "stressed price = price × (1 + move); at the lower limit: day by day price × (1 − price limit), to"
            " the fen",
        ),
    }
)
