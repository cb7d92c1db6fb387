"""`liangrong admission`: applying for a credit account, and the desk's work on applications, as one of the demo firm's people.

The client's own acts are done as the client unless `--as` says otherwise; what is decided is a proposal (`liangrong proposals`).
Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 not complete, or in another state.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from account_api.cli import admission_text
from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

DESK = "demo-agent2"
Who = Annotated[str, typer.Argument(help="A client, such as demo-applicant.")]
Own = Annotated[
    str | None, typer.Option("--as", help="Whose hands: a demo user; the client's own if not given.")
]
Desk = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Note = Annotated[str, typer.Option(help="What the other side should know.")]
Key = Annotated[str | None, typer.Option(help="The same key again does nothing new.")]
Name = Annotated[str, typer.Argument(help="A fact, such as annual_income.")]


@app.callback()
def admission() -> None:
    """Applications for a credit account: facts, the risk questionnaire, the way to a decision."""


@app.command()
def queue(
    state: Annotated[list[str] | None, typer.Option(help="A state; those that wait if not given.")] = None,
    user: Desk = DESK,
    json_: AsJson = False,
) -> None:
    """List the applications, the oldest first, and what is next."""
    _show(user, lambda me: me.applications(state or ()), admission_text.queue, json_)


@app.command()
def show(client: Who, user: Own = None, json_: AsJson = False) -> None:
    """Show an application: where it stands, what is next, what is open."""
    _show(user or client, lambda me: me.application(client), admission_text.application, json_)


@app.command()
def explain(client: Who, user: Own = None, json_: AsJson = False) -> None:
    """Say why an application stands as it does, with figures and rules."""
    _show(user or client, lambda me: me.explain_application(client), admission_text.explanation, json_)


@app.command("open")
def open_(client: Who, key: Key = None, user: Own = None, json_: AsJson = False) -> None:
    """Start an application."""
    _course(user or client, lambda me: me.open_application(_key(key), client), json_)


@app.command()
def submit(client: Who, note: Note = "", key: Key = None, user: Own = None, json_: AsJson = False) -> None:
    """Hand an application in."""
    _course(user or client, lambda me: me.submit_application(_key(key), client, note), json_)


@app.command()
def withdraw(client: Who, note: Note = "", key: Key = None, user: Own = None, json_: AsJson = False) -> None:
    """Take an application back before it is decided."""
    _course(user or client, lambda me: me.withdraw_application(_key(key), client, note), json_)


@app.command()
def review(client: Who, note: Note = "", key: Key = None, user: Desk = DESK, json_: AsJson = False) -> None:
    """Take an application up."""
    _course(user, lambda me: me.review_application(_key(key), client, note), json_)


@app.command()
def propose(client: Who, note: Note = "", key: Key = None, user: Desk = DESK, json_: AsJson = False) -> None:
    """Put an application before risk."""
    _course(user, lambda me: me.propose_admission(_key(key), client, note), json_)


@app.command()
def facts(client: Who, user: Own = None, json_: AsJson = False) -> None:
    """Show the facts an application rests on, with their proof."""
    _show(user or client, lambda me: me.facts(client), admission_text.facts, json_)


@app.command()
def fact(
    client: Who,
    name: Name,
    value: Annotated[str, typer.Argument(help="A day, a plain decimal, or yes or no.")],
    source: Annotated[str, typer.Option(help="client, document, register or report.")] = "client",
    evidence: Annotated[str | None, typer.Option(help="A document, or the hash of a file.")] = None,
    key: Key = None,
    user: Own = None,
    json_: AsJson = False,
) -> None:
    """State a fact."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.state_fact(_key(key), client, name, value, source, evidence)

    _show(user or client, work, admission_text.fact, json_)


@app.command()
def verify(
    client: Who,
    name: Name,
    version: Annotated[int, typer.Option(help="The version that was looked at.")],
    evidence: Annotated[str | None, typer.Option(help="What was seen.")] = None,
    key: Key = None,
    user: Desk = DESK,
    json_: AsJson = False,
) -> None:
    """Verify a fact that somebody else has entered."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.verify_fact(_key(key), client, name, version, evidence)

    _show(user, work, admission_text.fact, json_)


@app.command()
def questionnaire(
    client: Who,
    start: Annotated[
        bool, typer.Option("--start", help="Start it, or go on with the one that is open.")
    ] = False,
    answer: Annotated[list[str] | None, typer.Option(help="question=option; may be repeated.")] = None,
    finish: Annotated[bool, typer.Option("--finish", help="Grade the answers.")] = False,
    user: Own = None,
    json_: AsJson = False,
) -> None:
    """Show the risk questionnaire; start it, answer, finish."""
    pairs = [each.partition("=") for each in answer or ()]
    if any(not option for _, _, option in pairs):
        raise typer.BadParameter("an answer is written question=option", param_hint="--answer")

    async def work(me: AccountClient) -> Any:
        if start:
            await me.start_questionnaire(_key(None), client)
        found = await me.questionnaire(client)
        if pairs:
            said = {question: option for question, _, option in pairs}
            found = await me.answer_questionnaire(_key(None), client, found["version"], said)
        return await me.finish_questionnaire(_key(None), client) if finish else found

    _show(user or client, work, admission_text.questionnaire, json_)


def _key(given: str | None) -> str:
    return given or secrets.token_hex(16)


def _course(user: str, ask: Callable[[AccountClient], Awaitable[Any]], json_: bool) -> None:
    _show(user, ask, admission_text.application, json_)


def _show(
    user: str, ask: Callable[[AccountClient], Awaitable[Any]], text: Callable[[Any], str], json_: bool
) -> None:
    found = asked(user, ask)
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if json_ else text(found)) + "\n")


if __name__ == "__main__":
    app()
