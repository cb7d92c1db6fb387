"""Every benchmark runs, asserts equal results with its peer, and prints rows with ratios."""

from __future__ import annotations

import importlib
import importlib.util
import json

import pytest

from benchmarks.__main__ import NAMES


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_and_reports(name: str) -> None:
    report = importlib.import_module(f"benchmarks.{name}").run()
    assert json.loads(json.dumps(report))["name"] == name
    assert any(row["ratio"] is not None for row in report["rows"])


def test_the_names_are_the_modules() -> None:
    assert len(NAMES) >= 6
    assert all(importlib.util.find_spec(f"benchmarks.{name}") for name in NAMES)
