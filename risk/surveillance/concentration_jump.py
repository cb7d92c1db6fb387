"""The share of one security in an account that grew fast.

Example: 20 % of the assets on Monday, 45 % on Thursday: 25 points within a week. What counts as a jump is firm-set; the
limit on the share itself is another rule (`risk.concentration`).
"""

from risk.money import display_ratio
from risk.surveillance.jumps import Jump, highest, series
from risk.surveillance.model import Alert, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = (
    "升幅 = 期内最高占比 − 此前最低占比",
    "rise = highest share in the window − lowest share before it",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every series of readings; one alert for the largest rise of each."""
    least, days = limits.need("concentration_jump"), limits.need("jump_days")
    found = series(tape.concentrations)
    rises = (highest(each, int(days.value)) for each in found)
    jumps = (each for each in rises if each is not None and each.rise >= least.value)
    return Look(len(found), tuple(_alert(each, least, days, tape) for each in jumps))


def _alert(jump: Jump, least: Threshold, days: Threshold, tape: Tape) -> Alert:
    security = jump.high.security
    low, high = display_ratio(jump.low.value, "down"), display_ratio(jump.high.value, "down")
    ends = (jump.low, jump.high)
    inputs = (
        *(given(each.path, each.value, "ratio", "concentrations", each.day) for each in ends),
        least.input(),
    )
    rows = (least.row, days.row)
    return Alert(
        PATTERN.code,
        "warning",
        (jump.high.account,),
        tuple(each.path for each in ends),
        traced("concentration_jump", jump.rise, "ratio", _FORMULA, inputs, tape.as_of, rows=rows),
        refs(*rows),
        f"The share of {security} rose from {low} on {jump.low.day} to {high} on {jump.high.day}.",
        f"{security} 的占比由 {jump.low.day} 的 {low} 升至 {jump.high.day} 的 {high}。",
    )


PATTERN = Pattern("concentration_jump", "concentration jump", "集中度骤升", look)
