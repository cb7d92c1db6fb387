"""`liangrong desk`: the queue of hand-offs, the call list and the tickets, as one of the demo firm's staff.

It asks the service in this process as `--as`, so what a role or a group may not see is refused here too.
Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 in other hands.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import typer

from account_api.cli import desk_text
from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

As = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Case = Annotated[str, typer.Argument(help="A case, such as H20261120-0001.")]
Note = Annotated[str, typer.Option(help="What the next one at the desk should know.")]
Said = Annotated[str, typer.Option("--note", help="What the client reads about it.")]
Key = Annotated[str | None, typer.Option(help="The same key again does nothing new.")]
State = Annotated[str | None, typer.Option(help="waiting, claimed or closed; not closed if not given.")]
Group = Annotated[str | None, typer.Option(help="Of this group only.")]
Outcome = Literal["solved", "ticket", "call_back", "no_answer"]
Status = Literal["in_progress", "answered", "closed"]

DESK = "demo-agent"


@app.callback()
def desk() -> None:
    """The desk: hand-offs, calls, tickets."""


@app.command()
def queue(state: State = None, user: As = DESK, json_: AsJson = False) -> None:
    """Show the cases in the order they should be worked, and why."""
    _show(user, lambda me: me.handoffs(state), desk_text.queue, json_)


@app.command()
def show(case: Case, user: As = DESK, json_: AsJson = False) -> None:
    """Show a case: summary, what was tried, evidence, notes."""
    _show(user, lambda me: me.handoff(case), desk_text.case, json_)


@app.command()
def claim(case: Case, user: As = DESK, json_: AsJson = False) -> None:
    """Take a case."""
    _show(user, lambda me: me.claim(case), desk_text.case, json_)


@app.command()
def release(case: Case, note: Note, user: As = DESK, json_: AsJson = False) -> None:
    """Put a case back into the queue."""
    _show(user, lambda me: me.release(case, note), desk_text.case, json_)


@app.command()
def close(case: Case, outcome: Outcome, note: Note, user: As = DESK, json_: AsJson = False) -> None:
    """End a case."""
    _show(user, lambda me: me.close(case, outcome, note), desk_text.case, json_)


@app.command()
def note(case: Case, text: str, key: Key = None, user: As = DESK, json_: AsJson = False) -> None:
    """Write an internal note; the client never sees it."""
    _show(user, lambda me: me.note_handoff(_key(key), case, text), desk_text.note, json_)


@app.command()
def calls(group: Group = None, user: As = DESK, json_: AsJson = False) -> None:
    """Show the clients with an open margin call, the earliest deadline first."""
    _show(user, lambda me: me.calls(group), desk_text.calls, json_)


@app.command()
def contact(
    client: str,
    channel: Annotated[str, typer.Option(help="phone, sms, app, email or letter.")] = "phone",
    result: Annotated[
        str, typer.Option(help="reached, no_answer, busy, wrong_number, left_message or refused.")
    ] = "reached",
    note: Note = "",
    key: Key = None,
    user: As = DESK,
    json_: AsJson = False,
) -> None:
    """Log an attempt to reach a client."""
    _show(user, lambda me: me.log_contact(_key(key), client, channel, result, note), desk_text.contact, json_)


@app.command()
def tickets(user: As = DESK, json_: AsJson = False) -> None:
    """Show the tickets, the newest first, with their clock."""
    _show(user, lambda me: me.tickets(), desk_text.tickets, json_)


@app.command()
def ticket(
    number: str,
    status: Annotated[Status | None, typer.Option(help="Move it on; needs --note.")] = None,
    said: Said = "",
    key: Key = None,
    user: As = DESK,
    json_: AsJson = False,
) -> None:
    """Show one ticket; with --status, move it on."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.ticket(number) if status is None else me.ticket_status(_key(key), number, status, said)

    _show(user, work, desk_text.ticket, json_)


def _key(given: str | None) -> str:
    return given or secrets.token_hex(16)


def _show(
    user: str,
    ask: Callable[[AccountClient], Awaitable[Any]],
    as_text: Callable[[Any], str],
    json_: bool,
) -> None:
    answer = asked(user, ask)
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if json_ else as_text(answer)) + "\n")


if __name__ == "__main__":
    app()
