"""`liangrong bench`: the benchmarks of the source tree, one JSON object each.

They compare with peers and make books by the generators of the tests, so they stay in the repository and out of the wheel;
an installation without them says so. Exit codes: 0 all goals met · 1 some are not · 2 no such benchmark · 3 none here.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

import bot
from bot.commands.output import BAD_INPUT, NOT_FOUND, fail, problem

UNMET = 1


def bench(
    name: Annotated[str | None, typer.Argument(help="Which one; all where none is named.")] = None,
) -> None:
    """Run the benchmarks: ``{"name", "machine", "rows": [{"metric", "value", "unit", "peer", "ratio", "goal", "met"}]}``."""
    runner = _runner()
    if name is not None and name not in runner.NAMES:
        known = ", ".join(runner.NAMES)
        title = (f"No benchmark {name}; there are: {known}", f"没有基准测试 {name}；可用：{known}")
        fail(problem(404, *title, "name", "unknown", name), BAD_INPUT)
    unmet = 0
    for report in runner.reports([name] if name else runner.NAMES):
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        unmet += sum(row["met"] is False for row in report["rows"])
    raise SystemExit(UNMET if unmet else 0)


def _runner() -> Any:
    """The runner of the source tree this installation was made from; SystemExit 3 where there is none."""
    root = Path(bot.__file__).parents[1]
    if not (root / "benchmarks" / "__main__.py").is_file():
        detail = (
            "The benchmarks live in the source tree; this installation has none.",
            "基准测试在源代码目录中，当前安装不包含。",
        )
        fail(problem(404, *detail, "benchmarks", "not_found", str(root)), NOT_FOUND)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return importlib.import_module("benchmarks.__main__")
