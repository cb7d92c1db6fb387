"""Mutation testing of margin, interest and cures: `python -m tests.mutation [--sample N] [--seed S] [--jobs J]`.

Prints every survivor and their share; ends with 1 when one is not listed in `tests.mutation.accepted`, when a listed one
is noticed after all or no longer exists, or when more than two per cent survive.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import chain

from tests.mutation.accepted import ACCEPTED
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.running import sampled, tried

MODULES = (
    "risk.margin",
    "risk.available",
    "risk.valuation",
    "risk.interest",
    "risk.interest_periods",
    "risk.interest_schedule",
    "risk.arrival",
    "risk.cure_amounts",
    "risk.cure_sides",
    "risk.cure_ways",
    "risk.cure_mixes",
    "risk.cures",
    "risk.price_moves",
    "risk.tradable",
)
TESTS = (
    "tests/golden/test_known_accounts.py",
    "tests/risk/test_cures.py",
    "tests/risk/test_cure_mixes.py",
    "tests/risk/test_cure_times.py",
    "tests/risk/test_evaluation.py",
    "tests/risk/test_interest_schedule.py",
    "tests/risk/test_margin_calls.py",
    "tests/risk/test_withdrawals.py",
    "tests/oracle/test_evaluate_against_oracle.py",
    "tests/oracle/test_seeded_faults.py",
    "tests/oracle/test_cures_against_oracle.py",
    "tests/oracle/test_figures_against_oracle.py",
    "tests/properties/test_cure_properties.py",
    "tests/properties/test_risk_properties.py",
)
MOST = 0.02


def main(words: Sequence[str] | None = None) -> int:
    """Tries the mutants and prints what survived; 0 when all is as listed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="try so many mutants; all when left out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--module", action="append", choices=MODULES, help="only these modules")
    asked = parser.parse_args(words)
    every = list(chain.from_iterable(mutants(module) for module in asked.module or MODULES))
    chosen = sampled(every, asked.sample, asked.seed)
    survivors, seconds = tried(chosen, TESTS, asked.jobs)
    share = len(survivors) / len(chosen)
    for each in survivors:
        print(
            f"{each.module}:{each.line} {each.function}: {each.was}  ->  {each.now}  [{ACCEPTED.get(each.key, 'NOT LISTED')}]"
        )
    print(
        f"{len(chosen)} of {len(every)} mutants tried, {len(survivors)} survive ({share:.2%}), {seconds:.0f} s"
    )
    return 0 if share <= MOST and not _unlisted(chosen, survivors) else 1


def _unlisted(chosen: Sequence[Mutant], survivors: Sequence[Mutant]) -> list[str]:
    """What differs from the list: survivors that are not on it, and listed ones that were noticed."""
    alive, tried_keys = {each.key for each in survivors}, {each.key for each in chosen}
    new = [f"not listed: {key}" for key in sorted(alive - ACCEPTED.keys())]
    gone = [f"listed, but noticed: {key}" for key in sorted((ACCEPTED.keys() & tried_keys) - alive)]
    for line in new + gone:
        print(line)
    return new + gone


if __name__ == "__main__":
    sys.exit(main())
