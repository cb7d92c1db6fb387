"""Names of the parameters as people say them, and the nearest ones to a name that is not known."""

from collections.abc import Container, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from risk.rulebook.labels_reference import HK_LABELS, US_LABELS
from risk.rulebook.labels_thresholds import THRESHOLD_LABELS

CN_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "financing_margin_ratio": ("融资保证金比例下限", "lowest financing margin ratio"),
        "short_margin_ratio": ("融券保证金比例下限", "lowest short margin ratio"),
        "available_margin_formula": ("保证金可用余额公式", "formula of the available margin"),
        "floating_loss_rate": ("浮亏扣减比例", "share of a floating loss that counts"),
        "maintenance_ratio_formula": ("维持担保比例公式", "formula of the maintenance ratio"),
        "statutory_minimum_maintenance_ratio": (
            "统一最低维持担保比例",
            "regulator's minimum maintenance ratio",
        ),
        "call_period": ("追加担保物期限", "time to top up after a call"),
        "restore_minimum": ("追加后最低比例", "lowest ratio to restore"),
        "withdrawal_line": ("提取线", "withdrawal line"),
        "withdrawal_counts_other_collateral": (
            "提取判断是否计入其他担保物",
            "other collateral in the withdrawal test",
        ),
        "liquidation_duty": ("处分担保物的义务", "duty to dispose of collateral"),
        "maintenance_check": ("逐日计算", "how often the ratio is computed"),
        "conversion_rate_cap": ("折算率上限", "highest conversion rate"),
        "zero_rated_static_pe": ("折算率归零的静态市盈率", "static P/E from which nothing counts"),
        "other_collateral_counts_in": ("其他担保物计入何处", "where other collateral counts"),
        "contract_term": ("合约期限", "contract term"),
        "extension_length": ("每次展期最长期限", "length of one extension"),
        "extension_count": ("展期次数", "number of extensions"),
        "interest_days": ("计息天数", "days that bear interest"),
        "day_basis": ("年化天数", "day basis"),
        "financing_repayment": ("融资偿还方式", "ways to repay financing"),
        "short_repayment": ("融券偿还方式", "ways to return borrowed securities"),
        "short_return_delay": ("融券最早偿还日", "first day to return a short"),
        "financed_sale_repays_first": ("卖出融资证券须先还款", "sale of financed securities repays first"),
        "short_proceeds_use": ("融券所得资金用途", "use of short-sale proceeds"),
        "lot_size": ("委托数量单位", "order lot"),
        "one_account_per_exchange": ("每家交易所信用账户数", "credit accounts per exchange"),
        "collateral_trust_property": ("担保物的法律性质", "legal nature of collateral"),
        "stamp_duty_on_sale": ("卖出印花税", "stamp duty on a sale"),
        "margin_loan_to_net_capital": ("融资融券规模与净资本之比", "margin lending to net capital"),
        "margin_business_licence": ("融资融券业务资格", "who may do margin business"),
        "suspended_past_maturity": ("到期仍停牌的处理", "suspension past maturity"),
        "price_limit": ("涨跌幅限制", "daily price limit"),
        "new_listing_without_price_limit": (
            "新股不设涨跌幅的天数",
            "sessions without price limit after listing",
        ),
        "financing_suspension_threshold": ("暂停融资买入阈值", "threshold to suspend margin purchases"),
        "financing_resumption_threshold": ("恢复融资买入阈值", "threshold to resume margin purchases"),
        "short_suspension_threshold": ("暂停融券卖出阈值", "threshold to suspend short sales"),
        "short_resumption_threshold": ("恢复融券卖出阈值", "threshold to resume short sales"),
        "short_sale_price_rule": ("融券卖出价格规则", "uptick rule"),
        "securities_refinancing_for_shorts": ("转融券", "securities refinancing"),
        "restricted_share_lending": ("限售股出借", "lending of restricted shares"),
        "insider_holding_threshold": ("内部人持股比例", "holding that bars margin trades in own shares"),
        "eligible_listing_months": ("标的上市时间", "months listed to be eligible"),
        "eligible_financing_tradable_shares": (
            "融资标的流通股本",
            "tradable shares to be eligible for financing",
        ),
        "eligible_financing_tradable_value": (
            "融资标的流通市值",
            "tradable value to be eligible for financing",
        ),
        "eligible_short_tradable_shares": (
            "融券标的流通股本",
            "tradable shares to be eligible for short sale",
        ),
        "eligible_short_tradable_value": ("融券标的流通市值", "tradable value to be eligible for short sale"),
        "eligible_holders": ("标的股东人数", "shareholders to be eligible"),
        "admission_average_assets": ("开户日均资产", "average assets to open an account"),
        "admission_average_days": ("日均资产计算天数", "days over which assets are averaged"),
        "admission_experience": ("开户交易经验", "trading experience to open an account"),
        "admission_shareholder_exception": ("股东开户例外", "exception for shareholders of the firm"),
        "burden_of_proof_ordinary_investor": ("纠纷举证责任", "burden of proof in a dispute"),
        "record_retention": ("客户资料与交易记录保存期限", "how long records are kept"),
        "identity_record_retention": ("客户身份资料保存期限", "how long identity records are kept"),
        "suitability_record_retention": ("适当性资料保存期限", "how long suitability material is kept"),
        "statement_frequency": ("对账单频率", "how often statements are sent"),
        "investor_hotline": ("投资者服务热线", "investor hotline"),
        "psychological_aid_hotline": ("心理援助热线", "psychological aid hotline"),
        "complaint_closing_period": ("投诉办结期限", "time to close a complaint"),
        "financing_margin_ratio_formula": (
            "融资保证金比例公式",
            "how the firm sets its financing margin ratio",
        ),
        "short_margin_ratio_formula": ("融券保证金比例公式", "how the firm sets its short margin ratio"),
        "concentration_limit": ("单一证券集中度上限", "highest share of one security"),
        "hft_orders_per_second": ("高频交易认定：每秒笔数", "high-frequency: orders per second"),
        "hft_orders_per_day": ("高频交易认定：每日笔数", "high-frequency: orders per day"),
    }
)


LABELS: Mapping[str, tuple[str, str]] = MappingProxyType({**CN_LABELS, **HK_LABELS, **US_LABELS})


def label(param: str) -> tuple[str, str]:
    """The parameter's name in Chinese and in English; `KeyError` for an unknown one."""
    return THRESHOLD_LABELS[param] if param in THRESHOLD_LABELS else LABELS[param]


def nearest(text: str, most: int = 5, among: Container[str] = LABELS) -> tuple[str, ...]:
    """The parameters of `among` whose name or label is closest to `text`, best first."""
    known = {param: words for param, words in LABELS.items() if param in among}
    wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
    inside = [param for param, words in known.items() if wanted and (wanted in param or text in words[0])]
    close = get_close_matches(wanted, known, n=most, cutoff=0.5)
    labels = {words[0]: param for param, words in known.items()}
    close_zh = [labels[each] for each in get_close_matches(text, labels, n=most, cutoff=0.5)]
    return tuple(dict.fromkeys((*inside, *close, *close_zh)))[:most]
