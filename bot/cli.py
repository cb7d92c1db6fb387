"""The command line: one entry, each command's module imported only when it is called.

``--help`` names every command without importing any of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("bot.commands.serve:demo", "Set up an empty home with the demo firm and serve it."),
    "serve": ("bot.commands.serve:serve", "Serve the chat, the pages and the account API."),
    "ask": ("bot.commands.ask:ask", "Ask one question, or a file of them with --batch."),
    "telegram": ("bot.commands.telegram:telegram", "Answer on Telegram by long polling."),
    "worker": ("bot.commands.worker:worker", "Deliver what waits to go out; run what is due."),
    "bench": ("bot.commands.bench:bench", "Run the benchmarks of the source tree."),
    "doctor": ("bot.commands.doctor:doctor", "Check this installation and print its figures."),
    "risk": ("account_api.cli.risk:app", "Evaluate book files: figures, bands, cures."),
    "rules": ("account_api.cli.rules:app", "Show dated rules and their history."),
    "guard": ("bot.commands.guard:app", "Check a text before it goes out to a client."),
    "account": (
        "account_api.cli.account:app",
        "Ask about an account of this home: figures, decisions, ledger.",
    ),
    "book": ("account_api.cli.book:app", "Take over the whole book from files, or write it out."),
    "admission": ("account_api.cli.admission:app", "Apply for a credit account; work on applications."),
    "feed": ("account_api.cli.feed:app", "Give events and prices to the ledger; check that it adds up."),
    "calls": (
        "account_api.cli.calls:app",
        "Sweep the book for margin calls; work the cases and the selling of collateral.",
    ),
    "agreement": (
        "account_api.cli.agreement:app",
        "Agreements, amendments, credit lines, extensions: read, sign, ask.",
    ),
    "desk": ("account_api.cli.desk:app", "Work the desk: hand-offs, calls, tickets."),
    "proposals": ("account_api.cli.proposals:app", "Decide what somebody else has proposed."),
    "policy": ("account_api.cli.policy:app", "Propose what changes for everybody, with its impact."),
    "campaign": ("account_api.cli.campaign:app", "Write, approve, run and follow education campaigns."),
    "learn": ("bot.commands.learn:app", "Read lessons, take quizzes, see what a rule change touched."),
    "outbox": ("account_api.cli.outbox:app", "List what waits to go out; try again what was given up."),
    "notices": ("account_api.cli.notices:app", "Prove that a notice arrived; a client's own alerts."),
    "jobs": ("account_api.cli.jobs:app", "List what the firm does by the clock; run one now."),
    "audit": ("bot.commands.audit:app", "Verify the audit chain, replay a turn, export evidence."),
    "eval": ("bot.commands.eval:eval_", "Run scenario files and say which pass."),
    "nlu": ("bot.commands.nlu:app", "Show how messages are read; measure the method on labelled rows."),
    "knowledge": ("bot.commands.knowledge:app", "Feed, search, review and check the library."),
}


class LazyCommands(TyperGroup):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or ``None`` for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module), attribute)
        command = typer.main.get_command(found if isinstance(found, typer.Typer) else _single(found))
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _single(function: Any) -> typer.Typer:
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command()(function)
    return app


app = typer.Typer(
    cls=LazyCommands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def liangrong() -> None:
    """Liangrong 两融: dated margin rules, computed figures, answers that can be proved."""


def main() -> None:
    """The ``liangrong`` script. Exit codes: `account_api.exit_codes`."""
    try:
        app()
    except Exception as error:
        from bot.commands.output import fail_with

        fail_with(error)
