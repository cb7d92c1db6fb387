"""`liangrong nlu intents | read | eval`: what is understood, how one message is read, and the method on labelled rows of any kind.

`eval` reads CSV files with the columns `text,label` in UTF-8 (with or without a mark) or GB18030. Exit codes: 0 done · 2 bad input.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.commands.output import BAD_INPUT, fail, problem

if TYPE_CHECKING:
    from bot.nlu.labelled_measures import Labelled
    from bot.nlu.model import Understanding

Json = dict[str, Any]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON。")]
ENCODINGS = ("utf-8-sig", "gb18030")
COLUMNS = ("text", "label")

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.callback()
def nlu() -> None:
    """What is understood, how a message is read, and how well the method does on labelled rows."""


@app.command()
def intents(as_json: AsJson = False) -> None:
    """List the intents with the number of examples each is learnt from. 意图与例句数。"""
    from bot.nlu.examples import patterns
    from bot.nlu.lexicon import data, read_examples, read_lexicon
    from bot.nlu.normal import script

    written = Counter(intent for intent, _ in patterns(data("intents.yaml")))
    learnt = Counter(example.intent for example in read_examples(script(), read_lexicon()))
    rows = [
        {"intent": intent, "patterns": written[intent], "examples": learnt[intent]}
        for intent in sorted(written)
    ]
    if as_json:
        _print(rows)
    else:
        _lines(f"{row['intent']:18} {row['patterns']:5} {row['examples']:6}" for row in rows)


@app.command()
def read(
    text: Annotated[str, typer.Argument(help="A message. 一条消息。")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day dates are read against, YYYY-MM-DD.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the requests of a message with their intents, gates, scores and slots. 拆解一条消息。"""
    from bot.record.recording import of_request

    found = asyncio.run(_understood(text, _day(as_of)))
    requests = [of_request(request) for request in found.requests]
    if as_json:
        _print({"normal": found.normal, "lang": found.lang, "requests": requests})
        return
    for request in requests:
        _lines(f"{request[name]}" for name in ("text", "intent", "gate", "source", "confidence"))
        _lines(f"  {name} {score:.4f}" for name, score in request["alternatives"])
        _lines(
            f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in request["slots"].items()
        )


async def _understood(text: str, today: date | None) -> Understanding:
    """Read with the securities of this home, relative to its day."""
    from bot.wiring import open_product

    async with open_product() as product:
        return product.understand(text, None, today or product.now().date())


@app.command("eval")
def eval_(
    train: Annotated[Path, typer.Option(help="Rows to learn from: text,label. 训练集。")],
    test: Annotated[Path, typer.Option(help="Rows to be judged. 测试集。")],
    oos: Annotated[
        Path | None, typer.Option(help="More rows that lie out of scope; their labels do not count. 域外集。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Learn from one file, measure on another; the label `oos` marks what lies out of scope. 评测。"""
    from bot.nlu.labelled_measures import OOS, Labelled, evaluated

    rows = list(dict.fromkeys(_rows(train, "train")))
    known = {row.label for row in rows}
    if len(known) < 2 or not known - {OOS}:
        _bad("train", "one_class", "Needs at least two labels", "至少需要两个标签", str(train))
    judged = _rows(test, "test")
    judged += [Labelled(row.text, OOS) for row in (_rows(oos, "oos", labelled=False) if oos else ())]
    unseen = sorted({row.label for row in judged} - known - {OOS})
    if unseen:
        sys.stderr.write(
            f"labels only in the test rows, counted as missed 仅见于测试集的标签: {', '.join(unseen)}\n"
        )
    found = evaluated(rows, judged).as_json()
    if as_json:
        _print(found)
    else:
        _lines(f"{name:24} {'-' if value is None else value}" for name, value in found.items())


def _rows(path: Path, name: str, *, labelled: bool = True) -> list[Labelled]:
    """The rows of a CSV file; a row without text or label is named by its line."""
    from bot.nlu.labelled_measures import OOS, Labelled

    reader = csv.DictReader(io.StringIO(_decoded(path, name), newline=""))
    needed = COLUMNS if labelled else COLUMNS[:1]
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        _bad(
            f"{name}.{missing[0]}",
            "missing_column",
            f"No column {missing[0]}",
            f"缺少列 {missing[0]}",
            str(path),
        )
    rows = []
    for row in reader:
        blank = next((column for column in needed if not (row[column] or "").strip()), None)
        if blank:
            _bad(
                f"{name}[{reader.line_num}].{blank}",
                "blank",
                f"Line {reader.line_num} has no {blank}",
                f"第 {reader.line_num} 行缺少 {blank}",
                str(path),
            )
        rows.append(Labelled(row["text"].strip(), row["label"].strip() if labelled else OOS))
    if not rows:
        _bad(name, "empty", "The file holds no rows", "文件没有数据行", str(path))
    return rows


def _decoded(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        _bad(name, "unreadable", "The file cannot be read", "文件无法读取", str(path))
    text = next((said for encoding in ENCODINGS if (said := _in(content, encoding)) is not None), None)
    if text is None:
        _bad(name, "bad_encoding", "Neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030", str(path))
    return text


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _bad(field: str, code: str, title: str, title_zh: str, value: str) -> NoReturn:
    fail(problem(422, title, title_zh, field, code, value), BAD_INPUT)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _bad("as_of", "bad_date", "as_of is not a day", "as_of 不是日期（YYYY-MM-DD）", str(text))


def _print(found: Json | Sequence[Mapping[str, Any]]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def _lines(lines: Any) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
