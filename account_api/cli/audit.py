"""`liangrong audit`: whether the audit trail of this home is whole; figures computed again from frozen snapshots.

Exit codes: 0 whole, the same · 1 broken, not the same · 2 usage · 3 no such home or figure.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from account_api.cli.problems import ExitCode

if TYPE_CHECKING:
    from account_api.context import Context
    from account_api.inspection.pack import Pack
    from account_api.inspection.port import Chats

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

BROKEN, NO_HOME = 1, 3
OPERATOR = "operator"
"""Who the trail names for what is done at the machine itself."""


@app.callback()
def audit() -> None:
    """The audit trail of this home."""


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Verify every row of the chain and the anchor outside the database."""
    report = _report()
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n" if as_json else _text(report))
    if not report["whole"]:
        raise typer.Exit(BROKEN)


def packed(client_id: str, since: date, until: date, chats: "Chats") -> "Pack":
    """The inspection pack of a client for these days, both included, with the conversations that `chats` gives. Ends the
    command for an unknown client and for a period that is none.
    """
    from account_api.audit import Event
    from account_api.clients import queries as clients
    from account_api.errors import NoSuchAccount, Problem
    from account_api.inspection import pack

    with _opened() as context:
        try:
            with context.transaction() as session:
                client = clients.client(session, client_id)
                if client is None:
                    raise NoSuchAccount.seen(Event("account.denied", OPERATOR, client_id))
                return pack.made(context, session, client, since, until, chats, OPERATOR)
        except Problem as refusal:
            sys.stderr.write(json.dumps(refusal.as_json(), ensure_ascii=False) + "\n")
            code = ExitCode.NOT_FOUND if refusal.status == NoSuchAccount.status else ExitCode.BAD_INPUT
            raise typer.Exit(code) from refusal


def again(trace_id: str) -> dict[str, Any] | None:
    """A figure computed again from its frozen snapshot, and what differs; None for one that nothing here knows."""
    from account_api.traces.replay import replay

    with _opened() as context, context.transaction(writes=False) as session:
        found = replay(context, session, trace_id)
        return None if found is None else found.as_json()


def otherwise(name: str, change: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `change` would have made of a frozen snapshot, or of the one that a figure comes from; None for an unknown
    name. Ends the command where nothing of the kind can be supposed.
    """
    from account_api.errors import Problem
    from account_api.traces.counterfactual import supposed_of

    with _opened() as context, context.transaction(writes=False) as session:
        try:
            return supposed_of(context, session, name, change)
        except Problem as refusal:
            sys.stderr.write(json.dumps(refusal.as_json(), ensure_ascii=False) + "\n")
            raise typer.Exit(ExitCode.BAD_INPUT) from refusal


def _report() -> dict[str, Any]:
    from account_api import audit_check

    with _opened() as context, context.transaction(writes=False) as session:
        return audit_check.verify(session, context.trail).as_json()


@contextmanager
def _opened() -> "Iterator[Context]":
    from account_api.app import build_context
    from account_api.errors import NotFound
    from account_api.settings import Settings

    settings = Settings()
    if not (settings.home / "home.json").exists():
        missing = NotFound(f"{settings.home} is not a home.", f"{settings.home} 不是主目录。")
        sys.stderr.write(json.dumps(missing.as_json(), ensure_ascii=False) + "\n")
        raise typer.Exit(NO_HOME)
    context = build_context(settings)
    try:
        yield context
    finally:
        context.database.dispose()


def _text(report: dict[str, Any]) -> str:
    state = "whole 完整" if report["whole"] else "BROKEN 不完整"
    lines = [f"{report['rows']} rows, {state}"]
    if report["unsettled"]:
        lines.append(
            "unsettled: a process died around its commit; the next entry settles it 待结算，下一条写入时自动结算"
        )
    lines += [f"{found['kind']}: {found['text']} {found['text_zh']}" for found in report["breaks"]]
    return "\n".join(lines) + "\n"
