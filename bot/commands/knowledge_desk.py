"""The editors' desk on the command line: hand in, review, publish, retire, announce, as one of the demo firm's staff.

Everything is written to the library of this home directly; a server that runs on it answers from it at its next
question. Exit codes: 0 done · 2 bad input · 3 not found, not allowed, or in another state · 4 internal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.cli_home import DateText, JsonOption, as_day, errors, opened_library
from knowledge.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from knowledge.editorial.desk import Editorial
    from knowledge.editorial.gaps import GapGroup
    from knowledge.editorial.rights import Editor
    from knowledge.model import Notice

As = Annotated[str, typer.Option("--as", help="Who acts: a demo user. 以谁的身份。")]
Note = Annotated[str, typer.Option(help="A word about it. 备注。")]
Name = Annotated[str, typer.Argument(metavar="ID", help="A submission, such as S12. 提交编号。")]
WRITER, REVIEWER = "demo-educator", "demo-compliance"
Json = dict[str, Any]

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.command()
def submit(
    file: Annotated[Path, typer.Argument(help="A document. 文档。")],
    effective_from: DateText = None,
    effective_to: DateText = None,
    note: Note = "",
    user: As = WRITER,
    as_json: JsonOption = False,
) -> None:
    """Hand in a document for review. 提交文档。"""
    with _desk(user) as (desk, editor):
        start, end = as_day(effective_from, "--effective-from"), as_day(effective_to, "--effective-to")
        made = desk.submit(editor, _bytes(file), file.name, start, end, note).as_json()
    _print(made, as_json, _submission)


@app.command()
def answer(
    file: Annotated[Path, typer.Argument(help="YAML: questions, answer, cites, dates, lang, topic.")],
    user: As = WRITER,
    as_json: JsonOption = False,
) -> None:
    """Hand in a verified answer for review. 提交已核实问答。"""
    from knowledge.editorial.bodies import VerifiedAnswer

    with _desk(user) as (desk, editor):
        made = desk.answer(editor, _validated(VerifiedAnswer, file).draft()).as_json()
    _print(made, as_json, _submission)


@app.command()
def submissions(
    state: Annotated[str | None, typer.Option(help="Only those in this state. 状态。")] = None,
    user: As = WRITER,
    as_json: JsonOption = False,
) -> None:
    """List what was handed in, the newest first. 列出提交。"""
    with _desk(user) as (desk, editor):
        rows = [each.as_json() for each in desk.submissions(editor, state)]
    _print_many(rows, as_json, _submission)


@app.command()
def review(
    name: Name,
    approve: Annotated[bool, typer.Option("--approve/--reject", help="通过 / 退回")],
    note: Note = "",
    confirm_instructions: Annotated[
        bool, typer.Option("--confirm-instructions", help="It speaks to the assistant; it was read.")
    ] = False,
    user: As = REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Approve or reject what somebody else handed in. 复核。"""
    with _desk(user) as (desk, editor):
        if approve:
            done = desk.approve(editor, name, note, confirm_instructions)
        else:
            done = desk.reject(editor, name, note)
    _print(done.as_json(), as_json, _submission)


@app.command()
def publish(name: Name, user: As = REVIEWER, as_json: JsonOption = False) -> None:
    """Put into use what was approved. 发布。"""
    with _desk(user) as (desk, editor):
        done = desk.publish(editor, name).as_json()
    _print(done, as_json, _submission)


@app.command()
def withdraw(name: Name, note: Note = "", user: As = WRITER, as_json: JsonOption = False) -> None:
    """Take back what is not published yet. 撤回。"""
    with _desk(user) as (desk, editor):
        done = desk.withdraw(editor, name, note).as_json()
    _print(done, as_json, _submission)


@app.command()
def retire(
    version: Annotated[str, typer.Argument(help="A version, as `list --json` names it. 版本。")],
    reason: Annotated[str, typer.Option(help="Why; its permalinks will say so. 原因。")],
    user: As = REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Take a version out of use. 停用。"""
    with _desk(user) as (desk, editor):
        done = desk.retire(editor, version, reason).as_json()
    _print(done, as_json, lambda row: f"{row['version']}  {row['title']}  {row['retired_reason']}")


@app.command()
def notice(
    topic: Annotated[str | None, typer.Argument(help="A topic, or * for all; none: list. 主题。")] = None,
    zh: Annotated[str, typer.Option(help="中文。")] = "",
    en: Annotated[str, typer.Option(help="English.")] = "",
    person_only: Annotated[bool, typer.Option("--person-only", help="Give the topic to a person.")] = False,
    start: Annotated[str | None, typer.Option("--from", help="A time; now if not given.")] = None,
    until: Annotated[str | None, typer.Option(help="A time; open if not given.")] = None,
    end: Annotated[str | None, typer.Option(metavar="ID", help="End this notice. 结束。")] = None,
    user: As = REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Pin a notice on a topic, end one, or list all. 公告。"""
    from knowledge.editorial.notices import NoticeDraft

    with _desk(user) as (desk, editor):
        found: tuple[Notice, ...]
        if end is not None:
            found = (desk.end_notice(editor, end),)
        elif topic is not None:
            times = _time(start, "--from"), _time(until, "--until")
            draft = NoticeDraft(topic, "person_only" if person_only else "notice", zh, en, *times)
            found = (desk.set_notice(editor, draft),)
        else:
            found = desk.notices(editor)
        rows = [{**each.as_json(), "state": each.state(desk.now())} for each in found]
    _print_many(rows, as_json, _notice)


@app.command()
def gaps(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="A group to resolve, such as G4.")] = None,
    how: Annotated[str | None, typer.Option(help="glossary, document, answer or out_of_scope.")] = None,
    reference: Annotated[str, typer.Option(help="The term, document or answer. 依据。")] = "",
    note: Note = "",
    user: As = WRITER,
    as_json: JsonOption = False,
) -> None:
    """List questions without an answer, like ones together, or say what was done about a group. 缺口。"""
    with _desk(user) as (desk, editor):
        found: tuple[GapGroup, ...]
        if name is None:
            found = desk.gaps(editor)
        else:
            found = (desk.resolve_gap(editor, name, how or "", reference, note),)
        rows = [group.as_json() for group in found]
    _print_many(rows, as_json, _gap)


@app.command()
def due(
    days: Annotated[int, typer.Option(min=0, max=3660, help="How far to look ahead. 天数。")] = 30,
    user: As = REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """List what needs somebody: reviews, held answers, ending notices, waiting submissions. 待办。"""
    with _desk(user) as (desk, editor):
        found = desk.due(editor, days)
    _print(found, as_json, _due)


@app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many rows. 条数。")] = 50,
    user: As = REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Show the newest acts and refusals. 日志。"""
    with _desk(user) as (desk, editor):
        rows = list(desk.log(editor, limit))
    _print_many(
        rows,
        as_json,
        lambda row: f"{row['at']}  {row['user']}  {row['act']}  {row['subject']}  {row['detail']}",
    )


@contextmanager
def _desk(user: str) -> Iterator[tuple[Editorial, Editor]]:
    """The desk of this home, and who acts at it."""
    from account_api.cli.service import asked
    from bot.library.gather import rulebooks
    from bot.library.judge import RuleJudge
    from knowledge.editorial.desk import Editorial
    from knowledge.editorial.rights import Editor

    principal = asked(user, lambda me: me.me())
    with errors(), opened_library() as library:
        judge = RuleJudge(library, lambda: asked(user, lambda me: rulebooks(me, library.today())))
        yield (
            Editorial(library, library.settings.now, judge),
            Editor(principal["user"], principal["role"]),
        )


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise NotFound(f"no file {file}", f"没有文件 {file}", field="file")
    return file.read_bytes()


def _validated(model: Any, file: Path) -> Any:
    """The YAML file as the body the desk's route takes."""
    import yaml
    from pydantic import ValidationError

    try:
        return model.model_validate(yaml.safe_load(_bytes(file)))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadRequest(f"{file}: not YAML: {error}", f"{file}：不是 YAML", field="file") from error
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "file"
        raise BadRequest(f"{file}: please check {field}", f"{file}：请检查 {field}", field=field) from error


def _time(text: str | None, option: str) -> Any:
    from datetime import datetime

    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            f"{option}: {text!r} is not a time (2026-11-20T16:30)", f"{option}：{text!r} 不是时间", option
        ) from None


def _print(row: Json, as_json: bool, as_text: Callable[[Json], str]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False) if as_json else as_text(row))


def _print_many(rows: list[Json], as_json: bool, as_text: Callable[[Json], str]) -> None:
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(as_text(row))


def _submission(row: Json) -> str:
    lines = [
        f"{row['id']:<5} {row['state']:<10} {row['submitted_by']}  {row['title']}  {row['effective_from']}"
    ]
    lines += [f"      ! {warning['code']}: {warning['text']}" for warning in row["warnings"]]
    return "\n".join(lines)


def _notice(row: Json) -> str:
    until = row["until"] or "…"
    return f"{row['id']:<5} {row['state']:<9} {row['topic']:<18} {row['from']} → {until}  {row['text']['zh']}"


def _gap(row: Json) -> str:
    others = "".join(f"\n        {each['times']:>3} {each['query']}" for each in row["members"][1:])
    return f"{row['id']:<5} {row['state']:<9} {row['times']:>3} {row['example']}{others}"


def _due(found: Mapping[str, Any]) -> str:
    lines = [f"{found['as_of']} → {found['until']}"]
    lines += [
        f"review   {row['next_review']}  {row['document']}  {row['title']}" for row in found["documents"]
    ]
    lines += [f"held     {row['title']}  {row['reason']}" for row in found["held"]]
    lines += [f"notice   {row['id']}  {row['topic']}  {row['until']}" for row in found["notices"]]
    lines += [f"waiting  {row['id']}  {row['state']}  {row['title']}" for row in found["submissions"]]
    return "\n".join(lines)
