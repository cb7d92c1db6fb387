"""`liangrong knowledge check | coverage | impact`: is the library right, what does it cover, and what rests on a rule.

The check of the packaged texts needs no home: the rules come from the account service, made for this once in an
empty directory. Exit codes: 0 nothing wrong · 1 findings · 2 bad input · 3 not found · 4 internal.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.cli_home import JsonOption, errors
from knowledge.errors import BadRequest, NotFound
from knowledge.metadata import as_date

if TYPE_CHECKING:
    from bot.library.check import Library, Report
    from bot.library.rulebook import Rulebooks

CHINA = timezone(timedelta(hours=8))
FINDINGS = 1
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day; today if not given. 日期。")
]

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.command()
def check(
    directory: Annotated[
        Path | None, typer.Argument(help="Documents to check; the packaged ones if not given. 目录。")
    ] = None,
    home: Annotated[
        bool, typer.Option("--home", help="Check what this home answers from. 检查本机文档库。")
    ] = False,
    as_of: AsOf = None,
    as_json: JsonOption = False,
) -> None:
    """Check every document against the rulebook and the others. 校验文档。

    An overdue review is a warning only: it comes with the calendar, and a check must not fail without a change.
    """
    from bot.library.check import check as checked

    with errors():
        today = as_date(as_of, "--as-of", BadRequest) or datetime.now(CHINA).date()
        report = checked(asyncio.run(_of_home(today)) if home else _of_directory(directory, today), today)
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else "\n".join(_findings(report)))
    raise typer.Exit(0 if report.passed else FINDINGS)


@app.command()
def coverage(
    write: Annotated[Path | None, typer.Option(help="Write the map as a page. 写成文档。")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show which topics, layers, eras and languages the packaged texts cover, and the holes. 覆盖图。"""
    from bot.library.coverage import accepted_holes, map_of
    from bot.library.coverage_page import page
    from bot.library.shelf import read_shelf
    from knowledge.education.curriculum import CORPUS

    found = map_of(read_shelf(CORPUS)[0], accepted_holes())
    if write is not None:
        write.write_text(page(found), encoding="utf-8")
    else:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else page(found), nl=as_json)
    raise typer.Exit(FINDINGS if found.unexplained else 0)


@app.command()
def impact(
    target: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule, a document or a passage. 规则、文件或段落。")
    ],
    as_of: AsOf = None,
    user: Annotated[
        str | None, typer.Option("--as", help="Whose campaigns and tickets: a demo user. 以谁的身份。")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List everything that rests on a rule, a document or a passage. 规则变更影响。"""
    with errors():
        day = as_date(as_of, "--as-of", BadRequest)
        found = asyncio.run(_impact(target, day, user))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_affected(found)))


async def _impact(target: str, day: date | None, user: str | None) -> dict[str, Any]:
    from account_api.client import AccountError
    from bot.library.gather import impacts_of
    from bot.wiring import open_product

    async with open_product() as product:
        try:
            token = (await product.accounts.demo_sign_in(user)).token if user else None
        except AccountError as error:
            raise NotFound(f"no demo user {user}", f"没有演示用户 {user}", field="--as") from error
        return await impacts_of(product).on(target, day, token)


def _of_directory(directory: Path | None, today: date) -> Library:
    """The packaged library whole, or the documents of a directory with the glossary beside them."""
    from bot.library.check import Library
    from bot.library.coverage import accepted_holes
    from bot.library.references import glossary_entries
    from bot.library.shelf import read_shelf
    from knowledge.education.curriculum import CORPUS, curriculum

    root = directory or CORPUS
    if not root.is_dir():
        raise NotFound(f"{root}: no such directory", f"{root}：目录不存在", field="directory")
    documents, broken = read_shelf(root)
    glossary = glossary_entries(root / "glossary.yaml")
    rules = asyncio.run(_packaged_rules(today))
    if directory is not None:
        return Library(documents, rules, broken, glossary)
    return Library(documents, rules, broken, glossary, curriculum(), accepted_holes())


async def _packaged_rules(today: date) -> Rulebooks:
    """The rules as the account service tells them where no firm has brought rows of its own."""
    from account_api.app import create_app
    from account_api.client import AccountClient
    from account_api.settings import Settings
    from bot.library.gather import rulebooks

    with tempfile.TemporaryDirectory() as empty:
        service = create_app(Settings(home=Path(empty), database_url=None))
        client = AccountClient.in_process(service)
        try:
            return await rulebooks(client, today)
        finally:
            await client.aclose()
            service.state.context.database.dispose()


async def _of_home(today: date) -> Library:
    from bot.library.check import Library
    from bot.library.gather import rulebooks
    from bot.library.shelf import shelf_of
    from bot.wiring import open_product

    async with open_product() as product:
        return Library(shelf_of(product.library), await rulebooks(product.accounts, today))


def _findings(report: Report) -> list[str]:
    from bot.library.finding import kinds

    lines = []
    for found in report.findings:
        mark, todo = "✗" if found.is_error else "!", kinds()[found.code]
        place = " # ".join(part for part in (found.file, found.section) if part)
        lines += [
            f"{mark} {found.code}  {place}",
            f"    {found.zh} → {todo['zh']}",
            f"    {found.en} → {todo['en']}",
        ]
    looked = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    warnings = len(report.findings) - len(report.errors)
    return [*lines, f"checked {looked}: {len(report.errors)} errors, {warnings} warnings"]


def _affected(found: Mapping[str, Any]) -> list[str]:
    target, rows = found["target"], found["rows"] or {}
    label = f"  {target['label']['zh']} · {target['label']['en']}" if target["label"] else ""
    lines = [f"{target['id']}{label}  ({found['as_of']})"]
    lines += [
        f"  {when}: {row['value']}  [{row['valid_from']}, {row['valid_to'] or '…'})  {row['source']}"
        for when in rows
        for row in rows[when]
    ]
    for name in found["counts"]:
        if name != "left_out":
            lines += [f"{name}: {len(found[name])}", *(f"  {_line(row)}" for row in found[name])]
    return [*lines, f"left out: {', '.join(found['left_out'])}"] if found["left_out"] else lines


def _line(row: Mapping[str, Any]) -> str:
    """What names one thing, and whether it was written for an older row."""
    told: Sequence[Any] = [
        row.get(name) for name in ("id", "number", "file", "document", "section", "ask", "topic")
    ]
    words = " ".join(dict.fromkeys(str(each) for each in told if each))
    old = row.get("stale") or row.get("older")
    return f"{words}  (written before the row in force · 早于现行规则)" if old else words
