"""The mutants themselves: each changes one function and is put back; in the long form no test may miss them."""

import os
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from risk import interest
from tests.mutation.__main__ import MODULES, TESTS
from tests.mutation.mutants import mutants
from tests.mutation.running import sampled
from tests.mutation.swapping import source_of, swapped

ROOT = Path(__file__).resolve().parents[2]


def test_every_mutant_of_a_module_changes_one_function_and_is_told_apart() -> None:
    found = list(mutants("risk.interest"))
    assert len(found) >= 10
    for mutant in found:
        with swapped(mutant.module, mutant.tree) as functions:
            assert functions == 1, mutant.key
        assert mutant.was != mutant.now
    assert {mutant.function for mutant in found} >= {"accrue", "days_used", "accrued"}


def test_a_swapped_body_is_called_by_whoever_has_the_function_and_is_put_back() -> None:
    days_used = interest.days_used
    before = days_used(date(2026, 11, 1), date(2026, 11, 20))
    with swapped("risk.interest", source_of("risk.interest").replace("(as_of - opened).days", "365")):
        assert days_used(date(2026, 11, 1), date(2026, 11, 20)) == 365
        assert interest.accrue(Fraction(360), Fraction(1), 1, 360) == 1
    assert days_used(date(2026, 11, 1), date(2026, 11, 20)) == before == 19


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    found = list(mutants("risk.cure_amounts"))
    assert sampled(found, 5, seed=3) == sampled(found, 5, seed=3)
    assert sampled(found, None, seed=3) == sampled(found, 10_000, seed=3) == found


def test_the_tests_and_modules_named_exist() -> None:
    assert len(TESTS) > 10 and all((ROOT / name).is_file() for name in TESTS)
    assert all(source_of(module) for module in MODULES)


@pytest.mark.long
def test_no_more_than_two_per_cent_of_the_mutants_survive_and_each_is_listed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutation"],
        cwd=ROOT,
        env=_quick_size(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "mutants tried" in run.stdout, run.stderr
    assert run.returncode == 0, run.stdout


def _quick_size() -> dict[str, str]:
    """The environment without the long form: every mutant meets the tests at their quick size."""
    return {name: value for name, value in os.environ.items() if name != "LIANGRONG_TEST_SCALE"}
