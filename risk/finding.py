"""Findings: what a check noticed. A finding never stops a figure; broken input raises instead."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation: a stable `code`, the `path` of its row, and one sentence in each language."""

    code: str
    severity: Severity
    path: str
    text: str
    text_zh: str

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "text": self.text,
            "text_zh": self.text_zh,
        }
