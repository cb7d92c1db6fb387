"""`liangrong audit`: whether the audit trail is whole, whether a turn comes out the same again, a conversation as evidence.

Exit codes: 0 whole, the same, written · 1 broken, not the same · 2 usage · 3 no such home, turn or conversation.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from account_api.cli.audit import app as app
from bot.commands.output import BAD_INPUT, NOT_FOUND, fail, problem

if TYPE_CHECKING:
    from bot.record.book import Records

T = TypeVar("T")
DIFFERENT = 1


@app.command()
def replay(
    name: Annotated[str, typer.Argument(metavar="ID", help="session:message_id, or a figure's trace id.")],
) -> None:
    """Take a recorded turn again over what it read then, and compare; no service is called."""

    def again(records: Records) -> dict[str, Any]:
        return records.replay(records.named(name)).as_json(name)

    result = _asked(again, name)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    if not result["same"]:
        raise typer.Exit(DIFFERENT)


@app.command()
def export(
    session: Annotated[str, typer.Argument(help="The conversation.")],
    out: Annotated[Path, typer.Option(help="Where the evidence goes, as JSON.")],
    client: Annotated[
        str | None,
        typer.Option(help="For whom, where several people were signed in; what is another's is left out."),
    ] = None,
) -> None:
    """Write a conversation as evidence: turns, figures, rules, passages, versions, and the chain of hashes."""

    def gathered(records: Records) -> dict[str, Any]:
        return records.conversation(session, client)

    found = _asked(gathered, session)
    out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(
        f"{out}: {len(found['turns'])} turns, {len(found['figures'])} figures; {found['check']}\n"
    )


def _asked(question: Callable[[Records], T], name: str) -> T:
    return asyncio.run(_on_the_product(question, name))


async def _on_the_product(question: Callable[[Records], T], name: str) -> T:
    from account_api.settings import Settings
    from bot.ports import UnknownSession
    from bot.record.book import SeveralOwners
    from bot.wiring import open_product

    settings = Settings()
    if not (settings.home / "home.json").exists():
        home = str(settings.home)
        fail(
            problem(404, f"{home} is not a home", f"{home} 不是主目录", "home", "not_found", home), NOT_FOUND
        )
    async with open_product(settings) as product:
        try:
            return question(product.records)
        except UnknownSession:
            fail(
                problem(404, f"No turn {name}", f"没有这一轮对话 {name}", "id", "not_found", name), NOT_FOUND
            )
        except SeveralOwners as error:
            names = ", ".join(error.names)
            detail = (
                f"Several people were signed in: give --client, one of {names}",
                f"该会话有多人登录，请用 --client 指定其一：{names}",
            )
            fail(problem(422, *detail, "client", "missing"), BAD_INPUT)
