"""`liangrong account`: what the service works out for a client of this home, and the ledger it rests on.

It asks as the client, or as the demo user after `--as`, so what a role or a group may not see is refused here too. Prints
lines of text, or the service's JSON with `--json`. Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from typing import Annotated, Any

import typer

from account_api.cli import account_text, books, risk_people_text
from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

Client = Annotated[str, typer.Argument(help="A client of this home, such as demo-call.")]
As = Annotated[str | None, typer.Option("--as", help="Whose eyes: a demo user; the client if not given.")]
AsOf = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day asked from; today if not given.")
]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Names = Annotated[str | None, typer.Option(help="Names by commas.")]
Text = Callable[[Any], Iterator[str]]


@app.callback()
def account() -> None:
    """An account of this home: figures, decisions, the ledger behind them."""


@app.command()
def figures(client: Client, as_of: AsOf = None, user: As = None, json_: AsJson = False) -> None:
    """Show every figure of the account."""
    _show(client, user, lambda me: me.figures(client, _day(as_of)), account_text.figures, json_)


@app.command("what-if")
def what_if(
    client: Client,
    change: Annotated[str, typer.Option(help="A file with the list of changes (.json), or - for stdin.")],
    as_of: AsOf = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show the account before and after changes that are only supposed."""
    with books.refusals():
        changes: Any = books.parse(books.read_text(change), change)
    _show(client, user, lambda me: me.what_if(client, changes, _day(as_of)), account_text.what_if, json_)


@app.command()
def stress(
    client: Client,
    scenario: Annotated[str, typer.Option(help="The name of a scenario, or all.")] = "all",
    requirement: Annotated[str, typer.Option(help="held or recomputed.")] = "held",
    as_of: AsOf = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show the account after stress scenarios."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.stress(client, scenario, requirement, _day(as_of))

    _show(client, user, work, account_text.stress, json_)


@app.command()
def plan(
    client: Client,
    target: Annotated[
        str | None, typer.Option(help="The ratio to reach; the restore line if not given.")
    ] = None,
    objective: Annotated[str, typer.Option(help="cheapest, least_sold or fewest.")] = "cheapest",
    exclude: Names = None,
    cash: Annotated[str, typer.Option(help="The most money from outside.")] = "0",
    as_of: AsOf = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show the plan that brings the account to a ratio, beside the alternatives."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.plan(client, target, objective, _names(exclude), _day(as_of), cash=cash)

    _show(client, user, work, account_text.plan, json_)


@app.command()
def liquidation(
    client: Client,
    order: Names = None,
    instead: Names = None,
    target: Annotated[str, typer.Option(help="restore_line, liquidation_line or no_debt.")] = "restore_line",
    prices_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Take the closing prices of this day.")
    ] = None,
    as_of: AsOf = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show what a forced liquidation would sell, by the contract's order or another, or by two side by side."""

    def work(me: AccountClient) -> Awaitable[Any]:
        second = None if instead is None else _names(instead)
        return me.liquidation(client, _day(as_of), _names(order), second, _day(prices_day), target)

    _show(client, user, work, account_text.liquidation, json_)


@app.command("call-state")
def call_state(client: Client, as_of: AsOf = None, user: As = None, json_: AsJson = False) -> None:
    """Show where each margin call stands."""
    _show(client, user, lambda me: me.call_state(client, _day(as_of)), account_text.call_state, json_)


@app.command()
def admission(client: Client, as_of: AsOf = None, user: As = None, json_: AsJson = False) -> None:
    """Show whether the client may open a credit account, and what closes each gap."""
    _show(client, user, lambda me: me.admission(client, _day(as_of)), risk_people_text.decision, json_)


@app.command()
def credit(client: Client, as_of: AsOf = None, user: As = None, json_: AsJson = False) -> None:
    """Show the credit score, the line it proposes, and the line over time."""
    _show(client, user, lambda me: me.credit(client, _day(as_of)), account_text.credit, json_)


@app.command("suit")
def suitability(
    client: Client,
    grade: Annotated[str | None, typer.Option(help="C1 to C5; the client's if not given.")] = None,
    months: Annotated[int | None, typer.Option(help="How long the money may stay.")] = None,
    need: Annotated[str | None, typer.Option(help="Cash wanted within that time.")] = None,
    goal: Annotated[str | None, typer.Option(help="Net assets hoped for at its end.")] = None,
    as_of: AsOf = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show what suits a grade, a horizon, a need and a goal; no picks."""
    given = {"grade": grade, "horizon_months": months, "need": need, "goal": goal}
    person = {name: value for name, value in given.items() if value is not None}
    _show(client, user, lambda me: me.suitability(client, person, _day(as_of)), risk_people_text.book, json_)


@app.command("own-plan")
def own_plan(
    client: Client,
    save: Annotated[
        str | None, typer.Option(help="A file with limits to keep as a new version (.json).")
    ] = None,
    key: Annotated[str | None, typer.Option(help="The same key again does nothing new.")] = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show the client's own limits, version by version; with --save, keep new ones."""
    with books.refusals():
        limits: Any = None if save is None else books.parse(books.read_text(save), save)

    def work(me: AccountClient) -> Awaitable[Any]:
        return (
            me.own_plan(client)
            if save is None
            else me.save_own_plan(key or secrets.token_hex(16), client, limits)
        )

    _show(client, user, work, account_text.own_plan, json_)


@app.command()
def review(client: Client, as_of: AsOf = None, user: As = None, json_: AsJson = False) -> None:
    """Show which of the client's own limits the account keeps."""
    _show(client, user, lambda me: me.review_own_plan(client, _day(as_of)), risk_people_text.review, json_)


@app.command()
def notices(client: Client, since: Since = None, user: As = None, json_: AsJson = False) -> None:
    """Show the notices this firm has sent to the client."""
    _show(client, user, lambda me: me.notices(client, _day(since)), account_text.notices, json_)


@app.command()
def commission(
    client: Client,
    rate: Annotated[str, typer.Option(help="The rate to compare with, such as 0.0003.")],
    since: Since = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Show what commission was charged beside what a rate would have made."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.commission_difference(client, rate, _day(since))

    _show(client, user, work, account_text.commission, json_)


@app.command("contract-changes")
def contract_changes(client: Client, since: Since = None, user: As = None, json_: AsJson = False) -> None:
    """Show what changed in the client's contract."""
    _show(
        client,
        user,
        lambda me: me.contract_changes(client, _day(since)),
        account_text.contract_changes,
        json_,
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _names(text: str | None) -> list[str]:
    return [] if text is None else [name.strip() for name in text.split(",")]


def _show(
    client: str,
    user: str | None,
    ask: Callable[[AccountClient], Awaitable[Any]],
    as_text: Text,
    json_: bool,
) -> None:
    answer = asked(user or client, ask)
    lines = [json.dumps(answer, ensure_ascii=False)] if json_ else as_text(answer)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    app()
