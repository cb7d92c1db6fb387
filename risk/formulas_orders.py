"""The formulas of orders, withdrawals, interest schedules and prices at a line, by figure name: Chinese, English."""

from collections.abc import Mapping
from types import MappingProxyType

ORDER_FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "short_concentration": (
            "融券集中度 = 该证券融券市值 ÷ 总资产",
            "short concentration = market value of the security sold short ÷ total assets",
        ),
        "credit_line_left": (
            "剩余授信 = 授信额度 − Σ融资买入金额 − Σ融券卖出金额",
            "credit line left = credit line − Σ amount financed − Σ short-sale proceeds",
        ),
        "largest_order": (
            "最大可委托数量 = 各项限制的最小值，向下取整到一手；有一项不允许时为 0",
            "largest order = the smallest of the limits, rounded down to the lot; 0 where something bars it",
        ),
        "added_interest": (
            "新增利息 = 推演后的应计利息 − 现在的应计利息",
            "interest added = accrued interest afterwards − accrued interest now",
        ),
        "borrow_to_target": (
            "到目标比例还可融资买入 = max(0, 总资产 − 目标比例 × 总负债) ÷ (目标比例 − 1)",
            "what can be borrowed down to the target ratio = max(0, total assets − target ratio × total liabilities)"
            " ÷ (target ratio − 1)",
        ),
        "withdraw_to_target": (
            "到目标比例还可转出 = max(0, 总资产 − 目标比例 × 总负债)",
            "what may leave down to the target ratio = max(0, total assets − target ratio × total liabilities)",
        ),
        "limit_available_margin": (
            "保证金可支持的数量 = 保证金可用余额 ÷ (委托价格 × 保证金比例)",
            "what the margin allows = available margin ÷ (order price × margin ratio)",
        ),
        "limit_credit_line": (
            "授信可支持的数量 = 剩余授信 ÷ 委托价格",
            "what the credit line allows = credit line left ÷ order price",
        ),
        "limit_usable_cash": (
            "可用资金可支持的数量 = (现金 − Σ融券卖出金额) ÷ 委托价格",
            "what the cash allows = (cash − Σ short-sale proceeds) ÷ order price",
        ),
        "limit_inventory": (
            "可融券数量 = 公司可供出借的数量",
            "what can be borrowed = shares the firm can lend",
        ),
        "limit_concentration": (
            "集中度可支持的数量 = 各档的最大值，每档取较小者：(上限 × 总资产 − 该证券市值) ÷ ((1 − 上限) × 委托价格)、"
            "(总资产 − 档位起点 × 总负债) ÷ ((档位起点 − 1) × 委托价格)",
            "what the concentration allows = the largest over the bands of the smaller of (limit × total assets −"
            " value of the security) ÷ ((1 − limit) × order price) and (total assets − lower end of the band ×"
            " total liabilities) ÷ ((lower end − 1) × order price)",
        ),
        "limit_concentration_cash": (
            "集中度可支持的数量 = (上限 × 总资产 − 该证券市值) ÷ 委托价格",
            "what the concentration allows = (limit × total assets − value of the security) ÷ order price",
        ),
        "withdrawable_shares": (
            "可提取证券 = 维持担保比例不高于提取线时为 0；否则取下列最小值，向下取整到 1 股（不低于 0）：可转出数量、"
            "保证金可用余额 ÷ (价格 × 折算率)、((总资产 − 其他担保物) − 提取线 × 总负债) ÷ 价格；无负债时为可转出数量",
            "withdrawable shares = 0 unless the ratio is above the withdrawal line; then the smallest, in whole shares"
            " and never below 0, of the shares that may leave, available margin ÷ (price × conversion rate),"
            " ((total assets − other collateral) − withdrawal line × total liabilities) ÷ price; all that may leave"
            " when nothing is owed",
        ),
        "interest_schedule": (
            "利息合计 = 已计未付利息 + Σ各期(计息金额 × 年利率 × 天数 ÷ 计息基数)，每期四舍五入到分；"
            "到期日起按逾期利率",
            "interest in all = accrued and unpaid + Σ per period (amount × annual rate × days ÷ day basis), each period"
            " to the fen; at the penalty rate from the due day",
        ),
        "interest_total": (
            "利息合计 = Σ各合约利息合计",
            "interest in all = Σ interest of each contract",
        ),
        "repayment": (
            "应还合计 = 融资金额 + 利息合计",
            "to repay in all = amount financed + interest in all",
        ),
        "penalty_more": (
            "逾期多计的利息 = Σ逾期各期(该期利息 − 计息金额 × 合同年利率 × 天数 ÷ 计息基数)，每期四舍五入到分",
            "more for being overdue = Σ per overdue period (its interest − amount × the contract's annual rate × days"
            " ÷ day basis), each period to the fen",
        ),
        "break_even_financing": (
            "保本价格 = (融资买入金额 + 利息) ÷ 股数",
            "break-even price = (amount financed + interest) ÷ shares",
        ),
        "break_even_short": (
            "保本价格 = (融券卖出金额 − 利息) ÷ 股数",
            "break-even price = (short-sale proceeds − interest) ÷ shares",
        ),
        "touch_price_of_security": (
            "触线价格 = (线 × 其余负债 − 其余资产) ÷ (持有股数 − 线 × 融券股数)",
            "price at the line = (line × other liabilities − other assets) ÷ (shares owned − line × shares owed)",
        ),
        "touch_move_of_security": (
            "距线涨跌幅 = 触线价格 ÷ 现价 − 1",
            "move to the line = price at the line ÷ price now − 1",
        ),
        "touch_move_together": (
            "同涨跌触线幅度 = (线 × 其余负债 − 其余资产) ÷ (同涨跌的证券市值 − 线 × 同涨跌的融券市值) − 1",
            "common move to the line = (line × other liabilities − other assets) ÷ (value that moves − line × short value"
            " that moves) − 1",
        ),
    }
)
