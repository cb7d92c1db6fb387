"""`liangrong book`: the firm's whole book taken over from files, and written out again.

Exit codes: 0 done · 2 bad input, nothing taken over · 3 no such directory or home · 4 the database or the disk failed.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from account_api.cli import calls
from account_api.cli.problems import ExitCode, malformed, not_found
from risk.fields import refuse

if TYPE_CHECKING:
    from account_api.books.mapping import BookMapping
    from account_api.books.service import Decisions
    from account_api.context import Context

OPERATOR = "operator"
SHOWN = 20

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


class Format(StrEnum):
    """How files are written."""

    csv = "csv"
    parquet = "parquet"


Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The directory of the files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


@app.callback()
def book() -> None:
    """The whole book of this home as CSV or Parquet files."""


app.command()(calls.sweep)


@app.command("import")
def import_(
    directory: Directory,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would change.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML with the firm's own names of files, columns and words.")
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            help="The day of the book, where it is not the newest; without it no earlier day is changed."
        ),
    ] = None,
    over_events: Annotated[
        bool, typer.Option("--over-events", help="Undo what was fed on the day where the book differs.")
    ] = False,
    keep_decisions: Annotated[
        bool, typer.Option("--keep-decisions", help="Leave what two people decided since; name such rows.")
    ] = False,
    over_decisions: Annotated[
        bool, typer.Option("--over-decisions", help="The file is right: undo what two people decided since.")
    ] = False,
    json_: AsJson = False,
) -> None:
    """Take over clients, accounts, terms, securities, prices, holdings and contracts: all of it or nothing.

    The same files twice change nothing. Every mistake is listed by file, line and column.
    """
    from account_api.books import service

    if not directory.is_dir():
        where = str(directory)
        raise not_found(f"{where} is no directory.", f"{where} 不是目录。", "DIR", where).stop()
    named = None if day is None else _day(day)
    with _refusals():
        names = _mapping(mapping)
        with _home(dry_run) as context, _watched(service.size(directory, names)) as progress:
            asked = service.Asked(
                directory,
                OPERATOR,
                names,
                named,
                dry_run,
                over_events,
                decisions=_decisions(keep_decisions, over_decisions),
                progress=progress,
            )
            report = service.import_book(context, asked)
    typer.echo(json.dumps(report, ensure_ascii=False) if json_ else _text(report))


@app.command("export")
def export(
    directory: Directory,
    form: Annotated[Format, typer.Option("--format", help="csv, or parquet (needs pyarrow).")] = Format.csv,
    day: Annotated[
        str | None, typer.Option(help="The day; the newest with a position where none is named.")
    ] = None,
    spreadsheet: Annotated[
        bool, typer.Option(help="For looking at in a spreadsheet: no text is read there as a formula.")
    ] = False,
    json_: AsJson = False,
) -> None:
    """Write the book of one day as files that `book import` reads."""
    from dataclasses import asdict

    from account_api.books import exporting, service
    from account_api.cli.service import opened

    named = None if day is None else _day(day)
    with (
        opened() as context,
        _refusals(),
        service.failures(),
        context.database.transaction(writes=False) as session,
    ):
        of = named or exporting.newest_day(session.connection(), context.clock.today())
        written = exporting.export_book(session.connection(), directory, of, form.value, spreadsheet)
    report = {"day": of.isoformat(), "files": [asdict(each) for each in written]}
    lines = [f"{of.isoformat()} → {directory}", *(f"{each.file}: {each.rows} rows" for each in written)]
    typer.echo(json.dumps(report, ensure_ascii=False) if json_ else "\n".join(lines))


def _mapping(file: Path | None) -> "BookMapping":
    from account_api.books.mapping import OURS, read_mapping
    from account_api.cli.books import UnreadableBook, read_text

    if file is None:
        return OURS
    try:
        return read_mapping(read_text(str(file)))
    except UnreadableBook as error:
        raise error.problem.stop() from error


def _decisions(keep: bool, over: bool) -> "Decisions":
    if keep and over:
        raise malformed([refuse("over-decisions", "one_of_two", "--keep-decisions")]).stop()
    return "keep" if keep else "over" if over else "refuse"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise malformed([refuse("day", "bad_date", text)]).stop() from error


@contextmanager
def _home(dry_run: bool) -> "Iterator[Context]":
    """The home of this command; an import makes an empty one that of a firm, a dry run tries it elsewhere."""
    from account_api.app import build_context
    from account_api.settings import Settings

    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="liangrong-") as place:
        if dry_run and not (settings.home / "home.json").exists():
            settings = settings.model_copy(update={"home": Path(place) / "home"})
        context = build_context(settings)
        try:
            yield context
        finally:
            context.database.dispose()


@contextmanager
def _refusals() -> Iterator[None]:
    """Ends the command with the error object of a refusal; what failed on our side has a code of its own."""
    from account_api.errors import Problem

    try:
        yield
    except Problem as refusal:
        typer.echo(json.dumps(refusal.as_json(), ensure_ascii=False), err=True)
        failed = refusal.slug == "not-written" or refusal.status == 500
        raise typer.Exit(ExitCode.INTERNAL if failed else ExitCode.BAD_INPUT) from refusal


@contextmanager
def _watched(size: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr where somebody looks."""
    if not sys.stderr.isatty():
        yield lambda _bytes: None
        return
    with typer.progressbar(length=size, label="import", file=sys.stderr) as bar:
        yield bar.update


def _text(report: dict[str, Any]) -> str:
    lines = [f"{each['file']}: {each['rows']} rows" for each in report["files"]]
    lines += [
        f"{each['table']}: +{each['new']} ~{each['changed']} -{each['removed']} ={each['same']}"
        for each in report["tables"]
    ]
    lines += [f"kept 保留审批结果: {each['file']}:{each['line']} {each['value']}" for each in report["kept"]]
    if not report["changed"]:
        done = "nothing changes: the ledger already says this 无变化：台账内容已与文件一致"
    else:
        done = "dry run: nothing was written 试运行：未写入" if report["dry_run"] else "taken over 已导入"
    return "\n".join((*lines, f"{report['day']}: {done}"))
