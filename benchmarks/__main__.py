"""Run all benchmarks, or those named: `python -m benchmarks retrieval`. One JSON object a line."""

from __future__ import annotations

import importlib
import json
import sys

NAMES = ("figures", "retrieval", "turn")


def main(names: list[str]) -> None:
    """Print the report of each benchmark; SystemExit 2 for an unknown name."""
    for name in names or NAMES:
        if name not in NAMES:
            sys.stderr.write(f"no benchmark {name}; there are: {', '.join(NAMES)}\n")
            raise SystemExit(2)
        report = importlib.import_module(f"benchmarks.{name}").run()
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
