"""`liangrong jobs`: what the firm does by the clock, how far each job has come, and running one now.

Exit codes: 0 done · 2 usage · 3 no such home or no such job. A job that is run by hand does what is due and nothing twice, so it
may run beside a worker.
"""

import json
import sys
from typing import Annotated, Any

import typer

from account_api.cli.problems import not_found
from account_api.cli.service import opened

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def jobs() -> None:
    """What the firm does by the clock."""


@app.command("list")
def list_(json_: AsJson = False) -> None:
    """List every job with its schedule, when it last ended and what it did."""
    from account_api.jobs.view import standing

    with opened() as context, context.transaction(writes=False) as session:
        report: dict[str, Any] = standing(context, session).model_dump(include={"worker", "jobs"})
    sys.stdout.write((json.dumps(report, ensure_ascii=False) if json_ else _text(report)) + "\n")


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="A name from `jobs list`.")],
    json_: AsJson = False,
) -> None:
    """Run one job now; what it did."""
    from account_api.jobs.schedule import JOBS

    job = JOBS.get(name)
    if job is None:
        known = ", ".join(JOBS)
        raise not_found(
            f"There is no job {name}: {known}.", f"没有任务 {name}：{known}。", "name", name
        ).stop()
    with opened() as context:
        did = job.run(context, context.clock.now())
    told = {"name": name, "did": did}
    sys.stdout.write((json.dumps(told) if json_ else f"{name}: {did}") + "\n")


def _text(report: dict[str, Any]) -> str:
    lines = [f"worker: {report['worker'] or '— none 无'}"]
    for job in report["jobs"]:
        state = f"{job['ended'] or '—'}  did {'—' if job['did'] is None else job['did']}"
        broken = f"  failed {job['failed']}× {job['error']}" if job["failed"] else ""
        lines.append(f"{job['name']:18}{job['schedule']['en']:44}{state}{broken}")
        lines.append(f"{'':18}{job['what']['en']} / {job['what']['zh']}")
    return "\n".join(lines)
