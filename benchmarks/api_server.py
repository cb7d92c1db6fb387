"""One server of the `api` benchmark: `python -m benchmarks.api_server bare|service HOME`.

It says its port on the first line; then each line it is sent is answered with the processor seconds it has used so far
(user and system, of all threads), and the end of its input ends it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


def main(kind: str, home: str) -> None:
    """Serve until standard input ends."""
    uvloop.run(_serve(_bare() if kind == "bare" else _service(home)))


def _bare() -> Any:
    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    return Starlette(routes=[Route("/hello", hello)])


def _service(home: str) -> Any:
    from account_api.app import create_app
    from account_api.settings import Settings

    return create_app(Settings(home=Path(home)))


async def _serve(app: Any) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        config = uvicorn.Config(app, access_log=False, log_level="error", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        _say(listener.getsockname()[1])
        while await asyncio.to_thread(sys.stdin.readline):
            _say(time.process_time())
        server.should_exit = True
        await running


def _say(what: float) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
