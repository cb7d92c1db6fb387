"""The pages of the library: addresses, words in three languages, nothing inline."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.headers import SecurityHeaders
from bot.channels.library import WORDS, library_labels, library_router
from bot.channels.pages import LANGUAGES, PACKAGE, page_labels
from knowledge.topics import topics

STATIC = PACKAGE / "static"
SCRIPTS = sorted([*STATIC.glob("library*.js"), STATIC / "difference.js", STATIC / "prose.js"])
PAGE = PACKAGE / "templates" / "library" / "page.html"
Words = dict[str, dict[str, str] | dict[str, dict[str, str]]]


@pytest.fixture
async def reader() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(library_router())
    app.add_middleware(SecurityHeaders)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://read.test") as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/library", "/library/interest", "/library/a%2Fb", "/library/p/0123456789abcdef", "/library/p"]
)
async def test_every_address_opens_without_a_sign_in_and_leaves_no_cookie(
    reader: httpx.AsyncClient, path: str
) -> None:
    response = await reader.get(path, params={"lang": "zh-Hant"})
    assert response.status_code == 200 and '<html lang="zh-Hant">' in response.text
    assert "set-cookie" not in response.headers
    assert "default-src 'none'" in response.headers["content-security-policy"]


def words_of(words: Words) -> dict[str, dict[str, str]]:
    """Each word by its name, a word of a set by the names of both."""
    flat: dict[str, dict[str, str]] = {}
    for name, word in words.items():
        if "zh" in word:
            flat[name] = word  # type: ignore[assignment]
        else:
            flat |= {f"{name}.{part}": each for part, each in word.items()}  # type: ignore[dict-item]
    return flat


def test_every_word_is_written_in_both_languages_and_slots_are_the_same() -> None:
    words = words_of(json.loads(WORDS.read_text("utf-8")))
    assert len(words) > 80
    for name, word in words.items():
        assert set(word) == {"zh", "en"}, name
        slots = [sorted(re.findall(r"\{\w+\}", text)) for text in word.values()]
        assert slots[0] == slots[1], name
    assert set(library_labels()) == set(LANGUAGES)
    assert library_labels()["zh-Hant"]["title"] == "兩融資料庫"


def test_every_topic_has_its_name_and_they_come_in_the_order_of_the_topics() -> None:
    for lang, labels in library_labels().items():
        assert labels["topic_order"] == list(topics()) and len(topics()) > 20
        assert set(labels["topics"]) == set(topics()), lang
    assert library_labels()["en"]["topics"]["interest"] == topics()["interest"].en


def test_every_word_the_pages_ask_for_exists_and_none_lies_idle() -> None:
    assert len(SCRIPTS) == 7
    text = "\n".join(path.read_text("utf-8") for path in (*SCRIPTS, PAGE))
    quoted = set(re.findall(r'"(\w+)"', text)) | set(re.findall(r"label\.(\w+)", text))
    words = set(json.loads(WORDS.read_text("utf-8")))
    assert words - quoted == set()
    asked = set(re.findall(r'(?:label\(|put\(|data-i18n(?:-label)?=)"(\w+)"', text))
    assert len(asked) > 60
    assert asked - words - {"topics", "topic_order"} - set(page_labels()["zh"]) == set()


def test_the_pages_have_nothing_inline_and_nothing_from_elsewhere() -> None:
    page = PAGE.read_text("utf-8")
    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script
    for path in (*SCRIPTS, PAGE, STATIC / "library.css"):
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|\beval\(", path.read_text("utf-8")), (
            path
        )
