"""The scenarios of this repository, word for word and once more in other words; in the long form four times."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.reading import read_scenarios
from bot.evaluation.running import run_all, summary
from bot.evaluation.world import Ground
from tests.scale import scaled

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_the_twelve_hard_conversations_and_forty_more_are_there() -> None:
    ids = [each.id for each in read_scenarios(SCENARIOS)]
    assert sum(each.startswith("a") and each[1:3].isdigit() for each in ids) == 12
    assert len(ids) >= 52


async def test_every_scenario_passes_however_it_is_said(ground: Ground) -> None:
    told = summary(await run_all(ground, read_scenarios(SCENARIOS), scaled(2, 4)))
    print(
        f"scenarios {told['scenarios']} runs {told['runs']} pass_1 {told['pass_1']} pass_k {told['pass_k']}"
    )
    assert told["failures"] == []
