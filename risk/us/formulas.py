"""The formulas of United States figures, in Chinese and in English."""

from collections.abc import Mapping
from types import MappingProxyType

FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "long_market_value": ("多头市值 = Σ(数量 × 价格)", "long market value = Σ(quantity × price)"),
        "short_market_value": ("空头市值 = Σ(数量 × 价格)", "short market value = Σ(quantity × price)"),
        "equity": (
            "账户权益 = 多头市值 + 贷方余额 − 借方余额 − 空头市值",
            "equity = long market value + credit balance − debit balance − short market value",
        ),
        "equity_ratio": (
            "权益比率 = 账户权益 ÷ (多头市值 + 空头市值)",
            "equity ratio = equity ÷ (long market value + short market value)",
        ),
        "maintenance_requirement": (
            "维持保证金要求 = Σ(多头市值 × 维持比例) + Σ max(空头市值 × 比例, 股数 × 每股最低额)，规则与公司要求取高",
            "maintenance requirement = Σ(long value × percentage) + Σ max(short value × percentage, shares ×"
            " minimum per share), the higher of rule and firm",
        ),
        "maintenance_excess": (
            "维持保证金余额 = 账户权益 − 维持保证金要求",
            "maintenance excess = equity − maintenance requirement",
        ),
        "maintenance_call": (
            "维持保证金追缴 = max(0, 维持保证金要求 − 账户权益)",
            "maintenance call = max(0, maintenance requirement − equity)",
        ),
        "regt_requirement": (
            "Reg T 要求 = Σ(多头市值 × 初始比例) + Σ(空头市值 × (卖空初始比例 − 1))",
            "Reg T requirement = Σ(long value × initial percentage) + Σ(short value × (initial percentage of a"
            " short − 1))",
        ),
        "regt_excess": (
            "Reg T 余额 = 账户权益 − Reg T 要求",
            "Reg T excess = equity − Reg T requirement",
        ),
        "sma": (
            "SMA = max(原 SMA + 存入 − 提取 − 当日交易净初始保证金, Reg T 余额)",
            "SMA = max(SMA so far + deposits − withdrawals − net initial margin of the day's trades, Reg T"
            " excess)",
        ),
        "regt_call": ("Reg T 追缴 = max(0, −SMA)", "Reg T call = max(0, −SMA)"),
        "buying_power": (
            "购买力 = min(SMA ÷ 初始比例, 维持保证金余额 ÷ 维持比例)，不低于 0；权益低于最低权益时仅限自有现金",
            "buying power = min(SMA ÷ initial percentage, maintenance excess ÷ maintenance percentage), at least"
            " 0; only own cash while equity is below the minimum",
        ),
        "minimum_equity_shortfall": (
            "最低权益差额 = max(0, 最低权益 − 账户权益)",
            "shortfall to the minimum equity = max(0, minimum equity − equity)",
        ),
        "intraday_deficit": (
            "日内保证金缺口 = max(0, 日内维持保证金要求 − 账户权益)",
            "intraday margin deficit = max(0, intraday maintenance requirement − equity)",
        ),
        "day_trading_buying_power": (
            "日内购买力 = 倍数 × max(0, 账户权益 − 维持保证金要求)；权益低于日内交易者最低权益时为 0",
            "day-trading buying power = multiple × max(0, equity − maintenance requirement); 0 while equity is"
            " below the floor of a pattern day trader",
        ),
        "call_price": (
            "触及追缴的价格 = (借方余额 + 空头市值 + 其他持仓要求 − 贷方余额 − 其他多头市值) ÷ (数量 × (1 − 维持比例))",
            "price at the call = (debit balance + short market value + requirement of the others − credit balance"
            " − long value of the others) ÷ (quantity × (1 − maintenance percentage))",
        ),
        "cure_deposit_cash": (
            "存入现金 = 维持保证金要求 − 账户权益",
            "deposit cash = maintenance requirement − equity",
        ),
        "cure_deposit_securities": (
            "存入证券的市值 = 追缴金额 ÷ (1 − 维持比例)",
            "market value of securities deposited = call ÷ (1 − maintenance percentage)",
        ),
        "cure_sale": (
            "卖出证券的市值 = 追缴金额 ÷ 维持比例",
            "market value sold = call ÷ maintenance percentage",
        ),
        "cure_cover": (
            "买回空头的市值 = 追缴金额 ÷ 每股要求 × 价格",
            "market value of the short bought back = call ÷ requirement per share × price",
        ),
        "after_cure": (
            "之后的权益比率 = 之后的账户权益 ÷ 之后的持仓市值",
            "equity ratio afterwards = equity afterwards ÷ market value of the positions afterwards",
        ),
    }
)
