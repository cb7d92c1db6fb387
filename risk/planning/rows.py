"""What suits which risk grade, as the firm starts out: all firm-set, for no rule-maker publishes it."""

from risk.rulebook.row import Row
from risk.thresholds import firm_set


def _by_grade(param: str, unit: str, values: tuple[str, ...], note: str, note_zh: str) -> tuple[Row, ...]:
    return tuple(
        firm_set(param, value, unit, note, note_zh, force="cap", scope={"grade": f"C{i}"})
        for i, value in enumerate(values, start=1)
    )


ROWS: tuple[Row, ...] = (
    *_by_grade(
        "leverage_ceiling",
        "times",
        ("1", "1", "1", "1.5", "2"),
        "The highest leverage that suits the grade; 1 is none.",
        "与风险等级相匹配的杠杆倍数上限，1 为不使用杠杆。",
    ),
    *_by_grade(
        "bearable_loss",
        "ratio",
        ("0.05", "0.10", "0.20", "0.30", "0.50"),
        "The loss of net assets that the grade stands for.",
        "该风险等级对应的净资产可承受损失比例。",
    ),
    firm_set(
        "short_horizon_months",
        "6",
        "months",
        "A horizon below this is short.",
        "投资期限低于该月数视为短期。",
    ),
    firm_set(
        "leverage_ceiling_short_horizon",
        "1.2",
        "times",
        "The highest leverage for a short horizon.",
        "短期资金的杠杆倍数上限。",
        force="cap",
    ),
    firm_set(
        "buffer_days",
        "2",
        "days",
        "So many days at the lower price limit the account should bear without a call.",
        "账户应能承受连续跌停而不触及平仓线的天数。",
    ),
    *(
        firm_set(
            "plan_scenario_move",
            move,
            "ratio",
            "A scenario, not a forecast: every price that trades moves by this share.",
            "情景假设，并非预测：所有可交易证券价格同比变动。",
            scope={"scenario": str(i)},
        )
        for i, move in enumerate(("-0.30", "-0.20", "-0.10", "0.10"), start=1)
    ),
)
SCENARIOS = ("1", "2", "3", "4")
