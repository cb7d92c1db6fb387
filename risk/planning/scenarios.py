"""Goals as scenarios: what a move of all prices would leave of net assets, the ratio, the cash needed and the goal.

Scenarios are data (`plan_scenario_move`), the same for everybody, and no forecast: nothing says how likely one is.

    net assets −10 % = assets after the move − liabilities after it
    lacking for the goal = max(0, goal − net assets after the move)
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from risk import margin
from risk.account import ZERO
from risk.figure import Figure
from risk.planning.model import Person
from risk.planning.rows import SCENARIOS
from risk.price_moves import moved
from risk.ratio import Ratio
from risk.sheet import Sheet
from risk.thresholds import Threshold, Thresholds
from risk.traced import Formula, given, traced

_NET: Formula = (
    "情景净资产 = 变动后总资产 − 变动后总负债",
    "net assets in the scenario = assets − liabilities after",
)
_RATIO: Formula = (
    "情景维持担保比例 = 变动后总资产 ÷ 变动后总负债",
    "ratio in the scenario = assets ÷ liabilities after",
)
_NEED: Formula = (
    "情景用款缺口 = max(0, 用款需求 − 变动后可提取现金)",
    "lacking for the need = max(0, cash needed − withdrawable cash after the move)",
)
_GOAL: Formula = (
    "情景目标缺口 = max(0, 目标净资产 − 变动后净资产)",
    "lacking for the goal = max(0, goal − net assets after the move)",
)


def scenarios(person: Person, sheet: Sheet, limits: Thresholds) -> Iterator[Figure]:
    """For each move: `scenario_net_assets.-0.10`, `scenario_ratio…`, `scenario_need_lacking…`, and the goal's if any."""
    for scenario in SCENARIOS:
        move = limits.need("plan_scenario_move", scenario=scenario)
        yield from _scenario(person, sheet, move)


def _scenario(person: Person, sheet: Sheet, move: Threshold) -> Iterator[Figure]:
    after = replace(sheet, valuation=moved(sheet.valuation, move.value))
    assets, owed = after.valuation.assets or ZERO, after.valuation.liabilities or ZERO
    net, missing = assets - owed, after.valuation.missing
    cash = margin.withdrawable(after, margin.available_margin(after))
    need = max(ZERO, person.need - (cash.value or ZERO))
    yield _figure("scenario_net_assets", net, _NET, sheet, move, missing)
    yield _figure("scenario_ratio", Ratio(assets, owed).value, _RATIO, sheet, move, missing, "ratio")
    yield _figure("scenario_need_lacking", need, _NEED, sheet, move, cash.missing, need=person.need)
    if person.goal is not None:
        lacking = max(ZERO, person.goal - net)
        yield _figure("scenario_goal_lacking", lacking, _GOAL, sheet, move, missing, goal=person.goal)


def _figure(
    name: str,
    value: Fraction | None,
    formula: Formula,
    sheet: Sheet,
    move: Threshold,
    missing: tuple[str, ...],
    unit: str = "CNY",
    **wanted: Fraction,
) -> Figure:
    """A figure of one move; what the person wants is an input, and what is lacking for it is safer when lower."""
    asked = tuple(given(key, amount, "CNY", "person") for key, amount in wanted.items())
    return traced(
        f"{name}.{move.row.value}",
        value,
        unit,
        formula,
        (sheet.assets(), sheet.liabilities(), move.input(), *asked),
        sheet.snapshot.as_of,
        rows=(move.row,),
        direction="lower_safer" if wanted else "higher_safer",
        missing=missing,
    )
