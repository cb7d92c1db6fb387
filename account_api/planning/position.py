"""The position that something is worked out on, and how `risk` refuses what is asked about it."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.view import View
from account_api.errors import NotFound, refused
from risk import money
from risk.account import Snapshot
from risk.fields import BookError, refuse

T = TypeVar("T")


def position(view: View) -> Snapshot:
    """The position to plan on. Raises NotFound where there is none by the view's day, or it is kept abroad."""
    if view.abroad:
        raise NotFound(
            "This is worked out for accounts booked on the mainland only.", "仅对内地信用账户提供此项测算。"
        )
    if view.snapshot is None:
        missing = ", ".join(view.missing)
        raise NotFound(f"There is no position to work with: {missing}.", f"没有可用的持仓数据：{missing}。")
    return view.snapshot


def position_day(session: Session, view: View) -> date:
    """The day of the view's position, whose prices it was taken at."""
    return queries.days(session, view.account.account_id, view.as_of, limit=1)[0].day


def answered(work: Callable[[], T]) -> T:
    """What `work` gives. Raises Malformed naming the fields it refuses."""
    try:
        return work()
    except money.AmountError as error:
        raise refused([refuse(error.field, error.code, error.value)]) from error
    except BookError as error:
        raise refused(error.errors) from error
