"""How a command reaches the service of this home: as one of the demo firm's people, or as whoever runs the machine.

A refusal ends the command with the service's own error object on stderr, and one of `account_api.exit_codes`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from account_api.cli.problems import not_found
from account_api.client import AccountClient, AccountError
from account_api.exit_codes import of_status

if TYPE_CHECKING:
    from account_api.context import Context


def asked(user: str, ask: Callable[[AccountClient], Awaitable[Any]]) -> Any:
    """What the service answers `user`, a persona of the demo firm."""
    from account_api.app import app_of

    with opened() as context:
        service = app_of(context)

        async def work() -> Any:
            nobody = AccountClient.in_process(service)
            try:
                return await ask(nobody.as_token((await nobody.demo_sign_in(user)).token))
            finally:
                await nobody.aclose()

        try:
            return asyncio.run(work())
        except AccountError as error:
            typer.echo(json.dumps(error.problem, ensure_ascii=False), err=True)
            raise typer.Exit(of_status(error.status)) from error


@contextmanager
def opened() -> "Iterator[Context]":
    """The home that LIANGRONG_HOME names, open. None is made where there is none."""
    from account_api.app import build_context
    from account_api.settings import Settings

    settings = Settings()
    if not (settings.home / "home.json").exists():
        where = str(settings.home)
        raise not_found(f"{where} is not a home.", f"{where} 不是主目录。", "LIANGRONG_HOME", where).stop()
    context = build_context(settings)
    try:
        yield context
    finally:
        context.database.dispose()
