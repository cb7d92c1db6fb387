"""An event as its file sees it: which of the table's signals a mark, a payment or the clock is to a call.

A line is reached on the line, as everywhere: below means strictly below. What is unknown begins no call and ends
none. A contract that is due is restored by repayment alone, whatever prices do.
"""

from datetime import timedelta
from fractions import Fraction

from risk.account import ZERO
from risk.calls.model import CLOSED, OPEN, CallFile, Event
from risk.calls.transitions import Signal
from risk.ratio import Ratio

REMINDER = timedelta(days=15)
"""How long before its due day a contract is looked at; firms ask for an application to extend about then."""


def signal_of(file: CallFile, event: Event) -> Signal:
    """The signal that `event` is to `file`."""
    if event.name == "mark":
        return _mark(file, event)
    if event.name == "top_up":
        return _top_up(file, event)
    if event.name == "clock":
        passed = file.deadline is not None and event.at > file.deadline
        return "deadline_passed" if passed and file.state in OPEN else "time_passes"
    if event.name == "finish":
        return "residual" if event.amount > 0 else "cleared"
    return _SAME[event.name]


_SAME: dict[str, Signal] = {
    "notice": "notice_served",
    "extend": "extended",
    "waive": "waived",
    "start_liquidation": "liquidation_started",
    "sale": "sold",
    "closure": "closure",
}


def restored(file: CallFile) -> bool:
    """Whether a file stands at its restore line, or its due contract is repaid, after the last event that told it."""
    return bool(_reached(file, file.assets, file.debt))


def settles(file: CallFile, event: Event) -> Fraction:
    """What a payment takes off a debt that remained: a repayment out of the account counts beyond what came in for it, so that
    money that is brought and then repaid is taken off once.
    """
    return max(ZERO, event.amount - file.unspent) if event.inside else event.amount


def _mark(file: CallFile, event: Event) -> Signal:
    if file.state in OPEN:
        found = _restored(file, event)
        if found is None:
            return "unknown"
        by_market = found and file.kind != "maturity"
        return "market_restored" if by_market else "below_restore"
    seen = _due_soon(file, event) if file.kind == "maturity" else _against_lines(file, event)
    still_waived = file.state == "waived" and file.until is not None and event.at <= file.until
    return "below_restore" if seen == "breach" and still_waived else seen


def _top_up(file: CallFile, event: Event) -> Signal:
    if file.state in CLOSED:
        return "topped_up_full" if settles(file, event) >= file.residual else "topped_up_part"
    return "topped_up_full" if _restored(file, event) else "topped_up_part"


def _restored(file: CallFile, event: Event) -> bool | None:
    return _reached(file, event.assets, event.debt)


def _reached(file: CallFile, assets: Fraction | None, debt: Fraction | None) -> bool | None:
    """Whether the restore line is reached, or the due contract repaid; None while that is unknown."""
    if debt is None or debt == 0 or file.kind == "maturity":
        return None if debt is None else debt == 0
    return None if assets is None else Ratio(assets, debt).at_least(file.lines.restore)


def _against_lines(file: CallFile, event: Event) -> Signal:
    if event.debt == 0:
        return "safe"
    if event.ratio is None:
        return "unknown"
    if event.ratio.at_least(file.lines.watch):
        return "safe"
    return "low" if event.ratio.at_least(file.lines.trigger) else "breach"


def _due_soon(file: CallFile, event: Event) -> Signal:
    if event.debt == 0:
        return "safe"
    if event.debt is None or file.due is None:
        return "unknown"
    today = event.at.date()
    if today >= file.due:
        return "breach"
    return "low" if today + REMINDER >= file.due else "safe"
