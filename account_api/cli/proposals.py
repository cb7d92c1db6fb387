"""`liangrong proposals`: what waits for a second pair of eyes, and deciding it, as one of the demo firm's people.

Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 already decided.
"""

import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import typer

from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

As = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Number = Annotated[str, typer.Argument(help="A proposal, such as P20261120-0001.")]
Reason = Annotated[str, typer.Option(help="Why; the one concerned reads it.")]
NOTHING = "nothing to decide · 没有待审批的提议"


@app.callback()
def proposals() -> None:
    """What one person proposes and another decides."""


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option(help="Of this kind only.")] = None,
    state: Annotated[
        str | None, typer.Option(help="proposed, approved, refused, withdrawn, expired.")
    ] = None,
    client: Annotated[str | None, typer.Option(help="About this client only.")] = None,
    user: As = "demo-risk",
    json_: AsJson = False,
) -> None:
    """List the proposals one has to do with, the newest first."""

    def text(rows: Any) -> str:
        return "\n".join(_line(row) for row in rows) or NOTHING

    _show(user, lambda me: me.proposals(kind, state, client), text, json_)


@app.command()
def show(number: Number, user: As = "demo-risk", json_: AsJson = False) -> None:
    """Show one proposal: what it would do, and why."""
    _show(user, lambda me: me.proposal(number), _whole, json_)


@app.command()
def approve(number: Number, reason: Reason, user: As = "demo-risk", json_: AsJson = False) -> None:
    """Approve a proposal of somebody else."""
    _show(user, lambda me: me.approve(number, reason), _whole, json_)


@app.command()
def refuse(number: Number, reason: Reason, user: As = "demo-risk", json_: AsJson = False) -> None:
    """Refuse a proposal of somebody else."""
    _show(user, lambda me: me.refuse(number, reason), _whole, json_)


@app.command()
def withdraw(number: Number, reason: Reason, user: As = "demo-risk", json_: AsJson = False) -> None:
    """Take back one's own proposal."""
    _show(user, lambda me: me.withdraw_proposal(number, reason), _whole, json_)


def _show(
    user: str, ask: Callable[[AccountClient], Awaitable[Any]], text: Callable[[Any], str], json_: bool
) -> None:
    found = asked(user, ask)
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if json_ else text(found)) + "\n")


def _line(row: Mapping[str, Any]) -> str:
    whose = "" if row["client_id"] is None else f" {row['client_id']}"
    return f"{row['id']} {row['state']}{whose} {row['title']['zh']} {row['title']['en']}: {row['explanation']['summary']['zh']}"


def _whole(row: Mapping[str, Any]) -> str:
    said = row["explanation"]
    lines = [_line(row), f"  {said['summary']['en']}"]
    lines += [f"  · {point['zh']} {point['en']}" for point in said["points"]]
    lines += [f"  {figure['name']} {figure['display']} {figure['trace_id']}" for figure in said["figures"]]
    lines.append(f"  {row['made_at'][:16]} {row['made_by']}")
    if row["decided_at"] is not None:
        lines.append(f"  {row['decided_at'][:16]} {row['decided_by']}: {row['reason']}")
    return "\n".join(lines)
