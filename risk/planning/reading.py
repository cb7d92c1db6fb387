"""A person and a plan as JSON.

    {"grade": "C4", "horizon_months": 12, "need": "100000", "goal": "400000"}
    {"name": "my rules", "made_on": "2026-11-20", "floor_ratio": "2.00", "most_leverage": "1.50", "least_cash": "50000",
     "most_share": "0.40", "exclusions": ["600000.SH"], "keep": ["600519.SH"], "buffer_days": 2}

A plan that sets nothing is refused, and so is one that wants a security both out of the account and kept in it.
"""

from risk.account import ZERO
from risk.admission.reading import GRADES
from risk.fields import Record
from risk.planning.model import Person, Plan
from risk.reading import finish, open_record

_PERSON = ("grade", "horizon_months", "need", "goal")
_LIMITS = ("floor_ratio", "most_leverage", "least_cash", "most_share", "exclusions", "keep", "buffer_days")
_PLAN = ("name", "made_on", *_LIMITS)

MOST_BUFFER_DAYS = 30
"""Sessions in a row at the lower limit; more than anybody plans for."""


def read_person(obj: object) -> Person:
    """Read one parsed person; raise `BookError` with every refused field."""
    record = open_record(obj, _PERSON)
    if not record.has("grade"):
        record.refuse("grade", "missing")
    person = Person(
        record.choice("grade", GRADES, GRADES[0]),
        record.whole("horizon_months") if record.has("horizon_months") else None,
        record.amount("need", ZERO),
        record.amount_or_none("goal"),
    )
    finish(record)
    return person


def read_plan(obj: object) -> Plan:
    """Read one parsed plan; raise `BookError` with every refused field."""
    record = open_record(obj, _PLAN)
    plan = Plan(
        record.text("name"),
        record.day("made_on"),
        record.amount_or_none("floor_ratio"),
        record.amount_or_none("most_leverage"),
        record.amount_or_none("least_cash"),
        record.amount_or_none("most_share", most=1),
        record.texts("exclusions"),
        record.texts("keep"),
        record.whole("buffer_days", least=1) if record.has("buffer_days") else None,
    )
    _check(record, plan)
    finish(record)
    return plan


def _check(record: Record, plan: Plan) -> None:
    if not any(record.get(key) for key in _LIMITS):
        record.refuse("floor_ratio", "missing")
    if plan.floor_ratio is not None and plan.floor_ratio <= 1:
        record.refuse("floor_ratio", "out_of_range")
    if plan.most_leverage is not None and plan.most_leverage < 1:
        record.refuse("most_leverage", "out_of_range")
    if plan.buffer_days is not None and plan.buffer_days > MOST_BUFFER_DAYS:
        record.refuse("buffer_days", "out_of_range")
    if set(plan.exclusions) & set(plan.keep):
        record.refuse("keep", "contradicts")
