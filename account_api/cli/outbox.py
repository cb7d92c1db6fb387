"""`liangrong outbox`: what waits to go out, what was given up, and giving it another try.

Exit codes: 0 done · 2 usage · 3 no such home, or nothing given up under that number. Payloads are not shown: they hold what clients
are told.
"""

import json
import sys
from typing import Annotated, Any

import typer

from account_api.cli.problems import not_found
from account_api.cli.service import opened

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)
OPERATOR = "operator"
"""Whoever runs the machine."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def outbox() -> None:
    """Messages that leave the service."""


@app.command("list")
def list_(json_: AsJson = False) -> None:
    """Count the messages by kind and state, and list those given up with their last error."""
    from account_api import outbox as messages

    with opened() as context, context.transaction(writes=False) as session:
        report = {
            "counts": messages.counts(session),
            "given_up": [_line(message) for message in messages.given_up(session)],
        }
    sys.stdout.write((json.dumps(report, ensure_ascii=False) if json_ else _text(report)) + "\n")


@app.command()
def show(
    number: Annotated[int, typer.Argument(help="A message's number, from `outbox list`.")],
    json_: AsJson = False,
) -> None:
    """Show one message: where it stands, its tries, its last error, and the notice it carries."""
    from account_api import outbox as messages

    with opened() as context, context.transaction(writes=False) as session:
        found = session.get(messages.Message, number)
        line = (
            None
            if found is None
            else _line(found) | {"next_try": found.next_try.isoformat(), "key": found.dedupe_key}
        )
    if line is None:
        raise not_found(
            f"There is no message {number}.", f"没有编号 {number} 的消息。", "number", str(number)
        ).stop()
    told = (
        json.dumps(line, ensure_ascii=False)
        if json_
        else "\n".join(f"{name}: {value}" for name, value in line.items())
    )
    sys.stdout.write(told + "\n")


@app.command()
def requeue(
    numbers: Annotated[list[int], typer.Argument(help="Numbers of messages, from `outbox list`.")],
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Also what may have gone out already: it may arrive twice.")
    ] = False,
    json_: AsJson = False,
) -> None:
    """Give messages another try."""
    from account_api import outbox as messages
    from account_api.audit import Event

    with opened() as context, context.transaction() as session:
        now = context.clock.wall()
        done = messages.requeue(session, numbers, now)
        if uncertain:
            done += messages.requeue(session, numbers, now, "uncertain")
        if done:
            context.record(
                session, Event("outbox.requeued", OPERATOR, None, {"numbers": numbers, "done": done})
            )
    if not done:
        named = ", ".join(str(number) for number in numbers)
        raise not_found(
            f"Nothing was given up under {named}.", f"编号 {named} 没有可重试的消息。", "numbers", named
        ).stop()
    sys.stdout.write(json.dumps({"requeued": done}) + "\n" if json_ else f"requeued 已重新排队: {done}\n")


def _line(message: Any) -> dict[str, Any]:
    shown: dict[str, Any] = message.model_dump(
        mode="json", include={"id", "kind", "state", "attempts", "created_at", "last_error"}
    )
    return shown


def _text(report: dict[str, Any]) -> str:
    counts = [
        f"{kind}: " + ", ".join(f"{state} {number}" for state, number in states.items())
        for kind, states in report["counts"].items()
    ]
    given_up = [
        f"#{line['id']} {line['kind']} {line['state']} ({line['attempts']}×) {line['last_error']}"
        for line in report["given_up"]
    ]
    return "\n".join([*(counts or ["empty 空"]), *given_up])
