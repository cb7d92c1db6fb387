"""Running scenarios: each so many times, in another order, with other ids and other words; what passed and what did not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation import grading
from bot.evaluation.grading import Said
from bot.evaluation.scenario import Scenario, Step
from bot.evaluation.steps import Play
from bot.evaluation.world import Ground, open_world

END = "end_state"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it went: who spoke which words, what came back, and why that is not what was expected."""

    step: Step
    role: str
    at: str
    spoken: str
    said: Said
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one scenario. ``number`` counts from one, the first is word for word; ``end`` is wrong with the end."""

    scenario: Scenario
    number: int
    taken: tuple[Taken, ...]
    end: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every step and the end are as expected."""
        return not self.end and not any(taken.why for taken in self.taken)

    @property
    def failures(self) -> list[dict[str, Any]]:
        """``{"id", "run", "step", "why"}`` for everything that is not as expected."""
        told = [(taken.step.number, why) for taken in self.taken for why in taken.why]
        places = [*told, *((END, why) for why in self.end)]
        return [
            {"id": self.scenario.id, "run": self.number, "step": step, "why": why} for step, why in places
        ]


async def run_all(
    ground: Ground, scenarios: Sequence[Scenario], runs: int, tell: Tell = lambda _: None
) -> list[Run]:
    """Every scenario ``runs`` times; runs after the first in an order of their own. Told what begins."""
    done = []
    for number in range(1, runs + 1):
        order = list(scenarios)
        if number > 1:
            random.Random(number).shuffle(order)
        for scenario in order:
            tell(scenario.id)
            done.append(await run_one(ground, scenario, number))
    return done


async def run_one(ground: Ground, scenario: Scenario, number: int) -> Run:
    """One run: 1 says every line as it is written, another says it in its own way. What breaks the run has failed it."""
    taken: list[Taken] = []
    try:
        end = await _played(ground, scenario, number, taken)
    except Exception as error:
        end = (f"the run broke: {type(error).__name__}: {error}",)
    return Run(scenario, number, tuple(taken), end)


async def _played(ground: Ground, scenario: Scenario, number: int, taken: list[Taken]) -> tuple[str, ...]:
    """Take every step in a world of its own; what is wrong with the end."""
    seed, first = f"{scenario.id}:{number}", number == 1
    async with open_world(ground, scenario, seed, first) as world:
        play = Play(world, scenario.role, None if first else random.Random(seed))
        for step in scenario.steps:
            said = await _said(play, step)
            at = world.hour.now.isoformat(timespec="minutes")
            why = tuple(grading.shortfalls(step.expect, said))
            taken.append(Taken(step, play.role, at, play.spoken, said, why))
        found = world.end_state(list(scenario.end_state))
    return tuple(grading.end_state(scenario.end_state, found))


async def _said(play: Play, step: Step) -> Said:
    """What came back; a product that breaks has failed the step, and the others go on."""
    try:
        return await play.step(step)
    except Exception as error:
        return Said(broken=(f"the product broke: {type(error).__name__}: {error}",))


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """What ``eval`` prints: ``pass_1`` is the share of scenarios whose first run passed, ``pass_k`` of those that always did."""
    ids = list(dict.fromkeys(run.scenario.id for run in runs))
    first = _share(ids, (run for run in runs if run.number == 1))
    return {
        "scenarios": len(ids),
        "runs": max((run.number for run in runs), default=0),
        "pass_1": first,
        "pass_k": _share(ids, runs),
        "failures": [failure for run in runs for failure in run.failures],
    }


def _share(ids: Sequence[str], runs: Iterable[Run]) -> float:
    failed = {run.scenario.id for run in runs if not run.passed}
    return round((len(ids) - len(failed)) / len(ids), 4) if ids else 0.0
