"""The transition table: for every state and signal the next state, or the named reason why there is none.

A signal is an event as its file sees it: the same mark is `low` to a quiet file and `below_restore` to a called
one. Guards (`risk.calls.machine`) may refuse a transition of the table, never add one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from risk.calls.model import STATES, State

Signal = Literal[
    "safe",
    "low",
    "breach",
    "unknown",
    "market_restored",
    "below_restore",
    "topped_up_full",
    "topped_up_part",
    "notice_served",
    "time_passes",
    "deadline_passed",
    "extended",
    "waived",
    "liquidation_started",
    "sold",
    "cleared",
    "residual",
    "closure",
]
Refusal = Literal[
    "no_call_open",
    "call_is_open",
    "call_not_overdue",
    "already_overdue",
    "liquidation_running",
    "not_liquidating",
    "file_closed",
    "notice_owed",
    "notice_not_owed",
    "not_later",
    "enough_sold",
    "out_of_order",
]
Move = tuple[State | None, Refusal | None]

SIGNALS: tuple[Signal, ...] = (
    "safe",
    "low",
    "breach",
    "unknown",
    "market_restored",
    "below_restore",
    "topped_up_full",
    "topped_up_part",
    "notice_served",
    "time_passes",
    "deadline_passed",
    "extended",
    "waived",
    "liquidation_started",
    "sold",
    "cleared",
    "residual",
    "closure",
)
REFUSALS: Mapping[Refusal, tuple[str, str]] = MappingProxyType(
    {
        "no_call_open": ("No call is open.", "没有未了结的追保。"),
        "call_is_open": (
            "A call is open: it ends at its restore line.",
            "追保尚未了结，须达到补足线才解除。",
        ),
        "call_not_overdue": (
            "The deadline has not passed: nothing may be sold yet.",
            "期限未到，不得处分担保物。",
        ),
        "already_overdue": ("The deadline has passed already.", "期限已过。"),
        "liquidation_running": ("Collateral is being sold.", "担保物正在处分。"),
        "not_liquidating": ("No collateral is being sold.", "并未处分担保物。"),
        "file_closed": ("The file is closed.", "该笔追保已了结。"),
        "notice_owed": (
            "A notice is owed first, and is not recorded as served.",
            "须先送达应发的通知并留存记录。",
        ),
        "notice_not_owed": ("This notice is not owed.", "此通知不在应发之列。"),
        "not_later": ("The new deadline is not later.", "新期限并不晚于原期限。"),
        "enough_sold": (
            "The restore line is reached: nothing more may be sold.",
            "已达到补足线，不得继续处分。",
        ),
        "out_of_order": ("The event is earlier than the one before it.", "事件早于上一事件。"),
    }
)

_STAYS: tuple[Signal, ...] = ("notice_served", "time_passes", "closure")
_QUIET_MARKS: Mapping[Signal, State] = {"safe": "normal", "low": "watch", "breach": "called"}
_LIQUIDATION: tuple[Signal, ...] = ("sold", "cleared", "residual")


def _table() -> Mapping[tuple[State, Signal], Move]:
    made: dict[tuple[State, Signal], Move] = {}
    for state in STATES:
        moves, otherwise = _MOVES[state]
        for signal in SIGNALS:
            to = state if signal in _STAYS else moves.get(signal)
            made[state, signal] = (to, None) if to is not None else (None, _refusal(otherwise, signal))
    return MappingProxyType(made)


def _refusal(otherwise: Refusal, signal: Signal) -> Refusal:
    """Why a file refuses what its state does not know: what is sold needs a liquidation whatever the state."""
    if otherwise in ("no_call_open", "call_is_open", "already_overdue") and signal in _LIQUIDATION:
        return "not_liquidating"
    if otherwise == "call_is_open" and signal == "liquidation_started":
        return "call_not_overdue"
    return otherwise


def _quiet(state: State) -> tuple[Mapping[Signal, State], Refusal]:
    return {**_QUIET_MARKS, "unknown": state}, "no_call_open"


def _running(state: State) -> tuple[Mapping[Signal, State], Refusal]:
    return {
        "unknown": state,
        "below_restore": state,
        "market_restored": "met_by_market",
        "topped_up_full": "met",
        "topped_up_part": "part_met",
        "deadline_passed": "overdue",
        "extended": "extended",
        "waived": "waived",
    }, "call_is_open"


_MOVES: Mapping[State, tuple[Mapping[Signal, State], Refusal]] = {
    "normal": _quiet("normal"),
    "watch": _quiet("watch"),
    "met": _quiet("met"),
    "met_by_market": _quiet("met_by_market"),
    "waived": ({**_QUIET_MARKS, "unknown": "waived", "below_restore": "waived"}, "no_call_open"),
    "called": _running("called"),
    "part_met": _running("part_met"),
    "extended": _running("extended"),
    "overdue": (
        {
            "unknown": "overdue",
            "below_restore": "overdue",
            "market_restored": "met_by_market",
            "topped_up_full": "met",
            "topped_up_part": "overdue",
            "extended": "extended",
            "waived": "waived",
            "liquidation_started": "liquidating",
        },
        "already_overdue",
    ),
    "liquidating": (
        {
            "unknown": "liquidating",
            "below_restore": "liquidating",
            "market_restored": "met_by_market",
            "topped_up_full": "met",
            "topped_up_part": "liquidating",
            "waived": "waived",
            "sold": "liquidating",
            "cleared": "closed",
            "residual": "closed_with_debt",
        },
        "liquidation_running",
    ),
    "closed": ({}, "file_closed"),
    "closed_with_debt": ({"topped_up_full": "closed", "topped_up_part": "closed_with_debt"}, "file_closed"),
}
TABLE = _table()
"""Every state with every signal: the next state, or the refusal."""
