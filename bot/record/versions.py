"""The editions an answer stands on, beside rules and library: sentences, word lists and model of understanding, program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version

from bot.answer.texts import all_texts
from bot.nlu.lexicon import fingerprint
from bot.record.seal import digest

UNKNOWN = "unknown"


def versions_of(rules: Callable[[], str], corpus: Callable[[], str]) -> Callable[[], Mapping[str, str]]:
    """A function that names all editions in use now: ``{rules, corpus, texts, intents, program}``.

    ``rules`` and ``corpus`` name those that may change while the process runs.
    """
    fixed = {"texts": digest(all_texts())[:16], "intents": fingerprint(), "program": _program()}
    return lambda: {"rules": rules(), "corpus": corpus(), **fixed}


def _program() -> str:
    try:
        return version("liangrong")
    except PackageNotFoundError:  # run from a tree that was never installed
        return UNKNOWN
