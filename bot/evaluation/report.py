"""The report: one HTML file with every transcript, the verdict on each step, and the figures with their trace ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from bot.evaluation.running import Run
from bot.evaluation.scenario import Scenario

LONGEST = 2_000
Part = list[tuple[Scenario, list[Run]]]


def page(runs: Sequence[Run], told: Mapping[str, Any]) -> str:
    """The page of these runs, what failed first; ``told`` is their summary. It needs no other file and no host."""
    from jinja2 import Environment

    by_scenario: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.number):
        by_scenario.setdefault(run.scenario.id, []).append(run)
    all_of = [(own[0].scenario, own) for own in by_scenario.values()]
    failed: Part = [each for each in all_of if not all(run.passed for run in each[1])]
    passed: Part = [each for each in all_of if all(run.passed for run in each[1])]
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"share": _share, "cut": _cut}
    template = files("bot.evaluation").joinpath("report.html").read_text(encoding="utf-8")
    parts = (("未通过 failed", failed), ("通过 passed", passed))
    return environment.from_string(template).render(told=told, parts=parts)


def _share(value: float) -> str:
    return f"{value:.1%}" if value < 1 else "100%"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（{len(text)}）"
