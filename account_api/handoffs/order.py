"""In which order the desk works its queue, and why each case stands where it stands.

A case nobody attends comes before one in somebody's hands. Then urgency: distress, then security and legal,
then the rest. Then the client's margin call, the earliest deadline first. Then who has waited longest.
"""

from dataclasses import dataclass
from datetime import datetime

from account_api.handoffs.tables import Reason
from risk.margin_calls import MarginCall

BY_URGENCY: tuple[Reason, ...] = ("distress", "security", "legal", "guard", "misses", "request")
"""The most urgent first; a case raised again takes the more urgent of two reasons."""

LEVEL: dict[Reason, int] = {"distress": 0, "security": 1, "legal": 1, "guard": 2, "misses": 2, "request": 2}
"""Reasons of one level are ordered among themselves by deadline and waiting time alone."""

REASON_ZH: dict[Reason, str] = {
    "distress": "情绪危机",
    "security": "账户安全",
    "legal": "法律事务",
    "guard": "回复未通过核对",
    "misses": "机器人两次未听懂",
    "request": "客户要求人工",
}
REASON_EN: dict[Reason, str] = {
    "distress": "a person in distress",
    "security": "account security",
    "legal": "a legal matter",
    "guard": "a reply that did not pass the check",
    "misses": "not understood twice",
    "request": "asked for a person",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a case is ordered by. `waiting_since` is wall time."""

    id: str
    reason: Reason
    attended: bool
    waiting_since: datetime
    call: MarginCall | None

    @property
    def key(self) -> tuple[bool, int, bool, float, datetime, str]:
        """Sorts the queue: the smallest is next."""
        deadline = None if self.call is None else self.call.deadline.timestamp()
        return (
            self.attended,
            LEVEL[self.reason],
            deadline is None,
            deadline or 0.0,
            self.waiting_since,
            self.id,
        )

    def waited(self, wall: datetime) -> int:
        """Whole minutes since the first call."""
        return max(0, int((wall - self.waiting_since).total_seconds() // 60))

    def why(self, wall: datetime) -> dict[str, str]:
        """The reasons of the order, as a sentence in two languages."""
        minutes = self.waited(wall)
        zh, en = [REASON_ZH[self.reason]], [REASON_EN[self.reason]]
        if self.call is not None:
            at = f"{self.call.deadline:%Y-%m-%d %H:%M}"
            overdue = self.call.state == "overdue"
            zh.append(f"追保截止 {at}{'（已逾期）' if overdue else ''}")
            en.append(f"margin call due {at}{' (overdue)' if overdue else ''}")
        zh.append("已有人接手" if self.attended else f"已等 {minutes} 分钟")
        en.append("somebody is there" if self.attended else f"waiting {minutes} min")
        return {"zh": "；".join(zh), "en": "; ".join(en)}


def more_urgent(one: Reason, other: Reason) -> Reason:
    """The one the case goes by."""
    return min(one, other, key=BY_URGENCY.index)
