"""Many accounts are carried into a day by a handful of statements, and each as it would be alone."""

from datetime import date
from typing import Any

import sqlalchemy

from account_api.feed import ledger, queries
from account_api.feed.lines import rolled
from account_api.feed.rolling import roll_all

MONDAY = date(2026, 11, 23)


def test_together_they_are_what_each_is_alone_in_a_few_statements(either: Any) -> None:
    ctx, statements = either.context, 0

    @sqlalchemy.event.listens_for(ctx.database.writing, "before_cursor_execute")
    def counted(*_: Any) -> None:
        nonlocal statements
        statements += 1

    with ctx.transaction() as session:
        accounts = queries.accounts(session, None)
        alone = {}
        for account in accounts:
            newest = ledger.whole(session, account)[-1]
            alone[account.account_id] = rolled(
                newest, MONDAY, ledger.counting_of(session, account, newest.day)
            )
        statements = 0
        assert roll_all(session, accounts, MONDAY, ctx.clock.now()) == len(accounts) >= 8
        assert statements <= 10, "however many accounts there are"
        together = {each.account_id: ledger.whole(session, each)[-1] for each in accounts}
        assert {each.day for each in together.values()} == {MONDAY}
        assert {name: dict(each.lines) for name, each in together.items()} == {
            name: dict(each) for name, each in alone.items()
        }
        assert any(line.kind == "interest" for each in alone.values() for line in each)
        assert roll_all(session, accounts, MONDAY, ctx.clock.now()) == 0
