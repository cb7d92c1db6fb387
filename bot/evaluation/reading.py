"""Scenario files read: every key known, every value of its kind, each trouble with file and line.

A file holds one scenario or several documents. All files are read before one is run, and all that is wrong is told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from account_api.fixtures import JOB_NAMES, Fixture, FixtureError, UnknownTable, read_fixture, table_of
from bot.evaluation.document import BadScenario, Document, Trouble, documents
from bot.evaluation.moments import Duration, duration, moment
from bot.evaluation.scenario import ACTIONS, DEEDS, ROLES, Expect, Scenario, Step

ENDINGS = (".yaml", ".yml", ".json")
_SCENARIO = ("id", "as", "clock", "fixture", "turns", "end_state")
_EXPECT = ("action", "must", "must_not", "figures", "cites", "absent_figures")
_YES, _NO = ("true", "yes"), ("false", "no")
_WITH_SECONDS = re.compile(r"T\d{2}:\d{2}:\d{2}")
_SPECIAL = frozenset("\\^$.|?*+()[]{}")
Words = tuple[str, str]
T = TypeVar("T")


def read_scenarios(where: Path) -> tuple[Scenario, ...]:
    """The scenarios of a file or of a directory and what lies below it, by file name. Raises BadScenario."""
    files = sorted(f for f in where.rglob("*") if f.suffix in ENDINGS) if where.is_dir() else [where]
    troubles: list[Trouble] = []
    read: list[Scenario] = []
    for file in files:
        try:
            read += [_Reader(document).scenario() for document in documents(file)]
        except BadScenario as error:
            troubles += error.troubles
    troubles += _twice(read)
    if not read and not troubles:
        troubles.append(Trouble(where, 1, "no scenario files", "没有场景文件"))
    if troubles:
        raise BadScenario(tuple(troubles))
    return tuple(read)


def _twice(read: Sequence[Scenario]) -> list[Trouble]:
    seen: dict[str, Path] = {}
    troubles = []
    for each in read:
        if each.id in seen:
            other = seen[each.id]
            words = (f"id {each.id} is taken by {other}", f"编号 {each.id} 已被 {other} 使用")
            troubles.append(Trouble(each.file, 1, *words))
        seen.setdefault(each.id, each.file)
    return troubles


class _Reader:
    """One document on its way to a scenario; troubles are gathered and raised together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.troubles: list[Trouble] = []

    def scenario(self) -> Scenario:
        raw = self._mapping("", self.document.value, _SCENARIO)
        clock = self._read("clock", raw.get("clock"), moment)
        read = Scenario(
            id=self._text("id", raw.get("id")),
            file=self.document.file,
            role=self._one_of("as", raw.get("as", "client"), ROLES),
            clock=clock or moment("2026-01-01T00:00"),
            exact_clock=bool(_WITH_SECONDS.search(str(raw.get("clock")))),
            fixture=self._fixture(raw.get("fixture"), clock),
            steps=tuple(self._step(i, each) for i, each in enumerate(self._list("turns", raw.get("turns")))),
            end_state=self._end_state(raw.get("end_state")),
        )
        if not read.steps:
            self._wrong("turns", ("turns: at least one step", "turns：至少要有一步"))
        self._known_clients(read)
        self._forward(read)
        if self.troubles:
            raise BadScenario(tuple(self.troubles))
        return read

    def _fixture(self, raw: object, clock: datetime | None) -> Fixture:
        if raw is None or clock is None:
            return Fixture()
        try:
            return read_fixture(raw, clock)
        except FixtureError as error:
            for each in error.errors:
                self._wrong(f"fixture.{each.field}", (each.text, each.text_zh))
            return Fixture()

    def _step(self, i: int, raw: object) -> Step:
        path = f"turns[{i}]"
        given = self._mapping(path, raw, (*DEEDS, "expect"))
        deeds = tuple(
            (deed, self._deed(f"{path}.{deed}", deed, given[deed])) for deed in DEEDS if deed in given
        )
        if not set(given) - {"expect"}:
            self._wrong(path, ("a step without a deed", "这一步没有任何动作"))
        expect = self._expect(f"{path}.expect", given["expect"]) if "expect" in given else Expect()
        return Step(i + 1, self.document.lines.get(path, 1), deeds, expect)

    def _deed(self, path: str, deed: str, raw: object) -> Any:
        match deed:
            case "clock":
                return self._read(path, raw, moment)
            case "advance":
                return self._read(path, raw, duration)
            case "as":
                return self._one_of(path, raw, ROLES)
            case "sign_out" | "repeat":
                return self._yes(path, raw)
            case "wrong_code":
                return self._read(path, raw, _times)
            case "add_rule" | "event":
                return self._mapping(path, raw, None)
            case "ingest" | "attach":
                return self._file(path, raw)
            case "replay":
                return self._one_of(path, raw, ("last",))
            case "job":
                return self._one_of(path, raw, JOB_NAMES)
            case _:
                return self._text(path, raw)

    def _expect(self, path: str, raw: object) -> Expect:
        given = self._mapping(path, raw, _EXPECT)
        actions = self._texts(f"{path}.action", given.get("action"))
        return Expect(
            action=tuple(self._one_of(f"{path}.action", each, ACTIONS) for each in actions),
            must=self._patterns(f"{path}.must", given.get("must")),
            must_not=self._patterns(f"{path}.must_not", given.get("must_not")),
            figures=self._figures(f"{path}.figures", given.get("figures")),
            cites=self._texts(f"{path}.cites", given.get("cites")),
            absent_figures=self._absent(f"{path}.absent_figures", given.get("absent_figures")),
        )

    def _patterns(self, path: str, raw: object) -> tuple[re.Pattern[str], ...]:
        found = []
        for text in self._texts(path, raw):
            try:
                found.append(re.compile(folded_pattern(text), re.IGNORECASE))
            except re.error as error:
                self._wrong(path, (f"{text!r} is no regular expression: {error}", f"{text!r} 不是正则表达式"))
        return tuple(found)

    def _figures(self, path: str, raw: object) -> tuple[tuple[str, Decimal], ...]:
        given = self._mapping(path, raw, None) if raw is not None else {}
        read = ((name, self._read(f"{path}.{name}", each, _decimal)) for name, each in given.items())
        return tuple((name, value) for name, value in read if value is not None)

    def _absent(self, path: str, raw: object) -> tuple[str, ...]:
        if isinstance(raw, list):
            return self._texts(path, raw)
        return ("*",) if raw is not None and self._yes(path, raw) else ()

    def _end_state(self, raw: object) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        read: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for name, rows in (self._mapping("end_state", raw, None) if raw is not None else {}).items():
            path = f"end_state.{name}"
            try:
                table_of(name)
            except UnknownTable:
                self._wrong(path, (f"no table is called {name}", f"没有名为 {name} 的表"))
            listed = self._list(path, rows)
            read[name] = tuple(self._mapping(f"{path}[{i}]", row, None) for i, row in enumerate(listed))
        return MappingProxyType(read)

    def _known_clients(self, read: Scenario) -> None:
        for i, step in enumerate(read.steps):
            for deed, value in step.deeds:
                if deed == "sign_in" and value not in read.fixture.clients:
                    self._wrong(
                        f"turns[{i}].sign_in", (f"no client is called {value}", f"没有名为 {value} 的客户")
                    )

    def _forward(self, read: Scenario) -> None:
        """The clock never runs backwards, and never out of the calendar."""
        now = read.clock
        for i, step in enumerate(read.steps):
            for deed, value in step.deeds:
                path = f"turns[{i}].{deed}"
                if deed == "clock" and value is not None:
                    if value < now:
                        words = (
                            f"{path}: the clock stands at {now.isoformat()} already",
                            f"{path}：时钟已到 {now.isoformat()}，不能倒退",
                        )
                        self._wrong(path, words)
                    now = max(now, value)
                elif deed == "advance" and value is not None:
                    now = self._later(path, value, now)

    def _later(self, path: str, span: Duration, now: datetime) -> datetime:
        try:
            return span.after(now)
        except (ValueError, OverflowError):
            self._wrong(path, (f"{path}: {span.text} is too long", f"{path}：{span.text} 太长"))
            return now

    def _mapping(self, path: str, raw: object, allowed: Sequence[str] | None) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._wrong(path, (f"{path or 'the scenario'} must be a mapping", f"{path or '场景'} 应为映射"))
            return {}
        for key in raw:
            if allowed is not None and key not in allowed:
                below = f"{path}.{key}" if path else key
                self._wrong(below, (f"unknown key {below}", f"未知的键 {below}"))
        return raw

    def _list(self, path: str, raw: object) -> list[Any]:
        if raw is None or isinstance(raw, list):
            return raw or []
        self._wrong(path, (f"{path} must be a list", f"{path} 应为列表"))
        return []

    def _texts(self, path: str, raw: object) -> tuple[str, ...]:
        if raw is None:
            return ()
        listed = raw if isinstance(raw, list) else [raw]
        return tuple(self._text(path, each) for each in listed)

    def _text(self, path: str, raw: object) -> str:
        if isinstance(raw, str):
            return raw
        self._wrong(path, (f"{path} must be text", f"{path} 应为文本"))
        return ""

    def _one_of(self, path: str, raw: object, allowed: Sequence[str]) -> str:
        if raw not in allowed:
            self._wrong(
                path,
                (f"{path}: {raw!r} is none of {', '.join(allowed)}", f"{path}：{raw!r} 不在允许的取值之内"),
            )
        return str(raw)

    def _yes(self, path: str, raw: object) -> bool:
        if raw not in (*_YES, *_NO):
            self._wrong(path, (f"{path} must be true or false", f"{path} 应为 true 或 false"))
        return raw in _YES

    def _file(self, path: str, raw: object) -> Path:
        file = self.document.file.parent / self._text(path, raw)
        if not file.is_file():
            self._wrong(path, (f"no file {file}", f"没有文件 {file}"))
        return file

    def _read(self, path: str, raw: object, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(self._text(path, raw))
        except (ValueError, InvalidOperation):
            self._wrong(path, (f"{path}: {raw!r} cannot be read", f"{path}：{raw!r} 无法读取"))
            return None

    def _wrong(self, path: str, words: Words) -> None:
        self.troubles.append(self.document.trouble(path, *words))


def folded_pattern(text: str) -> str:
    """A pattern in NFKC, as the text it is searched in: what folds to a special character is meant as a letter."""
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if plain == char or char.isascii():
        return char
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in plain)


def _times(text: str) -> int:
    read = int(text)
    if read < 1:
        raise ValueError(text)
    return read


def _decimal(text: str) -> Decimal:
    read = Decimal(text.replace(",", ""))
    if not read.is_finite():
        raise ValueError(text)
    return read
