"""Commands that read: a document as of a day, what changed between two versions, the topics."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from knowledge.cli_home import DateText, JsonOption, as_day, errors, opened_catalogue, today

Document = Annotated[str, typer.Argument(help="A document, as `list --json` names it. 文档。")]
Lang = Annotated[str, typer.Option(help="zh or en.")]
_MARKED = {"same": "{}", "add": "[+{}+]", "del": "[-{}-]"}
NAMES = {"changed": "修改 changed", "added": "新增 added", "removed": "删除 removed", "moved": "移动 moved"}


def show(document: Document, as_of: DateText = None, lang: Lang = "zh", as_json: JsonOption = False) -> None:
    """Print a document as of a day, and its versions. 查看文档。"""
    from knowledge.reading import read_document

    with errors(), opened_catalogue() as catalogue:
        read: dict[str, Any] = read_document(catalogue, document, as_day(as_of, "--as-of") or today(), lang)
    if as_json:
        typer.echo(json.dumps(read, ensure_ascii=False))
        return
    for version in read["versions"]:
        mark = "*" if version["version"] == read["version"] else " "
        until, state = version["effective_to"] or "…", version["retired"] or ""
        typer.echo(f"{mark} {version['version']}  {version['effective_from']} → {until}  {state}".rstrip())
    if read["version"] is None:
        typer.echo(f"{read['as_of']} 没有有效的版本 / no version in force")
    for passage in read["passages"]:
        typer.echo(f"\n## {passage['article'] or passage['section']}\n{passage['text']}")


def diff(
    document: Document,
    before: Annotated[str, typer.Argument(metavar="FROM", help="A day or a version. 日期或版本。")],
    after: Annotated[str, typer.Argument(metavar="TO", help="A day or a version. 日期或版本。")],
    lang: Lang = "zh",
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two dates or versions, article by article. 逐条对比。"""
    from knowledge.reading import difference

    with errors(), opened_catalogue() as catalogue:
        found = difference(catalogue, document, lang, before, after)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    for side in (found.before, found.after):
        typer.echo(f"{side.version}  {side.effective_from} → {side.effective_to or '…'}")
    for article in found.articles:
        if article.change != "same":
            text = "".join(_MARKED[part.op].format(part.text) for part in article.parts)
            typer.echo(f"\n{NAMES[article.change]}  {article.label}\n{text}")
    counted = found.counts()
    typer.echo("\n" + " · ".join(f"{change} {number}" for change, number in counted.items()))


def topics(as_json: JsonOption = False) -> None:
    """List the topics of the library. 列出主题。"""
    from knowledge.topics import topics as known

    rows = [{"id": topic.id, "zh": topic.zh, "en": topic.en} for topic in known().values()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['id']:<20} {row['zh']}  {row['en']}")
