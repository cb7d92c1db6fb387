"""`liangrong risk preview|withdrawable|schedule|lines|whatif`: what an account of a book file could do next, as JSON.

A book file tells nothing of the market beyond its own rows. What a preview should check besides (price limits,
eligibility, what can be borrowed) is given by options; what is not given is listed as not checked.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from account_api.cli import books
from account_api.cli.rulebooks import of_home
from risk.account import Snapshot
from risk.break_even import break_even
from risk.changes import read_changes
from risk.fields import BookError, FieldError, Record, refuse
from risk.interest_periods import COUNTED_DAYS, LAST_OF_MONTH, InterestRule
from risk.interest_schedule import schedule as find_schedule
from risk.market import Listing, listed_in
from risk.money import parse
from risk.orders import OrderKind, read_order
from risk.preview import preview as look_at
from risk.touch import touches
from risk.what_if import what_if
from risk.withdrawals import withdrawals

app = typer.Typer(rich_markup_mode=None)

Book = Annotated[str, typer.Argument(help="A book file (.json), or - for stdin.")]


@app.command()
def preview(
    book: Book,
    buy: Annotated[str | None, typer.Option(help="The security to buy on margin.")] = None,
    short: Annotated[str | None, typer.Option(help="The security to sell short.")] = None,
    buy_collateral: Annotated[str | None, typer.Option(help="The security to buy with own cash.")] = None,
    price: Annotated[str | None, typer.Option(help="The price of the order.")] = None,
    quantity: Annotated[str | None, typer.Option(help="The shares to order; the most if not given.")] = None,
    haircut: Annotated[str | None, typer.Option(help="The conversion rate, such as 0.70.")] = None,
    lot: Annotated[str | None, typer.Option(help="The shares of one lot.")] = None,
    last: Annotated[
        str | None, typer.Option(help="The latest trade price, which a short may not undercut.")
    ] = None,
    limit_down: Annotated[str | None, typer.Option(help="The lowest price of the day.")] = None,
    limit_up: Annotated[str | None, typer.Option(help="The highest price of the day.")] = None,
    lendable: Annotated[str | None, typer.Option(help="The shares that can be borrowed.")] = None,
    eligible: Annotated[
        bool | None,
        typer.Option("--eligible/--not-eligible", help="Whether the order may be in this security."),
    ] = None,
) -> None:
    """Print the largest order of a security, what stops it, and the account before and after it."""
    with books.refusals():
        account = _at_home(book)
        kind, code = _one_order(buy, short, buy_collateral)
        given = {"kind": kind, "security": code, "price": price, "quantity": quantity}
        order = read_order({name: value for name, value in given.items() if value is not None})
        market = {"haircut": haircut, "lot": lot, "last": last, "lendable": lendable}
        limits = {"limit_down": limit_down, "limit_up": limit_up}
        listing = _listing(listed_in(account, code), {**market, **limits})
        listing = replace(listing, eligible_financing=eligible, eligible_short=eligible)
        _print(look_at(account, order, listing, of_home()["CN"]).as_json())


@app.command()
def withdrawable(book: Book) -> None:
    """Print the cash, and of each holding the shares, that may leave the account."""
    with books.refusals():
        _print(withdrawals(_at_home(book), of_home()["CN"]).as_json())


@app.command()
def schedule(
    book: Book,
    until: Annotated[
        str | None, typer.Option(help="The day of repayment; that of the book if not given.")
    ] = None,
    contract: Annotated[str | None, typer.Option(help="One contract alone.")] = None,
    counts: Annotated[str, typer.Option(help="Which ends bear interest: first, last or both.")] = "first",
    monthly_day: Annotated[
        str | None, typer.Option(help="The day of the month it is settled on; on repayment if not given.")
    ] = None,
    penalty_rate: Annotated[
        str | None, typer.Option(help="The rate from the due day on, such as 0.0975.")
    ] = None,
) -> None:
    """Print the interest of every contract, period by period, and what it adds up to."""
    with books.refusals():
        account = _at_home(book)
        rule, day = _interest_rule(counts, monthly_day, penalty_rate, until, account)
        _print(find_schedule(account, of_home()["CN"], day, rule, contract).as_json())


@app.command()
def lines(
    book: Book,
    moving: Annotated[
        list[str] | None,
        typer.Option(help="A security that moves with the others named; all move if none is."),
    ] = None,
) -> None:
    """Print the prices and common moves at which each line is touched, and break-even prices."""
    with books.refusals():
        account, rules = _at_home(book), of_home()["CN"]
        found = touches(account, rules, moving or None)
        even = break_even(account, rules)
        _print({"lines": [each.as_json() for each in found], "break_even": [each.as_json() for each in even]})


@app.command()
def whatif(
    book: Book,
    change: Annotated[str, typer.Option(help="A file with the list of changes (.json), or - for stdin.")],
    target: Annotated[str | None, typer.Option(help="A ratio to tell the distance to, such as 1.50.")] = None,
) -> None:
    """Print the account before and after changes that are only supposed, and where prices touch its lines then."""
    with books.refusals():
        if book == change == books.STDIN:
            raise BookError([refuse("change", "duplicate", change)])
        account = _at_home(book)
        changes = read_changes(books.parse(books.read_text(change), change))
        ratio = None if target is None else parse(target, "target")
        _print(what_if(account, changes, of_home()["CN"], ratio).as_json())


def _at_home(book: str) -> Snapshot:
    """The one account of a book file. Raises `BookError` for one of another place, which plans otherwise."""
    account = books.read_one(book)
    if not isinstance(account, Snapshot):
        raise BookError([refuse("jurisdiction", "unsupported")])
    return account


def _one_order(buy: str | None, short: str | None, buy_collateral: str | None) -> tuple[OrderKind, str]:
    asked: list[tuple[OrderKind, str]] = []
    if buy:
        asked.append(("margin_purchase", buy))
    if short:
        asked.append(("short_sale", short))
    if buy_collateral:
        asked.append(("collateral_purchase", buy_collateral))
    if len(asked) != 1:
        raise BookError([refuse("buy", "duplicate" if asked else "missing")])
    return asked[0]


def _listing(known: Listing, given: dict[str, str | None]) -> Listing:
    """What the book tells of a security, with what the options say instead. Raises `BookError` naming the option."""
    errors: list[FieldError] = []
    record = Record(given, "", errors, tuple(given))
    rate, last = record.amount_or_none("haircut", most=1), record.amount_or_none("last")
    listing = replace(
        known,
        lot=record.whole("lot", known.lot, least=1),
        conversion_rate=known.conversion_rate if rate is None else rate,
        last=known.last if last is None else last,
        limit_down=record.amount_or_none("limit_down"),
        limit_up=record.amount_or_none("limit_up"),
        lendable=record.whole("lendable") if record.has("lendable") else None,
    )
    if errors:
        raise BookError(errors)
    return listing


def _interest_rule(
    counts: str, monthly_day: str | None, penalty_rate: str | None, until: str | None, account: Snapshot
) -> tuple[InterestRule, date]:
    errors: list[FieldError] = []
    given = {"counts": counts, "monthly_day": monthly_day, "penalty_rate": penalty_rate, "until": until}
    record = Record(given, "", errors, tuple(given))
    day = record.whole("monthly_day", least=1) if record.has("monthly_day") else None
    if day is not None and day > LAST_OF_MONTH:
        record.refuse("monthly_day", "out_of_range")
    ends = record.choice("counts", COUNTED_DAYS, "first")
    rule = InterestRule(ends, day, record.amount_or_none("penalty_rate"))
    last = record.day_or_none("until") or account.as_of
    if errors:
        raise BookError(errors)
    return rule, last


def _print(output: dict[str, object]) -> None:
    typer.echo(json.dumps(output, ensure_ascii=False))
