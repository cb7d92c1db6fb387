"""Names of the parameters of the reference rulebooks, Hong Kong and the United States."""

from collections.abc import Mapping
from types import MappingProxyType

HK_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "client_margin_ratio": ("客户孖展比率上限", "limit of a client's margin ratio"),
        "margin_loans_to_capital": ("孖展贷款总额与资本之比", "margin loans to capital"),
        "benchmark_deviation": ("偏离指引基准的后果", "what a deviation from a benchmark means"),
        "margin_lending_policy": ("孖展借贷政策", "margin-lending policy"),
        "margin_control_areas": ("孖展业务控制范围", "control areas of margin lending"),
        "call_triggers": ("追收孖展的触发点", "triggers for margin calls"),
        "single_client_loan_share": ("单一客户贷款占股东资金", "one client's loans to shareholders' funds"),
        "stress_test_frequency": ("压力测试频率", "how often to stress-test"),
        "repledging_ratio": ("转按抵押品与贷款之比", "repledged collateral to margin loans"),
        "repledging_cure_period": ("转按超限的纠正期限", "time to cure an excess of repledging"),
        "gearing_threshold": ("资本负债调整门槛", "threshold of the gearing adjustment"),
        "concentration_discounting": ("集中折扣因子", "concentration discounting factor"),
        "account_set_off": ("账户之间的抵销", "set-off between accounts"),
        "cash_receivable_full_days": ("现金客户应收款全额计入期限", "days a cash receivable counts in full"),
        "frr_haircut": ("财政资源规则扣减率", "haircut under the Financial Resources Rules"),
        "margin_licence": ("孖展融资牌照", "licence for margin financing"),
        "bank_margin_guideline": ("银行股票孖展指引", "guideline for banks"),
        "business_day": ("营业日的含义", "what a business day is"),
    }
)

US_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "regt_initial_long": ("Reg T 初始保证金（买入）", "Reg T initial margin, long"),
        "regt_initial_short": ("Reg T 初始保证金（卖空）", "Reg T initial margin, short"),
        "regt_initial_good_faith": ("Reg T 豁免证券保证金", "Reg T margin of exempted securities"),
        "regt_non_margin": ("非保证金证券的保证金", "margin of a non-margin security"),
        "regt_initial_only": ("Reg T 只管开仓", "Reg T is initial only"),
        "account_cross_support": ("账户之间互相支持", "support between accounts"),
        "short_against_the_box": ("持有同一证券的卖空", "short against the box"),
        "payment_period": ("Reg T 付款期限", "Reg T payment period"),
        "regt_small_call": ("可不追的 Reg T 金额", "Reg T call that may be ignored"),
        "minimum_equity": ("最低权益", "minimum equity"),
        "minimum_equity_after_fall": ("市价下跌与最低权益", "minimum equity after a fall"),
        "maintenance_long": ("维持保证金（买入）", "maintenance margin, long"),
        "maintenance_short_ratio": ("维持保证金（卖空，按市值）", "maintenance margin, short, of value"),
        "maintenance_short_per_share": ("维持保证金（卖空，按股）", "maintenance margin, short, per share"),
        "low_price_threshold": ("低价股分界", "low-price threshold"),
        "highest_requirement": ("多项要求取其高", "which requirement applies"),
        "house_maintenance": ("公司维持保证金", "house maintenance"),
        "maintenance_call_period": ("维持保证金追缴期限", "time to meet a maintenance call"),
        "forced_sale_notice": ("强制平仓通知", "notice before a forced sale"),
        "margin_record": ("保证金逐日记录", "daily record of required margin"),
        "sma_contents": ("特别备忘账户的内容", "what the special memorandum account holds"),
        "sma_formula": ("特别备忘账户的算法", "how the special memorandum account is computed"),
        "free_riding_freeze": ("先卖后付的冻结期", "freeze after free-riding"),
        "cash_account_purchase": ("现金账户买入", "purchase in a cash account"),
        "portfolio_margin_equity": ("组合保证金最低权益", "equity for portfolio margin"),
        "portfolio_margin_shock": ("组合保证金个股波幅", "portfolio margin move of one stock"),
        "portfolio_margin_to_net_capital": ("组合保证金与净资本之比", "portfolio margin to net capital"),
        "debit_day_basis": ("借款计息基数", "day basis of a debit"),
        "day_trading_rule": ("日内交易规则", "rule for day trading"),
        "pattern_day_trades": ("日内交易者认定笔数", "trades of a pattern day trader"),
        "pattern_day_trade_share": ("日内交易占比", "share of a pattern day trader"),
        "pattern_day_trader_equity": ("日内交易者最低权益", "equity of a pattern day trader"),
        "day_trade_multiple": ("日内购买力倍数", "multiple of day-trading buying power"),
        "day_trade_call_period": ("日内追缴期限", "time to meet a day-trading call"),
        "intraday_maintenance": ("日内维持保证金", "maintenance margin throughout the day"),
        "intraday_deficit_period": ("日内缺口补足期限", "time to meet an intraday deficit"),
        "intraday_restriction": ("日内缺口不补的限制", "restriction after unmet intraday deficits"),
        "intraday_deficit_ignored": ("可不计的日内缺口", "intraday deficit that may be ignored"),
    }
)
