"""`liangrong agreement`: a client's agreement, amendments, credit line and extensions, as one of the demo firm's people.

It asks as the client, or as the demo user after `--as`, so what a role or a group may not see is refused here too. What a second
person decides is decided by `liangrong proposals`. Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 in another state.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from account_api.cli import agreement_text as texts
from account_api.cli.problems import unreadable
from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

Client = Annotated[str, typer.Argument(help="A client of this home, such as demo-watch.")]
Id = Annotated[
    str, typer.Argument(metavar="ID", help="An agreement or an amendment, such as M20261118-0001.")
]
As = Annotated[str | None, typer.Option("--as", help="Whose hands: a demo user; the client if not given.")]
Staff = Annotated[str, typer.Option("--as", help="Whose hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Key = Annotated[str | None, typer.Option(help="The same key again does nothing new.")]
COMPLIANCE = "demo-compliance"


@app.callback()
def agreement() -> None:
    """Agreements, amendments, credit lines, extensions."""


@app.command("list")
def list_(client: Client, user: As = None, json_: AsJson = False) -> None:
    """List every agreement of a client."""
    _show(user or client, lambda me: me.agreements(client), texts.listed, json_)


@app.command()
def show(client: Client, number: Id, user: As = None, json_: AsJson = False) -> None:
    """Show one agreement with its text, as it was signed."""
    _show(user or client, lambda me: me.agreement(client, number), texts.whole, json_)


@app.command()
def read(client: Client, step: str | None = None, json_: AsJson = False) -> None:
    """Open the offered agreement, or acknowledge the step that was read with --step."""

    async def work(me: AccountClient) -> Any:
        opened = await me.open_agreement(client)
        return opened if step is None else await me.read_step(client, opened["id"], step, "web")

    _show(client, work, texts.reading, json_)


@app.command()
def sign(client: Client, number: Id, key: Key = None, json_: AsJson = False) -> None:
    """Sign an agreement that was read to its end; in a demo home the code is filled in."""

    async def work(me: AccountClient) -> Any:
        shown = await me.agreement(client, number)
        sent = await me.signing_code(client, number) if shown["factor"] == "code" else None
        return await me.sign_agreement(
            _key(key),
            client,
            number,
            shown["sha256"],
            "web",
            challenge=sent and sent["challenge"],
            code=sent and sent["demo_code"],
        )

    _show(client, work, texts.reading, json_)


@app.command()
def amendments(client: Client, user: As = None, json_: AsJson = False) -> None:
    """List the amendments of a client's agreement."""
    _show(user or client, lambda me: me.amendments(client), texts.amendments, json_)


@app.command()
def amendment(client: Client, number: Id, user: As = None, json_: AsJson = False) -> None:
    """Show what an amendment changes, term by term, clause by clause and in figures."""
    _show(user or client, lambda me: me.amendment(client, number), texts.amendment, json_)


@app.command()
def answer(
    client: Client,
    number: Id,
    accept: Annotated[bool, typer.Option("--accept/--refuse", help="The client's answer.")],
    key: Key = None,
    json_: AsJson = False,
) -> None:
    """Accept or refuse an amendment."""

    async def work(me: AccountClient) -> Any:
        offered = await me.amendment(client, number)
        return await me.answer_amendment(_key(key), client, number, accept, offered["sha256"], "web")

    _show(client, work, texts.amendment, json_)


@app.command()
def offer(
    client: Client,
    file: Annotated[Path, typer.Argument(help="version, reason, answer_by, effective_from as JSON.")],
    key: Key = None,
    user: Staff = COMPLIANCE,
    json_: AsJson = False,
) -> None:
    """Propose an amendment; a second person decides whether it is offered."""
    body = _json(file)
    _show(user, lambda me: me.propose_amendment(_key(key), client, body), texts.amendment, json_)


@app.command()
def templates(user: Staff = COMPLIANCE, json_: AsJson = False) -> None:
    """List every version of every template."""
    _show(user, lambda me: me.agreement_templates(), texts.templates, json_)


@app.command()
def template(name: str, version: int, user: Staff = COMPLIANCE, json_: AsJson = False) -> None:
    """Show one version, its terms, and what stands against publishing it."""
    _show(user, lambda me: me.agreement_template(name, version), texts.template, json_)


@app.command("new-template")
def new_template(
    file: Annotated[Path, typer.Argument(help="terms, and perhaps title and body, as JSON.")],
    key: Key = None,
    user: Staff = COMPLIANCE,
    json_: AsJson = False,
) -> None:
    """Write the next version as a draft; without texts of its own it has the standard ones."""
    body = _json(file)
    _show(user, lambda me: me.create_template(_key(key), body), texts.template, json_)


@app.command()
def publish(
    name: str,
    version: int,
    reason: Annotated[str, typer.Option(help="Why, in Chinese.")],
    reason_en: Annotated[str, typer.Option(help="Why, in English.")],
    key: Key = None,
    user: Staff = COMPLIANCE,
    json_: AsJson = False,
) -> None:
    """Ask a second person to publish a draft."""
    why = {"zh": reason, "en": reason_en}
    _show(user, lambda me: me.publish_template(_key(key), name, version, why), texts.template, json_)


@app.command()
def line(client: Client, user: As = None, json_: AsJson = False) -> None:
    """Show the credit line, what is left of it, what it could be and why."""
    _show(user or client, lambda me: me.credit_line(client), texts.line, json_)


@app.command("ask-line")
def ask_line(
    client: Client,
    amount: str,
    reason: Annotated[str, typer.Option(help="Why.")],
    key: Key = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Ask for another credit line; risk decides."""

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.ask_credit_line(_key(key), client, amount, reason)

    _show(user or client, work, texts.request, json_)


@app.command()
def extensions(client: Client, user: As = None, json_: AsJson = False) -> None:
    """List the extensions that were asked for."""
    _show(user or client, lambda me: me.extensions(client), texts.requests, json_)


@app.command()
def extend(
    client: Client,
    contract: str,
    months: int = 6,
    check: Annotated[bool, typer.Option("--check", help="Only look whether it would stand.")] = False,
    note: str = "",
    key: Key = None,
    user: As = None,
    json_: AsJson = False,
) -> None:
    """Ask for a contract's extension, or with --check only look."""
    if check:
        _show(user or client, lambda me: me.check_extension(client, contract, months), texts.check, json_)
        return

    def work(me: AccountClient) -> Awaitable[Any]:
        return me.ask_extension(_key(key), client, contract, months, note)

    _show(user or client, work, texts.request, json_)


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


def _json(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise unreadable(str(file), str(error), "无法读取该文件").stop() from error
    if not isinstance(read, dict):
        raise unreadable(str(file), "an object of fields is needed", "内容应为字段的对象").stop()
    return read
