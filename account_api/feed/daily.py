"""How a day opens in the ledger: who holds or owes a security is carried into the day by its first price, interest counted on.

Everybody else is by the first event of their own, or by the accrual at the day's end.
"""

from collections.abc import Collection

from sqlmodel import Session

from account_api.context import Context
from account_api.feed import many_accounts, queries, rolling

AT_ONCE = 5000
"""How many accounts one batch of prices carries at most, in a few seconds; the others wait for an event of their own, or for the
end of the day.
"""


def open_day(ctx: Context, session: Session, codes: Collection[str]) -> int:
    """Carries into today the accounts that hold or owe one of these securities, which have just got their first price of the
    day; how many. Nothing where today has no such price after all.
    """
    today = ctx.clock.today()
    priced = queries.prices(session, codes, today)
    fresh = {code for code, day in priced if day == today}
    if not fresh:
        return 0
    clients = many_accounts.behind(session, today, fresh, AT_ONCE)
    accounts = queries.locked_accounts(session, clients)
    return rolling.roll_all(session, list(accounts.values()), today, ctx.clock.now())
