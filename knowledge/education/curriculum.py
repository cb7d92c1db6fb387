"""Reads the packaged courses, items and lesson heads. What does not fit together is refused when it is read, naming
the file and the entry: a course's lesson without a file, an item without four answers or without a cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from knowledge.education.model import Cite, Course, Curriculum, Draw, Item, Lesson, Recipe, Unit, Wrong
from knowledge.errors import BadDocument

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
OPTIONS = 4
LANGUAGES = (("zh", ""), ("en", "-en"))


@lru_cache(maxsize=1)
def curriculum() -> Curriculum:
    """The packaged curriculum."""
    return read_curriculum(_yaml(HERE / "courses.yaml"), _yaml(HERE / "items.yaml"), CORPUS)


def read_curriculum(courses: Any, items: Any, corpus: Path) -> Curriculum:
    """A curriculum from the content of its two files and the directory of its lessons. Raises `BadDocument`."""
    known = {row["id"]: _course(row) for row in courses}
    lessons = {
        name: _lesson(name, course.id, order, corpus)
        for course in known.values()
        for order, name in enumerate(course.lessons, start=1)
    }
    asked = {row["id"]: _item(row) for row in items}
    if len(known) < len(courses) or len(asked) < len(items):
        raise _bad("items.yaml", "an id stands twice", "编号重复")
    _fit_together(known, lessons, asked)
    return Curriculum(known, lessons, asked)


def _fit_together(
    courses: Mapping[str, Course], lessons: Mapping[str, Lesson], items: Mapping[str, Item]
) -> None:
    for course in courses.values():
        for name in (*course.before, *course.after):
            if name not in items or items[name].course != course.id:
                raise _bad("courses.yaml", f"{course.id}: no item {name}", f"{course.id}：没有题目 {name}")
    for item in items.values():
        if item.lesson not in lessons or lessons[item.lesson].course != item.course:
            raise _bad(
                "items.yaml", f"{item.id}: no lesson {item.lesson}", f"{item.id}：没有课程 {item.lesson}"
            )


def _course(row: Mapping[str, Any]) -> Course:
    return Course(
        row["id"],
        row["title"],
        row["lead"],
        tuple(row["lessons"]),
        tuple(row["before"]),
        tuple(row["after"]),
    )


def _lesson(name: str, course: str, order: int, corpus: Path) -> Lesson:
    fronts = {lang: _front(corpus / lang / f"{name}{suffix}.md") for lang, suffix in LANGUAGES}
    for front in fronts.values():
        if (front.get("course"), front.get("order")) != (course, order):
            raise _bad(name, f"it is not lesson {order} of {course}", f"不是 {course} 的第 {order} 课")
    front = fronts["zh"]
    title = {lang: str(front["title"]) for lang, front in fronts.items()}
    rules = tuple(str(rule) for rule in front["rules"])
    return Lesson(name, course, order, int(front["minutes"]), rules, front["effective_from"], title)


def _front(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise _bad(path.name, "a course names it, but there is no such file", "课程引用了它，但文件不存在")
    _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    return cast("Mapping[str, Any]", _load(front))


def _item(row: Mapping[str, Any]) -> Item:
    options = tuple(row.get("options", ()))
    key = _recipe(row["key"]) if "key" in row else None
    wrong = tuple(Wrong(_recipe(each), each["why"]) for each in row.get("wrong", ()))
    cites = tuple(_cite(each) for each in row.get("cites", ()))
    if (len(wrong) + 1 < OPTIONS if key else len(options) != OPTIONS) or not cites:
        raise _bad("items.yaml", f"{row['id']}: four answers and a cite", f"{row['id']}：须有四个选项和依据")
    return Item(
        id=row["id"],
        course=row["course"],
        lesson=row["lesson"],
        as_of=cast(date, row["as_of"]),
        stem=row["stem"],
        explanation=row["explanation"],
        cites=cites,
        draws=tuple(_draws(row.get("draws", {}))),
        key=key,
        wrong=wrong,
        options=options,
    )


def _draws(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Draw]:
    for name, row in rows.items():
        start, stop, step = (Decimal(str(row[bound])) for bound in ("from", "to", "step"))
        yield Draw(name, start, stop, step, cast(Unit, row.get("unit", "CNY")))


def _recipe(row: Mapping[str, Any]) -> Recipe:
    inputs = tuple(
        (name, _recipe(value) if isinstance(value, dict) else str(value))
        for name, value in row["inputs"].items()
    )
    return Recipe(row["kind"], inputs, row["figure"])


def _cite(row: Mapping[str, Any]) -> Cite:
    if "param" in row:
        return Cite(param=row["param"], scope=tuple(row.get("scope", {}).items()))
    section = {"zh": row["section"], "en": row.get("section_en", row["section"])}
    return Cite(row["document"], section)


def _yaml(path: Path) -> Any:
    return _load(path.read_text(encoding="utf-8"))


def _load(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _bad(name: str, why: str, why_zh: str) -> BadDocument:
    return BadDocument(f"{name}: {why}", f"{name}：{why_zh}", field=name)
