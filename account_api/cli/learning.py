"""`liangrong learn progress`: how far a learner is. The other `learn` commands stand beside it in `bot`."""

import json
import sys
from typing import Annotated, Any

import typer

from account_api.cli.service import asked


def progress(
    client: Annotated[str, typer.Option(help="A client, such as demo-call.")],
    user: Annotated[
        str | None, typer.Option("--as", help="Whose eyes: a demo user; the client's own if not given.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the lessons a client has read, the quizzes before and after, and the gain."""
    found = asked(user or client, lambda me: me.progress(client))
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if json_ else _text(found)) + "\n")


def _text(found: dict[str, Any]) -> str:
    lines = [_course(name, course) for name, course in found["courses"].items()]
    return "\n".join(lines or ["nothing yet 尚未开始"])


def _course(name: str, course: dict[str, Any]) -> str:
    scores = [
        f"{label} {course[stage]['right']}/{course[stage]['total']}"
        for stage, label in (("before", "课前 before"), ("after", "课后 after"))
        if course[stage] is not None
    ]
    gain = [] if course["gain"] is None else [f"提升 gain {course['gain']:+d}"]
    return " · ".join([name, f"课 lessons {len(course['lessons'])}", *scores, *gain])
