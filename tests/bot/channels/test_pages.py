"""The page: its words in three languages, its headers, its files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.headers import HEADERS
from bot.channels.pages import LANGUAGES, PACKAGE, PERSONAS, page_labels, page_language

STATIC = PACKAGE / "static"
PAGE = (PACKAGE / "templates" / "chat.html").read_text("utf-8")


async def test_the_page_offers_every_persona_and_five_things_to_try(program: httpx.AsyncClient) -> None:
    page = (await program.get("/?lang=zh")).text
    assert re.findall(r'data-persona="([\w-]+)"', page) == list(PERSONAS)
    assert page.count('class="chip ask"') == 5


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "融资融券"), ("zh-Hant", "融資融券"), ("en", "Margin trading")]
)
async def test_the_page_speaks_the_language_asked_for(
    program: httpx.AsyncClient, lang: str, words: str
) -> None:
    page = (await program.get("/", params={"lang": lang})).text
    assert f'<html lang="{lang}">' in page
    assert words in page.split("<main", 1)[1].split("</h1>", 1)[0]


@pytest.mark.parametrize(
    ("asked", "header", "lang"),
    [
        (None, "", "zh"),
        (None, "fr-FR,fr;q=0.9", "zh"),
        (None, "en-GB,en;q=0.9,zh;q=0.5", "en"),
        (None, "fr,zh-TW;q=0.8", "zh-Hant"),
        (None, "zh-CN", "zh"),
        ("en", "zh-CN", "en"),
        ("xx", "zh-HK", "zh-Hant"),
    ],
)
def test_the_language_of_the_page(asked: str | None, header: str, lang: str) -> None:
    assert page_language(asked, header) == lang


async def test_every_response_carries_the_security_headers(program: httpx.AsyncClient) -> None:
    paths = ["/", "/static/app.js", "/favicon.ico", "/chat/v1/status", "/nowhere"]
    for path in paths:
        response = await program.get(path)
        missing = [name for name, _ in HEADERS if name not in response.headers]
        assert missing == [], path
    policy = (await program.get("/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", PAGE)
    scripts = re.findall(r"<script[^>]*>", PAGE)
    assert len(scripts) == 2
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    files = [*STATIC.glob("*.js"), *STATIC.glob("*.css"), PACKAGE / "templates" / "chat.html"]
    assert len(files) >= 8
    for file in files:
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|\beval\(", file.read_text("utf-8")), (
            file.name
        )


async def test_files_are_served_by_name_only(program: httpx.AsyncClient) -> None:
    names = sorted(path.name for path in STATIC.iterdir())
    assert len(names) >= 9
    for name in names:
        assert (await program.get(f"/static/{name}")).status_code == 200, name
    for name in ("..%2ftemplates%2fchat.html", "none.js", "%2e%2e/ports.py"):
        assert (await program.get(f"/static/{name}")).status_code == 404


def shape(node: Any) -> Any:
    """Which words there are, without the words; currencies have no word in English."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items() if key != "currencies"}
    return [shape(item) for item in node] if isinstance(node, list) else str


def test_every_language_has_every_word() -> None:
    labels = json.loads((STATIC / "labels.json").read_text("utf-8"))
    assert tuple(labels) == LANGUAGES
    assert shape(labels["zh"]) == shape(labels["zh-Hant"]) == shape(labels["en"])


def words_used(text: str) -> set[str]:
    return set(re.findall(r'(?:label\(|inAnyLanguage\(|data-i18n(?:-label|-placeholder)?=)"(\w+)"', text))


def test_every_word_the_page_asks_for_exists_and_none_lies_idle() -> None:
    others = ("agreements", "console", "learn", "guard", "library", "difference", "prose")
    scripts = [path for path in STATIC.glob("*.js") if not path.name.startswith(others)]
    sources: list[Path] = [*scripts, PACKAGE / "templates" / "chat.html"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    used = words_used(text) | set(re.findall(r"label\.(\w+)", text))
    assert len(used) > 40
    assert used == set(page_labels()["zh"])


def test_figures_are_named_as_in_the_answers() -> None:
    labels = page_labels()
    assert labels["zh"]["figures"]["maintenance_ratio"] == "维持担保比例"
    assert labels["zh-Hant"]["figures"]["maintenance_ratio"] == "維持擔保比例"
    assert labels["en"]["figures"]["maintenance_ratio"] == "maintenance ratio"
