"""Reminders of what is to be reviewed: each client once for its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from account_api.jobs.reviews import NOTICE_DAYS, remind


def expires(firm: Any, client: str, day: date) -> None:
    with firm.context.transaction() as session:
        session.execute(
            text("UPDATE clients SET suitability_until = NULL WHERE suitability_until IS NOT NULL")
        )
        session.execute(
            text("UPDATE clients SET suitability_until = :day WHERE client_id = :client"),
            {"day": day.isoformat(), "client": client},
        )


def told(firm: Any) -> list[str]:
    with firm.context.transaction(writes=False) as session:
        found = session.execute(text("SELECT text FROM sent_notices WHERE kind = 'reminder' ORDER BY id"))
        return list(found.scalars())


async def test_who_is_to_be_assessed_anew_is_told_once_before(either: Any) -> None:
    today = either.context.clock.today()
    expires(either, "demo-call", today + timedelta(days=NOTICE_DAYS + 1))
    assert remind(either.context, either.now) == 0
    either.now += timedelta(days=1)
    assert (remind(either.context, either.now), remind(either.context, either.now)) == (1, 0)
    (words,) = told(either)
    assert f"{today + timedelta(days=NOTICE_DAYS + 1)}" in words
    (message, *_) = await (await either.signed_in("demo-call")).inbox()
    assert message["title"] == {"zh": "提醒", "en": "Reminder"}


def test_a_plan_of_ones_own_is_told_of_on_its_day(own_firm: Any) -> None:
    expires(own_firm, "demo-call", date(2030, 1, 1))
    own_firm.now = own_firm.now.replace(year=2027, month=2, day=18)
    assert remind(own_firm.context, own_firm.now) == 0
    own_firm.now += timedelta(days=1)
    assert remind(own_firm.context, own_firm.now) == 1
    assert "2027-02-19" in told(own_firm)[0]


def test_two_that_remind_at_once_tell_once(either: Any) -> None:
    expires(either, "demo-call", either.context.clock.today())
    with ThreadPoolExecutor(4) as pool:
        did = list(pool.map(lambda _: remind(either.context, either.now), range(4)))
    assert (sum(did), len(told(either))) == (1, 1)
