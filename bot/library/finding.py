"""What the validator says: a finding with its place, in both languages, with what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. ``section`` is empty where the whole file is meant."""

    code: str
    file: str
    section: str
    zh: str
    en: str

    @property
    def is_error(self) -> bool:
        return bool(kinds()[self.code]["level"] == "error")

    def as_json(self) -> dict[str, Any]:
        kind = kinds()[self.code]
        return {
            "code": self.code,
            "level": kind["level"],
            "file": self.file,
            "section": self.section,
            "text": {"zh": self.zh, "en": self.en},
            "todo": {"zh": kind["zh"], "en": kind["en"]},
        }


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Mapping[str, str]]:
    """Every code with its level and what is to be done."""
    import yaml

    text = Path(__file__).with_name("findings.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return loaded
