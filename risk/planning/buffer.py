"""The cash that is lacking to stay on the liquidation line or above it after days at the lower price limit."""

from dataclasses import replace

from risk.account import ZERO
from risk.figure import Figure, Input
from risk.planning.falls import limit_down
from risk.ratio import Ratio
from risk.rulebook.row import Row
from risk.sheet import Sheet
from risk.traced import Formula, given, traced

_BUFFER: Formula = (
    "现金缓冲 = max(0, 平仓线 × 总负债 − (总资产 − 连续跌停损失))",
    "cash buffer = max(0, liquidation line × liabilities − (total assets − loss of the days at the limit))",
)


def cash_buffer(sheet: Sheet, days: int, stated: Input, *rows: Row) -> Figure:
    """What is lacking after `days` sessions at the limit; `stated` and `rows` say where that number comes from."""
    fall = limit_down(sheet.valuation, sheet.rules, days)
    ratio = sheet.ratio or Ratio(ZERO, ZERO)
    line, clause = sheet.line("liquidation_line", sheet.snapshot.terms.liquidation_line)
    after = ratio.numerator - fall.loss
    figure = traced(
        "cash_buffer",
        max(ZERO, sheet.snapshot.terms.liquidation_line * ratio.denominator - after),
        "CNY",
        _BUFFER,
        (
            sheet.assets(),
            sheet.liabilities(),
            given("loss_at_limit", fall.loss, "CNY", "price_limit"),
            line,
            stated,
        ),
        sheet.snapshot.as_of,
        rows=(*rows, *fall.rows),
        direction="lower_safer",
        missing=tuple(dict.fromkeys((*sheet.valuation.missing, *fall.missing))),
    )
    return replace(figure, rule=(*figure.rule, clause))
