"""`liangrong risk`: evaluate book files and list the cures of an account, as JSON on stdout."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Annotated

import typer

from account_api.cli import books, risk_decisions, risk_people, risk_planning
from account_api.cli.problems import ExitCode, of_book
from account_api.cli.rulebooks import of_home
from risk.account import Snapshot
from risk.arrival import Arrival
from risk.cures import cures as find_cures
from risk.fields import FIRST_DAY, LAST_DAY, BookError, refuse
from risk.jurisdictions import AnyAccount, evaluate_any, read, reference_cures
from risk.margin_calls import CHINA
from risk.money import parse
from risk.sessions import cn_calendar
from risk.tradable import Tradable, offer

Answer = Callable[[AnyAccount], dict[str, object]]
_CLOSE = time(15, 0)
_WORTH_A_BAR = 500

app = typer.Typer(
    help="Evaluate book files: figures, bands, cures.", no_args_is_help=True, rich_markup_mode=None
)

Book = Annotated[str, typer.Argument(help="A book file (.json), many (.jsonl), or - for stdin.")]


@app.command()
def evaluate(book: Book) -> None:
    """Print every figure of an account with its formula, inputs and rules; one line each for .jsonl."""
    rulebooks = of_home()
    _each(book, lambda account: evaluate_any(account, rulebooks).as_json())


def _each(book: str, answer: Answer) -> None:
    """Print the answer for one book, or a line for each of many; a bad one of many is told and the rest go on."""
    with books.refusals():
        text = books.read_text(book)
        if not books.is_lines(book, text):
            _print(answer(read(books.parse(text, book))))
            return
        failed = sum(not _row(line, answer) for line in _watched(list(books.lines(text))))
        if failed:
            raise typer.Exit(ExitCode.ITEMS_FAILED)


def _row(line: books.Line, answer: Answer) -> bool:
    """Print the answer for one of many books, or what is wrong with it; whether there was an answer."""
    problem = line.problem
    if line.account is not None:
        try:
            _print({"id": line.id, **answer(replace(line.account, id=line.id))})
            return True
        except BookError as error:
            problem = of_book(error)
    _print({"id": line.id, "error": problem.as_json() if problem else None})
    return False


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
    rulebooks = of_home()

    def answer(account: AnyAccount) -> dict[str, object]:
        goal = None if target is None else parse(target, "target")
        if not isinstance(account, Snapshot):
            _only_at_home(sum=total, sell=sell, add=add)
            return reference_cures(account, rulebooks, goal).as_json()
        return find_cures(
            account,
            rulebooks["CN"],
            goal,
            _moment(now, account),
            cn_calendar(),
            Arrival(),
            limit=None if total is None else parse(total, "sum"),
            order=sell or (),
            brought=dict(_offer(i, text) for i, text in enumerate(add or ())),
        ).as_json()

    _each(book, answer)


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
app.add_typer(risk_decisions.app)
app.add_typer(risk_people.app)

if __name__ == "__main__":
    app()
