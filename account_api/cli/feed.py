"""`liangrong feed`: give events and prices to the ledger of this home, see how the feed stands, check that it adds up.

A file holds one batch, `{"source": …, "events": […]}`, or one event a line with the source named by `--source`. It is given as
whoever runs this machine. Exit codes: 0 done · 1 done but some were refused, or lines that do not add up · 2 bad input or
usage · 3 not found.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from account_api.cli import books, feed_text
from account_api.cli.problems import ExitCode
from account_api.cli.service import opened
from account_api.exit_codes import of_status

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlmodel import Session

    from account_api.context import Context

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

OPERATOR = "operator"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
File = Annotated[str, typer.Argument(help="A batch (.json), or one a line (.jsonl); - for stdin.")]
Source = Annotated[str | None, typer.Option(help="Who sends, where the file does not say.")]
OfClient = Annotated[str | None, typer.Option("--client", help="One client; everybody if not given.")]
OnDay = Annotated[
    datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="One day; every day if not given.")
]
Text = Callable[[Any], Iterator[str]]


@app.callback()
def feed() -> None:
    """The live feed: events, prices, whether the ledger adds up."""


@app.command()
def events(file: File, source: Source = None, json_: AsJson = False) -> None:
    """Work events into the ledger; what is refused is named."""
    from account_api.feed import service
    from account_api.feed.contract import MOST_EVENTS, EventsCreate

    batches = list(_batches(file, source, "events", MOST_EVENTS, EventsCreate))
    _give(batches, lambda ctx, session, batch: service.take(ctx, session, OPERATOR, batch), json_)


@app.command()
def prices(file: File, source: Source = None, json_: AsJson = False) -> None:
    """Keep prices; the newest of a day is the day's price."""
    from account_api.feed import prices as taking
    from account_api.feed.contract import MOST_PRICES, PricesCreate

    batches = list(_batches(file, source, "prices", MOST_PRICES, PricesCreate))
    _give(batches, lambda ctx, session, batch: taking.take(ctx, session, OPERATOR, batch), json_)


@app.command()
def status(json_: AsJson = False) -> None:
    """Show who was heard when, how far each stream has got, what waits and what was refused."""
    from account_api.feed import status as standing

    _show(lambda ctx, session: standing.status(ctx, session), feed_text.status, json_)


@app.command()
def suspects(json_: AsJson = False) -> None:
    """Show prices kept aside, the newest first; two people accept one, or a second source does."""
    from account_api.feed import suspects as aside
    from account_api.feed.contract import SuspectsPublic

    _show(
        lambda _, session: SuspectsPublic(suspects=aside.listed(session, None, 200)),
        feed_text.suspects,
        json_,
    )


@app.command()
def sent(
    client: Annotated[str, typer.Argument(help="A client of this home.")],
    source: Annotated[str, typer.Option(help="Who sent.")],
) -> None:
    """Print the events of a client that were worked in, one a line, ready to be given to another home."""
    from account_api.sources.ledger import LedgerSource

    with opened() as context:
        ledger, after = LedgerSource(context, of=source), 0
        while page := ledger.events(client, after):
            sys.stdout.writelines(f"{json.dumps(each, ensure_ascii=False)}\n" for each in page)
            after = int(page[-1]["sequence"])


@app.command()
def reconcile(client: OfClient = None, day: OnDay = None, json_: AsJson = False) -> None:
    """Check that opening day, interest and events make the closing day, line by line."""
    from account_api.feed.reconciliation import reconciled

    on = None if day is None else day.date()
    found = _show(lambda _, session: reconciled(session, client, on), feed_text.reconciliation, json_)
    if found["differences"]:
        raise typer.Exit(ExitCode.ITEMS_FAILED)


def _batches(file: str, source: str | None, name: str, most: int, kind: "type[BaseModel]") -> Iterator[Any]:
    """The file's items in batches the service takes at once; ends the command with what is wrong with the file."""
    from pydantic import ValidationError

    from account_api.errors import malformed

    with books.refusals():
        text = books.read_text(file)
        if books.is_lines(file, text):
            items = [books.parse(line, file) for line in text.splitlines() if line.strip()]
            whole: Any = {"source": source, name: items}
        else:
            whole = books.parse(text, file)
    if isinstance(whole, dict) and source is not None:
        whole = {**whole, "source": source}
    listed = whole.get(name) if isinstance(whole, dict) else None
    parts: list[Any] = [listed]
    if isinstance(listed, list):
        parts = [listed[n : n + most] for n in range(0, len(listed), most)] or [[]]
    try:
        for part in parts:
            yield kind.model_validate({**whole, name: part} if isinstance(whole, dict) else whole)
    except ValidationError as error:
        _fail(malformed(error.errors()).as_json(), ExitCode.BAD_INPUT)


def _give(batches: list[Any], take: "Callable[[Context, Session, Any], BaseModel]", json_: bool) -> None:
    together: dict[str, list[Any]] = {}
    with opened() as context:
        for batch in batches:
            with context.transaction() as session:
                answer = take(context, session, batch).model_dump(mode="json")
            for name, items in answer.items():
                together.setdefault(name, []).extend(items)
    _print(together, feed_text.taken, json_)
    if together.get("refused"):
        raise typer.Exit(ExitCode.ITEMS_FAILED)


def _show(read: "Callable[[Context, Session], BaseModel]", as_text: Text, json_: bool) -> dict[str, Any]:
    from account_api.errors import Problem

    with opened() as context:
        try:
            with context.transaction(writes=False) as session:
                answer = read(context, session).model_dump(mode="json")
        except Problem as problem:
            _fail(problem.as_json(), of_status(problem.status))
    _print(answer, as_text, json_)
    return answer


def _print(answer: dict[str, Any], as_text: Text, json_: bool) -> None:
    lines = [json.dumps(answer, ensure_ascii=False)] if json_ else as_text(answer)
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _fail(problem: dict[str, Any], code: ExitCode) -> NoReturn:
    typer.echo(json.dumps(problem, ensure_ascii=False), err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
