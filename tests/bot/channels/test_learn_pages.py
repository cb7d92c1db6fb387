"""The pages of the lessons: addresses, words in three languages, nothing inline."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.browser import COOKIE
from bot.channels.learn import WORDS, learn_labels, learn_router
from bot.channels.pages import LANGUAGES, PACKAGE, page_labels

SCRIPTS = sorted((PACKAGE / "static").glob("learn*.js"))
PAGE = PACKAGE / "templates" / "learn" / "page.html"


@pytest.fixture
async def reader() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(learn_router())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://learn.test") as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/learn", "/learn/before-opening", "/learn/before-opening/lesson-one", "/learn/x/quiz/practice"],
)
async def test_every_address_opens_without_a_sign_in_and_hands_out_the_browsers_cookie(
    reader: httpx.AsyncClient, path: str
) -> None:
    response = await reader.get(path, params={"lang": "zh-Hant"})
    assert response.status_code == 200 and '<html lang="zh-Hant">' in response.text
    assert COOKIE in response.cookies and "HttpOnly" in response.headers["set-cookie"]


@pytest.mark.parametrize(
    ("path", "status"), [("/learn/api/nothing", 404), ("/learn/api", 404), ("/learn/x/quiz/never", 422)]
)
async def test_no_page_stands_where_the_interface_is_or_where_no_stage_is(
    reader: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await reader.get(path)).status_code == status


def test_every_word_is_written_in_both_languages_and_slots_are_the_same() -> None:
    words = json.loads(WORDS.read_text("utf-8"))
    assert len(words) > 60
    for name, word in words.items():
        assert set(word) == {"zh", "en"}, name
        slots = [sorted(re.findall(r"\{\w\}", text)) for text in word.values()]
        assert slots[0] == slots[1], name
    assert set(learn_labels()) == set(LANGUAGES)
    assert learn_labels()["zh-Hant"]["title"] == "兩融課堂"


def test_every_word_the_pages_ask_for_exists_and_none_lies_idle() -> None:
    assert len(SCRIPTS) == 5
    text = "\n".join(path.read_text("utf-8") for path in (*SCRIPTS, PAGE))
    quoted = set(re.findall(r'"(\w+)"', text)) | set(re.findall(r"label\.(\w+)", text))
    stages = {f"{stage}_lead" for stage in ("before", "practice", "after")}
    words = set(json.loads(WORDS.read_text("utf-8")))
    assert words - quoted - stages == set()
    asked = set(re.findall(r'(?:label\(|put\(|data-i18n(?:-label)?=)"(\w+)"', text))
    assert len(asked) > 40
    assert asked - words - set(page_labels()["zh"]) == set()


def test_the_pages_have_nothing_inline_and_nothing_from_elsewhere() -> None:
    page = PAGE.read_text("utf-8")
    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script
    for path in (*SCRIPTS, PAGE, PACKAGE / "static" / "learn.css"):
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|\beval\(", path.read_text("utf-8")), (
            path
        )
