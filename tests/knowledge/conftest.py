"""A small home shared by the whole folder: the packaged texts and two versions of a statute made up for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.glossary import Glossary
from knowledge.ingest import ensure_corpus
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
GLOSSARY = Glossary((("维持担保比例", "维保"), ("保证金", "margin"), ("停车", "泊车")))

STATUTE = """# 示例档案保存条例

2010年1月1日公布

## 第一章 总则

第一条 为了规范示例档案的保存，制定本条例。

## 第二章 保存

### 第一节 期限

第二条 保管人应当妥善保存示例档案，任何人不得毁损。上述档案的保存期限不得少于{years}年。

第三条 示例档案分为下列各类：

（一）纸质档案；

（二）电子档案。

第三条之一 保管人每年核对一次示例档案。
"""

VALIDITY = """file,effective_from,effective_to,source
示例档案保存条例(2010-01-01).md,2010-01-01,2025-01-01,示例公报2010年
示例档案保存条例(2024-12-01).md,2025-01-01,,示例公报2024年
"""


def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory as a firm would hand it over: two versions of one statute, a validity.csv, a README."""
    directory = tmp_path_factory.mktemp("laws")
    for label, years in (("2010-01-01", "五"), ("2024-12-01", "十二")):
        file = directory / f"示例档案保存条例({label}).md"
        file.write_text(STATUTE.format(years=years), encoding="utf-8")
    (directory / "validity.csv").write_text(VALIDITY, encoding="utf-8")
    (directory / "README.md").write_text("# About this folder\n\nNothing to cite.\n", encoding="utf-8")
    return directory


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, laws: Path) -> Path:
    """A home with the packaged texts and the two versions; tests must not add to it."""
    directory = tmp_path_factory.mktemp("home")
    ensure_corpus(directory, clock=now)
    with Library.open(directory, clock=now) as library:
        assert library.ingest([laws]).count("added") == 2
    return directory


@pytest.fixture(scope="session")
def library(home: Path) -> Iterator[Library]:
    with Library.open(home, clock=now) as opened:
        yield opened


def small_library(home: Path) -> Library:
    """A home opened with a glossary of a few words: reading the packaged one takes longer than most tests."""
    settings = KnowledgeSettings.at(home)
    home.mkdir(parents=True, exist_ok=True)
    library = Library(settings, Catalogue(settings.catalogue_url), ExactStore(), GLOSSARY, clock=now)
    library.sync()
    return library


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    """A library of its own for tests that write."""
    with small_library(tmp_path / "home") as opened:
        yield opened


def document(name: str, text: str, start: str = "2020-01-01", **more: str) -> str:
    """A Markdown document with front matter."""
    lines = [f"id: {name}", f"document: {more.pop('document', name)}", f"title: {more.pop('title', name)}"]
    lines += ["kind: rule", f"effective_from: {start}", *(f"{key}: {value}" for key, value in more.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n{text}\n"
