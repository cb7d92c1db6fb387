"""`liangrong knowledge`: ingest documents, search them, list and read them. Reading works on the SQL catalogue alone; ingesting
takes the home, or goes through the server that holds it. Results on stdout, progress and errors on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.cli_eval import evaluate, explain
from knowledge.cli_home import (
    DateText,
    JsonOption,
    as_day,
    errors,
    opened_catalogue,
    opened_library,
    settings,
)
from knowledge.cli_read import diff, show, topics
from knowledge.errors import HomeBusy

if TYPE_CHECKING:
    from knowledge.ingest import Progress
    from knowledge.library import Library
    from knowledge.model import DocumentVersion, IngestReport, SearchResult

app = typer.Typer(
    help="Documents and their validity: ingest, search, list. 文档与效力：入库、检索、列表。",
    no_args_is_help=True,
)

WAIT_SECONDS = 30.0


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or directories. 文件或目录。")],
    dry_run: Annotated[bool, typer.Option(help="Read and judge, store nothing. 只检查，不入库。")] = False,
    effective_from: DateText = None,
    effective_to: DateText = None,
    as_json: JsonOption = False,
) -> None:
    """Ingest documents: md, html, pdf, docx, pptx, xlsx, csv, txt, and zip archives of them. 入库文档。

    A document needs an effective date: front matter, a row in validity.csv beside it, or --effective-from.
    """
    with errors():
        dates = as_day(effective_from, "--effective-from"), as_day(effective_to, "--effective-to")
        report = _ingest(paths, dry_run, dates)
        _print_report(report, as_json)
    if not report.complete:
        raise typer.Exit(1)


@app.command(name="remove")
def take_out_of_use(
    target: Annotated[str, typer.Argument(help="A document or one of its versions. 文档或某一版本。")],
    reason: Annotated[str, typer.Option(help="Why; kept beside it. 原因，一并保存。")],
    as_json: JsonOption = False,
) -> None:
    """Take a document out of use: it is found no more, its permalinks stay. 停用文档。"""
    from knowledge.ingest import remove

    with errors(), opened_catalogue() as catalogue:
        gone = remove(catalogue, target, reason)
    if as_json:
        typer.echo(json.dumps([version.version for version in gone]))
        return
    for version in gone:
        meta = version.meta
        typer.echo(f"{version.version}  {meta.title}  [{meta.effective_from} → {version.effective_to or ''}]")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A question. 问题。")],
    as_of: DateText = None,
    k: Annotated[int, typer.Option("-k", min=1, max=20, help="How many passages. 返回几段。")] = 3,
    jurisdiction: Annotated[str, typer.Option(help="CN, HK or US.")] = "CN",
    as_json: JsonOption = False,
) -> None:
    """Find the passages in force that answer a question. 检索当日有效的段落。"""
    with errors(), opened_library() as library:
        day = as_day(as_of, "--as-of") or library.today()
        result = library.search(query, as_of=day, jurisdiction=jurisdiction, k=k)
        _print_search(result, day, as_json)


@app.command(name="list")
def list_documents(as_json: JsonOption = False) -> None:
    """List every version of every document. 列出所有文档版本。"""
    from knowledge import records

    with errors(), opened_catalogue() as catalogue:
        with catalogue.read() as connection:
            versions = records.list_versions(connection)
        _print_versions(versions, as_json)


for command in (show, diff, topics, explain):
    app.command()(command)
app.command(name="eval")(evaluate)


def _ingest(paths: list[Path], dry_run: bool, dates: tuple[date | None, date | None]) -> IngestReport:
    from knowledge.ingest import ensure_corpus
    from knowledge.library import Library
    from knowledge.ownership import current_owner, local_token
    from knowledge.transfer import send

    home = settings()
    stated: dict[str, Any] = {"dry_run": dry_run, "effective_from": dates[0], "effective_to": dates[1]}
    owner = current_owner(home.lock_file)
    if owner is not None and owner.url and not home.chroma_url:
        return send(owner.url, local_token(home.token_file), paths, **stated)
    ensure_corpus(home)
    how = "off" if dry_run else home.chroma_url or "own"
    with _patiently(lambda: Library.open(home, how)) as library, _progress() as progress:
        return library.ingest(paths, progress=progress, **stated)


def _patiently(open_library: Callable[[], Library]) -> Library:
    """Wait for another ingest to finish; give up with its error after half a minute."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return open_library()
        except HomeBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("ingest", total=None)

        def show(done: int, total: int, file: str) -> None:
            bar.update(task, completed=done, total=total, description=file or "ingest")

        yield show


def _print_report(report: IngestReport, as_json: bool) -> None:
    from knowledge.examination import UNSTATED
    from knowledge.model import STATUSES

    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    for item in report.items:
        reason = f"  {item.reason_zh} / {item.reason}" if item.reason else f"  {item.passages} passages"
        typer.echo(f"{item.status:<11} {item.file}{reason}")
        for remark in item.warnings if item.status == "added" else ():
            if remark.code not in UNSTATED:
                typer.echo(f"{'':<11} ! {remark.text_zh} / {remark.text}")
    typer.echo(" · ".join(f"{status} {report.count(status)}" for status in STATUSES))


def _print_search(result: SearchResult, day: date, as_json: bool) -> None:
    from knowledge.citation import search_as_json

    if as_json:
        typer.echo(json.dumps({"as_of": day.isoformat(), **search_as_json(result)}, ensure_ascii=False))
        return
    if not result.answerable:
        typer.echo("没有找到能回答的段落；最接近的是： / No passage answers this; the nearest are:")
    for hit in result.hits:
        passage = hit.passage
        where = " ".join(filter(None, [passage.title, passage.section, passage.article]))
        until = passage.effective_to or ""
        typer.echo(f"{hit.score:8.2f}  {where}  [{passage.effective_from} → {until}]\n          {hit.quote}")


def _print_versions(versions: tuple[DocumentVersion, ...], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([version.as_json() for version in versions], ensure_ascii=False))
        return
    for version in versions:
        meta, until = version.meta, version.effective_to or ""
        state = version.retired or ""
        typer.echo(
            f"{meta.kind:<9} {meta.jurisdiction} {meta.lang} {meta.effective_from} → {until!s:<10} "
            f"{version.passages:>4}  {meta.title} {state}".rstrip()
        )
