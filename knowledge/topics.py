"""What the library is about: the topics of `topics.yaml`, one of which every packaged document names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's id and its name in both languages."""

    id: str
    zh: str
    en: str


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by id, in the order a client meets them."""
    import yaml

    path = Path(__file__).with_name("topics.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["id"]: Topic(row["id"], row["zh"], row["en"]) for row in rows}
