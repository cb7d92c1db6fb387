"""The order of the desk's queue: unattended, urgency, deadline, waiting time; and the words of it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from account_api.handoffs.order import BY_URGENCY, LEVEL, Standing, more_urgent
from account_api.handoffs.tables import Reason
from risk.margin_calls import CHINA, MarginCall

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def call(day: int, overdue: bool = False) -> MarginCall:
    deadline = datetime(2026, 11, day, 15, tzinfo=CHINA)
    return MarginCall(deadline.date(), deadline, False, "overdue" if overdue else "open")


def case(
    name: str,
    reason: Reason,
    minutes: int = 0,
    due: MarginCall | None = None,
    attended: bool = False,
) -> Standing:
    return Standing(name, reason, attended, NOW - timedelta(minutes=minutes), due)


def test_the_queue_goes_by_urgency_then_deadline_then_waiting_time() -> None:
    right = (
        case("distress", "distress"),
        case("security, called", "security", due=call(23)),
        case("legal, waits long", "legal", minutes=90),
        case("security", "security", minutes=5),
        case("overdue", "request", due=call(18, overdue=True)),
        case("due", "misses", due=call(23)),
        case("waits longest", "request", minutes=60),
        case("misses", "misses", minutes=10),
        case("came last", "guard"),
        case("in good hands", "distress", minutes=99, attended=True),
    )
    for given in (reversed(right), right[5:] + right[:5]):
        assert sorted(given, key=lambda each: each.key) == list(right)


def test_every_reason_has_a_level_and_the_more_urgent_of_two_is_the_same_either_way() -> None:
    assert set(LEVEL) == set(BY_URGENCY)
    assert [LEVEL[reason] for reason in BY_URGENCY] == sorted(LEVEL.values())
    pairs = list(permutations(BY_URGENCY, 2))
    assert len(pairs) == 30
    assert all(more_urgent(one, other) == more_urgent(other, one) for one, other in pairs)


def test_the_reason_of_the_place_is_said_in_both_languages() -> None:
    why = case("a", "request", minutes=12, due=call(18, overdue=True)).why(NOW)
    assert why == {
        "zh": "客户要求人工；追保截止 2026-11-18 15:00（已逾期）；已等 12 分钟",
        "en": "asked for a person; margin call due 2026-11-18 15:00 (overdue); waiting 12 min",
    }
    assert case("b", "legal", attended=True).why(NOW)["zh"] == "法律事务；已有人接手"
