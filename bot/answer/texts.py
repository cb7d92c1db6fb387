"""The sentences the assistant may say, by id and language, read from ``texts.yaml``.

A sentence holds no digit: every number comes in through a ``{slot}`` filled by a fact.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def all_texts() -> dict[str, dict[str, str]]:
    """Every sentence: ``{id: {"zh": …, "en": …}}``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = files("bot.answer").joinpath("texts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(raw, Loader=loader)
    return {key: {lang: str(text).strip() for lang, text in row.items()} for key, row in loaded.items()}


def text(text_id: str, lang: str) -> str:
    """The sentence ``text_id`` in ``zh`` or ``en``; KeyError for one that is not written."""
    return all_texts()[text_id]["en" if lang == "en" else "zh"]
