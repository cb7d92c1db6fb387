"""The leverage of an account that grew fast.

Example: 1.2 times on Monday, 1.8 times on Thursday: 0.6 within a week. What counts as a jump is firm-set.
"""

from risk.money import display_price
from risk.surveillance.jumps import Jump, highest, series
from risk.surveillance.model import Alert, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = (
    "升幅 = 期内最高杠杆倍数 − 此前最低杠杆倍数",
    "rise = highest leverage in the window − lowest leverage before it",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every series of readings; one alert for the largest rise of each."""
    least, days = limits.need("leverage_jump"), limits.need("jump_days")
    found = series(tape.leverages)
    rises = (highest(each, int(days.value)) for each in found)
    jumps = (each for each in rises if each is not None and each.rise >= least.value)
    return Look(len(found), tuple(_alert(each, least, days, tape) for each in jumps))


def _alert(jump: Jump, least: Threshold, days: Threshold, tape: Tape) -> Alert:
    low, high = display_price(jump.low.value, "down"), display_price(jump.high.value, "down")
    ends = (jump.low, jump.high)
    inputs = (*(given(each.path, each.value, "times", "leverages", each.day) for each in ends), least.input())
    rows = (least.row, days.row)
    return Alert(
        PATTERN.code,
        "warning",
        (jump.high.account,),
        tuple(each.path for each in ends),
        traced("leverage_jump", jump.rise, "times", _FORMULA, inputs, tape.as_of, rows=rows),
        refs(*rows),
        f"Leverage rose from {low} on {jump.low.day} to {high} on {jump.high.day}.",
        f"杠杆倍数由 {jump.low.day} 的 {low} 升至 {jump.high.day} 的 {high}。",
    )


PATTERN = Pattern("leverage_jump", "leverage jump", "杠杆骤升", look)
