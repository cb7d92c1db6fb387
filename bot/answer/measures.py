"""The names under which a measure may be said. One table, read by the composer and by the guard.

A number in a text belongs to the measure whose name stands nearest before it; a right number under
another measure's name is wrong. Longer names win over the shorter ones they contain.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """``name`` as in ``Figure.name`` or a rule parameter; ``zh``/``en`` its names, the proper one first."""

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def label(self, lang: str) -> str:
        """The proper name in ``lang``."""
        return (self.en if lang == "en" else self.zh)[0]


MEASURES: tuple[Measure, ...] = (
    Measure(
        "maintenance_ratio",
        ("维持担保比例", "维保比例", "担保比例", "比例"),
        ("maintenance ratio", "ratio"),
    ),
    Measure("total_assets", ("总资产", "资产"), ("total assets", "assets")),
    Measure("total_liabilities", ("总负债", "负债"), ("total liabilities", "liabilities", "debt")),
    Measure("net_assets", ("净资产",), ("net assets",)),
    Measure("available_margin", ("保证金可用余额", "可用保证金"), ("available margin",)),
    Measure("withdrawable", ("可取金额", "可转出现金", "可取"), ("withdrawable cash", "withdrawable")),
    Measure(
        "shortfall_to_restore", ("距补足线的差额", "差额"), ("shortfall to the restore line", "shortfall")
    ),
    Measure("leverage", ("杠杆倍数", "杠杆"), ("leverage",)),
    Measure("accrued_interest", ("应计利息费用", "利息费用", "利息"), ("accrued interest", "interest")),
    Measure("concentration", ("集中度", "占总资产"), ("concentration", "share of total assets")),
    Measure("warning_line", ("预警线", "警戒线"), ("warning line",)),
    Measure("liquidation_line", ("平仓线",), ("liquidation line",)),
    Measure("restore_line", ("补足线", "恢复线", "追保到位线", "补足到"), ("restore line", "back to")),
    Measure("minimum_line", ("最低线", "盘中最低线"), ("minimum line",)),
    Measure("withdrawal_line", ("提取线",), ("withdrawal line",)),
    Measure(
        "cure_repay_outside_cash",
        ("用账户外现金还款", "转入现金并还款", "外部现金还款"),
        ("repaying with cash from outside", "repay with outside cash"),
    ),
    Measure(
        "cure_add_collateral",
        ("追加担保物", "转入现金或证券"),
        ("adding collateral", "add collateral"),
    ),
    Measure("cure_sell_to_repay", ("卖券还款",), ("selling to repay", "sell to repay")),
    Measure(
        "financing_margin_ratio",
        ("融资保证金比例", "保证金比例"),
        ("financing margin ratio", "margin ratio for financing"),
    ),
    Measure("short_margin_ratio", ("融券保证金比例",), ("short-selling margin ratio",)),
    Measure("max_margin_purchase", ("最大可融资买入", "可融资买入"), ("largest margin purchase",)),
    Measure("margin_used", ("占用保证金",), ("margin used",)),
    Measure("stamp_duty", ("卖出印花税", "印花税"), ("stamp duty",)),
    Measure("margin_total", ("可用保证金合计", "保证金合计"), ("total margin",)),
    Measure("borrow_to_target", ("到目标比例还可融资买入",), ("can be borrowed down to the target ratio",)),
    Measure("withdraw_to_target", ("到目标比例还可转出",), ("may leave down to the target ratio",)),
    Measure("added_interest", ("新增利息",), ("interest added",)),
    Measure("daily_interest", ("每天利息",), ("interest of a day",)),
    Measure("plan_traded", ("买卖金额合计", "成交合计"), ("traded in all",)),
    Measure("plan_costs", ("交易费用合计",), ("costs in all",)),
    Measure("plan_outside_cash", ("账户外资金合计",), ("outside money in all",)),
    Measure("trade_amount", ("成交金额",), ("amount traded",)),
    Measure("repaid_amount", ("还款金额",), ("repaying",)),
    Measure("residual_debt", ("剩余债务", "剩余欠款"), ("residual debt",)),
    Measure("liquidation_difference", ("差额",), ("difference",)),
    Measure("contributed", ("追保以来转入",), ("came in since the call",)),
    Measure("repaid_since_call", ("追保以来偿还",), ("repaid since the call",)),
    Measure("admission_average", ("日均资产",), ("average assets",)),
    Measure("admission_lacking", ("距门槛差",), ("short of the threshold by",)),
    Measure("admission_sessions_left", ("还需交易日",), ("sessions still needed",)),
    Measure("admission_addition", ("比最新资产多",), ("more than the latest assets",)),
    Measure("credit_line", ("测算额度",), ("the line worked out", "line worked out")),
    Measure("line_now", ("现有额度",), ("line now",)),
    Measure("line_wanted", ("您要的额度",), ("requested amount",)),
    Measure("credit_score", ("信用评分",), ("credit score",)),
    Measure("questionnaire_points", ("问卷得分",), ("points of the questionnaire",)),
    Measure("leverage_ceiling", ("杠杆上限",), ("leverage ceiling",)),
    Measure("cash_buffer", ("现金缓冲",), ("cash buffer",)),
    Measure("fall_to_bearable_loss", ("达到可承受损失的跌幅",), ("fall to the bearable loss",)),
    Measure("largest_share", ("最大占比",), ("largest share",)),
    Measure("own_floor_ratio", ("自设比例下限",), ("own floor",)),
    Measure("own_max_leverage", ("自设杠杆上限",), ("own leverage limit",)),
    Measure("own_least_cash", ("自设最低现金",), ("own least cash",)),
    Measure("own_most_share", ("自设单只上限",), ("own limit for one security",)),
    Measure("own_buffer_days", ("自设缓冲",), ("own buffer",)),
    Measure("said_ratio", ("您说的数字",), ("number you mention",)),
    Measure("drop", ("距线还可下跌", "再跌", "跌幅"), ("possible fall to the line", "a further fall")),
    Measure("touch_value", ("触线时证券市值", "触线市值"), ("market value at the line",)),
    Measure("touch_price", ("触线价格",), ("price at the line",)),
    Measure("touch_move", ("距线涨跌幅", "同涨跌幅"), ("move to the line", "common move")),
    Measure("sum_repay_outside_cash", ("用于还款",), ("used to repay",)),
    Measure("sum_add_cash", ("用于追加",), ("used to add",)),
    Measure("sum_left", ("剩余资金",), ("left over",)),
    Measure("remaining_repay_outside_cash", ("仍需用账户外现金还款",), ("still to repay with outside cash",)),
    Measure("remaining_add_collateral", ("仍需追加担保物",), ("still to add as collateral",)),
    Measure("remaining_sell_to_repay", ("仍需卖券还款",), ("still to sell to repay",)),
    Measure("break_even", ("保本价格",), ("break-even price",)),
    Measure("interest_schedule", ("到期利息", "利息合计"), ("interest by then",)),
    Measure("repayment", ("应还合计",), ("to repay in all",)),
    Measure("penalty_more", ("逾期多计",), ("more for being overdue",)),
    Measure("interest_total", ("各合约利息合计",), ("interest of all contracts",)),
    Measure("withdrawable_shares", ("可转出证券",), ("shares that may leave",)),
    Measure("max_short_sale", ("最大可融券卖出", "可融券卖出"), ("largest short sale",)),
    Measure("credit_line_left", ("剩余授信",), ("credit line left",)),
    Measure("ratio_after", ("变动后的维持担保比例",), ("maintenance ratio afterwards",)),
    Measure("price_effect", ("盈亏金额",), ("gain or loss",)),
    Measure("effect_on_own", ("净资产变动",), ("share of net assets",)),
    Measure("max_margin_shares", ("整手最多可买",), ("most that can be bought",)),
    Measure("interest", ("利息",), ("interest",)),
    Measure("day_basis", ("计息基数",), ("day basis",)),
    Measure(
        "margin_ratio",
        ("保证金比例", "融资保证金比例"),
        ("margin ratio for financing", "financing margin ratio"),
    ),
    Measure("line", ("平仓线", "该线"), ("the line",)),
    Measure("target", ("目标比例",), ("target ratio",)),
    Measure("floating_effect", ("对保证金可用余额的影响",), ("effect on available margin",)),
    Measure("commission_charged", ("已收佣金",), ("commission charged",)),
    Measure("commission_at_rate", ("按约定费率的佣金",), ("commission at the agreed rate",)),
    Measure("commission_difference", ("佣金差额",), ("commission difference",)),
    Measure("due_under_contract", ("到期应还",), ("due under the contract",)),
    Measure("paid_in", ("计入金额",), ("amount counted",)),
    Measure("sold", ("处分成交",), ("sold for",)),
    Measure("costs", ("处分费用",), ("costs of the sale",)),
    Measure("repaid", ("处分偿还",), ("repaid by the sale",)),
    Measure("repaid_principal", ("偿还本金",), ("principal repaid",)),
    Measure("repaid_interest", ("偿还利息",), ("interest repaid",)),
    Measure("repaid_fee", ("偿还融券费用",), ("fees of short sales repaid",)),
    Measure("bought_back", ("买券还券",), ("bought back",)),
    Measure("fill_price", ("成交价",), ("price of the fill",)),
    Measure("alert_line", ("提醒线",), ("alert line",)),
    Measure("alert_price", ("提醒价",), ("alert price",)),
    Measure("last_price", ("现价",), ("last price",)),
    Measure("stressed_price", ("跌停价",), ("price at the limit",)),
    Measure("due_on", ("答复期限", "办理期限"), ("reply by",)),
    Measure("deadline", ("截止时间", "截止", "最晚"), ("deadline", "by")),
)

# Hong Kong and the United States, for reference: names of their own, none of them the mainland's.
REFERENCE_MEASURES: tuple[Measure, ...] = (
    Measure("loan_to_marginable_value", ("孖展比率",), ("loan-to-marginable-value ratio",)),
    Measure("marginable_value", ("可按揭价值",), ("marginable value",)),
    Measure("loan", ("孖展贷款",), ("margin loan owed",)),
    Measure("call_amount", ("追收金额",), ("call amount",)),
    Measure("available_credit", ("可用信贷",), ("available credit",)),
    Measure("purchasing_power", ("孖展购买力",), ("purchasing power",)),
    Measure("target_line", ("目标线",), ("target line",)),
    Measure("call_line", ("追收线",), ("call line",)),
    Measure("forced_sale_line", ("斩仓线", "强制出售线"), ("forced-sale line",)),
    Measure("equity_ratio", ("权益比率",), ("equity ratio",)),
    Measure("equity", ("账户权益", "账户净值"), ("account equity",)),
    Measure("long_market_value", ("多头市值",), ("long market value",)),
    Measure("short_market_value", ("空头市值",), ("short market value",)),
    Measure("maintenance_requirement", ("维持保证金要求",), ("maintenance requirement",)),
    Measure("maintenance_call", ("维持保证金追缴",), ("maintenance call",)),
    Measure("maintenance_excess", ("维持保证金余额",), ("maintenance excess",)),
    Measure("regt_call", ("Reg T 追缴",), ("Reg T call",)),
    Measure("intraday_deficit", ("日内保证金缺口",), ("intraday margin deficit",)),
    Measure("buying_power", ("隔夜购买力",), ("overnight buying power",)),
    Measure("cure_deposit_cash", ("存入现金",), ("depositing cash",)),
    Measure("cure_deposit_securities", ("存入证券",), ("depositing securities",)),
    Measure("cure_sale", ("卖出证券",), ("selling securities",)),
    Measure("cure_cover", ("买回空头",), ("buying a short back",)),
)
MEASURES = (*MEASURES, *REFERENCE_MEASURES)

BY_NAME = {measure.name: measure for measure in MEASURES}


def labels_of(name: str) -> tuple[str, ...]:
    """Every spoken form of a measure; the name itself where the table does not hold it.

    ``concentration.600519.SH`` and the like share the row of their first part.
    """
    measure = _measure(name)
    return (*measure.zh, *measure.en) if measure else (name,)


def label_of(name: str, lang: str) -> str:
    """The proper name of a measure in ``lang``; the name itself where the table does not hold it."""
    measure = _measure(name)
    return measure.label(lang) if measure else name


def _measure(name: str) -> Measure | None:
    return BY_NAME.get(name) or BY_NAME.get(name.split(".", 1)[0])
