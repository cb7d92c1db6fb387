"""`liangrong risk`: evaluate book files and list the cures of an account, as JSON on stdout."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Annotated

import typer

from account_api.cli import books, risk_planning
from account_api.cli.problems import ExitCode
from account_api.cli.rulebooks import of_home
from risk.account import Snapshot
from risk.arrival import Arrival
from risk.cures import cures as find_cures
from risk.fields import FIRST_DAY, LAST_DAY, BookError, refuse
from risk.jurisdictions import evaluate_any, read, reference_cures
from risk.margin_calls import CHINA
from risk.money import parse
from risk.sessions import cn_calendar
from risk.tradable import Tradable, offer

_CLOSE = time(15, 0)
_WORTH_A_BAR = 500

app = typer.Typer(
    help="Evaluate book files: figures, bands, cures.", no_args_is_help=True, rich_markup_mode=None
)

Book = Annotated[str, typer.Argument(help="A book file (.json), many (.jsonl), or - for stdin.")]


@app.command()
def evaluate(book: Book) -> None:
    """Print every figure of an account with its formula, inputs and rules; one line each for .jsonl."""
    with books.refusals():
        text = books.read_text(book)
        if not books.is_lines(book, text):
            return _print(evaluate_any(read(books.parse(text, book)), of_home()).as_json())
    return _evaluate_lines(text)


def _evaluate_lines(text: str) -> None:
    failed, rulebooks = False, of_home()
    for line in _watched(list(books.lines(text))):
        if line.account is None:
            failed = True
            _print({"id": line.id, "error": line.problem.as_json() if line.problem else None})
        else:
            _print(evaluate_any(replace(line.account, id=line.id), rulebooks).as_json())
    if failed:
        raise typer.Exit(ExitCode.ITEMS_FAILED)


@app.command()
def cures(
    book: Book,
    target: Annotated[str | None, typer.Option(help="The ratio to reach, such as 1.40.")] = None,
    now: Annotated[
        str | None, typer.Option(help="When it would start; the close of the book's day if not given.")
    ] = None,
    total: Annotated[
        str | None, typer.Option("--sum", help="A sum from outside: the best it reaches, and what remains.")
    ] = None,
    sell: Annotated[
        list[str] | None, typer.Option(help="A security to sell in a mix; repeat it, the order counts.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option(help="A further security to bring in, as CODE=PRICE; may be repeated.")
    ] = None,
) -> None:
    """Print the ways to bring an account to a target ratio; the contract's restore line if none is given.

    A Hong Kong ratio goes down to the target line, a United States account up to its requirement.
    """
    with books.refusals():
        account = books.read_one(book)
        goal = None if target is None else parse(target, "target")
        if not isinstance(account, Snapshot):
            _only_at_home(sum=total, sell=sell, add=add)
            return _print(reference_cures(account, of_home(), goal).as_json())
        found = find_cures(
            account,
            of_home()["CN"],
            goal,
            _moment(now, account),
            cn_calendar(),
            Arrival(),
            limit=None if total is None else parse(total, "sum"),
            order=sell or (),
            brought=dict(_offer(i, text) for i, text in enumerate(add or ())),
        )
        return _print(found.as_json())


def _only_at_home(**asked: object) -> None:
    """What is not worked out for an account of another place is refused, not passed over."""
    errors = [refuse(name, "unsupported") for name, value in asked.items() if value]
    if errors:
        raise BookError(errors)


def _offer(i: int, text: str) -> tuple[str, Tradable]:
    """A security and its price, written CODE=PRICE."""
    code, _, price = text.partition("=")
    worth = parse(price, f"add[{i}]")
    if not code or worth <= 0:
        raise BookError([refuse(f"add[{i}]", "not_positive" if code else "missing", text)])
    return code, offer(code, worth)


def _moment(now: str | None, snapshot: Snapshot) -> datetime:
    if now is None:
        return datetime.combine(snapshot.as_of, _CLOSE, tzinfo=CHINA)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as error:
        raise BookError([refuse("now", "bad_date", now)]) from error
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise BookError([refuse("now", "out_of_range", now)])
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _watched(rows: list[books.Line]) -> Iterator[books.Line]:
    """The rows, with a progress bar on stderr when there are many and somebody looks."""
    if len(rows) < _WORTH_A_BAR or not sys.stderr.isatty():
        yield from rows
        return
    with typer.progressbar(rows, label="evaluate", file=sys.stderr) as watched:
        yield from watched


def _print(output: dict[str, object]) -> None:
    typer.echo(json.dumps(output, ensure_ascii=False))


app.add_typer(risk_planning.app)

if __name__ == "__main__":
    app()
