"""Every word that the educators' pages ask for is there in both languages, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.channels.console.pages import console_labels
from bot.channels.pages import PACKAGE

STATIC, TEMPLATES = PACKAGE / "static", PACKAGE / "templates" / "console"
OWN = json.loads((STATIC / "console-education-labels.json").read_text("utf-8"))
SCRIPTS = [*STATIC.glob("console-campaign*.js"), STATIC / "console-education.js"]
FILES = [*SCRIPTS, *TEMPLATES.glob("*.html")]


def shape(words: object) -> object:
    """The names in a set of words, whatever the words are."""
    if isinstance(words, dict):
        return {name: shape(value) for name, value in words.items()}
    return len(words) if isinstance(words, list) else None


def read(files: list[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in files)


def test_chinese_and_english_have_the_same_words() -> None:
    assert shape(OWN["zh"]) == shape(OWN["en"]) and len(OWN["zh"]) >= 80


def test_every_word_a_script_asks_for_is_there() -> None:
    asked = set(re.findall(r'(?:label|put|group)\("([a-z_]+)"', read(SCRIPTS)))
    assert len(asked) >= 60
    for lang, words in console_labels().items():
        assert asked - set(words) == set(), lang


def test_no_word_is_left_over() -> None:
    text = read(FILES)
    stems = {name for name in OWN["zh"] if name not in text}
    built = ("place_", "rule_old", "rule_new", "campaign_pane_", "results_before", "results_after", "staff")
    assert {name for name in stems if not name.startswith(built)} == set()
