"""Run all benchmarks, or those named: `python -m benchmarks retrieval`. One JSON object a line. `laws` needs a
directory of statutes and runs only by name: `python -m benchmarks laws DIRECTORY`."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

NAMES = ("figures", "retrieval", "query_path", "turn", "plan", "api", "import", "calls")
ON_DIRECTORY = ("laws",)


def main(arguments: list[str]) -> None:
    """Print the report of each benchmark; SystemExit 2 for an unknown name or a missing directory."""
    if arguments and arguments[0] in ON_DIRECTORY:
        if len(arguments) != 2:
            _stop(f"usage: python -m benchmarks {arguments[0]} DIRECTORY")
        _print(importlib.import_module(f"benchmarks.{arguments[0]}").run(arguments[1]))
        return
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        _stop(f"no benchmark {unknown[0]}; there are: {', '.join((*NAMES, *ON_DIRECTORY))}")
    for report in reports(arguments or NAMES):
        _print(report)


def reports(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The report of each named benchmark, when it is done."""
    for name in names:
        yield importlib.import_module(f"benchmarks.{name}").run()


def _print(report: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


def _stop(why: str) -> None:
    sys.stderr.write(why + "\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
