"""`liangrong learn`: the courses, a lesson, a quiz and its grading, and what a rule change has touched, without a server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import typer

from account_api.cli.learning import progress
from bot.commands.output import BAD_INPUT, INTERNAL, NOT_FOUND, fail, problem

Json = dict[str, Any]
Stage = Literal["before", "practice", "after"]
Lang = Annotated[Literal["zh", "en"], typer.Option(help="The language of texts.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The day whose rules apply, YYYY-MM-DD; today if not given.")
]
SOME_HELD = 1
PRACTICE = 5

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.callback()
def learn() -> None:
    """Courses, lessons, quizzes, and what a rule change has touched."""


app.command()(progress)


@app.command("list")
def list_(lang: Lang = "zh", as_json: AsJson = False) -> None:
    """List the courses with their lessons and numbers of quiz items."""
    from knowledge.education.curriculum import curriculum
    from knowledge.education.model import said

    known = curriculum()
    rows = [
        {
            "id": course.id,
            "title": said(course.title, lang),
            "lessons": [
                {"id": name, "title": said(known.lessons[name].title, lang)} for name in course.lessons
            ],
            "items": len(known.items_of(course.id, "practice")),
        }
        for course in known.courses.values()
    ]
    _print(rows, as_json, _courses)


@app.command()
def show(
    lesson: Annotated[str, typer.Argument(help="A lesson, as `learn list` names it.")],
    lang: Lang = "zh",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print a lesson."""
    from knowledge.errors import NotFound

    async def read(product: Any, day: date) -> Json:
        passages = product.library.lesson(lesson, lang, day)
        sections = [{"section": each.section, "text": each.text} for each in passages]
        first = passages[0]
        since = first.effective_from.isoformat()
        return {
            "id": lesson,
            "title": first.title,
            "source": first.source,
            "as_of": since,
            "sections": sections,
        }

    try:
        _print(_with_product(as_of, read), as_json, _lesson)
    except NotFound as error:
        fail(problem(404, error.detail, error.detail_zh, "lesson", "not_found", lesson), NOT_FOUND)


@app.command()
def quiz(
    course: Annotated[str, typer.Argument(help="A course, as `learn list` names it.")],
    stage: Annotated[Stage, typer.Option(help="Before the course, practice, or after it.")] = "practice",
    seed: Annotated[int, typer.Option(min=0, help="The same seed asks the same questions.")] = 1,
    answers: Annotated[
        str | None, typer.Option(help="Letters, such as BADC-A; - leaves one out. Grades them.")
    ] = None,
    lang: Lang = "zh",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Ask a quiz; with --answers, grade it: right or wrong, why, on which clause, with which figures."""
    from knowledge.education.curriculum import curriculum

    if course not in curriculum().courses:
        fail(
            problem(404, f"No course {course}", f"没有课程 {course}", "course", "not_found", course),
            NOT_FOUND,
        )
    found = _with_product(as_of, lambda product, day: _quiz(product, day, course, stage, seed, answers, lang))
    _print(found, as_json, _items)


@app.command()
def stale(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the lessons and items that are held because something they rest on has changed. Exit: 1 if there are any."""
    from bot.education.impact import held
    from knowledge.education.curriculum import curriculum

    async def look(product: Any, day: date) -> list[Any]:
        return [each.as_json() for each in await _driven(product, held(curriculum(), day))]

    rows = _with_product(as_of, look)
    _print(rows, as_json, _held)
    raise SystemExit(SOME_HELD if rows else 0)


async def _quiz(
    product: Any, day: date, course: str, stage: Stage, seed: int, answers: str | None, lang: str
) -> list[Json]:
    from bot.education.grading import mark
    from bot.education.impact import held
    from bot.education.quiz import LETTERS, deal, question
    from knowledge.education.curriculum import curriculum

    gone = {each.id for each in await _driven(product, held(curriculum(), day, course))}
    fit = [item for item in curriculum().items_of(course, stage) if item.id not in gone]
    dealt = deal(fit, seed, PRACTICE if stage == "practice" else None)
    if answers is None:
        asked = [await _driven(product, question(item, seed, lang, day)) for item in dealt]
        return [
            {"id": q.item.id, "stem": q.stem, "options": [option.text for option in q.options]} for q in asked
        ]
    letters = answers.upper().replace(" ", "")
    if len(letters) != len(dealt) or set(letters) - set(f"{LETTERS}-"):
        text, text_zh = (
            f"Give {len(dealt)} letters of A to D or -",
            f"请给出 {len(dealt)} 个字母（A 至 D，- 为不答）",
        )
        fail(problem(422, text, text_zh, "answers", "wrong_answers", answers), BAD_INPUT)
    chosen = [None if letter == "-" else LETTERS.index(letter) for letter in letters]
    marks = [
        await _driven(product, mark(item, seed, answer, lang, day))
        for item, answer in zip(dealt, chosen, strict=True)
    ]
    return [dict(each.as_json()) for each in marks]


def _with_product(as_of: str | None, work: Callable[[Any, date], Awaitable[Any]]) -> Any:
    """What ``work`` gives for an opened product and a day."""

    day = _day(as_of)

    async def run() -> Any:
        from bot.wiring import open_product

        async with open_product() as product:
            return await work(product, day or product.now().date())

    return asyncio.run(run())


async def _driven(product: Any, run: Generator[Any, Any, Any]) -> Any:
    """A generator of effects carried out against the product; a service that does not answer ends the command."""
    from bot.adapters.performer import Performer
    from bot.dialogue.effects import Failed

    service = product.service()
    found = await Performer(service, service, product.library, "learn").drive(run)
    if isinstance(found, Failed):
        fail(
            problem(found.status or 503, "No answer from the engine", "计算服务没有应答", "engine", "failed"),
            INTERNAL,
        )
    return found


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(
            problem(422, "as_of is not a day", "as_of 不是日期（YYYY-MM-DD）", "as_of", "bad_date", text),
            BAD_INPUT,
        )


def _print(found: Any, as_json: bool, readable: Callable[[Any], Sequence[str]]) -> None:
    text = json.dumps(found, ensure_ascii=False) if as_json else "\n".join(readable(found))
    sys.stdout.write(text + "\n")


def _courses(rows: Sequence[Json]) -> list[str]:
    lines = []
    for course in rows:
        lines.append(f"{course['id']}  {course['title']}  ({course['items']})")
        lines += [f"  {lesson['id']}  {lesson['title']}" for lesson in course["lessons"]]
    return lines


def _lesson(lesson: Json) -> list[str]:
    parts = [f"\n## {each['section']}\n{each['text']}" for each in lesson["sections"]]
    return [f"# {lesson['title']}", *parts, f"\n[{lesson['as_of']}, …)  {lesson['source']}"]


def _items(rows: Sequence[Json]) -> list[str]:
    lines = []
    for number, row in enumerate(rows, start=1):
        lines.append(f"{number}. {row['stem']}")
        lines += [f"   {letter}. {option}" for letter, option in zip("ABCD", row["options"], strict=True)]
        lines += _graded(row) if "key" in row else []
    return lines


def _graded(row: Json) -> list[str]:
    given = "-" if row["answer"] is None else "ABCD"[row["answer"]]
    lines = [f"   {'✓' if row['right'] else '✗'} {given} → {'ABCD'[row['key']]}  {row['explanation']}"]
    lines += [f"   · {row['why']}"] if row["why"] else []
    lines += [
        f"   · {figure['formula']} = {figure['display']}  {figure['trace_id']}" for figure in row["figures"]
    ]
    return lines + [
        f"   § {_clause(cite)}  [{cite['effective_from']}, {cite['effective_to'] or '…'})"
        for cite in row["cites"]
    ]


def _clause(cite: Mapping[str, Any]) -> str:
    if cite["kind"] == "rule":
        return " ".join(
            str(part) for part in (cite["label"], cite["value"], cite["source"], cite["article"]) if part
        )
    return " ".join(str(part) for part in (cite["title"], cite["article"], cite["section"]) if part)


def _held(rows: Sequence[Json]) -> list[str]:
    return [
        f"{row['kind']} {row['id']} ({row['course']}, {row['written']}): {', '.join(row['changed'])}"
        for row in rows
    ]
