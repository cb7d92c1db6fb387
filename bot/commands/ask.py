"""`liangrong ask`: one question, or a file of questions, answered by the whole product without a server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from bot.answer.measures import label_of
from bot.commands.output import BAD_INPUT, INTERNAL, NOT_FOUND, fail, libraries_on_stderr, problem
from bot.dialogue.message import BadMessage

LANGS = ("zh", "zh-Hant", "en")
WHO = {"client": "client", "as": "member of staff"}
WHO_ZH = {"client": "客户", "as": "员工"}
Json = dict[str, Any]


class BadRow(ValueError):
    """A row of a batch, or an option, that cannot be answered; ``problem`` is its error object."""

    def __init__(self, row_problem: Json, exit_code: int = BAD_INPUT) -> None:
        super().__init__(row_problem["title"])
        self.problem = row_problem
        self.exit_code = exit_code


def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    client: Annotated[str | None, typer.Option(help="Act as this demo client, already verified.")] = None,
    as_user: Annotated[
        str | None,
        typer.Option("--as", help="Act as this demo member of staff; name the client in the question."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day whose rules apply, YYYY-MM-DD.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="zh, zh-Hant or en; found out where it is not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(
            help="A file of JSON lines with id and q (or turns); a row's own client, as_of and lang win."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers of --batch go.")] = None,
) -> None:
    """Ask a question; account questions need --client. Exit: 0 answered, 1 some rows failed, 2 bad input."""
    if batch is not None:
        given = {"client": client, "as": as_user, "as_of": as_of, "lang": lang}
        with libraries_on_stderr():
            code = asyncio.run(_batch(batch, out, given))
        raise SystemExit(code)
    if text is None:
        fail(problem(422, "Give a question or --batch", "请给出问题或 --batch", "text", "missing"), BAD_INPUT)
    row = {"id": "1", "q": text, "client": client, "as": as_user, "as_of": as_of, "lang": lang}
    try:
        with libraries_on_stderr():
            line = asyncio.run(_one(row))
    except BadRow as error:
        fail(error.problem, error.exit_code)
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n" if as_json else readable(line["turns"][0]))


async def _one(row: Json) -> Json:
    from bot.wiring import open_product

    async with open_product() as product:
        return await answered(product, row)


async def _batch(source: Path, target: Path | None, given: Json) -> int:
    """Answer every row; ``given`` holds for the rows that do not say otherwise."""
    from rich.console import Console
    from rich.progress import track

    from bot.wiring import open_product

    if not source.is_file():
        fail(
            problem(404, f"No file {source}", f"没有文件 {source}", "batch", "not_found", str(source)),
            NOT_FOUND,
        )
    if target is None:
        fail(problem(422, "Give --out", "请给出 --out", "out", "missing"), BAD_INPUT)
    failed = 0
    lines = source.read_text(encoding="utf-8").splitlines()
    async with open_product() as product:
        with target.open("w", encoding="utf-8") as sink:
            for raw in track(lines, console=Console(stderr=True), description="ask"):
                if raw.strip():
                    line = await _attempt(product, raw, given)
                    failed += "error" in line
                    sink.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 1 if failed else 0


async def _attempt(product: Any, raw: str, given: Json) -> Json:
    row: Any = {}
    try:
        row = json.loads(raw)
        return await answered(product, {**given, **row} if isinstance(row, dict) else row)
    except json.JSONDecodeError:
        return {
            "id": None,
            "error": problem(422, "Not a JSON line", "不是一行 JSON", "line", "not_json", raw[:40]),
        }
    except BadRow as error:
        return {"id": row.get("id") if isinstance(row, dict) else None, "error": error.problem}


async def answered(product: Any, row: Mapping[str, Any]) -> Json:
    """The output line of one input line; a conversation of its own. Raises BadRow."""
    texts, day, lang = _texts(row), _day(row.get("as_of")), _lang(row.get("lang"))
    token = await _token(product, _user(row))
    session = await product.assistant.open_session(token, lang)
    turns: list[Json] = []
    for number, text in enumerate(texts):
        try:
            reply = await product.assistant.turn(session, str(number), text, lang, day)
        except BadMessage as error:
            if not turns:
                raise BadRow(error.problem) from error
            return {"id": row.get("id"), "turns": turns, "error": error.problem}
        turns.append(reply)
    return {"id": row.get("id"), "turns": turns}


def _user(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Who asks: the option that names the user, and the user; ``None`` for nobody in particular."""
    given = [(option, str(row[option])) for option in ("client", "as") if row.get(option) is not None]
    if len(given) > 1:
        raise BadRow(problem(422, "Give client or as, not both", "client 与 as 只能给一个", "as", "conflict"))
    return given[0] if given else None


async def _token(product: Any, user: tuple[str, str] | None) -> str | None:
    from account_api.client import AccountError

    if user is None:
        return None
    option, name = user
    try:
        token = cast("str | None", (await product.accounts.demo_sign_in(name)).token)
        is_client = (await product.accounts.as_token(token).me())["client_id"] is not None
        if is_client != (option == "client"):
            raise _nobody(option, name, 404, NOT_FOUND)
        return token
    except AccountError as error:
        code = NOT_FOUND if error.status in (401, 403, 404) else INTERNAL
        raise _nobody(option, name, error.status, code) from error


def _nobody(option: str, name: str, status: int, code: int) -> BadRow:
    title, title_zh = f"No demo {WHO[option]} {name}", f"没有演示{WHO_ZH[option]} {name}"
    return BadRow(problem(status, title, title_zh, option, "not_found", name), code)


def _texts(row: Mapping[str, Any]) -> list[str]:
    if not isinstance(row, Mapping):
        raise BadRow(problem(422, "A row is an object", "每行应为一个对象", "line", "not_an_object"))
    texts = row.get("turns", [row.get("q")])
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise BadRow(problem(422, "Give q or turns as text", "请以文字给出 q 或 turns", "q", "missing"))
    return texts


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadRow(
            problem(
                422,
                "as_of is not a day YYYY-MM-DD",
                "as_of 不是 YYYY-MM-DD 日期",
                "as_of",
                "bad_date",
                str(value),
            )
        ) from error


def _lang(value: Any) -> str | None:
    if value is None or value in LANGS:
        return cast("str | None", value)
    raise BadRow(
        problem(
            422, "lang is zh, zh-Hant or en", "lang 应为 zh、zh-Hant 或 en", "lang", "unknown", str(value)
        )
    )


def readable(turn: Json) -> str:
    """A reply for a terminal: the answer, then what it rests on."""
    return "\n".join((turn["answer"], *_proofs(turn))) + "\n"


def _proofs(turn: Json) -> Iterator[str]:
    for figure in turn["figures"]:
        formula = figure["formula_en"] if turn["lang"] == "en" else figure["formula"]
        name = label_of(figure["name"], turn["lang"])
        yield f"  · {name} {figure['display']}  [{formula}]  {figure['as_of']}  {figure['trace_id']}"
    for citation in turn["citations"]:
        until = citation["effective_to"] or "…"
        where = citation["article"] or citation["section"]
        yield f"  § {citation['title']} {where}  [{citation['effective_from']}, {until})  {citation['confidence']}"
    for choice in turn["choices"]:
        yield f"  → {choice['label']}"
