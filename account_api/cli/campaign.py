"""`liangrong campaign`: write, preview, submit, approve, run and follow an education campaign, as one of the demo firm's staff.

A campaign is one YAML file with the fields of `POST /campaigns`. Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 in another state.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from account_api.cli import campaign_text
from account_api.cli.problems import unreadable
from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

As = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A campaign, such as CM20261120-0001.")]
EDUCATOR, APPROVER = "demo-educator", "demo-compliance"
_NOTHING = ("", "null", "~")


@app.callback()
def campaign() -> None:
    """Education campaigns."""


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="The campaign as YAML.")],
    key: Annotated[str | None, typer.Option(help="The same key again does nothing new.")] = None,
    user: As = EDUCATOR,
    json_: AsJson = False,
) -> None:
    """Write a draft from a file."""
    body = _read(file)
    _show(user, lambda me: me.create_campaign(key or secrets.token_hex(16), body), campaign_text.one, json_)


@app.command("list")
def list_(user: As = EDUCATOR, json_: AsJson = False) -> None:
    """List every campaign, the newest first."""
    _show(user, lambda me: me.campaigns(), campaign_text.many, json_)


@app.command()
def held(user: As = EDUCATOR, json_: AsJson = False) -> None:
    """List what is held, and what rests on a rule that has changed."""
    _show(user, lambda me: me.held_campaigns(), campaign_text.many, json_)


@app.command()
def show(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Show one campaign."""
    _show(user, lambda me: me.campaign(campaign_id), campaign_text.one, json_)


@app.command()
def preview(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Count whom it would go to now, and show what they would read."""
    _show(user, lambda me: me.preview_campaign(campaign_id), campaign_text.preview, json_)


@app.command()
def submit(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Ask for the second approval."""
    _show(user, lambda me: me.submit_campaign(campaign_id), campaign_text.one, json_)


@app.command()
def approve(
    campaign_id: Id,
    confirm_broad: Annotated[
        bool, typer.Option("--confirm-broad", help="Yes, it goes to more than half of all clients.")
    ] = False,
    user: As = APPROVER,
    json_: AsJson = False,
) -> None:
    """Approve what somebody else has written."""
    _show(user, lambda me: me.approve_campaign(campaign_id, confirm_broad), campaign_text.one, json_)


@app.command()
def run(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Queue one message for each client selected now; `worker` or `serve` delivers them."""
    _show(user, lambda me: me.run_campaign(campaign_id), campaign_text.one, json_)


@app.command()
def cancel(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Stop a campaign; nothing more of it goes out."""
    _show(user, lambda me: me.cancel_campaign(campaign_id), campaign_text.one, json_)


@app.command()
def results(campaign_id: Id, user: As = EDUCATOR, json_: AsJson = False) -> None:
    """Show what came of it: sent, opened, completed, and the gain."""
    _show(user, lambda me: me.campaign_results(campaign_id), campaign_text.results, json_)


def _show(
    user: str,
    ask: Callable[[AccountClient], Awaitable[Any]],
    as_text: Callable[[Any], str],
    json_: bool,
) -> None:
    answer = asked(user, ask)
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if json_ else as_text(answer)) + "\n")


def _read(file: Path) -> dict[str, Any]:
    """The file with every value as text, as the service takes it: 21:00 is no number of seconds, 1.40 no float."""
    import yaml

    try:
        read = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise unreadable(str(file), str(error), "无法读取该文件").stop() from error
    if not isinstance(read, dict):
        raise unreadable(str(file), "a campaign is a mapping of fields", "活动文件应为字段的映射").stop()
    return _given(read)


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is written as nothing."""
    return {name: value for name, value in fields.items() if value not in _NOTHING}
