"""`liangrong eval`: run scenario files and say which pass, always and at first."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.output import BAD_INPUT, NOT_FOUND, fail, libraries_on_stderr, problem

if TYPE_CHECKING:
    from bot.evaluation.running import Run
    from bot.evaluation.scenario import Scenario

SOME_FAILED = 1
CACHE = "evaluation"


def eval_(
    scenarios: Annotated[
        Path, typer.Argument(metavar="DIR", help="A directory of scenario files, or one file.")
    ],
    runs: Annotated[
        int, typer.Option(min=1, max=64, help="How often each runs; the first is word for word.")
    ] = 4,
    report: Annotated[Path | None, typer.Option(help="Write the transcripts as one HTML file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    only: Annotated[str | None, typer.Option(help="Run the scenario with this id alone.")] = None,
) -> None:
    """Run scenarios, each in a world of its own. Exit: 0 all passed, 1 some failed, 2 a file cannot be read, 3 no such id."""
    chosen = _chosen(scenarios, only)
    with libraries_on_stderr():
        done = asyncio.run(_run(chosen, runs))
    from bot.evaluation.report import page
    from bot.evaluation.running import summary

    told = summary(done)
    if report is not None:
        report.write_text(page(done, told), encoding="utf-8")
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if as_json else readable(told))
    raise SystemExit(SOME_FAILED if told["failures"] else 0)


def _chosen(where: Path, only: str | None) -> list[Scenario]:
    from bot.evaluation.document import BadScenario
    from bot.evaluation.reading import read_scenarios

    if not where.exists():
        fail(problem(404, f"No file {where}", f"没有文件 {where}", "DIR", "not_found", str(where)), NOT_FOUND)
    try:
        read = read_scenarios(where)
    except BadScenario as error:
        fail(_unreadable(error), BAD_INPUT)
    chosen = [each for each in read if only in (None, each.id)]
    if not chosen:
        fail(
            problem(404, f"No scenario {only}", f"没有场景 {only}", "only", "not_found", str(only)), NOT_FOUND
        )
    return chosen


def _unreadable(error: Any) -> dict[str, Any]:
    """The error object with every trouble: its file and line, and a sentence in each language."""
    first = error.troubles[0]
    body = problem(422, str(first), f"{first.file}:{first.line}：{first.text_zh}", "DIR", "bad_scenario")
    body["errors"] = [
        {
            "field": f"{each.file}:{each.line}",
            "code": "bad_scenario",
            "value": "",
            "text": each.text,
            "text_zh": each.text_zh,
        }
        for each in error.troubles
    ]
    return body


async def _run(chosen: list[Scenario], runs: int) -> list[Run]:
    from rich.console import Console
    from rich.progress import Progress

    from account_api.settings import Settings
    from bot.evaluation.running import run_all
    from bot.evaluation.world import open_ground

    home = Settings().home / CACHE
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("eval", total=len(chosen) * runs)
        with open_ground(home) as ground:
            return await run_all(
                ground, chosen, runs, lambda name: progress.update(bar, advance=1, description=name)
            )


def readable(told: dict[str, Any]) -> str:
    """The result for a terminal: the shares, then every failure."""
    lines = [
        f"scenarios {told['scenarios']}  runs {told['runs']}  pass_1 {told['pass_1']:.1%}  pass_k {told['pass_k']:.1%}"
    ]
    lines += [
        f"  ✗ {each['id']} run {each['run']} step {each['step']}: {each['why']}" for each in told["failures"]
    ]
    return "\n".join(lines) + "\n"
