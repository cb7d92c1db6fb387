"""`liangrong audit`: whether the audit trail is whole, whether figures and turns come out the same again, a conversation as
evidence.

Exit codes: 0 whole, the same, written · 1 broken, not the same · 2 usage · 3 no such home, figure, turn or conversation.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from account_api.cli.audit import again, otherwise, packed
from account_api.cli.audit import app as app
from bot.commands.output import BAD_INPUT, NOT_FOUND, fail, problem
from bot.ports import UnknownSession

if TYPE_CHECKING:
    from bot.record.book import Records

T = TypeVar("T")
DIFFERENT = 1
DAY = ("%Y-%m-%d",)
INSTEAD = (
    "对当前账户作假设请用 liangrong account what-if。",
    "To suppose something of the account as it stands, use liangrong account what-if.",
)
"""What answers the question for an account that was not frozen."""


@app.command()
def replay(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="session:message_id, a figure's trace id, or a frozen snapshot's."),
    ],
    change: Annotated[
        Path | None,
        typer.Option(help="JSON of what is supposed otherwise: changes, target, deadline, order."),
    ] = None,
) -> None:
    """Compute a figure again from its frozen snapshot, take a recorded turn again over what it read then, and compare.

    With --change: what the frozen account would have been otherwise, labelled as supposed 假设.
    """
    result = _repeated(name) if change is None else _otherwise(name, change)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    if result.get("same") is False:
        raise typer.Exit(DIFFERENT)


def _repeated(name: str) -> dict[str, Any]:
    """The figure, the turn that has shown it, or both: then both must come out the same."""

    def taken(records: Records) -> dict[str, Any] | None:
        try:
            return records.replay(records.named(name)).as_json(name)
        except UnknownSession:
            if figure is None:
                raise
            return None

    figure = None if ":" in name else again(name)
    turn = _asked(taken, name)
    if figure is None or turn is None:
        return figure or turn or {}
    differences = [*figure["differences"], *turn["differences"]]
    return {**turn, **figure, "same": figure["same"] and turn["same"], "differences": differences}


def _otherwise(name: str, change: Path) -> dict[str, Any]:
    try:
        asked = json.loads(change.read_text("utf-8"))
    except (OSError, ValueError) as error:
        detail = f"{change}: {error}", f"{change}：无法读取"
        fail(problem(422, *detail, "change", "unreadable", str(change)), BAD_INPUT)
    if not isinstance(asked, dict):
        detail = f"{change}: no JSON object", f"{change}：不是 JSON 对象"
        fail(problem(422, *detail, "change", "not_object", str(change)), BAD_INPUT)
    found = otherwise(name, asked)
    if found is None:
        _not_frozen(name)
    return found


def _not_frozen(name: str) -> NoReturn:
    """Ends the command: no account was frozen under that name, be it unknown or only shown in a conversation."""

    def shown(records: Records) -> bool:
        try:
            return bool(records.named(name))
        except UnknownSession:
            return False

    if _asked(shown, name):
        detail = (
            f"{name} was shown in a conversation, and no account was frozen with it: only what left in a notice, a call, a "
            f"proposal or a published account, or the id of a frozen snapshot, can be supposed otherwise. {INSTEAD[1]}",
            f"{name} 只在对话里显示过，没有随它冻结账户：只有随通知、追保、审批或公布的账户发出的数值，或冻结快照的编号，才能改变条件重算。{INSTEAD[0]}",
        )
        fail(problem(404, *detail, "id", "not_frozen", name), NOT_FOUND)
    detail = (
        f"No frozen snapshot {name}, and no figure that left with one. {INSTEAD[1]}",
        f"没有冻结快照 {name}，也没有随快照发出的该数值。{INSTEAD[0]}",
    )
    fail(problem(404, *detail, "id", "not_found", name), NOT_FOUND)


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


@app.command()
def pack(
    client: Annotated[str, typer.Argument(help="Whose.")],
    since: Annotated[datetime, typer.Option("--from", formats=list(DAY), help="The first day.")],
    until: Annotated[datetime, typer.Option("--to", formats=list(DAY), help="The last day.")],
    out: Annotated[Path, typer.Option(help="Where the pack goes, a ZIP file.")],
) -> None:
    """Write the inspection pack of a client and a period: conversations, figures, rules, notices with receipts, approvals,
    calls, audit rows, and a script that verifies it offline."""

    def gathered(records: Records) -> Any:
        return packed(client, since.date(), until.date(), records.chats)

    found = _asked(gathered, client)
    out.write_bytes(found.archive)
    told = {"file": str(out), "whole": found.whole, "check": f"python verify.py {out.name}"}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _asked(question: Callable[[Records], T], name: str) -> T:
    return asyncio.run(_on_the_product(question, name))


async def _on_the_product(question: Callable[[Records], T], name: str) -> T:
    from account_api.settings import Settings
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
