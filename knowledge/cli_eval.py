"""`liangrong knowledge eval` and `knowledge explain`: how good the search is, and why it found what it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.cli_home import DateText, JsonOption, as_day, errors, opened_library
from knowledge.errors import BadRequest

if TYPE_CHECKING:
    from knowledge.explain import Explanation


def evaluate(
    corpus: Annotated[Path | None, typer.Option(help="JSON lines: id, title, text. 语料。")] = None,
    queries: Annotated[Path | None, typer.Option(help="JSON lines: id, text, relevant. 问题。")] = None,
    k: Annotated[str, typer.Option("--k", help="Depths of recall. 召回深度。")] = "1,5,10",
    title: Annotated[bool, typer.Option(help="Use the titles. 是否使用标题。")] = True,
    peers: Annotated[bool, typer.Option(help="Measure peers beside it. 同时测量对照。")] = True,
    home_queries: Annotated[
        Path | None, typer.Option(help="JSON lines for this home: style, q, relevant. 本库问题。")
    ] = None,
    as_of: DateText = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval on a corpus, or on this home's own library. 评测检索。

    Recall, reciprocal rank, abstention where some queries have no relevant id, milliseconds of the whole query path,
    seconds and memory to index; bm25s and Chroma with the same vectors beside it.
    """
    with errors():
        if home_queries is not None:
            report = _home(home_queries, as_of)
        elif corpus is not None and queries is not None:
            report = _corpus(corpus, queries, _depths(k), title, peers)
        else:
            raise BadRequest(
                "give --corpus and --queries, or --home-queries",
                "请给出 --corpus 和 --queries，或 --home-queries",
                field="--corpus",
            )
        _print(report, as_json)


def explain(
    query: Annotated[str, typer.Argument(help="A question. 问题。")],
    as_of: DateText = None,
    k: Annotated[int, typer.Option("-k", min=1, max=20, help="How many passages. 返回几段。")] = 5,
    jurisdiction: Annotated[str, typer.Option(help="CN, HK or US.")] = "CN",
    as_json: JsonOption = False,
) -> None:
    """Show why a question finds what it finds. 说明为什么检索到这些段落。"""
    with errors(), opened_library() as library:
        day = as_day(as_of, "--as-of") or library.today()
        found = library.explain(query, as_of=day, jurisdiction=jurisdiction, k=k)
        if as_json:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            _print_explanation(found)


def _corpus(corpus: Path, queries: Path, depths: tuple[int, ...], title: bool, peers: bool) -> dict[str, Any]:
    from knowledge.evaluation import evaluate, read_corpus, read_questions
    from knowledge.glossary import load_glossary
    from knowledge.ingest import CORPUS

    glossary = load_glossary(CORPUS / "glossary.yaml")
    return evaluate(read_corpus(corpus, title), read_questions(queries), glossary, depths, peers)


def _home(path: Path, as_of: str | None) -> dict[str, Any]:
    from knowledge.home_evaluation import ask, figures

    with opened_library() as library:
        asked = ask(library, path, as_day(as_of, "--as-of") or library.today())
        return figures(asked, library.health().threshold)


def _depths(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if not all(part.strip().isdecimal() and 1 <= int(part) <= 100 for part in parts):
        raise BadRequest(
            f"--k {text!r}: depths from 1 to 100, such as 1,5,10",
            f"--k {text!r}：应为 1 到 100 的数，如 1,5,10",
            "--k",
        )
    return tuple(sorted({int(part) for part in parts}))


def _print(report: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    for name, value in report.items():
        if isinstance(value, Mapping):
            nested = any(isinstance(each, Mapping) for each in value.values())
            lines = value.items() if nested else [("", value)]
            for label, row in lines:
                typer.echo(f"{name:<13} {label:<14} {_line(row)}")
        elif isinstance(value, list):
            for row in value:
                typer.echo(
                    f"beside: {row['name']:<28} {_line({key: row[key] for key in row if key != 'name'})}"
                )
        else:
            typer.echo(f"{name:<13} {value}")


def _line(row: Mapping[str, Any]) -> str:
    return "  ".join(f"{name} {value}" for name, value in row.items())


def _print_explanation(found: Explanation) -> None:
    verdict = "answerable 可回答" if found.answerable else "not answerable 不可回答"
    typer.echo(
        f"{verdict}: {found.confidence:.3f} (threshold 阈值 {found.threshold:.3f})  {_line(found.signals)}"
    )
    typer.echo(
        f"lang {found.lang} · as of {found.as_of} · dense {found.dense} · filtered out: {_line(found.filtered_out)}"
    )
    by_reason: dict[str, list[str]] = {}
    for term in found.terms:
        by_reason.setdefault(term.why, []).append(f"{term.term} {term.weight:g}")
    for reason, terms in by_reason.items():
        typer.echo(f"{reason:<9} {' · '.join(terms)}")
    for place, hit in enumerate(found.hits, 1):
        passage = hit.hit.passage
        where = " ".join(filter(None, [passage.title, passage.section, passage.article]))
        first = f"  first: {hit.lifted}" if hit.lifted else ""
        typer.echo(f"{place}. {hit.hit.score:8.2f}  {where} [{passage.tier}]{first}")
        typer.echo(f"   {_line(hit.fields)}\n   × {_line(hit.factors)}\n   {hit.hit.quote}")
