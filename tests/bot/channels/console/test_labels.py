"""Every word that the educators' and the editors' pages ask for is there in both languages, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels.console.pages import console_labels
from bot.channels.pages import PACKAGE

STATIC, TEMPLATES = PACKAGE / "static", PACKAGE / "templates" / "console"
TEACHING = json.loads((STATIC / "console-education-labels.json").read_text("utf-8"))
KNOWLEDGE = json.loads((STATIC / "console-knowledge-labels.json").read_text("utf-8"))
BENCH = json.loads((STATIC / "console-bench-labels.json").read_text("utf-8"))
CALLS = json.loads((STATIC / "console-calls-labels.json").read_text("utf-8"))
BENCH_NAMES = ("approval", "bench", "call-", "calls", "impact", "polic", "application", "feed", "proof")
BENCH_SCRIPTS = [path for name in BENCH_NAMES for path in STATIC.glob(f"console-{name}*.js")]
SCRIPTS = [
    *STATIC.glob("console-campaign*.js"),
    STATIC / "console-education.js",
    *STATIC.glob("console-knowledge*.js"),
    STATIC / "difference.js",
    *BENCH_SCRIPTS,
]
FILES = [*SCRIPTS, *TEMPLATES.glob("*.html")]
BUILT = ("place_", "rule_old", "rule_new", "campaign_pane_", "results_before", "results_after", "staff")
BUILT_FOR_BENCHES = ("place_", "staff", "figures")
BUILT_TOO = ("place_", "knowledge_pane_", "staff")


def shape(words: object) -> object:
    """The names in a set of words, whatever the words are."""
    if isinstance(words, dict):
        return {name: shape(value) for name, value in words.items()}
    return len(words) if isinstance(words, list) else None


def read(files: list[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(("own", "least"), [(TEACHING, 80), (KNOWLEDGE, 120), (BENCH, 150), (CALLS, 60)])
def test_chinese_and_english_have_the_same_words(own: dict[str, Any], least: int) -> None:
    assert shape(own["zh"]) == shape(own["en"]) and len(own["zh"]) >= least


def test_every_word_a_script_asks_for_is_there() -> None:
    asked = set(re.findall(r'\b(?:label|put|group)\("([a-z_]+)"', read(SCRIPTS)))
    assert len(asked) >= 320
    for lang, words in console_labels().items():
        assert asked - set(words) == set(), lang


@pytest.mark.parametrize(
    ("own", "built"),
    [(TEACHING, BUILT), (KNOWLEDGE, BUILT_TOO), (BENCH, BUILT_FOR_BENCHES), (CALLS, BUILT_FOR_BENCHES)],
)
def test_no_word_is_left_over(own: dict[str, Any], built: tuple[str, ...]) -> None:
    text = read(FILES)
    stems = {name for name in own["zh"] if name not in text}
    assert {name for name in stems if not name.startswith(built) and not name.endswith("_hint")} == set()
